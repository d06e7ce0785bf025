"""Dials: how much of which fault a repetition shows, and who reads them when."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from formcheck.simulate.rotations import Floats
from formcheck.simulate.schedule import SetPlan, Side, Timeline


@dataclass(frozen=True, slots=True)
class Dial:
    """A fault that can be dialled in.

    Attributes
    ----------
    meaning : str
        What it turns, and in which unit.
    shown_from : float or None
        Setting from which the fault is plainly there; between 0 and this it is neither present nor
        absent. None: no rule looks for it.
    """

    meaning: str
    shown_from: float | None = None


def read_dials(
    plan: SetPlan,
    timeline: Timeline,
    t_s: Floats,
    names: Iterable[str],
    *,
    neutral: Mapping[str, float] | None = None,
    gliding: Collection[str] = (),
) -> dict[str, Floats]:
    """Read dials at every time: the setting of the repetition the time belongs to.

    Parameters
    ----------
    plan : SetPlan
    timeline : Timeline
        The plan laid out.
    t_s : ndarray, shape (N,)
    names : iterable of str
    neutral : mapping of str to float, optional
        Settings where a plan does not turn a dial; 0 by default.
    gliding : collection of str
        Dials that show between repetitions too: they change gradually from the start of one repetition
        to the start of the next.

    Returns
    -------
    dict of str to ndarray, shape (N,)
    """
    owner, rest = timeline.owner(t_s), neutral or {}
    result = {}
    for name in names:
        settings = np.array([rep.dials.get(name, rest.get(name, 0.0)) for rep in plan.reps])
        if name in gliding:
            result[name] = np.interp(t_s, timeline.rep_starts_s, settings)
        else:
            result[name] = settings[owner]
    return result


def find_working_side(plan: SetPlan) -> Side:
    """Side that works all through a one-sided set, the right one where none is named.

    Raises
    ------
    ValueError
        It changes within the set.
    """
    sides: set[Side] = {rep.side or "right" for rep in plan.reps}
    if len(sides) > 1:
        raise ValueError(f"expected a {plan.movement} with its load in one hand, got {sorted(sides)}")
    return sides.pop()


def read_sides(plan: SetPlan, timeline: Timeline, t_s: Floats) -> dict[Side, Floats]:
    """Which side works at every time.

    Returns
    -------
    dict of side to ndarray, shape (N,)
        1 while a repetition of this side, or of both, goes on, else 0.
    """
    owner = timeline.owner(t_s)
    sides: tuple[Side, Side] = ("left", "right")
    return {side: np.array([float(rep.side in (None, side)) for rep in plan.reps])[owner] for side in sides}
