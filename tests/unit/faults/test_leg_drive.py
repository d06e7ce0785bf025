"""How far the knees extend with the pull."""

from __future__ import annotations

import numpy as np
import pytest

from formcheck.faults.judgement import RepWindow
from formcheck.faults.leg_drive import measure
from tests.unit.faults.pull_factory import IN_S, LIVE_PULL, ease, follow_hand, make_row_window
from tests.unit.faults.window_factory import T_S, Answer, read, refuse


def look(window: RepWindow) -> Answer:
    return measure(window, before_s=0.4)


@pytest.mark.parametrize("drive_deg", [0.0, 10.0, 25.0])
def test_knees_that_extend_with_the_hand_are_read_as_they_do(drive_deg: float) -> None:
    knee_deg = follow_hand(140.0, 140.0 + drive_deg)
    assert read(look(make_row_window(near_knee_angle=knee_deg))).value == pytest.approx(drive_deg, abs=0.3)
    live = make_row_window(LIVE_PULL, near_knee_angle=knee_deg)
    assert read(look(live)).value == pytest.approx(drive_deg, abs=0.3)


def test_knees_that_bend_or_extend_later_do_not_drive() -> None:
    bending = make_row_window(near_knee_angle=follow_hand(160.0, 140.0))
    assert read(look(bending)).value == pytest.approx(0.0, abs=0.1)
    later = make_row_window(near_knee_angle=140.0 + 25.0 * ease((T_S - IN_S - 0.2) / 0.6))
    assert read(look(later)).value == pytest.approx(0.0, abs=0.1)


def test_hidden_legs_are_not_judged() -> None:
    hidden = make_row_window(thigh_length=0.5)
    assert refuse(look(hidden)).startswith("Something hides the legs")
    for_a_while = make_row_window(shank_length=np.where((T_S > 2.2) & (T_S < 2.9), 0.4, 0.85))
    assert refuse(look(for_a_while)).startswith("Something hides the legs")
    assert refuse(look(make_row_window(near_knee_angle=np.nan))).startswith("Something hides the legs")
