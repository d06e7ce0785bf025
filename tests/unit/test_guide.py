"""The guide to every movement: how to film it, what is judged and from where, and what is not."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from formcheck.cli import app
from formcheck.exercises.loader import list_exercises, load_exercise
from formcheck.guide import list_judged


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
