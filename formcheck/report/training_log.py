"""Rows that training logs of other apps import, and the file of one set: ``strong.csv`` and ``hevy.csv``.

Columns are those of the apps' own exports. Neither has a column for form, so what there is to say goes into
the notes.
"""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from formcheck.report.set_report import SetReport
from formcheck.report.verdict import read_amount, sum_up

STRONG_COLUMNS = (
    "Date", "Workout Name", "Duration", "Exercise Name", "Set Order",
    "Weight", "Reps", "Distance", "Seconds", "Notes", "Workout Notes", "RPE",
)  # fmt: skip
HEVY_COLUMNS = (
    "title", "start_time", "end_time", "description", "exercise_title", "superset_id", "exercise_notes",
    "set_index", "set_type", "weight_kg", "reps", "distance_km", "duration_seconds", "rpe",
)  # fmt: skip
STRONG_LETTERS = {"warmup": "W", "drop": "D", "failure": "F"}
"""What Strong writes in the place of a set's number; a normal set has its number."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WORKOUT = "formcheck"
"""The name of a workout that has none."""


@dataclass(frozen=True, slots=True)
class WorkoutRow:
    """A set as a row of another app's log; NaN: not known.

    Attributes
    ----------
    began_at : datetime
        When its workout began, in the time of the place: the files have no zone.
    exercise : str
    count : int
        Repetitions.
    workout, workout_note, note : str
    workout_s : float
        How long the whole workout took.
    set_type : str
        "normal", or a key of ``STRONG_LETTERS``.
    load_kg, distance_m, duration_s, rpe : float
    """

    began_at: datetime
    exercise: str
    count: int
    workout: str = ""
    workout_note: str = ""
    note: str = ""
    workout_s: float = math.nan
    set_type: str = "normal"
    load_kg: float = math.nan
    distance_m: float = math.nan
    duration_s: float = math.nan
    rpe: float = math.nan


def write_strong_rows(rows: Iterable[WorkoutRow], path: Path) -> None:
    """Write sets as Strong exports them: kilograms, kilometres, seconds; what is not known stays empty."""
    _write(path, STRONG_COLUMNS, (_lay_out_strong(row, number) for row, number in _number(rows, True)))


def write_hevy_rows(rows: Iterable[WorkoutRow], path: Path) -> None:
    """Write sets as Hevy exports them; what is not known stays empty."""
    _write(path, HEVY_COLUMNS, (_lay_out_hevy(row, number) for row, number in _number(rows, False)))


def write_strong_csv(report: SetReport, made_at: datetime, path: Path) -> None:
    """Write the set as Strong exports it; the weight is in kg."""
    write_strong_rows([_make_row(report, made_at)], path)


def write_hevy_csv(report: SetReport, made_at: datetime, path: Path) -> None:
    """Write the set as Hevy exports it; what is not known stays empty."""
    write_hevy_rows([_make_row(report, made_at)], path)


def say_notes(report: SetReport) -> str:
    """What to write beside the set: what happened, what to do, and the score."""
    verdict = sum_up(report)
    facts = ", ".join(f"{fact.value} {fact.label}" for fact in verdict.facts[2:])
    return " ".join(part for part in (verdict.headline, verdict.cue, f"({facts})") if part)


def format_amount(value: float, of: int = 1) -> str:
    """A number without a needless ".0", divided exactly by a power of ten; empty: not known."""
    if math.isnan(value):
        return ""
    text = format(Decimal(repr(value)) / of, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_duration(duration_s: float) -> str:
    """A time as Strong writes it: "45m", "1h 5m", to the second "45m 10s"; empty: not known."""
    if math.isnan(duration_s):
        return ""
    minutes, seconds = divmod(round(duration_s), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{number}{unit}" for number, unit in ((hours, "h"), (minutes, "m"), (seconds, "s")) if number]
    return " ".join(parts) or "0m"


def _make_row(report: SetReport, made_at: datetime) -> WorkoutRow:
    load_kg, duration_s = report.source.get("load_kg"), _read_duration_s(report)
    return WorkoutRow(
        began_at=made_at,
        exercise=report.exercise.name,
        count=report.count,
        note=say_notes(report),
        workout_s=60.0 * max(1, round(duration_s / 60)),
        load_kg=float(load_kg) if isinstance(load_kg, int | float) else math.nan,
    )


def _number(rows: Iterable[WorkoutRow], only_normal: bool) -> Iterator[tuple[WorkoutRow, int]]:
    """Every row with the number of its set within its exercise and workout, from 1; or of the normal sets."""
    seen: Counter[tuple[datetime, str]] = Counter()
    for row in rows:
        seen[row.began_at, row.exercise] += row.set_type == "normal" or not only_normal
        yield row, seen[row.began_at, row.exercise]


def _lay_out_strong(row: WorkoutRow, number: int) -> dict[str, Any]:
    return {
        "Date": f"{row.began_at:%Y-%m-%d %H:%M:%S}",
        "Workout Name": row.workout or WORKOUT,
        "Duration": format_duration(row.workout_s),
        "Exercise Name": row.exercise,
        "Set Order": STRONG_LETTERS.get(row.set_type, number),
        "Weight": format_amount(row.load_kg),
        "Reps": row.count,
        "Distance": format_amount(row.distance_m, 1000),
        "Seconds": format_amount(row.duration_s),
        "Notes": row.note,
        "Workout Notes": row.workout_note,
        "RPE": format_amount(row.rpe),
    }


def _lay_out_hevy(row: WorkoutRow, number: int) -> dict[str, Any]:
    end = row.began_at + timedelta(seconds=0.0 if math.isnan(row.workout_s) else row.workout_s)
    return {
        "title": row.workout or WORKOUT,
        "start_time": _format_hevy(row.began_at),
        "end_time": "" if math.isnan(row.workout_s) else _format_hevy(end),
        "description": row.workout_note,
        "exercise_title": row.exercise,
        "exercise_notes": row.note,
        "set_index": number - 1,
        "set_type": row.set_type,
        "weight_kg": format_amount(row.load_kg),
        "reps": row.count,
        "distance_km": format_amount(row.distance_m, 1000),
        "duration_seconds": format_amount(row.duration_s),
        "rpe": format_amount(row.rpe),
    }


def _format_hevy(moment: datetime) -> str:
    """A time as "22 Dec 2025, 08:00", in English whatever the machine speaks."""
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment:%Y, %H:%M}"


def _read_duration_s(report: SetReport) -> float:
    duration_s = read_amount(report.source, "duration_s")
    return duration_s or max((judged.rep.end_s for judged in report.reps), default=0.0)


def _write(path: Path, columns: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="")  # lines end as csv ends them: it quotes these only
        writer.writeheader()
        writer.writerows(rows)
