"""The rules of the voice."""

from __future__ import annotations

import pytest

from formcheck.faults.judgement import Fault
from formcheck.live.speech import ADVICE_AFTER_S, ADVICE_AGAIN_AFTER_S, CUE_STAYS_S, ShownCue, Speaker
from formcheck.live.state import ADVICE, COUNT, CUE, PRAISE, URGENT, Cue, Said


def make_fault(rule: str, severity: int = 2) -> Fault:
    return Fault(rule, severity, 1.0, "deg", 0.5, 0.0, 1.0, f"Mend the {rule}.")


BACK, RANGE = make_fault("back", 3), make_fault("range")


def test_the_number_is_said_and_nothing_with_it() -> None:
    assert Speaker().count(7) == [Said("7", COUNT)]


def test_a_repetition_has_one_cue() -> None:
    speaker = Speaker()
    cue, said = speaker.cue(1, [BACK, RANGE])
    assert cue == Cue("Mend the back.", "major", "back")
    assert said == [Said("Mend the back.", CUE)]
    assert speaker.cue(1, [RANGE]) == (None, [])


def test_a_cue_is_not_said_twice_running_but_the_next_one_is() -> None:
    speaker = Speaker()
    told = [speaker.cue(rep, [BACK, RANGE])[1] for rep in (1, 2, 3)]
    assert [line.text for lines in told for line in lines] == [
        "Mend the back.",
        "Mend the range.",
        "Mend the back.",
    ]


def test_a_fault_that_comes_again_is_shown_in_silence() -> None:
    speaker = Speaker()
    speaker.cue(1, [BACK])
    cue, said = speaker.cue(2, [BACK])
    assert cue is not None
    assert cue.rule == "back"
    assert said == []
    assert speaker.cue(3, [BACK])[1] == [Said("Mend the back.", CUE)]


def test_without_a_fault_nothing_is_said() -> None:
    assert Speaker().cue(1, []) == (None, [])


def test_what_is_urgent_interrupts_and_is_the_cue_of_its_repetition() -> None:
    speaker = Speaker()
    _, said = speaker.interrupt(3, BACK)
    assert said == [Said("Mend the back.", URGENT)]
    assert speaker.cue(3, [BACK, RANGE]) == (None, [])


def test_praise_comes_after_two_clean_ones_then_after_every_fifth() -> None:
    speaker = Speaker()
    praised = [number for number in range(1, 16) if speaker.judge("good")]
    assert praised == [2, 5, 10, 15]


def test_praise_names_how_many_were_clean() -> None:
    speaker = Speaker()
    speaker.judge("good")
    assert speaker.judge("info") == [Said("Two clean reps.", PRAISE)]


@pytest.mark.parametrize(("level", "praised"), [("minor", False), ("unjudged", True), ("partial", True)])
def test_a_fault_ends_the_row_and_what_was_not_judged_is_no_clean_one(level: str, praised: bool) -> None:
    speaker = Speaker()
    speaker.judge("good")
    assert speaker.judge(level) == []
    assert bool(speaker.judge("good")) is praised


def test_advice_is_silent_at_first_and_repeated_seldom() -> None:
    speaker = Speaker()
    times_s = [k / 10 for k in range(200) if speaker.advise(k / 10, "Step back")]
    assert times_s == pytest.approx([ADVICE_AFTER_S, ADVICE_AFTER_S + ADVICE_AGAIN_AFTER_S], abs=1e-9)
    assert speaker.advise(20.0, "Step back") == [Said("Step back.", ADVICE)]


def test_advice_that_changes_waits_anew() -> None:
    speaker = Speaker()
    for k in range(100):
        assert speaker.advise(k / 10, "Step back" if k // 30 % 2 else "Come closer") == []
    assert speaker.advise(10.0, "") == []


def test_a_cue_stays_until_the_next_turn_and_for_a_while() -> None:
    shown, cue = ShownCue(), Cue("Mend it.", "minor", "back")
    shown.show(0.0, cue)
    shown.follow(0.5, True)
    assert shown.cue is cue
    shown.follow(CUE_STAYS_S, False)
    assert shown.cue is None
    shown.show(10.0, cue)
    shown.follow(20.0, False)
    assert shown.cue is cue
    shown.follow(20.1, True)
    assert shown.cue is None


def test_a_new_cue_takes_the_place_of_the_old_one() -> None:
    shown, old, new = ShownCue(), Cue("Old.", "minor", "a"), Cue("New.", "major", "b")
    shown.show(0.0, old)
    shown.show(1.0, None)
    assert shown.cue is old
    shown.show(1.0, new)
    assert shown.cue is new
