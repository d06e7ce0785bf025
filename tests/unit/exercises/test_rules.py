"""Thresholds with hysteresis and doubt, the view they need, and verdicts on a set."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from formcheck.exercises.rules import (
    IN_DOUBT,
    Rule,
    Thresholds,
    describe_view_problem,
    is_verdict,
    judge_reps,
    sum_up_rule,
)
from formcheck.faults.judgement import Fault, Measure, NotJudged, RepWindow
from formcheck.reps.rep import Rep, RepKind

HIDDEN = math.nan
"""A value the measure of these tests cannot see."""
SIDE_ON = {"side": 1.0}


def make_window(
    value: float,
    view_shares: Mapping[str, float] = SIDE_ON,
    yaw_deg: float = 5.0,
    side: str = "both",
    rate_hz: float = 30.0,
) -> RepWindow:
    """A repetition whose range is the value to be measured."""
    rep = Rep(
        index=1, kind=RepKind.FULL, side=side, start_s=2.0, turn_s=3.0, end_s=4.0, counted_s=3.8,
        phases=(), range=value, range_unit="deg",
    )  # fmt: skip
    return RepWindow(rep, np.arange(2.0, 4.0, 1.0 / rate_hz), {}, 80.0, view_shares, yaw_deg)


def measure_range(window: RepWindow, **changes: Any) -> Measure | NotJudged:
    """Measure the range; a rule's settings are fields of the measure."""
    if math.isnan(window.rep.range):
        return NotJudged("somebody else's name", "The hand leaves the picture.")
    return replace(Measure(window.rep.range, window.rep.start_s, window.rep.turn_s), **changes)


ABOVE = Rule(
    name="arms_bend", measure=measure_range, signals=(), unit="deg",
    limits=Thresholds(watch=math.inf, minor=30.0, major=45.0, clear=22.0),
    flags_below=False, views=(), cue="Long arms.", source="test",
)  # fmt: skip
BELOW = replace(
    ABOVE,
    name="short_range",
    limits=Thresholds(-math.inf, minor=0.75, major=0.60, clear=0.80),
    flags_below=True,
)


def change(rule: Rule, **limits: float) -> Rule:
    """The rule with other limits."""
    return replace(rule, limits=replace(rule.limits, **limits))


def say(rule: Rule, **measured: Any) -> Rule:
    """The rule with a measure that answers this besides its value."""
    return replace(rule, settings=measured)


def grade(rule: Rule, values: Sequence[float]) -> list[int]:
    """Severity of every repetition, 0 where there is no fault."""
    judged = judge_reps([rule], [make_window(value) for value in values])
    return [one.faults[0].severity if one.faults else 0 for one in judged]


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
        assert fault == Fault("arms_bend", 2, 33.0, "deg", 30.0, 2.0, 3.0, "Long arms.", 1.0, at_s=2.5)
        major = ABOVE.judge(make_window(50.0))
        assert isinstance(major, Fault)
        assert (major.severity, major.threshold) == (3, 45.0)
        kept = ABOVE.judge(make_window(25.0), was_raised=True)
        assert isinstance(kept, Fault)
        assert (kept.severity, kept.threshold) == (2, 22.0)

    def test_without_a_major_limit_nothing_is_major(self) -> None:
        assert grade(change(ABOVE, major=math.inf), [1e9]) == [2]
        assert grade(change(BELOW, major=-math.inf), [-1e9]) == [2]

    def test_rules_do_not_mix(self) -> None:
        other = change(replace(ABOVE, name="neck_craning"), minor=10.0, clear=5.0)
        judged = judge_reps([ABOVE, other], [make_window(value) for value in (31.0, 25.0, 7.0, 4.0)])
        names = [{fault.rule for fault in one.faults} for one in judged]
        assert names == [
            {"arms_bend", "neck_craning"},
            {"arms_bend", "neck_craning"},
            {"neck_craning"},
            set(),
        ]

    def test_a_dismissed_fault_does_not_stand(self) -> None:
        windows = [make_window(value) for value in (31.0, 25.0, 7.0)]
        judged = judge_reps([ABOVE], windows, [{"arms_bend"}, set(), {"arms_bend"}])
        assert [len(one.faults) for one in judged] == [0, 0, 0]  # 25 is one only where it stood before
        assert [[fault.value for fault in one.dismissed] for one in judged] == [[31.0], [], []]
        assert [one.measures["arms_bend"] for one in judged] == [31.0, 25.0, 7.0]

    def test_another_rule_stands_all_the_same(self) -> None:
        (judged,) = judge_reps([ABOVE], [make_window(31.0)], [{"neck_craning"}])
        assert [fault.rule for fault in judged.faults] == ["arms_bend"]
        assert judged.dismissed == ()

    def test_what_is_too_unclear_cannot_be_dismissed(self) -> None:
        (judged,) = judge_reps([say(ABOVE, doubt=2.0)], [make_window(31.0)], [{"arms_bend"}])
        assert (judged.faults, judged.dismissed, len(judged.not_judged)) == ((), (), 1)

    def test_a_fault_hands_on_how_sure_it_is_and_where_it_shows(self) -> None:
        fault = say(ABOVE, confidence=0.6, at_s=2.2).judge(make_window(33.0))
        assert isinstance(fault, Fault)
        assert (fault.confidence, fault.at_s) == (0.6, 2.2)

    def test_what_was_measured_is_told_fault_or_not(self) -> None:
        judged = judge_reps([ABOVE, BELOW], [make_window(33.0), make_window(0.7), make_window(HIDDEN)])
        assert [one.measures for one in judged] == [
            {"arms_bend": 33.0, "short_range": 33.0},
            {"arms_bend": 0.7, "short_range": 0.7},
            {},
        ]


