"""One switch that puts the set on the page into the training log, and takes it out again."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from formcheck.app.reviews import LoadedReview, read_about
from formcheck.app.settings import read_settings
from formcheck.errors import InputError
from formcheck.history.from_report import find_identity
from formcheck.history.log_book import LogBook, find_log_folder
from formcheck.history.queries import find_saved
from formcheck.log_review import save_review
from formcheck.replay import CORRECTIONS_FILE
from formcheck.report.reading import REPORT_FILE

HELP = "Numbers and landmarks, never pictures. Switch it off again to take the set out of the log."


def show_log_toggle(review: LoadedReview, key: str) -> None:
    """Show whether the set is in the log; a change of it, or of the set, is saved at once.

    Parameters
    ----------
    review : LoadedReview
    key : str
    """
    about, state = read_about(review.folder), f"{key}_log"
    athlete = str(about.get("athlete") or "")
    try:
        with LogBook(find_log_folder()) as log:
            set_id = find_saved(log, athlete, *find_identity(review.report.source))
            is_new = state not in st.session_state
            if is_new:
                st.session_state[state] = set_id is not None or read_settings().saves_sets
            is_wanted = st.toggle("Save to log", key=state, help=HELP)
            if is_wanted and (set_id is None or _is_changed(review, f"{state}_stamp")):
                file, note = review.folder / REPORT_FILE, str(about.get("note") or "")
                save_review(log, file, athlete, report=review.report, note=note)
                st.toast("Saved to your log", icon=":material/check:")
            elif not is_wanted and set_id is not None:
                log.delete_sets([set_id])
                st.toast("Taken out of your log", icon=":material/undo:")
    except InputError as error:
        st.warning(f"{error} The report is still open here.", icon=":material/save:")


def _is_changed(review: LoadedReview, key: str) -> bool:
    """Whether the set was corrected since this page saved it."""
    corrections: Path = review.folder / CORRECTIONS_FILE
    stamp = corrections.stat().st_mtime_ns if corrections.is_file() else 0
    before = st.session_state.get(key)
    st.session_state[key] = stamp
    return before is not None and before != stamp
