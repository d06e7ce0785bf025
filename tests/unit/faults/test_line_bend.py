"""Arm and leg against one line."""

from __future__ import annotations

import math

import numpy as np
import pytest

from formcheck.faults.full_reach import ARM_HIDDEN, LEG_HIDDEN
from formcheck.faults.judgement import RepWindow
from formcheck.faults.line_bend import measure
from tests.unit.faults.bird_dog_factory import T_S, follow, make_window
from tests.unit.faults.window_factory import Answer, read, refuse


def look(window: RepWindow) -> Answer:
    return measure(window, least_knee_deg=155.0, doubt_deg=4.0)


@pytest.mark.parametrize(
    ("arm_deg", "leg_deg", "bend_deg"), [(0, 0, 0), (-10, -10, -20), (10, 10, 20), (-10, 10, 0), (5, -5, 0)]
)
def test_it_is_the_sum_of_both_elevations(arm_deg: float, leg_deg: float, bend_deg: float) -> None:
    """A line that is tilted as a whole, or a camera that is, bends nothing."""
    found = read(look(make_window(arm_line=follow(-90.0, arm_deg), leg_line=follow(-45.0, leg_deg))))
    assert found.value == pytest.approx(abs(bend_deg))
    assert found.also == pytest.approx(bend_deg)


def test_what_was_not_seen_is_not_judged() -> None:
    assert refuse(look(make_window(arm_line=math.nan))) == ARM_HIDDEN
    assert refuse(look(make_window(leg_line=math.nan))) == LEG_HIDDEN


def test_limbs_that_are_never_up_together_are_not_judged() -> None:
    first = np.where(T_S < 5.25, 0.0, np.nan)
    second = np.where(T_S >= 5.23, 0.0, np.nan)
    assert "together" in refuse(look(make_window(arm_line=first, leg_line=second)))
