"""A trunk that tips further as the lift begins."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.faults.judgement import RepWindow
from formcheck.faults.leg_view import HIDDEN
from formcheck.faults.trunk_tip import measure
from tests.unit.faults.window_factory import (
    LIVE,
    T_S,
    TOP_S,
    UP_S,
    Answer,
    hide,
    make_window,
    read,
    refuse,
)

RISE_PX = np.interp(T_S, [2.0, 4.0, UP_S, TOP_S], [0.0, -150.0, -150.0, 0.0])
"""Hands: 100 px a second up from 4.5 s on, so 0.04 trunk lengths at 4.54 s."""
ONSET_S = UP_S + 0.04
PULL_S = 0.3 * (TOP_S - ONSET_S)


def look(window: RepWindow) -> Answer:
    return measure(window, least_rise=0.04, lift_share=0.3, never_to_deg=5.0, least_thigh=0.65)


def tip(by_deg: float, within_s: float = 0.3) -> NDArray[np.float64]:
    """A trunk at 70° that leans further from the onset on, and then comes up."""
    times_s = [2.0, 4.0, ONSET_S, ONSET_S + within_s, TOP_S]
    return np.interp(T_S, times_s, [5.0, 70.0, 70.0, 70.0 + by_deg, 5.0])


def extend(by_deg: float) -> NDArray[np.float64]:
    return np.interp(T_S, [ONSET_S, ONSET_S + PULL_S, TOP_S], [100.0, 100.0 + by_deg, 170.0])


def make(by_deg: float, extension_deg: float = 20.0, facing: int = 1, **changes: Any) -> RepWindow:
    signals: dict[str, Any] = {
        "trunk_lean": facing * tip(by_deg), "world_knee_angle": extend(extension_deg), "wrist_rise": RISE_PX
    } | changes  # fmt: skip
    return make_window(facing=facing, **signals)


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize("by_deg", [6.0, 12.0, 20.0])
def test_it_is_how_much_flatter_the_trunk_gets(by_deg: float, facing: int) -> None:
    found = read(look(make(by_deg, facing=facing)))
    assert found.value == pytest.approx(by_deg, abs=0.5 + 0.1 * by_deg)
    assert found.also == pytest.approx(20.0, abs=2.0)
    assert ONSET_S - 0.07 < found.start_s < found.end_s < ONSET_S + PULL_S + 0.04


def test_the_flattest_trunk_shows_it_best() -> None:
    window = make(15.0)
    found = read(look(window))
    lean_deg = window.signals["trunk_lean"][np.flatnonzero(window.t_s == found.at_s)]
    inside = (window.t_s >= found.start_s) & (window.t_s < found.end_s)
    assert lean_deg == pytest.approx(window.signals["trunk_lean"][inside].max())


def test_a_trunk_that_only_comes_up_has_not_tipped() -> None:
    lean_deg = np.interp(T_S, [2.0, 4.0, UP_S, TOP_S], [5.0, 70.0, 70.0, 5.0])
    found = read(look(make(0.0, trunk_lean=lean_deg)))
    assert found.value == 0.0
    assert math.isnan(found.also)


def test_setting_up_before_the_load_moves_is_no_tipping() -> None:
    lean_deg = np.interp(T_S, [2.0, 4.0, 4.2, UP_S, TOP_S], [5.0, 50.0, 50.0, 70.0, 5.0])
    assert read(look(make(0.0, trunk_lean=lean_deg))).value < 1.0


def test_tipping_late_in_the_lift_is_something_else() -> None:
    lean_deg = np.interp(T_S, [2.0, 4.0, 5.2, 5.5, TOP_S], [5.0, 70.0, 60.0, 75.0, 5.0])
    assert read(look(make(0.0, trunk_lean=lean_deg))).value == 0.0


def test_legs_must_be_seen_only_when_the_trunk_tips() -> None:
    assert read(look(make(3.0, thigh_length=0.3))).value == pytest.approx(3.0, abs=0.7)
    assert refuse(look(make(15.0, thigh_length=0.3))) == HIDDEN


def test_what_is_not_known_is_not_judged() -> None:
    assert "faces" in refuse(look(make(15.0, facing=0)))
    assert "start of the lift" in refuse(look(make(15.0, wrist_rise=math.nan)))
    assert "start of the lift" in refuse(look(make(15.0, wrist_rise=0.0)))
    assert "start of the lift" in refuse(look(make(15.0, trunk_lean=hide(tip(15.0), 4.3, 5.5))))
    live = make_window(LIVE, trunk_lean=tip(15.0), world_knee_angle=extend(20.0), wrist_rise=RISE_PX)
    assert "timed" in refuse(look(live))
