"""When a set moves: closed-form schedules of repetitions.

A repetition goes *out* from home, *holds*, comes *back* and *rests* at home. For a hinge these are
eccentric, stretched pause, concentric, contracted pause; for a row and a bird-dog concentric,
contracted pause, eccentric, stretched pause (``truth.PHASE_NAMES``). The schedule's one number, the *drive*,
is 0 at home and 1 at full range, and a movement turns it into a posture.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from formcheck.simulate.anatomy import Build
from formcheck.simulate.rotations import Floats

Side = Literal["left", "right"]
LeadIn = Literal["stand", "wave", "walk_in"]
StartAt = Literal["home", "floor"]

RAMP = 0.12
"""Share of a constant-speed movement spent speeding up, and again slowing down."""

IN_TURN = ("bird_dog", "alternating_row")
"""Movements that change sides with every repetition."""
ONE_SIDED = ("one_arm_row", "landmine_row", "suitcase_deadlift", "single_leg_romanian_deadlift")


def _minimum_jerk(u: Floats) -> Floats:
    """Smoothest reach from rest to rest (Flash & Hogan 1985): peak speed 1.88 of the mean, half-way."""
    return u**3 * (10.0 - 15.0 * u + 6.0 * u * u)


def _half_cosine(u: Floats) -> Floats:
    """Speed of a half sine: peak 1.57 of the mean, half-way."""
    return 0.5 - 0.5 * np.cos(np.pi * u)


def _constant_speed(u: Floats) -> Floats:
    """One speed between two short ramps (``RAMP``): peak 1.14 of the mean."""
    top = 1.0 / (1.0 - RAMP)
    first = 0.5 * top / RAMP * u * u
    last = 1.0 - 0.5 * top / RAMP * (1.0 - u) ** 2
    return np.where(u < RAMP, first, np.where(u > 1.0 - RAMP, last, top * (u - 0.5 * RAMP)))


def _early_peak(u: Floats) -> Floats:
    """Thrown start: speed ∝ u(1−u)⁴, peak 2.46 of the mean at 20 % of the time."""
    return 1.0 - (1.0 - u) ** 5 * (1.0 + 5.0 * u)


def _late_peak(u: Floats) -> Floats:
    """Slow start, fast end: the mirror image of ``early_peak``."""
    return u**5 * (6.0 - 5.0 * u)


SHAPES: Mapping[str, Callable[[Floats], Floats]] = {
    "minimum_jerk": _minimum_jerk,
    "half_cosine": _half_cosine,
    "constant_speed": _constant_speed,
    "late_peak": _late_peak,
    "early_peak": _early_peak,
}
"""Velocity shapes: share of the time, 0 to 1 → share of the way, 0 to 1."""


@dataclass(frozen=True, slots=True)
class RepPlan:
    """One repetition.

    Parameters
    ----------
    out_s, hold_s, back_s, rest_s : float
        Seconds of each part; ``rest_s`` follows the repetition.
    depth : float
        Share of the movement's full range; a partial is below about 0.5.
    shape : str
        A key of ``SHAPES``, used for both ways.
    side : {"left", "right"}, optional
        Working arm of a one-sided row; raised arm of a bird-dog; standing leg of a single-leg hinge;
        hand with the load of a suitcase deadlift.
    dials : mapping of str to float
        Faults by the name of their rule, in degrees, metres or shares as the movement's table says.
    """

    out_s: float = 2.0
    hold_s: float = 0.4
    back_s: float = 1.4
    rest_s: float = 0.8
    depth: float = 1.0
    shape: str = "minimum_jerk"
    side: Side | None = None
    dials: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SetPlan:
    """A set: who does what, when.

    Parameters
    ----------
    movement : str
        A key of ``formcheck.simulate.motion.MOVEMENTS``.
    reps : tuple of RepPlan
        In order.
    lead_s, tail_s : float
        Time before the first repetition and after the last rest.
    lead_in : {"stand", "wave", "walk_in"}
        What happens in the lead: standing still, one arm waved overhead, walking into place.
    start_at : {"home", "floor"}
        "floor": the set begins at full range (hands on the load) and the first repetition has no way
        out, only its hold and its way back.
    put_down : bool
        A last way out without return after the set (the load is put down).
    build : Build
        Whose body.
    """

    movement: str
    reps: tuple[RepPlan, ...]
    lead_s: float = 1.0
    tail_s: float = 1.0
    lead_in: LeadIn = "stand"
    start_at: StartAt = "home"
    put_down: bool = False
    build: Build = field(default_factory=Build)


@dataclass(frozen=True, slots=True)
class Move:
    """One way out or back: the drive goes from one level to another within [start_s, end_s]."""

    start_s: float
    end_s: float
    from_level: float
    to_level: float
    shape: str
    rep: int
    kind: Literal["out", "back", "put_down"]


@dataclass(frozen=True, slots=True)
class Timeline:
    """A set laid out in time.

    Attributes
    ----------
    moves : tuple of Move
        In order, none overlapping.
    first_level : float
        Drive before the first move.
    rep_starts_s : ndarray, shape (reps,)
        When each repetition takes over: the start of its first move (its dials apply from there on).
    duration_s : float
        End of the set.
    """

    moves: tuple[Move, ...]
    first_level: float
    rep_starts_s: Floats
    duration_s: float

    def drive(self, t_s: Floats) -> Floats:
        """Share of full range at each time, shape (N,)."""
        level = np.full(len(t_s), self.first_level)
        for move in self.moves:
            level += (move.to_level - move.from_level) * self.progress(move, t_s, shaped=True)
        return level

    def progress(self, move: Move, t_s: Floats, *, shaped: bool = False) -> Floats:
        """Share of a move's time (or, ``shaped``, of its way) that has passed, 0 to 1, shape (N,)."""
        u = np.clip((t_s - move.start_s) / (move.end_s - move.start_s), 0.0, 1.0)
        return SHAPES[move.shape](u) if shaped else u

    def owner(self, t_s: Floats) -> NDArray[np.int64]:
        """Index of the repetition each time belongs to; the lead belongs to the first."""
        return np.maximum(np.searchsorted(self.rep_starts_s, t_s, side="right") - 1, 0)

    def elapsed(self, t_s: Floats, kind: Literal["out", "back"]) -> Floats:
        """Share of the owning repetition's way out or back that has passed, 0 to 1, shape (N,)."""
        result = np.zeros(len(t_s))
        owner = self.owner(t_s)
        for move in self.moves:
            if move.kind == kind:
                mine = owner == move.rep
                result[mine] = self.progress(move, t_s[mine])
        return result


