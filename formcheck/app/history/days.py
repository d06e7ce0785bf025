"""Sets to points of a trend: one a day, and of many days one a week."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median, quantiles

MOST_DAYS = 60
"""More points than that are drawn as weekly medians: on a phone they would lie on each other."""


@dataclass(frozen=True, slots=True)
class DayPoint:
    """A point of a trend.

    Attributes
    ----------
    day : date
        Or the Monday of its week.
    value : float
        NaN: not judged.
    low, high : float
        Quartiles of the days of a week; of a single day the value itself.
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


def thin_weeks(points: Sequence[DayPoint], most: int = MOST_DAYS) -> tuple[list[DayPoint], bool]:
    """Make weeks of more than ``most`` days.

    Returns
    -------
    points : list of DayPoint
        Of a week the median of its days, with the quartiles; as they came where they are few.
    is_weekly : bool
    """
    if len(points) <= most:
        return list(points), False
    weeks = _group((one.day - timedelta(days=one.day.weekday()), one.value) for one in points)
    thinned = []
    for monday, known in sorted(weeks.items()):
        if not known:
            thinned.append(DayPoint(monday, math.nan, math.nan, math.nan))
            continue
        low, _, high = quantiles(known, n=4, method="inclusive") if len(known) > 1 else known * 3
        thinned.append(DayPoint(monday, float(median(known)), float(low), float(high)))
    return thinned, True


def _group(values: Iterable[tuple[date, float]]) -> dict[date, list[float]]:
    """The known values by day; a day without any has an empty list."""
    days: dict[date, list[float]] = {}
    for day, value in values:
        known = days.setdefault(day, [])
        if not math.isnan(value):
            known.append(value)
    return days
