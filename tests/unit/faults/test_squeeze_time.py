"""How long the load is held in."""

from __future__ import annotations

import pytest

from formcheck.faults.squeeze_time import measure
from tests.unit.faults.pull_factory import BACK_S, IN_S, LIVE_PULL, make_pull, make_row_window
from tests.unit.faults.window_factory import read, refuse


@pytest.mark.parametrize("precision_s", [0.1, 0.3])
def test_it_is_the_pause_in_the_contracted_position(precision_s: float) -> None:
    found = read(measure(make_row_window(make_pull(tempo_precision_s=precision_s))))
    assert found.value == pytest.approx(BACK_S - IN_S)
    assert (found.start_s, found.end_s) == (IN_S, BACK_S)
    assert found.doubt == precision_s


def test_what_was_not_timed_is_not_judged() -> None:
    assert "not timed" in refuse(measure(make_row_window(LIVE_PULL)))
    gap = make_pull(phases=(), tempo_reason="The athlete was out of sight.")
    assert refuse(measure(make_row_window(gap))) == "The athlete was out of sight."
