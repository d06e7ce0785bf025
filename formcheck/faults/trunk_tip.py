"""Whether the trunk tips further forward as the lift begins (fault ``hips_rise_first``)."""

from __future__ import annotations

import math

import numpy as np

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.leg_view import LEG_SIGNALS, find_leg_problem
from formcheck.faults.moments import LEAST_FRAMES, UNCLEAR_FACING, Mask, find_span, measure_trunk_px
from formcheck.reps.rep import Phase

SIGNALS = ("wrist_rise", "torso_length", "trunk_lean", "world_knee_angle", *LEG_SIGNALS)
BEFORE_TURN_S = 0.5
_RULE = "trunk_tip"


def measure(
    window: RepWindow, *, least_rise: float, lift_share: float, never_to_deg: float, least_thigh: float
) -> Measure | NotJudged:
    """Measure how much flatter the trunk gets and, as the second value, how far the knee extends meanwhile.

    Parameters
    ----------
    window : RepWindow
        Side-on, with its lift timed.
    least_rise : float
        Torso lengths; once the hands have risen so far the load moves. Before, the athlete sets up.
    lift_share : float
        Share of the time from there to the end of the lift that is looked at.
    never_to_deg : float
        A trunk that tips no further has kept its angle whatever the knees do, so the legs need not be seen.
    least_thigh : float
        Torso lengths; a thigh that looks shorter is hidden.

    Returns
    -------
    Measure or NotJudged
        Degrees, also degrees (NaN where they were not needed).
    """
    if not window.facing:
        return NotJudged(_RULE, UNCLEAR_FACING)
    if not window.find_phase(Phase.CONCENTRIC).any():
        return NotJudged(_RULE, "The lift was not timed: keep the whole body in the picture.")
    frames = _find_first_pull(window, least_rise, lift_share)
    lean_deg = window.facing * window.signals["trunk_lean"]
    frames &= np.isfinite(lean_deg)
    if frames.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, "The start of the lift was not seen: keep the hands in the picture.")
    tip_deg = float(lean_deg[frames].max() - lean_deg[frames][0])
    extension_deg = math.nan
    if tip_deg > never_to_deg:
        problem = find_leg_problem(window, frames, least_thigh)
        if problem:
            return NotJudged(_RULE, problem)
        knee_deg = window.signals["world_knee_angle"][frames]
        knee_deg = knee_deg[np.isfinite(knee_deg)]
        extension_deg = float(knee_deg.max() - knee_deg[0]) if len(knee_deg) else math.nan
    flattest_s = float(window.t_s[frames][np.argmax(lean_deg[frames])])
    return Measure(tip_deg, *find_span(window, frames), also=extension_deg, at_s=flattest_s)


def _find_first_pull(window: RepWindow, least_rise: float, lift_share: float) -> Mask:
    """Frames from where the hands have left their lowest point until a share of the lift is done.

    The lift is looked for from the turn on, not from where its timing begins: a trunk that tips further
    delays the latter.
    """
    rep = window.rep
    lift = window.find_frames(rep.turn_s - BEFORE_TURN_S, rep.end_s)
    lift &= np.isfinite(window.signals["wrist_rise"])
    if lift.sum() < LEAST_FRAMES:
        return np.zeros_like(lift)
    height = window.signals["wrist_rise"][lift] / measure_trunk_px(window)
    low = int(np.argmin(height))
    rise = height[low:] - height[low]
    half = int(np.argmax(rise >= 0.5 * rise.max()))
    if rise[half] < least_rise:
        return np.zeros_like(lift)
    onset = low + int(np.flatnonzero(rise[: half + 1] < least_rise)[-1])
    from_s = float(window.t_s[lift][onset])
    return window.find_frames(from_s, from_s + lift_share * (rep.end_s - from_s))
