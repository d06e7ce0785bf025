"""Hinges: Romanian, conventional and kettlebell deadlift, good morning, and their faults.

The inclination of the trunk (mid-hip to mid-shoulder against the vertical) is linear in the drive, and
so is the knee; everything else follows from them and from the hands on their load.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from formcheck.simulate.anatomy import Build
from formcheck.simulate.rotations import Floats, ease
from formcheck.simulate.schedule import SetPlan, Timeline, read_dials
from formcheck.simulate.skeleton import SIDES, Skeleton, build_trunk, place_arm, place_leg
from formcheck.simulate.spine import NEUTRAL_HINGE_LUMBAR_DEG, measure_chord

HORIZONTAL_DEG = 80.0
"""Inclination at which a hinge has all of its neutral lumbar flexion (depth h = 1)."""


@dataclass(frozen=True, slots=True)
class HingeStyle:
    """What tells one hinge from another.

    Attributes
    ----------
    trunk_deg, knee_deg : tuple of float
        Inclination of the trunk and flexion of the knee (0 straight), at home and at full depth.
    grip_height_m : float or None
        Height of the hands on a load that stands on the floor (for a 1.78 m figure); the trunk's
        inclination at full depth then follows from it and ``trunk_deg[1]`` is not used.
    half_grip_m, half_stance_m : float
        Half the distance between the hands, and between the ankles.
    between_legs : bool
        The load hangs between the feet (kettlebell) instead of before the shins.
    hands : {"hang", "back"}
        "back": on a bar across the shoulders.
    """

    trunk_deg: tuple[float, float]
    knee_deg: tuple[float, float]
    grip_height_m: float | None = None
    half_grip_m: float = 0.24
    half_stance_m: float = 0.11
    between_legs: bool = False
    hands: Literal["hang", "back"] = "hang"


STYLES: dict[str, HingeStyle] = {
    "romanian_deadlift": HingeStyle((2.0, 78.0), (6.0, 22.0)),
    "conventional_deadlift": HingeStyle((2.0, 75.0), (6.0, 74.0), grip_height_m=0.225),
    "kettlebell_deadlift": HingeStyle(
        (2.0, 70.0), (6.0, 72.0), grip_height_m=0.27, half_grip_m=0.045, half_stance_m=0.19, between_legs=True
    ),
    "kettlebell_romanian_deadlift": HingeStyle((2.0, 76.0), (6.0, 22.0), half_grip_m=0.05),
    "good_morning": HingeStyle((2.0, 78.0), (6.0, 16.0), hands="back"),
}
"""Depths from good clips (trunk 67 to 96°, knee within 8° of its home in good mornings and 66 to 116°
interior in lifts from the floor); 0.225 m is the radius of a 45 cm plate."""

HINGE_DIALS: dict[str, str] = {
    "spinal_rounding": "lumbar flexion at full depth, degrees (24 is neutral)",
    "over_arched_back": "lumbar flexion taken away at full depth, degrees (24 leaves none)",
    "upper_back_rounding": "thoracic flexion at full depth, degrees",
    "squatted_hinge": "knee flexion added at full depth, degrees; the trunk stays as much more upright",
    "hips_rise_first": "degrees the trunk tips further while the knees extend first",
    "load_drifts_away": "metres the load hangs ahead of its path at full depth",
    "overextended_lockout": "degrees the trunk leans back after the lift",
    "soft_lockout": "degrees of hip flexion left at the top",
    "short_range": "share of the depth left out, 0 to 1",
    "neck_craning": "degrees the head looks up against the trunk at full depth",
    "uneven_shoulders": "degrees the left shoulder is raised at full depth",
    "hip_shift": "metres the hips move to the left at full depth",
    "knees_cave": "metres each knee moves inward at full depth",
    "arms_bend": "degrees of elbow flexion on the way up",
    "heels_lift": "metres the heels rise at full depth",
}
"""Rule name → what its dial turns. ``dropped_lowering`` and ``bounced_bottom`` are times: see the plan."""


HINGE_SHOWN_FROM: dict[str, float] = {
    "spinal_rounding": 39.0,
    "over_arched_back": 12.0,
    "squatted_hinge": 30.0,
    "hips_rise_first": 12.0,
    "load_drifts_away": 0.12,
    "overextended_lockout": 14.0,
    "soft_lockout": 15.0,
    "short_range": 0.25,
    "neck_craning": 35.0,
    "uneven_shoulders": 5.0,
    "hip_shift": 0.05,
    "knees_cave": 0.05,
    "arms_bend": 30.0,
    "heels_lift": 0.03,
}
"""Rule name → dial from which the fault is plainly there. A dial between 0 and this is neither present
nor absent. 39° of lumbar flexion read 16° on the spine index of this figure, 12° taken away read −14."""


def pose_hinge(plan: SetPlan, timeline: Timeline, t_s: Floats) -> Skeleton:
    """Postures of a hinge at the given times.

    Parameters
    ----------
    plan : SetPlan
        Its movement is a key of ``STYLES``; dials as in ``HINGE_DIALS``.
    timeline : Timeline
        The plan laid out.
    t_s : ndarray, shape (N,)
        Times in seconds, in any order.

    Returns
    -------
    Skeleton
        Feet on the floor, facing +X.
    """
    style, build = STYLES[plan.movement], plan.build
    dials = read_dials(plan, timeline, t_s, HINGE_DIALS, {"spinal_rounding": NEUTRAL_HINGE_LUMBAR_DEG})
    drive = timeline.drive(t_s) * (1.0 - dials["short_range"])
    drive = _stay_soft(plan, timeline, t_s, drive)
    trunk_drive, knee_drive, tip = _raise_hips_first(plan, timeline, t_s, drive, dials)
    trunk, knee = _lean_and_bend(style, build, trunk_drive, knee_drive, dials)
    trunk = trunk + tip
    lumbar, thoracic = _flex_spine(drive, trunk, dials)
    hip = stand_on_feet(build, knee, style.half_stance_m)
    hip[:, 1] += dials["hip_shift"] * drive
    hip[:, 0] += 0.004 * np.sin(2.1 * t_s)
    lean_back = dials["overextended_lockout"] * _after_lift(timeline, t_s)
    hip[:, 0] += 0.0022 * lean_back * build.scale
    _, chord_lean = measure_chord(lumbar - 0.3 * lean_back, thoracic, build)
    skeleton = build_trunk(
        hip,
        trunk - lean_back - chord_lean,
        lumbar_deg=lumbar - 0.3 * lean_back,
        thoracic_deg=thoracic,
        neck_deg=-22.0 * drive - 0.5 * dials["neck_craning"] * drive,
        nod_deg=-12.0 * drive - 0.5 * dials["neck_craning"] * drive,
        tilt_shoulders_deg=dials["uneven_shoulders"] * drive,
        build=build,
    )
    plant_feet(skeleton, style.half_stance_m, dials["heels_lift"] * drive, dials["knees_cave"] * drive)
    _place_arms(skeleton, style, drive, timeline.elapsed(t_s, "back"), dials)
    return skeleton


def _lean_and_bend(
    style: HingeStyle, build: Build, trunk_drive: Floats, knee_drive: Floats, dials: dict[str, Floats]
) -> tuple[Floats, Floats]:
    """Trunk inclination and knee flexion in degrees. Squatting keeps the hands as deep as before."""
    knee_deep = style.knee_deg[1] + dials["squatted_hinge"]
    chord, _ = measure_chord(
        dials["spinal_rounding"] - dials["over_arched_back"], dials["upper_back_rounding"], build
    )
    if style.grip_height_m is None:
        hips = stand_on_feet(build, np.full_like(trunk_drive, style.knee_deg[1]), style.half_stance_m)[:, 2]
        shoulder_height = hips + chord * np.cos(np.deg2rad(style.trunk_deg[1]))
    else:
        arm = (build.upper_arm_m + build.forearm_m) * 0.985 + build.grip_m
        shoulder_height = style.grip_height_m + arm
    cosine = (shoulder_height - stand_on_feet(build, knee_deep, style.half_stance_m)[:, 2]) / chord
    trunk_deep = np.degrees(np.arccos(np.clip(cosine, -0.2, 0.97)))
    home, home_knee = style.trunk_deg[0], style.knee_deg[0]
    return home + (trunk_deep - home) * trunk_drive, home_knee + (knee_deep - home_knee) * knee_drive


def _stay_soft(plan: SetPlan, timeline: Timeline, t_s: Floats, drive: Floats) -> Floats:
    """Raise the drive's home level after repetitions with a soft lockout, from each turn to the next."""
    style = STYLES[plan.movement]
    knees = np.array(style.knee_deg)
    flexion_range = np.ptp(np.array(style.trunk_deg)) + np.ptp(knees - lean_shank(knees))
    knots, levels, level = [0.0], [0.0], 0.0
    for move in timeline.moves:
        if move.kind == "back":
            knots.append(move.start_s)
            levels.append(level)
            level = plan.reps[move.rep].dials.get("soft_lockout", 0.0) / flexion_range
            knots.append(move.end_s)
            levels.append(level)
    return drive + (1.0 - drive) * np.interp(t_s, knots, levels)


