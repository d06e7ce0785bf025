"""One thing over time: one line, its target, its last value, and where it was not judged."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

import altair as alt
import pandas as pd

from formcheck.app.history.days import DayPoint, Span, thin_days
from formcheck.app.history.words import say_day
from formcheck.app.result.charts.chart import Chart, Colours, Drawing
from formcheck.history.advice.sayings import say_many
from formcheck.report.wording import start_sentence

HEIGHT_PX = 180.0
MOST_MARKS = 60
"""More points than these are a line without marks."""
ROOM = 0.24
"""Share of the width that is kept for the last value."""


@dataclass(frozen=True, slots=True)
class Course:
    """One thing over time.

    Attributes
    ----------
    title : str
    points : tuple of DayPoint
        One a day.
    unit : str
        As it is written behind a number.
    decimals : int
    note : str
        A sentence on what is shown; empty: nothing to say.
    target : (float, float)
        Open where infinite.
    target_name : str
    least, most : float
        Always shown; NaN: as the values go.
    is_about : bool
        Written with "≈".
    is_judged : bool
        A day without a value was not judged; else it is not known.
    is_expected : bool
        It is told when it was never judged.
    has_best : bool
        More is better, and the most is told.
    """

    title: str
    points: tuple[DayPoint, ...]
    unit: str
    decimals: int
    note: str = ""
    target: tuple[float, float] = (-math.inf, math.inf)
    target_name: str = "target"
    least: float = math.nan
    most: float = math.nan
    is_about: bool = False
    is_judged: bool = False
    is_expected: bool = False
    has_best: bool = False

    @property
    def is_known(self) -> bool:
        """Whether any day has a value."""
        return any(not math.isnan(one.value) for one in self.points)

    @property
    def has_target(self) -> bool:
        """Whether the target says anything."""
        return any(math.isfinite(one) and one != 0.0 for one in self.target)

    def say(self, value: float) -> str:
        """A value with its unit."""
        number = f"{round(value, self.decimals) + 0.0:.{self.decimals}f}"  # no "-0"
        if self.decimals and self.unit.strip() in ("kg", "lb"):
            number = number.removesuffix(".0")
        return f"{'≈' if self.is_about else ''}{number}{self.unit}"


def chart_course(course: Course, today: date) -> Chart:
    """Lay out a course with at least one value."""
    points, each = thin_days(course.points)
    return Chart(
        course.title,
        _say(course, points, each, today),
        partial(_draw, course, points, each, today),
        HEIGHT_PX,
    )


def _say(course: Course, points: list[DayPoint], each: Span, today: date) -> str:
    known = [one for one in points if not math.isnan(one.value)]
    first, last = known[0], known[-1]
    if len(known) == 1:
        parts = [f"{course.say(last.value)} {_say_when(last.day, each, today)}."]
    else:
        began, ended = (_say_when(one.day, each, today) for one in (first, last))
        parts = [f"{course.say(first.value)} {began}, {course.say(last.value)} {ended}."]
    if course.has_best and len(known) > 1:
        best = max((one for one in course.points if not math.isnan(one.value)), key=lambda one: one.value)
        parts.append(f"Best: {course.say(best.value)} on {say_day(best.day, today)}.")
    else:
        parts.append(course.note)
    if course.has_target:
        parts.append(f"Shaded = {course.target_name}.")
    unseen = sum(math.isnan(one.value) for one in course.points) if course.is_judged else 0
    if unseen:
        parts.append(f"Not judged on {say_many(unseen, 'day')}.")
    if each is not Span.DAY:
        parts.append(f"{start_sentence(each)}ly medians; band = middle half of the days.")
    return " ".join(part for part in parts if part)


def _say_when(day: date, each: Span, today: date) -> str:
    """When a point lies: "on 3 Nov", "in the week of 3 Nov", "in Nov 2026"."""
    if each is Span.MONTH:
        return f"in {day:%b %Y}"
    return f"{'on' if each is Span.DAY else 'in the week of'} {say_day(day, today)}"


def _draw(course: Course, points: list[DayPoint], each: Span, today: date, colours: Colours) -> Drawing:
    first = points[0].day
    table = pd.DataFrame(
        {
            "at": (one.day - first).days,
            "value": one.value,
            "low": one.low,
            "high": one.high,
            "when": _say_when(one.day, each, date.max).removeprefix("on ").removeprefix("in "),
            "told": "not judged" if math.isnan(one.value) else course.say(one.value),
        }
        for one in points
    )
    span = max((points[-1].day - first).days, 1)
    low, high = _find_ends(course, points)
    place_day = _place_days(first, span, len(points) == 1, today)
    place = _place_values(course, low, high)
    x, y = place_day("at"), place("value")
    tooltip = [alt.Tooltip("when:N", title="day"), alt.Tooltip("told:N", title=course.title.lower())]
    base = alt.Chart(table)
    layers: list[alt.Chart] = _draw_target(course, (low, high), span, place_day, place, colours)
    if each is not Span.DAY:
        band = base.mark_area(color=colours["l0"], opacity=0.22, invalid="break-paths-show-path-domains")
        layers.append(band.encode(x=x, y=place("low"), y2="high:Q"))
    line = base.mark_line(color=colours["l0"], strokeWidth=2, invalid="break-paths-show-path-domains")
    layers.append(line.encode(x=x, y=y))
    known = table[table["value"].notna()]
    few = known if len(known) <= MOST_MARKS else known.tail(1)
    marks = alt.Chart(few).mark_point(filled=True, size=50, opacity=1, color=colours["l0"])
    layers.append(marks.encode(x=x, y=y, tooltip=tooltip))
    if len(few) < len(known):  # something to point at all the same
        layers.append(alt.Chart(known).mark_point(size=80, opacity=0).encode(x=x, y=y, tooltip=tooltip))
    if course.is_judged and len(known) < len(table):
        unseen = alt.Chart(table[table["value"].isna()].assign(foot=low))
        square = unseen.mark_point(shape="square", size=60, stroke=colours["blind"], strokeDash=[2, 2])
        layers.append(square.encode(x=x, y=place("foot"), tooltip=tooltip))
    text = alt.Chart(known.tail(1)).mark_text(
        align="left", dx=9, fontSize=14, fontWeight=700, color=colours["ink"]
    )
    return alt.layer(*layers, text.encode(x=x, y=y, text="told:N"))


def _place_days(first: date, span: int, is_single: bool, today: date) -> Callable[[str], alt.X]:
    """Days since the first: a browser's own dates would depend on where it is."""
    last = date.fromordinal(first.toordinal() + span)
    is_long = first.year != last.year
    names = {0: first, span: last} if not is_single else {0: first}
    told = {at: f"{day:%b %Y}" if is_long else say_day(day, today) for at, day in names.items()}
    labels = ", ".join(f"'{at}': '{name}'" for at, name in told.items())
    axis = alt.Axis(
        values=list(names),
        labelExpr=f"{{{labels}}}[datum.value]",
        labelFlush=True,
        labelOverlap=False,
        grid=False,
    )
    domain = [-span, 2 * span] if is_single else [-0.03 * span, span * (1 + ROOM)]
    scale = alt.Scale(domain=domain, nice=False)
    return lambda column: alt.X(f"{column}:Q", title=None, axis=axis, scale=scale)


