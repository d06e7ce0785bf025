"""From sets to points."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest

from formcheck.app.history.days import Span, gather_days, thin_days

MONDAY = date(2026, 3, 2)


def make_points(values: list[float], step: int = 1):
    return gather_days((MONDAY + timedelta(days=step * k), value) for k, value in enumerate(values))


def test_a_day_is_one_point() -> None:
    points = gather_days([(MONDAY, 3.0), (MONDAY, 5.0), (MONDAY, math.nan), (MONDAY - timedelta(1), 1.0)])
    assert [(one.day, one.value) for one in points] == [(MONDAY - timedelta(1), 1.0), (MONDAY, 4.0)]
    assert gather_days([(MONDAY, 3.0), (MONDAY, 5.0)], max)[0].value == 5.0


def test_a_day_without_any_judged_set_stays_a_gap() -> None:
    points = make_points([1.0, math.nan, 3.0])
    assert math.isnan(points[1].value)
    assert len(points) == 3


def test_few_days_are_left_as_they_are() -> None:
    points = make_points([float(k) for k in range(60)])
    assert thin_days(points) == (points, Span.DAY)


def test_many_days_become_weeks_with_their_quartiles() -> None:
    points, each = thin_days(make_points([float(k % 7) for k in range(70)]))
    assert each is Span.WEEK
    assert [one.day for one in points] == [MONDAY + timedelta(weeks=k) for k in range(10)]
    assert {(one.low, one.value, one.high) for one in points} == {(1.5, 3.0, 4.5)}


def test_a_week_without_any_value_stays_a_gap_and_one_day_has_no_spread() -> None:
    values = [1.0] * 61 + [math.nan] * 9 + [7.0]
    points, _ = thin_days(make_points(values))
    assert math.isnan(points[9].value)
    assert (points[-1].low, points[-1].value, points[-1].high) == pytest.approx((7.0, 7.0, 7.0))


def test_many_weeks_become_months() -> None:
    points, each = thin_days(make_points([float(k) for k in range(500)]))
    assert each is Span.MONTH
    assert [(one.day.day, one.day.month) for one in points[1:4]] == [(1, k) for k in (4, 5, 6)]
    assert len(points) <= 60
    assert all(one.low <= one.value <= one.high for one in points)
