"""Weights: traits between knots, and what comes with the package."""

from __future__ import annotations

import json

import numpy as np
import pytest

from formcheck.exercises.loader import list_exercises
from formcheck.recognition.counters import KINDS
from formcheck.recognition.likelihood import read_settings
from formcheck.recognition.traits import NAMES
from formcheck.recognition.weights import Choice, Knowledge, load_knowledge, spread_traits

KNOTS = np.array([[0.0, 1.0, 3.0], [-2.0, 0.0, 2.0]])


@pytest.mark.parametrize(
    ("value", "shares"),
    [
        (0.0, (1.0, 0.0, 0.0)),
        (0.25, (0.75, 0.25, 0.0)),
        (1.0, (0.0, 1.0, 0.0)),
        (2.5, (0.0, 0.25, 0.75)),
        (9.0, (0.0, 0.0, 1.0)),
        (-9.0, (1.0, 0.0, 0.0)),
        (np.nan, (0.0, 0.0, 0.0)),
    ],
)
def test_a_trait_is_laid_between_its_knots(value: float, shares: tuple[float, ...]) -> None:
    spread = spread_traits(np.array([[value, 0.0]]), KNOTS)
    assert spread.shape == (1, 2, 3)
    assert spread[0, 0].tolist() == pytest.approx(shares)
    assert spread[0, 1].tolist() == pytest.approx([0.0, 1.0, 0.0])


def make_choice() -> Choice:
    speak = np.zeros((2, 3, 2))
    speak[0, 2] = (1.0, -1.0)
    return Choice(("a", "b"), (NAMES[3], NAMES[0]), KNOTS, speak, np.zeros(2))


def test_a_choice_reads_its_own_traits() -> None:
    values = np.full(len(NAMES), np.nan)
    values[3] = 3.0
    assert make_choice().weigh(values).tolist() == [[1.0, -1.0], [0.0, 0.0]]
    values[3], values[0] = np.nan, 2.0
    assert make_choice().weigh(values).tolist() == [[0.0, 0.0], [0.0, 0.0]]


def test_knowledge_is_the_same_after_a_file() -> None:
    knowledge = Knowledge(
        make_choice(), np.array([[0.25], [0.5]]), {"a": make_choice()}, {"a": ("x", "y"), "b": ("z",)}
    )
    again = Knowledge.read(json.loads(json.dumps(knowledge.lay_out("a test"))))
    assert again.movements == ("x", "y", "z")
    assert again.lay_out("a test") == knowledge.lay_out("a test")
    assert again.find_kind("y") == "a"
    assert again.weigh_counts(np.array([True])) == pytest.approx(np.log([0.25, 0.5]))


def test_what_comes_with_the_package_fits_it() -> None:
    knowledge = load_knowledge()
    assert knowledge.kinds.traits == NAMES
    assert tuple(knowledge.members) == tuple(KINDS)
    assert knowledge.counted.shape == (len(knowledge.kinds.classes), len(KINDS))
    assert (knowledge.counted > 0).all()
    assert (knowledge.counted < 1).all()
    for kind, choice in knowledge.within.items():
        assert choice.classes == knowledge.members[kind]
        assert set(choice.traits) <= set(NAMES)
    for choice in (knowledge.kinds, *knowledge.within.values()):
        assert (np.diff(choice.knots, axis=1) > 0).all()
        assert choice.speak.shape == (*choice.knots.shape, len(choice.classes))
        assert np.isfinite(choice.speak).all()


def test_every_movement_that_can_be_checked_can_be_recognised() -> None:
    assert sorted(load_knowledge().movements) == list_exercises()


def test_how_usual_a_movement_is_is_told_of_all() -> None:
    usual = set(read_settings()["usual"]) - {"others", "source"}
    assert usual == set(load_knowledge().movements)
