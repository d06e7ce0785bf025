"""Shoulder line against hip line."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from formcheck.faults.judgement import RepWindow
from formcheck.faults.shoulder_tilt import measure
from tests.unit.faults.window_factory import T_S, Answer, follow, make_window, read, refuse


def look(window: RepWindow) -> Answer:
    return measure(window, after_end_s=1.0, most_bend_deg=45.0, doubt_deg=1.0, perspective_deg=6.5)


@pytest.mark.parametrize("tilt_deg", [-9.0, -2.0, 0.0, 5.5])
def test_either_side_counts(tilt_deg: float) -> None:
    window = make_window(shoulder_tilt=tilt_deg, world_trunk_inclination=follow(5.0, 75.0))
    assert read(look(window)).value == pytest.approx(abs(tilt_deg))


@pytest.mark.parametrize(("yaw_deg", "doubt_deg"), [(90.0, 1.0), (65.0, 4.03), (0.0, 6501.0)])
def test_a_camera_beside_the_front_adds_to_the_doubt(yaw_deg: float, doubt_deg: float) -> None:
    window = replace(make_window(shoulder_tilt=5.0, world_trunk_inclination=10.0), yaw_deg=yaw_deg)
    assert read(look(window)).doubt == pytest.approx(doubt_deg, abs=0.01)


def test_standing_after_the_lift_counts_too() -> None:
    trunk_deg = follow(5.0, 75.0)
    late = make_window(
        shoulder_tilt=np.where(make_window().rep.end_s - 0.3 <= T_S, 6.0, 0.0),
        world_trunk_inclination=trunk_deg,
    )
    assert (
        read(measure(late, after_end_s=1.0, most_bend_deg=10.0, doubt_deg=1.0, perspective_deg=6.5)).value
        == 6.0
    )


def test_only_the_upright_part_is_used() -> None:
    trunk_deg = follow(5.0, 75.0)
    tilt_deg = np.where(trunk_deg > 45.0, 30.0, 2.0)
    assert read(look(make_window(shoulder_tilt=tilt_deg, world_trunk_inclination=trunk_deg))).value == 2.0


def test_what_was_not_seen_is_not_judged() -> None:
    assert "Shoulders or hips" in refuse(
        look(make_window(shoulder_tilt=math.nan, world_trunk_inclination=10.0))
    )
    assert "Shoulders or hips" in refuse(look(make_window(shoulder_tilt=7.0, world_trunk_inclination=60.0)))
