"""What the momentum index of an exercise is made of, as its TOML says it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from formcheck.exercises.rule_tables import read_rules
from formcheck.exercises.rules import Rule
from formcheck.exercises.toml_values import expect, expect_positive


@dataclass(frozen=True, slots=True)
class MomentumPart:
    """One source of momentum.

    Attributes
    ----------
    rule : Rule
        Measures it; its ``clear`` limit is where the part begins to count, and the unit in which it does.
    weight : float
        Above 0.
    """

    rule: Rule
    weight: float


@dataclass(frozen=True, slots=True)
class MomentumScale:
    """The momentum index of an exercise.

    Attributes
    ----------
    parts : tuple of MomentumPart
    some_swing_from, mostly_swing_from : float
        Steps of the index between its three verdicts.
    least_share : float
        Share of the weight, 0 to 1, that must have been seen.
    source : str
        Where weights and steps come from.
    """

    parts: tuple[MomentumPart, ...]
    some_swing_from: float
    mostly_swing_from: float
    least_share: float
    source: str


def read_momentum(table: Mapping[str, Any] | None, rules: Sequence[Rule]) -> MomentumScale | None:
    """Read the momentum index of an exercise.

    Parameters
    ----------
    table : mapping or None
        ``weights`` by name of a rule of the exercise or of one of the table's own ``measures``, which are
        written like rules and raise no fault. A weight of 0 drops a part.
    rules : sequence of Rule
        Those of the exercise.

    Returns
    -------
    MomentumScale or None
        None: the exercise has no momentum index.

    Raises
    ------
    ValueError
        When it cannot be used: why.
    KeyError
        When something is missing.
    """
    if table is None:
        return None
    measures = {name: {"cue": "", **measure} for name, measure in table.get("measures", {}).items()}
    known = {rule.name: rule for rule in (*rules, *read_rules(measures))}
    weights = {name: expect(table["weights"], name, float) for name in table["weights"]}
    if any(weight < 0 for weight in weights.values()) or not sum(weights.values()) > 0:
        raise ValueError("momentum: expected weights of at least 0, and one above it")
    parts = {name: weight for name, weight in weights.items() if weight > 0}
    if unknown := sorted(set(parts) - set(known)):
        raise ValueError(f"momentum weighs {', '.join(unknown)}, expected rules or measures of its own")
    for name in parts:
        clear = known[name].limits.clear
        if not 0.0 < clear < math.inf:
            raise ValueError(f"momentum weighs {name}, whose clear limit is {clear:g}, expected one above 0")
    some, mostly = (expect_positive(table, f"{step}_swing_from") for step in ("some", "mostly"))
    if not some < mostly:
        raise ValueError(f"momentum: some_swing_from is {some}, expected less than mostly_swing_from")
    return MomentumScale(
        parts=tuple(MomentumPart(known[name], weight) for name, weight in parts.items()),
        some_swing_from=some,
        mostly_swing_from=mostly,
        least_share=expect_positive(table, "least_share"),
        source=expect(table, "source", str),
    )
