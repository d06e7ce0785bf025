"""Sets on the command line: add, list, show, change, delete."""

from __future__ import annotations

import math
from pathlib import Path

import typer
from rich.markup import escape
from rich.table import Table

from formcheck.commands import out
from formcheck.errors import InputError
from formcheck.history.advice.sayings import say_many
from formcheck.history.details import read_reps, read_verdicts
from formcheck.history.entries import LoggedRep, LoggedSet, SetEdit
from formcheck.history.exchange.log_report import NOT_JUDGED, read_tempo
from formcheck.history.load_units import say_load
from formcheck.history.queries import SetFilter, count_sets, list_sets
from formcheck.log_command.opening import find_movement, make_filter, open_log, read_time
from formcheck.log_review import save_review
from formcheck.removal import ELSEWHERE, find_belongings, remove_athlete
from formcheck.report.reading import REPORT_FILE, read_report
from formcheck.report.tempo import say_tempo
from formcheck.report.training_log import format_amount
from formcheck.report.wording import UNITS, find_words

_DEGREES = {1: "watch: ", 2: "", 3: "clearly "}


def add_report(
    report: Path, athlete: str, date: str, load_kg: float | None, note: str, effort: float | None, zone: str
) -> None:
    """Save a reviewed set with its pose track and corrections, as far as they lie beside it.

    Raises
    ------
    InputError
        When there is no report, or it cannot be saved.
    """
    file = report / REPORT_FILE if report.is_dir() else report
    moment, rpe = read_time(date, zone) if date else None, math.nan if effort is None else effort
    content = read_report(file)
    with open_log() as log:
        saved = save_review(
            log, file, athlete, report=content, trained_at=moment, load_kg=load_kg, note=note, rpe=rpe
        )
        out.print(f"{'added' if saved.is_new else 'replaced'}: {_say_set(log.find_set(saved.set_id))}")


def show_sets(
    athlete: str | None, exercise: str, first: str, last: str, limit: int, is_deleted: bool
) -> None:
    """Print a table of sets, the latest first."""
    with open_log() as log:
        which = make_filter(athlete, first, last, exercise, is_deleted)
        sets, number = list_sets(log, which, limit), count_sets(log, which)
    if not sets:
        out.print("no sets: `formcheck log add REPORT` saves one, `formcheck log import FILE` many")
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for column in ("set", "when", "athlete", "movement", "load", "reps", "clean", "score", "note"):
        is_number = column in ("set", "load", "reps")
        table.add_column(
            column, justify="right" if is_number else "left", no_wrap=is_number or column == "when"
        )
    for one in sets:
        facts = one.facts
        table.add_row(
            str(one.set_id),
            f"{one.trained_at:%Y-%m-%d %H:%M}",
            escape(one.athlete),
            escape(_say_movement(one)),
            _say_load(facts.load_kg),
            str(facts.count),
            NOT_JUDGED if facts.clean_count is None else str(facts.clean_count),
            NOT_JUDGED if math.isnan(facts.score) else f"{facts.score:.0f}",
            escape(" ".join(one.note.split())[:40]),
        )
    out.print(table)
    if number > len(sets):
        out.print(f"[dim]{number - len(sets)} more: --limit {number}[/]")


def show_set(number: int) -> None:
    """Print everything about one set."""
    with open_log() as log:
        one = log.find_set(number)
        reps, verdicts = read_reps(log, number), read_verdicts(log, number)
        track = log.find_track(number)
    facts = one.facts
    out.print(f"[bold]{_say_set(one)}[/]", soft_wrap=True)
    told = {
        "athlete": one.athlete,
        "from": f"{one.source} {facts.source_name}".strip(),
        "partial": str(facts.partial_count or ""),
        "tempo": say_tempo(read_tempo(facts)),
        "score": NOT_JUDGED if math.isnan(facts.score) else f"{facts.score:.0f}",
        "clean": NOT_JUDGED if facts.clean_count is None else f"{facts.clean_count} of {facts.count}",
        "form": f"held up to rep {facts.stop_rep}" if facts.stop_rep is not None else "",
        "effort": format_amount(one.rpe),
        "track": "" if track is None else str(track),
        "note": one.note,
        "deleted": "" if one.deleted_at is None else f"{one.deleted_at.astimezone():%Y-%m-%d %H:%M}",
    }
    for name, value in told.items():
        if value:
            out.print(f"{name}: {escape(value)}", soft_wrap=True)
    if reps:
        out.print(_lay_out_reps(reps, facts.range_unit))
    for word, mark in (("present", "[yellow]▲[/]"), ("not_judged", "[dim]?[/]")):
        names = [find_words(verdict.rule).name for verdict in verdicts if verdict.verdict == word]
        if names:
            said = f"{NOT_JUDGED}: " if word == "not_judged" else ""
            out.print(f"{mark} {said}{escape(', '.join(names))}", soft_wrap=True)


