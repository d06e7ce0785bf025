"""``strong.csv`` and ``hevy.csv``: the set as a row that training logs import.

Columns are those of the apps' own exports. Neither has a column for form, so what there is to say goes into
the notes.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import datetime, timedelta
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
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WORKOUT = "formcheck"


def write_strong_csv(report: SetReport, made_at: datetime, path: Path) -> None:
    """Write the set as Strong exports it; the weight is in kg, 0 where it is not known."""
    row = {
        "Date": f"{made_at:%Y-%m-%d %H:%M:%S}",
        "Workout Name": WORKOUT,
        "Duration": f"{max(1, round(_read_duration_s(report) / 60))}m",
        "Exercise Name": report.exercise.name,
        "Set Order": 1,
        "Weight": read_amount(report.source, "load_kg"),
        "Reps": report.count,
        "Distance": 0,
        "Seconds": 0,
        "Notes": say_notes(report),
    }
    _write(path, STRONG_COLUMNS, row)


def write_hevy_csv(report: SetReport, made_at: datetime, path: Path) -> None:
    """Write the set as Hevy exports it; what is not known stays empty."""
    end = made_at + timedelta(seconds=_read_duration_s(report))
    row = {
        "title": WORKOUT,
        "start_time": _format_hevy(made_at),
        "end_time": _format_hevy(end),
        "description": say_notes(report),
        "exercise_title": report.exercise.name,
        "exercise_notes": say_notes(report),
        "set_index": 0,
        "set_type": "normal",
        "weight_kg": read_amount(report.source, "load_kg") or "",
        "reps": report.count,
    }
    _write(path, HEVY_COLUMNS, row)


def say_notes(report: SetReport) -> str:
    """What to write beside the set: what happened, what to do, and the score."""
    verdict = sum_up(report)
    facts = ", ".join(f"{fact.value} {fact.label}" for fact in verdict.facts[2:])
    return " ".join(part for part in (verdict.headline, verdict.cue, f"({facts})") if part)


def _format_hevy(moment: datetime) -> str:
    """A time as "22 Dec 2025, 08:00", in English whatever the machine speaks."""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment:%Y, %H:%M}"


def _read_duration_s(report: SetReport) -> float:
    duration_s = read_amount(report.source, "duration_s")
    return duration_s or max((judged.rep.end_s for judged in report.reps), default=0.0)


def _write(path: Path, columns: tuple[str, ...], row: Mapping[str, Any]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerow(row)
