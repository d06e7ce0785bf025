"""A movement that was not counted, found by a time within it: closed-form heights."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.reps.counter import CountingRule, Cycle
from formcheck.reps.missed import NEARBY_S, find_least_depth, find_missed_cycle
from tests.motion_factory import ease

RULE = CountingRule(dead_band=10.0, least_depth=40.0, counts_floor_start=True)
T_S = np.arange(0.0, 40.0, 1.0 / 30.0)


def bend(depth: float, start_s: float, pause_s: float = 0.5) -> NDArray:
    """A way down of a second, a pause, and a way up of a second, as a change of height."""
    return depth * (ease(T_S - start_s - 1.0 - pause_s) - ease(T_S - start_s))


def find(height: NDArray, at_s: float, rule: CountingRule = RULE, lifts: bool = False) -> Cycle | None:
    return find_missed_cycle(T_S, height, rule, at_s, may_lift_off=lifts)


def test_it_is_left_turned_and_counted_as_by_the_counter() -> None:
    cycle = find(bend(80.0, 10.0), 11.0)
    assert cycle is not None
    assert cycle.is_full
    assert cycle.depth == pytest.approx(80.0, abs=0.5)
    assert cycle.left_s == pytest.approx(10.0 + math.acos(1 - 2 * 10 / 80) / math.pi, abs=0.05)
    assert 11.0 <= cycle.turn_s <= 11.5
    assert cycle.counted_s == pytest.approx(11.5 + math.acos(1 - 2 * 0.7) / math.pi, abs=0.05)


@pytest.mark.parametrize(("depth", "is_found"), [(15.5, False), (16.5, True), (39.0, True), (80.0, True)])
def test_it_goes_as_far_as_a_partial_one(depth: float, is_found: bool) -> None:
    assert find_least_depth(RULE) == 16.0
    cycle = find(bend(depth, 10.0), 11.0)
    assert (cycle is not None) is is_found
    assert cycle is None or cycle.is_full  # a person said that it is one


@pytest.mark.parametrize("pause_s", [0.0, 0.5, 25.0])
def test_however_long_it_took(pause_s: float) -> None:
    cycle = find(bend(80.0, 5.0, pause_s), 6.0)
    assert cycle is not None
    assert cycle.counted_s - cycle.left_s == pytest.approx(pause_s + 1.4, abs=0.3)


def test_of_several_the_nearest_turn_is_meant() -> None:
    height = bend(80.0, 5.0) + bend(60.0, 9.0) + bend(70.0, 13.0)
    for at_s, depth in ((5.5, 80.0), (7.0, 80.0), (8.5, 60.0), (10.0, 60.0), (13.0, 70.0), (15.0, 70.0)):
        cycle = find(height, at_s)
        assert cycle is not None
        assert cycle.depth == pytest.approx(depth, abs=0.5), at_s


@pytest.mark.parametrize(("beyond_s", "is_found"), [(0.9, True), (1.2, False)])
def test_one_far_from_the_time_is_not_meant(beyond_s: float, is_found: bool) -> None:
    height = bend(80.0, 10.0)
    inside = find(height, 11.0)
    assert inside is not None
    for at_s in (inside.left_s - beyond_s * NEARBY_S, inside.counted_s + beyond_s * NEARBY_S):
        assert (find(height, at_s) == inside) is is_found


@pytest.mark.parametrize("share", [0.3, 0.6, 1.0])
def test_a_way_back_that_is_not_finished_is_enough(share: float) -> None:
    height = share * 80.0 * ease(T_S - 12.0) - 80.0 * ease(T_S - 10.0)
    cycle = find(height, 11.0)
    assert cycle is not None
    assert cycle.depth == pytest.approx(80.0, abs=0.5)
    assert 12.0 < cycle.counted_s < 13.0


def test_a_slow_one_is_found() -> None:
    cycle = find(80.0 * (ease((T_S - 16.0) / 10.0) - ease((T_S - 5.0) / 10.0)), 15.0)
    assert cycle is not None
    assert cycle.depth == pytest.approx(80.0, abs=0.5)


def test_who_stood_taller_long_before_left_home_just_before() -> None:
    cycle = find(bend(80.0, 30.0) - 15.0 * ease(T_S - 5.0), 31.0)
    assert cycle is not None
    assert cycle.left_s == pytest.approx(30.2, abs=0.1)


def test_a_way_down_without_a_way_back_is_none() -> None:
    assert find(-80.0 * ease(T_S - 10.0), 11.0) is None
    assert find(80.0 * ease(T_S - 10.0), 11.0) is None


def test_what_is_not_seen_is_not_found() -> None:
    height = bend(80.0, 10.0)
    hidden = np.where((T_S > 9.0) & (T_S < 14.0), np.nan, height)
    assert find(hidden, 11.0) is None
    assert find(np.full_like(T_S, np.nan), 11.0) is None
    assert find_missed_cycle(T_S[:0], T_S[:0], RULE, 11.0, True) is None


class TestLiftOffTheFloor:
    HEIGHT = 80.0 * ease(T_S - 3.0) + bend(70.0, 8.0)

    def test_the_first_lift_begins_at_the_bottom(self) -> None:
        cycle = find(self.HEIGHT, 2.5, lifts=True)
        assert cycle is not None
        assert math.isnan(cycle.left_s)
        assert 0.0 <= cycle.turn_s <= 3.1
        assert cycle.depth == pytest.approx(80.0, abs=0.5)

    def test_the_next_ones_are_as_ever(self) -> None:
        assert find(self.HEIGHT, 9.0, lifts=True) == find(self.HEIGHT, 9.0)

    def test_behind_another_repetition_there_is_none(self) -> None:
        assert find(self.HEIGHT, 2.5) is None

    def test_nor_where_the_movement_has_none(self) -> None:
        rule = CountingRule(dead_band=10.0, least_depth=40.0)
        assert find(self.HEIGHT, 2.5, rule, lifts=True) is None

    def test_a_set_that_begins_standing_is_left_alone(self) -> None:
        height = bend(80.0, 10.0) + 5.0 * ease(T_S - 5.0)
        assert find(height, 11.0, lifts=True) == find(height, 11.0)
