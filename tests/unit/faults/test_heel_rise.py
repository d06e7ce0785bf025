"""Heels that come off the floor."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.faults.heel_rise import HIDDEN_FOOT, measure
from formcheck.faults.judgement import Measure, RepWindow
from formcheck.faults.leg_view import HIDDEN, RAISED
from tests.unit.faults.window_factory import (
    T_S,
    Answer,
    follow,
    hide,
    make_window,
    read,
    refuse,
)


def look(window: RepWindow) -> Answer:
    return measure(
        window,
        percentile=90.0,
        least_thigh=0.65,
        least_foot=0.26,
        most_foot=0.66,
        most_foot_change=0.25,
        doubt=0.02,
    )


def make(heel_px: NDArray | float, toe_px: NDArray | float = 0.0, **changes: Any) -> RepWindow:
    """Heel and toe rise by so much above where they stand; the foot is 42 px long, the trunk 100 px."""
    heel, toe = np.broadcast_to(heel_px, T_S.shape), np.broadcast_to(toe_px, T_S.shape)
    signals: dict[str, Any] = {
        "heel_height": heel - 500.0,
        "heel_rise": heel - toe + 3.0,
        "foot_length": 42.0,
    }
    return make_window(**(signals | changes))


@pytest.mark.parametrize("rise_px", [0.0, 4.0, 9.0])
def test_it_is_the_rise_over_home_and_toe(rise_px: float) -> None:
    found = read(look(make(follow(0.0, rise_px))))
    assert found.value == pytest.approx(rise_px / 100.0, abs=1e-6)
    assert found.doubt == 0.02
    if rise_px:
        assert 3.5 < found.at_s < 5.0


def test_a_foot_that_is_lifted_as_a_whole_has_no_lifted_heel() -> None:
    assert read(look(make(follow(0.0, 9.0), follow(0.0, 9.0)))).value == pytest.approx(0.0, abs=1e-6)


def test_a_toe_that_sinks_in_the_picture_lifts_no_heel() -> None:
    assert read(look(make(0.0, follow(0.0, -8.0)))).value == pytest.approx(0.0, abs=1e-6)


def test_a_glitch_is_no_rise() -> None:
    heel_px = np.where(np.abs(T_S - 4.2) < 0.05, 20.0, 0.0)
    assert read(look(make(heel_px))).value == pytest.approx(0.0, abs=1e-6)


def test_what_was_not_seen_is_not_judged() -> None:
    assert "foot was not seen" in refuse(look(make(0.0, heel_rise=math.nan)))
    assert refuse(look(make(0.0, shank_length=0.3))) == HIDDEN
    assert refuse(look(make(0.0, near_hip_angle=178.0))) == RAISED
    no_home = hide(1.0, 1.0, 2.2)
    assert "Standing tall" in refuse(look(make(0.0, settled=np.nan_to_num(no_home))))


def test_a_leg_hidden_while_standing_leaves_nothing_to_compare_with() -> None:
    # Plates before the leg until the way down is half done, which also spoils the second after.
    shank = np.where(T_S < 2.2, 0.3, 0.85)
    late = make(0.0, shank_length=shank)
    assert refuse(look(late)) == HIDDEN


@pytest.mark.parametrize(
    ("length_px", "is_seen"), [(25.0, False), (27.0, True), (65.0, True), (67.0, False), (0.0, False)]
)
def test_a_foot_must_be_of_human_length(length_px: float, is_seen: bool) -> None:
    answer = look(make(follow(0.0, 9.0), foot_length=length_px))
    if is_seen:
        assert read(answer).value == pytest.approx(0.09, abs=1e-6)
    else:
        assert refuse(answer) == HIDDEN_FOOT


@pytest.mark.parametrize("share", [0.70, 0.76, 1.24, 1.30])
def test_a_foot_that_changes_its_length_is_hidden(share: float) -> None:
    answer = look(make(follow(0.0, 9.0), foot_length=follow(42.0, 42.0 * share)))
    if abs(share - 1.0) <= 0.25:
        assert read(answer).value == pytest.approx(0.09, abs=1e-6)
    else:
        assert refuse(answer) == HIDDEN_FOOT


@pytest.mark.parametrize(("frames", "is_seen"), [(11, True), (13, False)])
def test_a_tenth_of_the_pictures_may_show_another_length(frames: int, is_seen: bool) -> None:
    # The repetition lasts 120 pictures.
    foot_px = np.where((T_S > 4.0) & (4.0 + (frames + 0.5) / 30.0 > T_S), 60.0, 42.0)
    answer = look(make(follow(0.0, 9.0), foot_length=foot_px))
    assert isinstance(answer, Measure) is is_seen
