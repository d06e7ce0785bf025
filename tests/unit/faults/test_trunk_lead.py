"""How far the trunk rises before the hand sets off."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from formcheck.faults.judgement import RepWindow
from formcheck.faults.trunk_lead import measure
from tests.unit.faults.pull_factory import PULL_S, ease, follow_hand, make_pull, make_row_window
from tests.unit.faults.window_factory import T_S, Answer, hide, read, refuse


def look(window: RepWindow) -> Answer:
    return measure(window, before_s=1.0, onset_share=0.1)


def rise(from_s: float, length_s: float, size_deg: float = 20.0, facing: int = 1) -> RepWindow:
    """The trunk comes up from an instant on; the hand is pulled from 2 to 3 s."""
    trunk_deg = 60.0 - size_deg * ease((T_S - from_s) / length_s)
    return make_row_window(facing=facing, trunk_lean=facing * trunk_deg)


@pytest.mark.parametrize("facing", [1, -1])
def test_a_trunk_that_goes_first_has_risen_and_is_ahead(facing: int) -> None:
    found = read(look(rise(PULL_S - 0.6, 0.6, facing=facing)))
    # The hand is taken to set off where it has a tenth of its peak speed, by when the trunk is almost up.
    assert found.value == pytest.approx(20.0, abs=1.0)
    assert found.also == pytest.approx(0.6, abs=0.1)
    assert found.at_s == pytest.approx(PULL_S + 0.1, abs=0.1)


def test_half_of_it_before_is_half() -> None:
    found = read(look(rise(PULL_S - 0.44, 1.0)))
    assert found.value == pytest.approx(10.0, abs=1.5)


@pytest.mark.parametrize("late_s", [0.0, 0.3])
def test_a_trunk_that_comes_with_the_hand_or_later_is_not_ahead(late_s: float) -> None:
    found = read(look(rise(PULL_S + late_s, 1.0 - late_s)))
    assert found.value == pytest.approx(0.0, abs=0.5)
    assert found.also == pytest.approx(-late_s, abs=0.1)


def test_a_still_trunk_has_not_risen() -> None:
    assert read(look(make_row_window())).value == 0.0


def test_what_was_not_seen_is_not_judged() -> None:
    assert "faces" in refuse(look(replace(make_row_window(), facing=0)))
    assert "trunk" in refuse(look(make_row_window(trunk_lean=hide(60.0, 2.2, 2.9))))
    assert "hand" in refuse(look(make_row_window(left_clear_reach=np.nan)))
    assert "hand" in refuse(look(make_row_window(make_pull(side="right"))))
    hidden = hide(follow_hand(110.0, 60.0), 2.2, 2.9)
    assert "hand" in refuse(look(make_row_window(left_clear_reach=hidden)))
