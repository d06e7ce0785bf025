"""How the hand's speed peaks in the pull, and how often."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.faults import hand_speed_peak, speed_peaks
from formcheck.faults.judgement import RepWindow
from formcheck.faults.speed_peaks import find_peaks
from tests.unit.faults.pull_factory import IN_S, LIVE_PULL, PULL_S, TORSO_PX, make_row_window
from tests.unit.faults.window_factory import T_S, Answer, hide, read, refuse

SHARE = np.clip((T_S - PULL_S) / (IN_S - PULL_S), 0.0, 1.0)


def pull(way: NDArray[np.float64], reach: float = 0.5) -> RepWindow:
    """A pull that has gone so much of its way at each share of its time."""
    return make_row_window(left_clear_reach=TORSO_PX * (1.1 - reach * way))


def look(window: RepWindow) -> Answer:
    return hand_speed_peak.measure(window, least_range=0.15)


def count(window: RepWindow, longest_s: float = 3.0) -> Answer:
    return speed_peaks.measure(window, least_prominence=0.2, longest_s=longest_s, least_range=0.15)


@pytest.mark.parametrize(
    ("way", "ratio", "to_come"),
    [
        (SHARE, 1.0, None),
        (SHARE**3 * (10 - 15 * SHARE + 6 * SHARE**2), 1.875, 0.5),  # minimum jerk
        (1 - (1 - SHARE) ** 5 * (1 + 5 * SHARE), 2.458, 0.8),  # thrown: speed ∝ u(1−u)⁴
    ],
)
def test_shapes_have_the_ratio_of_their_formula(
    way: NDArray[np.float64], ratio: float, to_come: float | None
) -> None:
    found = read(look(pull(way)))
    assert found.value == pytest.approx(ratio, rel=0.1)  # a pull of 1 s loses its peak's tip to smoothing
    if to_come is not None:
        assert found.also == pytest.approx(to_come, abs=0.05)


@pytest.mark.parametrize("peaks", [1, 2, 3])
def test_every_jerk_is_a_peak(peaks: int) -> None:
    steps = (np.clip(peaks * SHARE - k, 0.0, 1.0) for k in range(peaks))
    way = sum(step**3 * (10 - 15 * step + 6 * step**2) for step in steps) / peaks
    assert read(count(pull(np.asarray(way)))).value == peaks


@pytest.mark.parametrize("measure", [look, count])
def test_what_cannot_be_told_is_not_judged(measure: type) -> None:
    assert "too little" in refuse(measure(pull(SHARE, reach=0.1)))
    assert "timed" in refuse(measure(make_row_window(LIVE_PULL)))
    assert "seen" in refuse(measure(make_row_window(left_clear_reach=hide(90.0, 2.2, 2.9))))


def test_a_slow_pull_may_rest() -> None:
    assert "too slow" in refuse(count(pull(SHARE), longest_s=0.9))


class TestPeaks:
    @pytest.mark.parametrize(
        ("values", "peaks"),
        [
            ([0, 1, 2, 1, 0], [2]),
            ([0, 2, 1.9, 2.1, 0], [3]),  # no valley of one between them
            ([0, 2, 1, 3, 0], [1, 3]),
            ([0, 3, 1.5, 2, 0], [1]),  # too small a second one
            ([0, 3, 1.5, 2.5, 0], [1, 3]),
            ([3, 2, 1, 0], [0]),
            ([0, 1, 2, 3], [3]),
            ([3, 0, 3], [0, 2]),
            ([1, 1, 1], [0]),
        ],
    )
    def test_a_peak_stands_out_from_both_valleys(self, values: list[float], peaks: list[int]) -> None:
        assert find_peaks(np.array(values, float), 1.0) == peaks