class TestWatch:
    WATCHED = change(ABOVE, watch=26.0)

    @pytest.mark.parametrize(
        ("value", "severity"), [(26.0, 0), (26.01, 1), (30.0, 1), (30.01, 2), (45.01, 3)]
    )
    def test_below_a_fault_it_is_worth_watching(self, value: float, severity: int) -> None:
        assert grade(self.WATCHED, [value]) == [severity]

    def test_it_says_which_limit_was_passed(self) -> None:
        fault = self.WATCHED.judge(make_window(28.0))
        assert isinstance(fault, Fault)
        assert (fault.severity, fault.threshold, fault.value) == (1, 26.0, 28.0)

    def test_watching_raises_nothing(self) -> None:
        # 25 after a fault is still one; after a repetition only watched it is nothing.
        assert grade(self.WATCHED, [28.0, 25.0]) == [1, 0]
        assert grade(self.WATCHED, [31.0, 25.0, 21.0, 25.0, 28.0]) == [2, 2, 0, 0, 1]

    def test_small_values_are_watched_from_below(self) -> None:
        assert grade(change(BELOW, watch=0.85), [0.85, 0.84, 0.75, 0.74, 0.59]) == [0, 1, 1, 2, 3]

    def test_a_rule_may_have_nothing_else(self) -> None:
        only = change(ABOVE, watch=26.0, minor=math.inf, major=math.inf, clear=math.inf)
        assert grade(only, [25.0, 27.0, 1e9]) == [0, 1, 1]


class TestDoubt:
    @pytest.mark.parametrize(
        ("value", "doubt", "severity"),
        [
            (36.0, 5.0, 2),  # 31 to 41: a fault at both ends
            (35.0, 5.0, None),  # 30 to 40
            (31.0, 5.0, None),
            (25.01, 5.0, None),  # up to 30.01
            (25.0, 5.0, 0),  # 20 to 30: none at both ends
            (49.0, 5.0, 2),  # not surely major
            (50.01, 5.0, 3),
            (31.0, 0.0, 2),
        ],
    )
    def test_a_verdict_holds_at_both_ends(self, value: float, doubt: float, severity: int | None) -> None:
        result = say(ABOVE, doubt=doubt).judge(make_window(value))
        if severity is None:
            assert isinstance(result, NotJudged)
            assert (result.rule, "both sides" in result.reason) == ("arms_bend", True)
        elif severity == 0:
            assert result is None
        else:
            assert isinstance(result, Fault)
            assert result.severity == severity

    @pytest.mark.parametrize(("value", "kind"), [(0.69, Fault), (0.71, NotJudged), (0.79, NotJudged)])
    def test_small_values_too(self, value: float, kind: type) -> None:
        assert isinstance(say(BELOW, doubt=0.05).judge(make_window(value)), kind)
        assert say(BELOW, doubt=0.05).judge(make_window(0.81)) is None

    def test_it_is_held_against_the_limit_that_is_in_force(self) -> None:
        doubtful = say(ABOVE, doubt=5.0)
        assert isinstance(doubtful.judge(make_window(28.0), was_raised=True), Fault)
        assert isinstance(doubtful.judge(make_window(20.0), was_raised=True), NotJudged)
        assert isinstance(doubtful.judge(make_window(28.0)), NotJudged)

    def test_in_doubt_a_fault_stands_as_it_stood(self) -> None:
        judged = judge_reps([say(ABOVE, doubt=2.0)], [make_window(v) for v in (33.0, 22.5, 25.0)])
        assert [len(one.faults) for one in judged] == [1, 0, 1]
        assert [len(one.not_judged) for one in judged] == [0, 1, 0]
        assert judged[1].measures == {"arms_bend": 22.5}  # measured all the same

    def test_what_is_only_watched_needs_no_certainty(self) -> None:
        watched = say(change(ABOVE, watch=26.0, minor=math.inf, clear=math.inf, major=math.inf), doubt=9.0)
        assert isinstance(watched.judge(make_window(27.0)), Fault)


