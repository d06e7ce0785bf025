"""The chest that comes down to the hands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from formcheck.faults.chest_dip import TRUNK_NOT_SEEN, measure
from formcheck.faults.judgement import RepWindow
from tests.unit.faults.pull_factory import BACK_S, IN_S, LIVE_PULL, PULL_S, ease, make_pull, make_row_window
from tests.unit.faults.window_factory import T_S, Answer, hide, read, refuse


def look(window: RepWindow) -> Answer:
    return measure(window, last_share=0.4, after_s=0.2)


def dip(by_deg: float, from_s: float = IN_S - 0.4, to_s: float = IN_S + 0.1) -> np.ndarray:
    """Lean that grows over so long, and goes back with the hands."""
    down, back = ease((T_S - from_s) / (to_s - from_s)), ease((T_S - BACK_S) / 1.0)
    return 60.0 + by_deg * (down - back)


def make(lean_deg: Any, facing: int = 1, rep: Any = None) -> RepWindow:
    return make_row_window(rep, facing=facing, trunk_lean=facing * lean_deg)


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize("by_deg", [0.0, 4.0, 7.0, 14.0])
def test_a_dip_is_read_as_it_is(by_deg: float, facing: int) -> None:
    found = read(look(make(dip(by_deg), facing)))
    assert found.value == pytest.approx(by_deg, rel=0.1, abs=0.05)
    assert IN_S - 0.41 <= found.start_s < found.end_s <= IN_S + 0.21


def test_a_trunk_that_rises_or_dips_at_another_time_does_not() -> None:
    assert read(look(make(dip(-15.0)))).value == pytest.approx(0.0, abs=0.1)
    assert read(look(make(dip(15.0, PULL_S - 0.4, PULL_S + 0.1)))).value == pytest.approx(0.0, abs=0.1)


def test_what_was_not_seen_is_not_judged() -> None:
    assert "faces" in refuse(look(replace(make(dip(7.0)), facing=0)))
    assert "not timed" in refuse(look(make(dip(7.0), rep=LIVE_PULL)))
    untimed = make_pull(phases=(), tempo_reason="Filmed at 8 frames a second.")
    assert refuse(look(make(dip(7.0), rep=untimed))) == "Filmed at 8 frames a second."
    assert refuse(look(make(hide(dip(7.0), 2.5, 3.1)))) == TRUNK_NOT_SEEN
