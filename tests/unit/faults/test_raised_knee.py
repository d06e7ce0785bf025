"""The raised leg's knee."""

from __future__ import annotations

import pytest

from formcheck.faults.full_reach import LEG_UNSTEADY
from formcheck.faults.raised_knee import measure
from tests.unit.faults.bird_dog_factory import change, follow, make_window
from tests.unit.faults.window_factory import read, refuse


@pytest.mark.parametrize("knee_deg", [120.0, 150.0, 178.0])
def test_it_is_the_angle_in_the_hold(knee_deg: float) -> None:
    found = read(measure(make_window(raised_knee=follow(90.0, knee_deg)), doubt_deg=5.0))
    assert found.value == pytest.approx(knee_deg)
    assert found.doubt == 5.0


def test_legs_taken_for_one_another_are_not_judged() -> None:
    window = make_window(raised_leg_side=change(1.0, 0.0, 4.0, 5.0))
    assert refuse(measure(window, doubt_deg=5.0)) == LEG_UNSTEADY
