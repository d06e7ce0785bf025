"""Reasons in words."""

from __future__ import annotations

from formcheck.recognition.counters import KINDS
from formcheck.recognition.traits import NAMES
from formcheck.recognition.words import read_words, strip_trait, tell_reasons

ROW = {
    **dict.fromkeys(NAMES, float("nan")),
    "rest_trunk": 55.0,
    "work_trunk": 50.0,
    "arm_goes": 0.4,
    "other_arm_goes": 0.4,
    "arms_agree": 0.9,
    "arm_share": 0.8,
    "rest_hands_wide": 0.9,
    "hips_go": 8.0,
    "bent_hip_goes": 8.0,
    "open_hip_goes": 8.0,
}


def test_words_look_at_traits_that_are_there() -> None:
    stems = {strip_trait(name) for name in NAMES}
    for aspect, about in read_words().items():
        assert set(about["traits"]) <= stems, aspect
        for words in about.get("words", ()):
            assert set(words["when"]) <= set(NAMES), words["say"]
            assert all(least < most for least, most in words["when"].values()), words["say"]


def test_every_kind_has_a_name_for_what_it_counts() -> None:
    assert set(read_words()["counted"]["kinds"]) == set(KINDS)


def test_the_posture_comes_first_then_what_speaks_most_then_the_count() -> None:
    reasons = tell_reasons(ROW, {"arm_goes": 1.0, "rest_hands_wide": 3.0, "hips_go": 0.1}, "bent_over_row", 5)
    assert reasons == [
        "bent over",
        "the hands wide apart",
        "both arms pull together",
        "5 bent-over pulls counted",
    ]


def test_one_is_told_as_one_and_none_not_at_all() -> None:
    assert tell_reasons(ROW, {}, "hinge", 1)[-1] == "1 hip hinge counted"
    assert not any("counted" in reason for reason in tell_reasons(ROW, {}, "", 0))


def test_what_was_not_seen_is_not_told() -> None:
    assert tell_reasons(dict.fromkeys(NAMES, float("nan")), {}, "", 0) == []


def test_arms_in_turn_are_not_told_as_together() -> None:
    assert "the arms pull in turn" in tell_reasons({**ROW, "turns": 1.0}, {"turns": 9.0}, "", 0)
