"""Sets of another app into the log; the same file again adds nothing."""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path

from formcheck.errors import InputError
from formcheck.history.checks import check_set
from formcheck.history.entries import NewSet, SetFacts
from formcheck.history.exchange.dialects import ReadRow, read_log
from formcheck.history.exchange.exporting import list_rows
from formcheck.history.exchange.local_time import Reading, place
from formcheck.history.exchange.movements import Movement, MovementIndex
from formcheck.history.exchange.records import Problem, read_table
from formcheck.history.log_book import LogBook
from formcheck.history.queries import SetFilter
from formcheck.history.rows import make_name_key
from formcheck.report.training_log import WorkoutRow


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of a file.

    Attributes
    ----------
    app : str
        Where it comes from.
    new, known : int
        Sets added; sets that were there already and were left as they are.
    in_bin : int
        Those of the known ones that were deleted: they stay so.
    problems : tuple of Problem
        Rows that were skipped.
    remarks : tuple of str
        What else there is to say, a sentence each.
    ours : dict of str to str
        What the file calls a movement → our name of it; of the new sets.
    others : tuple of str
        Movements that are none of ours, under their own names.
    first, last : date or None
        Local days of the new sets; None: there is none.
    """

    app: str
    new: int
    known: int
    in_bin: int
    problems: tuple[Problem, ...]
    remarks: tuple[str, ...]
    ours: dict[str, str]
    others: tuple[str, ...]
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row on its way into the log."""

    line: int
    row: WorkoutRow
    trained_at: datetime
    movement: Movement
    reading: Reading


def import_file(
    log: LogBook,
    path: Path,
    athlete: str,
    movements: Iterable[Movement],
    zone: tzinfo,
    weight_unit: str = "kg",
) -> ImportResult:
    """Add the sets of a file of Strong or Hevy to the log: all that can be used, in one step.

    A set is known by what was done: minute and movement, kind, load, repetitions, distance and seconds, and
    by its number among equal ones. Sets that were filmed or typed in are known as well, so that an export of
    the log adds nothing to it.

    Parameters
    ----------
    log : LogBook
    path : Path
    athlete : str
        Whose sets they are.
    movements : iterable of Movement
        Ours.
    zone : tzinfo
        The files have local times: of this one (`formcheck.history.exchange.local_time.find_zone`).
    weight_unit : str
        "kg" or "lb", where the file does not say.

    Returns
    -------
    ImportResult

    Raises
    ------
    InputError
        When the file cannot be read or comes from elsewhere, or the log cannot be written; nothing is added
        then.
    """
    read = read_log(read_table(path), weight_unit)
    index, problems = MovementIndex(movements), list(read.problems)
    placed: list[_Placed] = []
    for one in read.rows:
        found = _place(one, zone, index)
        try:
            check_set(_make_set(found, athlete, read.app, ""))
        except InputError as error:
            problems.append(Problem(one.line, str(error)))
        else:
            placed.append(found)
    keys = number_keys([make_key(one.trained_at, one.movement.key, one.row) for one in placed])
    known, binned = _read_known(log, athlete)
    fresh = [(one, key) for one, key in zip(placed, keys, strict=True) if key not in known]
    log.save_sets(
        [_make_set(one, athlete, read.app, key) for one, key in fresh],
        [(one.row.workout, one.row.workout_note) for one, _ in fresh],
    )
    new = [one for one, _ in fresh]
    days = [one.trained_at.date() for one in new]
    return ImportResult(
        app=read.app,
        new=len(new),
        known=len(placed) - len(new),
        in_bin=sum(key in binned for key in keys),
        problems=tuple(sorted(problems, key=lambda one: one.line)),
        remarks=(*read.remarks, *_tell_readings(placed)),
        ours={one.row.exercise: one.movement.name for one in new if one.movement.family},
        others=tuple(dict.fromkeys(one.movement.name for one in new if not one.movement.family)),
        first=min(days, default=None),
        last=max(days, default=None),
    )


def make_key(trained_at: datetime, exercise_key: str, row: WorkoutRow) -> str:
    """What makes a set the same in two files, and in a file of the other app, which knows minutes only."""
    amounts = (row.load_kg, row.distance_m, row.duration_s)
    content = (
        f"{trained_at:%Y-%m-%dT%H:%M}", exercise_key, row.set_type, row.count,
        *(None if math.isnan(amount) else round(amount, 3) for amount in amounts),
    )  # fmt: skip
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def number_keys(keys: Sequence[str]) -> list[str]:
    """Every key with its number among equal ones."""
    seen: Counter[str] = Counter()
    numbered = []
    for key in keys:
        numbered.append(f"{key}/{seen[key]}")
        seen[key] += 1
    return numbered


def _place(one: ReadRow, zone: tzinfo, index: MovementIndex) -> _Placed:
    trained_at, reading = place(one.row.began_at, zone)
    return _Placed(one.line, one.row, trained_at, index.find(one.row.exercise), reading)


def _make_set(one: _Placed, athlete: str, app: str, key: str) -> NewSet:
    row, movement = one.row, one.movement
    facts = SetFacts(
        exercise_key=movement.key,
        exercise_name=movement.name,
        family=movement.family,
        count=row.count,
        load_kg=row.load_kg,
        duration_s=row.duration_s,
        source_name=app,
        set_type=row.set_type,
        distance_m=row.distance_m,
        workout_s=row.workout_s,
    )
    return NewSet(athlete, one.trained_at, facts, "import", key, row.note, row.rpe)


def _read_known(log: LogBook, athlete: str) -> tuple[set[str], set[str]]:
    """Keys of all sets of an athlete, and of the deleted ones among those that were imported."""
    rows = log.read(
        "SELECT source_key, deleted_at_ms FROM sets JOIN athletes ON athletes.id = athlete_id"
        " WHERE name_key = ? AND source = 'import'",
        (make_name_key(athlete),),
    )
    told = list_rows(log, SetFilter(athlete))
    keys = [make_key(row.began_at, one.facts.exercise_key, row) for one, row in told]
    own = {key for (one, _), key in zip(told, number_keys(keys), strict=True) if one.source != "import"}
    return own | {row[0] for row in rows}, {row[0] for row in rows if row[1] is not None}


def _tell_readings(placed: Iterable[_Placed]) -> Iterable[str]:
    lines: dict[Reading, list[int]] = {}
    for one in placed:
        lines.setdefault(one.reading, []).append(one.line)
    for reading, words in _READINGS.items():
        if numbers := lines.get(reading):
            which = (
                f"line {numbers[0]}" if len(numbers) == 1 else f"{len(numbers)} lines from {numbers[0]} on"
            )
            yield f"{which[0].upper()}{which[1:]}: {words}"


_READINGS = {
    Reading.SKIPPED: "the clocks were put forward over this time; it was read as if they had not been.",
    Reading.TWICE: "the clocks showed this time twice that night; the first was taken.",
}
