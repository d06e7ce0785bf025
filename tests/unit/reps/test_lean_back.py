"""A lift ends at the home level, however far the trunk leans back afterwards: closed-form trunks."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.reps.counter import Cycle
from formcheck.reps.lean_back import LEAN_BACK_DEG, cut_lean_back, find_home_deg
from formcheck.reps.timing import PhaseTimer
from tests.motion_factory import ease

RATE_HZ = 30.0
REST_SPEED = 5.0  # deg/s, that of the hinges
times_s = np.arange(0.0, 16.0, 1 / RATE_HZ)
STARTS_S = (2.0, 8.0)
OUT_S, PAUSE_S, BACK_S = 1.6, 0.8, 1.2
LEAN_S, EDGE_S = 2.0, 0.4
"""How long the trunk leans back from the end of the lift on, and how long it takes each way."""
EARLY = math.acos(1 - 2 * 0.01) / math.pi
"""Share of its time in which a half cosine makes 1 % of its way."""


def find_end_s(start_s: float) -> float:
    return start_s + OUT_S + PAUSE_S + BACK_S


def draw_trunk(home_deg: float, leans_deg: Sequence[float], depth_deg: float = 60.0) -> NDArray:
    """Height of a trunk that bends twice and leans back after each lift, and then comes home."""
    height = np.full_like(times_s, home_deg)
    for start_s, lean_deg in zip(STARTS_S, leans_deg, strict=True):
        end_s = find_end_s(start_s)
        height -= depth_deg * (ease((times_s - start_s) / OUT_S) - ease((times_s - end_s + BACK_S) / BACK_S))
        height += lean_deg * (
            ease((times_s - end_s) / EDGE_S) - ease((times_s - end_s - LEAN_S + EDGE_S) / EDGE_S)
        )
    return height


def list_cycles(is_first_off_floor: bool = False) -> list[Cycle]:
    cycles = []
    for start_s in STARTS_S:
        left_s = math.nan if is_first_off_floor and not cycles else start_s + 0.4
        turn_s = start_s + OUT_S + PAUSE_S / 2
        cycles.append(Cycle(left_s, turn_s, find_end_s(start_s) - 0.3, 60.0, is_full=True))
    return cycles


def cut(height: NDArray, is_first_off_floor: bool = False) -> NDArray:
    timer = PhaseTimer(times_s, height, REST_SPEED, RATE_HZ)
    return cut_lean_back(height, find_home_deg(list_cycles(is_first_off_floor), lambda *_: timer))


class TestLean:
    @pytest.mark.parametrize("home_deg", [85.0, 88.0, 90.0, 93.0])
    @pytest.mark.parametrize("lean_deg", [14.0, 22.0])
    def test_it_is_cut_at_home(self, home_deg: float, lean_deg: float) -> None:
        height = draw_trunk(home_deg, (lean_deg, lean_deg))
        expected = draw_trunk(home_deg, (0.0, 0.0))
        np.testing.assert_allclose(cut(height), expected, atol=0.1)

    @pytest.mark.parametrize("lean_deg", [14.0, 22.0])
    def test_the_lift_ends_and_the_lowering_begins_at_home(self, lean_deg: float) -> None:
        timer = PhaseTimer(times_s, cut(draw_trunk(88.0, (lean_deg, lean_deg))), REST_SPEED, RATE_HZ)
        for cycle, start_s in zip(list_cycles(), STARTS_S, strict=True):
            edges = timer.find_edges(cycle, start_s - 1.5, start_s + 6.0)
            assert edges.out_start_s == pytest.approx(start_s + EARLY * OUT_S, abs=0.06)
            assert edges.back_end_s == pytest.approx(find_end_s(start_s) - EARLY * BACK_S, abs=0.06)

    def test_a_lean_from_which_the_trunk_comes_home_right_into_the_next_lowering(self) -> None:
        height = draw_trunk(88.0, (16.0, 0.0))
        gone = find_end_s(STARTS_S[0]) + LEAN_S - EDGE_S
        late = STARTS_S[1] - EDGE_S - gone  # it leans until the lowering: shift its end
        moved = height + 16.0 * (ease((times_s - gone) / EDGE_S) - ease((times_s - gone - late) / EDGE_S))
        timer = PhaseTimer(times_s, cut(moved), REST_SPEED, RATE_HZ)
        edges = timer.find_edges(list_cycles()[1], find_end_s(STARTS_S[0]), float(times_s[-1]))
        assert edges.out_start_s == pytest.approx(STARTS_S[1] + EARLY * OUT_S, abs=0.06)

    def test_who_is_never_seen_standing_before_a_lowering_has_no_home_to_lean_beyond(self) -> None:
        height = draw_trunk(88.0, (16.0, 16.0))
        seen = np.where(times_s >= STARTS_S[0] + OUT_S, height, np.nan)
        seen[(times_s > find_end_s(STARTS_S[0])) & (times_s < STARTS_S[1] + 0.5)] = np.nan
        np.testing.assert_array_equal(cut(seen, is_first_off_floor=True), seen)

    def test_after_a_lift_off_the_floor_home_is_where_the_athlete_stands_before_the_next(self) -> None:
        height = draw_trunk(88.0, (0.0, 16.0))
        seen = np.where(times_s >= STARTS_S[0] + OUT_S, height, np.nan)
        assert np.nanmax(cut(seen, is_first_off_floor=True)) == pytest.approx(88.0, abs=0.1)

    def test_what_is_not_seen_stays_unseen_and_the_given_signal_as_it_is(self) -> None:
        height = draw_trunk(88.0, (16.0, 16.0))
        height[100:110] = np.nan
        before = height.copy()
        held = cut(height)
        np.testing.assert_array_equal(height, before)
        np.testing.assert_array_equal(np.isnan(held), np.isnan(before))


class TestNoLean:
    @pytest.mark.parametrize("home_deg", [82.0, 88.0, 94.0])
    def test_a_plain_set_is_left_alone(self, home_deg: float) -> None:
        height = draw_trunk(home_deg, (0.0, 0.0))
        np.testing.assert_array_equal(cut(height), height)

    @pytest.mark.parametrize("home_deg", [90.0, 96.0])
    @pytest.mark.parametrize("higher_deg", [3.0, LEAN_BACK_DEG - 0.5])
    def test_standing_a_little_taller_is_no_lean(self, home_deg: float, higher_deg: float) -> None:
        height = draw_trunk(home_deg, (higher_deg, -higher_deg))
        np.testing.assert_array_equal(cut(height), height)

    def test_who_stood_bent_at_first_does_not_lean_by_standing_up(self) -> None:
        stands_up = 15.0 * ease((times_s - find_end_s(STARTS_S[0]) + BACK_S) / BACK_S)
        height = draw_trunk(76.0, (0.0, 0.0)) + stands_up
        np.testing.assert_array_equal(cut(height), height)
