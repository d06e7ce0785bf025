"""How straight the wrist is at the end of the pull of a row (fault ``wrist_curl``)."""

from __future__ import annotations

import math

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import find_span
from formcheck.faults.row_moments import (
    PULL_NOT_SEEN,
    REACH_SIGNALS,
    find_arm_problem,
    find_median,
    find_squeeze,
)

SIGNALS = ("left_wrist_angle", "right_wrist_angle", *REACH_SIGNALS)
_RULE = "wrist_at_squeeze"


def measure(window: RepWindow) -> Measure | NotJudged:
    """Measure the angle elbow–wrist–knuckle of the working arm: 180° straight.

    Parameters
    ----------
    window : RepWindow
        Side-on.

    Returns
    -------
    Measure or NotJudged
        Degrees, the median.
    """
    problem = find_arm_problem(window)
    if problem:
        return NotJudged(_RULE, problem)
    frames = find_squeeze(window)
    wrist_deg = find_median(window.signals[f"{window.arm}_wrist_angle"], frames)
    if math.isnan(wrist_deg):
        return NotJudged(_RULE, PULL_NOT_SEEN)
    return Measure(wrist_deg, *find_span(window, frames))
