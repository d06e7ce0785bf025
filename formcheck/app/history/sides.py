"""Left against right over the last training days of the movement whose sides work apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from statistics import median

import altair as alt
import pandas as pd

from formcheck.app.history.words import say_day
from formcheck.app.result.charts.chart import Chart, Colours, Drawing
from formcheck.app.result.charts.side_marks import ALIKE, SIDES, draw_side_marks
from formcheck.errors import InputError
from formcheck.exercises.exercise import Exercise
from formcheck.exercises.loader import load_exercise
from formcheck.faults import hold_time
from formcheck.history.details import read_reps
from formcheck.history.entries import LoggedRep, LoggedSet
from formcheck.history.log_book import LogBook
from formcheck.history.trends import SIDES_RULE, read_rule_trend
from formcheck.report.wording import UNITS, start_sentence

DAYS = 5
"""So many of the last days are shown."""


@dataclass(frozen=True, slots=True)
class SidesDay:
    """Both sides on one day: medians over the counted repetitions."""

    day: date
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class SidesCourse:
    """Both sides of a movement over its last days.

    Attributes
    ----------
    exercise_name, measure : str
        "Bird-dog", "hold".
    unit : str
        As it is written behind a number.
    decimals : int
    days : tuple of SidesDay
        The first one first; only days on which both sides were measured.
    is_judged : bool
        False: the rule saw the far side less well, and said nothing.
    """

    exercise_name: str
    measure: str
    unit: str
    decimals: int
    days: tuple[SidesDay, ...]
    is_judged: bool


def read_sides(log: LogBook, athlete: str, sets: Sequence[LoggedSet]) -> SidesCourse | None:
    """Read both sides of the newest movement with sides.

    Parameters
    ----------
    log : LogBook
    athlete : str
    sets : sequence of LoggedSet
        The latest first; older ones are not looked at.

    Returns
    -------
    SidesCourse or None
        None: there was no such movement, or never both sides on one day.
    """
    newest = next((one for one in sets if one.facts.left_count is not None), None)
    if newest is None:
        return None
    key = newest.facts.exercise_key
    exercise = find_exercise(key)
    is_held = exercise is not None and any(
        rule.name == SIDES_RULE and rule.measure.__module__ == hold_time.__name__ for rule in exercise.rules
    )
    days: dict[date, list[LoggedRep]] = {}
    for one in sets:
        if one.facts.exercise_key == key and (one.local_day in days or len(days) < DAYS):
            days.setdefault(one.local_day, []).extend(read_reps(log, one.set_id))
    found = [measured for day, reps in days.items() if (measured := _measure(day, reps, is_held))]
    if not found:
        return None
    said = read_rule_trend(log, athlete, key, SIDES_RULE)[-DAYS:]
    unit, decimals = (" s", 1) if is_held else UNITS.get(newest.facts.range_unit, ("", 2))
    phases = exercise.phase_words if exercise is not None else {}
    return SidesCourse(
        newest.facts.exercise_name,
        phases.get("pause_contracted", "hold") if is_held else "range",
        unit,
        decimals,
        tuple(reversed(found)),
        not said or any(one.verdict != "not_judged" for one in said),
    )


def chart_sides(course: SidesCourse, today: date) -> Chart:
    """Lay out both sides, a row a day."""
    height_px = 42.0 * len(course.days) + 40
    return Chart("Left against right", _say(course), partial(_draw, course, today), height_px)


def find_exercise(key: str) -> Exercise | None:
    """The movement of a key; None: it is none of ours, or not any more."""
    try:
        return load_exercise(key)
    except InputError:
        return None


def _measure(day: date, reps: Sequence[LoggedRep], is_held: bool) -> SidesDay | None:
    medians = []
    for side in SIDES:
        values = [
            rep.pause_contracted_s if is_held else rep.range
            for rep in reps
            if rep.side == side and rep.rep_index is not None
        ]
        known = [value for value in values if not math.isnan(value)]
        if not known:
            return None
        medians.append(float(median(known)))
    return SidesDay(day, *medians)


def _say(course: SidesCourse) -> str:
    what = f"{course.exercise_name} {course.measure}."
    if not course.is_judged:
        return f"{what} As seen; not judged, for the far side is seen less well."
    last = course.days[-1]
    gap = last.right - last.left
    if abs(gap) <= ALIKE * max(last.left, last.right):
        return f"{what} Both sides do the same, within {100 * ALIKE:.0f} %."
    leader = SIDES[gap > 0]
    return f"{what} {start_sentence(leader)} leads by {abs(gap):.{course.decimals}f}{course.unit}."


def _draw(course: SidesCourse, today: date, colours: Colours) -> Drawing:
    rows = [
        {
            "day": say_day(one.day, today),
            "side": side,
            "value": value,
            "told": f"{value:.{course.decimals}f}{course.unit}",
        }
        for one in course.days
        for side, value in zip(SIDES, (one.left, one.right), strict=True)
    ]
    table = pd.DataFrame(rows)
    values = [value for one in course.days for value in (one.left, one.right)]
    low, high = min(values), max(values)
    room = max(0.25 * (high - low), 0.025 * abs(high), 2.0 * 10.0**-course.decimals)  # labels that differ
    scale = alt.Scale(domain=[low - room, high + room], nice=False, zero=False)
    label = f"format(datum.value, '.{course.decimals}f') + '{course.unit}'"
    x = alt.X("value:Q", title=None, scale=scale, axis=alt.Axis(tickCount=3, labelExpr=label))
    y = alt.Y("day:N", title=None, sort=None, axis=alt.Axis(ticks=False, domain=False))
    tooltip = ["day", "side", alt.Tooltip("told:N", title=course.measure)]
    return draw_side_marks(table, "value", "day", x, y, tooltip, colours)
