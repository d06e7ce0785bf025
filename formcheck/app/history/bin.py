"""Sets that were deleted, until they are gone for good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from formcheck.app.history.words import name_person, say_count, say_day, say_load
from formcheck.app.settings import Settings
from formcheck.errors import InputError
from formcheck.history.advice.sayings import say_many
from formcheck.history.entries import LoggedSet
from formcheck.history.log_book import LogBook
from formcheck.history.queries import SetFilter, count_sets, list_sets
from formcheck.history.tidying import BIN_DAYS

MOST_SHOWN = 200
_TOLD, _ROUND = "bin_told", "bin_round"


def show_bin(log: LogBook, athlete: str | None, settings: Settings, today: date) -> None:
    """Show deleted sets of an athlete, or of everybody; each may be brought back, all be removed for good."""
    if told := st.session_state.pop(_TOLD, ""):
        st.markdown(f":green[:material/check_circle:] {told}")
    which = SetFilter(athlete, is_deleted=True)
    sets = list_sets(log, which, MOST_SHOWN)
    if not sets:
        return
    with st.expander(
        f"{say_many(count_sets(log, which), 'deleted set')}", key="bin", icon=":material/delete:"
    ):
        st.markdown(
            f":gray[Each can be brought back for {BIN_DAYS} days. Then it is gone for good, with its report"
            " and its landmarks.]"
        )
        rows = choose_deleted(lay_out_bin(sets, settings, today))
        ticked = [sets[row].set_id for row in rows if row < len(sets)]
        _show_actions(log, ticked)


def lay_out_bin(sets: Sequence[LoggedSet], settings: Settings, today: date) -> pd.DataFrame:
    """The table of deleted sets, the last deleted first."""
    return pd.DataFrame(
        {
            "Done": say_day(one.local_day, today),
            "Athlete": name_person(one.athlete),
            "Movement": one.facts.exercise_name,
            "Load": say_load(one.facts.load_kg, settings),
            "Reps": say_count(one),
            "Deleted": say_day(_find_deletion(one), today),
            "Gone for good": say_day(_find_deletion(one) + timedelta(days=BIN_DAYS), today),
        }
        for one in sets
    )


def choose_deleted(table: pd.DataFrame) -> list[int]:
    """Show the table; returns the numbers of the rows that are ticked."""
    state = st.dataframe(
        table,
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        height="content" if len(table) < 8 else 320,
        row_height=40,
        key=f"bin_{st.session_state.get(_ROUND, 0)}",
        alt=f"{len(table)} deleted sets, the last deleted first",
    )
    return list(state.selection.rows)


def _find_deletion(one: LoggedSet) -> date:
    if one.deleted_at is None:
        raise ValueError(f"set {one.set_id} is not deleted")
    return one.deleted_at.astimezone().date()


def _show_actions(log: LogBook, ticked: list[int]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        brings = st.button(
            f"Bring back {say_many(len(ticked), 'set')}" if ticked else "Bring back",
            icon=":material/undo:",
            key="bin_restore",
            disabled=not ticked,
        )
        with st.popover("Remove all for good", icon=":material/delete_forever:"):
            st.markdown(
                "This removes the deleted sets of everybody now, without a trace. It cannot be undone."
            )
            removes = st.button("Yes, remove them", type="primary", key="bin_empty")
    if not (brings or removes):
        return
    try:
        if brings:
            st.session_state[_TOLD] = f"{say_many(log.restore_sets(ticked), 'set')} brought back."
        else:
            st.session_state[_TOLD] = f"{say_many(log.empty_bin(), 'set')} removed for good."
    except InputError as error:
        st.error(str(error), icon=":material/error:")
        return
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.rerun()
