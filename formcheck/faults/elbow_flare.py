"""How far the elbow is led out to the side at the end of the pull of a row (fault ``elbow_flare``)."""

from __future__ import annotations

import math

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import find_span
from formcheck.faults.row_moments import PULL_NOT_SEEN, REACH_SIGNALS, find_median, find_squeeze

SIGNALS = ("left_elbow_flare", "right_elbow_flare", *REACH_SIGNALS)
_RULE = "elbow_flare"


def measure(window: RepWindow, *, doubt_deg: float) -> Measure | NotJudged:
    """Measure the angle of the upper arm to the plane that halves the body, in space.

    Parameters
    ----------
    window : RepWindow
        From the front, the back or obliquely.
    doubt_deg : float
        How far the angle may be off.

    Returns
    -------
    Measure or NotJudged
        Degrees: 0 along the body, 90 straight out; the median. Of two arms that row together the larger one:
        obliquely the body may hide either of them.
    """
    frames = find_squeeze(window)
    sides = ("left", "right") if window.rep.side == "both" else (window.arm,)
    flares_deg = [find_median(window.signals[f"{side}_elbow_flare"], frames) for side in sides]
    seen_deg = [flare_deg for flare_deg in flares_deg if not math.isnan(flare_deg)]
    if not seen_deg:
        return NotJudged(_RULE, PULL_NOT_SEEN)
    return Measure(max(seen_deg), *find_span(window, frames), doubt=doubt_deg)
