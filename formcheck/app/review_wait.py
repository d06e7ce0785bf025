"""The Review page while a clip is read: how far it is, and what is known by now."""

from __future__ import annotations

import math
import time

import streamlit as st

from formcheck.app.job import Job, State
from formcheck.app.jobs import JobBoard
from formcheck.app.parts import show_cells, show_not_judged, show_preview, show_progress, show_signal
from formcheck.app.wording import LEVEL_ICONS, escape, say_clock, say_left
from formcheck.report.wording import start_sentence

LOOK_EVERY_S = 0.3
JUDGING_TAKES_S = 1.0
"""Seconds to wait for a report before the page is drawn again."""
MOST_POINTS = 600
"""Points of the signal that are sent to the browser: as many as a chart has pixels."""
LEAVE_HINT = "You can leave this page. This address brings you back."
SIGNAL_NAMES = {
    "world_trunk_inclination": "Torso angle",
    "hip_flexion": "Hip angle",
}
DONE, NOW, LATER = (
    ":green[:material/check_circle:]",
    ":green[:material/radio_button_checked:]",
    ":gray[:material/radio_button_unchecked:]",
)


def show_waiting(board: JobBoard, job: Job) -> None:
    """Show a review that waits or is read, and keep it up to date."""
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(gap=None):
            st.markdown("# Checking your set")
            st.markdown(f":gray[{escape(job.name)}]")
        st.button("Cancel", key=f"cancel_{job.id}", on_click=board.stop, args=(job,), width="content")
    _watch(board, job)


@st.fragment(run_every=LOOK_EVERY_S)
def _watch(board: JobBoard, job: Job) -> None:
    if not job.is_busy:
        st.rerun()
    _show_bar(board, job)
    if job.state is State.WAITING:
        return
    if job.is_judging and _await_end(job):
        st.rerun()
    left, right = st.columns([1.62, 1], gap="medium")
    with left:
        at = f"Looking at {say_clock(job.looking_at_s)}" if job.jpeg else "Opening the clip"
        alt = f"The picture at {say_clock(job.looking_at_s)}, the athlete's joints marked"
        show_preview(job.jpeg, at, alt, key="preview")
        _show_reps(job)
    with right:
        _show_steps(job)
        _show_findings(job)


def _await_end(job: Job) -> bool:
    """Stay with a job that is nearly done, so that its report is shown the moment it is there."""
    until_s = time.monotonic() + JUDGING_TAKES_S
    while job.is_busy and time.monotonic() < until_s:
        time.sleep(0.02)
    return not job.is_busy


def _show_bar(board: JobBoard, job: Job) -> None:
    if job.state is State.WAITING:
        before = board.count_before(job)
        words = "1 review before this one" if before == 1 else f"{before} reviews before this one"
        show_progress("Waiting", None, words, LEAVE_HINT, key="bar")
        return
    titles = {"calibrating": "Finding your neutral hinge"}
    title = titles.get(job.stage, "Reading the clip")
    left = "stopping" if job.is_stopping else say_left(job.left_s)
    if job.stage == "calibrating":
        left = f"{title.lower()}, {left}"
    elif job.is_judging:
        left = "judging the set"
    show_progress(title, job.share, left, LEAVE_HINT, key="bar")


def _show_reps(job: Job) -> None:
    if job.movement is None:
        return
    reps = job.found.reps if job.found is not None else ()
    st.markdown(":gray[**Reps so far.** The count is final, scores may still move.]")
    show_cells(reps, has_next=True, key="cells")
    with st.container(border=True):
        name = SIGNAL_NAMES.get(job.movement.signal, "Movement")
        st.markdown(f"### {name} so far")
        end_s = job.opened.duration_s if job.opened and not math.isnan(job.opened.duration_s) else 0.0
        alt = f"{name} over time, {len(reps)} repetitions so far"
        step = 1 + len(job.t_s) // MOST_POINTS
        show_signal(job.t_s[::step], job.values[::step], job.movement.unit, end_s, alt, key="signal")


def _show_steps(job: Job) -> None:
    with st.container(border=True, gap="small"):
        opened, movement = job.opened, job.movement
        if opened is None:
            st.markdown(f"{NOW} **Opening the clip**")
        else:
            length = "" if math.isnan(opened.duration_s) else f"{opened.duration_s:.0f} s, "
            fps = "" if math.isnan(opened.fps) else f", {opened.fps:.0f} fps"
            st.markdown(f"{DONE} **Clip opened.** {length}{opened.width_px}×{opened.height_px}{fps}")
        if movement is None:
            st.markdown(f"{NOW if opened else LATER} Recognising the movement")
        else:
            how = "as you said." if movement.was_named else "by the look of it so far."
            st.markdown(f"{DONE} **{escape(movement.name)}**, {how}")
        frames = f" {job.frames} frames." if job.frames else ""
        st.markdown(f"{NOW if opened else LATER} **Following body and back outline.**{frames}")
        st.markdown(f"{LATER} :gray[Timing the phases and judging the set]")


def _show_findings(job: Job) -> None:
    found = job.found
    with st.container(border=True, gap="small"):
        st.markdown("**First findings**")
        if found is None or not found.findings:
            st.markdown(":gray[They appear with the first full rep.]")
        for level, what, more in found.findings if found is not None else ():
            st.markdown(f"{LEVEL_ICONS[level]} **{escape(what)}** {escape(more)}")
    if found is not None:
        lines = [(f"{start_sentence(names)} not judged so far.", why) for names, why in found.not_judged]
        show_not_judged("Not judged so far", lines, key="not_judged")


def tell_state(job: Job) -> tuple[str, str]:
    """A mark and a word or two for how far a review is, for a list of several."""
    match job.state:
        case State.WAITING:
            return LATER, "waits its turn"
        case State.RUNNING:
            share = "" if job.share is None else f", {100 * job.share:.0f} %"
            return NOW, f"being read{share}"
        case State.ASKED:
            return LEVEL_ICONS[1], "needs an answer from you"
        case State.REFUSED:
            return LEVEL_ICONS[2], "none of our movements"
        case State.STOPPED:
            return LATER, "stopped"
        case State.FAILED:
            return LEVEL_ICONS[2], escape(job.sentence)
        case State.READY:
            return DONE, "ready"