class TestTwoAtOnce:
    BOTH = change(ABOVE, also_minor=0.18, also_major=0.30)

    @pytest.mark.parametrize(
        ("value", "also", "severity"),
        [
            (33.0, 0.19, 2),
            (33.0, 0.18, 0),
            (33.0, math.nan, 0),
            (29.0, 0.90, 0),
            (50.0, 0.19, 2),
            (50.0, 0.30, 2),
            (50.0, 0.31, 3),
            (33.0, 0.31, 2),
        ],
    )
    def test_both_must_be_beyond_their_limits(self, value: float, also: float, severity: int) -> None:
        assert grade(say(self.BOTH, also=also), [value]) == [severity]

    def test_small_values_both_below(self) -> None:
        both = change(BELOW, also_minor=90.0)
        assert grade(say(both, also=89.0), [0.7, 0.9]) == [2, 0]
        assert grade(say(both, also=90.0), [0.7, 0.5]) == [0, 0]

    def test_watching_and_doubt_need_the_second_value_too(self) -> None:
        watched = change(self.BOTH, watch=26.0)
        assert grade(say(watched, also=0.19), [28.0]) == [1]
        assert grade(say(watched, also=0.10), [28.0]) == [0]
        assert say(self.BOTH, also=0.10, doubt=5.0).judge(make_window(31.0)) is None
        assert isinstance(say(self.BOTH, also=0.19, doubt=5.0).judge(make_window(31.0)), NotJudged)

    def test_a_second_value_nobody_asked_for_changes_nothing(self) -> None:
        assert grade(say(ABOVE, also=0.0), [33.0, 50.0]) == [2, 3]


class TestReference:
    LOOSE = replace(
        ABOVE, limits_without_reference=Thresholds(watch=38.0, minor=40.0, major=math.inf, clear=35.0)
    )

    @pytest.mark.parametrize(
        ("has_reference", "severities"), [(True, [2, 2, 2, 3, 3]), (False, [0, 0, 1, 2, 2])]
    )
    def test_without_ones_own_the_other_limits_hold(self, has_reference: bool, severities: list[int]) -> None:
        rule = say(self.LOOSE, has_reference=has_reference)
        values = (31.0, 36.0, 39.0, 46.0, 50.0)
        assert [grade(rule, [value])[0] for value in values] == severities

    def test_the_way_back_is_that_of_the_same_limits(self) -> None:
        assert grade(say(self.LOOSE, has_reference=False), [41.0, 36.0, 34.0, 36.0]) == [2, 2, 0, 0]
        assert grade(say(self.LOOSE, has_reference=True), [31.0, 23.0, 21.0]) == [2, 2, 0]

    def test_a_rule_with_one_set_of_limits_uses_it_always(self) -> None:
        for has_reference in (True, False):
            assert grade(say(ABOVE, has_reference=has_reference), [31.0]) == [2]


