"""The numbers of the live coach, and where they come from."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from formcheck.exercises.loader import list_exercises, load_exercise
from formcheck.live.gates import PARTS
from formcheck.live.limits import find_wish, load_limits

TABLES = tomllib.loads((resources.files("formcheck.live") / "set_up.toml").read_text(encoding="utf-8"))


def test_every_table_names_its_source() -> None:
    families = TABLES["family"].values()
    for table in (*families, *(table for name, table in TABLES.items() if name != "family")):
        assert len(table["source"]) > 20


def test_every_number_is_read() -> None:
    limits = load_limits()
    for name, table in TABLES.items():
        if name != "family":
            for key, value in table.items():
                assert key == "source" or getattr(limits, key) == value


@pytest.mark.parametrize("key", list_exercises())
def test_every_movement_knows_what_it_needs_of_the_picture(key: str) -> None:
    exercise = load_exercise(key)
    wish = find_wish(exercise)
    assert exercise.family in TABLES["family"]
    assert set(wish.parts) <= set(PARTS)
    assert wish.view == exercise.camera_view


def test_a_bird_dog_needs_most_room() -> None:
    hinge, bird_dog = (find_wish(load_exercise(key)) for key in ("good_morning", "bird_dog"))
    assert bird_dog.ahead > hinge.ahead
    assert bird_dog.behind > hinge.behind
    assert find_wish(None) == hinge
