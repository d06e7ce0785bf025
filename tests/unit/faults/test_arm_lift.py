"""Elbows above the shoulders, and hands above the elbows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from formcheck.faults.arm_lift import measure
from formcheck.faults.judgement import RepWindow
from formcheck.faults.row_moments import ARMS_NOT_SEEN
from tests.unit.faults.pull_factory import LIVE_PULL, follow_hand, make_row_window
from tests.unit.faults.window_factory import T_S, Answer, read, refuse


def look(window: RepWindow) -> Answer:
    return measure(window, percentile=90.0, forearm_allowance_deg=5.0, doubt_deg=3.0)


def make(upper_deg: Any, fore_deg: Any = -40.0, rep: Any = None, *, nearer_deg: float = 0.0) -> RepWindow:
    """Both arms alike, but the nearer one looks so much higher and the other one lower."""
    return make_row_window(
        rep, left_upper_arm_lift=upper_deg + nearer_deg, left_forearm_lift=fore_deg + nearer_deg,
        right_upper_arm_lift=upper_deg - nearer_deg, right_forearm_lift=fore_deg - nearer_deg,
    )  # fmt: skip


@pytest.mark.parametrize("rep", [None, LIVE_PULL], ids=["timed", "live"])
@pytest.mark.parametrize(
    ("upper_deg", "fore_deg", "lift_deg"),
    [(0.0, -40.0, 0.0), (25.0, -10.0, 25.0), (-5.0, 10.0, 15.0), (-20.0, -50.0, -20.0)],
)
def test_the_higher_of_upper_arm_and_forearm_counts(
    upper_deg: float, fore_deg: float, lift_deg: float, rep: Any
) -> None:
    arms = follow_hand(-85.0, upper_deg), follow_hand(-85.0, fore_deg)
    for nearer_deg in (0.0, 8.0):
        found = read(look(make(*arms, rep, nearer_deg=nearer_deg)))
        assert found.value == pytest.approx(lift_deg, abs=0.5)
        assert found.doubt == 3.0


def test_a_moment_does_not_count() -> None:
    spike = np.where(np.abs(T_S - 4.0) < 0.1, 60.0, -10.0)
    assert read(look(make(spike))).value == pytest.approx(-10.0)


def test_what_was_not_seen_is_not_judged() -> None:
    assert refuse(look(make(np.nan))) == ARMS_NOT_SEEN
    one = make_row_window(
        left_upper_arm_lift=0.0,
        left_forearm_lift=-40.0,
        right_upper_arm_lift=np.nan,
        right_forearm_lift=-40.0,
    )
    assert refuse(look(one)) == ARMS_NOT_SEEN
    assert refuse(look(make(0.0, np.nan))) == ARMS_NOT_SEEN
