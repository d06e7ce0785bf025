"""From a plan and times to postures: the movements by name, and what people do before the first rep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from formcheck.simulate.bird_dog import BIRD_DOG_DIALS, pose_bird_dog
from formcheck.simulate.dials import Dial
from formcheck.simulate.hinge import STYLES, find_dials, pose_hinge
from formcheck.simulate.rotations import Floats, ease
from formcheck.simulate.row import ROW_DIALS, ROWS, pose_row
from formcheck.simulate.schedule import SetPlan, Timeline, lay_out
from formcheck.simulate.skeleton import SIDES, Skeleton, place_arm, place_leg

Family = Literal["hinge", "row", "bird_dog"]
Poser = Callable[[SetPlan, Timeline, Floats], Skeleton]


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement the figure can do.

    Attributes
    ----------
    family : {"hinge", "row", "bird_dog"}
    pose : callable
        (plan, timeline, times) → Skeleton.
    dials : mapping of str to Dial
        By the name of the rule that looks for the fault.
    """

    family: Family
    pose: Poser
    dials: Mapping[str, Dial]

    @property
    def shown_from(self) -> dict[str, float]:
        """Rule name → setting from which its fault is plainly there."""
        return {name: dial.shown_from for name, dial in self.dials.items() if dial.shown_from is not None}


MOVEMENTS: dict[str, Movement] = {
    **{name: Movement("hinge", pose_hinge, find_dials(name)) for name in STYLES},
    **{name: Movement("row", pose_row, ROW_DIALS) for name in ROWS},
    "bird_dog": Movement("bird_dog", pose_bird_dog, BIRD_DOG_DIALS),
}


def pose_figure(plan: SetPlan, t_s: ArrayLike) -> Skeleton:
    """Postures of a planned set at any times.

    Parameters
    ----------
    plan : SetPlan
    t_s : array_like, shape (N,)
        Seconds from the start of the clip, in any order and at any spacing.

    Returns
    -------
    Skeleton
        N postures.

    Raises
    ------
    ValueError
        The movement or one of the dials is not known.
    """
    movement = find_movement(plan)
    times = np.atleast_1d(np.asarray(t_s, float))
    skeleton = movement.pose(plan, lay_out(plan), times)
    if plan.lead_in == "wave":
        _wave(skeleton, plan, times)
    elif plan.lead_in == "walk_in":
        _walk_in(skeleton, plan, times)
    return skeleton


def find_movement(plan: SetPlan) -> Movement:
    """Movement of a plan, after checking that it knows every dial the plan turns."""
    if plan.movement not in MOVEMENTS:
        raise ValueError(f"expected a movement of {sorted(MOVEMENTS)}, got {plan.movement!r}")
    movement = MOVEMENTS[plan.movement]
    for rep in plan.reps:
        unknown = set(rep.dials) - set(movement.dials)
        if unknown:
            raise ValueError(
                f"{plan.movement} has no dial {sorted(unknown)}; it has {sorted(movement.dials)}"
            )
    return movement


def _wave(skeleton: Skeleton, plan: SetPlan, t_s: Floats) -> None:
    """Right arm, or the free one, overhead and back, twice side to side, all before the first repetition."""
    span = plan.lead_s
    raised = ease((t_s - 0.15 * span) / (0.25 * span)) * (1.0 - ease((t_s - 0.65 * span) / (0.25 * span)))
    if not raised.any():
        return
    side, sign = SIDES[0] if skeleton.loaded == ("right",) else SIDES[1]
    shoulder = skeleton.joints[f"shoulder_{side}"]
    swing = 0.12 * np.sin(2 * np.pi * 1.5 * t_s)
    length = 0.95 * skeleton.build.arm_m
    lift = np.deg2rad(165.0 * raised)
    aside = np.stack([np.sin(lift), sign * (0.25 - swing) * raised, -np.cos(lift)], -1)
    target = shoulder + length * aside / np.linalg.norm(aside, axis=-1, keepdims=True)
    share = ease(raised / 0.15)[:, None]
    wrist = skeleton.joints[f"wrist_{side}"] * (1 - share) + target * share
    place_arm(skeleton, side, wrist, (-1.0, 0.6 * sign, -0.2))


def _walk_in(skeleton: Skeleton, plan: SetPlan, t_s: Floats) -> None:
    """Three steps into place, facing forward, ending at 80 % of the lead."""
    u = np.clip(t_s / (0.8 * plan.lead_s), 0.0, 1.0)
    way, stride = 1.2 * skeleton.build.scale, 1.2 * skeleton.build.scale
    offset = -way * (1.0 - ease(u))
    pace = 4.0 * u * (1.0 - u)
    phase = 2 * np.pi * offset / stride
    shift = np.stack([offset, np.zeros_like(offset), np.zeros_like(offset)], -1)
    skeleton.root = skeleton.root + shift
    skeleton.joints = {name: joint + shift for name, joint in skeleton.joints.items()}
    for side, sign in SIDES:
        ankle = skeleton.joints[f"ankle_{side}"].copy()
        ankle[:, 0] += 0.25 * pace * np.sin(phase + (0.0 if sign > 0 else np.pi))
        ankle[:, 2] += 0.09 * pace * np.maximum(np.cos(phase + (0.0 if sign > 0 else np.pi)), 0.0)
        toe, sole = skeleton.directions[f"foot_{side}"], skeleton.directions[f"sole_{side}"]
        pole = skeleton.joints[f"knee_{side}"] - skeleton.joints[f"hip_{side}"]
        place_leg(skeleton, side, ankle, pole, toe, sole)
