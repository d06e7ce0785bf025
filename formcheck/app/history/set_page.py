"""One set of the log, opened."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date

import streamlit as st

from formcheck.app.history.editing import close_editor, is_edited, offer_editor, show_editor
from formcheck.app.history.opened import close_sets, open_set, save_corrections
from formcheck.app.history.undo import delete_sets, show_undo
from formcheck.app.history.words import name_person, say_count, say_day, say_load
from formcheck.app.result import show_loaded
from formcheck.app.settings import Settings
from formcheck.app.wording import escape
from formcheck.errors import InputError
from formcheck.history.entries import LoggedSet
from formcheck.history.log_book import LogBook

NO_TRACK = "The poses of this set are not here: what was measured is as it was stored."


def show_set(
    log: LogBook, logged: LoggedSet, settings: Settings, today: date, leave: Callable[[], None]
) -> None:
    """Show a set: what was noted about it, and its report."""
    _show_head(log, logged, settings, today, leave)
    show_undo()
    if is_edited(logged.set_id):
        show_editor(log, logged, settings)
    if not logged.has_report:
        _show_facts(logged, settings)
        return
    try:
        opened = open_set(log, logged)
    except InputError as error:
        st.markdown(f"# {escape(logged.facts.exercise_name)}")
        st.error(str(error), icon=":material/error:")
        _show_facts(logged, settings, has_title=False)
        return
    try:
        if save_corrections(log, opened):
            st.toast("Your log has the correction", icon=":material/check:")
    except InputError as error:
        st.warning(str(error), icon=":material/save:")
    if not opened.is_replayed:
        st.markdown(f":gray[{NO_TRACK}]")
    show_loaded(opened.review, can_correct=opened.is_replayed and bool(logged.source_key))


def describe_set(logged: LoggedSet, settings: Settings, today: date) -> str:
    """When, how heavy, how hard, whose, and the note."""
    parts = [
        f"{say_day(logged.local_day, today)}, {logged.trained_at:%H:%M}",
        "" if math.isnan(logged.facts.load_kg) else say_load(logged.facts.load_kg, settings),
        "" if math.isnan(logged.rpe) else f"effort {logged.rpe:g}",
        logged.athlete and name_person(logged.athlete),
        logged.note,
    ]
    return " · ".join(part for part in parts if part)


def _show_head(
    log: LogBook, logged: LoggedSet, settings: Settings, today: date, leave: Callable[[], None]
) -> None:
    """Back, change, delete."""

    def close() -> None:
        close_sets()
        close_editor()
        leave()

    with st.container(horizontal=True, vertical_alignment="center", key="set_head"):
        st.button("History", icon=":material/arrow_back:", key="back", on_click=close, width="content")
        st.markdown(f":gray[{escape(describe_set(logged, settings, today))}]", width="stretch")
        offer_editor(logged.set_id)
        if st.button("Delete", icon=":material/delete:", key="delete_set", width="content"):
            try:
                delete_sets(log, [logged.set_id])
            except InputError as error:
                st.error(str(error), icon=":material/error:")
                return
            close()
            st.rerun()


def _show_facts(logged: LoggedSet, settings: Settings, has_title: bool = True) -> None:
    """What is known of a set without a report."""
    if has_title:
        st.markdown(f"# {escape(logged.facts.exercise_name)}")
    facts = {"Reps": say_count(logged), "Load": say_load(logged.facts.load_kg, settings)}
    if not math.isnan(logged.facts.score):
        facts["Score"] = f"{logged.facts.score:.0f}"
    with st.container(border=True):
        st.markdown("  \n".join(f"**{name}** {value}" for name, value in facts.items()))
        if not logged.has_report:
            st.markdown(":gray[This set was not filmed: nothing else is known of it.]")
