"""What was done a week, by pattern of movement: sets of quality against the mark, and volume."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

import altair as alt
import pandas as pd

from formcheck.app.history.words import name_pattern, order_patterns, say_day, say_volume
from formcheck.app.result.charts.chart import Chart, Colours, Drawing
from formcheck.app.settings import Settings
from formcheck.history.advice.limits import load_limits
from formcheck.history.entries import LoggedSet, find_monday
from formcheck.history.queries import WeekTotal
from formcheck.report.wording import join_words, start_sentence

ROW_PX, AXIS_PX = 44.0, 34.0


def chart_quality(sets: Sequence[LoggedSet], today: date) -> Chart | None:
    """Lay out this week's sets of quality; ``sets`` of some weeks say which patterns are trained at all.

    Returns
    -------
    Chart or None
        None: nothing of ours was trained.
    """
    monday = find_monday(today)
    families = order_patterns(one.facts.family for one in sets if one.facts.family)
    if not families:
        return None
    week = [one for one in sets if monday <= one.local_day <= today]
    limits = load_limits().quality
    of_quality = [one.facts.family for one in week if limits.counts(one.facts)]
    good = {family: of_quality.count(family) for family in families}
    done = {family: sum(one.facts.family == family for one in week) for family in families}
    told = join_words([f"{name_pattern(one).lower()} {good[one]}" for one in families])
    goal = limits.sets_a_week
    finding = f"{start_sentence(told)}. Line = {goal} sets that score {limits.least_score:g} or more."
    table = pd.DataFrame(
        {
            "pattern": name_pattern(family),
            "sets": good[family],
            "told": f"{good[family]} of {goal}",
            "what": f"{good[family]} of quality, {done[family]} in all",
        }
        for family in families
    )
    height_px = ROW_PX * len(families) + 8
    return Chart("Quality sets this week", finding, partial(_draw_quality, table, goal), height_px)


def chart_volume(weeks: Sequence[WeekTotal], today: date, settings: Settings) -> Chart | None:
    """Lay out the volume of some weeks, a row a pattern on one scale; None where nothing had a load."""
    moved = [one for one in weeks if one.volume_kg > 0]
    if not moved:
        return None
    families = order_patterns(one.family for one in moved)
    most_kg = max(one.volume_kg for one in moved)
    rows = [
        {
            "week": f"{one.monday.isoformat()}",
            "low": float(families.index(one.family)),
            "high": families.index(one.family) - 0.82 * one.volume_kg / most_kg,
            "pattern": name_pattern(one.family),
            "from": say_day(one.monday),
            "told": say_volume(one.volume_kg, settings),
            "sets": one.sets,
        }
        for one in moved
    ]
    monday = find_monday(today)
    now_kg = sum(one.volume_kg for one in weeks if one.monday == monday)
    best = max(moved, key=lambda one: one.volume_kg)
    finding = (
        f"{say_volume(now_kg, settings)} this week. Most: {name_pattern(best.family).lower()},"
        f" {say_volume(best.volume_kg, settings)} in the week of {say_day(best.monday, today)}."
    )
    first = min(one.monday for one in weeks)
    mondays = [first + timedelta(weeks=number) for number in range((monday - first).days // 7 + 1)]
    draw = partial(_draw_volume, pd.DataFrame(rows), mondays, [name_pattern(one) for one in families], today)
    return Chart("Volume by week", finding, draw, max(2.0, len(families)) * 1.1 * ROW_PX + AXIS_PX)


def _draw_quality(table: pd.DataFrame, goal: int, colours: Colours) -> Drawing:
    most = max(goal, max(table["sets"].tolist()))
    scale = alt.Scale(domain=[0, most * 1.42], nice=False)
    x = alt.X("sets:Q", title=None, scale=scale, axis=None)
    y = alt.Y(
        "pattern:N",
        title=None,
        sort=None,
        axis=alt.Axis(ticks=False, domain=False, labelFontWeight=700, labelPadding=10),
    )
    tooltip = [alt.Tooltip("pattern:N"), alt.Tooltip("what:N", title="sets")]
    bars = alt.Chart(table)
    text = bars.mark_text(align="right", fontSize=14, color=colours["ink"])
    return alt.layer(
        bars.mark_bar(size=14, cornerRadius=5, color=colours["line"], opacity=0.6).encode(
            x=alt.XDatum(0, scale=scale, axis=None), x2=alt.datum(most * 1.04), y=y, tooltip=tooltip
        ),
        bars.mark_bar(size=14, cornerRadius=5, color=colours["l0"]).encode(x=x, y=y, tooltip=tooltip),
        bars.mark_tick(color=colours["ink"], thickness=2.5, size=24).encode(
            x=alt.XDatum(goal, scale=scale), y=y
        ),
        text.encode(x=alt.XDatum(most * 1.42, scale=scale), y=y, text="told:N"),
    )


def _draw_volume(
    table: pd.DataFrame, mondays: Sequence[date], patterns: Sequence[str], today: date, colours: Colours
) -> Drawing:
    keys = [monday.isoformat() for monday in mondays]
    every = max(1, -(-len(keys) // 4))
    names = ", ".join(
        f"'{key}': '{say_day(monday, today)}'"
        for key, monday in list(zip(keys, mondays, strict=True))[::every]
    )
    axis = alt.Axis(
        labelExpr=f"{{{names}}}[datum.value] || ''",
        labelAngle=0,
        labelOverlap=False,
        ticks=False,
        domain=False,
    )
    x = alt.X("week:O", title=None, axis=axis, scale=alt.Scale(domain=keys, paddingInner=0.5))
    labels = ", ".join(f"'{number}': '{name}'" for number, name in enumerate(patterns))
    rows = alt.Axis(
        values=list(range(len(patterns))),
        labelExpr=f"{{{labels}}}[datum.value]",
        ticks=False,
        domain=False,
        labelFontWeight=700,
        labelBaseline="bottom",
        labelPadding=10,
    )
    y = alt.Y("low:Q", title=None, axis=rows, scale=alt.Scale(domain=[len(patterns) - 0.98, -0.98]))
    tooltip = [
        "pattern",
        alt.Tooltip("from:N", title="week of"),
        alt.Tooltip("told:N", title="volume"),
        "sets",
    ]
    ground = pd.DataFrame({"low": [float(number) for number in range(len(patterns))]})
    return alt.layer(
        alt.Chart(ground).mark_rule(color=colours["line"]).encode(y=y),
        alt.Chart(table)
        .mark_bar(color=colours["l0"], cornerRadius=3)
        .encode(x=x, y=y, y2="high:Q", tooltip=tooltip),
    )
