"""Rows of Strong and Hevy as sets. Their own columns are in `formcheck.report.training_log`."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from formcheck.errors import InputError
from formcheck.history.entries import SET_TYPES
from formcheck.history.exchange.records import Problem, Record, Table
from formcheck.history.exchange.values import (
    KILOGRAMS,
    METRES,
    read_amount_in,
    read_count,
    read_duration_s,
    read_moment,
    read_number,
)
from formcheck.report.training_log import HEVY_COLUMNS, STRONG_COLUMNS, STRONG_LETTERS, WORKOUT, WorkoutRow

STRONG, HEVY = "Strong", "Hevy"
_RESTS, _NOTES = ("rest timer", "rest"), ("note", "notes")
"""What Strong writes as a row of its own that is no set."""
_LETTERS = {letter.lower(): set_type for set_type, letter in STRONG_LETTERS.items()}
_HEVY_TYPES = {**{one: one for one in SET_TYPES}, "dropset": "drop", "warm_up": "warmup", "": "normal"}
_ORDER = re.compile(r"([wdf]?)\d*")


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A set as a file has it, and the line it begins on. Times have no offset, unless the file has one."""

    line: int
    row: WorkoutRow


@dataclass(frozen=True, slots=True)
class ReadLog:
    """A file of another app.

    Attributes
    ----------
    app : str
        ``STRONG`` or ``HEVY``.
    rows : tuple of ReadRow
        In the order of the file.
    problems : tuple of Problem
        Rows that were skipped.
    remarks : tuple of str
        What else there is to say, a sentence each.
    """

    app: str
    rows: tuple[ReadRow, ...]
    problems: tuple[Problem, ...]
    remarks: tuple[str, ...]


def read_log(table: Table, weight_unit: str = "kg", distance_unit: str = "km") -> ReadLog:
    """Read a table as one of the apps it may come from.

    Parameters
    ----------
    table : Table
    weight_unit, distance_unit : str
        Of numbers whose unit the file does not say.

    Raises
    ------
    InputError
        When it comes from neither.
    """
    if {"exercise name", "set order", "date"} <= set(table.columns):
        return _collect(table, STRONG, _StrongReader(table.columns, weight_unit, distance_unit))
    if {"exercise_title", "start_time"} <= set(table.columns):
        return _collect(table, HEVY, _HevyReader(table.columns, weight_unit, distance_unit))
    raise InputError(
        "This is no file of Strong or Hevy: expected the columns"
        f" {', '.join(STRONG_COLUMNS[:5])}, … or {', '.join(HEVY_COLUMNS[:5])}, …;"
        f" it has {', '.join(table.columns[:5])}."
    )


class _Units:
    """Which columns hold an amount, and in what."""

    def __init__(self, columns: Sequence[str], weight_unit: str, distance_unit: str) -> None:
        self._given = {"weight": weight_unit, "distance": distance_unit}
        self.assumed = ""
        self._columns: dict[str, tuple[str, str]] = {}
        for column in columns:
            found = re.fullmatch(r"(weight|distance)(?:_(\w+)| *\((\w+)\))?", column)
            if found and column != f"{found[1]} unit":
                self._columns.setdefault(found[1], (column, found[2] or found[3] or ""))

    def read(self, cells: Mapping[str, str], what: str) -> float:
        """Kilograms or metres; NaN: not known."""
        column, unit = self._columns.get(what, ("", ""))
        text = cells.get(column, "")
        unit = unit or cells.get(f"{what} unit", "")
        if text and not unit and what == "weight":
            self.assumed = self._given[what]
        table = KILOGRAMS if what == "weight" else METRES
        return read_amount_in(text, unit or self._given[what], table, f"the {what}")


class _StrongReader:
    """Rows of Strong; rests between sets are none, notes belong to the set that follows."""

    def __init__(self, columns: Sequence[str], weight_unit: str, distance_unit: str) -> None:
        self.units = _Units(columns, weight_unit, distance_unit)
        durations = ("duration", "workout duration", "duration (sec)")
        self._duration = next((one for one in durations if one in columns), "")

    def read(self, cells: Mapping[str, str]) -> WorkoutRow | str | None:
        """A set; a note; or None for nothing to keep."""
        order = cells["set order"].lower()
        if order in _RESTS:
            return None
        if order in _NOTES:
            return cells.get("notes", "")
        letter = _ORDER.fullmatch(order)
        if letter is None:
            raise ValueError(f"the set order is {cells['set order']!r}, expected a number, W, D or F")
        return WorkoutRow(
            began_at=read_moment(cells["date"]),
            exercise=_expect_name(cells["exercise name"]),
            count=read_count(cells.get("reps", ""), "the repetitions"),
            workout=_read_title(cells.get("workout name", "")),
            workout_note=cells.get("workout notes", ""),
            note=cells.get("notes", ""),
            workout_s=read_duration_s(cells.get(self._duration, "")),
            set_type=_LETTERS.get(letter[1], "normal"),
            load_kg=self.units.read(cells, "weight"),
            distance_m=_drop_zero(self.units.read(cells, "distance")),
            duration_s=_drop_zero(read_number(cells.get("seconds", ""), "the seconds")),
            rpe=_drop_zero(read_number(cells.get("rpe", ""), "the RPE")),
        )


