"""Every statistic against hand arithmetic or published values."""

from __future__ import annotations

import math

import pytest

from formcheck.validate.agreement import find_wilson_interval, fit_line, measure_agreement


def test_agreement_of_four_errors():
    # mean 1, deviations -2, 0, 0, 2: variance 8 / 3.
    agreement = measure_agreement([-1.0, 1.0, 1.0, 3.0, math.nan])
    sd = math.sqrt(8.0 / 3.0)
    assert agreement.n == 4
    assert agreement.bias == pytest.approx(1.0)
    assert agreement.sd == pytest.approx(sd)
    assert agreement.mae == pytest.approx(1.5)
    assert agreement.worst == pytest.approx(3.0)
    assert (agreement.low, agreement.high) == pytest.approx((1.0 - 1.96 * sd, 1.0 + 1.96 * sd), abs=1e-3)


def test_no_errors_and_one_error_leave_open_what_they_cannot_tell():
    nothing, one = measure_agreement([math.nan]), measure_agreement([-2.0])
    assert nothing.n == 0
    assert math.isnan(nothing.bias)
    assert math.isnan(nothing.worst)
    assert (one.n, one.bias, one.mae, one.worst) == (1, -2.0, 2.0, 2.0)
    assert math.isnan(one.sd)
    assert math.isnan(one.low)


@pytest.mark.parametrize(
    ("hits", "total", "interval"),
    [
        (81, 263, (0.2553, 0.3662)),  # Newcombe, Stat. Med. 17:857 (1998), table I
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
        (20, 20, (0.8389, 1.0)),
    ],
)
def test_wilson_interval_of_published_examples(hits: int, total: int, interval: tuple[float, float]):
    assert find_wilson_interval(hits, total) == pytest.approx(interval, abs=6e-5)


def test_wilson_interval_of_nothing_is_unknown():
    assert all(math.isnan(edge) for edge in find_wilson_interval(0, 0))


def test_a_line_through_its_own_points_leaves_nothing():
    line = fit_line([(0.0, -3.0), (1.0, -1.0), (2.0, 1.0), (math.nan, 5.0)])
    assert (line.n, line.slope, line.offset, line.r) == pytest.approx((3, 2.0, -3.0, 1.0))
    assert line.residual_sd == pytest.approx(0.0)


def test_a_line_between_points():
    # x 0 1 2 3, y 0 2 1 3: slope 4/5, r 4/5, residuals of squares 9/5 over two degrees of freedom.
    line = fit_line([(0.0, 0.0), (1.0, 2.0), (2.0, 1.0), (3.0, 3.0)])
    assert (line.slope, line.offset, line.r) == pytest.approx((0.8, 0.3, 0.8))
    assert line.residual_sd == pytest.approx(math.sqrt(0.9))


@pytest.mark.parametrize("points", [[], [(1.0, 2.0)], [(1.0, 2.0), (1.0, 3.0)]])
def test_too_few_points_give_no_line(points):
    assert math.isnan(fit_line(points).slope)
