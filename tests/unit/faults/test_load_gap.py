"""Hands ahead of the legs."""

from __future__ import annotations

import math
from typing import Any

import pytest

from formcheck.faults.judgement import RepWindow
from formcheck.faults.leg_view import HIDDEN, RAISED
from formcheck.faults.load_gap import measure
from tests.unit.faults.window_factory import Answer, follow, hide, make_window, read, refuse


def look(window: RepWindow) -> Answer:
    return measure(window, around_s=0.15, least_lean_deg=25.0, most_lean_deg=60.0, doubt=0.03)


def make(facing: int = 1, **changes: Any) -> RepWindow:
    signals: dict[str, Any] = {
        "trunk_lean": facing * follow(5.0, 75.0),
        "wrist_leg_gap": facing * follow(50.0, 20.0),
        "wrist_foot_gap": facing * follow(10.0, 18.0),
    } | changes
    return make_window(facing=facing, **signals)


@pytest.mark.parametrize("facing", [1, -1])
def test_the_gap_is_that_of_mid_lift_and_the_second_that_of_the_bottom(facing: int) -> None:
    found = read(look(make(facing)))
    # Between 25 and 60° the lift is 3/14 to 5/7 done: on average the gap is there at 33.9 of its way.
    assert found.value == pytest.approx(0.339, abs=0.01)
    assert found.also == pytest.approx(0.18)
    assert found.doubt == 0.03
    assert 4.8 < found.start_s < found.end_s < 5.6


def test_torso_lengths_do_not_depend_on_the_size_in_the_picture() -> None:
    twice = make(torso_length=200.0, wrist_leg_gap=follow(100.0, 40.0), wrist_foot_gap=follow(20.0, 36.0))
    assert read(look(twice)).value == pytest.approx(read(look(make())).value)
    assert read(look(twice)).also == pytest.approx(0.18)


def test_legs_that_are_hidden_or_raised_are_not_judged() -> None:
    assert refuse(look(make(thigh_length=0.3))) == HIDDEN
    assert refuse(look(make(near_hip_angle=178.0))) == RAISED


def test_what_was_not_seen_is_not_judged() -> None:
    assert "faces" in refuse(look(make(facing=0)))
    assert "hands or the foot" in refuse(look(make(wrist_leg_gap=math.nan)))
    assert "hands or the foot" in refuse(look(make(wrist_foot_gap=hide(18.0, 3.5, 5.0))))
    assert "lowest position" in refuse(look(make(settled=hide(1.0, 3.0, 4.7))))


def test_a_trunk_that_stays_upright_has_no_mid_lift() -> None:
    assert "too upright" in refuse(look(make(trunk_lean=follow(2.0, 20.0))))