class _HevyReader:
    """Rows of Hevy."""

    def __init__(self, columns: Sequence[str], weight_unit: str, distance_unit: str) -> None:
        self.units = _Units(columns, weight_unit, distance_unit)

    def read(self, cells: Mapping[str, str]) -> WorkoutRow | str | None:
        """A set."""
        began_at = read_moment(cells["start_time"])
        set_type = _HEVY_TYPES.get(cells.get("set_type", "").lower())
        if set_type is None:
            raise ValueError(f"the set type is {cells['set_type']!r}, expected one of {', '.join(SET_TYPES)}")
        return WorkoutRow(
            began_at=began_at,
            exercise=_expect_name(cells["exercise_title"]),
            count=read_count(cells.get("reps", ""), "the repetitions"),
            workout=_read_title(cells.get("title", "")),
            workout_note=cells.get("description", ""),
            note=cells.get("exercise_notes", ""),
            workout_s=_measure_s(began_at, cells.get("end_time", "")),
            set_type=set_type,
            load_kg=self.units.read(cells, "weight"),
            distance_m=_drop_zero(self.units.read(cells, "distance")),
            duration_s=_drop_zero(read_number(cells.get("duration_seconds", ""), "the seconds")),
            rpe=_drop_zero(read_number(cells.get("rpe", ""), "the RPE")),
        )


def _collect(table: Table, app: str, reader: _StrongReader | _HevyReader) -> ReadLog:
    rows: list[ReadRow] = []
    problems = list(table.problems)
    notes: list[tuple[Record, str]] = []
    for record in table.records:
        try:
            read = reader.read(record.cells)
        except ValueError as error:
            problems.append(Problem(record.line, str(error)))
            continue
        if isinstance(read, WorkoutRow):
            rows.append(ReadRow(record.line, read))
        elif read:
            notes.append((record, read))
    for record, note in notes:
        if not _attach(rows, record, note):
            problems.append(Problem(record.line, "it is a note to a movement without a set"))
    remarks = list(_find_remarks(table.records, reader.units))
    return ReadLog(app, tuple(rows), tuple(sorted(problems, key=lambda one: one.line)), tuple(remarks))


def _attach(rows: list[ReadRow], record: Record, note: str) -> bool:
    """Write a note of Strong to the first set behind it of the same movement and workout, else the last."""
    cells = record.cells
    same = [
        number
        for number, one in enumerate(rows)
        if one.row.exercise == cells["exercise name"]
        and one.row.workout == _read_title(cells.get("workout name", ""))
        and _is_at(one.row.began_at, cells["date"])
    ]
    if not same:
        return False
    at = next((number for number in same if rows[number].line > record.line), same[-1])
    text = "\n".join(part for part in (note, rows[at].row.note) if part)
    rows[at] = replace(rows[at], row=replace(rows[at].row, note=text))
    return True


def _is_at(moment: datetime, text: str) -> bool:
    try:
        return read_moment(text) == moment
    except (ValueError, TypeError):
        return False


def _find_remarks(records: Iterable[Record], units: _Units) -> Iterable[str]:
    if units.assumed:
        yield f"The file does not say the unit of its weights: {units.assumed} was taken."
    if any(record.cells.get("superset_id") for record in records):
        yield "Which sets were a superset is not kept."


def _expect_name(name: str) -> str:
    if not name:
        raise ValueError("it names no movement")
    return name


def _read_title(name: str) -> str:
    return "" if name == WORKOUT else name


def _drop_zero(amount: float) -> float:
    """NaN for a zero that only says that there is nothing to say."""
    return amount if amount > 0 else math.nan


def _measure_s(began_at: datetime, end: str) -> float:
    """How long a workout took by the clock on the wall; NaN: it is not told, or cannot be."""
    try:
        seconds = (read_moment(end) - began_at).total_seconds()
    except (ValueError, TypeError):
        return math.nan
    return seconds if seconds > 0 else math.nan
