"""The upright row: standing tall, what hangs before the thighs is pulled up along the body.

The hands go straight up to the lower chest, linear in the drive. Where they end follows from the upper
arms, which end level.
"""

from __future__ import annotations

import numpy as np

from formcheck.simulate.anatomy import Build
from formcheck.simulate.arms import hang_wrist
from formcheck.simulate.dials import read_sides
from formcheck.simulate.pull import hold_grip, share_pull
from formcheck.simulate.rotations import Floats
from formcheck.simulate.row_dials import AT_HOME, read_row_dials
from formcheck.simulate.schedule import SetPlan, Side, Timeline
from formcheck.simulate.skeleton import SIDES, Skeleton, build_trunk
from formcheck.simulate.spine import flex_neutrally, measure_chord
from formcheck.simulate.stance import Stance, plant_feet, stand_on_feet

TRUNK_DEG, _KNEE_DEG = 3.0, 8.0
_STANCE = Stance(0.13, 0.14)
_HALF_GRIP_M = 0.20
_THIGHS_M = 0.15
"""Hands before the hips, when they hang."""
_CHEST_M = 0.165
"""Hands before the shoulders, at the lower chest; this and the thighs' for a girth of 1."""
_ELBOW_AHEAD_DEG = 20.0
"""Level upper arms point so far ahead of straight out."""


def pose_upright_row(plan: SetPlan, timeline: Timeline, t_s: Floats) -> Skeleton:
    """Postures of an upright row at the given times.

    Parameters
    ----------
    plan : SetPlan
        Dials as in ``row_dials.find_row_dials``.
    timeline : Timeline
        The plan laid out.
    t_s : ndarray, shape (N,)

    Returns
    -------
    Skeleton
    """
    build = plan.build
    # Knees that are to extend with the pull are bent before it.
    dials = read_row_dials(plan, timeline, t_s, gliding=(*AT_HOME, "leg_drive"))
    drive, sides = timeline.drive(t_s), read_sides(plan, timeline, t_s)
    trunk = TRUNK_DEG - dials["torso_swing"] * drive
    lumbar = flex_neutrally(np.full_like(t_s, TRUNK_DEG))
    hip = stand_on_feet(build, _KNEE_DEG + dials["leg_drive"] * (1.0 - drive), _STANCE)
    hip[:, 0] += 0.003 * np.sin(2.3 * t_s)
    # Who leans back brings the hips ahead, or falls over.
    hip[:, 0] += 0.0022 * dials["torso_swing"] * drive * build.scale
    _, lean = measure_chord(lumbar, 0.0, build)
    skeleton = build_trunk(
        hip,
        trunk - lean,
        lumbar_deg=lumbar,
        neck_deg=-0.5 * dials["neck_craning"],
        nod_deg=-0.5 * dials["neck_craning"],
        build=build,
    )
    plant_feet(skeleton, _STANCE)
    for side, sign in SIDES:
        share = share_pull(timeline, t_s, drive * sides[side], dials, side)
        _raise_hand(skeleton, side, sign, share, dials)
    return skeleton


def _raise_hand(skeleton: Skeleton, side: Side, sign: float, share: Floats, dials: dict[str, Floats]) -> None:
    """Raise a hand from the thighs to the lower chest; the elbow leads out and up."""
    build, scale = skeleton.build, skeleton.build.scale
    shoulder = skeleton.joints[f"shoulder_{side}"]
    across = sign * _HALF_GRIP_M * scale
    before = skeleton.root[:, 0] + _THIGHS_M * build.girth * scale
    home = hang_wrist(shoulder, before, across, build.soft_arm_m + build.grip_m)
    upper_arm = _aim_elbow(build, sign, dials["elbows_too_high"])
    top = _hold_before_chest(build, shoulder, upper_arm, across)
    grip = home + (top - home) * share[:, None]
    hold_grip(skeleton, side, grip, upper_arm, dials["wrist_curl"] * share, palm=(-1.0, 0.0, 0.0))


def _aim_elbow(build: Build, sign: float, above_level_deg: Floats) -> Floats:
    """Shoulder to elbow at the end of the pull, (N, 3)."""
    up, ahead = np.deg2rad(above_level_deg), np.deg2rad(_ELBOW_AHEAD_DEG)
    level = np.cos(up)
    return build.upper_arm_m * np.stack([level * np.sin(ahead), sign * level * np.cos(ahead), np.sin(up)], -1)


def _hold_before_chest(build: Build, shoulder: Floats, upper_arm: Floats, across_m: float) -> Floats:
    """Where the hand is below a raised elbow: before the chest, forearm and hand in one line; (N, 3)."""
    elbow = shoulder + upper_arm
    x = shoulder[:, 0] + _CHEST_M * build.girth * build.scale
    length = build.forearm_m + build.grip_m
    below = length**2 - (x - elbow[:, 0]) ** 2 - (across_m - elbow[:, 1]) ** 2
    return np.stack([x, np.full_like(x, across_m), elbow[:, 2] - np.sqrt(np.maximum(below, 0.0))], -1)
