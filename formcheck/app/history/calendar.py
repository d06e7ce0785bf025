"""The training days of the last weeks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

import altair as alt
import pandas as pd

from formcheck.app.history.words import OTHER, name_pattern, order_patterns, say_day
from formcheck.app.result.charts.chart import Chart, Colours, Drawing
from formcheck.history.advice.sayings import say_many
from formcheck.history.entries import LoggedSet, find_monday

WEEKS = 10
LETTERS = {"hinge": "H", "row": "R", "bird_dog": "B"}
"""Of a pattern; all others share one."""
OTHER_LETTER = "O"
MARKS = {"H": "l0", "R": "l1", "B": "ink_2", OTHER_LETTER: "blind"}
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HEIGHT_PX = 210.0


def find_first_day(today: date) -> date:
    """The Monday on which the shown weeks begin."""
    return find_monday(today) - timedelta(weeks=WEEKS - 1)


def chart_calendar(sets: Sequence[LoggedSet], today: date) -> Chart:
    """Lay out the days since `find_first_day`, a column a week."""
    first = find_first_day(today)
    trained: dict[date, list[LoggedSet]] = {}
    for one in sets:
        if first <= one.local_day <= today:
            trained.setdefault(one.local_day, []).append(one)
    families = order_patterns(one.facts.family for many in trained.values() for one in many)
    days = [first + timedelta(days=number) for number in range((today - first).days + 1)]
    table = pd.DataFrame([_lay_out(day, first, trained.get(day, ()), today) for day in days])
    return Chart(
        "Training days", _say(len(trained), families), partial(_draw, table, first, today), HEIGHT_PX
    )


def _say(trained: int, families: Sequence[str]) -> str:
    if not trained:
        return f"No training in the last {WEEKS} weeks. Box = today."
    names = dict.fromkeys(f"{_find_letter(one)} {_name(one).lower()}" for one in families)
    return f"{say_many(trained, 'day')} in {WEEKS} weeks. {', '.join(names)}. Box = today."


def _name(family: str) -> str:
    return name_pattern(family) if family in LETTERS else OTHER


def _find_letter(family: str) -> str:
    return LETTERS.get(family, OTHER_LETTER)


def _lay_out(day: date, first: date, sets: Sequence[LoggedSet], today: date) -> dict[str, Any]:
    families = order_patterns(one.facts.family for one in sets)
    letters = "".join(dict.fromkeys(_find_letter(one) for one in families))
    told = ", ".join(
        f"{_name(one)}: {say_many(sum(s.facts.family == one for s in sets), 'set')}" for one in families
    )
    return {
        "week": (day - first).days // 7,
        "weekday": WEEKDAYS[day.weekday()],
        "letters": letters,
        "kind": letters[:1],
        "day": say_day(day),
        "what": told or "no training",
        "is_today": day == today,
    }


def _draw(table: pd.DataFrame, first: date, today: date, colours: Colours) -> Drawing:
    weeks = {number: say_day(first + timedelta(weeks=number), today) for number in range(0, WEEKS, 3)}
    labels = ", ".join(f"{number}: '{name}'" for number, name in weeks.items())
    axis = alt.Axis(
        labelExpr=f"{{{labels}}}[datum.value] || ''",
        labelAngle=0,
        labelOverlap=False,
        ticks=False,
        domain=False,
    )
    x = alt.X("week:O", title=None, axis=axis, scale=alt.Scale(domain=list(range(WEEKS)), paddingInner=0.14))
    days = alt.Axis(labelExpr="slice(datum.label, 0, 1)", ticks=False, domain=False)
    y = alt.Y(
        "weekday:N", title=None, sort=None, axis=days, scale=alt.Scale(domain=WEEKDAYS, paddingInner=0.2)
    )
    tooltip = [alt.Tooltip("day:N", title="day"), alt.Tooltip("what:N", title="trained")]
    empty, done = table[table["letters"] == ""], table[table["letters"] != ""]
    fill = alt.Scale(domain=list(MARKS), range=[colours[mark] for mark in MARKS.values()])
    layers = [
        alt.Chart(empty)
        .mark_rect(color=colours["line"], opacity=0.5, cornerRadius=5)
        .encode(x=x, y=y, tooltip=tooltip),
        alt.Chart(done)
        .mark_rect(cornerRadius=5)
        .encode(x=x, y=y, fill=alt.Fill("kind:N", scale=fill, legend=None), tooltip=tooltip),
        alt.Chart(done)
        .mark_text(fontSize=12, fontWeight=700, color=colours["page"])
        .encode(x=x, y=y, text="letters:N", tooltip=tooltip),
        alt.Chart(table[table["is_today"]])
        .mark_rect(filled=False, stroke=colours["ink"], strokeWidth=2.5, cornerRadius=5)
        .encode(x=x, y=y, tooltip=tooltip),
    ]
    return alt.layer(*[layer for layer in layers if len(layer.data)])
