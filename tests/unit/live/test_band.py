"""The words of the band: one thing at a time, the most pressing first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from formcheck.exercises.loader import list_exercises, load_exercise
from formcheck.live.band import AWAITS_HOME, HOLD_ON, STARTS_ITSELF, Band, choose_band
from formcheck.live.state import CALIBRATING, READY, RESTING, SETTING_UP, TRAINING, Cue, LiveState

CUE = Cue("Soft knees, then freeze them – send hips back.", "minor", "knee_bend")
BUSY = LiveState(
    9.0,
    TRAINING,
    advice="Step back",
    advice_detail="Your feet are cut off.",
    count=3,
    phase="lowering",
    cue=CUE,
    not_judged="Turn side-on to have your back judged.",
)
"""A state that has something to say of everything."""


@pytest.mark.parametrize(
    ("state", "band"),
    [
        (replace(BUSY, stage=SETTING_UP), Band("set_up", "Step back", "Your feet are cut off.")),
        (replace(BUSY, stage=CALIBRATING), Band("calibration", "Step back", "Your feet are cut off.")),
        (BUSY, Band("minor", "Soft knees, then freeze them", "Send hips back")),
        (replace(BUSY, stage=READY), Band("minor", "Soft knees, then freeze them", "Send hips back")),
        (replace(BUSY, cue=None), Band("unjudged", "Turn side-on to have your back judged.")),
        (
            replace(BUSY, stage=RESTING, cue=None),
            Band("unjudged", "Turn side-on to have your back judged."),
        ),
        (
            replace(BUSY, stage=READY, cue=None, not_judged=None),
            Band("ready", "Step back", "Your feet are cut off."),
        ),
        (
            replace(BUSY, stage=RESTING, cue=None, not_judged=None),
            Band("resting", "3 reps", "Go on when you like."),
        ),
        (replace(BUSY, cue=None, not_judged=None), Band("phase", "Lowering")),
    ],
)  # fmt: skip
def test_the_most_pressing_comes_first(state: LiveState, band: Band) -> None:
    assert choose_band(state) == band


@pytest.mark.parametrize(
    ("stage", "band"),
    [
        (SETTING_UP, Band("set_up", HOLD_ON, STARTS_ITSELF)),
        (CALIBRATING, Band("calibration", "", STARTS_ITSELF)),
        (READY, Band("ready", "Ready", "Begin when you like.")),
        (RESTING, Band("resting", "0 reps", "Go on when you like.")),
        (TRAINING, Band("phase", AWAITS_HOME)),
    ],
)
def test_who_has_nothing_to_say_says_what_holds(stage: str, band: Band) -> None:
    assert choose_band(LiveState(0.0, stage)) == band


def test_one_repetition_is_one() -> None:
    assert choose_band(LiveState(0.0, RESTING, count=1)).text == "1 rep"


@pytest.mark.parametrize(
    ("text", "head", "detail"),
    [
        ("Stop at shoulder height, elbows lead.", "Stop at shoulder height, elbows lead", ""),
        ("Level the shoulders – don't lean.", "Level the shoulders", "Don't lean"),
        ("Slower – two seconds – all the way.", "Slower", "Two seconds – all the way"),
        ("Side-on", "Side-on", ""),
    ],
)
def test_a_cue_is_what_to_do_and_then_how(text: str, head: str, detail: str) -> None:
    for level in ("minor", "major"):
        state = LiveState(1.0, TRAINING, cue=Cue(text, level, "rule"))
        assert choose_band(state) == Band(level, head, detail)


def test_a_phase_is_short() -> None:
    assert choose_band(LiveState(1.0, TRAINING, phase="hold at the top")).text == "Hold"


@pytest.mark.parametrize("key", list_exercises())
def test_every_movement_has_words_for_its_band(key: str) -> None:
    exercise = load_exercise(key)
    bands = [choose_band(LiveState(1.0, TRAINING, phase=word)) for word in exercise.phase_words.values()]
    bands += [
        choose_band(LiveState(1.0, TRAINING, cue=Cue(rule.cue, "minor", rule.name)))
        for rule in exercise.rules
        if rule.cue
    ]
    assert len(bands) > 4
    for band in bands:
        assert band.text
        assert band.text[0].isupper()
        assert not (band.text + band.detail).endswith(".")
        assert band.detail[:1] == band.detail[:1].upper()
