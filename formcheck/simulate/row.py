"""Bent-over rows with barbell or dumbbells, both arms, one arm or in turn, and their faults.

The hands go in a straight line from where they hang to beside the lower ribs, linear in the drive. The
set begins bent over, with hanging arms.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from formcheck.simulate.hinge import HORIZONTAL_DEG, plant_feet, stand_on_feet
from formcheck.simulate.rotations import Floats, ease, normalize
from formcheck.simulate.schedule import SetPlan, Side, Timeline, read_dials
from formcheck.simulate.skeleton import SIDES, Skeleton, build_trunk, place_arm
from formcheck.simulate.spine import NEUTRAL_HINGE_LUMBAR_DEG, measure_chord


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
_HALF_STANCE_M = 0.14
_TOP = (0.285, 0.175)
"""Wrist at the end of the pull: metres from the shoulder along the trunk towards the hip, and ahead of
the trunk's mid-line, 1.78 m figure; 0.66 torso lengths from the shoulder (0.41 to 0.77 in real rows)."""

ROW_DIALS: dict[str, str] = {
    "spinal_rounding": "lumbar flexion throughout, degrees (24 times the depth of the hinge is neutral)",
    "torso_swing": "degrees the trunk rises with the pull",
    "leg_drive": "degrees the knees extend with the pull",
    "hips_before_pull": "degrees the trunk rises before the arms pull",
    "standing_up": "degrees the trunk is more upright than at first",
    "too_upright": "degrees the trunk is more upright than the movement asks",
    "short_pull": "share of the pull left out, 0 to 1",
    "short_stretch": "share of the pull in which the arms stay bent at home, 0 to 1",
    "shrugging": "metres the shoulders rise with the pull",
    "elbow_flare": "degrees the elbows are led out to the side",
    "wrist_curl": "degrees the wrists bend with the pull",
    "trunk_twist": "degrees the shoulders turn with the pull, towards the working side",
    "uneven_sides": "share of the pull the right arm leaves out, 0 to 1",
    "neck_craning": "degrees the head looks up against the trunk",
    "chest_dip": "degrees the chest dips towards the hands at the end of the pull",
}
"""Rule name → what its dial turns. ``no_squeeze``, ``ballistic_pull`` and ``dropped_lowering`` are times
and shapes: see the plan."""
ROW_SHOWN_FROM: dict[str, float] = {
    "spinal_rounding": 39.0,
    "torso_swing": 20.0,
    "leg_drive": 12.0,
    "hips_before_pull": 12.0,
    "standing_up": 12.0,
    "too_upright": 25.0,
    "short_pull": 0.3,
    "short_stretch": 0.3,
    "shrugging": 0.04,
    "elbow_flare": 65.0,
    "wrist_curl": 35.0,
    "trunk_twist": 15.0,
    "uneven_sides": 0.15,
    "neck_craning": 35.0,
    "chest_dip": 7.0,
}
"""Rule name → dial from which the fault is plainly there."""


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
    dials = read_dials(plan, timeline, t_s, ROW_DIALS, {"spinal_rounding": np.nan})
    for name in _AT_HOME:
        settings = [rep.dials.get(name, 0.0) for rep in plan.reps]
        dials[name] = np.interp(t_s, timeline.rep_starts_s, settings)
    drive = timeline.drive(t_s)
    trunk = _incline(style, timeline, t_s, drive, dials)
    neutral = NEUTRAL_HINGE_LUMBAR_DEG * trunk / HORIZONTAL_DEG
    lumbar = np.where(np.isnan(dials["spinal_rounding"]), neutral, dials["spinal_rounding"])
    hip = stand_on_feet(build, _KNEE_DEG - dials["leg_drive"] * drive, _HALF_STANCE_M)
    hip[:, 0] += 0.003 * np.sin(2.3 * t_s)
    _, lean = measure_chord(lumbar, 0.0, build)
    working = [rep.side for rep in plan.reps]
    towards = np.array([0.0 if side is None else 1.0 if side == "left" else -1.0 for side in working])
    skeleton = build_trunk(
        hip,
        trunk - lean,
        lumbar_deg=lumbar,
        neck_deg=-18.0 - 0.5 * dials["neck_craning"],
        nod_deg=-8.0 - 0.5 * dials["neck_craning"],
        twist_shoulders_deg=dials["trunk_twist"] * drive * towards[timeline.owner(t_s)],
        shrug_m=dials["shrugging"] * drive,
        build=build,
    )
    plant_feet(skeleton, _HALF_STANCE_M)
    for side, sign in SIDES:
        _pull(skeleton, style, side, sign, _share_of_pull(plan, timeline, t_s, drive, dials, side), dials)
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
    plan: SetPlan, timeline: Timeline, t_s: Floats, drive: Floats, dials: dict[str, Floats], side: Side
) -> Floats:
    """How far one arm has pulled, 0 hanging to 1 at the ribs."""
    pulls = np.array([rep.side in (None, side) for rep in plan.reps], float)[timeline.owner(t_s)]
    late = ease((timeline.elapsed(t_s, "out") - 0.3) / 0.4)
    held_back = np.where(dials["hips_before_pull"] > 0, late, 1.0)
    most = 1.0 - dials["short_pull"] - (dials["uneven_sides"] if side == "right" else 0.0)
    bent = dials["short_stretch"]
    return bent + (np.maximum(most, bent) - bent) * drive * pulls * held_back


def _pull(
    skeleton: Skeleton, style: RowStyle, side: Side, sign: float, share: Floats, dials: dict[str, Floats]
) -> None:
    """Reach with one arm; the elbow leads up and back."""
    build, scale = skeleton.build, skeleton.build.scale
    shoulder = skeleton.joints[f"shoulder_{side}"]
    reach = (build.upper_arm_m + build.forearm_m) * 0.985
    sideways = sign * style.half_grip_m * scale - shoulder[:, 1]
    hanging = np.stack([np.full(len(share), 0.02), sideways, np.zeros(len(share))], -1)
    hanging[:, 2] = -np.sqrt(np.maximum(reach**2 - hanging[:, 0] ** 2 - sideways**2, 0.01))
    axes = skeleton.axes_at(build.shoulder_s_m * 0.6)
    top = (-axes[:, :, 2] * _TOP[0] + axes[:, :, 0] * _TOP[1]) * scale
    top[:, 1] = sideways
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
