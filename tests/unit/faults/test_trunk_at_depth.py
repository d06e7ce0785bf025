"""Trunk and knee in the lowest position."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from formcheck.faults.judgement import RepWindow
from formcheck.faults.leg_view import HIDDEN
from formcheck.faults.trunk_at_depth import measure
from tests.unit.faults.window_factory import T_S, Answer, follow, hide, make_window, read, refuse


def look(window: RepWindow) -> Answer:
    return measure(window, around_s=0.25, never_from_deg=62.0, least_thigh=0.65)


def make(trunk_deg: float, knee_deg: float = 80.0, **signals: Any) -> RepWindow:
    return make_window(
        world_trunk_inclination=follow(5.0, trunk_deg), world_knee_angle=follow(175.0, knee_deg), **signals
    )


@pytest.mark.parametrize(("trunk_deg", "knee_deg"), [(30.0, 60.0), (56.0, 89.0), (61.9, 120.0)])
def test_both_are_read_in_the_lowest_position(trunk_deg: float, knee_deg: float) -> None:
    found = read(look(make(trunk_deg, knee_deg)))
    assert found.value == pytest.approx(trunk_deg)
    assert found.also == pytest.approx(knee_deg)
    assert 3.9 < found.start_s < found.end_s < 4.5


def test_a_trunk_that_leans_far_enough_needs_no_knee() -> None:
    found = read(look(make(62.0, thigh_length=0.3)))
    assert found.value == pytest.approx(62.0)
    assert math.isnan(found.also)


def test_below_that_the_leg_must_be_seen() -> None:
    assert refuse(look(make(61.0, thigh_length=0.3))) == HIDDEN


def test_a_glitch_moves_no_median() -> None:
    trunk_deg = follow(5.0, 50.0)
    trunk_deg[np.argmin(np.abs(T_S - 4.2))] = 160.0
    window = make_window(world_trunk_inclination=trunk_deg, world_knee_angle=80.0)
    assert read(look(window)).value == pytest.approx(50.0)


def test_a_lowest_position_nobody_saw_is_not_judged() -> None:
    assert "lowest position" in refuse(look(make(50.0, settled=hide(1.0, 3.0, 5.5))))
    window = make_window(world_trunk_inclination=math.nan, world_knee_angle=80.0)
    assert "lowest position" in refuse(look(window))
