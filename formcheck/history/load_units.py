"""Loads in the unit that people lift in; the log itself knows kilograms only."""

from __future__ import annotations

from formcheck.report.training_log import format_amount

KG_PER_LB = 0.45359237
"""The international pound, exactly (1959)."""
LOAD_UNITS = {"kg": 1.0, "lb": KG_PER_LB}
"""Unit → its kilograms."""


def say_load(load_kg: float, unit: str = "kg") -> str:
    """A load, to a hundredth of a kilogram or a tenth of a pound: "62.5 kg", "137.8 lb"."""
    return f"{format_amount(round(load_kg / LOAD_UNITS[unit], 2 if unit == 'kg' else 1))} {unit}"
