"""What the hinges' files say of their rules."""

from __future__ import annotations

import math

import pytest

from formcheck.exercises.loader import load_exercise
from formcheck.simulate.hinge import STYLES

FLOOR, HANG = "conventional_deadlift", "romanian_deadlift"
SYMMETRY = ("uneven_shoulders", "hip_shift", "knees_cave")


@pytest.mark.parametrize("movement", STYLES)
def test_every_rule_says_what_to_do_and_where_it_comes_from(movement: str) -> None:
    for rule in load_exercise(movement).rules:
        words = [word for word in rule.cue.split() if word != "–"]
        assert 3 <= len(words) <= (11 if rule.name == "short_range" else 9), rule.cue
        assert rule.source
        assert 1 <= rule.priority <= 7


@pytest.mark.parametrize("movement", STYLES)
def test_tempo_is_never_major(movement: str) -> None:
    for rule in load_exercise(movement).rules:
        if rule.name in ("dropped_lowering", "bounced_bottom", "ballistic_pull"):
            assert math.isinf(rule.limits.major)


@pytest.mark.parametrize(
    ("movement", "dropped"),
    [
        ("good_morning", {"load_drifts_away", "arms_bend", "hips_rise_first"}),
        ("romanian_deadlift", {"hips_rise_first"}),
        ("sumo_deadlift", {"load_drifts_away", "overextended_lockout", "soft_lockout"}),
        ("single_leg_romanian_deadlift", {"hips_rise_first", *SYMMETRY}),
        ("suitcase_deadlift", {"load_drifts_away"}),
    ],
)
def test_a_movement_drops_what_means_nothing_in_it(movement: str, dropped: set[str]) -> None:
    names = [{rule.name for rule in load_exercise(key).rules} for key in (FLOOR, movement)]
    assert names[0] - names[1] == dropped
    assert names[1] <= names[0]


def test_another_measure_inherits_nothing() -> None:
    floor, hang = (
        next(rule for rule in load_exercise(key).rules if rule.name == "squatted_hinge")
        for key in (FLOOR, HANG)
    )
    assert floor.measure is not hang.measure
    assert floor.flags_below
    assert not hang.flags_below
    assert math.isnan(hang.limits.also_minor)
    assert "never_from_deg" not in hang.settings
