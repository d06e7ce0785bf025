"""The Settings page: what the app remembers, and how to make it forget."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from formcheck.app.history.backup import show_backup, show_restored
from formcheck.app.history.words import name_person
from formcheck.app.kept import KeptReview, list_kept_reviews
from formcheck.app.settings import (
    LEAST_REST_S,
    MOST_REST_S,
    delete_everything,
    list_ours,
    measure_size,
    read_settings,
    write_settings,
)
from formcheck.app.wording import escape, say_size
from formcheck.athletes import find_athletes_folder
from formcheck.data_folder import ENVIRONMENT_VARIABLE, find_data_folder
from formcheck.errors import InputError
from formcheck.history.advice.sayings import say_many
from formcheck.history.entries import Athlete
from formcheck.history.load_units import LOAD_UNITS
from formcheck.history.log_book import LogBook, find_log_folder
from formcheck.history.queries import list_athletes
from formcheck.history.rows import make_name_key
from formcheck.removal import ELSEWHERE, Removal, find_belongings, remove_athlete


def show_settings_page() -> None:
    """Show what can be set; every change is saved at once."""
    st.markdown("# Settings")
    left, right = st.columns(2, gap="medium")
    with left:
        _show_athlete()
    with right:
        _show_data()


def _show_athlete() -> None:
    settings = read_settings()
    with st.container(border=True):
        st.markdown("## You")
        athlete = st.text_input(
            "Athlete",
            value=settings.athlete,
            max_chars=64,
            key="set_athlete",
            help="Filled in for every new review. Your own range, and your neutral back where it was"
            " calibrated, are remembered under this name.",
        )
        unit = st.segmented_control(
            "Loads in", list(LOAD_UNITS), default=settings.load_unit, required=True, key="set_unit"
        )
        rest_s = st.number_input(
            "Rest after a live set, s",
            min_value=LEAST_REST_S,
            max_value=MOST_REST_S,
            value=settings.rest_s,
            step=15,
            key="set_rest",
            help="ACSM 2009: 2 to 3 minutes between heavy sets of large movements, 1 to 2 for others.",
        )
        saves_sets = st.toggle(
            "Save every set to my training log",
            value=settings.saves_sets,
            key="set_saves",
            help="Numbers and landmarks, never pictures. Without it, each result has a switch of its own.",
        )
        wanted = replace(
            settings,
            athlete=athlete.strip(),
            load_unit=unit or settings.load_unit,
            rest_s=int(rest_s),
            saves_sets=saves_sets,
        )
        if wanted != settings:
            write_settings(wanted)
            st.toast("Saved", icon=":material/check:")


def _show_data() -> None:
    folder = find_data_folder()
    records = find_athletes_folder()
    known = sorted(one.name for one in records.iterdir() if one.is_dir()) if records.is_dir() else []
    with st.container(border=True):
        st.markdown("## Your data")
        st.markdown("Everything is on this computer, in one folder. Nothing is sent anywhere.")
        st.code(str(folder), language=None, wrap_lines=True)
        size = sum(map(measure_size, list_ours()))
        logged, kept = _read_people(), list_kept_reviews()
        parts = [
            say_many(len(kept), "kept review"),
            f"{say_many(sum(one.sets for one in logged), 'set')} in your training log",
            f"athletes: {', '.join(known)}" if known else "",
            say_size(size),
        ]
        told = ", ".join(part for part in parts if part)
        st.markdown(f":gray[{escape(told)}. Another folder: set `{ENVIRONMENT_VARIABLE}`.]")
        show_restored()
        with st.container(horizontal=True):
            show_backup()
            _offer_removal(_list_names(logged, known, kept))
            _offer_deletion()
        if words := st.session_state.pop("deleted", ""):
            st.markdown(f":green[:material/check_circle:] {words}")


def _read_people() -> list[Athlete]:
    """Everybody in the training log; nobody where there is none yet, or none that can be read."""
    if not find_log_folder().is_dir():
        return []
    try:
        with LogBook(find_log_folder()) as log:
            return list_athletes(log)
    except InputError as error:
        st.warning(str(error), icon=":material/history_toggle_off:")
        return []


def _list_names(logged: list[Athlete], known: list[str], kept: list[KeptReview]) -> dict[str, str]:
    """Everybody of whom anything is known: key → name as it is shown, that of the log before others."""
    of_reviews = [one.athlete for one in kept if one.athlete]
    return {make_name_key(name): name for name in (*known, *of_reviews, *(one.name for one in logged))}


def _offer_removal(names: dict[str, str]) -> None:
    """Let an athlete be removed with all that is remembered of them."""
    if not names:
        return
    with st.popover("Remove an athlete", icon=":material/person_remove:"):
        chosen = st.selectbox(
            "Athlete",
            sorted(names),
            index=None,
            format_func=lambda key: name_person(names[key]),
            placeholder="Choose an athlete",
            key="removed_athlete",
        )
        if chosen is not None:
            _say_what_goes(names[chosen])
        if st.button("Yes, remove them", type="primary", key="remove_athlete", disabled=chosen is None):
            name = names[chosen or ""]
            try:
                gone = remove_athlete(name)
            except InputError as error:
                st.error(str(error), icon=":material/error:")
                return
            _forget_name(name)
            st.session_state["deleted"] = f"{escape(name_person(name))}: removed.{_say_unread(gone)}"
            for key in ("removed_athlete", "set_athlete"):
                st.session_state.pop(key, None)
            st.rerun()


def _say_what_goes(name: str) -> None:
    try:
        found = find_belongings(name)
    except InputError as error:
        st.error(str(error), icon=":material/error:")
        return
    lines = [f"- {say_many(found.sets, 'set')} of the log, with reports and landmarks", *(
        f"- the kept review “{escape(one.name)}”, clip and all" for one in found.reviews
    )]  # fmt: skip
    rest = "- calibrations, own ranges, and every daily backup, which one of now replaces"
    st.markdown("\n".join(["This goes, and cannot be brought back:", "", *lines, rest]))
    st.markdown(f":gray[Not looked through: {ELSEWHERE}.]")


def _say_unread(gone: Removal) -> str:
    if not gone.unread:
        return ""
    return f" Not looked through, as it cannot be read: {', '.join(f'`{path}`' for path in gone.unread)}."


def _forget_name(name: str) -> None:
    settings = read_settings()
    if make_name_key(settings.athlete) == make_name_key(name):
        write_settings(replace(settings, athlete=""))


def _offer_deletion() -> None:
    with st.popover("Delete everything", icon=":material/delete:"):
        st.markdown(
            "This deletes your training log with its backups, kept reviews, athletes with their calibrations,"
            " your own movements and these settings. It cannot be undone."
        )
        if st.button("Yes, delete everything", type="primary", key="delete_everything"):
            delete_everything()
            for key in ("set_athlete", "set_unit", "set_rest", "set_saves"):
                st.session_state.pop(key, None)
            st.session_state["deleted"] = "Everything was deleted."
            st.rerun()
