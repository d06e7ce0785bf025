"""Bring sets in from other training logs, and take the log away."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import streamlit as st

from formcheck.app.history.words import say_many
from formcheck.app.settings import Settings
from formcheck.app.wording import escape
from formcheck.data_folder import find_data_folder
from formcheck.errors import InputError
from formcheck.history.exchange.archive import write_archive
from formcheck.history.exchange.exporting import export_log
from formcheck.history.exchange.importing import ImportResult, import_file
from formcheck.history.exchange.local_time import find_zone
from formcheck.history.exchange.tables import write_sets_csv, write_sets_html
from formcheck.history.log_book import LogBook
from formcheck.history.queries import SetFilter
from formcheck.log_command.opening import list_movements

MOST_PROBLEMS = 5
"""So many rows that were skipped are named."""
_TOLD = "imported"
Write = Callable[[LogBook, Path], object]


def show_exchange(log: LogBook, athlete: str, settings: Settings) -> None:
    """Show both menus."""
    show_import(log, athlete, settings)
    show_export(log, athlete)


def show_import(log: LogBook, athlete: str, settings: Settings) -> None:
    """Offer to add the sets of a file of Strong or Hevy."""
    with st.popover("Import", icon=":material/upload:", key="import"):
        st.markdown("Add the sets of a Strong or Hevy export. Sets that are here already stay as they are.")
        file = st.file_uploader("CSV file", type=["csv"], key=f"import_{st.session_state.get('imports', 0)}")
        name = st.text_input("Whose sets are they?", value=athlete, key=f"import_athlete_{athlete}")
        if st.button("Add these sets", type="primary", key="import_now", disabled=file is None) and file:
            try:
                result = _import(log, file.getvalue(), name.strip(), settings)
            except InputError as error:
                st.error(str(error), icon=":material/error:")
                return
            st.session_state[_TOLD] = describe_import(result)
            st.session_state["imports"] = st.session_state.get("imports", 0) + 1
            st.rerun()


def show_imported() -> None:
    """Say once what became of the file."""
    if told := st.session_state.pop(_TOLD, ""):
        st.info(told, icon=":material/upload:")


def describe_import(result: ImportResult) -> str:
    """What became of a file, with the first rows that could not be used."""
    lines = [f"{say_many(result.new, 'set')} added, {result.known} known already."]
    lines += result.remarks
    if result.in_bin:
        lines.append(f"{result.in_bin} of the known ones were deleted and stay so.")
    if result.problems:
        lines.append(f"{say_many(len(result.problems), 'row')} skipped:")
        lines += [f"line {one.line}: {one.why}" for one in result.problems[:MOST_PROBLEMS]]
    return "  \n".join(escape(line) for line in lines)


def list_offers(athlete: str) -> dict[str, tuple[str, Write]]:
    """What may be taken away: label → end of the file's name, and what writes it."""
    which = SetFilter(athlete)
    return {
        "Sets as a table (CSV)": ("sets.csv", lambda log, path: write_sets_csv(log, path, which)),
        "Sets to read (HTML)": ("sets.html", lambda log, path: write_sets_html(log, path, which)),
        "For Strong (CSV)": ("strong.csv", lambda log, path: export_log(log, path, "strong", which)),
        "For Hevy (CSV)": ("hevy.csv", lambda log, path: export_log(log, path, "hevy", which)),
        "Backup of everybody (ZIP)": ("backup.zip", _back_up),
    }


def show_export(log: LogBook, athlete: str) -> None:
    """Offer the log in every format, each made when it is asked for."""
    stem = f"formcheck-{datetime.now():%Y-%m-%d}"
    with st.popover("Export", icon=":material/download:", key="export"):
        for label, (name, write) in list_offers(athlete).items():
            st.download_button(
                label,
                make_writer(log.folder, name, write),
                f"{stem}-{name}",
                key=f"export_{name}",
                width="stretch",
                on_click="ignore",
            )


def _back_up(log: LogBook, path: Path) -> None:
    write_archive(log, find_data_folder() / "athletes", path, datetime.now().astimezone())


def make_writer(folder: Path, name: str, write: Write) -> Callable[[], bytes]:
    """What makes the file in a thread of its own: a log is of the thread that opened it."""

    def make() -> bytes:
        with tempfile.TemporaryDirectory() as temporary, LogBook(folder) as log:
            path = Path(temporary) / name
            write(log, path)
            return path.read_bytes()

    return make


def _import(log: LogBook, content: bytes, athlete: str, settings: Settings) -> ImportResult:
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "import.csv"
        path.write_bytes(content)
        return import_file(log, path, athlete, list_movements(), find_zone(""), settings.load_unit)
