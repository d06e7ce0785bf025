"""Change what was noted about a set: when, how heavy, how hard, whose, and a note."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta
from typing import Any

import streamlit as st

from formcheck.app.history.undo import edit_set
from formcheck.app.history.words import or_none, show_load
from formcheck.app.settings import Settings
from formcheck.errors import InputError
from formcheck.history.checks import LONGEST_NAME, RPE
from formcheck.history.entries import LoggedSet, SetEdit
from formcheck.history.log_book import LogBook

FIRST_DAY = date(1970, 1, 1)
_STATE = "edited_set"


def offer_editor(set_id: int) -> None:
    """Show the button that opens the form of a set."""
    st.button(
        "Change",
        icon=":material/edit:",
        key=f"change_{set_id}",
        on_click=lambda: st.session_state.update({_STATE: set_id}),
    )


def is_edited(set_id: int) -> bool:
    """Whether the form of a set is open."""
    return st.session_state.get(_STATE) == set_id


def close_editor() -> None:
    """Close the form that is open, if one is."""
    st.session_state.pop(_STATE, None)


def show_editor(log: LogBook, logged: LoggedSet, settings: Settings) -> None:
    """Show the form of a set until it is saved or closed."""
    key = f"edit_{logged.set_id}"
    with st.form(key, border=True):
        st.markdown("### Change this set")
        typed = _ask(logged, settings, key)
        with st.container(horizontal=True):
            saves = st.form_submit_button("Save", type="primary", key=f"{key}_save")
            closes = st.form_submit_button("Cancel", key=f"{key}_cancel")
    if saves:
        try:
            edit = find_changes(logged, settings, **typed)
            if edit != SetEdit():
                edit_set(log, logged.set_id, edit)
        except InputError as error:
            st.error(str(error), icon=":material/error:")
            return
    if saves or closes:
        close_editor()
        st.rerun()


def find_changes(
    logged: LoggedSet,
    settings: Settings,
    *,
    day: date,
    at: time,
    load: float | None,
    rpe: float | None,
    athlete: str,
    note: str,
) -> SetEdit:
    """What of a set differs from what was typed.

    Parameters
    ----------
    logged : LoggedSet
    settings : Settings
    day, at : date, time
        In the time of the place where it was done.
    load : float or None
        In the unit of the settings; None: not known.
    rpe : float or None
    athlete, note : str
    """
    changes: dict[str, Any] = {}
    if (day, at) != (logged.local_day, _find_minute(logged)):
        changes["trained_at"] = datetime.combine(day, at, logged.trained_at.tzinfo)
    if load != show_load(logged.facts.load_kg, settings):
        changes["load_kg"] = math.nan if load is None else settings.to_kg(load)
    if rpe != or_none(logged.rpe):
        changes["rpe"] = math.nan if rpe is None else rpe
    if athlete.strip() != logged.athlete:
        changes["athlete"] = athlete.strip()
    if note.strip() != logged.note:
        changes["note"] = note.strip()
    return SetEdit(**changes)


def _ask(logged: LoggedSet, settings: Settings, key: str) -> dict[str, Any]:
    one, two, three, four = st.columns(4)
    day = one.date_input(
        "Day",
        value=logged.local_day,
        min_value=FIRST_DAY,
        format="YYYY-MM-DD",
        key=f"{key}_day",
        required=True,
    )
    at = two.time_input(
        "Time", value=_find_minute(logged), step=timedelta(minutes=1), key=f"{key}_time", required=True
    )
    load = three.number_input(
        f"Load, {settings.load_unit}",
        min_value=0.0,
        value=show_load(logged.facts.load_kg, settings),
        step=2.5,
        format="%g",
        placeholder="not known",
        key=f"{key}_load",
    )
    rpe = four.number_input(
        "Effort, 1 to 10",
        min_value=RPE[0],
        max_value=RPE[1],
        value=or_none(logged.rpe),
        step=0.5,
        format="%g",
        placeholder="not asked",
        key=f"{key}_rpe",
        help="10: not one rep more. 8: two reps were left.",
    )
    athlete = st.text_input(
        "Athlete",
        value=logged.athlete,
        max_chars=LONGEST_NAME,
        key=f"{key}_athlete",
        placeholder="nobody in particular",
    )
    note = st.text_area("Note", value=logged.note, height=80, key=f"{key}_note")
    return {"day": day, "at": at, "load": load, "rpe": rpe, "athlete": athlete, "note": note}


def _find_minute(logged: LoggedSet) -> time:
    return logged.trained_at.time().replace(second=0, microsecond=0)
