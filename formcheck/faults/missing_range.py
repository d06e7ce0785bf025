"""How much of the athlete's own pull is left out (fault ``short_pull`` where elbows do not pass the ribs)."""

from __future__ import annotations

import math

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import find_home
from formcheck.faults.row_moments import find_arm_problem, find_median

SIGNALS = ("left_clear_elbow", "right_clear_elbow", "shoulder_depth")
UNKNOWN = "Your own full range is not known before two full repetitions, each from long arms on."
_RULE = "missing_range"


def measure(window: RepWindow, *, least_elbow_deg: float, doubt: float) -> Measure | NotJudged:
    """Measure which share of the own range is left out.

    Parameters
    ----------
    window : RepWindow
        Side-on.
    least_elbow_deg : float
        As of `miss_range`.
    doubt : float
        How far the share may be off.

    Returns
    -------
    Measure or NotJudged
        0 is the own full range, negative one that goes further.
    """
    problem = find_arm_problem(window)
    if problem:
        return NotJudged(_RULE, problem)
    share = miss_range(window, least_elbow_deg)
    if math.isnan(share):
        return NotJudged(_RULE, UNKNOWN)
    rep = window.rep
    return Measure(share, rep.start_s, rep.counted_s, doubt=doubt, at_s=rep.turn_s)


def miss_range(window: RepWindow, least_elbow_deg: float) -> float:
    """Share of the own range that is left out.

    Parameters
    ----------
    window : RepWindow
        With the signals ``SIGNALS``.
    least_elbow_deg : float
        The range tells only where it began with an elbow at least so straight: arms that never got long
        shorten it, too, and have a rule of their own.

    Returns
    -------
    float
        NaN where it is not known, or the arms were not long.
    """
    elbow_deg = find_median(window.signals[f"{window.arm}_clear_elbow"], find_home(window))
    if not elbow_deg >= least_elbow_deg or not window.own_range > 0:
        return math.nan
    return 1.0 - window.rep.range / window.own_range
