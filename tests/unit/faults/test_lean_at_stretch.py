"""The trunk before the pull, and at its end."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from formcheck.faults import lean_at_stretch, rise_at_squeeze
from formcheck.faults.judgement import RepWindow
from formcheck.faults.row_moments import PULL_NOT_SEEN, STRETCH_NOT_SEEN
from tests.unit.faults.pull_factory import LIVE_PULL, follow_hand, make_row_window
from tests.unit.faults.window_factory import Answer, hide, read, refuse


def look(window: RepWindow) -> Answer:
    return lean_at_stretch.measure(window, doubt_deg=1.0)


def look_at_end(window: RepWindow) -> Answer:
    return rise_at_squeeze.measure(window, doubt_deg=1.0)


def make(rep: Any = None, *, facing: int = 1, lean_deg: Any = None) -> RepWindow:
    lean_deg = follow_hand(60.0, 45.0) if lean_deg is None else lean_deg
    return make_row_window(
        rep, facing=facing, trunk_lean=facing * lean_deg, left_reach=follow_hand(1.0, 0.5), right_reach=np.nan
    )


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize("rep", [None, LIVE_PULL], ids=["timed", "live"])
def test_the_lean_is_that_of_long_arms_and_the_rise_that_of_the_pulled_ones(rep: Any, facing: int) -> None:
    window = make(rep, facing=facing)
    assert read(look(window)).value == pytest.approx(60.0, abs=0.1)
    assert read(look_at_end(window)).value == pytest.approx(45.0, abs=0.3)
    assert read(look(window)).doubt == read(look_at_end(window)).doubt == 1.0


def test_a_trunk_that_leans_back_leans_less_than_none() -> None:
    assert read(look(make(lean_deg=np.full(210, -10.0)))).value == pytest.approx(-10.0)
    assert read(look_at_end(make(lean_deg=np.full(210, -10.0)))).value == pytest.approx(100.0)


def test_what_was_not_seen_is_not_judged() -> None:
    for measure in (look, look_at_end):
        assert "faces" in refuse(measure(replace(make(), facing=0)))
    assert refuse(look(make(lean_deg=hide(60.0, 1.0, 2.3)))) == STRETCH_NOT_SEEN
    assert refuse(look_at_end(make(lean_deg=hide(60.0, 2.3, 6.0)))) == PULL_NOT_SEEN
