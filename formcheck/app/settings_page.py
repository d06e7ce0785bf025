"""The Settings page: what the app remembers, and how to make it forget."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

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
from formcheck.app.wording import say_size
from formcheck.app.workspace import list_kept
from formcheck.data_folder import ENVIRONMENT_VARIABLE, find_data_folder


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
        kept = len(list_kept())
        reviews = "1 kept review" if kept == 1 else f"{kept} kept reviews"
        people = f", athletes: {', '.join(known)}" if known else ""
        st.markdown(
            f":gray[{reviews}{people}, {say_size(size)}. Another folder: set `{ENVIRONMENT_VARIABLE}`.]"
        )
        with st.popover("Delete everything", icon=":material/delete:"):
            st.markdown(
                "This deletes kept reviews, athletes with their calibrations, your own movements and these"
                " settings. It cannot be undone."
            )
            if st.button("Yes, delete everything", type="primary", key="delete_everything"):
                delete_everything()
                for key in ("set_athlete", "set_unit", "set_rest", "set_saves"):
                    st.session_state.pop(key, None)
                st.session_state["deleted"] = True
                st.rerun()
        if st.session_state.pop("deleted", False):
            st.markdown(":green[:material/check_circle:] Everything was deleted.")
