"""The quicker of the ways out and back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from formcheck.faults.full_reach import FOOT_OUTSIDE
from formcheck.faults.judgement import RepWindow
from formcheck.faults.move_pace import measure
from formcheck.reps.rep import Phase
from tests.unit.faults.bird_dog_factory import LIVE, PHASES, T_S, follow, hide, make_rep, make_window
from tests.unit.faults.window_factory import Answer, read, refuse


def look(window: RepWindow) -> Answer:
    return measure(window, least_s=0.8, most_speed=180.0, late_s=0.1)


def shorten(phase: Phase, length_s: float) -> RepWindow:
    phases = tuple(replace(p, end_s=p.start_s + length_s) if p.phase is phase else p for p in PHASES)
    return make_window(make_rep(phases=phases), arm_line=np.nan, picture_thigh_raise=np.nan)


@pytest.mark.parametrize("phase", [Phase.CONCENTRIC, Phase.ECCENTRIC])
@pytest.mark.parametrize("length_s", [0.4, 0.8, 1.2])
def test_it_is_the_shorter_way_against_the_least(phase: Phase, length_s: float) -> None:
    found = read(look(shorten(phase, length_s)))
    assert found.value == pytest.approx((length_s + 0.1) / 0.8)
    assert found.doubt == pytest.approx(0.125)


@pytest.mark.parametrize("name", ["arm_line", "picture_thigh_raise"])
def test_a_limb_that_is_flung_counts_more(name: str) -> None:
    """90° in 0.3 s within a slow way; smoothed over 0.35 s that is still more than 200° a second."""
    low = -90.0 if name == "arm_line" else 0.0
    flung = np.interp(T_S, [3.0, 3.3, 6.5, 8.0], [low, low + 90.0, low + 90.0, low])
    signals: dict[str, Any] = {name: flung}
    found = read(look(make_window(**signals)))
    assert 180.0 / 300.0 <= found.value < 180.0 / 200.0
    assert found.start_s == 2.5


def test_a_slow_way_is_slow_enough() -> None:
    assert read(look(make_window())).value > 1.25


def test_a_limb_that_was_not_seen_throughout_tells_no_speed() -> None:
    flung = np.interp(T_S, [3.0, 3.2, 6.5, 8.0], [-90.0, 0.0, 0.0, -90.0])
    flung = np.where((T_S > 3.0) & (T_S < 3.8), np.nan, flung)
    assert read(look(make_window(arm_line=flung))).value > 1.25


def test_the_precision_of_the_tempo_is_the_doubt() -> None:
    assert read(look(make_window(make_rep(tempo_precision_s=0.3)))).doubt == pytest.approx(0.375)


def test_what_was_not_timed_is_not_judged() -> None:
    assert "not timed" in refuse(look(make_window(LIVE)))
    assert refuse(look(make_window(LIVE, feet_inside=0.0))) != FOOT_OUTSIDE
    assert refuse(look(make_window(feet_inside=0.0))) == FOOT_OUTSIDE
    assert read(look(make_window(leg_line=hide(follow(-45.0, 0.0), 0.0, 9.0)))).value > 1.25
