"""How hard the movement turns round."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from formcheck.faults.judgement import RepWindow
from formcheck.faults.turn_acceleration import measure
from formcheck.reps.rep import Phase, PhaseSpan
from tests.unit.faults.window_factory import (
    FLOOR_START,
    T_S,
    Answer,
    hide,
    make_rep,
    make_window,
    read,
    refuse,
)


def look(window: RepWindow, **changes: float) -> Answer:
    settings = {
        "most_pause_s": 0.15, "around_s": 0.25, "least_rate_hz": 23.5, "least_range_deg": 25.0
    } | changes  # fmt: skip
    return measure(window, **settings)


def swing(period_s: float, pause_s: float = 0.1, range_deg: float = 80.0, facing: int = 1) -> RepWindow:
    """Half a cosine down and up within a period, the turn at 4.25 s; it peaks at 2π²/period² ranges/s²."""
    half_s, turn_s = 0.5 * period_s, 4.25
    inside = np.abs(T_S - turn_s) < half_s
    lean_deg = np.where(inside, 0.5 * range_deg * (1 + np.cos(np.pi * (T_S - turn_s) / half_s)), 0.0)
    edges_s = (turn_s - half_s, turn_s - 0.5 * pause_s, turn_s + 0.5 * pause_s, turn_s + half_s)
    names = (Phase.ECCENTRIC, Phase.PAUSE_STRETCHED, Phase.CONCENTRIC)
    phases = tuple(PhaseSpan(n, a, b) for n, a, b in zip(names, edges_s[:-1], edges_s[1:], strict=True))
    rep = make_rep(phases=phases, start_s=edges_s[0], turn_s=turn_s, end_s=edges_s[-1], counted_s=edges_s[-1])
    return make_window(rep, facing=facing, trunk_lean=facing * lean_deg)


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize("period_s", [1.6, 2.4, 3.2])
def test_a_cosine_turns_as_its_second_derivative_says(period_s: float, facing: int) -> None:
    found = read(look(swing(period_s, facing=facing)))
    assert found.value == pytest.approx(2 * np.pi**2 / period_s**2, rel=0.12)
    assert found.at_s == pytest.approx(4.25, abs=0.07)


def test_it_does_not_depend_on_the_range() -> None:
    assert read(look(swing(1.6, range_deg=40.0))).value == pytest.approx(read(look(swing(1.6))).value)


@pytest.mark.parametrize(("pause_s", "rebounds"), [(0.14, True), (0.16, False)])
def test_after_a_pause_nothing_rebounds(pause_s: float, rebounds: bool) -> None:
    assert (read(look(swing(1.2, pause_s))).value > 0.0) is rebounds


def test_too_few_frames_a_second_are_not_judged() -> None:
    window = swing(1.6)
    half = replace(
        window, t_s=window.t_s[::2], signals={name: column[::2] for name, column in window.signals.items()}
    )
    assert "24 frames a second" in refuse(look(half))
    assert read(look(half, least_rate_hz=12.0)).value > 0.0


def test_what_was_not_seen_is_not_judged() -> None:
    assert "way down" in refuse(look(make_window(FLOOR_START, trunk_lean=60.0)))
    assert "faces" in refuse(look(replace(swing(1.6), facing=0)))
    assert "too little" in refuse(look(swing(1.6, range_deg=20.0)))
    window = swing(1.6)
    gap = {**window.signals, "trunk_lean": hide(window.signals["trunk_lean"], 3.9, 4.6)}
    assert "out of sight" in refuse(look(replace(window, signals=gap)))
    never = {**window.signals, "trunk_lean": np.full(len(T_S), math.nan)}
    assert "out of sight" in refuse(look(replace(window, signals=never)))
