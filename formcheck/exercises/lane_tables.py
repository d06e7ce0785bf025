"""How a movement is counted and timed, out of its TOML."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from formcheck.exercises.exercise import Sides, TimingRule
from formcheck.exercises.lane import DIAGONAL_SIGNALS, HAND_SIGNALS, Condition, Lane, Proof
from formcheck.exercises.toml_values import choose, expect, expect_positive
from formcheck.motion.catalogue import SIGNALS
from formcheck.motion.signals import Signal
from formcheck.reps.counter import CountingRule

_BY_ARM = (Sides.LEADING_ARM, Sides.EACH_ARM)
_TIMING_KEYS = {
    "side_signal", "signal", "least_range", "rest_speed", "is_trunk", "measures_range", "least_length",
}  # fmt: skip
_PROOF_KEYS = {"changes", "returns", "stays", "hand_leads", "source"}


def read_sides(counting: Mapping[str, Any]) -> Sides:
    """Read how the sides of the body share the work."""
    return Sides(choose(counting, "sides", tuple(sides.value for sides in Sides)))


def read_lanes(table: Mapping[str, Any]) -> tuple[Lane, ...]:
    """Read what is counted of a whole exercise: one lane, or one for each arm.

    In the lane of an arm a signal named ``reach`` is ``left_reach`` or ``right_reach``; one that only the
    whole body has keeps its name.

    Raises
    ------
    KeyError, ValueError
        What is missing, or cannot be used and why.
    """
    sides = read_sides(table["counting"])
    words = ("left", "right") if sides in _BY_ARM else ("both",)
    proofs = {word: _read_proof(table.get("proof", {}), word, sides) for word in words}
    return tuple(
        Lane(
            side=word,
            signal=find_signal(table["counting"]["signal"], word),
            home_needs=_read_conditions(table["home"].get("needs", {}), word),
            home_bars=_read_conditions(table["home"].get("bars", {}), word),
            disarms=_read_conditions(table.get("disarms", {}), word),
            away=_read_conditions(table.get("away", {}), word),
            proof=proofs[word],
            times_side=_find_optional(table["timing"], "side_signal", word),
            times=_find_optional(table["timing"], "signal", word),
            watched=tuple(find_signal(name, word) for name in _list_watched(proofs[word])),
        )
        for word in words
    )


def read_counting(table: Mapping[str, Any]) -> CountingRule:
    """Read the numbers of the counter."""
    return CountingRule(
        dead_band=expect_positive(table, "dead_band"),
        least_depth=expect_positive(table, "least_depth"),
        first_hold_s=expect(table, "first_hold_s", float),
        later_hold_s=expect(table, "later_hold_s", float),
        counts_floor_start=expect(table, "counts_floor_start", bool),
        home_within=expect({"home_within": math.inf, **table}, "home_within", float),
    )


def read_timing(table: Mapping[str, Any]) -> TimingRule:
    """Read how the phases are timed."""
    _refuse_unknown("timing", table, _TIMING_KEYS)
    return TimingRule(
        least_range=expect(table, "least_range", float),
        rest_speed=expect_positive(table, "rest_speed"),
        is_trunk=expect({"is_trunk": False, **table}, "is_trunk", bool),
        measures_range=expect({"measures_range": False, **table}, "measures_range", bool),
        least_length=expect({"least_length": 0.0, **table}, "least_length", float),
    )


def find_signal(name: str, side: str = "both") -> Signal:
    """Find a signal by its name, of the arm where it has one of each.

    Raises
    ------
    ValueError
        When there is none.
    """
    for candidate in (f"{side}_{name}", name):
        if candidate in SIGNALS:
            return SIGNALS[candidate]
    raise ValueError(f"there is no signal {name!r}, only {', '.join(SIGNALS)}")


def _find_optional(table: Mapping[str, Any], key: str, side: str) -> Signal | None:
    return find_signal(expect(table, key, str), side) if key in table else None


def _read_conditions(table: Mapping[str, Any], side: str) -> tuple[Condition, ...]:
    conditions = []
    for name, limits in table.items():
        if not isinstance(limits, dict):
            raise ValueError(f"{name} is {limits!r}, expected a table with least or most")
        _refuse_unknown(name, limits, {"least", "most"})
        least, most = float(limits.get("least", -math.inf)), float(limits.get("most", math.inf))
        conditions.append(Condition(find_signal(name, side), least, most))
    return tuple(conditions)


def _list_watched(proof: Proof) -> tuple[str, ...]:
    if proof.is_diagonal:
        return DIAGONAL_SIGNALS
    return HAND_SIGNALS if proof.hand_leads else ()


def _read_proof(table: Mapping[str, Any], side: str, sides: Sides) -> Proof:
    _refuse_unknown("proof", table, _PROOF_KEYS)
    changes, returns, stays = (
        tuple((find_signal(name, side), expect_positive(wanted, name)) for name in wanted)
        for wanted in (table.get(kind, {}) for kind in ("changes", "returns", "stays"))
    )
    leads = expect({"hand_leads": False, **table}, "hand_leads", bool)
    if leads and sides not in _BY_ARM:
        raise ValueError(f"hand_leads needs an arm to count, but sides is {sides.value!r}")
    return Proof(changes, returns, stays, leads, is_diagonal=sides is Sides.DIAGONAL)


def _refuse_unknown(what: str, table: Mapping[str, Any], known: set[str]) -> None:
    """Refuse a key nobody reads: a misspelt limit would never be reached."""
    if unknown := sorted(set(table) - known):
        raise ValueError(f"{what} has {', '.join(unknown)}, expected {' or '.join(sorted(known))}")
