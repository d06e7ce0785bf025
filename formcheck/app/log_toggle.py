"""One switch that puts the set on the page into the training log, and takes it out again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import streamlit as st

from formcheck.app.reviews import LoadedReview, read_about
from formcheck.app.settings import read_settings
from formcheck.errors import InputError
from formcheck.history.from_report import find_identity, make_entry
from formcheck.history.log_book import LogBook, find_log_folder
from formcheck.history.queries import find_saved
from formcheck.replay import CORRECTIONS_FILE
from formcheck.report.reading import REPORT_FILE
from formcheck.review import TRACK_FILE

HELP = "Numbers and landmarks, never pictures. Switch it off again to take the set out of the log."


def show_log_toggle(review: LoadedReview, key: str) -> None:
    """Show whether the set is in the log; a change of it, or of the set, is saved at once.

    Parameters
    ----------
    review : LoadedReview
    key : str
    """
    state, athlete = f"{key}_log", str(read_about(review.folder).get("athlete") or "")
    source, source_key = find_identity(review.report)
    try:
        with LogBook(find_log_folder()) as log:
            set_id = find_saved(log, athlete, source, source_key)
            is_new = state not in st.session_state
            if is_new:
                st.session_state[state] = set_id is not None or read_settings().saves_sets
            is_wanted = st.toggle("Save to log", key=state, help=HELP)
            if is_wanted and (set_id is None or _is_changed(review, f"{state}_stamp")):
                save_review(log, review, athlete)
                st.toast("Saved to your log", icon=":material/check:")
            elif not is_wanted and set_id is not None:
                log.delete_sets([set_id])
                st.toast("Taken out of your log", icon=":material/undo:")
    except InputError as error:
        st.warning(f"{error} The report is still open here.", icon=":material/save:")


def save_review(log: LogBook, review: LoadedReview, athlete: str) -> int:
    """Put a review into the log, in the place of what the log has of it; returns the set's number.

    Raises
    ------
    InputError
        When it cannot be saved.
    """
    source, source_key = find_identity(review.report)
    made_at = datetime.fromtimestamp((review.folder / REPORT_FILE).stat().st_mtime).astimezone()
    corrections, track = review.folder / CORRECTIONS_FILE, review.folder / TRACK_FILE
    entry = make_entry(
        review.report,
        athlete=athlete,
        trained_at=made_at,
        source=source,
        source_key=source_key,
        corrections=corrections.read_text(encoding="utf-8") if corrections.is_file() else "",
    )
    return log.save_set(entry, track if track.is_file() else None).set_id


def _is_changed(review: LoadedReview, key: str) -> bool:
    """Whether the set was corrected since this page saved it."""
    corrections: Path = review.folder / CORRECTIONS_FILE
    stamp = corrections.stat().st_mtime_ns if corrections.is_file() else 0
    before = st.session_state.get(key)
    st.session_state[key] = stamp
    return before is not None and before != stamp