def _raise_hips_first(
    plan: SetPlan, timeline: Timeline, t_s: Floats, drive: Floats, dials: dict[str, Floats]
) -> tuple[Floats, Floats, Floats]:
    """Let the knees extend early in the way up while the trunk stays down and tips further.

    Returns the drives of trunk and knee and the degrees by which the trunk tips; without the fault both
    drives are the given one.
    """
    up = timeline.elapsed(t_s, "back")
    fault = dials["hips_rise_first"]
    bump = ease(up / 0.3) * (1.0 - ease((up - 0.35) / 0.5)) * (fault > 0)
    deep = np.array([rep.depth for rep in plan.reps])[timeline.owner(t_s)] * (1.0 - dials["short_range"])
    ahead = np.minimum(0.5 + 0.02 * fault, 0.9) * bump
    return drive + bump * (deep - drive), drive * (1.0 - ahead), fault * bump


def _flex_spine(drive: Floats, trunk: Floats, dials: dict[str, Floats]) -> tuple[Floats, Floats]:
    """Lumbar and thoracic flexion: neutral grows with the depth of the hinge, faults with the drive."""
    depth = np.clip(trunk / HORIZONTAL_DEG, 0.0, 1.1)
    extra = dials["spinal_rounding"] - NEUTRAL_HINGE_LUMBAR_DEG - dials["over_arched_back"]
    return NEUTRAL_HINGE_LUMBAR_DEG * depth + extra * drive, dials["upper_back_rounding"] * drive


