"""How long an arm is before it pulls."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from formcheck.faults.elbow_at_stretch import measure
from formcheck.faults.judgement import RepWindow
from formcheck.faults.row_moments import FAR_ARM, HIDDEN_ARM, STRETCH_NOT_SEEN
from tests.unit.faults.pull_factory import LIVE_PULL, PULL_S, follow_hand, make_pull, make_row_window
from tests.unit.faults.window_factory import T_S, Answer, hide, read, refuse


def look(window: RepWindow) -> Answer:
    return measure(window, percentile=90.0, least_upper_arm=0.48, least_forearm=0.38, doubt_deg=5.0)


def make(rep: Any = None, **changes: Any) -> RepWindow:
    signals: dict[str, Any] = {
        "left_clear_elbow": follow_hand(165.0, 75.0), "left_upper_arm": 0.6, "left_forearm": 0.5,
        "right_clear_elbow": 100.0, "right_upper_arm": 0.6, "right_forearm": 0.5,
    }  # fmt: skip
    return make_row_window(rep, **(signals | changes))


@pytest.mark.parametrize("elbow_deg", [175.0, 150.0, 132.0])
def test_the_longest_but_for_outliers_counts(elbow_deg: float) -> None:
    found = read(look(make(left_clear_elbow=follow_hand(elbow_deg, 75.0))))
    assert found.value == pytest.approx(elbow_deg, abs=0.2)
    assert found.doubt == 5.0
    assert PULL_S - 0.6 < found.at_s < PULL_S + 0.1
    glitch = np.where(np.abs(T_S - 1.8) < 0.02, 180.0, elbow_deg)
    assert read(look(make(left_clear_elbow=glitch))).value == pytest.approx(elbow_deg, abs=0.2)


def test_the_working_arm_is_measured_if_it_is_the_near_one() -> None:
    assert read(look(make(make_pull(side="left")))).value == pytest.approx(165.0, abs=0.2)
    assert refuse(look(make(make_pull(side="right")))) == FAR_ARM
    right = make(make_pull(side="right"), shoulder_depth=0.3)
    assert read(look(right)).value == pytest.approx(100.0)


def test_a_live_set_reads_the_same() -> None:
    assert read(look(make(LIVE_PULL))).value == read(look(make())).value


def test_what_was_not_seen_is_not_judged() -> None:
    assert refuse(look(make(left_upper_arm=0.4))) == HIDDEN_ARM
    assert refuse(look(make(left_forearm=0.3))) == HIDDEN_ARM
    assert refuse(look(make(left_clear_elbow=hide(165.0, 1.0, 2.3)))) == HIDDEN_ARM
    assert refuse(look(make(settled=hide(1.0, 1.0, 2.3)))) == STRETCH_NOT_SEEN
