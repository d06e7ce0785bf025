"""Bent-over rows with barbell or dumbbells, both arms, one arm or in turn, and their faults.

The hands go in a straight line from where they hang to beside the lower ribs, linear in the drive. The
set begins bent over, with hanging arms.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from formcheck.simulate.arms import hang_wrist
from formcheck.simulate.dials import Dial, read_dials, read_sides
from formcheck.simulate.rotations import Floats, ease, normalize
from formcheck.simulate.schedule import SetPlan, Side, Timeline
from formcheck.simulate.skeleton import SIDES, Skeleton, build_trunk, place_arm
from formcheck.simulate.spine import flex_neutrally, measure_chord
from formcheck.simulate.stance import Stance, plant_feet, stand_on_feet


@dataclass(frozen=True, slots=True)
class RowStyle:
    """What tells one row from another: inclination of the trunk, width and turn of the grip."""

    trunk_deg: float
    half_grip_m: float
    overhand: bool


ROWS: dict[str, RowStyle] = {
    "barbell_row": RowStyle(55.0, 0.27, overhand=True),
    "pendlay_row": RowStyle(80.0, 0.29, overhand=True),
    "dumbbell_row": RowStyle(60.0, 0.21, overhand=False),
    "alternating_row": RowStyle(60.0, 0.21, overhand=False),
    "one_arm_row": RowStyle(65.0, 0.21, overhand=False),
}
"""Inclinations that coaches ask for: bent-over 35 to 80°, Pendlay 75 to 95°, one arm 60 to 85°."""
_KNEE_DEG = 26.0
_STANCE = Stance(0.14, 0.156)
_TOP = (0.285, 0.175)
"""Wrist at the end of the pull: metres from the shoulder along the trunk towards the hip, and ahead of
the trunk's mid-line, 1.78 m figure; 0.66 torso lengths from the shoulder (0.41 to 0.77 in real rows)."""

ROW_DIALS: dict[str, Dial] = {
    "spinal_rounding": Dial(
        "lumbar flexion throughout, degrees (24 times the depth of the hinge is neutral)", 39.0
    ),
    "torso_swing": Dial("degrees the trunk rises with the pull", 20.0),
    "leg_drive": Dial("degrees the knees extend with the pull", 12.0),
    "hips_before_pull": Dial("degrees the trunk rises before the arms pull", 12.0),
    "standing_up": Dial("degrees the trunk is more upright than at first", 12.0),
    "too_upright": Dial("degrees the trunk is more upright than the movement asks", 25.0),
    "short_pull": Dial("share of the pull left out, 0 to 1", 0.3),
    "short_stretch": Dial("share of the pull in which the arms stay bent at home, 0 to 1", 0.3),
    "shrugging": Dial("metres the shoulders rise with the pull", 0.04),
    "elbow_flare": Dial("degrees the elbows are led out to the side", 65.0),
    "wrist_curl": Dial("degrees the wrists bend with the pull", 35.0),
    "trunk_twist": Dial("degrees the shoulders turn with the pull, towards the working side", 15.0),
    "uneven_sides": Dial("share of the pull the right arm leaves out, 0 to 1", 0.15),
    "neck_craning": Dial("degrees the head looks up against the trunk", 35.0),
    "chest_dip": Dial("degrees the chest dips towards the hands at the end of the pull", 7.0),
}
"""Rule name → its dial. ``no_squeeze``, ``ballistic_pull`` and ``dropped_lowering`` are times
and shapes: see the plan."""
_AT_HOME = ("standing_up", "too_upright", "short_stretch", "elbow_flare", "neck_craning")
"""Dials that show between repetitions too: they change gradually from one repetition to the next."""


