"""Phase times of closed-form movements against the definition: 1 % to 99 % of the way."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import astuple, dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.reps.counter import Cycle
from formcheck.reps.rep import PhaseEdges
from formcheck.reps.timing import PhaseTimer

REST_SPEED = 5.0  # deg/s, that of the hinges
RAMP = 0.1
Shape = Callable[[NDArray], NDArray]


def minimum_jerk(share: NDArray) -> NDArray:
    s = np.clip(share, 0.0, 1.0)
    return s**3 * (10.0 - 15.0 * s + 6.0 * s**2)


def half_cosine(share: NDArray) -> NDArray:
    return 0.5 - 0.5 * np.cos(np.pi * np.clip(share, 0.0, 1.0))


def constant_speed(share: NDArray) -> NDArray:
    """Constant speed between two ramps of a tenth of the time each."""
    s = np.clip(share, 0.0, 1.0)
    speed = 1.0 / (1.0 - RAMP)
    first, last = speed * s**2 / (2 * RAMP), 1.0 - speed * (1.0 - s) ** 2 / (2 * RAMP)
    return np.where(s < RAMP, first, np.where(s > 1.0 - RAMP, last, speed * (s - RAMP / 2)))


SHAPES = {shape.__name__: shape for shape in (minimum_jerk, half_cosine, constant_speed)}


def find_share(shape: Shape, way: float) -> float:
    """Share of the time at which that share of the way is made; every shape is symmetrical."""
    times = np.linspace(0.0, 1.0, 100_001)
    return float(np.interp(way, shape(times), times))


@dataclass(frozen=True)
class Movement:
    """One repetition from standing, out and back, in closed form."""

    shape: str = "minimum_jerk"
    out_s: float = 1.6
    pause_s: float = 0.8
    back_s: float = 1.2
    depth: float = 85.0
    lead_s: float = 2.0
    tail_s: float = 2.0
    rate_hz: float = 30.0
    shift_s: float = 0.0

    @property
    def back_begins_s(self) -> float:
        return self.lead_s + self.out_s + self.pause_s

    @property
    def t_s(self) -> NDArray:
        duration_s = self.back_begins_s + self.back_s + self.tail_s
        return self.shift_s + np.arange(round(duration_s * self.rate_hz)) / self.rate_hz

    @property
    def height(self) -> NDArray:
        t_s, shape = self.t_s - self.shift_s, SHAPES[self.shape]
        return -self.depth * (
            shape((t_s - self.lead_s) / self.out_s) - shape((t_s - self.back_begins_s) / self.back_s)
        )

    @property
    def truth_s(self) -> tuple[float, float, float, float]:
        """Edges by the definition."""
        early = find_share(SHAPES[self.shape], 0.01)
        edges_s = (
            self.lead_s + early * self.out_s,
            self.lead_s + (1 - early) * self.out_s,
            self.back_begins_s + early * self.back_s,
            self.back_begins_s + (1 - early) * self.back_s,
        )
        return tuple(self.shift_s + t_s for t_s in edges_s)  # type: ignore[return-value]

    @property
    def cycle(self) -> Cycle:
        return find_cycle(self.t_s, self.height)

    @property
    def timer(self) -> PhaseTimer:
        return PhaseTimer(self.t_s, self.height, REST_SPEED, self.rate_hz)


def find_cycle(t_s: NDArray, height: NDArray) -> Cycle:
    """What the counter would make of a noiseless repetition: dead-band 10, return 0.7."""
    turn = int(np.nanargmin(height))
    depth = float(np.nanmax(height[:turn]) - height[turn])
    left = np.flatnonzero(height[:turn] >= np.nanmax(height[:turn]) - 10.0)[-1]
    counted = turn + np.flatnonzero(height[turn:] >= height[turn] + 0.7 * depth)[0]
    return Cycle(float(t_s[left]), float(t_s[turn]), float(t_s[counted]), depth, is_full=True)


def find_edges(movement: Movement) -> tuple[float, float, float, float]:
    t_s = movement.t_s
    edges = movement.timer.find_edges(movement.cycle, float(t_s[0]), float(t_s[-1]))
    assert math.isnan(edges.next_start_s)  # left to the caller
    return edges.out_start_s, edges.out_end_s, edges.back_start_s, edges.back_end_s


def is_unseen(edges: PhaseEdges) -> bool:
    return all(math.isnan(edge) for edge in astuple(edges))


class TestDefinition:
    @pytest.mark.parametrize("shape", SHAPES)
    @pytest.mark.parametrize("pause_s", [0.3, 1.5])
    @pytest.mark.parametrize(("out_s", "back_s"), [(0.8, 0.8), (1.5, 1.0), (3.0, 2.0)])
    @pytest.mark.parametrize("depth", [80.0, 110.0])
    def test_edges_lie_at_one_and_ninety_nine_percent(
        self, shape: str, pause_s: float, out_s: float, back_s: float, depth: float
    ) -> None:
        movement = Movement(shape, out_s, pause_s, back_s, depth)
        np.testing.assert_allclose(find_edges(movement), movement.truth_s, atol=0.06)

    @pytest.mark.parametrize("shape", SHAPES)
    def test_a_shallow_movement_is_timed_alike(self, shape: str) -> None:
        movement = Movement(shape, out_s=1.2, back_s=1.0, depth=42.0)
        np.testing.assert_allclose(find_edges(movement), movement.truth_s, atol=0.06)

    def test_very_slow_and_shallow_the_edges_of_the_softest_shape_come_late(self) -> None:
        # Its first and last 1 % are slower than the least speed that counts as moving, 5 deg/s.
        movement = Movement("minimum_jerk", out_s=4.0, back_s=4.0, depth=45.0)
        errors_s = np.subtract(find_edges(movement), movement.truth_s)
        assert np.abs(errors_s).max() < 0.15
        assert errors_s[0] > 0.06
        assert errors_s[1] < -0.06

    @pytest.mark.parametrize("rate_hz", [12.0, 15.0, 20.0, 24.0, 25.0, 29.97, 50.0, 60.0])
    @pytest.mark.parametrize("shape", SHAPES)
    def test_at_any_frame_rate(self, shape: str, rate_hz: float) -> None:
        movement = Movement(shape, rate_hz=rate_hz)
        np.testing.assert_allclose(find_edges(movement), movement.truth_s, atol=0.06)

    def test_jittered_and_missing_pictures_cost_little(self) -> None:
        movement = Movement()
        rng = np.random.default_rng(1)
        t_s = movement.t_s + rng.uniform(-0.4, 0.4, len(movement.t_s)) / movement.rate_hz
        t_s = t_s[rng.random(len(t_s)) > 0.2]
        height = np.interp(t_s, movement.t_s, movement.height)
        edges = PhaseTimer(t_s, height, REST_SPEED, 30.0).find_edges(movement.cycle, t_s[0], t_s[-1])
        np.testing.assert_allclose(astuple(edges)[:4], movement.truth_s, atol=0.06)

    def test_another_unit_is_timed_alike(self) -> None:
        movement = Movement()
        scaled = PhaseTimer(movement.t_s, movement.height / 100.0, REST_SPEED / 100.0, 30.0)
        edges = scaled.find_edges(movement.cycle, 0.0, float(movement.t_s[-1]))
        np.testing.assert_allclose(astuple(edges)[:4], find_edges(movement), atol=1e-9)

    def test_another_height_of_home_is_timed_alike(self) -> None:
        movement = Movement()
        raised = PhaseTimer(movement.t_s, movement.height + 77.0, REST_SPEED, 30.0)
        edges = raised.find_edges(movement.cycle, 0.0, float(movement.t_s[-1]))
        np.testing.assert_allclose(astuple(edges)[:4], find_edges(movement), atol=1e-9)


class TestTime:
    @pytest.mark.parametrize("shift_s", [-50.0, 1.0, 7200.0])
    def test_another_clock_shifts_the_edges_and_nothing_else(self, shift_s: float) -> None:
        plain, shifted = Movement(), Movement(shift_s=shift_s)
        np.testing.assert_allclose(np.subtract(find_edges(shifted), shift_s), find_edges(plain), atol=1e-6)

    @pytest.mark.parametrize("shape", SHAPES)
    def test_half_as_fast_takes_twice_as_long(self, shape: str) -> None:
        quick = np.diff(find_edges(Movement(shape, out_s=1.2, pause_s=0.8, back_s=1.0)))
        slow = np.diff(find_edges(Movement(shape, out_s=2.4, pause_s=1.6, back_s=2.0)))
        np.testing.assert_allclose(slow, 2 * quick, atol=0.12)

    def test_backwards_in_time_the_ways_change_places(self) -> None:
        movement = Movement(out_s=1.5, pause_s=0.7, back_s=1.5)
        turned = PhaseTimer(movement.t_s, movement.height[::-1], REST_SPEED, 30.0)
        last_s = float(movement.t_s[-1])
        edges = turned.find_edges(find_cycle(movement.t_s, movement.height[::-1]), 0.0, last_s)
        np.testing.assert_allclose(last_s - np.array(astuple(edges)[3::-1]), find_edges(movement), atol=0.01)


class TestPauses:
    @pytest.mark.parametrize("shape", SHAPES)
    def test_touch_and_go_has_no_pause(self, shape: str) -> None:
        movement = Movement(shape, out_s=1.2, pause_s=0.0, back_s=1.2)
        out_start_s, out_end_s, back_start_s, back_end_s = find_edges(movement)
        # By the definition the turn itself lasts from 99 % down to 99 % up.
        expected_s = movement.truth_s[2] - movement.truth_s[1]
        assert back_start_s - out_end_s == pytest.approx(expected_s, abs=0.06)
        assert back_start_s - out_end_s < 0.3
        assert out_start_s < out_end_s
        assert back_start_s < back_end_s

    def test_a_bounce_gives_no_negative_time(self) -> None:
        t_s = np.arange(0.0, 6.0, 1 / 30)
        height = -80.0 * np.clip(1.0 - np.abs(t_s - 3.0) / 0.9, 0.0, None)  # a V
        edges = PhaseTimer(t_s, height, REST_SPEED, 30.0).find_edges(find_cycle(t_s, height), 0.0, 6.0)
        durations_s = np.diff(astuple(edges)[:4])
        assert durations_s[1] == pytest.approx(0.0, abs=0.1)
        np.testing.assert_allclose(durations_s[[0, 2]], 0.9, atol=0.12)

    @pytest.mark.parametrize("pause_s", [0.5, 1.0, 2.0, 4.0])
    def test_a_longer_pause_is_longer_by_as_much(self, pause_s: float) -> None:
        short, long = Movement(pause_s=0.3), Movement(pause_s=0.3 + pause_s)
        grown_s = np.diff(find_edges(long)) - np.diff(find_edges(short))
        np.testing.assert_allclose(grown_s, [0.0, pause_s, 0.0], atol=0.02)

    @pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
    def test_a_stop_on_the_way_up_belongs_to_the_way_up(self, share: float) -> None:
        t_s = np.arange(0.0, 9.0, 1 / 30)
        way = share * half_cosine((t_s - 4.0) / 0.8) + (1 - share) * half_cosine((t_s - 5.4) / 0.8)
        height = -80.0 * (half_cosine((t_s - 2.0) / 1.2) - way)
        edges = PhaseTimer(t_s, height, REST_SPEED, 30.0).find_edges(find_cycle(t_s, height), 0.0, 9.0)
        assert edges.back_start_s == pytest.approx(4.0, abs=0.12)
        assert edges.back_end_s == pytest.approx(6.2, abs=0.12)


class TestHomeLevel:
    @pytest.mark.parametrize("drift", [-1.0, 1.0])
    def test_a_drifting_home_level_is_no_movement(self, drift: float) -> None:
        movement = Movement()
        height = movement.height + drift * (movement.t_s - 4.0)  # one degree a second
        timer = PhaseTimer(movement.t_s, height, REST_SPEED, 30.0)
        edges = timer.find_edges(movement.cycle, 0.0, float(movement.t_s[-1]))
        np.testing.assert_allclose(astuple(edges)[:4], movement.truth_s, atol=0.1)

    @pytest.mark.parametrize("step", [-8.0, 8.0])
    def test_coming_home_elsewhere_changes_nothing(self, step: float) -> None:
        movement = Movement()
        way_back = half_cosine((movement.t_s - movement.back_begins_s) / movement.back_s)
        timer = PhaseTimer(movement.t_s, movement.height + step * way_back, REST_SPEED, 30.0)
        edges = timer.find_edges(movement.cycle, 0.0, float(movement.t_s[-1]))
        np.testing.assert_allclose(astuple(edges)[:4], movement.truth_s, atol=0.06)

    def test_sway_before_and_after_is_no_movement(self) -> None:
        movement = Movement()
        sway = 1.0 * np.sin(2 * np.pi * 0.3 * movement.t_s)
        timer = PhaseTimer(movement.t_s, movement.height + sway, REST_SPEED, 30.0)
        edges = timer.find_edges(movement.cycle, 0.0, float(movement.t_s[-1]))
        np.testing.assert_allclose(astuple(edges)[:4], movement.truth_s, atol=0.12)


class TestNotSeen:
    @staticmethod
    def find_with_gap(from_s: float, to_s: float, drop: bool = False) -> PhaseEdges:
        movement = Movement()  # out 2.0-3.6, back 4.4-5.6
        t_s, height = movement.t_s, movement.height.copy()
        inside = (t_s >= from_s) & (t_s < to_s)
        height[inside] = np.nan
        if drop:
            t_s, height = t_s[~inside], height[~inside]
        timer = PhaseTimer(t_s, height, REST_SPEED, 30.0)
        return timer.find_edges(movement.cycle, 0.0, float(t_s[-1]))

    @pytest.mark.parametrize("drop", [False, True])
    @pytest.mark.parametrize("from_s", [2.6, 3.7, 4.5])
    def test_a_gap_in_the_repetition_leaves_nothing_timed(self, from_s: float, drop: bool) -> None:
        assert is_unseen(self.find_with_gap(from_s, from_s + 0.6, drop))

    @pytest.mark.parametrize("drop", [False, True])
    @pytest.mark.parametrize(("from_s", "to_s"), [(0.0, 1.2), (0.5, 1.5), (6.2, 7.0), (6.4, 8.0)])
    def test_a_gap_outside_does_not_matter(self, from_s: float, to_s: float, drop: bool) -> None:
        edges = self.find_with_gap(from_s, to_s, drop)
        np.testing.assert_allclose(astuple(edges)[:4], Movement().truth_s, atol=0.06)

    def test_a_short_gap_is_filled(self) -> None:
        edges = self.find_with_gap(2.6, 2.9)
        np.testing.assert_allclose(astuple(edges)[:4], Movement().truth_s, atol=0.1)

    def test_an_unseen_signal_times_nothing(self) -> None:
        movement = Movement()
        timer = PhaseTimer(movement.t_s, np.full_like(movement.height, np.nan), REST_SPEED, 30.0)
        assert is_unseen(timer.find_edges(movement.cycle, 0.0, 8.0))
        assert math.isnan(timer.measure_range(movement.cycle, -math.inf, 8.0))

    def test_a_window_without_the_turn_times_nothing(self) -> None:
        movement = Movement()
        assert is_unseen(movement.timer.find_edges(movement.cycle, 5.0, 7.0))
        assert is_unseen(movement.timer.find_edges(movement.cycle, 0.0, 2.0))


class TestFloorStart:
    @staticmethod
    def film() -> tuple[Movement, PhaseTimer, Cycle]:
        movement = Movement(out_s=1.0, pause_s=1.0, back_s=1.4)
        kept = movement.t_s >= 3.0  # the film begins at the bottom
        timer = PhaseTimer(movement.t_s[kept], movement.height[kept], REST_SPEED, 30.0)
        return movement, timer, Cycle(math.nan, 3.0, movement.cycle.counted_s, 60.0, is_full=True)

    def test_the_descent_was_not_seen(self) -> None:
        movement, timer, cycle = self.film()
        edges = timer.find_edges(cycle, 3.0, float(movement.t_s[-1]))
        assert math.isnan(edges.out_start_s)
        assert math.isnan(edges.out_end_s)

    def test_the_ascent_is_timed(self) -> None:
        movement, timer, cycle = self.film()
        edges = timer.find_edges(cycle, 3.0, float(movement.t_s[-1]))
        np.testing.assert_allclose((edges.back_start_s, edges.back_end_s), movement.truth_s[2:], atol=0.06)

    def test_its_range_ends_at_the_top(self) -> None:
        _, timer, cycle = self.film()
        assert timer.measure_range(cycle, -math.inf, 8.0) == pytest.approx(85.0, abs=0.3)


EARLY = find_share(half_cosine, 0.01)
"""Share of the time in which a half cosine makes its first 1 %."""


@dataclass(frozen=True)
class TippedLift:
    """A trunk of 60° that tips by ``tip`` more from ``tips_s`` on, and hips that open meanwhile by 25°."""

    tip: float = 15.0
    tip_time_s: float = 0.5
    stand_s: float = 0.0
    hips_deg: float = -25.0
    out_s: float = 1.6
    pause_s: float = 0.8
    back_s: float = 1.3
    lead_s: float = 2.0
    depth: float = 60.0

    @property
    def tips_s(self) -> float:
        return self.lead_s + self.out_s + self.pause_s

    @property
    def rises_s(self) -> float:
        return self.tips_s + self.tip_time_s + self.stand_s

    @property
    def t_s(self) -> NDArray:
        return np.arange(0.0, self.rises_s + self.back_s + 2.0, 1 / 30)

    def bend(self, depth: float, tip: float) -> NDArray:
        """Height of a signal that falls by depth, then by tip (negative: rises), then comes home."""
        down = half_cosine((self.t_s - self.lead_s) / self.out_s)
        tips = half_cosine((self.t_s - self.tips_s) / self.tip_time_s)
        up = half_cosine((self.t_s - self.rises_s) / self.back_s)
        return -depth * down - tip * tips + (depth + tip) * up

    @property
    def trunk(self) -> NDArray:
        return self.bend(self.depth, self.tip)

    @property
    def hips(self) -> NDArray:
        return self.bend(120.0, self.hips_deg)

    @property
    def timer(self) -> PhaseTimer:
        hips = PhaseTimer(self.t_s, self.hips, REST_SPEED, 30.0)
        return PhaseTimer(self.t_s, self.trunk, REST_SPEED, 30.0, hips=hips)

    @property
    def edges(self) -> PhaseEdges:
        return self.timer.find_edges(find_cycle(self.t_s, self.hips), 0.0, float(self.t_s[-1]))

    @property
    def out_end_s(self) -> float:
        return self.lead_s + (1 - EARLY) * self.out_s

    @property
    def tip_start_s(self) -> float:
        """When the trunk has tipped by 1 % of its way back."""
        return self.tips_s + find_share(half_cosine, 0.01 * self.depth / self.tip) * self.tip_time_s

    @property
    def rise_start_s(self) -> float:
        return self.rises_s + EARLY * self.back_s

    @property
    def back_end_s(self) -> float:
        return self.rises_s + (1 - EARLY) * self.back_s


class TestHipsRiseFirst:
    """The knees extend first: the trunk tips further down with the lift already begun."""

    @pytest.mark.parametrize("tip", [6.0, 10.0, 15.0, 20.0, 25.0])
    @pytest.mark.parametrize("pause_s", [0.4, 1.2])
    @pytest.mark.parametrize("follow", [-2.0, 0.0, 0.3])
    def test_the_way_back_starts_with_the_tip(self, tip: float, pause_s: float, follow: float) -> None:
        lift = TippedLift(tip=tip, pause_s=pause_s, hips_deg=follow * tip)
        expected_s = (
            lift.lead_s + EARLY * lift.out_s,
            lift.out_end_s,
            lift.tip_start_s,
            lift.back_end_s,
        )
        np.testing.assert_allclose(astuple(lift.edges)[:4], expected_s, atol=0.06)

    def test_noise_does_not_matter(self) -> None:
        lift = TippedLift()
        rng = np.random.default_rng(3)
        hips, trunk = (x + rng.normal(0.0, 1.0, x.shape) for x in (lift.hips, lift.trunk))
        timer = PhaseTimer(
            lift.t_s, trunk, REST_SPEED, 30.0, hips=PhaseTimer(lift.t_s, hips, REST_SPEED, 30.0)
        )
        edges = timer.find_edges(find_cycle(lift.t_s, lift.hips), 0.0, float(lift.t_s[-1]))
        expected_s = (lift.out_end_s, lift.tip_start_s, lift.back_end_s)
        np.testing.assert_allclose(astuple(edges)[1:4], expected_s, atol=0.12)

    def test_a_lift_off_the_floor_starts_with_it_too(self) -> None:
        lift = TippedLift(pause_s=1.5)
        kept = lift.t_s >= 4.0
        hips = PhaseTimer(lift.t_s[kept], lift.hips[kept], REST_SPEED, 30.0)
        timer = PhaseTimer(lift.t_s[kept], lift.trunk[kept], REST_SPEED, 30.0, hips=hips)
        cycle = find_cycle(lift.t_s, lift.hips)
        edges = timer.find_edges(
            Cycle(math.nan, 4.0, cycle.counted_s, 95.0, is_full=True), 4.0, float(lift.t_s[-1])
        )
        assert math.isnan(edges.out_end_s)
        assert edges.back_start_s == pytest.approx(lift.tip_start_s, abs=0.06)
        assert edges.back_end_s == pytest.approx(lift.back_end_s, abs=0.06)

    def test_hips_that_flex_as_well_are_lowered_further(self) -> None:
        lift = TippedLift(tip=20.0, hips_deg=30.0)
        edges = lift.edges
        assert edges.out_end_s == pytest.approx(lift.rises_s, abs=0.15)
        assert edges.back_start_s == pytest.approx(lift.rise_start_s, abs=0.06)

    def test_hips_that_flexed_on_before_the_trunk_turned_were_lowered_further_too(self) -> None:
        lift = TippedLift(tip=8.0, hips_deg=0.0)
        bump = np.sin(np.pi * np.clip((lift.t_s - lift.tips_s) / lift.tip_time_s, 0.0, 1.0))
        hips = PhaseTimer(lift.t_s, lift.hips - 12.0 * bump, REST_SPEED, 30.0)
        timer = PhaseTimer(lift.t_s, lift.trunk, REST_SPEED, 30.0, hips=hips)
        edges = timer.find_edges(find_cycle(lift.t_s, lift.hips), 0.0, float(lift.t_s[-1]))
        assert edges.back_start_s == pytest.approx(lift.rise_start_s, abs=0.06)

    def test_hips_that_were_not_seen_tell_nothing(self) -> None:
        lift = TippedLift()
        cycle, last_s = find_cycle(lift.t_s, lift.hips), float(lift.t_s[-1])
        blind = PhaseTimer(lift.t_s, np.full_like(lift.hips, np.nan), REST_SPEED, 30.0)
        timer = PhaseTimer(lift.t_s, lift.trunk, REST_SPEED, 30.0, hips=blind)
        alone = PhaseTimer(lift.t_s, lift.trunk, REST_SPEED, 30.0)
        edges = [astuple(each.find_edges(cycle, 0.0, last_s))[:4] for each in (timer, alone)]
        assert edges[0] == edges[1]

    def test_a_stop_far_up_belongs_to_the_way_down(self) -> None:
        lift = TippedLift(depth=45.0, tip=35.0, hips_deg=0.0)
        assert lift.edges.out_end_s == pytest.approx(lift.rises_s, abs=0.15)

    def test_a_trunk_set_anew_has_not_begun_the_lift(self) -> None:
        lift = TippedLift(tip=8.0, stand_s=1.0)
        edges = lift.edges
        assert edges.out_end_s == pytest.approx(lift.out_end_s, abs=0.06)
        assert edges.back_start_s == pytest.approx(lift.rise_start_s, abs=0.06)

    @pytest.mark.parametrize("settling", [2.0, 4.0, 8.0])
    @pytest.mark.parametrize("stand_s", [0.0, 0.6])
    def test_who_settles_deeper_after_the_pause_is_still_pausing(
        self, settling: float, stand_s: float
    ) -> None:
        lift = TippedLift(tip=settling, hips_deg=2.0 * settling, stand_s=stand_s)
        edges = lift.edges
        assert edges.out_end_s == pytest.approx(lift.out_end_s, abs=0.06)
        assert edges.back_start_s == pytest.approx(lift.rise_start_s, abs=0.06)

    def test_a_plain_repetition_is_timed_alike_with_and_without_the_hips(self) -> None:
        movement = Movement()
        cycle, last_s = movement.cycle, float(movement.t_s[-1])
        timer = PhaseTimer(movement.t_s, movement.height, REST_SPEED, 30.0, hips=movement.timer)
        assert astuple(timer.find_edges(cycle, 0.0, last_s))[:4] == find_edges(movement)


class TestStandingLevel:
    def test_it_is_the_median_of_the_samples_at_rest(self) -> None:
        movement = Movement()
        taller = 2.0 * half_cosine((movement.t_s - 1.0) / 1.0)  # too slow to be a movement
        raised = PhaseTimer(movement.t_s, movement.height + 31.0 + taller, REST_SPEED, 30.0)
        assert raised.find_standing_level(0.0, 2.6) == pytest.approx(31.0, abs=0.1)
        assert raised.find_standing_level(1.8, 2.6) == pytest.approx(33.0, abs=0.1)

    def test_without_a_rest_it_is_not_known(self) -> None:
        timer = Movement().timer
        assert math.isnan(timer.find_standing_level(2.5, 3.1))  # on the way down
        assert math.isnan(timer.find_standing_level(math.nan, math.nan))

    def test_a_height_is_read_at_the_nearest_sample(self) -> None:
        timer = Movement().timer
        assert timer.read(4.01) == timer.read(4.0) == pytest.approx(-85.0, abs=0.1)
        assert math.isnan(timer.read(-1.0))
        assert math.isnan(timer.read(100.0))


class TestRange:
    @pytest.mark.parametrize("shape", ["minimum_jerk", "half_cosine"])
    @pytest.mark.parametrize("depth", [45.0, 85.0, 120.0])
    @pytest.mark.parametrize("rate_hz", [20.0, 30.0, 60.0])
    def test_it_is_exact_without_noise(self, shape: str, depth: float, rate_hz: float) -> None:
        movement = Movement(shape, out_s=1.4, pause_s=0.6, back_s=1.2, depth=depth, rate_hz=rate_hz)
        read = movement.timer.measure_range(movement.cycle, -math.inf, 8.0)
        assert read == pytest.approx(depth, rel=0.004)

    def test_touch_and_go_loses_little(self) -> None:
        movement = Movement(out_s=1.4, pause_s=0.0, back_s=1.2)
        assert movement.timer.measure_range(movement.cycle, -math.inf, 8.0) == pytest.approx(85.0, rel=0.01)

    def test_the_height_of_home_does_not_matter(self) -> None:
        movement = Movement()
        raised = PhaseTimer(movement.t_s, movement.height + 31.0, REST_SPEED, 30.0)
        plain = movement.timer.measure_range(movement.cycle, -math.inf, 8.0)
        assert raised.measure_range(movement.cycle, -math.inf, 8.0) == pytest.approx(plain, abs=1e-9)

    def test_not_seen_about_the_turn_it_is_not_known(self) -> None:
        movement = Movement()
        height = np.where(np.abs(movement.t_s - movement.cycle.turn_s) < 0.6, np.nan, movement.height)
        timer = PhaseTimer(movement.t_s, height, REST_SPEED, 30.0)
        assert math.isnan(timer.measure_range(movement.cycle, -math.inf, 8.0))


class TestTurnNotSeen:
    """A lift off the floor that is lowest in the unsettled first moments of tracking."""

    @staticmethod
    def measure(rises_s: float, unseen_s: float = 0.3) -> float:
        t_s = np.arange(0.0, 4.0, 1 / 30)
        height = np.where(t_s >= unseen_s, 85.0 * half_cosine((t_s - rises_s) / 1.4), np.nan)
        timer = PhaseTimer(t_s, height, REST_SPEED, 30.0)
        return timer.measure_range(Cycle(math.nan, 0.0, rises_s + 1.0, 80.0, is_full=True), -math.inf, 4.0)

    @pytest.mark.parametrize("rises_s", [0.4, 0.8, 2.0])
    def test_it_is_that_of_the_rest_after_it(self, rises_s: float) -> None:
        assert self.measure(rises_s) == pytest.approx(85.0, abs=0.6)

    def test_how_suddenly_it_ends_does_not_matter(self) -> None:
        t_s = np.arange(0.0, 4.0, 1 / 30)
        height = 85.0 * constant_speed((t_s - 1.5) / 0.6) - np.minimum(t_s, 1.5)  # sinks by 1° a second
        timer = PhaseTimer(t_s, np.where(t_s >= 0.3, height, np.nan), REST_SPEED, 30.0)
        cycle = Cycle(math.nan, 0.0, 1.9, 80.0, is_full=True)
        assert timer.measure_range(cycle, -math.inf, 4.0) == pytest.approx(85.0, abs=1.5)

    @pytest.mark.parametrize("rises_s", [-0.4, -0.1, 0.1])
    def test_already_rising_it_is_not_known(self, rises_s: float) -> None:
        assert math.isnan(self.measure(rises_s))

    def test_seen_too_late_it_is_not_known(self) -> None:
        assert math.isnan(self.measure(2.0, unseen_s=0.6))

    def test_who_still_goes_down_is_lowest_where_seen_lowest(self) -> None:
        t_s = np.arange(0.0, 5.0, 1 / 30)
        height = 85.0 * half_cosine((t_s - 2.0) / 1.4) - 10.0 * (
            half_cosine((t_s + 0.2) / 1.0) - half_cosine((t_s - 2.0) / 1.4)
        )
        timer = PhaseTimer(t_s, np.where(t_s >= 0.3, height, np.nan), REST_SPEED, 30.0)
        cycle = Cycle(math.nan, 0.1, 3.0, 90.0, is_full=True)
        assert timer.measure_range(cycle, -math.inf, 5.0) == pytest.approx(95.0, abs=0.5)
