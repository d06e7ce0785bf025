"""The momentum index: arithmetic on parts that a test writes down."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pytest

from formcheck.exercises.momentum_scale import MomentumPart, MomentumScale
from formcheck.exercises.rules import Rule, Thresholds
from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.momentum import find_excess, measure_momentum, name_verdict, sum_up_momentum
from formcheck.report.set_report import JudgedRep, Momentum
from formcheck.reps.rep import Rep, RepKind

NAN = math.nan
REP = Rep(1, RepKind.FULL, "both", 2.0, 3.0, 4.0, 3.8, (), 0.5, "torso")
WINDOW = RepWindow(REP, np.arange(2.0, 4.0, 0.04), {}, NAN, {"side": 1.0}, 5.0)


@dataclass(frozen=True)
class Given:
    """A measure that answers what it was given."""

    answer: float

    def __call__(self, window: RepWindow) -> Measure | NotJudged:
        if math.isnan(self.answer):
            return NotJudged("given", "Not seen.")
        return Measure(self.answer, window.rep.start_s, window.rep.end_s)


def make_rule(
    value: float = 0.0, clear: float = 14.0, flags_below: bool = False, also_minor: float = NAN
) -> Rule:
    limits = Thresholds(math.inf, 20.0, 30.0, clear, also_minor)
    return Rule("part", Given(value), (), "deg", limits, flags_below, ("side",), "", "")


def make_scale(*parts: tuple[float, float]) -> MomentumScale:
    """A scale of (value, weight), every part clear up to 14."""
    return MomentumScale(
        tuple(MomentumPart(make_rule(value), weight) for value, weight in parts), 25.0, 55.0, 0.6, "a test"
    )


def read_index(*parts: tuple[float, float]) -> float:
    momentum = measure_momentum(make_scale(*parts), WINDOW)
    assert momentum is not None
    return momentum.index


class TestExcess:
    @pytest.mark.parametrize(("value", "excess"), [(0.0, 0.0), (14.0, 0.0), (21.0, 0.5), (42.0, 2.0)])
    def test_it_counts_from_the_clear_limit_in_units_of_it(self, value: float, excess: float) -> None:
        assert find_excess(make_rule(), Measure(value, 0.0, 1.0)) == pytest.approx(excess)

    @pytest.mark.parametrize(("value", "excess"), [(2.0, 0.0), (1.2, 0.0), (0.6, 0.5), (0.0, 1.0)])
    def test_small_values_may_be_the_fault(self, value: float, excess: float) -> None:
        rule = make_rule(clear=1.2, flags_below=True)
        assert find_excess(rule, Measure(value, 0.0, 1.0)) == pytest.approx(excess)

    @pytest.mark.parametrize(("also", "excess"), [(0.7, 1.0), (0.6, 0.0)])
    def test_a_second_value_may_speak_against_it(self, also: float, excess: float) -> None:
        rule = make_rule(also_minor=0.65)
        assert find_excess(rule, Measure(28.0, 0.0, 1.0, also=also)) == pytest.approx(excess)


class TestIndex:
    def test_without_excess_it_is_zero(self) -> None:
        assert read_index((10.0, 0.5), (14.0, 0.5)) == 0.0

    def test_it_is_the_formula(self) -> None:
        # Half a unit and two units beyond, at 0.4 and 0.2.
        assert read_index((21.0, 0.4), (42.0, 0.2), (0.0, 0.4)) == pytest.approx(100 * (1 - math.exp(-0.6)))

    def test_it_grows_with_every_part_and_never_passes_a_hundred(self) -> None:
        values = [read_index((value, 0.5), (20.0, 0.5)) for value in (0.0, 20.0, 40.0, 1000.0)]
        assert values == sorted(values)
        assert len(set(values)) == 4
        assert values[-1] <= 100.0

    def test_what_was_not_seen_adds_nothing(self) -> None:
        momentum = measure_momentum(make_scale((28.0, 0.6), (NAN, 0.4)), WINDOW)
        assert momentum is not None
        assert momentum.index == pytest.approx(100 * (1 - math.exp(-0.6)))
        assert momentum.share == pytest.approx(0.6)

    def test_what_was_dismissed_adds_nothing_and_was_seen(self) -> None:
        momentum = measure_momentum(make_scale((28.0, 0.6), (14.0, 0.4)), WINDOW, {"part"})
        assert momentum is not None
        assert (momentum.index, momentum.share) == (0.0, 1.0)
        other = measure_momentum(make_scale((28.0, 0.6), (14.0, 0.4)), WINDOW, {"another"})
        assert other is not None
        assert other.index > 0.0

    def test_with_too_little_seen_there_is_none(self) -> None:
        momentum = measure_momentum(make_scale((28.0, 0.59), (NAN, 0.41)), WINDOW)
        assert momentum is not None
        assert math.isnan(momentum.index)
        assert momentum.verdict == "not judged"
        assert momentum.share == pytest.approx(0.59)

    def test_an_exercise_without_a_scale_has_none(self) -> None:
        assert measure_momentum(None, WINDOW) is None
        assert sum_up_momentum(None, [JudgedRep(REP)]) is None


@pytest.mark.parametrize(
    ("index", "verdict"),
    [
        (0.0, "controlled"),
        (24.9, "controlled"),
        (25.0, "some swing"),
        (55.0, "some swing"),
        (55.1, "mostly swing"),
        (100.0, "mostly swing"),
        (NAN, "not judged"),
    ],
)
def test_words_change_at_the_steps(index: float, verdict: str) -> None:
    assert name_verdict(make_scale((0.0, 1.0)), index) == verdict


class TestSet:
    def sum_up(self, *indices: float) -> Momentum:
        reps = [JudgedRep(REP, momentum=Momentum(index, "", 0.8)) for index in indices]
        partial = JudgedRep(REP, momentum=None)
        momentum = sum_up_momentum(make_scale((0.0, 1.0)), [*reps, partial])
        assert momentum is not None
        return momentum

    def test_it_is_the_median_of_what_was_judged(self) -> None:
        assert self.sum_up(10.0, 90.0, 40.0) == Momentum(40.0, "some swing", 0.8)
        assert self.sum_up(10.0, NAN, 12.0) == Momentum(11.0, "controlled", 0.8)

    def test_nothing_judged_is_not_judged(self) -> None:
        for momentum in (self.sum_up(), self.sum_up(NAN, NAN)):
            assert math.isnan(momentum.index)
            assert momentum.verdict == "not judged"
        assert math.isnan(self.sum_up().share)
