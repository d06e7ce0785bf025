"""The sets themselves, the latest first, a page at a time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from formcheck.app.history.words import say_count, say_day, say_load, say_result
from formcheck.app.kept import map_kept_reviews
from formcheck.app.settings import Settings
from formcheck.history.details import read_reps, read_verdicts
from formcheck.history.entries import LoggedSet
from formcheck.history.log_book import LogBook
from formcheck.history.queries import SetFilter, count_sets, list_sets

PAGE = 50
_COLUMNS: dict[str, Any] = {
    "Date": st.column_config.TextColumn(width=90),
    "Movement": st.column_config.TextColumn(width=170),
    "Load": st.column_config.TextColumn(width=80, alignment="right"),
    "Reps": st.column_config.TextColumn(width=80, alignment="right"),
    "Score": st.column_config.NumberColumn(format="%.0f", width=60),
    "Result": st.column_config.TextColumn(width=330),
    "Clip": st.column_config.TextColumn(width=60, help="Kept on this computer: it is played in Compare."),
    "Not judged": st.column_config.TextColumn(width=240),
    "Effort": st.column_config.NumberColumn(format="%g", width=60),
    "Note": st.column_config.TextColumn(width=160),
}


def show_sets(log: LogBook, which: SetFilter, settings: Settings, today: date) -> list[LoggedSet]:
    """Show a page of the table; returns the sets that are ticked.

    Parameters
    ----------
    log : LogBook
    which : SetFilter
    settings : Settings
    today : date
    """
    pages = max(1, math.ceil(count_sets(log, which) / PAGE))
    page = min(st.session_state.get("sets_page", 1), pages)
    sets = list_sets(log, which, PAGE, (page - 1) * PAGE)
    ticked = choose_rows(lay_out_sets(log, sets, settings, today), page)
    if pages > 1:
        st.pagination(pages, key="sets_page")
    return [sets[row] for row in ticked if row < len(sets)]


def choose_rows(table: pd.DataFrame, page: int) -> list[int]:
    """Show the table; returns the numbers of the rows that are ticked."""
    shown = [name for name in table.columns if not all(table[name].isna().tolist())]
    state = st.dataframe(
        table[shown],
        hide_index=True,
        column_config=_COLUMNS,
        on_select="rerun",
        selection_mode="multi-row",
        height="content" if len(table) < 12 else 460,
        row_height=40,
        placeholder="–",
        key=f"sets_{page}_{st.session_state.get('sets_round', 0)}",
        alt=f"{len(table)} sets, the latest first",
    )
    return list(state.selection.rows)


def untick() -> None:
    """Tick nothing any more."""
    st.session_state["sets_round"] = st.session_state.get("sets_round", 0) + 1


def lay_out_sets(log: LogBook, sets: Sequence[LoggedSet], settings: Settings, today: date) -> pd.DataFrame:
    """The table of some sets."""
    rows, kept = [], map_kept_reviews()
    for one in sets:
        review = kept.get((one.source, one.source_key))
        seen, not_judged = say_result(one, read_reps(log, one.set_id), read_verdicts(log, one.set_id))
        rows.append(
            {
                "Date": say_day(one.local_day, today),
                "Movement": one.facts.exercise_name,
                "Load": say_load(one.facts.load_kg, settings),
                "Reps": say_count(one),
                "Score": None if math.isnan(one.facts.score) else one.facts.score,
                "Result": seen,
                "Clip": "kept" if review is not None and review.video is not None else None,
                "Not judged": not_judged,
                "Effort": None if math.isnan(one.rpe) else one.rpe,
                "Note": one.note or None,
            }
        )
    return pd.DataFrame(rows)