def lean_shank(knee_deg: Floats) -> Floats:
    """Forward lean of the shank for a knee flexion, degrees.

    Upright in a Romanian deadlift, 14° at 68° of knee, 30° at 110°: what keeps the body over the feet.
    """
    return 3.0 + 0.0022 * knee_deg**2


def stand_on_feet(build: Build, knee_deg: Floats, half_stance_m: float) -> Floats:
    """Mid-hip above fixed feet for a knee flexion, shape (N, 3); legs apart stand a little lower."""
    shank = np.deg2rad(lean_shank(knee_deg))
    thigh = np.deg2rad(knee_deg) - shank
    x = build.shank_m * np.sin(shank) - build.thigh_m * np.sin(thigh)
    z = build.shank_m * np.cos(shank) + build.thigh_m * np.cos(thigh)
    aside = half_stance_m * build.scale - build.half_hips_m
    z = np.sqrt(z**2 - aside**2)
    return np.stack([x - 0.02 * build.scale, np.zeros_like(x), z + build.ankle_height_m], -1)


def _after_lift(timeline: Timeline, t_s: Floats) -> Floats:
    """1 while standing after a repetition, easing in and out over 0.35 s within the rest, else 0."""
    result = np.zeros(len(t_s))
    backs = [move for move in timeline.moves if move.kind == "back"]
    for move in backs:
        later = [m.start_s for m in timeline.moves if m.start_s >= move.end_s]
        end = min(later, default=timeline.duration_s)
        edge = min(0.35, 0.4 * (end - move.end_s)) or 1e-6
        result += ease((t_s - move.end_s) / edge) * (1.0 - ease((t_s - end + edge) / edge))
    return result


