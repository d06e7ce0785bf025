"""How early and how high a lift's speed peaks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.faults.judgement import RepWindow
from formcheck.faults.speed_peak import measure
from tests.unit.faults.window_factory import LIVE, T_S, TOP_S, UP_S, Answer, make_window, read, refuse

SHARE = np.clip((T_S - UP_S) / (TOP_S - UP_S), 0.0, 1.0)


def look(window: RepWindow) -> Answer:
    return measure(window, least_range_deg=25.0)


def lift(way: NDArray[np.float64], range_deg: float = 80.0, facing: int = 1) -> RepWindow:
    """A lift that has gone so much of its way at each share of its time."""
    return make_window(facing=facing, trunk_lean=facing * range_deg * (1.0 - way))


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize(
    ("way", "ratio", "to_come"),
    [
        (SHARE, 1.0, None),
        (SHARE**3 * (10 - 15 * SHARE + 6 * SHARE**2), 1.875, 0.5),  # minimum jerk
        (SHARE**2 * (3 - 2 * SHARE), 1.5, 0.5),
        (1 - (1 - SHARE) ** 5 * (1 + 5 * SHARE), 2.458, 0.8),  # thrown: speed ∝ u(1−u)⁴
    ],
)
def test_shapes_have_the_ratio_of_their_formula(
    way: NDArray[np.float64], ratio: float, to_come: float | None, facing: int
) -> None:
    found = read(look(lift(way, facing=facing)))
    assert found.value == pytest.approx(ratio, rel=0.06)  # smoothing takes the peak's tip off
    if to_come is not None:
        assert found.also == pytest.approx(to_come, abs=0.05)


def test_what_cannot_be_told_is_not_judged() -> None:
    assert "faces" in refuse(look(replace(lift(SHARE), facing=0)))
    assert "too little" in refuse(look(lift(SHARE, range_deg=20.0)))
    assert "timed" in refuse(look(make_window(LIVE, trunk_lean=30.0)))
    unsettled = make_window(trunk_lean=80.0 * (1 - SHARE), settled=np.where(T_S < 5.5, 0.0, 1.0))
    assert "stay in the picture" in refuse(look(unsettled))
