"""How much further the knee bends."""

from __future__ import annotations

import math

import numpy as np
import pytest

from formcheck.faults.judgement import RepWindow
from formcheck.faults.knee_bend import measure
from formcheck.faults.leg_view import HIDDEN, RAISED
from tests.unit.faults.window_factory import (
    FLOOR_START,
    T_S,
    Answer,
    follow,
    hide,
    make_window,
    read,
    refuse,
)


def look(window: RepWindow) -> Answer:
    return measure(window, around_s=0.25, soft_deg=10.0)


@pytest.mark.parametrize(
    ("home_deg", "low_deg", "value"),
    [
        (175.0, 160.0, 15.0),
        (170.0, 140.0, 30.0),
        (180.0, 140.0, 40.0),
        (150.0, 140.0, 30.0),  # soft all the time: bent by 40 in all, of which 10 are free
        (120.0, 120.0, 50.0),
        (170.0, 175.0, -5.0),
    ],
)
def test_it_is_the_change_or_what_is_bent_in_all(home_deg: float, low_deg: float, value: float) -> None:
    found = read(look(make_window(near_knee_angle=follow(home_deg, low_deg))))
    assert found.value == pytest.approx(value, abs=0.2)


def test_without_a_home_what_is_bent_in_all_counts() -> None:
    knee_deg = hide(follow(180.0, 140.0), 1.0, 2.2)
    assert read(look(make_window(near_knee_angle=knee_deg))).value == pytest.approx(30.0)
    from_floor = make_window(FLOOR_START, until_s=6.0, near_knee_angle=follow(180.0, 140.0))
    assert read(look(from_floor)).value == pytest.approx(30.0)


def test_a_hidden_or_raised_leg_is_not_judged() -> None:
    knee_deg = follow(175.0, 130.0)
    assert refuse(look(make_window(near_knee_angle=knee_deg, shank_length=0.4))) == HIDDEN
    assert refuse(look(make_window(near_knee_angle=knee_deg, near_hip_angle=178.0))) == RAISED
    hidden = np.where((T_S > 3.0) & (T_S < 5.5), math.nan, knee_deg)
    assert "lowest position" in refuse(look(make_window(near_knee_angle=hidden)))
