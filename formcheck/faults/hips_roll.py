"""How far the hips drop or turn on one side (fault ``hips_rotate``)."""

from __future__ import annotations

import numpy as np

from formcheck.faults.full_reach import NOT_REACHED, REST_NOT_SEEN, REST_SIGNALS, find_hold, find_rest
from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import LEAST_FRAMES, find_span

SIGNALS = (*REST_SIGNALS, "hips_gap", "hips_across")
_RULE = "hips_roll"
LEG_NOT_SEEN = (
    "From here the raised leg is hidden, and the hips are then invented: film from a little to the side."
)


def measure(window: RepWindow, *, least_raise_deg: float, least_share: float) -> Measure | NotJudged:
    """Measure how much the line of the hips tilts at full reach, against the own rest on hands and knees.

    Parameters
    ----------
    window : RepWindow
        From the front or the back.
    least_raise_deg, least_share : float
        In so much of the hold the thigh must be seen raised so far: from straight ahead or behind the trunk
        hides it, and the pose model then invents the hips.

    Returns
    -------
    Measure or NotJudged
        Degrees, to whichever side.
    """
    tilt_deg = np.degrees(np.arctan2(window.signals["hips_gap"], window.signals["hips_across"]))
    seen = np.isfinite(tilt_deg)
    hold, rest = find_hold(window) & seen, find_rest(window) & seen
    if hold.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, NOT_REACHED)
    if rest.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, REST_NOT_SEEN)
    if not float((window.signals["thigh_raise"][hold] >= least_raise_deg).mean()) >= least_share:
        return NotJudged(_RULE, LEG_NOT_SEEN)
    turned_deg = float(np.median(tilt_deg[hold]) - np.median(tilt_deg[rest]))
    return Measure(abs(turned_deg), *find_span(window, hold))
