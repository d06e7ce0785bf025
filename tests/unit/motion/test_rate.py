"""The frame rate, from the times of the pictures."""

from __future__ import annotations

import math

import numpy as np
import pytest

from formcheck.motion.rate import measure_rate_hz


@pytest.mark.parametrize("rate_hz", [7.0, 20.0, 29.97, 240.0])
def test_the_rate_comes_from_the_times(rate_hz: float) -> None:
    assert measure_rate_hz(np.arange(50) / rate_hz) == pytest.approx(rate_hz)


def test_a_rounding_error_of_the_times_is_none_of_the_rate() -> None:
    assert measure_rate_hz(np.cumsum(np.full(1000, 0.05))) == 20.0


def test_a_gap_changes_nothing() -> None:
    t_s = np.arange(50) / 30.0
    assert measure_rate_hz(np.append(t_s, t_s + 9.0)) == pytest.approx(30.0)


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_pictures_have_none(count: int) -> None:
    assert math.isnan(measure_rate_hz(np.zeros(count)))
