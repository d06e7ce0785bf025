"""Hinges: deadlifts from Romanian to sumo, on two legs or one, good mornings, and their faults.

The inclination of the trunk (mid-hip to mid-shoulder against the vertical) is linear in the drive, and
so is the knee; everything else follows from them and from the hands on their load.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from formcheck.simulate.anatomy import Build
from formcheck.simulate.arms import Grip, hang_arms, hold_bar_on_back
from formcheck.simulate.dials import Dial, find_working_side, read_dials, read_sides
from formcheck.simulate.rotations import Floats, ease
from formcheck.simulate.schedule import SetPlan, Side, Timeline
from formcheck.simulate.single_leg import raise_free_leg, shift_over_leg
from formcheck.simulate.skeleton import Skeleton, build_trunk
from formcheck.simulate.spine import NEUTRAL_HINGE_LUMBAR_DEG, flex_neutrally, measure_chord
from formcheck.simulate.stance import Stance, lean_shank, plant_feet, stand_on_feet


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
    grip : Grip or None
        None: the hands hold a bar across the shoulders.
    stance : Stance
    legs, hands : {1, 2}
        How many legs carry at full depth, and how many hands hold the load; with one of them, it is the
        one of the repetition's side.
    """

    trunk_deg: tuple[float, float]
    knee_deg: tuple[float, float]
    grip_height_m: float | None = None
    grip: Grip | None = field(default_factory=Grip)
    stance: Stance = field(default_factory=Stance)
    legs: int = 2
    hands: int = 2


STYLES: dict[str, HingeStyle] = {
    "romanian_deadlift": HingeStyle((2.0, 78.0), (6.0, 22.0)),
    "conventional_deadlift": HingeStyle((2.0, 75.0), (6.0, 74.0), grip_height_m=0.225),
    "sumo_deadlift": HingeStyle(
        (2.0, 58.0), (6.0, 86.0), grip_height_m=0.225, grip=Grip(0.2), stance=Stance(0.4, 0.78, 1.15)
    ),
    "kettlebell_deadlift": HingeStyle(
        (2.0, 70.0), (6.0, 72.0), grip_height_m=0.27, grip=Grip(0.045, "between"), stance=Stance(0.19, 0.216)
    ),
    "suitcase_deadlift": HingeStyle(
        (2.0, 65.0), (6.0, 82.0), grip_height_m=0.27, grip=Grip(0.28, "beside"), hands=1
    ),
    "kettlebell_romanian_deadlift": HingeStyle((2.0, 76.0), (6.0, 22.0), grip=Grip(0.05)),
    "single_leg_romanian_deadlift": HingeStyle(
        (2.0, 78.0), (6.0, 22.0), grip=Grip(0.22), stance=Stance(0.09, 0.1), legs=1
    ),
    "good_morning": HingeStyle((2.0, 78.0), (6.0, 16.0), grip=None),
}
"""Depths from good clips (trunk 67 to 96°, knee within 8° of its home in good mornings and 66 to 116°
interior in lifts from the floor); 0.225 m is the radius of a 45 cm plate. Sumo lifters stand 70 ± 11 cm
wide with their feet turned out 42 ± 8° and their hands 47 ± 4 cm apart, the trunk 5 to 10° more upright
than in a conventional deadlift (Escamilla 2000)."""

