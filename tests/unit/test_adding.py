"""Which arm an added repetition is of, and when it is one that is known already: hand-made signals."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.adding import find_added_rep
from formcheck.corrections import AddedRep
from formcheck.counting import CountedCycle
from formcheck.exercises.loader import load_exercise
from formcheck.recording import Recording
from tests.motion_factory import ease
from tests.recording_factory import fill_recording

BY_ARM, BOTH, TOGETHER = (
    load_exercise(key) for key in ("alternating_row", "barbell_row", "romanian_deadlift")
)
LEFT, RIGHT = (lane.signal.name for lane in BY_ARM.lanes)
T_S = np.arange(0.0, 20.0, 1.0 / 30.0)
LISTED = CountedCycle(5.2, 6.2, 7.0, 0.4, True, bout=3, side="left", lane=0)
"""A pull of the left arm from 5 to 7.4 s."""


def pull(depth: float, start_s: float) -> NDArray:
    """An arm that gets shorter in a second, stays so for 0.4 s, and gets longer again in another second."""
    return depth * (ease(T_S - start_s) - ease(T_S - start_s - 1.4))


def record(left: NDArray, right: NDArray, depth_m: float = math.nan) -> Recording:
    sign = BY_ARM.sign
    return fill_recording(
        BY_ARM, T_S, **{LEFT: 1.0 - sign * left, RIGHT: 1.0 - sign * right}, shoulder_depth=depth_m
    )


def add(
    recording: Recording, at_s: float, side: str = "", listed: Sequence[CountedCycle] = (LISTED,)
) -> CountedCycle | str:
    return find_added_rep(BY_ARM, recording, listed, AddedRep(at_s, side), leader=0)


def expect_cycle(found: CountedCycle | str) -> CountedCycle:
    assert isinstance(found, CountedCycle), found
    return found


REST = np.zeros_like(T_S)
FIRST = pull(0.4, 5.0)


@pytest.mark.parametrize(("side", "lane"), [("left", 0), ("right", 1)])
def test_the_arm_that_worked_is_found(side: str, lane: int) -> None:
    arms = [FIRST, REST]
    arms[lane] = arms[lane] + pull(0.35, 12.0)
    for asked in ("", side):
        cycle = expect_cycle(add(record(*arms), 13.0, asked))
        assert (cycle.side, cycle.lane, cycle.is_full) == (side, lane, True)
        assert cycle.depth == pytest.approx(0.35, abs=0.01)
        assert cycle.bout == LISTED.bout  # that of its neighbour
    other = "left" if side == "right" else "right"
    assert "Nothing moves" in str(add(record(*arms), 13.0, other))


@pytest.mark.parametrize(
    ("depth_m", "side"), [(-0.3, "left"), (0.3, "right"), (0.0, "right"), (math.nan, "right")]
)
def test_of_one_movement_seen_on_both_arms_the_near_one_worked_or_the_one_that_went_further(
    depth_m: float, side: str
) -> None:
    recording = record(FIRST + pull(0.30, 12.0), pull(0.35, 12.0), depth_m)
    assert expect_cycle(add(recording, 13.0)).side == side
    assert expect_cycle(add(recording, 13.0, "left")).side == "left"  # the person knows


def test_of_two_movements_the_nearer_is_meant() -> None:
    recording = record(FIRST + pull(0.4, 10.0), pull(0.4, 12.6))
    assert expect_cycle(add(recording, 11.0)).side == "left"
    assert expect_cycle(add(recording, 14.0)).side == "right"


def test_an_arm_that_is_drawn_along_adds_nothing() -> None:
    """The same movement on the other arm is the one that is listed, also from a time just before it."""
    for at_s in (4.8, 6.0):
        for side in ("right", ""):
            found = add(record(FIRST, FIRST), at_s, side)
            assert found == "There is a movement at 6.2 s already: change that one instead of adding another."


def test_a_set_in_which_nothing_was_counted_is_one_bout() -> None:
    cycle = expect_cycle(add(record(FIRST, REST), 6.0, listed=()))
    assert (cycle.side, cycle.bout) == ("left", 1)
    assert cycle.turn_s == pytest.approx(6.2, abs=0.25)


@pytest.mark.parametrize("leader", [0, 1])
def test_where_both_arms_work_at_once_the_leading_one_is_looked_at(leader: int) -> None:
    arms = [REST, REST]
    arms[leader] = FIRST
    columns = {lane.signal.name: 1.0 - BOTH.sign * arm for lane, arm in zip(BOTH.lanes, arms, strict=True)}
    recording = fill_recording(BOTH, T_S, **columns)
    cycle = expect_cycle(find_added_rep(BOTH, recording, (), AddedRep(6.0), leader))
    assert (cycle.side, cycle.lane) == ("both", leader)
    assert "Nothing moves" in str(find_added_rep(BOTH, recording, (), AddedRep(6.0), 1 - leader))


def test_without_poses_nothing_moves() -> None:
    for exercise, depth in ((BY_ARM, "0.08 trunk lengths"), (TOGETHER, "16°")):
        found = find_added_rep(exercise, Recording(exercise), (), AddedRep(1.0), 0)
        assert found == f"Nothing moves out and back by at least {depth} at 1.0 s: no repetition is added."
