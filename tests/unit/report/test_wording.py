"""Words for rules, values and repetitions."""

from __future__ import annotations

import pytest

from formcheck.faults.judgement import Fault
from formcheck.report.wording import describe_bend, describe_value, find_words, join_words, say_reps


def make_fault(value: float, unit: str) -> Fault:
    return Fault("any", 2, value, unit, 1.0, 0.0, 1.0, "Cue.")


@pytest.mark.parametrize(
    ("reps", "of", "words"),
    [
        ((3,), 8, "rep 3"),
        ((3, 4), 8, "reps 3 and 4"),
        ((4, 2, 3, 8), 8, "reps 2–4 and 8"),
        ((1, 2, 4, 6), 8, "reps 1, 2, 4 and 6"),
        ((1, 2, 3), 3, "every rep"),
        ((1,), 1, "rep 1"),
        ((1, 2, 3), None, "reps 1–3"),
    ],
)
def test_repetitions_are_named_in_runs(reps: tuple[int, ...], of: int | None, words: str) -> None:
    assert say_reps(reps, of) == words


def test_words_are_joined() -> None:
    assert [join_words(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "", "a", "a and b", "a, b and c"
    ]  # fmt: skip


def test_a_rule_of_a_user_is_called_by_its_name() -> None:
    words = find_words("wobbly_stand")
    assert (words.name, words.happened, words.subject, words.good) == (
        "wobbly stand", "We saw wobbly stand", "wobbly stand", ""
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (31.6, "deg of trunk lean", "32° of trunk lean"),
        (13.0, "deg the trunk tips forward", "13°: the trunk tips forward"),
        (0.68, "own range", "68 % of own range"),
        (0.861, "of the least time to lower", "86 % of the least time to lower"),
        (0.123, "torso lengths the heel rises", "0.12 torso lengths the heel rises"),
        (-15.2, "deg of leg over level", "15° of leg under level"),
        (4.0, "deg of leg over level", "4° of leg over level"),
    ],
)
def test_a_value_is_said_with_its_unit(value: float, unit: str, words: str) -> None:
    assert describe_value(make_fault(value, unit)) == words


def test_a_back_says_to_which_side_it_bends() -> None:
    assert describe_bend(make_fault(25.4, "deg of arc"), has_reference=False) == "25° over straight"
    assert describe_bend(make_fault(-18.0, "deg of arc"), True) == "arched 18° past your neutral hinge"
