"""What a history shows, read from columns: never a report is opened. Deleted sets are in none of it.

``athlete`` is a name, whose capitals do not matter; empty: sets of nobody in particular; None: of everybody.
Days are local days, first and last included. Volume is load times counted repetitions, in kg; a set without a
load adds none.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from formcheck.history.entries import Athlete, LoggedCalibration, LoggedSet, TrainingSession
from formcheck.history.log_book import LogBook
from formcheck.history.rows import SET_COLUMNS, make_name_key, read_instant, read_set

_VOLUME = "sum(coalesce(load_kg, 0.0) * count)"
_FIRST, _LAST = date(1, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class SetFilter:
    """Which sets; what is left out does not matter.

    Attributes
    ----------
    athlete : str or None
    exercise_key, family : str
    first_day, last_day : date
        Local days, both included.
    session_id : int or None
    is_deleted : bool
        Those in the bin instead.
    """

    athlete: str | None = None
    exercise_key: str = ""
    family: str = ""
    first_day: date = _FIRST
    last_day: date = _LAST
    session_id: int | None = None
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class DayTotal:
    """A day of a calendar."""

    day: date
    sets: int
    reps: int
    volume_kg: float


@dataclass(frozen=True, slots=True)
class WeekTotal:
    """A pattern of movement in a week, which begins on its Monday; an empty family is none of ours."""

    monday: date
    family: str
    sets: int
    reps: int
    volume_kg: float


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How often a rule said what; "not judged" is neither of the others."""

    rule: str
    present: int
    absent: int
    not_judged: int


def list_athletes(log: LogBook) -> list[Athlete]:
    """Everybody in the log, by name."""
    rows = log.read(
        "SELECT name, (SELECT count(*) FROM sets WHERE athlete_id = athletes.id AND deleted_at_ms IS NULL)"
        " FROM athletes ORDER BY name_key"
    )
    return [Athlete(*row) for row in rows]


def find_saved(log: LogBook, athlete: str, source: str, source_key: str) -> int | None:
    """The set that saving one of this athlete, source and key would take the place of.

    Returns
    -------
    int or None
        Its number; None: there is none, or it was deleted.
    """
    rows = log.read(
        "SELECT sets.id FROM sets JOIN athletes ON athletes.id = sets.athlete_id WHERE athletes.name_key = ?"
        " AND source = ? AND source_key = ? AND source_key <> '' AND deleted_at_ms IS NULL",
        (make_name_key(athlete), source, source_key),
    )
    return int(rows[0]["id"]) if rows else None


def list_sets(
    log: LogBook, which: SetFilter | None = None, limit: int = 50, offset: int = 0
) -> list[LoggedSet]:
    """A page of the table of sets, the latest first; of deleted ones the last deleted."""
    which = which or SetFilter()
    condition, values = write_condition(which)
    order = "deleted_at_ms DESC, " if which.is_deleted else ""
    rows = log.read(
        f"SELECT {SET_COLUMNS} FROM sets JOIN athletes ON athletes.id = athlete_id WHERE {condition}"
        f" ORDER BY {order}trained_at_ms DESC, sets.id DESC LIMIT ? OFFSET ?",
        (*values, limit, offset),
    )
    return [read_set(row) for row in rows]


def count_sets(log: LogBook, which: SetFilter | None = None) -> int:
    """How many sets there are."""
    condition, values = write_condition(which or SetFilter())
    return log.read(f"SELECT count(*) FROM sets WHERE {condition}", values)[0][0]


def total_days(log: LogBook, athlete: str | None, first: date, last: date) -> list[DayTotal]:
    """Every day with a set, in their order."""
    condition, values = write_condition(SetFilter(athlete, first_day=first, last_day=last))
    rows = log.read(
        f"SELECT local_day, count(*), sum(count), {_VOLUME} FROM sets WHERE {condition}"
        " GROUP BY local_day ORDER BY local_day",
        values,
    )
    return [DayTotal(date.fromisoformat(day), *totals) for day, *totals in rows]


def total_weeks(log: LogBook, athlete: str | None, first: date, last: date) -> list[WeekTotal]:
    """Every week and pattern with a set, in their order; of a week that is cut only the days asked for."""
    condition, values = write_condition(SetFilter(athlete, first_day=first, last_day=last))
    rows = log.read(
        "SELECT date(local_day, 'weekday 0', '-6 days') AS monday, family, count(*), sum(count),"
        f" {_VOLUME} FROM sets WHERE {condition} GROUP BY monday, family ORDER BY monday, family",
        values,
    )
    return [WeekTotal(date.fromisoformat(monday), *totals) for monday, *totals in rows]


