"""Arm and leg of one side."""

from __future__ import annotations

import math
from typing import Any

import pytest

from formcheck.faults.full_reach import ARM_HIDDEN, ARM_UNSTEADY, LEG_UNSTEADY
from formcheck.faults.same_side import measure
from tests.unit.faults.bird_dog_factory import change, follow, make_window
from tests.unit.faults.window_factory import read, refuse


def test_opposite_limbs_are_never_up_on_one_side() -> None:
    assert read(measure(make_window(), raised_deg=-35.0)).value == 0.0


def test_it_is_the_time_both_are_up() -> None:
    """From -35° on: 90° in 1.5 s, so 0.58 s either side of the hold of 2.5 s."""
    found = read(measure(make_window(raised_leg_side=0.0), raised_deg=-35.0))
    assert found.value == pytest.approx(2.5 + 2 * 35.0 / 90.0 * 1.5, abs=0.08)


def test_the_leg_alone_is_not_enough() -> None:
    window = make_window(raised_leg_side=0.0, raised_thigh=follow(-90.0, -50.0))
    assert refuse(measure(window, raised_deg=-35.0)) == LEG_UNSTEADY


@pytest.mark.parametrize(
    ("signals", "reason"),
    [
        ({"arm_line": math.nan}, ARM_HIDDEN),
        ({"raised_leg_side": change(0.0, 1.0, 6.5, 7.4)}, LEG_UNSTEADY),
        ({"raised_leg_side": 0.0, "raised_arm_side": change(0.0, 1.0, 6.5, 7.4)}, ARM_UNSTEADY),
    ],
)
def test_sides_that_are_exchanged_anywhere_are_not_judged(signals: dict[str, Any], reason: str) -> None:
    assert refuse(measure(make_window(**signals), raised_deg=-35.0)) == reason
