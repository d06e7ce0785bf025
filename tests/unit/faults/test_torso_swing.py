"""How far, and how fast, the trunk rises with the pull."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.faults import torso_swing, trunk_speed
from formcheck.faults.judgement import RepWindow
from tests.unit.faults.pull_factory import IN_S, LIVE_PULL, PULL_S, ease, follow_hand, make_row_window
from tests.unit.faults.window_factory import T_S, Answer, hide, read, refuse


def look(window: RepWindow) -> Answer:
    return torso_swing.measure(window, before_s=0.4)


def look_at_speed(window: RepWindow) -> Answer:
    return trunk_speed.measure(window, before_s=0.4)


def lean(trunk_deg: NDArray[np.float64], facing: int = 1) -> RepWindow:
    return make_row_window(facing=facing, trunk_lean=facing * trunk_deg)


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize("swing_deg", [0.0, 8.0, 20.0, 35.0])
def test_a_trunk_that_comes_up_with_the_hand_is_read_as_it_does(swing_deg: float, facing: int) -> None:
    found = read(look(lean(follow_hand(60.0, 60.0 - swing_deg), facing)))
    assert found.value == pytest.approx(swing_deg, abs=0.3)
    assert found.start_s == pytest.approx(PULL_S - 0.4, abs=0.05)
    assert found.end_s == pytest.approx(IN_S, abs=0.05)


def test_an_upright_trunk_that_leans_back_swings_as_well() -> None:
    assert read(look(lean(follow_hand(10.0, -20.0)))).value == pytest.approx(30.0, abs=0.4)


def test_a_trunk_that_dips_or_comes_up_later_does_not() -> None:
    assert read(look(lean(follow_hand(60.0, 75.0)))).value == pytest.approx(0.0, abs=0.1)
    later = 60.0 - 30.0 * ease((T_S - IN_S - 0.2) / 0.6)
    assert read(look(lean(later))).value == pytest.approx(0.0, abs=0.1)


def test_a_dip_before_the_pull_counts() -> None:
    dip = 60.0 + 10.0 * ease((T_S - 1.0) / 0.6) - 10.0 * ease((T_S - 1.8) / 0.8)
    found = read(look(lean(dip)))
    assert found.value == pytest.approx(10.0, abs=0.5)
    assert found.at_s == pytest.approx(2.6, abs=0.1)


def test_in_a_live_set_it_goes_to_the_turn() -> None:
    window = make_row_window(LIVE_PULL, trunk_lean=follow_hand(60.0, 35.0))
    assert read(look(window)).value == pytest.approx(25.0, abs=0.3)


def test_its_speed_peaks_as_minimum_jerk_does() -> None:
    # 1.875 times the mean: 20 degrees in 1 s; parabolas take a little off.
    found = read(look_at_speed(lean(follow_hand(60.0, 40.0))))
    assert found.value == pytest.approx(1.875 * 20.0, rel=0.06)
    assert found.at_s == pytest.approx(2.5, abs=0.05)
    assert read(look_at_speed(lean(follow_hand(60.0, 80.0)))).value == pytest.approx(0.0, abs=0.1)


@pytest.mark.parametrize("measure", [look, look_at_speed])
def test_what_was_not_seen_is_not_judged(measure: type) -> None:
    assert "faces" in refuse(measure(replace(make_row_window(), facing=0)))
    assert "whole pull" in refuse(measure(make_row_window(trunk_lean=hide(60.0, 2.2, 2.9))))
    assert "whole pull" in refuse(measure(make_row_window(trunk_lean=np.nan)))
