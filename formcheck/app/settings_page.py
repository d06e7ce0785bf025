"""The Settings page: what the app remembers, and how to make it forget."""

from __future__ import annotations

import shutil
from dataclasses import replace

import streamlit as st

from formcheck.app.history.words import name_person, say_many
from formcheck.app.settings import (
    LEAST_REST_S,
    LOAD_UNITS,
    MOST_REST_S,
    OURS,
    delete_everything,
    measure_size,
    read_settings,
    write_settings,
)
from formcheck.app.wording import escape, say_size
from formcheck.app.workspace import list_kept
from formcheck.athletes import USUAL_CAMERA, find_record_file
from formcheck.data_folder import ENVIRONMENT_VARIABLE, find_data_folder
from formcheck.errors import InputError
from formcheck.history.entries import Athlete
from formcheck.history.log_book import LogBook, find_log_folder
from formcheck.history.queries import list_athletes


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
            "Loads in", LOAD_UNITS, default=settings.load_unit, required=True, key="set_unit"
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
    athletes = folder / "athletes"
    known = sorted(one.name for one in athletes.iterdir() if one.is_dir()) if athletes.is_dir() else []
    with st.container(border=True):
        st.markdown("## Your data")
        st.markdown("Everything is on this computer, in one folder. Nothing is sent anywhere.")
        st.code(str(folder), language=None, wrap_lines=True)
        size = sum(measure_size(folder / name) for name in OURS)
        logged = _read_people()
        parts = [
            say_many(len(list_kept()), "kept review"),
            f"{say_many(sum(one.sets for one in logged), 'set')} in your training log",
            f"athletes: {', '.join(known)}" if known else "",
            say_size(size),
        ]
        told = ", ".join(part for part in parts if part)
        st.markdown(f":gray[{escape(told)}. Another folder: set `{ENVIRONMENT_VARIABLE}`.]")
        with st.container(horizontal=True):
            _offer_removal(logged, known)
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


def _offer_removal(logged: list[Athlete], known: list[str]) -> None:
    """Let an athlete be removed with all that is remembered of them."""
    names = {name: name for name in known} | {one.name.casefold(): one.name for one in logged}
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
        st.markdown(
            "This removes their sets, reports, calibrations and backups, not kept reviews."
            " It cannot be undone."
        )
        if st.button("Yes, remove them", type="primary", key="remove_athlete", disabled=chosen is None):
            try:
                _remove_athlete(names[chosen or ""])
            except InputError as error:
                st.error(str(error), icon=":material/error:")
                return
            st.session_state["deleted"] = f"{escape(name_person(names[chosen or '']))}: removed."
            for key in ("removed_athlete", "set_athlete"):
                st.session_state.pop(key, None)
            st.rerun()


def _remove_athlete(name: str) -> None:
    """Remove what the log and the records of cameras know of an athlete, and the name from the settings."""
    if any(one.name.casefold() == name.casefold() for one in _read_people()):
        with LogBook(find_log_folder()) as log:
            log.remove_athlete(name)
    if name:
        try:
            folder = find_record_file(name, USUAL_CAMERA).parent
        except InputError:  # a name that no folder can have
            return
        shutil.rmtree(folder, ignore_errors=True)
    settings = read_settings()
    if settings.athlete.casefold() == name.casefold():
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
