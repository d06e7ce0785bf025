"""How much of the pull of a row is left out (fault ``short_pull``)."""

from __future__ import annotations

import math

import numpy as np

from formcheck.faults import missing_range
from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.missing_range import miss_range
from formcheck.faults.moments import LEAST_FRAMES, UNCLEAR_FACING, find_home, find_span, measure_trunk_px
from formcheck.faults.row_moments import (
    HIDDEN_ARM,
    STRETCH_NOT_SEEN,
    find_arm_problem,
    find_median,
)

SIGNALS = ("left_elbow_past", "right_elbow_past", "torso_length", *missing_range.SIGNALS)
_RULE = "missing_pull"


def measure(
    window: RepWindow,
    *,
    full_past: float,
    least_way: float,
    percentile: float,
    least_elbow_deg: float,
    doubt: float,
) -> Measure | NotJudged:
    """Measure which share of the pull is left out: of the elbow's way past the trunk, or of the own range.

    Parameters
    ----------
    window : RepWindow
        Side-on.
    full_past : float
        Torso lengths; a full pull takes the elbow so far behind the line from hip to shoulder.
    least_way : float
        Torso lengths; from long arms to there an elbow has at least so far to go. Less is no row that was
        seen from the side.
    percentile : float
        Of the elbow's positions over the repetition, 0 to 100: the farthest back but for outliers.
    least_elbow_deg : float
        As of `formcheck.faults.missing_range.miss_range`.
    doubt : float
        How far the share may be off.

    Returns
    -------
    Measure or NotJudged
        0 is a full pull, negative one that goes further. The larger of both shares: a set that is short from
        its first repetition on shows in the elbow, one that gets shorter in the range as well.
    """
    if not window.facing:
        return NotJudged(_RULE, UNCLEAR_FACING)
    problem = find_arm_problem(window)
    if problem:
        return NotJudged(_RULE, problem)
    past = window.facing * window.signals[f"{window.arm}_elbow_past"] / measure_trunk_px(window)
    pull = window.find_frames(window.rep.start_s, window.rep.counted_s) & np.isfinite(past)
    hanging = find_median(past, find_home(window))
    if math.isnan(hanging):
        return NotJudged(_RULE, STRETCH_NOT_SEEN)
    way = full_past - hanging
    if pull.sum() < LEAST_FRAMES or way < least_way:
        return NotJudged(_RULE, HIDDEN_ARM)
    farthest = float(np.percentile(past[pull], percentile))
    share = (full_past - farthest) / way
    of_range = miss_range(window, least_elbow_deg)
    share = share if math.isnan(of_range) else max(share, of_range)
    at = int(np.argmin(np.where(pull, np.abs(past - farthest), np.inf)))
    return Measure(share, *find_span(window, pull), doubt=doubt, at_s=float(window.t_s[at]))
