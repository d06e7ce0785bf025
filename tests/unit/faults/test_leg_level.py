"""The raised leg against level."""

from __future__ import annotations

import pytest

from formcheck.faults.full_reach import FOOT_OUTSIDE, LEG_BENT
from formcheck.faults.leg_level import measure
from tests.unit.faults.bird_dog_factory import follow, make_window
from tests.unit.faults.window_factory import read, refuse


@pytest.mark.parametrize("leg_deg", [-22.0, 0.0, 18.0])
def test_it_is_the_elevation_in_the_hold(leg_deg: float) -> None:
    found = read(measure(make_window(leg_line=follow(-45.0, leg_deg)), least_knee_deg=155.0, doubt_deg=3.0))
    assert found.value == pytest.approx(leg_deg)
    assert found.doubt == 3.0


def test_a_foot_outside_or_a_bent_knee_is_not_judged() -> None:
    outside = make_window(feet_inside=0.0)
    assert refuse(measure(outside, least_knee_deg=155.0, doubt_deg=3.0)) == FOOT_OUTSIDE
    bent = make_window(raised_knee=follow(90.0, 130.0))
    assert refuse(measure(bent, least_knee_deg=155.0, doubt_deg=3.0)) == LEG_BENT
