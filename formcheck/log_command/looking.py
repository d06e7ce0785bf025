"""What the log comes to, on the command line: weeks, one movement over time, bests, two sets side by side."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from rich.markup import escape
from rich.table import Table

from formcheck.commands import out
from formcheck.errors import InputError
from formcheck.history.advice.sayings import name_pattern
from formcheck.history.details import read_reps
from formcheck.history.entries import LoggedRep, LoggedSet, find_monday
from formcheck.history.exchange.log_report import NOT_JUDGED, read_tempo
from formcheck.history.load_units import say_load
from formcheck.history.queries import total_days, total_weeks
from formcheck.history.trends import (
    BEST_NAMES,
    SPINE_RULE,
    TrendPoint,
    find_bests,
    list_rep_records,
    read_rule_trend,
    read_trend,
)
from formcheck.log_command.opening import choose_athlete, find_movement, open_log, read_now
from formcheck.report.tempo import say_tempo
from formcheck.report.wording import UNITS

_FACTS = (
    "movement", "when", "athlete", "load", "reps", "clean", "score", "judged", "range", "tempo", "effort",
    "note",
)  # fmt: skip


def show_weeks(athlete: str | None, weeks: int, zone: str) -> None:
    """Print the days that were trained and the volume of every pattern, week by week, the latest first."""
    today = read_now(zone).date()
    monday = find_monday(today)
    first = monday - timedelta(weeks=weeks - 1)
    with open_log() as log:
        name = choose_athlete(log, athlete)
        days = {one.day for one in total_days(log, name, first, today)}
        totals = total_weeks(log, name, first, today)
    table = _make_table(("week of", "days", "pattern", "sets", "reps", "load × reps"))
    for begin in (monday - timedelta(weeks=number) for number in range(weeks)):
        marks = _mark_days(begin, days, today)
        found = [one for one in totals if one.monday == begin]
        for number, one in enumerate(found):
            volume = f"{one.volume_kg:,.0f} kg" if one.volume_kg else ""
            head = (begin.isoformat(), marks) if not number else ("", "")
            pattern = name_pattern(one.family) or "other"
            table.add_row(*head, escape(pattern), str(one.sets), str(one.reps), volume)
        if not found:
            table.add_row(begin.isoformat(), marks, "", "0", "0", "")
    out.print(table)


def show_trend(exercise: str, athlete: str | None, limit: int) -> None:
    """Print the sets of a movement over time, the latest first.

    Raises
    ------
    InputError
        When there is none.
    """
    with open_log() as log:
        name, movement = choose_athlete(log, athlete), find_movement(exercise)
        points = read_trend(log, name, movement.key)
        judged = {one.set_id: one.verdict for one in read_rule_trend(log, name, movement.key, SPINE_RULE)}
    if not points:
        raise InputError(f"No set of {movement.name} is in the training log.")
    out.print(f"[bold]{escape(movement.name)}[/]")
    table = _make_table(("set", "when", "load", "reps", "score", "range", "tempo", "back", "sides"))
    for one in points[::-1][:limit]:
        table.add_row(str(one.set_id), f"{one.trained_at:%Y-%m-%d %H:%M}", *_lay_out_point(one, judged))
    out.print(table)
    if len(points) > limit:
        out.print(f"[dim]{len(points) - limit} more: --limit {len(points)}[/]")
    out.print("[dim]back: median arc; + against your own neutral back. sides: one behind the other[/]")


def show_bests(exercise: str, athlete: str | None) -> None:
    """Print personal bests, of one movement with the heaviest load by repetitions.

    Raises
    ------
    InputError
        When there is none.
    """
    with open_log() as log:
        name = choose_athlete(log, athlete)
        key = find_movement(exercise).key if exercise else ""
        bests = find_bests(log, name, key)
        records = list_rep_records(log, name, key) if key else []
    if not bests:
        raise InputError("No set that could be a best is in the training log.")
    table = _make_table(("movement", "best", "how much", "when", "set"))
    for one in bests:
        table.add_row(
            escape(one.exercise_name), BEST_NAMES[one.kind], _say_best(one.kind, one.value),
            f"{one.trained_at:%Y-%m-%d}", str(one.set_id),
        )  # fmt: skip
    for record in records[1:]:
        table.add_row(
            "", f"heaviest for {record.count} reps", say_load(record.load_kg),
            f"{record.trained_at:%Y-%m-%d}", str(record.set_id),
        )  # fmt: skip
    out.print(table)


def compare_sets(numbers: Sequence[int]) -> None:
    """Print two sets side by side: what is known of each, then rep by rep."""
    with open_log() as log:
        pair = [log.find_set(number) for number in numbers]
        reps = [[rep for rep in read_reps(log, number) if rep.rep_index is not None] for number in numbers]
    table = _make_table(("", *(f"set {one.set_id}" for one in pair)))
    for name, cells in zip(_FACTS, zip(*map(_lay_out_facts, pair), strict=True), strict=True):
        table.add_row(name, *map(escape, cells))
    out.print(table)
    if any(reps):
        marks = [UNITS.get(one.facts.range_unit, ("", 2)) for one in pair]
        rows = _make_table(("rep", *(f"{what} {k}" for k in "AB" for what in ("tempo", "range", "score"))))
        for place in range(max(map(len, reps))):
            cells = [
                _lay_out_rep(many[place : place + 1], mark) for many, mark in zip(reps, marks, strict=True)
            ]
            rows.add_row(str(place + 1), *(cell for part in cells for cell in part))
        out.print(rows)


def _lay_out_facts(one: LoggedSet) -> Iterable[str]:
    facts = one.facts
    mark, digits = UNITS.get(facts.range_unit, ("", 2))
    return (
        facts.exercise_name, f"{one.trained_at:%Y-%m-%d %H:%M}", one.athlete, _say_kg(facts.load_kg),
        str(facts.count), NOT_JUDGED if facts.clean_count is None else str(facts.clean_count),
        _say(facts.score, ".0f"), _say(100 * facts.coverage, ".0f", " %"),
        _say(facts.range_median, f".{digits}f", mark), say_tempo(read_tempo(facts)),
        _say(one.rpe, "g", "", ""), one.note,
    )  # fmt: skip


def _lay_out_rep(found: Sequence[LoggedRep], mark: tuple[str, int]) -> tuple[str, str, str]:
    if not found:
        return "", "", ""
    rep, (unit, digits) = found[0], mark
    return say_tempo(read_tempo(rep)), _say(rep.range, f".{digits}f", unit), _say(rep.score, ".0f")


def _lay_out_point(one: TrendPoint, judged: dict[int, str]) -> Iterable[str]:
    mark, digits = UNITS.get(one.range_unit, ("", 2))
    is_filmed = bool(one.view)
    unseen = NOT_JUDGED if is_filmed else ""
    back = _say(one.back_arc_deg, "+.0f" if one.is_calibrated else ".0f", "°", unseen)
    return (
        _say_kg(one.load_kg), str(one.count), _say(one.score, ".0f", "", unseen),
        _say(one.range_median, f".{digits}f", mark, unseen), say_tempo(read_tempo(one)) if is_filmed else "",
        back if one.set_id in judged else "", _say(100 * one.side_difference, ".0f", " %", ""),
    )  # fmt: skip


def _mark_days(monday: date, trained: set[date], today: date) -> str:
    """A letter for every day that was trained, a dot for one that was not; days to come are empty."""
    days = (monday + timedelta(days=number) for number in range(7))
    return "".join(
        " " if day > today else letter if day in trained else "·"
        for letter, day in zip("MTWTFSS", days, strict=True)
    )


def _say_best(kind: str, value: float) -> str:
    if kind in ("heaviest", "heaviest_clean"):
        return say_load(value)
    return f"{value:,.0f} kg" if kind == "most_volume" else f"{value:.0f}"


def _say_kg(load_kg: float) -> str:
    return "" if math.isnan(load_kg) else say_load(load_kg)


def _say(value: float, form: str, unit: str = "", unknown: str = NOT_JUDGED) -> str:
    return unknown if math.isnan(value) else f"{value:{form}}{unit}"


def _make_table(columns: Sequence[str]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for column in columns:
        table.add_column(column)
    return table
