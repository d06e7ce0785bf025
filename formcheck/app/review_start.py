"""The Review page before a clip is chosen: drop one, or try the sample."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from formcheck.app.intake import (
    FORMATS,
    MOST_CLIPS,
    MOST_MB,
    Options,
    find_sample,
    start_reviews,
    start_sample,
)
from formcheck.app.job import Job
from formcheck.app.jobs import JobBoard
from formcheck.app.kept import delete_kept_review
from formcheck.app.model_card import get_fetch, show_model_card
from formcheck.app.movements import name_movements
from formcheck.app.parts import show_picture
from formcheck.app.settings import Settings, read_settings
from formcheck.app.wording import FIRST_LINE, escape
from formcheck.app.workspace import list_kept
from formcheck.errors import InputError

ANY_MOVEMENT = "Recognise it for me"
LIMITS = f"One set a clip, up to 5 minutes and {MOST_MB / 1000:g} GB. Up to {MOST_CLIPS} clips at once."


def show_start(board: JobBoard, owner: str, has_title: bool = True) -> list[Job]:
    """Show the empty page, below what went wrong without its title; returns the reviews that were started."""
    if has_title:
        st.markdown("# See what your set looked like")
        st.markdown("Drop a clip. You get the count, the tempo, each fault, and one thing to change.")
    started: list[Job] = []
    left, right = st.columns([1.62, 1], gap="medium")
    try:
        model = get_fetch().find()
        if model is None:
            with left:
                show_model_card()
        with left:
            started = _show_upload(board, owner, model)
        with right:
            started = _show_sample(board, owner, model) or started
    except InputError as error:
        left.error(str(error), icon=":material/error:")
    _show_how_to_film()
    _show_kept(board, owner, started)
    st.markdown(f":gray[{FIRST_LINE}]")
    return started


def _show_upload(board: JobBoard, owner: str, model: Path | None) -> list[Job]:
    settings = read_settings()
    with st.container(border=True, height="stretch", key="upload_card"):
        uploads = st.file_uploader(
            "Your clips",
            type=list(FORMATS),
            accept_multiple_files=True,
            key=f"uploads_{st.session_state.get('round', 0)}",
            help="One set a clip. It is copied to a private folder on this computer and deleted afterwards.",
        )
        st.markdown(f":gray[:material/lock: {LIMITS} They stay on this computer.]")
        options = _ask_options(settings)
        noun = f"these {len(uploads)} sets" if len(uploads) > 1 else "this set"
        wanted = st.button(
            f"Check {noun}",
            type="primary" if uploads else "secondary",
            disabled=not uploads or model is None,
            icon=":material/play_arrow:",
            key="check",
        )
    if not (wanted and uploads and model):
        return []
    jobs = start_reviews(board, owner, uploads, options, model)
    st.session_state["round"] = st.session_state.get("round", 0) + 1
    return jobs


def _ask_options(settings: Settings) -> Options:
    names = {"": ANY_MOVEMENT, **name_movements()}
    exercise = st.selectbox("Movement", list(names), format_func=names.__getitem__, key="movement")
    with st.expander("Load, athlete, note, calibration (optional)"):
        unit = settings.load_unit
        load = st.number_input(f"Load, {unit}", min_value=0.0, value=None, step=2.5, key="load")
        athlete = st.text_input("Athlete", value=settings.athlete, max_chars=64, key="athlete")
        note = st.text_area("Note", max_chars=500, height=80, key="note")
        calibration = st.file_uploader(
            "Calibration clip",
            type=list(FORMATS),
            key=f"calibration_{st.session_state.get('round', 0)}",
            help="Stand tall and still for 2 s, side-on. Then hold your own neutral hinge still for 2 s.",
        )
    return Options(
        exercise=exercise or "",
        load_kg=None if load is None else settings.to_kg(load),
        athlete=athlete.strip(),
        note=note.strip(),
        calibration=calibration,
    )


def _show_sample(board: JobBoard, owner: str, model: Path | None) -> list[Job]:
    sample = find_sample()
    if sample is None:
        return []
    with st.container(border=True, height="stretch", key="sample_card"):
        picture = (Path(__file__).with_name("assets") / "sample.jpg").read_bytes()
        show_picture(
            picture, "A drawn lifter at the bottom of a deadlift, filmed from the side", "sample_still"
        )
        st.markdown(
            "### No clip at hand?\n\nA drawn lifter, four deadlifts, a back that rounds. Takes half a minute."
        )
        has_upload = bool(st.session_state.get(f"uploads_{st.session_state.get('round', 0)}"))
        wanted = st.button(
            "Try the sample set",
            type="secondary" if has_upload else "primary",
            disabled=model is None,
            icon=":material/movie:",
            key="sample",
            width="stretch",
        )
    return [start_sample(board, owner, sample, model)] if wanted and model else []


def _show_how_to_film() -> None:
    with st.container(border=True, key="how_to_film"):
        st.markdown("### How to film it")
        one, two, three = st.columns(3, gap="medium")
        one.markdown(":material/straighten: **Hip height, 3 m away.** Lean the phone on a bag.")
        two.markdown(":material/crop_free: **Exactly side-on.** Whole body and weight in the picture.")
        three.markdown(":material/checkroom: **Tight top, plain wall.** They show the edge of your back.")


def _show_kept(board: JobBoard, owner: str, started: list[Job]) -> None:
    """Reviews that were kept on this computer, the latest first."""
    kept: Sequence[Path] = list_kept()
    if not kept:
        return
    with st.container(border=True, key="kept"):
        st.markdown("### Kept on this computer")
        for number, folder in enumerate(kept):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(escape(folder.name), width="stretch")
                if st.button("Open", key=f"open_{number}"):
                    job = board.open_kept(owner, folder)
                    started += [job] if job is not None else []
                with st.popover("Delete", icon=":material/delete:", key=f"kept_{number}"):
                    st.markdown("This deletes the review and its clip. Its set in your log stays.")
                    if st.button("Yes, delete it", type="primary", key=f"delete_{number}"):
                        delete_kept_review(folder)
                        st.rerun()