HINGE_DIALS: dict[str, Dial] = {
    "spinal_rounding": Dial("lumbar flexion at full depth, degrees (24 is neutral)", 39.0),
    "over_arched_back": Dial("lumbar flexion taken away at full depth, degrees (24 leaves none)", 12.0),
    "upper_back_rounding": Dial("thoracic flexion at full depth, degrees"),
    "squatted_hinge": Dial(
        "knee flexion added at full depth, degrees; the trunk stays as much more upright", 30.0
    ),
    "hips_rise_first": Dial("degrees the trunk tips further while the knees extend first", 14.0),
    "load_drifts_away": Dial("metres the load hangs ahead of its path at full depth", 0.22),
    "overextended_lockout": Dial("degrees the trunk leans back after the lift", 14.0),
    "soft_lockout": Dial("degrees of hip flexion left at the top", 20.0),
    "short_range": Dial("share of the depth left out, 0 to 1", 0.25),
    "neck_craning": Dial("degrees the head looks up against the trunk at full depth", 35.0),
    "uneven_shoulders": Dial("degrees the left shoulder is raised", 5.0),
    "hip_shift": Dial("metres the hips move to the left at full depth", 0.05),
    "knees_cave": Dial("metres each knee moves inward at full depth", 0.09),
    "arms_bend": Dial("degrees of elbow flexion on the way up", 40.0),
    "heels_lift": Dial("metres the heels rise at full depth", 0.04),
}
"""Rule name → its dial. ``dropped_lowering`` and ``bounced_bottom`` are times: see the plan. 39° of lumbar
flexion read 16° on the spine index of this figure, 12° taken away read −14."""
_KNEES_STAY: dict[str, Dial | None] = {"hips_rise_first": None}
_OWN_DIALS: dict[str, dict[str, Dial | None]] = {
    "romanian_deadlift": _KNEES_STAY,
    "kettlebell_romanian_deadlift": _KNEES_STAY,
    "good_morning": {**_KNEES_STAY, "arms_bend": None, "load_drifts_away": None},
    "sumo_deadlift": {
        "squatted_hinge": replace(HINGE_DIALS["squatted_hinge"], shown_from=15.0),
        "knees_cave": replace(HINGE_DIALS["knees_cave"], shown_from=0.15),
    },
    "suitcase_deadlift": {
        "uneven_shoulders": Dial("degrees the shoulders lean towards the load"),
        "load_drifts_away": None,
    },
    "single_leg_romanian_deadlift": {
        **_KNEES_STAY,
        "hip_shift": None,
        "knees_cave": Dial("metres the standing knee moves inward at full depth", 0.05),
    },
}
"""What differs from ``HINGE_DIALS``; None: the movement has no such fault. Hips between wide feet are low
already, and the knees above them start far apart: 15° more of knee flexion raise the trunk of a sumo
deadlift by 16°, 30° that of a conventional one by 20°."""


def find_dials(movement: str) -> dict[str, Dial]:
    """Dials of one of the ``STYLES``."""
    dials: dict[str, Dial | None] = {**HINGE_DIALS, **_OWN_DIALS.get(movement, {})}
    return {name: dial for name, dial in dials.items() if dial is not None}


def pose_hinge(plan: SetPlan, timeline: Timeline, t_s: Floats) -> Skeleton:
    """Postures of a hinge at the given times.

    Parameters
    ----------
    plan : SetPlan
        Its movement is a key of ``STYLES``; dials as in ``find_dials``. Where only one leg or hand
        carries, it is the one of the repetition's ``side``.
    timeline : Timeline
        The plan laid out.
    t_s : ndarray, shape (N,)
        Times in seconds, in any order.

    Returns
    -------
    Skeleton
        Standing on the floor, facing +X.

    Raises
    ------
    ValueError
        The load of a one-handed hinge changes hands within the set.
    """
    style = STYLES[plan.movement]
    neutral = {"spinal_rounding": NEUTRAL_HINGE_LUMBAR_DEG}
    dials = read_dials(plan, timeline, t_s, HINGE_DIALS, neutral=neutral, gliding=("uneven_shoulders",))
    level = timeline.drive(t_s) * (1.0 - dials["short_range"])
    drive = _stay_soft(plan, timeline, t_s, level)
    left_leg, over_left = np.ones_like(t_s), np.zeros_like(t_s)
    if style.legs == 1:
        left_leg = 1.0 - read_sides(plan, timeline, t_s)["right"]
        over_left = shift_over_leg(style.stance, plan.build.scale, left_leg, level)
    hands = _find_hands(plan)
    dials["uneven_shoulders"] *= -1.0 if hands == ("left",) else 1.0
    skeleton = _place_trunk(plan, timeline, t_s, drive, over_left, dials)
    skeleton.loaded = hands
    plant_feet(skeleton, style.stance, dials["heels_lift"] * drive, dials["knees_cave"] * drive)
    if style.legs == 1:
        raise_free_leg(skeleton, left_leg, level)
    if style.grip is None:
        hold_bar_on_back(skeleton)
        return skeleton
    bend = dials["arms_bend"] * np.sin(np.pi * timeline.elapsed(t_s, "back"))
    ahead = dials["load_drifts_away"] * drive
    hang_arms(skeleton, style.grip, ahead_m=ahead, bend_deg=bend, middle_m=over_left, left_leg=left_leg)
    return skeleton


