"""The numbers of the advice, as its TOML says them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from formcheck.history.entries import SetFacts
from formcheck.history.load_units import KG_PER_LB, LOAD_UNITS, say_load


@dataclass(frozen=True, slots=True)
class Recovery:
    """Rest between hard sessions of one pattern."""

    rest_h: float
    hard_sets: int
    light_rpe: float
    source: str


@dataclass(frozen=True, slots=True)
class Week:
    """Strength days of a week."""

    strength_days: int
    most_strength_days: int
    source: str


@dataclass(frozen=True, slots=True)
class Mobility:
    """Mobility days of a week."""

    days_a_week: int
    source: str


@dataclass(frozen=True, slots=True)
class QualitySets:
    """Sets of a pattern and week, and from which score on one counts."""

    sets_a_week: int
    least_score: float
    source: str

    def counts(self, facts: SetFacts) -> bool:
        """Whether a set is one: its score, the median over its repetitions, is high enough.

        One without a score is none, nor is one to warm up.
        """
        return facts.set_type != "warmup" and facts.score >= self.least_score


@dataclass(frozen=True, slots=True)
class Overload:
    """When a load may go up, and by how much."""

    sessions: int
    least_score: float
    most_breakdown: float
    least_range: float
    spare_reps: int
    target_reps: int
    increase: float
    most_increase: float
    smallest_step_kg: float
    smallest_step_lb: float
    source: str


@dataclass(frozen=True, slots=True)
class SlowerTempo:
    """The lowering to ask for, and from which score on."""

    slower_eccentric_s: float
    least_score: float
    source: str


@dataclass(frozen=True, slots=True)
class BackOff:
    """When a load should go down, and by how much."""

    rounded_share: float
    decrease: float
    source: str


@dataclass(frozen=True, slots=True)
class Breakdown:
    """In how many sets form must go down to be a habit."""

    sets: int
    least_sets: int
    least_reps: int
    source: str


@dataclass(frozen=True, slots=True)
class Limits:
    """All of them; the TOML beside this file says where each comes from.

    Attributes
    ----------
    strength, mobility : tuple of str
        Patterns of movement.
    look_back_days, recent_days : int
    recovery, week, mobility_days, quality, overload, tempo, back_off, breakdown
    load_unit : str
        In which loads are said.
    """

    strength: tuple[str, ...]
    mobility: tuple[str, ...]
    look_back_days: int
    recent_days: int
    recovery: Recovery
    week: Week
    mobility_days: Mobility
    quality: QualitySets
    overload: Overload
    tempo: SlowerTempo
    back_off: BackOff
    breakdown: Breakdown
    load_unit: str = "kg"

    def say_load(self, load_kg: float) -> str:
        """A load in the athlete's unit."""
        return say_load(load_kg, self.load_unit)

    def use_step(self, step: float | None = None, unit: str = "kg") -> Limits:
        """The same for other plates.

        Parameters
        ----------
        step : float, optional
            Their smallest step, in their unit; the usual one of the unit without.
        unit : str
            A key of `formcheck.history.load_units.LOAD_UNITS`.
        """
        usual = self.overload.smallest_step_kg if unit == "kg" else self.overload.smallest_step_lb * KG_PER_LB
        step_kg = usual if step is None else step * LOAD_UNITS[unit]
        return replace(self, load_unit=unit, overload=replace(self.overload, smallest_step_kg=step_kg))


@cache
def load_limits() -> Limits:
    """The numbers as they come with the package."""
    file = resources.files("formcheck.history.advice") / "limits.toml"
    tables: dict[str, dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return Limits(
        strength=tuple(tables["patterns"]["strength"]),
        mobility=tuple(tables["patterns"]["mobility"]),
        look_back_days=tables["span"]["look_back_days"],
        recent_days=tables["span"]["recent_days"],
        recovery=Recovery(**tables["recovery"]),
        week=Week(**tables["week"]),
        mobility_days=Mobility(**tables["mobility"]),
        quality=QualitySets(**tables["quality"]),
        overload=Overload(**tables["overload"]),
        tempo=SlowerTempo(**tables["tempo"]),
        back_off=BackOff(**tables["back_off"]),
        breakdown=Breakdown(**tables["breakdown"]),
    )
