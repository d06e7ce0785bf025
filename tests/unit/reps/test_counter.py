"""Every transition of the counter on plain heights: no pose, no filter, no video.

Samples come 32 a second, so that every time in these tests is exact. Heights are degrees of a hinge:
0 standing, negative when bent.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.reps.counter import CountingRule, Cycle, RepCounter, Stage

RATE_HZ = 32
STEP_S = 1 / RATE_HZ
NAN = math.nan
HINGE = CountingRule(dead_band=10.0, least_depth=40.0)
LIFT = replace(HINGE, counts_floor_start=True)
LEAK = HINGE.least_depth / 10.0 * STEP_S
"""How far the home level sinks within one sample at most."""


def hold(level: float, seconds: float) -> list[float]:
    return [level] * round(seconds * RATE_HZ)


def move(start: float, end: float, seconds: float) -> list[float]:
    """A ramp at constant speed that ends on its end; its start is the sample before it."""
    count = round(seconds * RATE_HZ)
    return [start + (end - start) * k / count for k in range(1, count + 1)]


def bend(depth: float = 70.0, down_s: float = 1.0, pause_s: float = 0.5, up_s: float = 1.0) -> list[float]:
    """One repetition from 0 and back, with a second at home after it."""
    return [*move(0, -depth, down_s), *hold(-depth, pause_s), *move(-depth, 0, up_s), *hold(0, 1)]


@dataclass(frozen=True)
class Count:
    """What a counter made of a whole signal."""

    cycles: list[Cycle]
    stages: list[Stage]

    @property
    def stage_order(self) -> list[Stage]:
        return [b for a, b in zip([None, *self.stages], self.stages, strict=False) if a is not b]

    @property
    def armed_s(self) -> float:
        """Time of the first sample after which the counter was armed."""
        return next(k for k, stage in enumerate(self.stages) if stage is not Stage.WAITING) * STEP_S


def count(
    heights: Sequence[float],
    rule: CountingRule = HINGE,
    contradicted: Sequence[bool] = (),
    times_s: Sequence[float] = (),
    home_from: float = -20.0,
    away: Sequence[bool] = (),
) -> Count:
    """Push a signal; home is anything above ``home_from``."""
    counter = RepCounter(rule)
    cycles, stages = [], []
    for k, height in enumerate(heights):
        t_s = times_s[k] if times_s else k * STEP_S
        cycle = counter.push(
            t_s, height, height >= home_from, bool(contradicted and contradicted[k]), bool(away and away[k])
        )
        if cycle is not None:
            cycles.append(cycle)
        stages.append(counter.stage)
        assert counter.is_armed is (counter.stage is not Stage.WAITING)
    return Count(cycles, stages)


def mark(heights: Sequence[float], from_s: float, to_s: float) -> list[bool]:
    """Flags, true over the half-open [from_s, to_s)."""
    return [from_s <= k * STEP_S < to_s for k in range(len(heights))]


def blank(heights: Sequence[float], from_s: float, to_s: float) -> list[float]:
    """The signal, not seen over the half-open [from_s, to_s)."""
    return [NAN if flag else h for h, flag in zip(heights, mark(heights, from_s, to_s), strict=True)]


class TestArming:
    def test_it_waits_until_home_was_held_for_the_first_hold(self) -> None:
        assert count(hold(0, 2)).armed_s == 10 * STEP_S  # the first sample at or after 0.3 s
        assert count([*hold(-30, 1), *hold(0, 2)]).armed_s == 1.0 + 10 * STEP_S

    def test_leaving_home_starts_the_hold_anew(self) -> None:
        flicker = [*hold(0, 0.25), -30.0] * 8
        assert count(flicker).stage_order == [Stage.WAITING]
        assert count([*flicker, *hold(0, 1)]).armed_s == len(flicker) * STEP_S + 10 * STEP_S

    def test_unarmed_nothing_counts(self) -> None:
        waving = [h for _ in range(9) for h in (*move(-70, -5, 0.5), *move(-5, -70, 0.5))]  # 0.2 s upright
        result = count([-70.0, *waving])
        assert result.cycles == []
        assert set(result.stages) == {Stage.WAITING}

    def test_a_signal_never_seen_never_arms(self) -> None:
        result = count([NAN] * 200, LIFT)
        assert result.cycles == []
        assert set(result.stages) == {Stage.WAITING}

    def test_after_a_contradiction_home_must_be_held_longer(self) -> None:
        heights = hold(0, 4)
        result = count(heights, contradicted=mark(heights, 0.0, 0.5))
        assert result.armed_s == 0.5 + 26 * STEP_S  # the first sample 0.8 s after the first at home

    def test_an_upright_moment_between_contradictions_does_not_arm(self) -> None:
        heights = hold(0, 12)  # a swing: hands up 0.5 s, upright with hanging hands 0.5 s
        flags = [(k * STEP_S) % 1.0 < 0.5 for k in range(len(heights))]
        assert set(count(heights, contradicted=flags).stages) == {Stage.WAITING}


class TestContradiction:
    def test_a_short_one_is_ignored(self) -> None:
        heights = [*hold(0, 1), *bend()]
        flags = mark(heights, 2.0, 2.0 + 9 * STEP_S)  # nine samples span 0.25 s
        result = count(heights, contradicted=flags)
        assert result == count(heights)
        assert len(result.cycles) == 1

    def test_short_ones_do_not_add_up(self) -> None:
        heights = [*hold(0, 1), *bend(pause_s=4)]
        flags = [k % 10 != 0 and 2.0 <= k * STEP_S < 6.0 for k in range(len(heights))]
        assert count(heights, contradicted=flags) == count(heights)

    def test_after_0_3_s_the_unfinished_repetition_is_forgotten(self) -> None:
        heights = [*hold(0, 1), *bend(), *bend()]
        result = count(heights, contradicted=mark(heights, 2.0, 2.0 + 11 * STEP_S))
        assert result.stages[64 + 9] is Stage.TURN
        assert result.stages[64 + 10] is Stage.WAITING
        assert [cycle.left_s for cycle in result.cycles] == [count(heights).cycles[1].left_s]

    def test_the_athlete_need_not_be_home_to_contradict(self) -> None:
        heights = [*hold(0, 1), *hold(-130, 2), *move(-130, 0, 1), *hold(0, 0.5)]
        assert count(heights, contradicted=mark(heights, 1.0, 3.0)).cycles == []
        assert len(count(heights).cycles) == 1


class TestNotSeen:
    def test_up_to_a_second_and_a_half_the_count_holds(self) -> None:
        heights = [*hold(0, 1), *bend(pause_s=3)]
        held = count(blank(heights, 2.5, 2.5 + 47 * STEP_S))  # 1.5 s between the samples about it
        assert held.cycles == count(heights).cycles
        assert Stage.WAITING not in held.stages[10:]

    def test_longer_and_the_unfinished_repetition_is_forgotten(self) -> None:
        heights = [*hold(0, 1), *bend(pause_s=3), *bend()]
        result = count(blank(heights, 2.5, 2.5 + 49 * STEP_S))
        gone = 80 + 48  # the first sample more than 1.5 s after the last one seen
        assert result.stages[gone - 1] is Stage.TURN
        assert result.stages[gone] is Stage.WAITING
        assert result.cycles == count(heights).cycles[1:]

    @pytest.mark.parametrize(("gap_s", "expected"), [(1.5, 1), (1.5 + STEP_S, 0)])
    def test_samples_that_never_came_are_the_same_as_samples_not_seen(
        self, gap_s: float, expected: int
    ) -> None:
        heights = [*hold(0, 1), *hold(-70, 1), *hold(0, 2)]
        times_s = [k * STEP_S + (gap_s - STEP_S if k >= 48 else 0.0) for k in range(len(heights))]
        assert len(count(heights, times_s=times_s).cycles) == expected

    def test_after_a_loss_the_long_hold_is_needed(self) -> None:
        heights = [*hold(0, 1), *[NAN] * 64, *hold(0, 2)]
        stages = count(heights).stages
        assert stages[:10] == stages[96 - 16 : 96 - 6] == [Stage.WAITING] * 10
        assert stages.index(Stage.HOME, 96) == 96 + 26

    def test_coming_back_lower_is_no_repetition(self) -> None:
        heights = [*hold(0, 1), *[NAN] * 64, *hold(-60, 1), *move(-60, 0, 1), *hold(0, 2)]
        assert count(heights, LIFT).cycles == []

    def test_a_rest_that_was_not_seen_costs_no_repetition(self) -> None:
        heights = [*hold(0, 1), *bend(), *hold(0, 1.5), *bend()]
        unseen = blank(heights, 4.0, 4.0 + 47 * STEP_S)
        assert len(count(unseen).cycles) == len(count(heights).cycles) == 2


class TestHomeLevel:
    def test_within_the_dead_band_nothing_begins(self) -> None:
        sway = [*hold(0, 1), *(4.5 * math.sin(k / 5) for k in range(640))]
        result = count(sway)
        assert result.cycles == []
        assert result.stage_order == [Stage.WAITING, Stage.HOME]

    def test_below_the_dead_band_it_does(self) -> None:
        assert count([*hold(0, 1), *move(0, -9, 0.25)]).stages[-1] is Stage.HOME
        assert count([*hold(0, 1), *move(0, -11, 0.25)]).stages[-1] is Stage.HOME  # the level leaks by 1
        assert count([*hold(0, 1), *move(0, -12, 0.25)]).stages[-1] is Stage.OUT

    def test_it_follows_upward_at_once(self) -> None:
        heights = [*hold(-15, 1), *move(-15, 0, 0.5), *hold(0, 0.25), *bend(depth=45)]
        (cycle,) = count(heights).cycles  # measured from 0, not from -15
        assert cycle.is_full
        assert 45.0 - 4.0 * 0.35 <= cycle.depth <= 45.0  # it leaks 4° a second on the way

    def test_a_slow_drift_is_no_descent(self) -> None:
        drift = [*hold(0, 1), *move(0, -60, 20), *move(-60, 0, 20), *hold(0, 1)]
        result = count(drift, home_from=-90.0)
        assert result.cycles == []
        assert result.stage_order == [Stage.WAITING, Stage.HOME]

    def test_the_same_way_at_the_pace_of_a_repetition_is_one(self) -> None:
        heights = [*hold(0, 1), *move(0, -60, 6), *move(-60, 0, 6), *hold(0, 1)]
        assert len(count(heights).cycles) == 1

    @pytest.mark.parametrize("glitch", [9.0, 20.0, 29.0])
    def test_one_high_glitch_does_not_block_the_set(self, glitch: float) -> None:
        heights = [*hold(0, 1), glitch, *hold(0, 1), *bend(), *bend(), *bend()]
        assert sum(cycle.is_full for cycle in count(heights).cycles) == 3

    @pytest.mark.parametrize("taller", [0.0, 3.0, 9.0])
    def test_standing_taller_once_and_resting_costs_no_repetition(self, taller: float) -> None:
        heights = [*hold(0, 1), *bend(), *move(0, taller, 0.5), *move(taller, 0, 0.5), *hold(0, 30), *bend()]
        assert len(count(heights).cycles) == 2


class TestCounting:
    def test_it_counts_at_the_instant_seventy_percent_is_climbed_back(self) -> None:
        # Straight down to -80.125 in one sample, 80 below the level that leaked by 0.125; up at 64 a second.
        heights = [*hold(0, 1), *hold(-80.0 - LEAK, 1), *move(-80.0 - LEAK, -LEAK, 1.25), *hold(0, 1)]
        (cycle,) = count(heights).cycles
        assert cycle.depth == 80.0
        assert cycle.left_s == 1.0 - STEP_S  # the last sample at home
        assert cycle.turn_s == 1.0
        # 56 back at 2 a sample: 28 samples after the last one at the bottom.
        assert cycle.counted_s == 2.0 - STEP_S + 28 * STEP_S

    def test_at_home_again_the_posture_does_not_matter(self) -> None:
        heights = [*hold(0, 1), *move(0, -70, 1), *move(-70, -22, 1), *hold(-22, 1)]
        assert len(count(heights).cycles) == 0  # 69 %
        heights = [*hold(0, 1), *move(0, -70, 1), *move(-70, -20.5, 1), *hold(-20.5, 1)]
        assert len(count(heights).cycles) == 1  # 71 %, at home in no sample

    @pytest.mark.parametrize(
        ("depth", "expected"),
        [(40.0, [True]), (39.875, [False]), (16.0, [False]), (15.875, []), (11.0, [])],
    )
    def test_depth_decides_between_full_partial_and_nothing(self, depth: float, expected: list[bool]) -> None:
        heights = [*hold(0, 1), *hold(-depth - LEAK, 1), *hold(0, 1)]
        cycles = count(heights).cycles
        assert [cycle.is_full for cycle in cycles] == expected
        assert all(cycle.depth == depth for cycle in cycles)

    @pytest.mark.parametrize(
        ("duration_s", "expected"),
        [(0.5 - STEP_S, 0), (0.5, 1), (20.0, 1), (20.0 + STEP_S, 0)],
    )
    def test_duration_is_measured_from_leaving_home(self, duration_s: float, expected: int) -> None:
        # Away for all samples between: the last at home and the one that counts are that far apart.
        heights = [*hold(0, 5), *hold(-70, duration_s - STEP_S), *hold(0, 1), *bend()]
        result = count(heights)
        assert len(result.cycles) == 1 + expected
        if expected:
            assert result.cycles[0].counted_s - result.cycles[0].left_s == duration_s

    def test_a_bounce_at_the_bottom_is_one_repetition(self) -> None:
        bounce = [*move(-80, -45, 0.5), *move(-45, -80, 0.5)]
        heights = [*hold(0, 1), *move(0, -80, 1), *bounce, *bounce, *move(-80, 0, 1), *hold(0, 1)]
        (cycle,) = count(heights).cycles
        assert cycle.turn_s == 2.0 - STEP_S  # the first time it was lowest
        assert cycle.counted_s > 4.5

    def test_a_pause_half_way_up_is_one_repetition(self) -> None:
        heights = [*hold(0, 1), *move(0, -80, 1), *move(-80, -40, 1), *hold(-40, 3), *move(-40, 0, 1)]
        assert len(count([*heights, *hold(0, 1)]).cycles) == 1

    def test_a_put_down_is_not_counted(self) -> None:
        heights = [*hold(0, 1), *bend(), *bend(), *move(0, -80, 1.5), *hold(-80, 10)]
        assert len(count(heights).cycles) == 2

    def test_a_return_to_the_height_of_the_way_is_not_enough(self) -> None:
        heights = [*hold(0, 1), *move(0, -80, 1), *move(-80, -30, 0.5), *hold(-30, 3)]
        assert count(heights).cycles == []

    def test_repetitions_without_a_pause_are_counted_one_by_one(self) -> None:
        heights = [*hold(0, 1), *(-35.0 + 35.0 * math.cos(2 * math.pi * k / 64) for k in range(64 * 10 + 1))]
        cycles = count(heights).cycles
        assert len(cycles) == 10
        assert all(a.counted_s <= b.left_s for a, b in pairwise(cycles))

    def test_times_are_in_order(self) -> None:
        for cycle in count([*hold(0, 1), *bend(), *bend(30), *bend(90, 3, 2, 0.5)]).cycles:
            assert cycle.left_s < cycle.turn_s < cycle.counted_s


class TestFloorStart:
    LIFT_OFF = (*hold(-90, 1), *move(-90, 0, 1), *hold(0, 2))

    def test_the_first_lift_off_the_floor_is_counted(self) -> None:
        (cycle,) = count(self.LIFT_OFF, LIFT).cycles
        assert math.isnan(cycle.left_s)
        assert cycle.is_full
        assert cycle.turn_s == 0.0  # the first of the lowest samples
        # Home begins at -20: 70 of 90 in 32 samples, so at the 25th.
        assert cycle.counted_s == 1.0 - STEP_S + 25 * STEP_S
        assert cycle.depth == pytest.approx(90.0 * 25 / 32)

    def test_it_arms_at_once(self) -> None:
        result = count([*self.LIFT_OFF, *bend()], LIFT)
        assert result.armed_s == result.cycles[0].counted_s
        assert len(result.cycles) == 2

    def test_the_second_comes_from_the_ordinary_way(self) -> None:
        cycles = count([*self.LIFT_OFF, *bend(90, pause_s=2), *bend(90, pause_s=2)], LIFT).cycles
        assert [math.isnan(cycle.left_s) for cycle in cycles] == [True, False, False]

    def test_not_where_the_rule_has_none(self) -> None:
        assert count(self.LIFT_OFF, HINGE).cycles == []
        assert len(count([*self.LIFT_OFF, *bend()], HINGE).cycles) == 1

    def test_not_after_home_was_held_once(self) -> None:
        lost = [*hold(0, 1), *[NAN] * 64, *self.LIFT_OFF]
        assert count(lost, LIFT).cycles == []

    def test_not_after_a_contradiction(self) -> None:
        heights = [*hold(-90, 1), *self.LIFT_OFF]
        assert count(heights, LIFT, contradicted=mark(heights, 0.0, 0.5)).cycles == []
        assert len(count(heights, LIFT, contradicted=mark(heights, 0.0, 0.25)).cycles) == 1

    def test_after_a_loss_that_armed_nothing_it_still_is(self) -> None:
        assert len(count([*hold(-90, 1), *[NAN] * 64, *self.LIFT_OFF], LIFT).cycles) == 1

    @pytest.mark.parametrize(("rise_s", "expected"), [(9.5, 1), (14.0, 0)])
    def test_it_may_take_ten_seconds_from_the_lowest_point(self, rise_s: float, expected: int) -> None:
        heights = [*move(-80, -90, 1), *move(-90, -15, rise_s), *hold(-15, 2)]
        assert len(count(heights, LIFT).cycles) == expected

    @pytest.mark.parametrize(("depth", "expected"), [(40.0, 1), (39.0, 0)])
    def test_it_must_be_as_deep_as_a_repetition(self, depth: float, expected: int) -> None:
        cycles = count([*hold(-20 - depth, 1), *hold(-20, 2)], LIFT).cycles
        assert len(cycles) == expected


class TestStages:
    def test_they_are_announced_in_order(self) -> None:
        order = count([*hold(0, 1), *bend(pause_s=1.0), *bend(pause_s=1.0)]).stage_order
        cycle = [Stage.HOME, Stage.OUT, Stage.TURN, Stage.BACK]
        assert order == [Stage.WAITING, *cycle, *cycle, Stage.HOME]

    def test_without_a_pause_there_is_no_turn(self) -> None:
        order = count([*hold(0, 1), *bend(pause_s=0.0)]).stage_order
        assert order == [Stage.WAITING, Stage.HOME, Stage.OUT, Stage.BACK, Stage.HOME]

    def test_a_pause_is_called_after_a_quarter_of_a_second(self) -> None:
        result = count([*hold(0, 1), *move(0, -70, 1), *hold(-70, 1)])
        assert result.stages.index(Stage.TURN) == 63 + 8

    def test_the_way_back_is_called_after_a_tenth_of_it(self) -> None:
        # 80 below the leaked level, up at 2 a sample: more than 8 back at the fifth.
        heights = [*hold(0, 1), *hold(-80.0 - LEAK, 1), *move(-80.0 - LEAK, -LEAK, 1.25)]
        assert count(heights).stages.index(Stage.BACK) == 63 + 5

    def test_sinking_further_after_a_pause_is_the_way_out_again(self) -> None:
        heights = [*hold(0, 1), *move(0, -50, 1), *hold(-50, 0.5), *move(-50, -80, 1), *hold(-80, 0.5)]
        order = count(heights).stage_order
        assert order == [Stage.WAITING, Stage.HOME, Stage.OUT, Stage.TURN, Stage.OUT, Stage.TURN]

    @pytest.mark.parametrize("heights", [[*hold(0, 1), *bend()], [*hold(-90, 1), *move(-90, 0, 1)]])
    def test_counting_is_coming_home(self, heights: list[float]) -> None:
        result = count(heights, LIFT)
        assert result.stages[round(result.cycles[0].counted_s * RATE_HZ)] is Stage.HOME


@st.composite
def draw_walk(draw: st.DrawFn) -> tuple[list[float], list[bool]]:
    """Heights that wander between standing and lying, lost now and then, and flags of contradiction."""
    heights: list[float] = []
    flags: list[bool] = []
    level = draw(st.sampled_from([0.0, -90.0]))
    for _ in range(draw(st.integers(1, 14))):
        aim = draw(st.one_of(st.sampled_from([0.0, 0.0, -5.0, -70.0]), st.floats(-130.0, 15.0)))
        seconds = draw(st.sampled_from([0.1, 0.25, 0.5, 1.0, 1.0, 2.5]))
        part = move(level, aim, seconds)
        unseen, contradicted = (draw(st.integers(0, 9)) == 0 for _ in range(2))
        heights += [NAN] * len(part) if unseen else part
        flags += [contradicted] * len(part)
        level = aim
    return heights, flags


RULES = st.sampled_from([HINGE, LIFT])


def describe(cycles: Sequence[Cycle], shift_s: float = 0.0) -> list[tuple[float | None, ...]]:
    """Cycles as values that can be compared; NaN becomes None."""
    return [
        (None if math.isnan(c.left_s) else c.left_s - shift_s, c.turn_s - shift_s, c.counted_s - shift_s,
         c.depth, c.is_full)
        for c in cycles
    ]  # fmt: skip


class TestAnyWalk:
    def test_the_walks_hold_repetitions_at_all(self) -> None:
        counts = []

        @settings(max_examples=200, deadline=None, derandomize=True, database=None)
        @given(draw_walk(), RULES)
        def collect(walk: tuple[list[float], list[bool]], rule: CountingRule) -> None:
            counts.append(len(count(walk[0], rule, walk[1]).cycles))

        collect()
        assert sum(n > 0 for n in counts) > 10
        assert max(counts) >= 3

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(draw_walk(), RULES, st.floats(0.0, 1.0))
    def test_the_cycles_of_a_prefix_are_a_prefix_of_the_cycles(
        self, walk: tuple[list[float], list[bool]], rule: CountingRule, share: float
    ) -> None:
        heights, flags = walk
        whole = describe(count(heights, rule, flags).cycles)
        end = round(share * len(heights))
        part = describe(count(heights[:end], rule, flags[:end]).cycles)
        assert part == whole[: len(part)]
        known = [cycle for cycle in whole if cycle[2] is not None and cycle[2] < end * STEP_S]
        assert part == known  # decided by then, and never earlier

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(draw_walk(), RULES, st.integers(-3600, 360_000))
    def test_another_clock_changes_nothing(
        self, walk: tuple[list[float], list[bool]], rule: CountingRule, shift_s: int
    ) -> None:
        heights, flags = walk
        times_s = [shift_s + k * STEP_S for k in range(len(heights))]
        plain, shifted = count(heights, rule, flags), count(heights, rule, flags, times_s)
        assert describe(shifted.cycles, shift_s) == describe(plain.cycles)
        assert shifted.stages == plain.stages

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(draw_walk(), RULES)
    def test_cycles_are_in_order_and_within_their_limits(
        self, walk: tuple[list[float], list[bool]], rule: CountingRule
    ) -> None:
        before_s = -1.0
        for cycle in count(walk[0], rule, walk[1]).cycles:
            start_s = cycle.turn_s if math.isnan(cycle.left_s) else cycle.left_s
            assert before_s <= start_s <= cycle.turn_s <= cycle.counted_s
            assert cycle.depth >= 0.4 * rule.least_depth
            assert cycle.is_full == (cycle.depth >= rule.least_depth)
            if not math.isnan(cycle.left_s):
                assert rule.shortest_s <= cycle.counted_s - cycle.left_s <= rule.longest_s
            else:
                assert rule.counts_floor_start
                assert before_s < 0.0  # only ever the first
            before_s = cycle.counted_s

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(draw_walk(), RULES, st.lists(st.floats(0.0, 1.0), max_size=30))
    def test_pictures_without_the_athlete_in_between_change_nothing(
        self, walk: tuple[list[float], list[bool]], rule: CountingRule, shares: list[float]
    ) -> None:
        heights, flags = walk
        plain = count(heights, rule, flags)
        times_s = [k * STEP_S for k in range(len(heights))]
        more_heights, more_flags, more_s = list(heights), list(flags), list(times_s)
        for share in shares:  # half-way between two samples
            place = round(share * (len(heights) - 1))
            more_heights.append(NAN)
            more_flags.append(False)
            more_s.append(times_s[place] + STEP_S / 2)
        order = np.argsort(more_s, kind="stable")
        result = count(
            [more_heights[k] for k in order],
            rule,
            [more_flags[k] for k in order],
            [more_s[k] for k in order],
        )
        assert describe(result.cycles) == describe(plain.cycles)

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(
        st.lists(st.tuples(st.floats(45.0, 110.0), st.floats(0.8, 3.0), st.floats(0.0, 2.0)), max_size=4),
        st.lists(st.tuples(st.floats(0.0, 1.0), st.floats(0.05, 3.0)), min_size=1, max_size=4),
    )
    def test_repetitions_not_seen_in_part_are_never_more(
        self, reps: list[tuple[float, float, float]], gaps: list[tuple[float, float]]
    ) -> None:
        heights = hold(0, 1)
        for depth, way_s, pause_s in reps:
            heights += bend(depth, way_s, pause_s, way_s)
        seen = heights
        for share, seconds in gaps:
            from_s = share * len(heights) * STEP_S
            seen = blank(seen, from_s, from_s + seconds)
        for rule in (HINGE, LIFT):
            assert len(count(heights, rule).cycles) == len(reps)
            assert len(count(seen, rule).cycles) <= len(reps)


def test_a_home_level_out_of_reach_is_given_up_after_the_longest_repetition():
    # One glitch far above home would otherwise keep every later repetition from counting.
    rule = CountingRule(dead_band=10.0, least_depth=40.0)
    counter = RepCounter(rule)
    t_s, heights = 0.0, [0.0] * 30 + [60.0] + [0.0] * 660
    heights += [-70.0 * math.sin(math.pi * k / 60) for k in range(61)] + [0.0] * 30
    full = 0
    for height in heights:
        cycle = counter.push(t_s, height, at_home=abs(height) < 20)
        full += cycle is not None and cycle.is_full
        t_s += 1 / 30
    assert full == 1


def test_depth_and_leaving_home_can_be_asked_at_any_time() -> None:
    counter = RepCounter(HINGE)
    assert math.isnan(counter.depth)
    assert math.isnan(counter.left_s)
    heights = [*hold(0.0, 1.0), *move(0.0, -70.0, 1.0)]
    for k, height in enumerate(heights):
        counter.push(k * STEP_S, height, at_home=height > -5.0)
    assert counter.depth == pytest.approx(70.0, abs=LEAK * RATE_HZ)
    # The dead band of 10 degrees is left after a seventh of the way.
    assert counter.left_s == pytest.approx(1.0 + 1.0 / 7.0, abs=2 * STEP_S)
    counter.push(10.0, 0.0, at_home=False)
    assert math.isnan(counter.depth)


def test_a_height_that_springs_up_while_the_movement_cannot_be_back_is_no_return():
    heights = hold(0.0, 1.0) + bend(pause_s=2.0) + hold(0.0, 1.0)
    guessed = [-10.0 if flag else h for h, flag in zip(heights, mark(heights, 2.4, 3.8), strict=True)]
    assert len(count(guessed).cycles) == 2
    (cycle,) = count(guessed, away=mark(heights, 1.8, 4.2)).cycles
    assert cycle.is_full
    assert cycle.counted_s == pytest.approx(count(heights).cycles[0].counted_s)
