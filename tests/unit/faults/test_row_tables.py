"""What the rows' files say of their technique rules."""

from __future__ import annotations

import math

import pytest

from formcheck.exercises.loader import list_exercises, load_exercise
from formcheck.exercises.rules import FIRST_REPS, OTHER_SIDE, Rule

EVERYWHERE = {"short_pull", "short_stretch", "neck_craning"}
ARMS = EVERYWHERE | {"shrugging", "elbow_flare", "wrist_curl"}
BENT = ARMS | {"spinal_rounding", "over_arched_back", "standing_up", "too_upright", "chest_dip"}
HAS: dict[str, set[str]] = {
    "barbell_row": BENT | {"uneven_sides"},
    "pendlay_row": BENT | {"uneven_sides"},
    "dumbbell_row": BENT | {"uneven_sides"},
    "t_bar_row": BENT,
    "alternating_row": BENT | {"uneven_sides"},
    "landmine_row": BENT | {"uneven_sides"},
    "one_arm_row": (BENT | {"uneven_sides"}) - {"standing_up"},
    "seated_row": ARMS | {"spinal_rounding", "chest_dip"},
    "chest_supported_row": ARMS | {"uneven_sides"},
    "suspension_row": ARMS | {"hip_sag"},
    "upright_row": EVERYWHERE | {"elbows_too_high", "uneven_sides"},
}
"""Technique rules of each row."""
ROWS = tuple(HAS)
TECHNIQUE = set().union(*HAS.values())
WATCHED = {"wrist_curl", "over_arched_back"}


def find_rules(movement: str) -> dict[str, Rule]:
    return {rule.name: rule for rule in load_exercise(movement).rules}


def test_these_are_all_the_rows() -> None:
    assert {key for key in list_exercises() if load_exercise(key).family == "row"} == set(ROWS)


@pytest.mark.parametrize("movement", ROWS)
def test_a_row_has_the_rules_that_mean_something_in_it(movement: str) -> None:
    assert TECHNIQUE & set(find_rules(movement)) == HAS[movement]


@pytest.mark.parametrize("movement", ROWS)
def test_every_rule_says_what_to_do_and_where_it_comes_from(movement: str) -> None:
    for name, rule in find_rules(movement).items():
        words = [word for word in rule.cue.split() if word != "–"]
        assert 3 <= len(words) <= 9, rule.cue
        assert rule.source
        assert 1 <= rule.priority <= 7
        assert math.isinf(rule.limits.minor) == (name in WATCHED) or name not in TECHNIQUE


@pytest.mark.parametrize("movement", ROWS)
def test_the_advice_is_of_this_row(movement: str) -> None:
    exercise = load_exercise(movement)
    others = {load_exercise(key).camera_advice for key in ROWS if key != movement}
    assert exercise.camera_view == "side"
    assert exercise.camera_advice.startswith("Phone ")
    assert exercise.camera_advice not in others


def test_what_is_held_against_what() -> None:
    against = {name: rule.against for name, rule in find_rules("alternating_row").items() if rule.against}
    assert against == {"standing_up": FIRST_REPS, "shrugging": FIRST_REPS, "uneven_sides": OTHER_SIDE}
    assert find_rules("alternating_row")["uneven_sides"].as_share
    assert not find_rules("barbell_row")["uneven_sides"].against


def test_a_pendlay_row_is_flatter_than_others() -> None:
    flat, usual = (find_rules(key)["too_upright"].limits for key in ("pendlay_row", "barbell_row"))
    assert (usual.minor, usual.major) == (35.0, 25.0)
    assert flat.minor > usual.minor
    assert flat.major > usual.major
