"""The time of the hold."""

from __future__ import annotations

import pytest

from formcheck.faults.full_reach import FOOT_OUTSIDE
from formcheck.faults.hold_time import measure
from tests.unit.faults.bird_dog_factory import BACK_S, LIVE, REACHED_S, make_rep, make_window
from tests.unit.faults.window_factory import read, refuse


@pytest.mark.parametrize(("precision_s", "doubt_s"), [(0.1, 0.0), (0.3, 0.1)])
def test_it_is_the_pause_with_what_the_limits_do_not_allow_as_doubt(
    precision_s: float, doubt_s: float
) -> None:
    found = read(measure(make_window(make_rep(tempo_precision_s=precision_s)), allowed_s=0.2))
    assert found.value == pytest.approx(BACK_S - REACHED_S)
    assert found.doubt == pytest.approx(doubt_s)


def test_what_was_not_timed_is_not_judged() -> None:
    assert "not timed" in refuse(measure(make_window(LIVE), allowed_s=0.2))
    late = make_rep(phases=(), tempo_reason="Filmed at 8 frames a second: tempo needs at least 12.")
    assert "Filmed" in refuse(measure(make_window(late), allowed_s=0.2))
    assert refuse(measure(make_window(feet_inside=0.0), allowed_s=0.2)) == FOOT_OUTSIDE
