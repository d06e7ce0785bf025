"""Hips past straight after the lift."""

from __future__ import annotations

import math

import numpy as np
import pytest

from formcheck.faults.hip_at_top import measure
from formcheck.faults.judgement import RepWindow
from formcheck.faults.leg_view import HIDDEN, RAISED
from tests.unit.faults.window_factory import (
    COUNTED_S,
    LIVE,
    T_S,
    Answer,
    hide,
    make_window,
    read,
    refuse,
)


def look(window: RepWindow) -> Answer:
    return measure(window, after_s=1.2, percentile=90.0)


def extend(top_deg: float) -> np.ndarray:
    """Hips at the top from 5.8 to 6.6 s: two thirds of the time that is looked at."""
    return np.interp(T_S, [4.5, 5.8, 6.6, 6.8], [70.0, top_deg, top_deg, 175.0])


@pytest.mark.parametrize("top_deg", [172.0, 186.0, 191.0, 200.0])
def test_it_is_nearly_the_highest_after_the_count(top_deg: float) -> None:
    found = read(look(make_window(signed_hip=extend(top_deg))))
    assert found.value == pytest.approx(top_deg, abs=0.1)
    assert found.start_s == pytest.approx(COUNTED_S, abs=0.04)
    assert 5.7 < found.at_s < 6.7


def test_facing_left_it_is_the_other_way_round() -> None:
    found = read(look(make_window(facing=-1, signed_hip=360.0 - extend(194.0))))
    assert found.value == pytest.approx(194.0, abs=0.1)


def test_a_glitch_is_no_extreme() -> None:
    angle_deg = extend(180.0)
    angle_deg[np.argmin(np.abs(T_S - 6.0))] = 230.0
    assert read(look(make_window(signed_hip=angle_deg))).value == pytest.approx(180.0, abs=0.1)


def test_what_was_not_seen_is_not_judged() -> None:
    hip_deg = extend(194.0)
    assert "faces" in refuse(look(make_window(facing=0, signed_hip=hip_deg)))
    assert "top of the lift" in refuse(look(make_window(LIVE, until_s=COUNTED_S, signed_hip=hip_deg)))
    assert "top of the lift" in refuse(look(make_window(signed_hip=hide(hip_deg, 5.4, 7.0))))
    assert "top of the lift" in refuse(look(make_window(signed_hip=math.nan)))


def test_a_leg_that_is_hidden_or_raised_is_not_judged() -> None:
    assert refuse(look(make_window(signed_hip=extend(194.0), thigh_length=0.3))) == HIDDEN
    raised = make_window(signed_hip=extend(194.0), near_hip_angle=178.0)
    assert refuse(look(raised)) == RAISED
