"""Elbows led out to the side, and wrists that bend, at the end of the pull."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from formcheck.faults import elbow_flare, wrist_at_squeeze
from formcheck.faults.judgement import RepWindow
from formcheck.faults.row_moments import FAR_ARM, PULL_NOT_SEEN
from tests.unit.faults.pull_factory import IN_S, LIVE_PULL, follow_hand, make_pull, make_row_window
from tests.unit.faults.window_factory import Answer, hide, read, refuse


def look(window: RepWindow) -> Answer:
    return elbow_flare.measure(window, doubt_deg=10.0)


def make(rep: Any = None, **changes: Any) -> RepWindow:
    signals: dict[str, Any] = {
        "left_reach": follow_hand(1.0, 0.5), "right_reach": follow_hand(1.0, 0.5),
        "left_elbow_flare": follow_hand(10.0, 40.0), "right_elbow_flare": follow_hand(10.0, 70.0),
        "left_wrist_angle": follow_hand(175.0, 150.0), "right_wrist_angle": 120.0,
    }  # fmt: skip
    return make_row_window(rep, **(signals | changes))


@pytest.mark.parametrize(("side", "flare_deg"), [("both", 70.0), ("left", 40.0), ("right", 70.0)])
@pytest.mark.parametrize("view", ["oblique", "front"])
def test_the_flare_is_that_of_the_working_arm_as_the_pull_ends(
    side: str, flare_deg: float, view: str
) -> None:
    found = read(look(make(make_pull(side=side), view=view)))
    assert found.value == pytest.approx(flare_deg, abs=0.5)
    assert found.doubt == 10.0
    assert found.start_s < IN_S < found.end_s


def test_so_is_the_bend_of_the_wrist() -> None:
    assert read(wrist_at_squeeze.measure(make())).value == pytest.approx(150.0, abs=0.5)
    assert refuse(wrist_at_squeeze.measure(make(make_pull(side="right")))) == FAR_ARM


def test_a_live_set_reads_the_same() -> None:
    assert read(look(make(LIVE_PULL))).value == read(look(make())).value
    live, timed = (wrist_at_squeeze.measure(make(rep)) for rep in (LIVE_PULL, None))
    assert read(live).value == read(timed).value


def test_what_was_not_seen_is_not_judged() -> None:
    unseen = {"left_elbow_flare": hide(10.0, 2.3, 6.0)}
    assert refuse(look(make(make_pull(side="left"), **unseen))) == PULL_NOT_SEEN
    assert read(look(make(**unseen))).value == pytest.approx(70.0, abs=0.5)
    assert refuse(look(make(**unseen, right_elbow_flare=np.nan))) == PULL_NOT_SEEN
    assert refuse(wrist_at_squeeze.measure(make(left_wrist_angle=np.nan))) == PULL_NOT_SEEN
