"""How upright the trunk, and how bent the knees, in the lowest position (fault ``squatted_hinge``)."""

from __future__ import annotations

import math

import numpy as np

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.leg_view import LEG_SIGNALS, find_clear_frames, find_leg_problem
from formcheck.faults.moments import DEPTH_NOT_SEEN, LEAST_FRAMES, find_depth, find_span

SIGNALS = ("world_trunk_inclination", "world_knee_angle", *LEG_SIGNALS)
_RULE = "trunk_at_depth"


def measure(
    window: RepWindow, *, around_s: float, never_from_deg: float, least_thigh: float
) -> Measure | NotJudged:
    """Measure the trunk's inclination in space and, as the second value, the knee's interior angle.

    Parameters
    ----------
    window : RepWindow
        From the side or obliquely.
    around_s : float
        Frames up to so far from the lowest position are used; their medians count.
    never_from_deg : float
        A trunk that leans so far is no squat whatever the knees do, so the legs need not be seen.
    least_thigh : float
        Torso lengths; a thigh that looks shorter is hidden.

    Returns
    -------
    Measure or NotJudged
        Degrees from the vertical, also degrees of the knee (NaN where it was not needed).
    """
    frames = find_depth(window, around_s) & np.isfinite(window.signals["world_trunk_inclination"])
    if frames.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, DEPTH_NOT_SEEN)
    trunk_deg = float(np.median(window.signals["world_trunk_inclination"][frames]))
    knee_deg = math.nan
    if trunk_deg < never_from_deg:
        problem = find_leg_problem(window, frames, least_thigh)
        if problem:
            return NotJudged(_RULE, problem)
        frames = find_clear_frames(window, frames, least_thigh)
        trunk_deg = float(np.median(window.signals["world_trunk_inclination"][frames]))
        knee_deg = float(np.median(window.signals["world_knee_angle"][frames]))
    start_s, end_s = find_span(window, frames)
    return Measure(trunk_deg, start_s, end_s, also=knee_deg)
