"""How far the trunk leans before the pull of a row (fault ``too_upright``)."""

from __future__ import annotations

import math

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import UNCLEAR_FACING, find_home, find_span
from formcheck.faults.row_moments import STRETCH_NOT_SEEN, find_median

SIGNALS = ("trunk_lean",)
_RULE = "lean_at_stretch"


def measure(window: RepWindow, *, doubt_deg: float) -> Measure | NotJudged:
    """Measure the inclination of the trunk while the arms are long.

    Parameters
    ----------
    window : RepWindow
        Side-on.
    doubt_deg : float
        How far the inclination may be off.

    Returns
    -------
    Measure or NotJudged
        Degrees: 0 upright, 90 level; the median.
    """
    if not window.facing:
        return NotJudged(_RULE, UNCLEAR_FACING)
    frames = find_home(window)
    lean_deg = window.facing * find_median(window.signals["trunk_lean"], frames)
    if math.isnan(lean_deg):
        return NotJudged(_RULE, STRETCH_NOT_SEEN)
    return Measure(lean_deg, *find_span(window, frames), doubt=doubt_deg)
