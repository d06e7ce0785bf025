"""The Live page: set up, train before the camera, look at the set, rest, and on to the next."""

from __future__ import annotations

import streamlit as st

from formcheck.app.job import Job
from formcheck.app.jobs import JobBoard, get_board
from formcheck.app.live_after import show_rest
from formcheck.app.live_stage import Ended, show_stage
from formcheck.app.live_start import SetPlan, show_live_start
from formcheck.app.review_ends import Exit
from formcheck.app.review_page import show_review
from formcheck.app.visit import find_owner

PLAN, RUN, SETS = "live_plan", "live_run", "live_sets"
"""In the visit: what the set is to be, the number of the stage that is open, and the sets that were done."""
NOTHING = "There is nothing to sum up: no movement was recognised."


def show_live_page() -> None:
    """Show what the visitor is at: planning a set, doing it, or resting after it."""
    owner, board = find_owner(), get_board()
    if st.session_state.get(RUN):
        _train()
        return
    jobs = _find_sets(board, owner)
    if not jobs:
        if note := st.session_state.pop("live_note", ""):
            st.warning(note, icon=":material/person_search:")
        plan = show_live_start()
        if plan is not None:
            _begin(plan)
        return
    _rest(board, owner, jobs)


def _begin(plan: SetPlan) -> None:
    """Open the stage, anew each time."""
    st.session_state[PLAN] = plan
    st.session_state["live_runs"] = st.session_state.get("live_runs", 0) + 1
    st.session_state[RUN] = st.session_state["live_runs"]
    st.rerun()


def _train() -> None:
    ended: Ended | None = show_stage(st.session_state[PLAN], st.session_state[RUN])
    if ended is None:
        return
    st.session_state[RUN] = 0
    if ended.review is not None:
        st.session_state[SETS] = [*st.session_state.get(SETS, []), ended.review]
        st.session_state.pop("live_shown", None)
    elif ended.is_nothing:
        st.session_state["live_note"] = NOTHING
    st.rerun()


def _find_sets(board: JobBoard, owner: str) -> list[Job]:
    """The sets of this visit that are still here, the first one first."""
    found = [board.find(one, owner) for one in st.session_state.get(SETS, [])]
    jobs = [job for job in found if job is not None]
    st.session_state[SETS] = [job.id for job in jobs]
    return jobs


def _rest(board: JobBoard, owner: str, jobs: list[Job]) -> None:
    def leave() -> None:
        for job in jobs:
            board.leave(job, owner)
        st.session_state[SETS] = []

    plan: SetPlan = st.session_state[PLAN]
    next_plan = show_rest(plan, len(jobs) + 1, st.session_state[SETS][-1])
    if next_plan is not None:
        _begin(next_plan)
    show_review(board, _choose_set(jobs), Exit(leave, "Done training", ":material/check:"))


def _choose_set(jobs: list[Job]) -> Job:
    """Which of several sets is looked at: the last one unless somebody chose."""
    if len(jobs) == 1:
        return jobs[0]
    ids = [job.id for job in jobs]
    names = {job.id: f"Set {number}" for number, job in enumerate(jobs, 1)}
    chosen = st.segmented_control(
        "Show", ids, format_func=names.__getitem__, default=ids[-1], required=True, key="live_shown"
    )
    return jobs[ids.index(chosen)] if chosen in ids else jobs[-1]
