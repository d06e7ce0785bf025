"""A trunk that leans to one side while standing."""

from __future__ import annotations

import math

import numpy as np
import pytest

from formcheck.faults.judgement import RepWindow
from formcheck.faults.side_lean import measure
from tests.unit.faults.window_factory import (
    LIVE,
    T_S,
    TOP_S,
    Answer,
    follow,
    make_window,
    read,
    refuse,
)


def look(window: RepWindow) -> Answer:
    return measure(window, after_end_s=1.0, most_bend_deg=15.0, level_doubt_deg=3.0)


@pytest.mark.parametrize("lean_deg", [-12.0, -3.0, 0.0, 8.0])
def test_it_is_the_lean_at_the_top_to_either_side(lean_deg: float) -> None:
    leaning = np.where(T_S >= TOP_S, lean_deg, 40.0)
    found = read(look(make_window(side_lean=leaning, world_trunk_inclination=follow(4.0, 70.0))))
    assert found.value == pytest.approx(abs(lean_deg))
    assert found.doubt == 3.0
    assert pytest.approx(TOP_S, abs=0.04) == found.start_s


def test_a_bent_trunk_only_looks_as_if_it_leaned() -> None:
    trunk_deg = np.where(T_S < 6.5, 30.0, 5.0)
    lean_deg = np.where(T_S < 6.5, 20.0, 1.0)
    assert read(look(make_window(side_lean=lean_deg, world_trunk_inclination=trunk_deg))).value == 1.0


def test_what_was_not_seen_is_not_judged() -> None:
    live = make_window(LIVE, until_s=5.5, side_lean=9.0, world_trunk_inclination=5.0)
    assert "top of the lift" in refuse(look(live))
    assert "top of the lift" in refuse(look(make_window(side_lean=math.nan, world_trunk_inclination=5.0)))
    assert "never upright" in refuse(look(make_window(side_lean=9.0, world_trunk_inclination=20.0)))
