"""All clips in three tables: ``summary.csv``, the same as ``summary.parquet``, and ``reps.csv``."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from formcheck.batch.clips import ClipFile
from formcheck.batch.ledger import Ledger
from formcheck.batch.record import SCHEMA, Record
from formcheck.errors import InputError
from formcheck.report.csv import REP_COLUMNS
from formcheck.workshop import open_draft

SUMMARY_FILE, PARQUET_FILE, REPS_FILE = "summary.csv", "summary.parquet", "reps.csv"
TABLES = (SUMMARY_FILE, PARQUET_FILE, REPS_FILE)
DONE, FAILED, WAITING = "done", "failed", "waiting"
COLUMNS: Mapping[str, type] = {
    "clip": str, "state": str, "problem": str, "exercise": str, "recognised": str,
    "count": int, "partial": int, "left": int, "right": int, "score": float, "coverage": float,
    "eccentric_s": float, "pause_stretched_s": float, "concentric_s": float, "pause_contracted_s": float,
    "faults": str, "not_judged": str, "advice": str, "damaged": str,
    "video_s": float, "took_s": float, "cpu_s": float,
    "same_as": str, "report": str, "sha256": str, "version": str,
}  # fmt: skip
"""Of the summary. Tempo: medians over the repetitions."""
LEFT_TO_THE_SUMMARY = ("clip", "exercise")
ROWS_AT_ONCE = 10_000


def write_tables(clips: Sequence[ClipFile], twins: Mapping[str, str], ledger: Ledger) -> None:
    """Write the three tables anew, each in one step; a million clips pass through one by one.

    Parameters
    ----------
    clips : sequence of ClipFile
        A row each, in this order.
    twins : mapping of str to str
        Clip → the one with the same bytes whose row it repeats.
    ledger : Ledger

    Raises
    ------
    InputError
        When they cannot be written.
    """
    names, told = {clip.name for clip in clips}, set()
    try:
        with (
            _open_csv(ledger.out / SUMMARY_FILE, tuple(COLUMNS)) as summary,
            _open_csv(ledger.out / REPS_FILE, (*LEFT_TO_THE_SUMMARY, *REP_COLUMNS)) as reps,
            _open_parquet(ledger.out / PARQUET_FILE) as add,
        ):
            for clip in clips:
                first = twins.get(clip.name, clip.name)
                record = ledger.read(first)
                row = _make_row(clip, twins.get(clip.name, ""), record)
                summary.writerow(row)
                add(row)
                if record is not None and first not in told:  # repetitions of every report once
                    told.add(first)
                    owner = first if first in names else clip.name
                    about = {"clip": owner, "exercise": record.row.get("exercise")}
                    reps.writerows({**about, **rep} for rep in record.reps)
    except OSError as error:
        raise InputError(
            f"Cannot write the summary into {ledger.out} ({error.strerror or error}): make room, and give the"
            " same command again."
        ) from error


def _make_row(clip: ClipFile, same_as: str, record: Record | None) -> dict[str, Any]:
    row: dict[str, Any] = {"clip": clip.name, "state": WAITING, "same_as": same_as}
    if record is not None:
        row |= record.row
        row |= {"problem": record.problem, "state": FAILED if record.problem else DONE}
        row |= {"took_s": record.took_s, "cpu_s": record.cpu_s, "sha256": record.sha256}
        row["report"] = "" if record.problem else record.clip
    return row


@contextmanager
def _open_csv(path: Path, columns: tuple[str, ...]) -> Iterator[csv.DictWriter]:
    with open_draft(path) as draft, draft.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        yield writer


@contextmanager
def _open_parquet(path: Path) -> Iterator[Callable[[dict[str, Any]], None]]:
    """What takes row after row. Null is "not known", as an empty cell is in the CSV file."""
    import pyarrow
    from pyarrow import parquet

    types = {str: pyarrow.string(), int: pyarrow.int32(), float: pyarrow.float64()}
    schema = pyarrow.schema([(name, types[kind]) for name, kind in COLUMNS.items()], {"schema": SCHEMA})
    some: list[dict[str, Any]] = []
    with open_draft(path) as draft, parquet.ParquetWriter(draft, schema) as writer:

        def add(row: dict[str, Any]) -> None:
            some.append({name: None if row.get(name) == "" else row.get(name) for name in COLUMNS})
            if len(some) >= ROWS_AT_ONCE:
                flush()

        def flush() -> None:
            writer.write_table(pyarrow.Table.from_pylist(some, schema))
            some.clear()

        yield add
        if some:
            flush()
