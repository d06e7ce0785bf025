"""The head against its own rest."""

from __future__ import annotations

import math
from typing import Any

import pytest

from formcheck.faults.head_lift import measure
from formcheck.faults.judgement import RepWindow
from tests.unit.faults.bird_dog_factory import OUT_S, change, follow, hide, make_window
from tests.unit.faults.window_factory import Answer, read, refuse


def look(window: RepWindow) -> Answer:
    return measure(window, least_head=0.11, doubt_deg=8.0)


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize("lifted_deg", [-20.0, 0.0, 40.0])
def test_it_is_the_change_from_rest(facing: int, lifted_deg: float) -> None:
    gaze = follow(-80.0, -80.0 + lifted_deg)
    window = make_window(facing=facing, gaze=gaze if facing > 0 else 180.0 - gaze, trunk_lean=facing * 80.0)
    found = read(look(window))
    assert found.value == pytest.approx(lifted_deg)
    assert found.doubt == 8.0


def test_a_trunk_that_tips_with_the_head_lifts_nothing() -> None:
    window = make_window(gaze=follow(-80.0, -60.0), trunk_lean=follow(80.0, 60.0))
    assert read(look(window)).value == pytest.approx(0.0)


@pytest.mark.parametrize(
    ("signals", "word"),
    [
        ({"facing": 0}, "faces"),
        ({"head_length": change(15.0, 8.0, 3.9, 6.6)}, "hides the face"),
        ({"head_length": change(15.0, 8.0, 0.0, OUT_S)}, "hides the face"),
        ({"gaze": hide(-80.0, 3.9, 6.6)}, "hides the face"),
        ({"thigh_raise": math.nan}, "full reach"),
        ({"raised_arm": hide(0.0, 0.0, OUT_S)}, "rest"),
    ],
)
def test_what_was_not_seen_is_not_judged(signals: dict[str, Any], word: str) -> None:
    if "thigh_raise" in signals:
        signals = {**signals, "settled": 0.0}
    assert word in refuse(look(make_window(**signals)))
