"""Everything about one set of the log."""

from __future__ import annotations

from formcheck.history.entries import LoggedRep, LoggedVerdict
from formcheck.history.log_book import LogBook
from formcheck.history.rows import read_rep_rows, read_verdict, unpack


def read_reps(log: LogBook, set_id: int) -> tuple[LoggedRep, ...]:
    """Repetitions with their faults, in the order of time; none of a set that was typed in."""
    reps = log.read("SELECT * FROM reps WHERE set_id = ? ORDER BY number", (set_id,))
    faults = log.read("SELECT * FROM faults WHERE set_id = ? ORDER BY rep_number, rule", (set_id,))
    return tuple(read_rep_rows(reps, faults))


def read_verdicts(log: LogBook, set_id: int) -> tuple[LoggedVerdict, ...]:
    """What every rule said of a set, by the names of the rules."""
    rows = log.read("SELECT * FROM verdicts WHERE set_id = ? ORDER BY rule", (set_id,))
    return tuple(read_verdict(row) for row in rows)


def read_report_text(log: LogBook, set_id: int) -> str:
    """What ``report.json`` said; empty: the set has none."""
    rows = log.read("SELECT report FROM reports WHERE set_id = ?", (set_id,))
    return unpack(rows[0]["report"]) if rows else ""


def read_corrections_text(log: LogBook, set_id: int) -> str:
    """What ``corrections.json`` said, to replay the pose track with; empty: nobody corrected the set."""
    rows = log.read("SELECT corrections FROM reports WHERE set_id = ? AND corrections NOTNULL", (set_id,))
    return unpack(rows[0]["corrections"]) if rows else ""
