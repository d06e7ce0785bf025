"""A signal with its speed and acceleration."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from formcheck.faults.course import Course, cut_pull, find_pull, follow_hand, follow_trunk
from tests.unit.faults.pull_factory import (
    HOME_S,
    IN_S,
    LIVE_PULL,
    PULL_S,
    TORSO_PX,
    go_beyond,
    make_pull,
    make_row_window,
)
from tests.unit.faults.window_factory import T_S, hide, make_window


class TestTrunk:
    @pytest.mark.parametrize("facing", [1, -1])
    def test_a_parabola_is_differentiated_exactly(self, facing: int) -> None:
        lean_deg = 80.0 - 10.0 * (T_S - 4.0) ** 2
        course = follow_trunk(make_window(facing=facing, trunk_lean=facing * lean_deg)).cut(3.0, 5.0)
        assert course is not None
        np.testing.assert_allclose(course.way, 10.0 * (course.t_s - 4.0) ** 2 - 80.0, atol=1e-6)
        np.testing.assert_allclose(course.speed, 20.0 * (course.t_s - 4.0), atol=1e-6)
        np.testing.assert_allclose(course.acceleration, 20.0, atol=1e-5)

    def test_a_gap_cannot_be_cut_out(self) -> None:
        course = follow_trunk(make_window(trunk_lean=hide(50.0, 3.0, 4.0)))
        assert course.cut(2.0, 5.0) is None
        assert course.cut(5.0, 6.0) is not None
        assert course.cut(5.0, 5.05) is None

    def test_frames_that_are_not_settled_are_a_gap(self) -> None:
        window = make_window(trunk_lean=50.0, settled=np.where((T_S > 3.0) & (T_S < 4.0), 0.0, 1.0))
        assert follow_trunk(window).cut(2.0, 5.0) is None

    def test_nothing_seen_is_nothing(self) -> None:
        assert follow_trunk(make_window(trunk_lean=math.nan)).cut(2.0, 5.0) is None


class TestHand:
    def test_it_grows_as_the_hand_is_pulled_in(self) -> None:
        reach_px = TORSO_PX * (1.1 - 0.02 * (T_S - 1.0) ** 2)
        course = follow_hand(make_row_window(left_clear_reach=reach_px)).cut(2.0, 5.0)
        assert course is not None
        np.testing.assert_allclose(course.way, 0.02 * (course.t_s - 1.0) ** 2 - 1.1, atol=1e-9)
        np.testing.assert_allclose(course.speed, 0.04 * (course.t_s - 1.0), atol=1e-9)

    @pytest.mark.parametrize(("side", "sees"), [("left", True), ("right", False), ("both", True)])
    def test_it_is_that_of_the_working_or_near_arm(self, side: str, sees: bool) -> None:
        course = follow_hand(make_row_window(make_pull(side=side)))
        assert (course.cut(2.0, 3.0) is not None) is sees

    def test_it_goes_on_beyond_the_window(self) -> None:
        whole = make_row_window()
        ended = go_beyond(whole, HOME_S)
        assert follow_hand(replace(ended, beyond={})).cut(5.5, 6.5) is None
        part, told = follow_hand(ended).cut(5.5, 6.5), follow_hand(whole).cut(5.5, 6.5)
        assert part is not None
        assert told is not None
        np.testing.assert_allclose(part.speed, told.speed, atol=1e-12)


class TestRise:
    def rise(self, *way: float) -> tuple[float, float, float]:
        t_s = np.arange(float(len(way)))
        found = Course(t_s, np.array(way), np.zeros(len(way))).find_rise()
        return found.size, found.from_s, found.to_s

    def test_it_is_the_largest_from_a_low_before(self) -> None:
        assert self.rise(3.0, 1.0, 4.0, 2.0, 7.0, 6.0) == (6.0, 1.0, 4.0)
        assert self.rise(5.0, 9.0, 0.0, 3.0) == (4.0, 0.0, 1.0)

    def test_what_only_goes_down_rises_by_nothing(self) -> None:
        assert self.rise(5.0, 4.0, 1.0)[0] == 0.0


class TestPull:
    def test_it_is_the_concentric_phase_or_the_way_to_the_turn(self) -> None:
        assert find_pull(make_row_window()) == (PULL_S, IN_S)
        assert find_pull(make_row_window(LIVE_PULL)) == (PULL_S, LIVE_PULL.turn_s)

    @pytest.mark.parametrize(("before_s", "from_s"), [(0.4, 1.6), (0.0, 2.0), (3.0, 1.0)])
    def test_it_is_cut_with_what_was_seen_before(self, before_s: float, from_s: float) -> None:
        window = make_row_window()
        pull = cut_pull(follow_trunk(window), window, before_s)
        assert pull is not None
        assert pull.t_s[0] == pytest.approx(from_s, abs=0.05)
        assert pull.t_s[-1] == pytest.approx(IN_S, abs=0.05)

    def test_a_pull_whose_start_was_not_seen_is_none(self) -> None:
        window = make_row_window(trunk_lean=hide(60.0, 0.0, 2.3))
        assert cut_pull(follow_trunk(window), window, 0.4) is None
        assert cut_pull(follow_trunk(make_row_window(trunk_lean=math.nan)), window, 0.4) is None
