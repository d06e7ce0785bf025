"""How straight the raised leg is (fault ``knee_bent``)."""

from __future__ import annotations

import numpy as np

from formcheck.faults.full_reach import KNEE, LEG_SIGNALS, find_limb_frames
from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import find_span

SIGNALS = LEG_SIGNALS
_RULE = "raised_knee"


def measure(window: RepWindow, *, doubt_deg: float) -> Measure | NotJudged:
    """Measure the interior angle of the raised leg's knee at full reach.

    Parameters
    ----------
    window : RepWindow
        Side-on.
    doubt_deg : float
        How far the angle may be off.

    Returns
    -------
    Measure or NotJudged
        Degrees, 180 straight.
    """
    frames = find_limb_frames(window, KNEE)
    if isinstance(frames, str):
        return NotJudged(_RULE, frames)
    knee_deg = float(np.median(window.signals["raised_knee"][frames]))
    return Measure(knee_deg, *find_span(window, frames), doubt=doubt_deg)
