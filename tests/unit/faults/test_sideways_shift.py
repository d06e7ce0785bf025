"""Hips that move to one side, and a camera that only makes them seem to."""

from __future__ import annotations

import math

import numpy as np
import pytest

from formcheck.faults.judgement import RepWindow
from formcheck.faults.sideways_shift import measure
from tests.unit.faults.window_factory import FLOOR_START, Answer, follow, hide, make_window, read, refuse


def look(window: RepWindow) -> Answer:
    return measure(window, peak_share=0.7)


def lean(shoulders_px: float) -> np.ndarray:
    """Lean of a trunk of 100 px whose shoulders go so far to the right of its hips."""
    return np.degrees(np.arcsin(follow(0.0, shoulders_px) / 100.0))


@pytest.mark.parametrize("shift_px", [-14.0, -4.0, 9.0])
@pytest.mark.parametrize("home_px", [0.0, 6.0])
def test_it_is_the_change_from_home(shift_px: float, home_px: float) -> None:
    found = read(look(make_window(hip_shift=follow(home_px, home_px + shift_px), side_lean=0.0)))
    assert found.value == pytest.approx(abs(shift_px) / 100.0, rel=0.1)
    assert found.also == pytest.approx(found.value)


def test_a_camera_beside_the_front_sees_hips_and_shoulders_part() -> None:
    # Hips travel back, here to the right; shoulders forward, as far to the left of the feet.
    found = read(look(make_window(hip_shift=follow(0.0, 20.0), side_lean=lean(-40.0))))
    assert found.value == pytest.approx(0.2, rel=0.1)
    assert found.also == pytest.approx(0.0, abs=0.01)


def test_a_trunk_that_goes_the_other_way_is_against_a_shift() -> None:
    assert read(look(make_window(hip_shift=follow(0.0, -10.0), side_lean=lean(60.0)))).also < 0.0


def test_after_a_lift_off_the_floor_home_is_at_the_top() -> None:
    found = read(look(make_window(FLOOR_START, hip_shift=follow(3.0, 15.0), side_lean=0.0)))
    assert found.value == pytest.approx(0.12, abs=0.01)


def test_what_was_not_seen_is_not_judged() -> None:
    assert "Hips or feet" in refuse(look(make_window(hip_shift=math.nan, side_lean=0.0)))
    assert "Hips or feet" in refuse(look(make_window(hip_shift=0.0, side_lean=math.nan)))
    no_home = make_window(hip_shift=hide(10.0, 1.0, 2.2), side_lean=0.0)
    assert "Standing tall" in refuse(look(no_home))
