"""Shoulder line against hip line."""

from __future__ import annotations

import math

import numpy as np
import pytest

from formcheck.faults.judgement import RepWindow
from formcheck.faults.shoulder_tilt import measure
from tests.unit.faults.window_factory import Answer, follow, make_window, read, refuse


def look(window: RepWindow) -> Answer:
    return measure(window, most_bend_deg=45.0)


@pytest.mark.parametrize("tilt_deg", [-9.0, -2.0, 0.0, 5.5])
def test_either_side_counts(tilt_deg: float) -> None:
    window = make_window(shoulder_tilt=tilt_deg, world_trunk_inclination=follow(5.0, 75.0))
    assert read(look(window)).value == pytest.approx(abs(tilt_deg))


def test_only_the_upright_part_is_used() -> None:
    trunk_deg = follow(5.0, 75.0)
    tilt_deg = np.where(trunk_deg > 45.0, 30.0, 2.0)
    assert read(look(make_window(shoulder_tilt=tilt_deg, world_trunk_inclination=trunk_deg))).value == 2.0


def test_what_was_not_seen_is_not_judged() -> None:
    assert "Shoulders or hips" in refuse(
        look(make_window(shoulder_tilt=math.nan, world_trunk_inclination=10.0))
    )
    assert "Shoulders or hips" in refuse(look(make_window(shoulder_tilt=7.0, world_trunk_inclination=60.0)))
