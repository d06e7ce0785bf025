"""Two arms that row together, and the sides that take turns."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from formcheck.faults import side_range
from formcheck.faults.arm_difference import measure
from formcheck.faults.judgement import RepWindow
from formcheck.faults.row_moments import ARMS_NOT_SEEN, FAR_ARM
from tests.unit.faults.pull_factory import BACK_S, IN_S, LIVE_PULL, PULL_S, ease, make_pull, make_row_window
from tests.unit.faults.window_factory import T_S, Answer, hide, read, refuse


def look(window: RepWindow) -> Answer:
    return measure(window, least_way=0.15, share_per_s=0.667, doubt=0.05)


def pull(way: float, late_s: float = 0.0) -> np.ndarray:
    t_s = T_S - late_s
    drive = ease((t_s - PULL_S) / (IN_S - PULL_S)) * (1.0 - ease((t_s - BACK_S) / 1.5))
    return 1.1 - way * drive


def make(left: Any, right: Any, rep: Any = None) -> RepWindow:
    return make_row_window(rep, view="front", left_reach=left, right_reach=right)


@pytest.mark.parametrize("rep", [None, LIVE_PULL], ids=["timed", "live"])
@pytest.mark.parametrize(("left", "right", "share"), [(0.5, 0.5, 0.0), (0.5, 0.4, 0.2), (0.3, 0.4, 0.25)])
def test_the_arm_that_is_pulled_less_far_is_behind(left: float, right: float, share: float, rep: Any) -> None:
    found = read(look(make(pull(left), pull(right), rep)))
    assert found.value == pytest.approx(share, abs=0.005)
    assert found.doubt == 0.05


@pytest.mark.parametrize("late_s", [0.15, 0.3])
def test_so_is_the_one_that_is_pulled_later(late_s: float) -> None:
    for arms in ((pull(0.5), pull(0.5, late_s)), (pull(0.5, late_s), pull(0.5))):
        assert read(look(make(*arms))).value == pytest.approx(0.667 * late_s, abs=0.005)


def test_the_larger_of_both_counts() -> None:
    assert read(look(make(pull(0.5), pull(0.4, 0.15)))).value == pytest.approx(0.2, abs=0.005)
    assert read(look(make(pull(0.5), pull(0.48, 0.3)))).value == pytest.approx(0.2, abs=0.005)


def test_an_arm_that_does_nothing_is_all_of_the_pull_behind() -> None:
    assert read(look(make(pull(0.5), np.full(len(T_S), 1.1)))).value == pytest.approx(1.0)


def test_what_was_not_seen_is_not_judged() -> None:
    assert refuse(look(make(pull(0.5), np.nan))) == ARMS_NOT_SEEN
    assert refuse(look(make(hide(pull(0.5), 1.5, 3.0), pull(0.5)))) == ARMS_NOT_SEEN
    assert refuse(look(make(pull(0.1), pull(0.12)))) == ARMS_NOT_SEEN


class TestInTurn:
    def look(self, side: str, view: str, **changes: Any) -> Answer:
        window = make_row_window(make_pull(side=side, **changes), view=view)
        return side_range.measure(window, doubt=0.05)

    @pytest.mark.parametrize(("side", "view"), [("left", "side"), ("left", "front"), ("right", "front")])
    def test_the_range_is_told_where_both_sides_look_as_large(self, side: str, view: str) -> None:
        found = read(self.look(side, view))
        assert found.value == 0.5
        assert found.doubt == pytest.approx(0.025)

    @pytest.mark.parametrize("view", ["side", "oblique"])
    def test_a_far_arm_looks_smaller_and_is_not_compared(self, view: str) -> None:
        assert refuse(self.look("right", view)) == FAR_ARM

    def test_a_range_that_was_not_seen_is_not_judged(self) -> None:
        assert "range" in refuse(self.look("left", "front", range=np.nan))

    def test_who_turns_round_shows_each_arm_from_its_own_side(self) -> None:
        window = make_row_window(make_pull(side="right"), view="side")
        depth_m = -window.signals["shoulder_depth"]
        turned = replace(window, signals={**window.signals, "shoulder_depth": depth_m})
        assert read(side_range.measure(turned, doubt=0.05)).value == 0.5
