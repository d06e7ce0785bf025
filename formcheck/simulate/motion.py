"""From a plan and times to postures: the movements by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from formcheck.simulate.bird_dog import BIRD_DOG_DIALS, pose_bird_dog
from formcheck.simulate.dials import Dial
from formcheck.simulate.hinge import STYLES, find_dials, pose_hinge
from formcheck.simulate.lead_in import walk_in, wave, wave_and_return
from formcheck.simulate.rotations import Floats
from formcheck.simulate.row import ROWS, pose_row
from formcheck.simulate.row_dials import find_row_dials
from formcheck.simulate.schedule import LeadIn, SetPlan, Timeline, lay_out
from formcheck.simulate.skeleton import Skeleton
from formcheck.simulate.supported_row import pose_chest_supported_row, pose_seated_row
from formcheck.simulate.suspension_row import pose_suspension_row
from formcheck.simulate.upright_row import pose_upright_row

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
    lead_ins : tuple of str
        What can happen before the set: nobody walks in sitting, or with the hand on a bench.
    wave_ends : bool
        Whether an arm that waved is then exactly as without a wave (`lead_in.wave_and_return`).
    """

    family: Family
    pose: Poser
    dials: Mapping[str, Dial]
    lead_ins: tuple[LeadIn, ...] = ("stand", "wave", "walk_in")
    wave_ends: bool = False

    @property
    def shown_from(self) -> dict[str, float]:
        """Rule name → setting from which its fault is plainly there."""
        return {name: dial.shown_from for name, dial in self.dials.items() if dial.shown_from is not None}


_ROW_POSERS: dict[str, Poser] = {
    **dict.fromkeys(ROWS, pose_row),
    "seated_row": pose_seated_row,
    "chest_supported_row": pose_chest_supported_row,
    "suspension_row": pose_suspension_row,
    "upright_row": pose_upright_row,
}
_FREE_ROWS = ("barbell_row", "pendlay_row", "dumbbell_row", "alternating_row")
"""Rows whose set-ups were drawn and recorded first."""


def _describe_row(name: str) -> Movement:
    in_place = name not in (*_FREE_ROWS, "upright_row")
    return Movement(
        "row",
        _ROW_POSERS[name],
        find_row_dials(name),
        lead_ins=("stand", "wave") if in_place else ("stand", "wave", "walk_in"),
        wave_ends=name not in _FREE_ROWS,
    )


MOVEMENTS: dict[str, Movement] = {
    **{name: Movement("hinge", pose_hinge, find_dials(name)) for name in STYLES},
    **{name: _describe_row(name) for name in _ROW_POSERS},
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
        The movement or one of the dials is not known, or the movement cannot begin with this lead-in.
    """
    movement = find_movement(plan)
    if plan.lead_in not in movement.lead_ins:
        raise ValueError(
            f"expected a lead-in of {list(movement.lead_ins)} for {plan.movement}, got {plan.lead_in!r}"
        )
    times = np.atleast_1d(np.asarray(t_s, float))
    skeleton = movement.pose(plan, lay_out(plan), times)
    if plan.lead_in == "wave":
        (wave_and_return if movement.wave_ends else wave)(skeleton, plan, times)
    elif plan.lead_in == "walk_in":
        walk_in(skeleton, plan, times)
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
