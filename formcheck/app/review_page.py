"""The Review page: from a clip to advice."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from formcheck.app.job import Job, State
from formcheck.app.jobs import JobBoard, get_board
from formcheck.app.review_ends import (
    Exit,
    show_asked,
    show_failed,
    show_ready,
    show_refused,
    show_stopped,
)
from formcheck.app.review_start import show_start
from formcheck.app.review_wait import show_waiting, tell_state
from formcheck.app.visit import find_owner
from formcheck.app.wording import escape

QUERY = "review"
"""Name of a review's id in the address: whoever opens the address again finds the review."""
GONE = "That review is no longer here: uploads are deleted when a review is left. Start a new one below."


def show_review_page() -> None:
    """Show what the visitor is at: nothing yet, a clip being read, or a result."""
    owner, board = find_owner(), get_board()
    jobs, has_lost = find_open_reviews(board, owner)
    if not jobs:
        if has_lost:
            st.warning(GONE, icon=":material/history_toggle_off:")
        started = show_start(board, owner)
        if started:
            remember_open(started)
            st.rerun()
        return
    job = jobs[0] if len(jobs) == 1 else choose_review(jobs)
    show_review(board, job, Exit(lambda: leave_reviews(board, jobs, owner)))
    if job.state is State.FAILED and len(jobs) == 1:
        started = show_start(board, owner, has_title=False)
        if started:
            leave_reviews(board, jobs, owner)
            remember_open(started)
            st.rerun()


def find_open_reviews(board: JobBoard, owner: str) -> tuple[list[Job], bool]:
    """The reviews of the address, or of this visit; and whether there was one that is no longer here."""
    wanted: list[str] = st.query_params.get_all(QUERY) or st.session_state.get("reviews", [])
    found = [board.find(one, owner) for one in dict.fromkeys(wanted)]
    jobs = [job for job in found if job is not None]
    remember_open(jobs)
    return jobs, len(jobs) < len(found)


def remember_open(jobs: Sequence[Job]) -> None:
    """Put the open reviews into the address and the visit."""
    ids = [job.id for job in jobs]
    st.session_state["reviews"] = ids
    if st.query_params.get_all(QUERY) != ids:
        st.query_params.from_dict({QUERY: ids} if ids else {})


def leave_reviews(board: JobBoard, jobs: Sequence[Job], owner: str) -> None:
    """Let go of the open reviews: their uploads are deleted, unless they are kept."""
    for job in jobs:
        board.leave(job, owner)
    remember_open([])


def choose_review(jobs: Sequence[Job]) -> Job:
    """List several clips with how far each is; returns the one to show."""
    ids = [job.id for job in jobs]
    names = {job.id: f"{number}. {job.name}" for number, job in enumerate(jobs, 1)}
    with st.container(border=True, key="clips"):
        _list_clips(jobs)
        chosen = st.segmented_control(
            "Show", ids, format_func=names.__getitem__, default=ids[0], required=True, key="shown"
        )
    return jobs[ids.index(chosen)] if chosen in ids else jobs[0]


def _list_clips(jobs: Sequence[Job]) -> None:
    """Each clip with its state, kept up to date while any is busy."""
    run_every = 1.0 if any(job.is_busy for job in jobs) else None

    @st.fragment(run_every=run_every)
    def list_them() -> None:
        for number, job in enumerate(jobs, 1):
            icon, words = tell_state(job)
            st.markdown(f"{icon} **{number}. {escape(job.name)}** :gray[{words}]")

    list_them()


def show_review(board: JobBoard, job: Job, way_out: Exit) -> None:
    """Show one review as far as it is."""
    if job.is_busy:
        show_waiting(board, job)
        return
    show = {
        State.ASKED: show_asked,
        State.REFUSED: show_refused,
        State.STOPPED: show_stopped,
        State.FAILED: show_failed,
    }.get(job.state, show_ready)
    show(board, job, way_out)
