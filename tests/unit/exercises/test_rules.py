"""Thresholds with hysteresis, the side view they need, and verdicts on a set."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from formcheck.exercises.rules import Rule, describe_view_problem, judge_reps, sum_up_rule
from formcheck.faults.judgement import Fault, Measure, NotJudged, RepWindow
from formcheck.reps.rep import Rep, RepKind

HIDDEN = math.nan
"""A value the measure of these tests cannot see."""


def make_window(value: float, side_on_share: float = 1.0, yaw_deg: float = 5.0, index: int = 1) -> RepWindow:
    """A repetition whose range is the value to be measured."""
    rep = Rep(
        index=index, kind=RepKind.FULL, side="both", start_s=2.0, turn_s=3.0, end_s=4.0, counted_s=3.8,
        phases=(), range=value, range_unit="deg",
    )  # fmt: skip
    return RepWindow(rep, np.array([2.0, 3.0]), {}, 80.0, side_on_share, yaw_deg)


def measure_range(window: RepWindow) -> Measure | NotJudged:
    if math.isnan(window.rep.range):
        return NotJudged("somebody else's name", "The hand leaves the picture.")
    return Measure(window.rep.range, window.rep.start_s, window.rep.turn_s)


ABOVE = Rule(
    name="arms_bend", measure=measure_range, unit="deg", minor=30.0, major=45.0, clear=22.0,
    flags_below=False, needs_side_view=False, cue="Long arms.", source="test",
)  # fmt: skip
BELOW = replace(ABOVE, name="short_range", minor=0.75, major=0.60, clear=0.80, flags_below=True)


def grade(rule: Rule, values: Sequence[float]) -> list[int]:
    """Severity of every repetition, 0 where there is no fault."""
    judged = judge_reps([rule], [make_window(value) for value in values])
    return [faults[0].severity if faults else 0 for faults, _ in judged]


class TestThresholds:
    @pytest.mark.parametrize(
        ("value", "severity"),
        [(-90.0, 0), (0.0, 0), (30.0, 0), (30.01, 2), (45.0, 2), (45.01, 3), (900.0, 3)],
    )
    def test_above(self, value: float, severity: int) -> None:
        assert grade(ABOVE, [value]) == [severity]

    @pytest.mark.parametrize(
        ("value", "severity"), [(1.2, 0), (0.75, 0), (0.749, 2), (0.6, 2), (0.599, 3), (0.0, 3)]
    )
    def test_below(self, value: float, severity: int) -> None:
        assert grade(BELOW, [value]) == [severity]

    @pytest.mark.parametrize(
        ("rule", "up", "down"),
        [(ABOVE, 30.0, 22.0), (BELOW, 0.75, 0.80)],
    )
    def test_a_sweep_flips_once_up_and_once_down(self, rule: Rule, up: float, down: float) -> None:
        way = np.linspace(10.0, 44.0, 69) if rule is ABOVE else np.linspace(1.0, 0.61, 40)
        values = [*way, *way[::-1]]
        raised = [severity > 0 for severity in grade(rule, values)]
        flips = [k for k in range(1, len(raised)) if raised[k] != raised[k - 1]]
        assert len(flips) == 2
        sign = -1.0 if rule.flags_below else 1.0
        assert sign * values[flips[0] - 1] <= sign * up < sign * values[flips[0]]
        assert sign * values[flips[1]] <= sign * down < sign * values[flips[1] - 1]

    def test_between_clear_and_minor_only_a_raised_fault_stays(self) -> None:
        assert grade(ABOVE, [25.0, 31.0, 25.0, 25.0, 21.0, 25.0]) == [0, 2, 2, 2, 0, 0]

    def test_a_hidden_repetition_neither_raises_nor_clears(self) -> None:
        assert grade(ABOVE, [31.0, HIDDEN, 25.0, 21.0, HIDDEN, 25.0]) == [2, 0, 2, 0, 0, 0]

    def test_a_fault_says_what_was_measured_and_which_limit_it_passed(self) -> None:
        fault = ABOVE.judge(make_window(33.0))
        assert fault == Fault("arms_bend", 2, 33.0, "deg", 30.0, 2.0, 3.0, "Long arms.")
        major = ABOVE.judge(make_window(50.0))
        assert isinstance(major, Fault)
        assert (major.severity, major.threshold) == (3, 45.0)
        kept = ABOVE.judge(make_window(25.0), was_raised=True)
        assert isinstance(kept, Fault)
        assert (kept.severity, kept.threshold) == (2, 22.0)

    def test_without_a_major_limit_nothing_is_major(self) -> None:
        assert grade(replace(ABOVE, major=math.inf), [1e9]) == [2]
        assert grade(replace(BELOW, major=-math.inf), [-1e9]) == [2]

    def test_rules_do_not_mix(self) -> None:
        other = replace(ABOVE, name="neck_craning", minor=10.0, clear=5.0)
        judged = judge_reps([ABOVE, other], [make_window(value) for value in (31.0, 25.0, 7.0, 4.0)])
        names = [{fault.rule for fault in faults} for faults, _ in judged]
        assert names == [
            {"arms_bend", "neck_craning"},
            {"arms_bend", "neck_craning"},
            {"neck_craning"},
            set(),
        ]


class TestNotJudged:
    def test_the_measures_reason_carries_the_rules_name(self) -> None:
        assert ABOVE.judge(make_window(HIDDEN)) == NotJudged("arms_bend", "The hand leaves the picture.")

    @pytest.mark.parametrize(
        ("share", "is_judged"), [(1.0, True), (0.8, True), (0.79, False), (0.0, False), (math.nan, False)]
    )
    def test_a_side_view_must_hold_for_four_fifths(self, share: float, is_judged: bool) -> None:
        rule = replace(ABOVE, needs_side_view=True)
        result = rule.judge(make_window(50.0, side_on_share=share, yaw_deg=38.0))
        assert isinstance(result, Fault if is_judged else NotJudged)
        if isinstance(result, NotJudged):
            assert result.rule == "arms_bend"
            assert "side-on" in result.reason
            assert "40°" in result.reason

    def test_a_rule_that_needs_no_view_is_judged_from_anywhere(self) -> None:
        assert isinstance(ABOVE.judge(make_window(50.0, side_on_share=0.0, yaw_deg=80.0)), Fault)

    def test_what_is_not_judged_is_listed_and_is_no_fault(self) -> None:
        ((faults, unseen),) = judge_reps([ABOVE], [make_window(HIDDEN)])
        assert faults == ()
        assert unseen == (NotJudged("arms_bend", "The hand leaves the picture."),)

    @pytest.mark.parametrize(
        ("yaw_deg", "words"),
        [
            (math.nan, "not seen well enough"),
            (12.0, "exactly side-on"),
            (38.0, "about 40°"),
            (88.0, "about 90°"),
        ],
    )
    def test_the_advice_fits_the_view(self, yaw_deg: float, words: str) -> None:
        assert words in describe_view_problem(yaw_deg)


FAULT = Fault("arms_bend", 2, 33.0, "deg", 30.0, 2.0, 3.0, "Long arms.")
OTHER = replace(FAULT, rule="neck_craning")


def sum_up(marks: str) -> tuple[str, tuple[int, ...], str]:
    """One letter a repetition: f faulty, . fine, h the hand hidden, v the view wrong."""
    unseen = {"h": NotJudged("arms_bend", "hand hidden"), "v": NotJudged("arms_bend", "turn side-on")}
    reps = [
        (
            number,
            (FAULT, OTHER) if mark == "f" else (OTHER,),
            (unseen[mark], NotJudged("tempo", "slow")) if mark in unseen else (NotJudged("tempo", "slow"),),
        )
        for number, mark in enumerate(marks, 1)
    ]
    verdict = sum_up_rule("arms_bend", reps, "No repetition was counted.")
    return verdict.verdict, verdict.reps, verdict.reason


class TestVerdict:
    @pytest.mark.parametrize(
        ("marks", "verdict"),
        [
            ("f", "present"),  # 1 of 1
            (".f", "present"),  # 1 of 2
            ("...f", "present"),  # a quarter
            ("....f", "absent"),  # a fifth
            ("..........f", "absent"),
            (".........ff", "present"),  # two
            ("f..................f", "present"),  # two of twenty
            ("....", "absent"),
            (".", "absent"),
            ("hhhhhh...f", "present"),  # a quarter of the four judged
            ("hh....f", "absent"),
            ("hhh.", "absent"),
        ],
    )
    def test_two_repetitions_or_a_quarter(self, marks: str, verdict: str) -> None:
        found, reps, reason = sum_up(marks)
        assert found == verdict
        assert reps == tuple(k for k, mark in enumerate(marks, 1) if mark == "f")
        assert reason == ""

    def test_not_judged_when_no_repetition_was(self) -> None:
        assert sum_up("hhh") == ("not_judged", (), "hand hidden")
        assert sum_up("hvv") == ("not_judged", (), "turn side-on")  # the commonest reason

    def test_not_judged_without_a_repetition(self) -> None:
        assert sum_up("") == ("not_judged", (), "No repetition was counted.")
