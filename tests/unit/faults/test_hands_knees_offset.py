"""Hands under shoulders, knees under hips."""

from __future__ import annotations

import math

import pytest

from formcheck.faults.hands_knees_offset import measure
from tests.unit.faults.bird_dog_factory import follow, make_window
from tests.unit.faults.window_factory import read, refuse


@pytest.mark.parametrize(
    ("hand_px", "knee_px", "offset", "is_knee"),
    [(25.0, 5.0, 0.25, 0.0), (-25.0, 5.0, 0.25, 0.0), (2.0, -31.0, 0.31, 1.0), (0.0, 0.0, 0.0, 0.0)],
)
def test_it_is_the_larger_offset_at_rest(
    hand_px: float, knee_px: float, offset: float, is_knee: float
) -> None:
    window = make_window(hand_ahead=follow(hand_px, 90.0), knee_ahead=follow(knee_px, -60.0))
    found = read(measure(window, doubt=0.03))
    assert found.value == pytest.approx(offset, abs=0.01)
    assert found.also == is_knee
    assert found.end_s <= 2.5
    assert found.doubt == 0.03


def test_a_rest_that_was_not_seen_is_not_judged() -> None:
    assert "rest" in refuse(measure(make_window(hand_ahead=math.nan), doubt=0.03))
