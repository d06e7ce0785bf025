"""The guide to every movement: how to film it, what is judged and from where, and what is not."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from formcheck.command_line import app
from formcheck.exercises.loader import list_exercises, load_exercise
from formcheck.guide import list_judged, say_limit


@pytest.mark.parametrize("key", list_exercises())
def test_every_rule_stands_under_the_views_it_is_judged_in_once(key: str) -> None:
    exercise = load_exercise(key)
    judged = list_judged(exercise)
    told = [rule.name for rules in judged.values() for rule in rules]
    assert sorted(told) == sorted(rule.name for rule in exercise.rules)
    assert all(judged.values())
    assert "From some views" not in judged  # every combination has words of its own


@pytest.mark.parametrize("key", list_exercises())
def test_every_movement_says_how_to_film_it_and_what_no_rule_sees(key: str) -> None:
    exercise = load_exercise(key)
    assert exercise.camera_advice.endswith(".")
    assert exercise.not_judged
    assert all(sentence.endswith(".") for sentence in exercise.not_judged)


def test_the_command_line_shows_it_by_any_name() -> None:
    shown = CliRunner().invoke(app, ["exercises", "birddog"])
    assert shown.exit_code == 0
    words = shown.output.replace("\n", " ")
    assert "Bird-dog" in words
    assert "both hands and both feet must be in the picture" in words
    assert "hold too short" in words
    assert "not judged: How hard the trunk is braced." in words


def test_a_movement_nobody_knows_is_refused_with_the_nearest_ones() -> None:
    shown = CliRunner().invoke(app, ["exercises", "bird dogs"], catch_exceptions=True)
    assert shown.exit_code != 0


@pytest.mark.parametrize("key", list_exercises())
def test_every_limit_is_said_with_its_value_and_unit(key: str) -> None:
    for rule in load_exercise(key).rules:
        words = say_limit(rule)
        assert words.startswith("below" if rule.flags_below else "above")
        assert "inf" not in words
        assert "nan" not in words
        assert "deg" not in words


def test_limits_read_as_people_write_them() -> None:
    said = {rule.name: say_limit(rule) for rule in load_exercise("romanian_deadlift").rules}
    assert said["spinal_rounding"] == "above 15° of arc over your neutral hinge, clearly above 25"
    assert said["short_range"] == "below 0.75 of your own range, clearly below 0.6"
    assert said["ballistic_pull"].endswith("with a second measure agreeing: only worth watching")
