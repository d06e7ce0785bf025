"""How far the shoulder comes up to the ear with the pull of a row (fault ``shrugging``)."""

from __future__ import annotations

import math

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import find_home, find_span
from formcheck.faults.row_moments import (
    PULL_NOT_SEEN,
    REACH_SIGNALS,
    STRETCH_NOT_SEEN,
    find_arm_problem,
    find_median,
    find_squeeze,
)

SIGNALS = ("left_ear_gap", "right_ear_gap", *REACH_SIGNALS)
_RULE = "ear_gap"


def measure(window: RepWindow, *, doubt: float) -> Measure | NotJudged:
    """Measure the share by which the ear's distance from the shoulder shrinks, along the trunk.

    Parameters
    ----------
    window : RepWindow
        Side-on.
    doubt : float
        How far the share may be off.

    Returns
    -------
    Measure or NotJudged
        From long arms to the end of the pull, medians. 0: none.

    Notes
    -----
    A shoulder blade that is drawn back, as it should be, moves the shoulder's landmark towards the head as
    well: in a good filmed dumbbell row the distance shrinks by 15 to 27 %. So only a change within the set
    tells.
    """
    problem = find_arm_problem(window)
    if problem:
        return NotJudged(_RULE, problem)
    gap_px = window.signals[f"{window.arm}_ear_gap"]
    squeeze = find_squeeze(window)
    hanging_px, pulled_px = find_median(gap_px, find_home(window)), find_median(gap_px, squeeze)
    if math.isnan(hanging_px) or hanging_px <= 0:
        return NotJudged(_RULE, STRETCH_NOT_SEEN)
    if math.isnan(pulled_px):
        return NotJudged(_RULE, PULL_NOT_SEEN)
    return Measure(1.0 - pulled_px / hanging_px, *find_span(window, squeeze), doubt=doubt)
