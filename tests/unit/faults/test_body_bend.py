"""Hips out of the line of a straight body."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from formcheck.faults.body_bend import measure
from formcheck.faults.judgement import RepWindow
from formcheck.faults.leg_view import HIDDEN
from tests.unit.faults.pull_factory import follow_hand, make_row_window
from tests.unit.faults.window_factory import T_S, Answer, hide, read, refuse


def look(window: RepWindow) -> Answer:
    return measure(window, percentile=75.0, doubt_deg=4.0)


def make(hip_deg: Any, facing: int = 1, **changes: Any) -> RepWindow:
    hip_deg = np.broadcast_to(hip_deg, T_S.shape)
    return make_row_window(facing=facing, signed_hip=hip_deg if facing > 0 else 360.0 - hip_deg, **changes)


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize(("hip_deg", "bend_deg"), [(180.0, 0.0), (160.0, 20.0), (200.0, -20.0)])
def test_hips_that_sag_or_are_pushed_up_bend_the_line(hip_deg: float, bend_deg: float, facing: int) -> None:
    found = read(look(make(hip_deg, facing)))
    assert found.value == pytest.approx(abs(bend_deg))
    assert found.also == pytest.approx(bend_deg)
    assert found.doubt == 4.0


def test_hips_that_sag_with_the_pull_count_and_for_a_moment_do_not() -> None:
    assert read(look(make(follow_hand(178.0, 155.0)))).value == pytest.approx(25.0, abs=1.0)
    moment = np.where(np.abs(T_S - 4.0) < 0.3, 150.0, 178.0)
    assert read(look(make(moment))).value == pytest.approx(2.0)


def test_what_was_not_seen_is_not_judged() -> None:
    assert "faces" in refuse(look(replace(make(180.0), facing=0)))
    assert refuse(look(make(180.0, thigh_length=0.4))) == HIDDEN
    assert refuse(look(make(hide(180.0, 2.0, 4.5)))) == HIDDEN
