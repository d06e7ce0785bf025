"""Files in and out of the log on the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from rich.markup import escape

from formcheck.athletes import find_athletes_folder
from formcheck.commands import out
from formcheck.errors import InputError
from formcheck.history.advice.sayings import say_many
from formcheck.history.exchange.archive import ArchiveSummary, write_archive
from formcheck.history.exchange.exporting import WRITERS, export_log
from formcheck.history.exchange.importing import ImportResult, import_file
from formcheck.history.exchange.local_time import find_zone
from formcheck.history.exchange.log_report import write_sets_html
from formcheck.history.exchange.replacing import restore_daily
from formcheck.history.exchange.restoring import RestoreSummary, restore_archive
from formcheck.history.exchange.tables import write_sets_csv
from formcheck.history.exchange.values import KILOGRAMS
from formcheck.history.log_book import LogBook, find_log_folder
from formcheck.history.queries import SetFilter
from formcheck.log_command.opening import choose_athlete, list_movements, make_filter, open_log
from formcheck.workshop import open_workshop

TABLES = {"csv": write_sets_csv, "html": write_sets_html}
MOST_PROBLEMS = 20
"""So many rows are named; a file with more is another one."""


def import_sets(file: Path, athlete: str | None, zone: str, unit: str) -> None:
    """Add the sets of another app, and print what became of the file.

    Raises
    ------
    InputError
        When it cannot be read, or nothing in it can be used.
    """
    if unit.lower() not in KILOGRAMS:
        raise InputError(f"--unit {unit!r} is not known: give kg or lb.")
    place = find_zone(zone)
    with open_log() as log:
        result = import_file(log, file, choose_athlete(log, athlete), list_movements(), place, unit.lower())
    _show_import(result)
    if result.problems and not result.new and not result.known:
        raise InputError(f"No row of {file} could be used; see above.")


def export_sets(
    format_: str, file: Path | None, athlete: str | None, first: str, last: str, overwrite: bool
) -> None:
    """Write sets into a file: whole, or not at all.

    Raises
    ------
    InputError
        When the format is not known, the file is there already or cannot be written, or there is no set.
    """
    if format_ not in (*WRITERS, *TABLES):
        raise InputError(f"--format {format_!r} is not known: give one of {', '.join((*WRITERS, *TABLES))}.")
    target = file or Path(f"training_log.{'html' if format_ == 'html' else 'csv'}")
    if target.exists() and not overwrite:
        raise InputError(f"{target} exists already: give another --out, or --overwrite to replace it.")
    with open_log() as log, open_workshop(target) as workshop:
        which = make_filter(choose_athlete(log, athlete) if format_ in WRITERS else athlete, first, last)
        draft = workshop / "draft"
        sets, losses = _write(log, draft, format_, which)
        if not sets:
            raise InputError("No set of the training log is in that span: nothing was written.")
        draft.replace(target)
    out.print(f"→ {escape(str(target))}: {say_many(sets, 'set')}", soft_wrap=True)
    for loss in losses:
        out.print(f"[dim]?[/] {escape(loss)}", soft_wrap=True)


def back_up(file: Path, overwrite: bool) -> None:
    """Write everything into one file, and print what it holds."""
    with open_log() as log:
        summary = write_archive(log, find_athletes_folder(), file, datetime.now(UTC), overwrite)
    out.print(
        f"→ {escape(str(file))}: {_say_content(summary)}, {summary.bytes / 1e6:.1f} MB",
        soft_wrap=True,
    )
    if summary.missing:
        out.print(f"[dim]?[/] {summary.missing} pose tracks that the log names are gone.")


def bring_back(file: Path | None) -> None:
    """Bring a full backup back; without a file the newest sound daily backup of the database."""
    folder, now = find_log_folder(), datetime.now(UTC)
    if file is None:
        backup = restore_daily(folder, now)
        out.print(
            f"brought back: {escape(str(backup.path))} of {backup.made_at.astimezone():%Y-%m-%d %H:%M}",
            soft_wrap=True,
        )
        out.print(f"[dim]what was there is kept in {escape(str(folder / 'backups'))}[/]", soft_wrap=True)
        return
    summary = restore_archive(file, folder, find_athletes_folder(), now)
    out.print(
        f"brought back: {_say_content(summary)} of {summary.made_at.astimezone():%Y-%m-%d %H:%M}",
        soft_wrap=True,
    )
    if summary.aside is not None:
        out.print(f"[dim]what was there is kept in {escape(str(summary.aside))}[/]", soft_wrap=True)


def _say_content(summary: ArchiveSummary | RestoreSummary) -> str:
    return (
        f"{say_many(summary.sets, 'set')}, {say_many(summary.files, 'pose track')},"
        f" {say_many(summary.records, 'calibration record')}"
    )


def _write(log: LogBook, draft: Path, format_: str, which: SetFilter) -> tuple[int, tuple[str, ...]]:
    if format_ in TABLES:
        return TABLES[format_](log, draft, which), ()
    result = export_log(log, draft, format_, which)
    return result.sets, result.losses


def _show_import(result: ImportResult) -> None:
    days = f", {result.first} to {result.last}" if result.new else ""
    out.print(
        f"{result.app}: [bold]{say_many(result.new, 'set')} added[/]{days}; {result.known} were there already"
    )
    if result.in_bin:
        out.print(f"[dim]?[/] {result.in_bin} of those were deleted and stay so: formcheck log undo")
    for theirs, ours in result.ours.items():
        if theirs != ours:
            out.print(f"{escape(theirs)} → {escape(ours)}", soft_wrap=True)
    if result.others:
        names = ", ".join(result.others)
        out.print(f"kept under their own names: {escape(names)}", soft_wrap=True)
    for remark in result.remarks:
        out.print(f"[dim]?[/] {escape(remark)}", soft_wrap=True)
    for problem in result.problems[:MOST_PROBLEMS]:
        out.print(f"[yellow]▲[/] line {problem.line} skipped: {escape(problem.why)}", soft_wrap=True)
    if len(result.problems) > MOST_PROBLEMS:
        out.print(f"[yellow]▲[/] and {len(result.problems) - MOST_PROBLEMS} more lines")