def change_set(
    number: int,
    athlete: str | None,
    date: str,
    load_kg: float | None,
    note: str | None,
    effort: float | None,
    exercise: str,
    count: int | None,
    zone: str,
) -> None:
    """Change a set, and print it as it is now."""
    movement = find_movement(exercise) if exercise else None
    edit = SetEdit(
        athlete=athlete,
        trained_at=read_time(date, zone) if date else None,
        load_kg=load_kg,
        rpe=effort,
        note=note,
        exercise=None if movement is None else (movement.key, movement.name, movement.family),
        count=count,
    )
    if edit == SetEdit():
        raise InputError(
            "Say what to change: --athlete, --date, --load, --rpe, --note, --exercise or --reps."
        )
    with open_log() as log:
        log.edit_set(number, edit)
        out.print(f"changed: {_say_set(log.find_set(number))}", soft_wrap=True)


def delete_sets(numbers: list[int]) -> None:
    """Delete sets that are there."""
    with open_log() as log:
        for number in numbers:
            log.find_set(number)
        removed = log.delete_sets(numbers)
    out.print(f"deleted: {removed}; `formcheck log undo` brings them back for 30 days")


def undo_delete(numbers: list[int]) -> None:
    """Bring deleted sets back: those named, or all that were deleted together last."""
    with open_log() as log:
        binned = list_sets(log, SetFilter(is_deleted=True), -1)
        last = [one.set_id for one in binned if one.deleted_at == binned[0].deleted_at]
        restored = log.restore_sets(numbers or last)
    if not restored:
        raise InputError("No deleted set is there to be brought back: `formcheck log list --deleted`.")
    out.print(f"brought back: {restored}")


def forget(name: str, is_sure: bool) -> None:
    """Really remove an athlete: from the log, and what the calibrations remember.

    Raises
    ------
    InputError
        When nobody of that name is known.
    """
    found = find_belongings(name)
    if not is_sure:
        kept = "".join(f", the kept review “{one.name}”" for one in found.reviews)
        who = name or "nobody in particular"
        question = f"Remove {who} ({say_many(found.sets, 'set')}{kept}) and all records, for good?"
        typer.confirm(question, abort=True, err=True)
    gone = remove_athlete(name)
    out.print(
        f"removed: {say_many(gone.sets, 'set')}, {say_many(gone.records, 'calibration record')} and"
        f" {say_many(gone.reviews, 'kept review')} of {escape(name)}",
        soft_wrap=True,
    )
    if gone.asides:
        out.print(f"and from {say_many(gone.asides, 'log')} that a restore had put aside")
    unread = f", and {', '.join(map(str, gone.unread))}, which cannot be read" if gone.unread else ""
    out.print(
        f"[dim]?[/] Not looked through: {ELSEWHERE}{escape(unread)}. Delete yourself what shows"
        f" {escape(name)}.",
        soft_wrap=True,
    )


def _lay_out_reps(reps: tuple[LoggedRep, ...], range_unit: str) -> Table:
    unit, digits = UNITS.get(range_unit, ("", 2))
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for column in ("rep", "kind", "side", "tempo", "range", "score", "findings"):
        table.add_column(column)
    for rep in reps:
        table.add_row(
            "–" if rep.rep_index is None else str(rep.rep_index),
            rep.kind,
            rep.side,
            say_tempo(read_tempo(rep)),
            NOT_JUDGED if math.isnan(rep.range) else f"{rep.range:.{digits}f}{unit}",
            NOT_JUDGED if math.isnan(rep.score) else f"{rep.score:.0f}",
            ", ".join(f"{_DEGREES[fault.severity]}{find_words(fault.rule).name}" for fault in rep.faults),
        )
    return table


def _say_set(one: LoggedSet) -> str:
    """One line about a set."""
    load = f" at {_say_load(one.facts.load_kg)}" if not math.isnan(one.facts.load_kg) else ""
    return (
        f"set {one.set_id}, {one.trained_at:%Y-%m-%d %H:%M}: {escape(_say_movement(one))},"
        f" {say_many(one.facts.count, 'rep')}{load}"
    )


def _say_movement(one: LoggedSet) -> str:
    kind = one.facts.set_type
    return one.facts.exercise_name + ("" if kind == "normal" else f" ({kind})")


def _say_load(load_kg: float) -> str:
    return "" if math.isnan(load_kg) else say_load(load_kg)
