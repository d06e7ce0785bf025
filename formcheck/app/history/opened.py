"""A set of the log as Review shows it: its report read back, and replayed where its pose track was kept."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from formcheck.app.jobs import get_board
from formcheck.app.kept import find_kept_review
from formcheck.app.messages import Task
from formcheck.app.reviews import LoadedReview, load_review
from formcheck.app.visit import find_owner
from formcheck.errors import InputError
from formcheck.history.details import read_corrections_text, read_report_text
from formcheck.history.entries import LoggedSet
from formcheck.history.from_report import make_entry
from formcheck.history.kept_files import link_or_copy
from formcheck.history.log_book import LogBook
from formcheck.replay import CORRECTIONS_FILE
from formcheck.report.reading import REPORT_FILE, read_report
from formcheck.review import TRACK_FILE

UNREADABLE = "The report of this set cannot be read by this version. Its numbers are still in the log."
NO_REPORT = "This set was not filmed: there is no report to open."
_STATE = "opened_sets"


@dataclass(frozen=True, slots=True)
class OpenedSet:
    """A set whose report is open.

    Attributes
    ----------
    logged : LoggedSet
    review : LoadedReview
    is_replayed : bool
        Its signals are there, and it may be corrected.
    """

    logged: LoggedSet
    review: LoadedReview
    is_replayed: bool


def open_set(log: LogBook, logged: LoggedSet) -> OpenedSet:
    """Open the report of a set; as long as the visit lasts it stays as it was last shown.

    Raises
    ------
    InputError
        When its report cannot be read any more.
    """
    folder = _find_folder(logged.set_id) or _unpack(log, logged)
    if (folder / TRACK_FILE).is_file():
        # A track that cannot be replayed any more leaves the report as it was stored.
        with suppress(InputError):
            return OpenedSet(logged, load_review(folder), is_replayed=True)
    try:
        report = read_report(folder / REPORT_FILE)
    except InputError as error:
        raise InputError(UNREADABLE) from error
    return OpenedSet(logged, LoadedReview(report, folder), is_replayed=False)


def save_corrections(log: LogBook, opened: OpenedSet) -> bool:
    """Put what was corrected on the page into the log, in the place of the set; returns whether anything was.

    Load, effort, note and time stay those of the log.

    Raises
    ------
    InputError
        When it cannot be saved.
    """
    logged, review = opened.logged, opened.review
    text = _read_text(review.folder / CORRECTIONS_FILE)
    if not opened.is_replayed or not logged.source_key or text == read_corrections_text(log, logged.set_id):
        return False
    entry = make_entry(
        review.report,
        athlete=logged.athlete,
        trained_at=logged.trained_at,
        source=logged.source,
        source_key=logged.source_key,
        note=logged.note,
        rpe=logged.rpe,
        corrections=text,
    )
    facts = replace(entry.facts, load_kg=logged.facts.load_kg)
    log.save_set(replace(entry, facts=facts))
    return True


def close_sets() -> None:
    """Let go of every set that this visit has opened."""
    board, owner = get_board(), find_owner()
    for job_id in st.session_state.pop(_STATE, {}).values():
        job = board.find(job_id, owner)
        if job is not None:
            board.leave(job, owner)


def _find_folder(set_id: int) -> Path | None:
    """Where this visit has opened a set; None: it has not."""
    job_id = st.session_state.get(_STATE, {}).get(set_id)
    job = get_board().find(job_id, find_owner()) if job_id else None
    return job.folder if job is not None else None


def _unpack(log: LogBook, logged: LoggedSet) -> Path:
    """Lay the files of a set out as those of a review."""
    text = read_report_text(log, logged.set_id)
    if not text:
        raise InputError(NO_REPORT)
    board = get_board()
    folder = board.make_folder()
    (folder / REPORT_FILE).write_text(text, encoding="utf-8")
    moment_s = logged.trained_at.timestamp()  # exports say when the set was done
    os.utime(folder / REPORT_FILE, (moment_s, moment_s))
    if corrections := read_corrections_text(log, logged.set_id):
        (folder / CORRECTIONS_FILE).write_text(corrections, encoding="utf-8")
    if track := log.find_track(logged.set_id):
        shutil.copyfile(track, folder / TRACK_FILE)
    kept = find_kept_review(logged)
    if kept is not None and (video := kept.video) is not None:
        target = folder / video.relative_to(kept.folder)
        target.parent.mkdir(exist_ok=True)
        link_or_copy(video, target)
    job = board.take_in(logged.facts.exercise_name, Task(folder, None, logged.facts.exercise_key))
    board.find(job.id, find_owner())
    st.session_state.setdefault(_STATE, {})[logged.set_id] = job.id
    return folder


def _read_text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
