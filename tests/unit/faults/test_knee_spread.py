"""Knees that come nearer to each other."""

from __future__ import annotations

import math

import numpy as np
import pytest

from formcheck.faults.judgement import RepWindow
from formcheck.faults.knee_spread import measure
from tests.unit.faults.window_factory import T_S, Answer, follow, hide, make_window, read, refuse


def look(window: RepWindow, least_reference: float = 0.0) -> Answer:
    return measure(
        window, peak_share=0.7, percentile=10.0, least_reference=least_reference, least_share=0.9, doubt=0.05
    )


@pytest.mark.parametrize(("home", "low"), [(0.9, 0.9), (0.9, 0.6), (1.0, 0.75)])
def test_it_is_a_share_of_the_spread_at_home(home: float, low: float) -> None:
    found = read(look(make_window(knee_spread=follow(home, low))))
    assert found.value == pytest.approx(low / home, abs=0.03)


def test_caving_for_a_part_of_the_lift_is_found() -> None:
    spread = np.where((T_S >= 4.5) & (T_S < 4.9), 0.5, 1.0)
    found = read(look(make_window(knee_spread=spread)))
    assert found.value == pytest.approx(0.5)
    assert 4.5 <= found.at_s < 4.9


def test_standing_with_narrow_knees_is_no_caving() -> None:
    assert read(look(make_window(knee_spread=follow(0.6, 1.0)), 1.0)).value == pytest.approx(0.85, abs=0.16)


def test_in_a_wide_stance_the_knees_belong_above_the_feet() -> None:
    wide = make_window(knee_spread=np.where((T_S >= 3.0) & (T_S < 5.2), 0.7, 0.6))
    assert read(look(wide)).value > 1.0
    assert read(look(wide, 1.0)).value == pytest.approx(0.7)


def test_what_was_not_seen_is_not_judged() -> None:
    assert "Knees or feet" in refuse(look(make_window(knee_spread=math.nan)))
    assert "Knees or feet" in refuse(look(make_window(knee_spread=hide(1.0, 3.8, 4.4))))
    assert "Standing tall" in refuse(look(make_window(knee_spread=hide(0.9, 1.0, 2.2))))
    assert "face the camera" in refuse(look(make_window(knee_spread=0.0)))