def lay_out(plan: SetPlan) -> Timeline:
    """Turn a plan into times and levels.

    Raises
    ------
    ValueError
        No repetitions, a way out or back that takes no time, or an unknown shape.
    """
    _check(plan)
    moves: list[Move] = []
    starts: list[float] = []
    t, level = plan.lead_s, 0.0
    if plan.start_at == "floor":
        level = plan.reps[0].depth
    first_level = level
    for index, rep in enumerate(plan.reps):
        if index > 0 or plan.start_at == "home":
            starts.append(t)
            moves.append(Move(t, t + rep.out_s, level, rep.depth, rep.shape, index, "out"))
            t, level = t + rep.out_s + rep.hold_s, rep.depth
        else:
            starts.append(t)
        moves.append(Move(t, t + rep.back_s, level, 0.0, rep.shape, index, "back"))
        t, level = t + rep.back_s + rep.rest_s, 0.0
    if plan.put_down:
        last = plan.reps[-1]
        moves.append(Move(t, t + last.out_s, level, 1.0, last.shape, len(plan.reps) - 1, "put_down"))
        t += last.out_s
    return Timeline(tuple(moves), first_level, np.array(starts), t + plan.tail_s)


def plan_set(
    movement: str,
    reps: int = 5,
    *,
    tempo_s: tuple[float, float, float, float] = (2.0, 0.4, 1.4, 0.8),
    jitter: float = 0.0,
    seed: int = 0,
    shape: str = "minimum_jerk",
    depth: float | tuple[float, ...] = 1.0,
    faults: Mapping[str, float | tuple[float, ...]] | None = None,
    side: Side | None = None,
    **options: object,
) -> SetPlan:
    """Plan a set of alike repetitions.

    Parameters
    ----------
    movement : str
        A key of ``formcheck.simulate.motion.MOVEMENTS``.
    reps : int
        How many.
    tempo_s : tuple of 4 float
        out, hold, back, rest.
    jitter : float
        Standard deviation of out, back and rest as a share of their time (never less than 60 % of it).
    seed : int
        Of the jitter.
    shape : str
        A key of ``SHAPES``.
    depth : float or tuple of float
        Share of full range, for all or for each repetition.
    faults : mapping
        Rule name → dial, for all or for each repetition.
    side : {"left", "right"}, optional
        Which side works in a one-sided movement (the right one by default), or begins where the sides
        take turns (the left one).
    **options
        Further fields of `SetPlan` (``lead_s``, ``put_down``, ``build``, …).

    Returns
    -------
    SetPlan
    """
    rng = np.random.default_rng(seed)
    plans = []
    for index in range(reps):
        vary = np.maximum(1.0 + jitter * rng.standard_normal(4), 0.6)
        out, hold, back, rest = (float(a) for a in np.array(tempo_s) * np.where([1, 0, 1, 1], vary, 1.0))
        dials = {name: _pick(value, index) for name, value in (faults or {}).items()}
        working = _take_turn(movement, side, index)
        plans.append(RepPlan(out, hold, back, rest, _pick(depth, index), shape, working, dials))
    return SetPlan(movement, tuple(plans), **options)  # type: ignore[arg-type]


def _take_turn(movement: str, side: Side | None, index: int) -> Side | None:
    """Which side works in a repetition; None: both."""
    if movement in ONE_SIDED:
        return side or "right"
    if movement not in IN_TURN:
        return None
    is_first = (index % 2 == 0) == (side != "right")
    return "left" if is_first else "right"


def _pick(value: float | tuple[float, ...], index: int) -> float:
    return float(value[index]) if isinstance(value, tuple | list) else float(value)


def _check(plan: SetPlan) -> None:
    if not plan.reps:
        raise ValueError("expected a plan with at least one repetition, got none")
    for number, rep in enumerate(plan.reps, 1):
        if rep.shape not in SHAPES:
            raise ValueError(f"repetition {number}: expected a shape of {sorted(SHAPES)}, got {rep.shape!r}")
        if min(rep.out_s, rep.back_s) <= 0 or min(rep.hold_s, rep.rest_s) < 0:
            raise ValueError(f"repetition {number}: expected positive times out and back, got {rep}")
