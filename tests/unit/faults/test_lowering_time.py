"""Lowering against the least time it should take."""

from __future__ import annotations

import pytest

from formcheck.faults.lowering_time import measure
from formcheck.reps.rep import Phase, PhaseSpan
from tests.unit.faults.window_factory import FLOOR_START, LIVE, Answer, make_rep, make_window, read, refuse


def look(eccentric_s: float, concentric_s: float, precision_s: float = 0.1) -> Answer:
    turn_s = 2.0 + eccentric_s
    phases = (
        PhaseSpan(Phase.ECCENTRIC, 2.0, turn_s),
        PhaseSpan(Phase.CONCENTRIC, turn_s, turn_s + concentric_s),
    )
    window = make_window(make_rep(phases=phases, tempo_precision_s=precision_s))
    return measure(window, least_s=0.7, lift_share=0.6)


@pytest.mark.parametrize(
    ("eccentric_s", "concentric_s", "value"),
    [(0.7, 1.0, 1.0), (1.4, 1.0, 2.0), (0.35, 0.5, 0.5), (1.2, 2.0, 1.0), (0.9, 3.0, 0.5)],
)
def test_it_should_take_so_long_and_so_much_of_the_lift(
    eccentric_s: float, concentric_s: float, value: float
) -> None:
    found = read(look(eccentric_s, concentric_s))
    assert found.value == pytest.approx(value)
    assert (found.start_s, found.end_s) == (2.0, 2.0 + eccentric_s)


@pytest.mark.parametrize("precision_s", [0.1, 0.3])
def test_the_precision_of_the_tempo_is_the_doubt(precision_s: float) -> None:
    assert read(look(1.0, 1.0, precision_s)).doubt == pytest.approx(precision_s / 0.7)
    assert read(look(1.0, 2.0, precision_s)).doubt == pytest.approx(precision_s / 1.2)


def test_what_was_not_timed_is_not_judged() -> None:
    assert "lowering was not seen" in refuse(measure(make_window(FLOOR_START), least_s=0.7, lift_share=0.6))
    assert "lowering was not seen" in refuse(measure(make_window(LIVE), least_s=0.7, lift_share=0.6))
    slow = make_window(make_rep(phases=(), tempo_reason="Filmed at 10 frames a second."))
    assert refuse(measure(slow, least_s=0.7, lift_share=0.6)) == "Filmed at 10 frames a second."