def list_exercises(log: LogBook, athlete: str | None) -> list[tuple[str, str, int]]:
    """Every movement as (key, name as last saved, sets), the most trained first."""
    condition, values = write_condition(SetFilter(athlete))
    rows = log.read(
        "SELECT exercise_key, exercise_name, count(*), max(trained_at_ms) FROM sets"
        f" WHERE {condition} GROUP BY exercise_key ORDER BY 3 DESC, 1",
        values,
    )
    return [(key, name, sets) for key, name, sets, _ in rows]


def count_verdicts(log: LogBook, which: SetFilter | None = None) -> list[VerdictCount]:
    """What every rule said of the sets, the one most often present first."""
    condition, values = write_condition(which or SetFilter())
    rows = log.read(
        "SELECT rule, sum(verdict = 'present') AS present, sum(verdict = 'absent'),"
        " sum(verdict = 'not_judged') FROM sets JOIN verdicts ON set_id = sets.id"
        f" WHERE {condition} GROUP BY rule ORDER BY present DESC, rule",
        values,
    )
    return [VerdictCount(*row) for row in rows]


def list_sessions(
    log: LogBook, athlete: str | None, first: date = _FIRST, last: date = _LAST
) -> list[TrainingSession]:
    """Every session with a set, the latest first."""
    condition, values = write_condition(SetFilter(athlete, first_day=first, last_day=last))
    offset_s = (
        "(SELECT utc_offset_s FROM sets AS one WHERE one.session_id = sessions.id AND deleted_at_ms IS NULL"
    )
    rows = log.read(
        "SELECT sessions.id, athletes.name, sessions.local_day, title, sessions.note,"
        " min(sets.trained_at_ms) AS began_ms, max(sets.trained_at_ms) AS ended_ms, count(*) AS sets,"
        f" sum(sets.count) AS reps, {offset_s} ORDER BY trained_at_ms LIMIT 1) AS began_offset_s,"
        f" {offset_s} ORDER BY trained_at_ms DESC LIMIT 1) AS ended_offset_s"
        " FROM sets JOIN sessions ON sessions.id = sets.session_id"
        " JOIN athletes ON athletes.id = sets.athlete_id"
        f" WHERE {condition} GROUP BY sessions.id ORDER BY began_ms DESC",
        values,
    )
    return [
        TrainingSession(
            session_id=row["id"],
            athlete=row["name"],
            local_day=date.fromisoformat(row["local_day"]),
            began_at=read_instant(row["began_ms"], row["began_offset_s"]),
            ended_at=read_instant(row["ended_ms"], row["ended_offset_s"]),
            sets=row["sets"],
            reps=row["reps"],
            title=row["title"],
            note=row["note"],
        )
        for row in rows
    ]


def list_calibrations(log: LogBook, athlete: str) -> list[LoggedCalibration]:
    """Calibrations of an athlete, the latest first."""
    rows = log.read(
        "SELECT name, camera, kind, made_on, content FROM calibrations JOIN athletes"
        " ON athletes.id = athlete_id WHERE name_key = ? ORDER BY made_on DESC, calibrations.id DESC",
        (make_name_key(athlete),),
    )
    return [
        LoggedCalibration(name, camera, kind, date.fromisoformat(made_on), json.loads(content))
        for name, camera, kind, made_on, content in rows
    ]


def write_condition(which: SetFilter) -> tuple[str, list[Any]]:
    """SQL over the table ``sets``, and its values."""
    parts = [f"sets.deleted_at_ms {'NOTNULL' if which.is_deleted else 'ISNULL'}"]
    values: list[Any] = []
    if which.athlete is not None:
        parts.append("sets.athlete_id = (SELECT id FROM athletes WHERE name_key = ?)")
        values.append(make_name_key(which.athlete))
    equal = {
        "exercise_key": which.exercise_key or None,
        "family": which.family or None,
        "session_id": which.session_id,
    }
    for column, value in equal.items():
        if value is not None:
            parts.append(f"sets.{column} = ?")
            values.append(value)
    if (which.first_day, which.last_day) != (_FIRST, _LAST):
        parts.append("sets.local_day BETWEEN ? AND ?")
        values += [which.first_day.isoformat(), which.last_day.isoformat()]
    return " AND ".join(parts), values
