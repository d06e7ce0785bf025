"""Shoulders that turn with the pull of one arm."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from formcheck.faults.judgement import RepWindow
from formcheck.faults.row_moments import PULL_NOT_SEEN, STRETCH_NOT_SEEN
from formcheck.faults.shoulder_turn import measure
from tests.unit.faults.pull_factory import IN_S, follow_hand, make_pull, make_row_window
from tests.unit.faults.window_factory import T_S, Answer, hide, read, refuse


def look(window: RepWindow) -> Answer:
    return measure(window, most_twist_deg=60.0, doubt_deg=5.0)


def make(twist_deg: Any) -> RepWindow:
    return make_row_window(
        make_pull(side="left"), view="front", left_reach=follow_hand(1.0, 0.5), right_reach=np.nan,
        shoulder_twist=twist_deg,
    )  # fmt: skip


@pytest.mark.parametrize(("home_deg", "pulled_deg"), [(0.0, 20.0), (-10.0, 15.0), (12.0, -13.0), (5.0, 5.0)])
def test_the_turn_is_from_long_arms_to_the_end_of_the_pull(home_deg: float, pulled_deg: float) -> None:
    found = read(look(make(follow_hand(home_deg, pulled_deg))))
    assert found.value == pytest.approx(abs(pulled_deg - home_deg), abs=0.5)
    assert found.doubt == 5.0
    assert found.start_s < IN_S < found.end_s


def test_exchanged_hips_are_no_turn() -> None:
    twist_deg = follow_hand(0.0, 20.0)
    flipping = np.where(np.arange(len(T_S)) % 4 == 0, 170.0, twist_deg)
    assert read(look(make(flipping))).value == pytest.approx(20.0, abs=0.5)
    assert refuse(look(make(follow_hand(160.0, 170.0)))) == STRETCH_NOT_SEEN


def test_what_was_not_seen_is_not_judged() -> None:
    twist_deg = follow_hand(0.0, 20.0)
    assert refuse(look(make(hide(twist_deg, 1.0, 2.3)))) == STRETCH_NOT_SEEN
    assert refuse(look(make(hide(twist_deg, 2.3, 6.0)))) == PULL_NOT_SEEN
