"""Bent-over rows: with barbell or dumbbells, both arms, one arm or in turn, or a bar held at one end.

Free hands go in a straight line from where they hang to beside the lower ribs, linear in the drive; hands
on a bar that lies in a corner go on a circle about it. The set begins bent over, with hanging arms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from formcheck.simulate.anatomy import Build
from formcheck.simulate.arms import hang_freely
from formcheck.simulate.dials import find_working_side, read_sides
from formcheck.simulate.furniture import build_bench
from formcheck.simulate.pull import Lever, lean_with_pull, pull_freely, pull_lever, share_pull
from formcheck.simulate.rotations import Floats
from formcheck.simulate.row_dials import read_row_dials
from formcheck.simulate.schedule import SetPlan, Side, Timeline
from formcheck.simulate.skeleton import PALM_M, SIDES, Skeleton, build_trunk, place_arm
from formcheck.simulate.spine import flex_neutrally, measure_chord
from formcheck.simulate.stance import Stance, plant_feet, stand_on_feet

_USUAL_STANCE = Stance(0.14, 0.156)


@dataclass(frozen=True, slots=True)
class RowStyle:
    """What tells one row from another.

    Attributes
    ----------
    trunk_deg, knee_deg : float
        Inclination of the trunk and flexion of the knees.
    half_grip_m : float
        Half the distance between the hands, or from the mid-line to the only one; 1.78 m figure.
    overhand : bool
        Palms back, not towards each other.
    stance : Stance
    free_hand : {"bench", "hangs"} or None
        Where the other hand is when one rows alone; None: both work.
    lever_m : float or None
        From the fixed end of a bar to the hand on it, for whomever; None: what is lifted hangs free.
    """

    trunk_deg: float
    half_grip_m: float
    overhand: bool
    knee_deg: float = 26.0
    stance: Stance = _USUAL_STANCE
    free_hand: Literal["bench", "hangs"] | None = None
    lever_m: float | None = None


ROWS: dict[str, RowStyle] = {
    "barbell_row": RowStyle(55.0, 0.27, overhand=True),
    "pendlay_row": RowStyle(80.0, 0.29, overhand=True),
    "dumbbell_row": RowStyle(60.0, 0.21, overhand=False),
    "alternating_row": RowStyle(60.0, 0.21, overhand=False),
    "one_arm_row": RowStyle(65.0, 0.21, overhand=False, knee_deg=50.0, free_hand="bench"),
    "t_bar_row": RowStyle(55.0, 0.05, overhand=False, knee_deg=30.0, stance=Stance(0.20, 0.2), lever_m=1.70),
    "landmine_row": RowStyle(
        55.0, 0.33, overhand=False, knee_deg=30.0, stance=Stance(0.11, 0.12), free_hand="hangs", lever_m=2.10
    ),
}
"""Inclinations that coaches ask for: bent-over and T-bar 35 to 80°, Pendlay 75 to 95°, one arm 60 to 85°.
A bar is 2.2 m long and its sleeve 0.43 m: on a T-bar the hands are behind the sleeve, in a landmine row the
hand is at its end."""
_PIVOT_HEIGHT_M = 0.03
_BENCH_TOP_M, _BENCH_LONG_M = 0.48, 1.05
_HAND_AHEAD_M, _BENCH_BEGINS_M = 0.09, 0.12
"""The supporting hand is so far ahead of its shoulder, and the bench begins so far behind it."""


def pose_row(plan: SetPlan, timeline: Timeline, t_s: Floats) -> Skeleton:
    """Postures of a bent-over row at the given times.

    Parameters
    ----------
    plan : SetPlan
        Its movement is a key of ``ROWS``; dials as in ``row_dials.find_row_dials``.
    timeline : Timeline
        The plan laid out.
    t_s : ndarray, shape (N,)

    Returns
    -------
    Skeleton

    Raises
    ------
    ValueError
        The working arm of a one-armed row changes within the set.
    """
    style = ROWS[plan.movement]
    dials = read_row_dials(plan, timeline, t_s, neutral={"spinal_rounding": np.nan})
    drive, sides = timeline.drive(t_s), read_sides(plan, timeline, t_s)
    turn = dials["trunk_twist"] * drive * (sides["left"] - sides["right"])
    skeleton = _place_trunk(plan, timeline, t_s, drive, turn, dials)
    plant_feet(skeleton, style.stance)
    if style.free_hand:
        skeleton.loaded = (find_working_side(plan),)
    lever = _place_lever(style, style.lever_m, skeleton) if style.lever_m else None
    for side, sign in SIDES:
        across = sign * style.half_grip_m * plan.build.scale
        share = share_pull(timeline, t_s, drive * sides[side], dials, side)
        if side not in skeleton.loaded:
            _rest_arm(style, skeleton, side, sign)
        elif lever is not None:
            pull_lever(skeleton, side, lever, across, share, dials)
        else:
            pull_freely(skeleton, side, across, share, dials, overhand=style.overhand)
    return skeleton


def _place_trunk(
    plan: SetPlan, timeline: Timeline, t_s: Floats, drive: Floats, turn_deg: Floats, dials: dict[str, Floats]
) -> Skeleton:
    """Hips above the feet, trunk bent over; no limbs yet."""
    style, build = ROWS[plan.movement], plan.build
    upright = dials["standing_up"] + dials["too_upright"]
    trunk = lean_with_pull(style.trunk_deg - upright, timeline, t_s, drive, dials)
    rounding = dials["spinal_rounding"]
    lumbar = np.where(np.isnan(rounding), flex_neutrally(trunk), rounding)
    hip = stand_on_feet(build, style.knee_deg - dials["leg_drive"] * drive, style.stance)
    if style.lever_m is None:  # Hands on a bar in a corner keep the body from swaying.
        hip[:, 0] += 0.003 * np.sin(2.3 * t_s)
    _, lean = measure_chord(lumbar, 0.0, build)
    return build_trunk(
        hip,
        trunk - lean,
        lumbar_deg=lumbar,
        neck_deg=-18.0 - 0.5 * dials["neck_craning"],
        nod_deg=-8.0 - 0.5 * dials["neck_craning"],
        twist_shoulders_deg=turn_deg,
        shrug_m=dials["shrugging"] * drive,
        build=build,
    )


def _find_home_shoulder(style: RowStyle, build: Build) -> Floats:
    """Middle of the shoulders at home without any fault, shape (3,): what stands in the room fits it."""
    hip = stand_on_feet(build, np.array([style.knee_deg]), style.stance)[0]
    chord = float(measure_chord(flex_neutrally(np.array([style.trunk_deg])), 0.0, build)[0][0])
    lean = np.deg2rad(style.trunk_deg)
    return hip + chord * np.array([np.sin(lean), 0.0, np.cos(lean)])


def _place_lever(style: RowStyle, lever_m: float, skeleton: Skeleton) -> Lever:
    """Put the fixed end of the bar on the floor behind, so that straight arms hang down to the hands."""
    build = skeleton.build
    shoulder = _find_home_shoulder(style, build)
    alone = len(skeleton.loaded) == 1
    sign = 1.0 if skeleton.loaded == ("left",) else -1.0
    y = sign * style.half_grip_m * build.scale if alone else 0.0
    aside = style.half_grip_m * build.scale - build.half_shoulders_m
    reach = np.sqrt((build.soft_arm_m + build.grip_m) ** 2 - aside**2)
    behind = np.sqrt(lever_m**2 - (shoulder[2] - reach - _PIVOT_HEIGHT_M) ** 2)
    pivot = np.array([shoulder[0] - behind, y, _PIVOT_HEIGHT_M])
    skeleton.anchor = pivot
    return Lever(pivot, lever_m)


def _rest_arm(style: RowStyle, skeleton: Skeleton, side: Side, sign: float) -> None:
    """Let the arm that does not row hang, or prop it on a bench; a trunk that rises takes it off."""
    if style.free_hand == "hangs":
        hang_freely(skeleton, side, sign)
        return
    build, scale = skeleton.build, skeleton.build.scale
    home = _find_home_shoulder(style, build)
    x, y, top = home[0] + _HAND_AHEAD_M * scale, sign * build.half_shoulders_m, _BENCH_TOP_M * scale
    begins = x - _BENCH_BEGINS_M * scale
    skeleton.furniture = build_bench((begins, y, top), (begins + _BENCH_LONG_M * scale, y, top), scale)
    wrist = np.broadcast_to(np.array([x, y, top + PALM_M * scale]), (len(skeleton), 3))
    place_arm(
        skeleton,
        side,
        wrist,
        (-1.0, 0.5 * sign, 0.0),
        hand=np.broadcast_to(np.array([1.0, 0.0, -0.12]), wrist.shape),
        palm=(0.0, 0.0, -1.0),
    )
    skeleton.flat_hands = (side,)
