"""How far the knee bends on the way down (fault ``squatted_hinge`` of hinges with soft knees)."""

from __future__ import annotations

import numpy as np

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.leg_view import LEG_SIGNALS, find_clear_frames, find_leg_problem
from formcheck.faults.moments import DEPTH_NOT_SEEN, LEAST_FRAMES, find_depth, find_home, find_span

SIGNALS = ("near_knee_angle", *LEG_SIGNALS)
_RULE = "knee_bend"


def measure(window: RepWindow, *, around_s: float, soft_deg: float) -> Measure | NotJudged:
    """Measure how much further the knee bends in the lowest position than at home.

    Parameters
    ----------
    window : RepWindow
        Side-on.
    around_s : float
        Frames up to so far from the lowest position are used.
    soft_deg : float
        A knee may be so soft at home: what it bends beyond this in the lowest position counts in any case,
        so that knees bent all the time are found, too.

    Returns
    -------
    Measure or NotJudged
        Degrees, the larger of both.
    """
    knee_deg = window.signals["near_knee_angle"]
    seen = np.isfinite(knee_deg)
    depth = find_depth(window, around_s) & seen
    if depth.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, DEPTH_NOT_SEEN)
    problem = find_leg_problem(window, depth)
    if problem:
        return NotJudged(_RULE, problem)
    depth = find_clear_frames(window, depth)
    bent_deg = 180.0 - float(np.median(knee_deg[depth]))
    gained_deg = bent_deg - soft_deg
    home = find_clear_frames(window, find_home(window) & seen)
    if home.sum() >= LEAST_FRAMES:
        gained_deg = max(gained_deg, bent_deg - 180.0 + float(np.median(knee_deg[home])))
    return Measure(gained_deg, *find_span(window, depth))
