"""The table of sets with what may be done with those that are ticked."""

from __future__ import annotations

from datetime import date

import streamlit as st

from formcheck.app.history.editing import is_edited, offer_editor, show_editor
from formcheck.app.history.sets_table import show_sets, untick
from formcheck.app.history.undo import delete_sets, show_undo
from formcheck.app.settings import Settings
from formcheck.errors import InputError
from formcheck.history.advice.sayings import say_many
from formcheck.history.log_book import LogBook
from formcheck.history.queries import SetFilter, count_sets

HINT = "Tick one set to open or change it, two to compare them."


def show_sets_card(log: LogBook, which: SetFilter, settings: Settings, today: date) -> None:
    """Show the table; ticked sets may be opened, changed, compared and deleted."""
    with st.container(border=True, gap="small", key="sets_card"):
        st.markdown(f"### Sets\n:gray[{say_many(count_sets(log, which), 'set')}. {HINT}]")
        show_undo()
        actions = st.container(horizontal=True, vertical_alignment="center", key="sets_actions")
        editor = st.container()
        ticked = show_sets(log, which, settings, today)
    with actions:
        _show_actions(log, [one.set_id for one in ticked])
    if len(ticked) == 1 and is_edited(ticked[0].set_id):
        with editor:
            show_editor(log, ticked[0], settings)


def _show_actions(log: LogBook, ids: list[int]) -> None:
    """Buttons for the ticked sets."""
    if not ids:
        return
    if len(ids) == 1:
        if st.button("Open", type="primary", icon=":material/open_in_full:", key="open_ticked"):
            _go("set", ids)
        offer_editor(ids[0])
    elif len(ids) == 2 and st.button("Compare", type="primary", icon=":material/compare:", key="compare"):
        _go("compare", sorted(ids))
    label = "Delete" if len(ids) == 1 else f"Delete {say_many(len(ids), 'set')}"
    if st.button(label, icon=":material/delete:", key="delete_ticked"):
        try:
            delete_sets(log, ids)
        except InputError as error:
            st.error(str(error), icon=":material/error:")
            return
        untick()
        st.rerun()


def _go(query: str, ids: list[int]) -> None:
    untick()
    st.query_params.from_dict({query: [str(one) for one in ids]})
    st.rerun()
