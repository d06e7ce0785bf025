"""The bird-dog: from hands and knees one arm and the other leg are stretched out, and its faults.

The elevation of the moving thigh is linear in the drive, from hanging (−90°) to level.
"""

from __future__ import annotations

import numpy as np

from formcheck.simulate.anatomy import Build
from formcheck.simulate.dials import Dial, read_dials, read_sides
from formcheck.simulate.rotations import Floats, ease, normalize, roll_matrix
from formcheck.simulate.schedule import SetPlan, Side, Timeline
from formcheck.simulate.skeleton import PALM_M, SIDES, Skeleton, build_trunk, place_arm, set_foot
from formcheck.simulate.spine import measure_chord

BIRD_DOG_DIALS: dict[str, Dial] = {
    "arm_off_level": Dial("degrees the arm stays below level", 14.0),
    "leg_too_low": Dial("degrees the leg stays below level", 14.0),
    "leg_too_high": Dial("degrees the leg is kicked above level", 20.0),
    "not_one_line": Dial("degrees arm and leg sag between them, half each below level", 20.0),
    "knee_bent": Dial("degrees of knee flexion left in the stretched leg, beyond 8", 25.0),
    "hips_rotate": Dial("degrees the hips open towards the raised leg", 10.0),
    "back_sags": Dial("degrees of lumbar extension in the hold", 15.0),
    "weight_shift": Dial("metres the hips move back over the knee in the hold", 0.08),
    "same_side": Dial("1: arm and leg of the same side are raised", 1.0),
    "hands_knees_setup": Dial("metres the hands are ahead of the shoulders", 0.14),
    "neck_craning": Dial("degrees the head looks up in the hold", 30.0),
}
"""Rule name → its dial. ``hold_too_short`` and ``rushed`` are times: see the plan."""
_KNEE_PAD_M = 0.052
_STRAIGHT_KNEE_DEG = 8.0
_LUMBAR_DEG = 8.0
"""Lumbar flexion of the level figure on hands and knees: a little flatter than in standing."""


def pose_bird_dog(plan: SetPlan, timeline: Timeline, t_s: Floats) -> Skeleton:
    """Postures of a bird-dog at the given times.

    Parameters
    ----------
    plan : SetPlan
        A repetition's ``side`` is the raised arm; dials as in ``BIRD_DOG_DIALS``.
    timeline : Timeline
        The plan laid out.
    t_s : ndarray, shape (N,)

    Returns
    -------
    Skeleton
        Knees under the hips at X = 0, head towards +X.
    """
    build = plan.build
    dials = read_dials(plan, timeline, t_s, BIRD_DOG_DIALS, gliding=("hands_knees_setup",))
    drive, arm_left = timeline.drive(t_s), read_sides(plan, timeline, t_s)["left"]
    leg_left = np.where(dials["same_side"] >= 1.0, arm_left, 1.0 - arm_left)
    skeleton = _hold_trunk(build, drive, leg_left, dials)
    for side, sign in SIDES:
        leg = drive * (leg_left if side == "left" else 1.0 - leg_left)
        arm = drive * (arm_left if side == "left" else 1.0 - arm_left)
        _stretch_leg(skeleton, side, sign, leg, dials)
        _stretch_arm(skeleton, side, sign, arm, dials)
    skeleton.flat_hands = ("left", "right")
    return skeleton


def _hold_trunk(build: Build, drive: Floats, leg_left: Floats, dials: dict[str, Floats]) -> Skeleton:
    """Hips over the knees, shoulders as high as straight arms carry them."""
    back = dials["weight_shift"] * drive
    knee_height = _KNEE_PAD_M * build.scale
    hip = np.stack([-back, np.zeros_like(back), knee_height + np.sqrt(build.thigh_m**2 - back**2)], -1)
    lumbar = _LUMBAR_DEG - dials["back_sags"] * drive
    chord, lean = measure_chord(lumbar, -4.0, build)
    shoulder_height = build.soft_arm_m + PALM_M * build.scale
    incline = np.degrees(np.arccos(np.clip((shoulder_height - hip[:, 2]) / chord, -1, 1)))
    roll = dials["hips_rotate"] * drive * (2.0 * leg_left - 1.0)
    craned = 0.5 * dials["neck_craning"] * drive
    return build_trunk(
        hip,
        incline - lean,
        lumbar_deg=lumbar,
        thoracic_deg=-4.0,
        neck_deg=-14.0 - craned,
        nod_deg=-8.0 - craned,
        turn=roll_matrix(roll),
        build=build,
    )


