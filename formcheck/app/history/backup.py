"""The whole log as one file, and back; and the way back from a log that is damaged."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from formcheck.app.history.downloads import make_writer
from formcheck.app.wording import escape
from formcheck.app.workspace import make_safe_name
from formcheck.athletes import find_athletes_folder
from formcheck.errors import InputError
from formcheck.history.advice.sayings import say_many
from formcheck.history.backups import FOLDER, Backup
from formcheck.history.exchange.archive import write_archive
from formcheck.history.exchange.replacing import restore_daily
from formcheck.history.exchange.restoring import restore_archive
from formcheck.history.log_book import LogBook, find_log_folder

_FILE, _SURE, _TOLD, _FAILED = "restore_file", "restore_sure", "restore_told", "restore_failed"
HOLDS = (
    "One file with every set, landmarks and what is remembered of athletes. Kept reviews with their clips are"
    " not in it: they lie in the folder `reviews`."
)


def show_backup() -> None:
    """Offer the backup, and to put one in the place of what is here."""
    with st.popover("Backup", icon=":material/inventory_2:", key="backup"):
        st.markdown(f"**Take everything along.** {HOLDS}")
        st.download_button(
            "Write a backup (ZIP)",
            make_writer(find_log_folder(), "backup.zip", _back_up),
            f"formcheck-{datetime.now():%Y-%m-%d}-backup.zip",
            key="write_backup",
            on_click="ignore",
            icon=":material/download:",
        )
        st.markdown(
            "**Bring one back.** It takes the place of the log that is here, which is kept beside it."
        )
        file = st.file_uploader("Backup", type=["zip"], key=_FILE, label_visibility="collapsed")
        is_sure = st.checkbox("Replace the log that is here", key=_SURE, disabled=file is None)
        st.button(
            "Bring it back",
            type="primary",
            key="restore",
            disabled=file is None or not is_sure,
            on_click=_restore_uploaded,
        )


def offer_daily(backup: Backup) -> None:
    """Offer the newest daily backup in the place of a log that is damaged or gone."""
    made_at = backup.made_at.astimezone()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            f"Bring back the backup of {made_at:%Y-%m-%d %H:%M}",
            type="primary",
            icon=":material/settings_backup_restore:",
            key="restore_daily",
            on_click=_restore_daily,
        )
        st.markdown(":gray[What is there now is kept beside it.]", width="content")


def show_restored() -> None:
    """Say once what became of a backup that was brought back."""
    if told := st.session_state.pop(_TOLD, ""):
        st.info(told, icon=":material/settings_backup_restore:")
    if told := st.session_state.pop(_FAILED, ""):
        st.error(told, icon=":material/error:")


def _back_up(log: LogBook, path: Path) -> None:
    write_archive(log, find_athletes_folder(), path, datetime.now().astimezone())


def _restore_uploaded() -> None:
    """Put the uploaded backup in place; runs before the page, which would hold the log open."""
    file = st.session_state.get(_FILE)
    if file is None or not st.session_state.get(_SURE):
        return
    temporary = tempfile.TemporaryDirectory(prefix="formcheck-")
    try:
        path = Path(temporary.name) / make_safe_name(file.name)
        path.write_bytes(file.getvalue())
        done = restore_archive(path, find_log_folder(), find_athletes_folder(), datetime.now(UTC))
    except InputError as error:
        st.session_state[_FAILED] = escape(str(error).replace(f"{temporary.name}{os.sep}", ""))
        return
    except OSError as error:
        reason = error.strerror or str(error)
        st.session_state[_FAILED] = escape(f"The backup was not brought back: {reason}.")
        return
    finally:
        temporary.cleanup()
    _tell(done.sets, done.made_at, done.aside)


def _restore_daily() -> None:
    """Put the newest sound daily backup in place; runs before the page."""
    try:
        backup = restore_daily(find_log_folder(), datetime.now(UTC))
    except InputError as error:
        st.session_state[_FAILED] = escape(str(error))
        return
    _tell(None, backup.made_at, find_log_folder() / FOLDER)


def _tell(sets: int | None, made_at: datetime, aside: Path | None) -> None:
    what = "The backup" if sets is None else say_many(sets, "set")
    kept = f" What was there before is kept in `{aside}`." if aside is not None else ""
    st.session_state[_TOLD] = f"{what} of {made_at.astimezone():%Y-%m-%d %H:%M} brought back.{kept}"