class TestNotJudged:
    def test_the_measures_reason_carries_the_rules_name(self) -> None:
        assert ABOVE.judge(make_window(HIDDEN)) == NotJudged("arms_bend", "The hand leaves the picture.")

    @pytest.mark.parametrize(
        ("views", "shares", "is_judged"),
        [
            (("side",), {"side": 1.0}, True),
            (("side",), {"side": 0.8, "oblique": 0.2}, True),
            (("side",), {"side": 0.79, "oblique": 0.21}, False),
            (("side",), {"front": 1.0}, False),
            (("side",), {}, False),
            (("side",), {"side": math.nan}, False),
            (("side", "oblique"), {"side": 0.4, "oblique": 0.4, "front": 0.2}, True),
            (("side", "oblique"), {"side": 0.3, "oblique": 0.4, "front": 0.3}, False),
            (("front",), {"front": 0.9, "oblique": 0.1}, True),
            (("front",), {"side": 1.0}, False),
            ((), {}, True),
            ((), {"front": 1.0}, True),
        ],
    )
    def test_its_view_must_hold_for_four_fifths(
        self, views: tuple[str, ...], shares: dict[str, float], is_judged: bool
    ) -> None:
        rule = replace(ABOVE, views=views)
        result = rule.judge(make_window(50.0, shares, yaw_deg=38.0))
        assert isinstance(result, Fault if is_judged else NotJudged)
        if isinstance(result, NotJudged):
            assert result.rule == "arms_bend"
            assert ("side-on" if "side" in views else "face the camera") in result.reason
            assert ("40°" in result.reason) is ("side" in views)

    @pytest.mark.parametrize(
        ("rate_hz", "is_judged"), [(6.0, False), (11.5, False), (12.0, True), (60.0, True)]
    )
    def test_it_must_be_seen_often_enough(self, rate_hz: float, is_judged: bool) -> None:
        result = ABOVE.judge(make_window(50.0, rate_hz=rate_hz))
        assert isinstance(result, Fault if is_judged else NotJudged)
        if isinstance(result, NotJudged):
            assert result.reason == f"Seen {rate_hz:.0f} times a second only: form is judged from 12 on."

    def test_from_elsewhere_nothing_is_measured(self) -> None:
        (judged,) = judge_reps([replace(ABOVE, views=("side",))], [make_window(50.0, {"front": 1.0})])
        assert judged.measures == {}
        assert judged.faults == ()

    @pytest.mark.parametrize(
        ("views", "needs"),
        [(("side",), True), (("side", "oblique"), False), (("front",), False), ((), False)],
    )
    def test_only_some_rules_need_a_side_view(self, views: tuple[str, ...], needs: bool) -> None:
        assert replace(ABOVE, views=views).needs_side_view is needs

    def test_what_is_not_judged_is_listed_and_is_no_fault(self) -> None:
        (judged,) = judge_reps([ABOVE], [make_window(HIDDEN)])
        assert judged.faults == ()
        assert judged.not_judged == (NotJudged("arms_bend", "The hand leaves the picture."),)

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

    @pytest.mark.parametrize("yaw_deg", [math.nan, 12.0, 88.0])
    def test_a_rule_of_the_front_says_so_from_anywhere(self, yaw_deg: float) -> None:
        assert "face the camera" in describe_view_problem(yaw_deg, ("front",))


FAULT = Fault("arms_bend", 2, 33.0, "deg", 30.0, 2.0, 3.0, "Long arms.")
OTHER = replace(FAULT, rule="neck_craning")
FOUND = {"f": (FAULT, OTHER), "m": (replace(FAULT, severity=3),), "w": (replace(FAULT, severity=1), OTHER)}
UNSEEN = {"h": NotJudged("arms_bend", "hand hidden"), "v": NotJudged("arms_bend", "turn side-on")}
SLOW = NotJudged("tempo", "slow")
STRICT = replace(ABOVE, is_strict=True)


def sum_up(marks: str, rule: Rule = ABOVE) -> tuple[str, tuple[int, ...], str]:
    """One letter a repetition: f faulty, m marked, w to be watched, . fine, h hand hidden, v view wrong."""
    reps = [
        (number, FOUND.get(mark, (OTHER,)), (UNSEEN[mark], SLOW) if mark in UNSEEN else (SLOW,))
        for number, mark in enumerate(marks, 1)
    ]
    verdict = sum_up_rule(rule, reps, "No repetition was counted.")
    return verdict.verdict, verdict.reps, verdict.reason


def find_faulty(marks: str) -> tuple[int, ...]:
    return tuple(k for k, mark in enumerate(marks, 1) if mark in "fm")


