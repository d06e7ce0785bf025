"""Which frames of a row count as the end of the pull, and which arm is hidden."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from formcheck.faults.row_moments import FAR_ARM, find_arm_problem, find_median, find_squeeze
from tests.unit.faults.pull_factory import (
    BACK_S,
    IN_S,
    LIVE_PULL,
    PULL_S,
    follow_hand,
    make_pull,
    make_row_window,
)
from tests.unit.faults.window_factory import hide

REACH = follow_hand(1.0, 0.5)


def make(rep=None, **signals):
    return make_row_window(rep, left_reach=REACH, right_reach=np.nan, **signals)


def test_the_end_of_the_pull_is_its_last_third_or_so_going_and_coming_back() -> None:
    window = make()
    frames = find_squeeze(window)
    assert REACH[frames].max() <= 0.65
    assert REACH[frames].max() == pytest.approx(0.65, abs=0.02)
    times_s = window.t_s[frames]
    assert PULL_S < times_s[0] < IN_S
    assert BACK_S < times_s[-1] < window.rep.counted_s
    assert frames.sum() == round((times_s[-1] - times_s[0]) * 30) + 1
    assert find_squeeze(window, 0.1).sum() < frames.sum()


def test_a_live_set_has_the_same_end_of_the_pull() -> None:
    assert np.array_equal(find_squeeze(make()), find_squeeze(make(LIVE_PULL)))


def test_a_pull_that_was_not_seen_has_none() -> None:
    unseen = make_row_window(left_reach=hide(REACH, 1.0, 6.0), right_reach=np.nan)
    assert not find_squeeze(unseen).any()
    assert not find_squeeze(make(settled=hide(1.0, 1.0, 6.0))).any()


@pytest.mark.parametrize("side", ["both", "left", "right"])
@pytest.mark.parametrize(("view", "hides"), [("side", True), ("oblique", False), ("front", False)])
def test_side_on_the_far_arm_is_hidden(side: str, view: str, hides: bool) -> None:
    window = make(make_pull(side=side), view=view)
    assert window.near_side == "left"
    assert find_arm_problem(window) == (FAR_ARM if hides and side == "right" else "")
    turned = replace(window, signals={**window.signals, "shoulder_depth": -window.signals["shoulder_depth"]})
    assert find_arm_problem(turned) == (FAR_ARM if hides and side == "left" else "")


def test_a_median_needs_three_frames() -> None:
    values = np.array([1.0, 2.0, np.nan, 9.0, 4.0])
    assert find_median(values, np.array([True, True, True, True, False])) == 2.0
    assert np.isnan(find_median(values, np.array([True, True, True, False, False])))
