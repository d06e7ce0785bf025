"""How far one side pulls, to be held against the other (fault ``uneven_sides``, one arm at a time)."""

from __future__ import annotations

import math

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.row_moments import FAR_ARM

SIGNALS = ("shoulder_depth",)
_RULE = "side_range"
FRONT_SHARE = 0.8


def measure(window: RepWindow, *, doubt: float) -> Measure | NotJudged:
    """Measure the range of a repetition, where that of the other side looks as large.

    Parameters
    ----------
    window : RepWindow
        From the front or the back, or each arm from its own side.
    doubt : float
        How far the range may be off, as a share of it.

    Returns
    -------
    Measure or NotJudged
        In the unit of the range. A rule holds it against the other side.

    Notes
    -----
    From the side the far arm is a tenth farther from the camera and looks a tenth smaller, so left and right
    are compared only where both were near, because the athlete turned round, or where neither is.
    """
    rep = window.rep
    if window.view_shares.get("front", 0.0) < FRONT_SHARE and window.arm != window.near_side:
        return NotJudged(_RULE, FAR_ARM)
    if math.isnan(rep.range):
        return NotJudged(_RULE, "The range was not seen: keep shoulder, elbow and hand in the picture.")
    return Measure(rep.range, rep.start_s, rep.end_s, doubt=doubt * rep.range, at_s=rep.turn_s)
