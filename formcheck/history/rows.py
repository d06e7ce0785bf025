"""Values of the log to rows of its tables, and back."""

from __future__ import annotations

import math
import sqlite3
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from formcheck.history.entries import LoggedFault, LoggedRep, LoggedSet, LoggedVerdict, NewSet, SetFacts

FACTS = {field.name: str(field.type) for field in fields(SetFacts)}
"""Column → its type, as `SetFacts` says."""
REP_COLUMNS = {field.name: str(field.type) for field in fields(LoggedRep) if field.name != "faults"}
SET_COLUMNS = (
    "sets.id, sets.session_id, athletes.name AS athlete, sets.trained_at_ms, sets.utc_offset_s, sets.source,"
    " sets.source_key, sets.note, sets.rpe, sets.saved_at_ms, sets.deleted_at_ms, sets.track,"
    " EXISTS (SELECT 1 FROM reports WHERE reports.set_id = sets.id) AS has_report, "
    + ", ".join(f"sets.{name}" for name in FACTS)
)
"""What `read_set` needs, of ``sets JOIN athletes``."""


def write_cell(value: Any) -> Any:
    """A value as SQLite keeps it: NaN is NULL, as SQLite itself would have it."""
    if isinstance(value, bool):
        return int(value)
    return None if isinstance(value, float) and math.isnan(value) else value


def read_cell(value: Any, kind: str) -> Any:
    """A value as the dataclass has it."""
    if kind == "float":
        return math.nan if value is None else float(value)
    return bool(value) if kind == "bool" else value


def write_instant_ms(moment: datetime) -> int:
    """Milliseconds since 1970, UTC."""
    return round(moment.timestamp() * 1000)


def read_instant(instant_ms: int, utc_offset_s: int = 0) -> datetime:
    """An instant in the time of its place."""
    zone = timezone(timedelta(seconds=utc_offset_s)) if utc_offset_s else UTC
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=instant_ms)).astimezone(zone)


def lay_out_time(trained_at: datetime) -> dict[str, Any]:
    """The columns of when a set was done."""
    offset = trained_at.utcoffset()
    if offset is None:
        raise ValueError(f"{trained_at} has no offset to UTC: its day could not be told")
    return {
        "trained_at_ms": write_instant_ms(trained_at),
        "utc_offset_s": round(offset.total_seconds()),
        "local_day": trained_at.date().isoformat(),
    }


def lay_out_set(new: NewSet) -> dict[str, Any]:
    """The columns that a set brings along."""
    return {
        **lay_out_time(new.trained_at),
        "source": new.source,
        "source_key": new.source_key,
        "note": new.note,
        "rpe": write_cell(new.rpe),
        **{name: write_cell(getattr(new.facts, name)) for name in FACTS},
    }


def read_set(row: sqlite3.Row) -> LoggedSet:
    """A set from a row of ``SET_COLUMNS``."""
    deleted_at_ms = row["deleted_at_ms"]
    return LoggedSet(
        set_id=row["id"],
        session_id=row["session_id"],
        athlete=row["athlete"],
        trained_at=read_instant(row["trained_at_ms"], row["utc_offset_s"]),
        facts=SetFacts(**{name: read_cell(row[name], kind) for name, kind in FACTS.items()}),
        source=row["source"],
        source_key=row["source_key"],
        note=row["note"],
        rpe=read_cell(row["rpe"], "float"),
        has_report=bool(row["has_report"]),
        track=row["track"] or "",
        saved_at=read_instant(row["saved_at_ms"]),
        deleted_at=None if deleted_at_ms is None else read_instant(deleted_at_ms),
    )


def insert(connection: sqlite3.Connection, table: str, values: dict[str, Any]) -> int:
    """Insert a row; returns its id."""
    marks = ", ".join("?" * len(values))
    statement = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})"
    return connection.execute(statement, tuple(values.values())).lastrowid or 0


def update_set(connection: sqlite3.Connection, set_id: int, values: dict[str, Any]) -> None:
    """Change columns of a set."""
    columns = ", ".join(f"{name} = ?" for name in values)
    connection.execute(f"UPDATE sets SET {columns} WHERE id = ?", (*values.values(), set_id))


def write_parts(connection: sqlite3.Connection, set_id: int, new: NewSet) -> None:
    """Write repetitions, faults, verdicts and report of a set anew."""
    for table in ("reps", "verdicts", "reports"):  # faults go with their repetitions
        connection.execute(f"DELETE FROM {table} WHERE set_id = ?", (set_id,))
    _insert_all(
        connection,
        "reps",
        ("set_id", "number", *REP_COLUMNS),
        (
            (set_id, number, *(write_cell(getattr(rep, name)) for name in REP_COLUMNS))
            for number, rep in enumerate(new.reps, 1)
        ),
    )
    _insert_all(
        connection,
        "faults",
        ("set_id", "rep_number", "rule", "severity", "value", "unit", "threshold"),
        (
            (set_id, number, f.rule, f.severity, write_cell(f.value), f.unit, write_cell(f.threshold))
            for number, rep in enumerate(new.reps, 1)
            for f in rep.faults
        ),
    )
    _insert_all(
        connection,
        "verdicts",
        ("set_id", "rule", "verdict", "median", "unit"),
        ((set_id, v.rule, v.verdict, write_cell(v.median), v.unit) for v in new.verdicts),
    )
    if new.report:
        corrections = pack(new.corrections) if new.corrections else None
        insert(
            connection, "reports", {"set_id": set_id, "report": pack(new.report), "corrections": corrections}
        )


def read_rep_rows(reps: Iterable[sqlite3.Row], faults: Iterable[sqlite3.Row]) -> Iterator[LoggedRep]:
    """Repetitions with their faults, in the order of time."""
    found: dict[int, list[LoggedFault]] = {}
    for row in faults:
        value, threshold = (read_cell(row[name], "float") for name in ("value", "threshold"))
        fault = LoggedFault(row["rule"], row["severity"], value, row["unit"], threshold)
        found.setdefault(row["rep_number"], []).append(fault)
    for row in reps:
        values = {name: read_cell(row[name], kind) for name, kind in REP_COLUMNS.items()}
        yield LoggedRep(**values, faults=tuple(found.get(row["number"], ())))


def read_verdict(row: sqlite3.Row) -> LoggedVerdict:
    """What a rule said of a set, from its row."""
    return LoggedVerdict(row["rule"], row["verdict"], read_cell(row["median"], "float"), row["unit"])


def pack(text: str) -> bytes:
    """Compress a text."""
    return zlib.compress(text.encode())


def unpack(packed: bytes) -> str:
    """The text again."""
    return zlib.decompress(packed).decode()


def make_name_key(name: str) -> str:
    """What two ways to write one name have in common: capitals and composed accents do not matter."""
    return unicodedata.normalize("NFC", name.strip()).casefold()


def _insert_all(
    connection: sqlite3.Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    marks = ", ".join("?" * len(columns))
    connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