def _swing(angle_deg: Floats) -> Floats:
    """Direction in the sagittal plane: 0 down, 90 back, 180 up; shape (N, 3)."""
    angle = np.deg2rad(angle_deg)
    return np.stack([-np.sin(angle), np.zeros_like(angle), -np.cos(angle)], -1)


def _stretch_leg(
    skeleton: Skeleton, side: Side, sign: float, share: Floats, dials: dict[str, Floats]
) -> None:
    """Raise the thigh from hanging to level while the knee straightens; the other leg stays kneeling."""
    build = skeleton.build
    hip = skeleton.joints[f"hip_{side}"]
    level = 90.0 - dials["leg_too_low"] + dials["leg_too_high"] - 0.5 * dials["not_one_line"]
    thigh_deg = level * share
    straight = _STRAIGHT_KNEE_DEG + dials["knee_bent"]
    bend = 90.0 + (straight - 90.0) * ease(share)
    kneeling = np.array([0.0, sign * build.half_hips_m, _KNEE_PAD_M * build.scale])
    resting = normalize(kneeling - hip)
    thigh = normalize(np.where(share[:, None] > 0, _swing(thigh_deg), resting))
    blend = ease(share / 0.05)[:, None]
    thigh = normalize(thigh * blend + resting * (1 - blend))
    shank_deg = thigh_deg + bend
    skeleton.joints[f"knee_{side}"] = hip + thigh * build.thigh_m
    skeleton.joints[f"ankle_{side}"] = skeleton.joints[f"knee_{side}"] + _swing(shank_deg) * build.shank_m
    pointed = 80.0 - 62.0 * ease(share)
    foot_deg = shank_deg - 90.0 + pointed
    set_foot(skeleton, side, _swing(foot_deg), -_swing(foot_deg + 90.0))


def _stretch_arm(
    skeleton: Skeleton, side: Side, sign: float, share: Floats, dials: dict[str, Floats]
) -> None:
    """Raise the arm from the floor to level; the other hand stays on the floor."""
    build, scale = skeleton.build, skeleton.build.scale
    shoulder = skeleton.joints[f"shoulder_{side}"]
    length = build.soft_arm_m
    level = 90.0 - dials["arm_off_level"] - 0.5 * dials["not_one_line"]
    raised = shoulder + _swing(-level * share) * length
    chord, _ = measure_chord(_LUMBAR_DEG, -4.0, build)
    ahead = dials["hands_knees_setup"]
    height = build.arm_m + (PALM_M - _KNEE_PAD_M) * scale - build.thigh_m
    floor_x = np.sqrt(chord**2 - (0.985 * height) ** 2) + ahead
    floor = np.stack(
        [floor_x, np.full_like(ahead, sign * build.half_shoulders_m), 0 * ahead + PALM_M * scale], -1
    )
    blend = ease(share / 0.12)[:, None]
    wrist = floor + (raised - floor) * blend
    turn = ease(share / 0.6)[:, None]
    pole = np.array([-1.0, 0.0, 0.0]) * (1 - turn) + np.array([-0.25, 0.0, -1.0]) * turn
    flat, along = np.array([1.0, 0.0, -0.12]), normalize(wrist - shoulder)
    palm = np.array([0.0, 0.0, -1.0]) * (1 - turn) + np.array([0.0, -sign, -0.3]) * turn
    place_arm(skeleton, side, wrist, pole, hand=normalize(flat * (1 - turn) + along * turn), palm=palm)