class TestVerdict:
    @pytest.mark.parametrize(
        ("marks", "verdict"),
        [
            ("f", "present"),  # 1 of 1
            (".f", "present"),  # 1 of 2
            ("...f", "present"),  # a quarter
            ("....f", "absent"),  # a fifth
            ("..........m", "absent"),
            (".........fm", "present"),  # two
            ("f..................f", "present"),  # two of twenty
            ("....", "absent"),
            (".", "absent"),
            ("hhhhhh...f", "present"),  # a quarter of the four judged
            ("hh....f", "absent"),
            ("hhh.", "absent"),
        ],
    )
    def test_two_repetitions_or_a_quarter(self, marks: str, verdict: str) -> None:
        assert sum_up(marks) == (verdict, find_faulty(marks), "")

    @pytest.mark.parametrize(
        ("marks", "verdict"),
        [
            ("f", "present"),
            ("...f", "present"),  # one of four
            ("....f", "absent"),
            ("...ff", "present"),
            ("......ff", "present"),  # two, and a quarter
            (".......ff", "absent"),  # two, and less
            ("f..................f", "absent"),
            ("hhhhhhhh...f", "present"),  # of the four judged
            ("hhhh....f", "absent"),
        ],
    )
    def test_a_strict_rule_needs_both_in_longer_sets(self, marks: str, verdict: str) -> None:
        assert sum_up(marks, STRICT) == (verdict, find_faulty(marks), "")

    @pytest.mark.parametrize(
        ("marks", "verdict"),
        [
            ("w", "not_judged"),
            ("wwww", "not_judged"),
            ("w.", "not_judged"),  # as many as are clear
            ("w..", "absent"),
            ("ww..", "not_judged"),
            ("ww...", "absent"),
            ("hhhw", "not_judged"),
            ("www.......f", "absent"),
            ("wwwwww....f", "not_judged"),
            ("wwwwff", "present"),
            ("wwwwwwff", "present"),
        ],
    )
    def test_what_is_watched_speaks_neither_for_nor_against(self, marks: str, verdict: str) -> None:
        reason = IN_DOUBT if verdict == "not_judged" else ""
        assert sum_up(marks) == (verdict, find_faulty(marks), reason)

    def test_not_judged_when_no_repetition_was(self) -> None:
        assert sum_up("hhh") == ("not_judged", (), "hand hidden")
        assert sum_up("hvv") == ("not_judged", (), "turn side-on")  # the commonest reason

    def test_not_judged_without_a_repetition(self) -> None:
        assert sum_up("") == ("not_judged", (), "No repetition was counted.")

    @pytest.mark.parametrize(
        ("faulty", "judged", "strict", "loose"),
        [
            (0, 0, False, False),
            (0, 4, False, False),
            (1, 4, True, True),
            (1, 5, False, False),
            (2, 9, False, True),
        ],
    )
    def test_so_many_of_so_many_are_a_verdict(
        self, faulty: int, judged: int, strict: bool, loose: bool
    ) -> None:
        assert is_verdict(STRICT, faulty, judged) is strict
        assert is_verdict(ABOVE, faulty, judged) is loose


class TestAgainstOtherRepetitions:
    drift = replace(ABOVE, against="first_reps", limits=Thresholds(math.inf, 10.0, 18.0, 7.0))
    apart = replace(ABOVE, against="other_side", as_share=True, limits=Thresholds(math.inf, 0.25, 0.5, 0.2))

    def judge(self, rule: Rule, values: Sequence[float], sides: Sequence[str] = ()) -> list[float | str]:
        """The value that was graded of every repetition, or why there is none."""
        sides = sides or ["both"] * len(values)
        windows = [make_window(value, side=side) for value, side in zip(values, sides, strict=True)]
        return [
            said.not_judged[0].reason if said.not_judged else round(said.measures[rule.name], 6)
            for said in judge_reps([rule], windows)
        ]

    def test_a_drift_is_told_against_the_mean_of_the_first_two(self) -> None:
        assert self.judge(self.drift, [30.0, 34.0, 33.0, 43.0, 52.0]) == [0.0, 0.0, 1.0, 11.0, 20.0]
        faults = judge_reps([self.drift], [make_window(v) for v in (30.0, 34.0, 33.0, 43.0, 52.0)])
        assert [[fault.severity for fault in said.faults] for said in faults] == [[], [], [], [2], [3]]

    def test_what_was_not_seen_is_no_reference(self) -> None:
        told = self.judge(self.drift, [30.0, HIDDEN, 34.0, 43.0])
        assert told == [0.0, "The hand leaves the picture.", 0.0, 11.0]

    def test_sides_are_compared_once_the_other_one_has_done_two(self) -> None:
        told = self.judge(self.apart, [80.0, 60.0, 80.0, 60.0, 80.0, 40.0], ["left", "right"] * 3)
        waiting = "Compared once the other side has done 2 repetitions."
        assert told == [waiting, waiting, waiting, 0.25, 0.25, 0.5]

    def test_a_difference_may_be_told_in_the_unit_of_the_measure(self) -> None:
        rule = replace(self.apart, as_share=False)
        assert self.judge(rule, [80.0, 84.0, 60.0], ["left", "left", "right"])[-1] == 22.0

    def test_nothing_against_nothing_is_no_difference(self) -> None:
        assert self.judge(self.apart, [0.0, 0.0, 0.0], ["left", "left", "right"])[-1] == 0.0
