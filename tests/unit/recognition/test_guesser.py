"""Which movement it is, found out while it goes on."""

from __future__ import annotations

import itertools

import pytest

from formcheck.exercises.exercise import Exercise
from formcheck.pose.landmarks import Pose
from formcheck.recognition.guesser import GUESS_EVERY_S, SETTLE_FOR_S, MovementGuesser
from tests.figure_sets import film, plan

SURE_FROM_REPS = 3


@pytest.fixture(scope="module")
def rows() -> list[Pose]:
    return film(plan("seated_row", 4), rate_hz=15.0)


def guess(poses: list[Pose], count: int = 0) -> list[tuple[float, str]]:
    guesser, known, told = MovementGuesser(SURE_FROM_REPS), None, []
    for pose in poses:
        found: Exercise | None = guesser.push(pose, known, count)
        if found is not None:
            known = found
            told.append((pose.t_s, found.key))
    return told


def test_a_movement_is_named_once_while_it_goes_on(rows: list[Pose]) -> None:
    told = guess(rows)
    assert told[-1][1] == "seated_row"
    assert told[0][0] <= SETTLE_FOR_S + GUESS_EVERY_S
    keys = [key for _, key in told]
    assert all(a != b for a, b in itertools.pairwise(keys))


def test_nobody_is_no_movement() -> None:
    assert guess([Pose.missing(number / 15, (640, 480)) for number in range(150)]) == []


def test_after_some_repetitions_it_stays_what_it_was_taken_for(rows: list[Pose]) -> None:
    assert guess(rows, count=SURE_FROM_REPS) == []