def pose_row(plan: SetPlan, timeline: Timeline, t_s: Floats) -> Skeleton:
    """Postures of a row at the given times.

    Parameters
    ----------
    plan : SetPlan
        Its movement is a key of ``ROWS``; dials as in ``ROW_DIALS``.
    timeline : Timeline
        The plan laid out.
    t_s : ndarray, shape (N,)

    Returns
    -------
    Skeleton
    """
    style, build = ROWS[plan.movement], plan.build
    neutral = {"spinal_rounding": np.nan}
    dials = read_dials(plan, timeline, t_s, ROW_DIALS, neutral=neutral, gliding=_AT_HOME)
    drive = timeline.drive(t_s)
    trunk = _incline(style, timeline, t_s, drive, dials)
    rounding = dials["spinal_rounding"]
    lumbar = np.where(np.isnan(rounding), flex_neutrally(trunk), rounding)
    hip = stand_on_feet(build, _KNEE_DEG - dials["leg_drive"] * drive, _STANCE)
    hip[:, 0] += 0.003 * np.sin(2.3 * t_s)
    _, lean = measure_chord(lumbar, 0.0, build)
    sides = read_sides(plan, timeline, t_s)
    skeleton = build_trunk(
        hip,
        trunk - lean,
        lumbar_deg=lumbar,
        neck_deg=-18.0 - 0.5 * dials["neck_craning"],
        nod_deg=-8.0 - 0.5 * dials["neck_craning"],
        twist_shoulders_deg=dials["trunk_twist"] * drive * (sides["left"] - sides["right"]),
        shrug_m=dials["shrugging"] * drive,
        build=build,
    )
    plant_feet(skeleton, _STANCE)
    for side, sign in SIDES:
        share = _share_of_pull(timeline, t_s, drive * sides[side], dials, side)
        _pull(skeleton, style, side, sign, share, dials)
    return skeleton


def _incline(
    style: RowStyle, timeline: Timeline, t_s: Floats, drive: Floats, dials: dict[str, Floats]
) -> Floats:
    """Inclination of the trunk in degrees."""
    upright = dials["standing_up"] + dials["too_upright"]
    early = ease(timeline.elapsed(t_s, "out") / 0.35) * (1 - ease(timeline.elapsed(t_s, "back") / 0.8))
    dip = dials["chest_dip"] * ease((drive - 0.6) / 0.4)
    return style.trunk_deg - upright - dials["torso_swing"] * drive - dials["hips_before_pull"] * early + dip


def _share_of_pull(
    timeline: Timeline, t_s: Floats, drive: Floats, dials: dict[str, Floats], side: Side
) -> Floats:
    """How far one arm has pulled, 0 hanging to 1 at the ribs, for a drive that is 0 while it rests."""
    late = ease((timeline.elapsed(t_s, "out") - 0.3) / 0.4)
    held_back = np.where(dials["hips_before_pull"] > 0, late, 1.0)
    most = 1.0 - dials["short_pull"] - (dials["uneven_sides"] if side == "right" else 0.0)
    bent = dials["short_stretch"]
    return bent + (np.maximum(most, bent) - bent) * drive * held_back


def _pull(
    skeleton: Skeleton, style: RowStyle, side: Side, sign: float, share: Floats, dials: dict[str, Floats]
) -> None:
    """Reach with one arm; the elbow leads up and back."""
    build, scale = skeleton.build, skeleton.build.scale
    shoulder = skeleton.joints[f"shoulder_{side}"]
    across = sign * style.half_grip_m * scale
    hanging = hang_wrist(shoulder, shoulder[:, 0] + 0.02, across, build.soft_arm_m) - shoulder
    axes = skeleton.axes_at(build.shoulder_s_m * 0.6)
    top = (-axes[:, :, 2] * _TOP[0] + axes[:, :, 0] * _TOP[1]) * scale
    top[:, 1] = hanging[:, 1]
    wrist = shoulder + hanging + (top - hanging) * share[:, None]
    flare = np.deg2rad(12.0 + dials["elbow_flare"])
    pole = np.stack([-0.85 * np.cos(flare), sign * np.sin(flare), 0.5 * np.cos(flare)], -1)
    palm = (-1.0, 0.0, 0.0) if style.overhand else None
    place_arm(skeleton, side, wrist, pole, palm=palm)
    curl = np.deg2rad(dials["wrist_curl"] * share)[:, None]
    forearm = skeleton.directions[f"hand_{side}"]
    back = normalize(-axes[:, :, 2] - forearm * (-axes[:, :, 2] * forearm).sum(-1, keepdims=True))
    hand = normalize(forearm * np.cos(curl) + back * np.sin(curl))
    place_arm(skeleton, side, wrist, pole, hand=hand, palm=palm)
