"""How upright the trunk is at the end of the pull of a row (fault ``standing_up``)."""

from __future__ import annotations

import math

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import UNCLEAR_FACING, find_span
from formcheck.faults.row_moments import PULL_NOT_SEEN, REACH_SIGNALS, find_median, find_squeeze

SIGNALS = ("trunk_lean", *REACH_SIGNALS)
_RULE = "rise_at_squeeze"
LEVEL_DEG = 90.0


def measure(window: RepWindow, *, doubt_deg: float) -> Measure | NotJudged:
    """Measure how far the trunk is above the level while the hand is near the end of the pull.

    Parameters
    ----------
    window : RepWindow
        Side-on.
    doubt_deg : float
        How far the inclinations of two repetitions may be off against each other.

    Returns
    -------
    Measure or NotJudged
        Degrees: 0 level, 90 upright; the median. A rule holds it against the first repetitions of the set.
    """
    if not window.facing:
        return NotJudged(_RULE, UNCLEAR_FACING)
    frames = find_squeeze(window)
    lean_deg = window.facing * find_median(window.signals["trunk_lean"], frames)
    if math.isnan(lean_deg):
        return NotJudged(_RULE, PULL_NOT_SEEN)
    return Measure(LEVEL_DEG - lean_deg, *find_span(window, frames), doubt=doubt_deg)