def _find_ends(course: Course, points: list[DayPoint]) -> tuple[float, float]:
    known = [value for one in points for value in (one.low, one.high) if not math.isnan(value)]
    ends = [*known, *(one for one in (course.least, course.most) if not math.isnan(one))]
    if course.has_target:
        ends += [one for one in course.target if math.isfinite(one)]
    low, high = min(ends), max(ends)
    room = 0.08 * (high - low) or 0.1 * max(abs(high), 1.0)
    is_at_least, is_at_most = low == course.least, high == course.most
    return (low if is_at_least else low - room), (high if is_at_most else high + room)


def _place_values(course: Course, low: float, high: float) -> Callable[[str], alt.Y]:
    decimals = course.decimals if high - low < 8 else 0
    axis = alt.Axis(tickCount=3, format=f",.{decimals}f", grid=False, domain=False, ticks=False)
    scale = alt.Scale(domain=[low, high], nice=False, zero=False)
    return lambda column: alt.Y(f"{column}:Q", title=None, scale=scale, axis=axis)


def _draw_target(
    course: Course,
    ends: tuple[float, float],
    span: int,
    place_day: Callable[[str], alt.X],
    place: Callable[[str], alt.Y],
    colours: Colours,
) -> list[alt.Chart]:
    if not course.has_target:
        return []
    least, most = max(course.target[0], ends[0]), min(course.target[1], ends[1])
    row = {"from": 0, "to": span, "low": least, "high": most}
    band = alt.Chart(pd.DataFrame([row])).mark_rect(color=colours["target"])
    return [band.encode(x=place_day("from"), x2="to:Q", y=place("low"), y2="high:Q")]
