"""How hard the hand turns round between two repetitions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from formcheck.faults.hand_turn import measure
from formcheck.faults.judgement import RepWindow
from formcheck.reps.rep import Phase, PhaseSpan
from tests.unit.faults.pull_factory import (
    LIVE_PULL,
    ROW_PHASES,
    TORSO_PX,
    go_beyond,
    make_pull,
    make_row_window,
)
from tests.unit.faults.window_factory import T_S, Answer, hide, read, refuse

TURN_S = 5.5


def look(window: RepWindow, **changes: float) -> Answer:
    settings = {
        "most_pause_s": 0.15, "around_s": 0.25, "least_rate_hz": 23.5, "least_range": 0.15
    } | changes  # fmt: skip
    return measure(window, **settings)


def swing(period_s: float, pause_s: float = 0.1, reach: float = 0.5) -> RepWindow:
    """Half a cosine out to long arms and in again, which peaks at 2π²/period² ranges/s² at 5.5 s.

    The window ends where the next repetition begins.
    """
    half_s = 0.5 * period_s
    away = np.abs(T_S - TURN_S)
    reach_px = TORSO_PX * (1.1 - 0.5 * reach * (1 - np.cos(np.pi * np.minimum(away / half_s, 1.0))))
    edges_s = (3.0, TURN_S - half_s, TURN_S - 0.5 * pause_s, TURN_S + 0.5 * pause_s)
    names = (Phase.PAUSE_CONTRACTED, Phase.ECCENTRIC, Phase.PAUSE_STRETCHED)
    spans = [PhaseSpan(n, a, b) for n, a, b in zip(names, edges_s[:-1], edges_s[1:], strict=True)]
    rep = make_pull(phases=(ROW_PHASES[0], *spans), end_s=edges_s[2], counted_s=edges_s[2])
    return go_beyond(make_row_window(rep, left_clear_reach=reach_px), edges_s[3])


@pytest.mark.parametrize("period_s", [1.6, 2.4, 3.2])
def test_a_cosine_turns_as_its_second_derivative_says(period_s: float) -> None:
    found = read(look(swing(period_s)))
    assert found.value == pytest.approx(2 * np.pi**2 / period_s**2, rel=0.12)
    assert found.at_s == pytest.approx(TURN_S, abs=0.07)


def test_it_does_not_depend_on_the_range() -> None:
    assert read(look(swing(1.6, reach=0.3))).value == pytest.approx(read(look(swing(1.6))).value, rel=1e-6)


@pytest.mark.parametrize(("pause_s", "rebounds"), [(0.14, True), (0.16, False)])
def test_after_a_pause_nothing_rebounds(pause_s: float, rebounds: bool) -> None:
    assert (read(look(swing(1.2, pause_s))).value > 0.0) is rebounds


def test_what_was_not_seen_is_not_judged() -> None:
    assert "timed" in refuse(look(make_row_window(LIVE_PULL)))
    last = make_row_window(make_pull(phases=ROW_PHASES[:-1]))
    assert "follows" in refuse(look(last))
    slow = make_row_window(make_pull(phases=(), tempo_reason="Filmed at 10 frames a second."))
    assert refuse(look(slow)) == "Filmed at 10 frames a second."
    assert "too little" in refuse(look(swing(1.6, reach=0.1)))
    assert "out of sight" in refuse(look(replace(swing(1.6), beyond={})))
    window = swing(1.6)
    hidden = {**window.signals, "left_clear_reach": hide(90.0, 4.6, 5.3)[: len(window.t_s)]}
    assert "out of sight" in refuse(look(replace(window, signals=hidden)))


def test_too_few_frames_a_second_are_not_judged() -> None:
    window = swing(1.6)
    half = replace(
        window, t_s=window.t_s[::2], signals={name: column[::2] for name, column in window.signals.items()}
    )
    assert "24 frames a second" in refuse(look(half))
