"""What people read."""

from __future__ import annotations

import pytest

from formcheck.recognition import Candidate, Recognition, describe_named, describe_unnamed
from formcheck.recognition.sentences import join_with_or

RDL = Candidate("romanian_deadlift", "Romanian deadlift", 0.45)
PULL = Candidate("conventional_deadlift", "Conventional deadlift", 0.4)
TURN = Candidate("alternating_row", "Alternating row", 0.1)


def test_a_named_movement_says_how_sure_and_why() -> None:
    assert describe_named("Barbell row", 0.924, ["bent over", "both arms pull together"]) == (
        "recognised: barbell row (92 % sure): bent over, both arms pull together; not right? --exercise NAME"
    )


def test_a_question_names_the_candidates_and_the_option() -> None:
    assert describe_unnamed(Recognition(None, "hinge", 0.9, (RDL, PULL)), "set.mp4") == (
        "set.mp4 looks like a Romanian deadlift or a conventional deadlift: say which with"
        " --exercise romanian_deadlift or --exercise conventional_deadlift."
    )
    three = describe_unnamed(Recognition(None, "hinge", 0.9, (RDL, PULL, TURN)), "set.mp4")
    assert "a Romanian deadlift, a conventional deadlift or an alternating row" in three


def test_none_of_ours_says_what_can_be_checked() -> None:
    sentence = describe_unnamed(Recognition(None, None, 0.9, looks_like="a squat"), "legs.mp4")
    assert sentence.startswith(
        "legs.mp4 shows none of the movements that can be checked, but rather a squat;"
    )
    for name in ("bird-dog", "T-bar row", "Romanian deadlift", "--exercise NAME"):
        assert name in sentence


def test_nobody_is_no_movement() -> None:
    assert "Hardly anybody was seen in room.mp4" in describe_unnamed(Recognition(None, None, 1.0), "room.mp4")


@pytest.mark.parametrize(
    ("words", "text"), [(["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")]
)
def test_lists_end_with_or(words: list[str], text: str) -> None:
    assert join_with_or(words) == text
