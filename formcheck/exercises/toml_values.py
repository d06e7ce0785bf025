"""Values out of a TOML table: of the kind expected, or a ValueError that says what came instead.

A missing key is a KeyError, as for any mapping.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def expect(table: Mapping[str, Any], key: str, kind: type) -> Any:
    """Read a value of a kind; whole numbers may stand for fractional ones, truth values may not."""
    value = table[key]
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind):
        expected = {bool: "true or false", float: "a number", str: "a text"}[kind]
        raise ValueError(f"{key} is {value!r}, expected {expected}")
    return value


def choose(table: Mapping[str, Any], key: str, choices: tuple[str, ...]) -> str:
    """Read one of several words."""
    if table[key] not in choices:
        raise ValueError(f"{key} is {table[key]!r}, expected one of {', '.join(choices)}")
    return table[key]


def expect_positive(table: Mapping[str, Any], key: str) -> float:
    """Read a number above zero."""
    value = expect(table, key, float)
    if not value > 0:
        raise ValueError(f"{key} is {value}, expected more than 0")
    return value


def read_span(table: Mapping[str, Any], key: str, unit: str = "seconds") -> tuple[float, float]:
    """Read ``[least, most]``; the unit is for the message."""
    span = table[key]
    numbers = [x for x in span if isinstance(x, int | float)] if isinstance(span, list) else []
    if len(numbers) != 2 or not numbers[0] <= numbers[1]:
        raise ValueError(f"{key} is {span!r}, expected [least, most] in {unit}")
    return float(numbers[0]), float(numbers[1])
