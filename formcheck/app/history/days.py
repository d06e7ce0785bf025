"""Sets to points of a trend: one a day, of many days one a week, of many weeks one a month."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median, quantiles

from formcheck.history.entries import find_monday

MOST_DAYS = 60
"""More points than that are drawn as medians of weeks or months: on a phone they would lie on each other."""


class Span(StrEnum):
    """What a point of a trend stands for."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class DayPoint:
    """A point of a trend.

    Attributes
    ----------
    day : date
        Or the first one of its week or month.
    value : float
        NaN: not judged.
    low, high : float
        Quartiles of the days of a week or month; of a single day the value itself.
    """

    day: date
    value: float
    low: float
    high: float


def gather_days(
    values: Iterable[tuple[date, float]], pick: Callable[[Sequence[float]], float] = median
) -> list[DayPoint]:
    """One point a day, in their order.

    Parameters
    ----------
    values : iterable of (date, float)
        Of sets; NaN: not judged.
    pick : callable
        Known values of a day → the value of the day.

    Returns
    -------
    list of DayPoint
        NaN on a day on which nothing was judged.
    """
    points = []
    for day, known in sorted(_group(values).items()):
        value = float(pick(known)) if known else math.nan
        points.append(DayPoint(day, value, value, value))
    return points


def thin_days(points: Sequence[DayPoint], most: int = MOST_DAYS) -> tuple[list[DayPoint], Span]:
    """Make weeks of more than ``most`` days, and months of more than ``most`` weeks.

    Returns
    -------
    points : list of DayPoint
        Of a week or a month the median of its days, with the quartiles; as they came where they are few.
    span : Span
        What a point stands for.
    """
    if len(points) <= most:
        return list(points), Span.DAY
    weeks = _group((find_monday(one.day), one.value) for one in points)
    if len(weeks) <= most:
        return _sum_up(weeks), Span.WEEK
    return _sum_up(_group((one.day.replace(day=1), one.value) for one in points)), Span.MONTH


def _sum_up(groups: dict[date, list[float]]) -> list[DayPoint]:
    points = []
    for first, known in sorted(groups.items()):
        if not known:
            points.append(DayPoint(first, math.nan, math.nan, math.nan))
            continue
        low, _, high = quantiles(known, n=4, method="inclusive") if len(known) > 1 else known * 3
        points.append(DayPoint(first, float(median(known)), float(low), float(high)))
    return points


def _group(values: Iterable[tuple[date, float]]) -> dict[date, list[float]]:
    """The known values by day; a day without any has an empty list."""
    days: dict[date, list[float]] = {}
    for day, value in values:
        known = days.setdefault(day, [])
        if not math.isnan(value):
            known.append(value)
    return days