def plant_feet(
    skeleton: Skeleton, half_stance_m: float, heels_m: Floats | float = 0.0, cave_m: Floats | float = 0.0
) -> None:
    """Stand both legs on the floor, heels raised and knees moved inward by so many metres."""
    build, count = skeleton.build, len(skeleton)
    lift, cave = (np.broadcast_to(np.asarray(a, float), (count,)) for a in (heels_m, cave_m))
    for side, sign in SIDES:
        ankle = np.zeros((count, 3))
        ankle[:, 0] = -0.02 * build.scale + 0.25 * lift
        ankle[:, 1] = sign * half_stance_m * build.scale
        ankle[:, 2] = build.ankle_height_m + lift
        turned_out = sign * (0.12 + 1.2 * max(half_stance_m - 0.11, 0.0))
        slope = lift / (0.2 * build.scale)
        toe = np.stack([np.ones(count), np.full(count, turned_out), -slope], -1)
        sole = np.stack([slope, np.zeros(count), np.ones(count)], -1)
        inward = cave / (0.25 * build.scale)
        pole = np.stack([np.ones(count), turned_out - sign * inward, np.zeros(count)], -1)
        place_leg(skeleton, side, ankle, pole, toe, sole)


def _place_arms(
    skeleton: Skeleton, style: HingeStyle, drive: Floats, up: Floats, dials: dict[str, Floats]
) -> None:
    build = skeleton.build
    if style.hands == "back":
        _hold_bar_on_back(skeleton)
        return
    bend = np.deg2rad(dials["arms_bend"]) * np.sin(np.pi * np.clip(up, 0, 1))
    straight = build.upper_arm_m + build.forearm_m
    length = np.sqrt(
        build.upper_arm_m**2 + build.forearm_m**2 + 2 * build.upper_arm_m * build.forearm_m * np.cos(bend)
    )
    length = np.minimum(length, straight * 0.995)
    for side, sign in SIDES:
        shoulder = skeleton.joints[f"shoulder_{side}"]
        wrist = np.empty_like(shoulder)
        wrist[:, 1] = sign * style.half_grip_m * build.scale
        planar = np.sqrt(np.maximum(length**2 - (wrist[:, 1] - shoulder[:, 1]) ** 2, 0.01))
        path = _load_path(skeleton, style, shoulder[:, 2] - planar) + dials["load_drifts_away"] * drive
        sine = np.clip((path - shoulder[:, 0]) / planar, -0.75, 0.75)
        wrist[:, 0] = shoulder[:, 0] + planar * sine
        wrist[:, 2] = shoulder[:, 2] - planar * np.sqrt(1.0 - sine**2)
        place_arm(skeleton, side, wrist, (-1.0, sign * 0.15, 0.15), palm=(-1.0, 0.0, 0.0))


def _load_path(skeleton: Skeleton, style: HingeStyle, height: Floats) -> Floats:
    """X of hands that keep a load close: before the leg at that height, or between the feet."""
    build = skeleton.build
    knee, hip, ankle = (skeleton.joints[f"{name}_left"] for name in ("knee", "hip", "ankle"))
    low = np.clip((height - ankle[:, 2]) / (knee[:, 2] - ankle[:, 2]), 0.0, 1.0)
    high = np.clip((height - knee[:, 2]) / (hip[:, 2] - knee[:, 2]), 0.0, 1.0)
    leg = ankle[:, 0] + (knee[:, 0] - ankle[:, 0]) * low + (hip[:, 0] - knee[:, 0]) * high
    thickness = (0.085 + 0.035 * high) * build.girth * build.scale
    before = leg + thickness
    if not style.between_legs:
        return before
    inside = ankle[:, 0] + 0.05 * build.scale
    return inside + (before - inside) * ease((height - 0.42 * build.scale) / (0.30 * build.scale))


def _hold_bar_on_back(skeleton: Skeleton) -> None:
    """Hands beside the shoulders on a bar that lies across the upper back; elbows down and back."""
    build = skeleton.build
    axes = skeleton.axes_at(build.shoulder_s_m)
    for side, sign in SIDES:
        wrist = skeleton.point_at(build.shoulder_s_m, np.array([-0.075, sign * 0.34, 0.035]) * build.scale)
        hand = axes[:, :, 2] * 0.9 - axes[:, :, 0] * 0.35
        place_arm(skeleton, side, wrist, -axes[:, :, 2] - 0.6 * axes[:, :, 0], hand=hand, palm=axes[:, :, 0])
