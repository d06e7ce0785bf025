"""Correct what was counted or found: everything is computed anew, and the report says who changed it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from formcheck.app.reviews import load_review
from formcheck.correcting import REFUSED
from formcheck.corrections import (
    AddedRep,
    Change,
    Corrections,
    DismissedFault,
    Mark,
    MarkedRep,
    read_corrections,
    write_corrections,
)
from formcheck.errors import InputError
from formcheck.replay import CORRECTIONS_FILE
from formcheck.report.set_report import JudgedRep, SetReport
from formcheck.report.verdict import name_rep
from formcheck.report.wording import find_words, start_sentence
from formcheck.reps.rep import RepKind

MARKS = {"Rep": Mark.REP, "Partial": Mark.PARTIAL, "Failed": Mark.FAILED, "Not a rep": Mark.NOT_A_REP}
_NOW = {RepKind.PARTIAL: "Partial", RepKind.FAILED: "Failed"}


def show_corrections(folder: Path, report: SetReport, selected: int, key: str) -> None:
    """Show what may be said of the selected repetition, and what was said so far.

    Parameters
    ----------
    folder : Path
        Of the review.
    report : SetReport
    selected : int
        Number of a repetition, from 0; -1: none.
    key : str
    """
    said = _read(folder)
    with st.container(border=True, gap="small", key=f"{key}_correct"):
        if 0 <= selected < len(report.reps):
            judged = report.reps[selected]
            _show_marks(folder, report, judged, key)
            _show_faults(folder, judged, key)
        else:
            st.markdown("Tap a rep above to correct it, or move the clip and add a rep that was missed.")
        with st.container(horizontal=True, vertical_alignment="center"):
            many = len(said.changes)
            st.markdown(f":gray[{many} change{'' if many == 1 else 's'} by you. Numbers follow at once.]")
            st.button(
                "Undo",
                icon=":material/undo:",
                disabled=not many,
                key=f"{key}_undo",
                on_click=_undo,
                args=(folder,),
            )
        if told := st.session_state.pop(f"{key}_refused", ""):
            st.warning(told, icon=":material/info:")


def add_rep(folder: Path, at_s: float, key: str) -> None:
    """Add a repetition that was missed, somewhere around a time; where there is none, say so."""
    added = AddedRep(at_s)
    change(folder, added)
    told = load_review(folder).report.provenance.get("corrections", ())
    reason = next(
        (one["reason"] for one in told if one.get("at_s") == at_s and one["outcome"] == REFUSED), ""
    )
    if reason:
        _write(folder, _read(folder).drop(added))
        st.session_state[f"{key}_refused"] = reason


def change(folder: Path, one: Change) -> None:
    """Say one more thing of the set."""
    _write(folder, _read(folder).add(one))


def _undo(folder: Path) -> None:
    """Take the last change back: of the file as it is now, not as it was when the button was drawn."""
    _write(folder, _read(folder).undo())


def _show_marks(folder: Path, report: SetReport, judged: JudgedRep, key: str) -> None:
    label = f"Rep {name_rep(judged, bool(report.side_counts))}" if judged.rep.index else "This movement"
    now = _NOW.get(judged.rep.kind, "Rep")
    widget = f"{key}_mark_{judged.rep.turn_s:.2f}_{now}"

    def say() -> None:
        chosen = st.session_state[widget]
        if chosen and chosen != now:
            change(folder, MarkedRep(judged.rep.turn_s, MARKS[chosen]))

    st.segmented_control(f"{label} is a", list(MARKS), default=now, key=widget, on_change=say, required=True)


def _show_faults(folder: Path, judged: JudgedRep, key: str) -> None:
    for fault in judged.faults:
        name = find_words(fault.rule).name
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(start_sentence(name))
            st.button(
                "Dismiss this fault",
                key=f"{key}_dismiss_{judged.rep.turn_s:.2f}_{fault.rule}",
                on_click=_dismiss(folder, judged.rep.turn_s, fault.rule),
            )
    for fault in judged.dismissed:
        st.markdown(f":gray[:material/edit: {start_sentence(find_words(fault.rule).name)}: dismissed by you]")


def _dismiss(folder: Path, turn_s: float, rule: str) -> Callable[[], None]:
    return lambda: change(folder, DismissedFault(turn_s, rule))


def _read(folder: Path) -> Corrections:
    try:
        return read_corrections(folder / CORRECTIONS_FILE)
    except InputError as error:
        st.error(str(error))
        return Corrections()


def _write(folder: Path, corrections: Corrections) -> None:
    try:
        write_corrections(corrections, folder / CORRECTIONS_FILE)
    except InputError as error:
        st.error(str(error))
