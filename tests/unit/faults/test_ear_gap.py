"""Shoulders that come up to the ears with the pull."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from formcheck.faults.ear_gap import measure
from formcheck.faults.judgement import RepWindow
from formcheck.faults.row_moments import FAR_ARM, PULL_NOT_SEEN, STRETCH_NOT_SEEN
from tests.unit.faults.pull_factory import IN_S, LIVE_PULL, follow_hand, make_pull, make_row_window
from tests.unit.faults.window_factory import Answer, hide, read, refuse


def look(window: RepWindow) -> Answer:
    return measure(window, doubt=0.03)


def make(rep: Any = None, **changes: Any) -> RepWindow:
    signals: dict[str, Any] = {
        "left_reach": follow_hand(1.0, 0.5), "right_reach": np.nan,
        "left_ear_gap": follow_hand(40.0, 30.0), "right_ear_gap": 40.0,
    }  # fmt: skip
    return make_row_window(rep, **(signals | changes))


@pytest.mark.parametrize("pulled_px", [44.0, 40.0, 30.0, 20.0])
def test_the_share_by_which_the_gap_shrinks_counts(pulled_px: float) -> None:
    found = read(look(make(left_ear_gap=follow_hand(40.0, pulled_px))))
    assert found.value == pytest.approx(1.0 - pulled_px / 40.0, abs=0.01)
    assert found.doubt == 0.03
    assert found.start_s < IN_S < found.end_s


def test_a_live_set_reads_the_same() -> None:
    assert read(look(make(LIVE_PULL))).value == read(look(make())).value


def test_what_was_not_seen_is_not_judged() -> None:
    gap_px = follow_hand(40.0, 30.0)
    assert refuse(look(make(make_pull(side="right")))) == FAR_ARM
    assert refuse(look(make(left_ear_gap=hide(gap_px, 1.0, 2.3)))) == STRETCH_NOT_SEEN
    assert refuse(look(make(left_ear_gap=-gap_px))) == STRETCH_NOT_SEEN
    assert refuse(look(make(left_ear_gap=hide(gap_px, 2.3, 6.0)))) == PULL_NOT_SEEN
