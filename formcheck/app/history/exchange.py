"""Bring sets in from other training logs, and take the log away."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import streamlit as st

from formcheck.app.history.downloads import Write, make_writer
from formcheck.app.settings import Settings
from formcheck.app.wording import escape
from formcheck.errors import InputError
from formcheck.history.advice.sayings import say_many
from formcheck.history.entries import find_monday
from formcheck.history.exchange.exporting import export_log
from formcheck.history.exchange.importing import ImportResult, import_file
from formcheck.history.exchange.local_time import find_zone
from formcheck.history.exchange.log_report import write_sets_html
from formcheck.history.exchange.tables import write_sets_csv
from formcheck.history.log_book import LogBook
from formcheck.history.queries import SetFilter, count_sets
from formcheck.log_command.opening import list_movements

MOST_PROBLEMS = 5
"""So many rows that were skipped are named."""
_TOLD = "imported"
CHOSEN = "Other days"


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


def list_offers(which: SetFilter, unit: str = "kg") -> dict[str, tuple[str, Write]]:
    """What may be taken away of some sets: label → end of the file's name, and what writes it."""
    return {
        "Report to read and print (HTML)": (
            "report.html",
            lambda log, path: write_sets_html(log, path, which, unit),
        ),
        "Sets as a table (CSV)": ("sets.csv", lambda log, path: write_sets_csv(log, path, which)),
        "For Strong (CSV)": ("strong.csv", lambda log, path: export_log(log, path, "strong", which)),
        "For Hevy (CSV)": ("hevy.csv", lambda log, path: export_log(log, path, "hevy", which)),
    }


def show_export(log: LogBook, athlete: str, settings: Settings, today: date) -> None:
    """Offer the log, or some days of it, in every format; each is made when it is asked for."""
    with st.popover("Export", icon=":material/download:", key="export"):
        spans = find_spans(today)
        chosen = st.selectbox("Days", [*spans, CHOSEN], key="export_span")
        first, last = spans.get(chosen or "", (None, None))
        if chosen == CHOSEN:
            left, right = st.columns(2)
            first = _read_day(
                left.date_input("From", today.replace(day=1), format="YYYY-MM-DD", key="export_from")
            )
            last = _read_day(right.date_input("To", today, format="YYYY-MM-DD", key="export_to"))
        which = limit_days(athlete, first, last)
        sets = count_sets(log, which)
        st.markdown(f":gray[{say_many(sets, 'set')}]")
        stem = "formcheck-" + (
            "-to-".join(f"{day:%Y-%m-%d}" for day in (first, last) if day) or f"{today:%Y-%m-%d}"
        )
        for label, (name, write) in list_offers(which, settings.load_unit).items():
            st.download_button(
                label,
                make_writer(log.folder, name, write),
                f"{stem}-{name}",
                key=f"export_{name}",
                width="stretch",
                on_click="ignore",
                disabled=not sets,
            )


def find_spans(today: date) -> dict[str, tuple[date | None, date | None]]:
    """Spans of days that are asked for most, by name; both days included, None: open."""
    monday = find_monday(today)
    return {
        "Everything": (None, None),
        "This week": (monday, today),
        "The last 4 weeks": (today - timedelta(days=27), today),
        "The last 12 weeks": (today - timedelta(days=83), today),
        "This year": (today.replace(month=1, day=1), today),
    }


def limit_days(athlete: str, first: date | None, last: date | None) -> SetFilter:
    """Sets of an athlete within some days, both included; None: open."""
    return replace(SetFilter(athlete), **{k: v for k, v in (("first_day", first), ("last_day", last)) if v})


def _read_day(typed: object) -> date | None:
    return typed if isinstance(typed, date) else None


def _import(log: LogBook, content: bytes, athlete: str, settings: Settings) -> ImportResult:
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "import.csv"
        path.write_bytes(content)
        return import_file(log, path, athlete, list_movements(), find_zone(""), settings.load_unit)
