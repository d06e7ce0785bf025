"""How far the hands hang ahead of the legs (fault ``load_drifts_away``)."""

from __future__ import annotations

import numpy as np

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.leg_view import LEG_SIGNALS, find_clear_frames, find_leg_problem
from formcheck.faults.moments import (
    DEPTH_NOT_SEEN,
    LEAST_FRAMES,
    UNCLEAR_FACING,
    find_depth,
    find_span,
    measure_trunk_px,
)

SIGNALS = ("wrist_leg_gap", "wrist_foot_gap", "trunk_lean", "torso_length", *LEG_SIGNALS)
_RULE = "load_gap"


def measure(
    window: RepWindow, *, around_s: float, least_lean_deg: float, most_lean_deg: float, doubt: float
) -> Measure | NotJudged:
    """Measure the gap between hands and legs in mid-lift and, as the second value, hands before mid-foot.

    Parameters
    ----------
    window : RepWindow
        Side-on.
    around_s : float
        The hands are held against the foot up to so far from the lowest position.
    least_lean_deg, most_lean_deg : float
        Trunk inclinations of the way up between which the lift is half done.
    doubt : float
        Torso lengths; how far the gap may be off.

    Returns
    -------
    Measure or NotJudged
        Torso lengths; positive ahead. The gap is that of the near wrist to the leg at its own height.
    """
    if not window.facing:
        return NotJudged(_RULE, UNCLEAR_FACING)
    signals, rep = window.signals, window.rep
    lean_deg = window.facing * signals["trunk_lean"]
    middle = window.find_frames(rep.turn_s, rep.counted_s)
    middle &= (lean_deg > least_lean_deg) & (lean_deg < most_lean_deg)
    if middle.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, "The trunk stays too upright in this lift to tell, or was not seen.")
    depth = find_depth(window, around_s)
    if depth.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, DEPTH_NOT_SEEN)
    for frames in (middle, depth):
        problem = find_leg_problem(window, frames)
        if problem:
            return NotJudged(_RULE, problem)
    trunk_px = measure_trunk_px(window)
    gaps = []
    for name, frames in (("wrist_leg_gap", middle), ("wrist_foot_gap", depth)):
        gap_px = signals[name][find_clear_frames(window, frames) & np.isfinite(signals[name])]
        if len(gap_px) < LEAST_FRAMES:
            return NotJudged(_RULE, "The hands or the foot were not seen: keep both in the picture.")
        gaps.append(window.facing * float(np.median(gap_px)) / trunk_px)
    start_s, end_s = find_span(window, middle)
    return Measure(gaps[0], start_s, end_s, also=gaps[1], doubt=doubt)
