"""When the near leg may be measured, and what is said when it may not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from formcheck.faults.leg_view import HIDDEN, RAISED, SHORTENED, find_clear_frames, find_leg_problem
from formcheck.faults.moments import find_depth
from tests.unit.faults.window_factory import T_S, follow, hide, make_rep, make_window

LOW = (T_S >= 3.5) & (T_S < 4.5)


def test_whole_legs_are_no_problem() -> None:
    window = make_window()
    assert find_leg_problem(window, find_depth(window, 0.25)) == ""
    np.testing.assert_array_equal(find_clear_frames(window, LOW), LOW)


@pytest.mark.parametrize("signal", ["thigh_length", "shank_length"])
def test_a_leg_that_shrinks_is_hidden(signal: str) -> None:
    shorter: dict[str, Any] = {signal: np.where(LOW, 0.3, 0.85)}
    shrunk = make_window(**shorter)
    assert find_leg_problem(shrunk, LOW) == HIDDEN
    assert not find_clear_frames(shrunk, LOW).any()


def test_from_an_angle_it_is_the_view_that_is_blamed() -> None:
    assert find_leg_problem(make_window(view="oblique", thigh_length=0.4), LOW) == SHORTENED


@pytest.mark.parametrize(("until_s", "problem"), [(2.5, ""), (4.0, HIDDEN)])
def test_six_of_ten_frames_must_be_clear(until_s: float, problem: str) -> None:
    # Hidden frames spoil those up to 0.8 s after them: of 7 s, 2.3 and 3.8 are lost.
    window = make_window(thigh_length=np.where(until_s > T_S, 0.3, 0.85))
    assert find_leg_problem(window, np.ones_like(LOW)) == problem


def test_fewer_than_three_frames_are_chance() -> None:
    window = make_window()
    first = np.flatnonzero(LOW)[0]
    for count, problem in ((2, HIDDEN), (3, "")):
        frames = np.zeros_like(LOW)
        frames[first : first + count] = True
        assert find_leg_problem(window, frames) == problem


def test_frames_that_are_not_settled_spoil_no_neighbours() -> None:
    wild = T_S < 1.3
    window = make_window(settled=np.where(wild, 0.0, 1.0), thigh_length=np.where(wild, 0.2, 0.85))
    after = (T_S >= 1.3) & (T_S < 1.6)
    assert find_leg_problem(window, after) == ""


def test_a_wide_stance_may_look_shorter() -> None:
    wide = make_window(thigh_length=0.6, shank_length=0.98)
    assert find_leg_problem(wide, LOW) == HIDDEN
    assert find_leg_problem(wide, LOW, least_thigh=0.5) == ""


@pytest.mark.parametrize(("hip_deg", "problem"), [(70.0, ""), (129.0, ""), (131.0, RAISED), (178.0, RAISED)])
def test_a_leg_in_line_with_the_trunk_does_not_carry(hip_deg: float, problem: str) -> None:
    window = make_window(near_hip_angle=follow(175.0, hip_deg))
    assert find_leg_problem(window, LOW) == problem


def test_whether_it_carries_is_not_asked_where_it_cannot_be_known() -> None:
    assert find_leg_problem(make_window(near_hip_angle=hide(178.0, 3.0, 5.0)), LOW) == ""
    assert find_leg_problem(make_window(make_rep(range=np.nan), near_hip_angle=178.0), LOW) == ""
