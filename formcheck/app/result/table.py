"""Every repetition in one table."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import streamlit as st

from formcheck.app.levels import SIGNS, find_kind, say_what
from formcheck.app.result.charts.back import find_back_rule
from formcheck.report.set_report import JudgedRep, SetReport
from formcheck.report.tempo import read_phase_s
from formcheck.report.verdict import name_rep
from formcheck.report.wording import UNITS, find_words, start_sentence
from formcheck.reps.rep import TEMPO_PHASES


def show_table(report: SetReport, key: str) -> None:
    """Show the table in a card, with what its numbers are good for."""
    with st.container(border=True, gap="small"):
        st.markdown(f"### All reps\n:gray[{_say_precision(report)}]")
        table, columns = lay_out_table(report)
        st.dataframe(
            table, hide_index=True, column_config=columns, key=key, height="content", placeholder="–"
        )


def lay_out_table(report: SetReport) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The table and how its columns are shown."""
    exercise = report.exercise
    unit, digits = UNITS[exercise.unit]
    back = find_back_rule(report)
    has_back = back is not None and any(back.name in judged.measures for judged in report.reps)
    has_sides = bool(report.side_counts)
    names = {phase: f"{start_sentence(exercise.phase_words[phase.value])} ≈s" for phase in TEMPO_PHASES}
    rows = []
    for judged in report.reps:
        rep = judged.rep
        row: dict[str, object] = {
            "Rep": f"{SIGNS[find_kind(judged)]} {name_rep(judged, has_sides)}",
            "Score": _or_none(judged.score),
        }
        row |= {name: _or_none(read_phase_s(rep, phase)) for phase, name in names.items()}
        row["Range"] = _or_none(rep.range)
        row["Speed"] = _or_none(rep.mean_concentric_speed)
        if has_back and back is not None:
            row["Back"] = judged.measures.get(back.name)
        row["What we saw"] = start_sentence(say_what(judged)) + (
            " ✎ changed by you" if judged.changed else ""
        )
        row["Not judged"] = _list_unseen(judged)
        rows.append(row)
    columns: dict[str, Any] = {
        "Score": st.column_config.NumberColumn(format="%.0f"),
        "Range": st.column_config.NumberColumn(f"Range {unit.strip()}", format=f"%.{digits}f"),
        "Speed": st.column_config.NumberColumn(f"Speed {unit.strip()}/s", format=f"%.{digits}f"),
        "Back": st.column_config.NumberColumn(format="%+.0f°"),
        "What we saw": st.column_config.TextColumn(width="medium"),
        "Not judged": st.column_config.TextColumn(width="medium"),
    }
    columns |= {name: st.column_config.NumberColumn(format="%.1f") for name in names.values()}
    return pd.DataFrame(rows), columns


def _list_unseen(judged: JudgedRep) -> str:
    names = dict.fromkeys(find_words(unseen.rule).subject for unseen in judged.not_judged)
    return ", ".join(names) or "–"


def _say_precision(report: SetReport) -> str:
    times = [judged.rep.tempo_precision_s for judged in report.reps]
    seen = [one for one in times if not math.isnan(one)]
    precision = f"Times are good to about ±{max(seen):.1f} s. " if seen else ""
    return f"{precision}Back = bend of its outline, an index, not degrees of the spine."


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else value
