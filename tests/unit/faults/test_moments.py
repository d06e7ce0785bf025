"""Which frames are home, the lowest position, the bent part and the top."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.faults.moments import (
    find_bent,
    find_depth,
    find_home,
    find_length_px,
    find_span,
    find_top,
    measure_trunk_px,
)
from tests.unit.faults.window_factory import (
    FLOOR_START,
    LIVE,
    NEXT_S,
    PHASES,
    T_S,
    TOP_S,
    TURN_S,
    follow,
    hide,
    make_rep,
    make_window,
)


def list_times(mask: NDArray[np.bool_], t_s: NDArray[np.float64] = T_S) -> tuple[float, float]:
    """First and last time of a mask without holes."""
    found = np.flatnonzero(mask)
    assert len(found) == found[-1] - found[0] + 1
    return float(t_s[found[0]]), float(t_s[found[-1]])


class TestHome:
    def test_it_is_before_the_repetition(self) -> None:
        assert list_times(find_home(make_window())) == pytest.approx((1.5, 2.1), abs=0.035)

    def test_a_lift_off_the_floor_has_it_after_the_lift(self) -> None:
        first_s, last_s = list_times(find_home(make_window(FLOOR_START)))
        assert first_s == pytest.approx(TOP_S)
        assert last_s < TOP_S + 0.5

    def test_a_repetition_without_a_rest_before_it_has_a_little(self) -> None:
        window = make_window(from_s=2.0)
        assert 3 <= find_home(window).sum() <= 4

    def test_live_a_lift_off_the_floor_has_none_yet(self) -> None:
        live = make_rep(start_s=TURN_S, end_s=5.5, counted_s=5.5, phases=())
        assert not find_home(make_window(live, until_s=5.5)).any()


class TestDepth:
    def test_it_is_around_the_turn(self) -> None:
        first_s, last_s = list_times(find_depth(make_window(), 0.25))
        assert first_s == pytest.approx(TURN_S - 0.25, abs=0.04)
        assert last_s == pytest.approx(TURN_S + 0.25, abs=0.04)

    def test_never_before_the_repetition(self) -> None:
        assert list_times(find_depth(make_window(FLOOR_START), 0.25))[0] >= TURN_S - 1e-9

    def test_a_late_first_frame_will_do_while_the_athlete_is_still_down(self) -> None:
        settled = np.where(T_S >= TURN_S + 0.2, 1.0, 0.0)
        window = make_window(settled=settled, hip_flexion=110.0)
        assert list_times(find_depth(window, 0.25))[0] == pytest.approx(TURN_S + 0.2, abs=0.035)

    @pytest.mark.parametrize("late_s", [0.3, 0.8])
    def test_but_not_once_the_lift_goes_on(self, late_s: float) -> None:
        settled = np.where(TURN_S + late_s <= T_S, 1.0, 0.0)
        assert not find_depth(make_window(settled=settled), 0.25).any()

    def test_nor_where_the_lowest_position_itself_was_missed(self) -> None:
        assert not find_depth(make_window(settled=hide(1.0, 3.0, 5.5)), 0.25).any()

    def test_standing_still_is_not_being_down(self) -> None:
        settled = np.where(T_S >= TURN_S + 0.2, 1.0, 0.0)
        assert not find_depth(make_window(settled=settled, hip_flexion=15.0), 0.25).any()

    def test_nothing_settled_nothing_found(self) -> None:
        assert not find_depth(make_window(settled=0.0), 0.25).any()


class TestBent:
    def test_it_is_a_share_of_the_own_peak(self) -> None:
        flexion_deg = follow(0.0, 100.0)
        bent = find_bent(make_window(hip_flexion=flexion_deg), 0.7)
        np.testing.assert_array_equal(bent, flexion_deg >= 70.0)

    def test_what_was_not_seen_is_left_out(self) -> None:
        assert not find_bent(make_window(hip_flexion=math.nan), 0.7).any()


class TestTop:
    def test_with_a_next_repetition_it_is_what_was_asked_for(self) -> None:
        window = make_window(until_s=NEXT_S)
        assert list_times(find_top(window, 5.8, 1.0), window.t_s) == pytest.approx((5.8, 6.8), abs=0.035)

    def test_touch_and_go_has_a_top_too(self) -> None:
        window = make_window(until_s=TOP_S)
        assert find_top(window, 5.8, 1.0).any()

    def test_the_last_repetition_needs_some_time_after_it(self) -> None:
        last = make_rep(phases=PHASES[:3])
        assert find_top(make_window(last, until_s=6.4), 5.8, 1.0).any()
        assert not find_top(make_window(last, until_s=6.25), 5.8, 1.0).any()

    def test_live_nobody_knows(self) -> None:
        assert not find_top(make_window(LIVE, until_s=5.5), 5.3, 1.0).any()


def test_a_span_holds_its_last_frame() -> None:
    frames = (T_S >= 3.0) & (T_S < 4.0)
    start_s, end_s = find_span(make_window(), frames)
    np.testing.assert_array_equal((start_s <= T_S) & (end_s > T_S), frames)


def test_the_trunk_is_as_long_as_it_appears() -> None:
    assert measure_trunk_px(make_window(torso_length=follow(120.0, 60.0))) == pytest.approx(120.0)
    assert math.isnan(measure_trunk_px(make_window(torso_length=math.nan)))
    assert math.isnan(measure_trunk_px(make_window(settled=0.0)))


def test_a_length_is_what_the_longest_tenth_begins_with() -> None:
    lengths_px = np.append(np.arange(0.0, 101.0), [np.nan] * 50)
    assert find_length_px(np.random.default_rng(0).permutation(lengths_px)) == pytest.approx(90.0)
    assert math.isnan(find_length_px(np.array([np.nan])))
    assert math.isnan(find_length_px(np.array([])))
