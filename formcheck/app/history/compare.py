"""Two sets side by side, on the same scales."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from formcheck.app.history.compare_charts import (
    Line,
    chart_line,
    chart_tempos,
    lay_out_back,
    lay_out_ranges,
    lay_out_scores,
)
from formcheck.app.history.compare_clips import NAMES, show_clips
from formcheck.app.history.sides import find_exercise
from formcheck.app.history.words import say_count, say_day, say_load
from formcheck.app.result.charts import show_chart
from formcheck.app.settings import Settings
from formcheck.app.wording import escape
from formcheck.errors import InputError
from formcheck.history.details import read_report_text, read_reps
from formcheck.history.entries import LoggedSet
from formcheck.history.log_book import LogBook
from formcheck.report.reading import parse_report
from formcheck.report.set_report import SetReport
from formcheck.report.wording import UNITS


def show_comparison(
    log: LogBook, one: LoggedSet, other: LoggedSet, settings: Settings, today: date, leave: Callable[[], None]
) -> None:
    """Show two sets side by side, the earlier one first."""
    pair = sorted((one, other), key=lambda logged: logged.trained_at)
    st.button("History", icon=":material/arrow_back:", key="back", on_click=leave, width="content")
    st.markdown("# Two sets side by side")
    with st.container(border=True, gap="small"):
        st.markdown("### Facts")
        st.markdown(lay_out_facts(pair, settings, today))
    reps = [read_reps(log, logged.set_id) for logged in pair]
    show_clips(pair, reps)
    reports = [_read_report(log, logged) for logged in pair]
    is_same = pair[0].facts.exercise_key == pair[1].facts.exercise_key
    tempos = chart_tempos([one.facts for one in pair], find_exercise(pair[0].facts.exercise_key))
    if is_same and tempos is not None:
        show_chart(tempos, "compare_tempo")
    _show_lines(lay_out_scores(reps), "compare_score")
    if is_same:
        _show_lines(lay_out_ranges(reps, pair[0].facts.range_unit), "compare_range")
        _show_lines(lay_out_back(reports), "compare_back")
    else:
        st.markdown(":gray[Tempo, range and back are compared within one movement only.]")


def lay_out_facts(pair: Sequence[LoggedSet], settings: Settings, today: date) -> str:
    """A table in Markdown: a column a set."""
    rows = [
        (
            "",
            [f"**{name}** {escape(one.facts.exercise_name)}" for name, one in zip(NAMES, pair, strict=True)],
        ),
        ("When", [f"{say_day(one.local_day, today)}, {one.trained_at:%H:%M}" for one in pair]),
        ("Load", [say_load(one.facts.load_kg, settings) for one in pair]),
        ("Reps", [say_count(one) for one in pair]),
        ("Clean", ["–" if one.facts.clean_count is None else str(one.facts.clean_count) for one in pair]),
        ("Score", [_say(one.facts.score, "{:.0f}") for one in pair]),
        ("Judged", [_say(100 * one.facts.coverage, "{:.0f} %") for one in pair]),
        ("Range", [_say_range(one) for one in pair]),
        ("Lost speed", [_say(max(100 * one.facts.slowing, 0.0), "{:.0f} %") for one in pair]),
        ("Effort", [_say(one.rpe, "{:g}") for one in pair]),
        ("Note", [escape(one.note) or "–" for one in pair]),
    ]
    told = [(name, cells) for name, cells in rows if any(cell != "–" for cell in cells)]
    head, *body = [f"| {name} | {' | '.join(cells)} |" for name, cells in told]
    return "\n".join([head, "|:---|:---|:---|", *body])


def _say(value: float, form: str) -> str:
    return "–" if math.isnan(value) else form.format(value)


def _say_range(logged: LoggedSet) -> str:
    mark, decimals = UNITS.get(logged.facts.range_unit, ("", 2))
    return _say(logged.facts.range_median, f"{{:.{decimals}f}}{mark}")


def _read_report(log: LogBook, logged: LoggedSet) -> SetReport | None:
    """The stored report; None: there is none, or it cannot be read any more."""
    try:
        return parse_report(read_report_text(log, logged.set_id), "This report")
    except InputError:
        return None


def _show_lines(lines: Sequence[Line], key: str) -> None:
    if not lines:
        return
    for name, line, column in zip(NAMES, lines, st.columns(2, gap="medium"), strict=True):
        with column:
            show_chart(chart_line(line, name), f"{key}_{name}")