def _find_hands(plan: SetPlan) -> tuple[Side, ...]:
    """Hands that hold the load."""
    if STYLES[plan.movement].hands == 2:
        return ("left", "right")
    return (find_working_side(plan),)


def _place_trunk(
    plan: SetPlan, timeline: Timeline, t_s: Floats, drive: Floats, over_left: Floats, dials: dict[str, Floats]
) -> Skeleton:
    """Hips above the feet, trunk leaning over, head looking ahead; no limbs yet."""
    style, build = STYLES[plan.movement], plan.build
    trunk_drive, knee_drive, tip = _raise_hips_first(plan, timeline, t_s, drive, dials)
    trunk, knee = _lean_and_bend(style, build, trunk_drive, knee_drive, dials)
    trunk = trunk + tip
    lumbar, thoracic = _flex_spine(drive, trunk, dials)
    hip = stand_on_feet(build, knee, style.stance, over_left)
    hip[:, 1] += dials["hip_shift"] * drive
    hip[:, 0] += 0.004 * np.sin(2.1 * t_s)
    lean_back = dials["overextended_lockout"] * _after_lift(timeline, t_s)
    hip[:, 0] += 0.0022 * lean_back * build.scale
    _, chord_lean = measure_chord(lumbar - 0.3 * lean_back, thoracic, build)
    return build_trunk(
        hip,
        trunk - lean_back - chord_lean,
        lumbar_deg=lumbar - 0.3 * lean_back,
        thoracic_deg=thoracic,
        neck_deg=-22.0 * drive - 0.5 * dials["neck_craning"] * drive,
        nod_deg=-12.0 * drive - 0.5 * dials["neck_craning"] * drive,
        tilt_shoulders_deg=dials["uneven_shoulders"],
        build=build,
    )


def _lean_and_bend(
    style: HingeStyle, build: Build, trunk_drive: Floats, knee_drive: Floats, dials: dict[str, Floats]
) -> tuple[Floats, Floats]:
    """Trunk inclination and knee flexion in degrees. Squatting keeps the hands as deep as before."""
    knee_deep = style.knee_deg[1] + dials["squatted_hinge"]
    chord, _ = measure_chord(
        dials["spinal_rounding"] - dials["over_arched_back"], dials["upper_back_rounding"], build
    )
    if style.grip_height_m is None:
        hips = stand_on_feet(build, np.full_like(trunk_drive, style.knee_deg[1]), style.stance)[:, 2]
        shoulder_height = hips + chord * np.cos(np.deg2rad(style.trunk_deg[1]))
    else:
        shoulder_height = style.grip_height_m + build.soft_arm_m + build.grip_m
    cosine = (shoulder_height - stand_on_feet(build, knee_deep, style.stance)[:, 2]) / chord
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
    extra = dials["spinal_rounding"] - NEUTRAL_HINGE_LUMBAR_DEG - dials["over_arched_back"]
    return flex_neutrally(trunk) + extra * drive, dials["upper_back_rounding"] * drive


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
