"""Sets for the log whose numbers are known."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from formcheck.history.entries import LoggedFault, LoggedRep, LoggedVerdict, NewSet, SetFacts
from formcheck.history.log_book import LogBook

BERLIN = timezone(timedelta(hours=1))
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=BERLIN)
"""A Monday."""


class Clock:
    """Stands still until it is moved."""

    def __init__(self, at: datetime = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


def make_rep(number: int, *faults: str, **changes: Any) -> LoggedRep:
    """The repetition of a number, 4 s long, with faults of these rules."""
    values: dict[str, Any] = {
        "rep_index": number, "kind": "full", "side": "both", "start_s": 5.0 * number,
        "turn_s": 5.0 * number + 2.0, "end_s": 5.0 * number + 4.0, "concentric_s": 1.25, "score": 90.0,
    }  # fmt: skip
    found = tuple(LoggedFault(rule, 2, 30.5, "deg", 20.0) for rule in faults)
    return LoggedRep(**values | changes, faults=found)


def make_set(
    at: datetime = NOON, reps: int = 3, rule: str = "torso_swing", load_kg: float = 60.0, **changes: Any
) -> NewSet:
    """A reviewed set of rows, every repetition with a fault of the rule; facts and set may be changed."""
    facts: dict[str, Any] = {
        "exercise_key": "barbell_row", "exercise_name": "Barbell row", "family": "row", "load_kg": load_kg,
        "count": reps, "clean_count": 0, "score": 80.0, "coverage": 0.75, "range_median": 0.5,
        "range_unit": "torso",
    }  # fmt: skip
    values: dict[str, Any] = {
        "athlete": "Ann",
        "source": "review",
        "reps": tuple(make_rep(number, rule) for number in range(1, reps + 1)),
        "verdicts": (LoggedVerdict(rule, "present", 30.5, "deg"),),
        "report": json.dumps({"schema": "formcheck.report/1", "count": reps}),
    }
    for name, value in changes.items():
        (facts if name in SetFacts.__dataclass_fields__ else values)[name] = value
    return NewSet(trained_at=at, facts=SetFacts(**facts), **values)


def type_in(at: datetime = NOON, reps: int = 5, **changes: Any) -> NewSet:
    """A set without a report, typed by hand."""
    new = make_set(at, reps, **{"source": "hand", "score": float("nan"), "clean_count": None, **changes})
    return replace(new, reps=(), verdicts=(), report="")


def write_track(folder: Path, content: bytes = b"pose track") -> Path:
    """Something to be kept beside the log."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "pose.npz"
    path.write_bytes(content)
    return path


def dump(folder: Path) -> str:
    """Everything in the database, as SQL."""
    with closing(sqlite3.connect(folder / "log.sqlite")) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()
        return "\n".join([str(version), *connection.iterdump()])


def list_files(folder: Path) -> list[str]:
    """Names of all files beside a log: neither SQLite's own, nor backups that are whole."""
    files = (file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    return sorted(
        name for name in files if not name.startswith("log.sqlite") and not name.endswith(".sqlite")
    )


def find_broken_references(log: LogBook) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in log.read("PRAGMA foreign_key_check")]
