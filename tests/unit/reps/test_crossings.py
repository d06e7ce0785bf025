"""Walking along samples: crossings between them, runs, first and last."""

from __future__ import annotations

import math

import numpy as np
import pytest

from formcheck.reps.crossings import cross_down, find_first, find_last, find_runs

FALLING = np.array([5.0, 4.0, 2.0, 0.0, 0.0])


class TestCrossDown:
    @pytest.mark.parametrize(("level", "expected"), [(4.0, 1.0), (3.0, 1.5), (0.5, 2.75), (0.0, 3.0)])
    def test_it_lies_between_samples(self, level: float, expected: float) -> None:
        assert cross_down(FALLING, 0, 1, level) == pytest.approx(expected)

    @pytest.mark.parametrize(("level", "expected"), [(4.0, 3.0), (3.0, 2.5)])
    def test_backwards_alike(self, level: float, expected: float) -> None:
        assert cross_down(FALLING[::-1], 4, -1, level) == pytest.approx(expected)

    def test_already_below_it_goes_back_to_where_they_crossed(self) -> None:
        assert cross_down(FALLING, 2, 1, 3.0) == pytest.approx(1.5)

    def test_without_a_crossing_it_is_the_border(self) -> None:
        assert cross_down(FALLING, 0, 1, -1.0) == 4.0
        assert cross_down(FALLING, 2, -1, 1.0) == 0.0


class TestFlags:
    @pytest.mark.parametrize(
        ("flags", "first", "last"), [([0, 1, 1, 0], 11, 12), ([1, 0, 0, 1], 10, 13), ([0, 0], 10, 11)]
    )
    def test_first_and_last(self, flags: list[int], first: int, last: int) -> None:
        assert find_first(np.array(flags, bool), 10) == first
        assert find_last(np.array(flags, bool), 10) == last


class TestRuns:
    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ([], []),
            ([math.nan], []),
            ([1.0, 2.0], [(0, 2)]),
            ([math.nan, 1.0, math.nan, 2.0, 3.0], [(1, 2), (3, 5)]),
        ],
    )
    def test_they_hold_no_nan(self, values: list[float], expected: list[tuple[int, int]]) -> None:
        assert [(run.start, run.stop) for run in find_runs(np.array(values))] == expected
