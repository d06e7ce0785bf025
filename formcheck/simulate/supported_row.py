"""Rows that something carries: seated at a cable machine, and prone on an incline bench."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from formcheck.simulate.anatomy import Build
from formcheck.simulate.dials import read_sides
from formcheck.simulate.furniture import Box, build_bench, build_row_machine
from formcheck.simulate.pull import (
    GRIP_TOP,
    hold_grip,
    lead_elbow,
    lean_with_pull,
    pull_freely,
    share_pull,
)
from formcheck.simulate.rotations import Floats, normalize
from formcheck.simulate.row_dials import read_row_dials
from formcheck.simulate.schedule import SetPlan, Side, Timeline
from formcheck.simulate.skeleton import SIDES, Skeleton, build_trunk, place_leg, set_foot
from formcheck.simulate.spine import flex_neutrally, measure_chord


@dataclass(frozen=True, slots=True)
class Support:
    """How somebody sits or lies; metres of the 1.78 m figure.

    Attributes
    ----------
    trunk_deg : float
        Inclination of the trunk.
    hip_m : float
        Height of the hips.
    ankle_m, half_feet_m : float
        Height of the ankles and half the distance between them.
    knee_deg : float
        Flexion of the knees.
    half_grip_m : float
        Half the distance between the hands.
    """

    trunk_deg: float
    hip_m: float
    ankle_m: float
    half_feet_m: float
    knee_deg: float
    half_grip_m: float


SEATED = Support(4.0, 0.50, 0.21, 0.13, 35.0, 0.20)
"""Upright, within 10°; thighs about level, feet on plates ahead."""
PRONE = Support(50.0, 0.72, 0.185, 0.15, 12.0, 0.24)
"""On a bench of 40°, where coaches set it between 30 and 45°; legs stretched back to the toes."""
_SEAT_BELOW_HIP_M = 0.115
_REACH_DOWN_DEG = 20.0
"""Straight arms reach so far below level towards the pulley."""
_PULLEY_M = (1.55, 0.62)
"""Ahead of the hips and above the floor."""
_TOES_DOWN_DEG = 32.0
"""Feet that stand on their balls."""
_PAD_M = 0.118
"""From the line between hip and shoulder to the bench under the chest."""
_PAD_FROM_M, _PAD_TO_M = -0.02, 0.50
"""Along that line, from the hips."""


def pose_seated_row(plan: SetPlan, timeline: Timeline, t_s: Floats) -> Skeleton:
    """Postures of a seated cable row at the given times.

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
        Hips at X = 0, feet ahead.
    """
    build = plan.build
    dials, drive = read_row_dials(plan, timeline, t_s), timeline.drive(t_s)
    trunk = lean_with_pull(np.full_like(t_s, SEATED.trunk_deg), timeline, t_s, drive, dials)
    skeleton = _hold_trunk(SEATED, build, trunk, drive, dials)
    for side, sign in SIDES:
        _stretch_leg(skeleton, SEATED, side, sign, ahead=1.0)
        _set_square(skeleton, side)
    skeleton.anchor = np.array([_PULLEY_M[0], 0.0, _PULLEY_M[1]]) * build.scale
    skeleton.furniture = _build_machine(skeleton)
    sides = read_sides(plan, timeline, t_s)
    for side, sign in SIDES:
        share = share_pull(timeline, t_s, drive * sides[side], dials, side)
        _pull_handle(skeleton, side, sign, share, dials)
    return skeleton


def pose_chest_supported_row(plan: SetPlan, timeline: Timeline, t_s: Floats) -> Skeleton:
    """Postures of a row on an incline bench at the given times.

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
        Hips at X = 0, head ahead, feet behind.
    """
    build = plan.build
    dials, drive = read_row_dials(plan, timeline, t_s), timeline.drive(t_s)
    trunk = PRONE.trunk_deg - dials["torso_swing"] * drive
    skeleton = _hold_trunk(PRONE, build, trunk, drive, dials)
    down = np.deg2rad(_TOES_DOWN_DEG)
    for side, sign in SIDES:
        _stretch_leg(skeleton, PRONE, side, sign, ahead=-1.0)
        set_foot(skeleton, side, (np.cos(down), 0.0, -np.sin(down)), (np.sin(down), 0.0, np.cos(down)))
    skeleton.furniture = _build_incline(build)
    sides = read_sides(plan, timeline, t_s)
    for side, sign in SIDES:
        share = share_pull(timeline, t_s, drive * sides[side], dials, side)
        pull_freely(skeleton, side, sign * PRONE.half_grip_m * build.scale, share, dials)
    return skeleton


def _hold_trunk(
    support: Support, build: Build, trunk_deg: Floats, drive: Floats, dials: dict[str, Floats]
) -> Skeleton:
    """Hips that stay, the trunk above them; no limbs yet."""
    hip = np.broadcast_to(np.array([0.0, 0.0, support.hip_m * build.scale]), (len(trunk_deg), 3))
    lumbar = flex_neutrally(np.full_like(trunk_deg, support.trunk_deg))
    _, lean = measure_chord(lumbar, 0.0, build)
    ahead = -18.0 * np.clip(support.trunk_deg / 50.0, 0.0, 1.0)
    return build_trunk(
        hip,
        trunk_deg - lean,
        lumbar_deg=lumbar,
        neck_deg=ahead - 0.5 * dials["neck_craning"],
        nod_deg=0.5 * ahead - 0.5 * dials["neck_craning"],
        shrug_m=dials["shrugging"] * drive,
        build=build,
    )


def _stretch_leg(skeleton: Skeleton, support: Support, side: Side, sign: float, ahead: float) -> None:
    """Reach with a leg ahead or back to its ankle, bent as the support asks."""
    build = skeleton.build
    bend = np.deg2rad(support.knee_deg)
    thigh, shank = build.thigh_m, build.shank_m
    length = np.sqrt(thigh**2 + shank**2 + 2 * thigh * shank * np.cos(bend))
    fall = (support.hip_m - support.ankle_m) * build.scale
    aside = support.half_feet_m * build.scale - build.half_hips_m
    hip = skeleton.joints[f"hip_{side}"]
    ankle = hip + np.array([ahead * np.sqrt(length**2 - fall**2 - aside**2), sign * aside, -fall])
    knee_towards = (0.3, 0.1 * sign, 1.0) if ahead > 0 else (0.7, 0.1 * sign, -0.7)
    place_leg(skeleton, side, ankle, knee_towards, (1.0, 0.0, 0.0), (0.0, 0.0, 1.0))


def _set_square(skeleton: Skeleton, side: Side) -> None:
    """Set a foot square to its shank."""
    shank = normalize(skeleton.joints[f"ankle_{side}"] - skeleton.joints[f"knee_{side}"])
    toe = np.stack([-shank[:, 2], np.zeros(len(shank)), shank[:, 0]], -1)
    set_foot(skeleton, side, toe, np.cross(toe, np.array([0.0, 1.0, 0.0])))


def _build_machine(skeleton: Skeleton) -> tuple[Box, ...]:
    """Seat under the hips, plates under the soles."""
    build, scale = skeleton.build, skeleton.build.scale
    up = skeleton.directions["sole_left"][0]
    toe = skeleton.directions["foot_left"][0]
    soles = [
        skeleton.joints[f"ankle_{side}"][0] - up * build.ankle_height_m + toe * (0.06 * scale)
        for side, _ in SIDES
    ]
    seat = (0.0, 0.0, (SEATED.hip_m - _SEAT_BELOW_HIP_M * build.girth) * scale)
    pulley = np.array([_PULLEY_M[0], 0.0, _PULLEY_M[1]]) * scale
    return build_row_machine(seat, soles, up, pulley, scale)


def _build_incline(build: Build) -> tuple[Box, ...]:
    """Incline bench under the chest."""
    lean = np.deg2rad(PRONE.trunk_deg)
    along, ahead = np.array([np.sin(lean), 0.0, np.cos(lean)]), np.array([np.cos(lean), 0.0, -np.sin(lean)])
    under = np.array([0.0, 0.0, PRONE.hip_m]) + ahead * _PAD_M * build.girth
    start, end = under + along * _PAD_FROM_M, under + along * _PAD_TO_M
    return build_bench(start * build.scale, end * build.scale, build.scale)


def _pull_handle(
    skeleton: Skeleton, side: Side, sign: float, share: Floats, dials: dict[str, Floats]
) -> None:
    """Pull a handle from straight arms to the lower ribs, in a straight line."""
    build, scale = skeleton.build, skeleton.build.scale
    shoulder = skeleton.joints[f"shoulder_{side}"]
    across = sign * SEATED.half_grip_m * scale - shoulder[:, 1]
    reach = np.sqrt((build.soft_arm_m + build.grip_m) ** 2 - across**2)
    down = np.deg2rad(_REACH_DOWN_DEG)
    home = np.stack([reach * np.cos(down), across, -reach * np.sin(down)], -1)
    axes = skeleton.axes_at(build.shoulder_s_m * 0.6)
    top = (-axes[:, :, 2] * GRIP_TOP[0] + axes[:, :, 0] * GRIP_TOP[1]) * scale
    top[:, 1] = across
    grip = shoulder + home + (top - home) * share[:, None]
    pole = lead_elbow(skeleton, side, dials)
    hold_grip(skeleton, side, grip, pole, dials["wrist_curl"] * share, palm=(0.0, 0.0, -1.0))
