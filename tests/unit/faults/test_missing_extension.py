"""What hips and knees lack to straight."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from formcheck.faults.judgement import RepWindow
from formcheck.faults.leg_view import HIDDEN
from formcheck.faults.missing_extension import measure
from tests.unit.faults.window_factory import (
    LIVE,
    T_S,
    TOP_S,
    Answer,
    follow,
    hide,
    make_window,
    read,
    refuse,
)


def look(window: RepWindow) -> Answer:
    return measure(
        window, before_end_s=0.2, after_end_s=1.0, knee_allowance_deg=5.0, percentile=90.0, doubt_deg=5.0
    )


def make(hip_deg: float, knee_deg: float, **changes: Any) -> RepWindow:
    signals: dict[str, Any] = {
        "near_hip_angle": follow(hip_deg, 70.0),
        "near_knee_angle": follow(knee_deg, 110.0),
    }
    return make_window(**(signals | changes))


@pytest.mark.parametrize(
    ("hip_deg", "knee_deg", "lacks_deg"),
    [
        (180.0, 180.0, 0.0),
        (165.0, 180.0, 15.0),
        (180.0, 160.0, 15.0),  # a knee may be 5 softer
        (170.0, 160.0, 15.0),
        (155.0, 150.0, 25.0),
    ],
)
def test_the_softer_joint_counts(hip_deg: float, knee_deg: float, lacks_deg: float) -> None:
    assert read(look(make(hip_deg, knee_deg))).value == pytest.approx(lacks_deg, abs=0.01)


def test_straight_for_a_moment_is_straight() -> None:
    hip_deg = np.where((T_S >= 6.2) & (T_S < 6.5), 178.0, follow(160.0, 70.0))
    assert read(look(make(0.0, 180.0, near_hip_angle=hip_deg))).value == pytest.approx(2.0)


def test_the_next_way_down_does_not_count() -> None:
    going_down = np.interp(T_S, [4.5, TOP_S, 6.4, 7.4], [70.0, 178.0, 178.0, 80.0])
    assert read(look(make(0.0, 180.0, near_hip_angle=going_down))).value == pytest.approx(2.0)


def test_what_was_not_seen_is_not_judged() -> None:
    assert "top of the lift" in refuse(look(make_window(LIVE, until_s=5.5, near_knee_angle=150.0)))
    assert "top of the lift" in refuse(look(make(180.0, 180.0, near_knee_angle=hide(160.0, 5.0, 8.0))))
    assert refuse(look(make(160.0, 160.0, shank_length=0.4))) == HIDDEN


def test_the_doubt_is_handed_on() -> None:
    assert read(look(make(170.0, 170.0))).doubt == 5.0
