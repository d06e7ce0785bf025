"""Which sets were one training."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

SESSION_GAP_S = 3 * 3600.0
"""From such a gap on it is another training: nobody rests that long within one, even if only its first and
last set were filmed, and who trains twice a day leaves more between (strength gained more with 6 h or a day
between two kinds of training than with none, Robineau 2016). The number is judgement of the authors."""


def regroup(connection: sqlite3.Connection, athlete_id: int, local_day: str) -> None:
    """Put the sets that one athlete did on one day into sessions, as far as they are not deleted.

    A session keeps its id, title and note as long as it has a set; what two have become one, the earlier
    keeps, and takes over what was noted about the other. A deleted set stays in the session it was in.

    Parameters
    ----------
    connection : sqlite3.Connection
        Within a transaction.
    athlete_id : int
    local_day : str
        ISO date.
    """
    # The plus keeps SQLite from reading all sets of the athlete in the order of an index: a day is sorted.
    rows = connection.execute(
        "SELECT id, trained_at_ms, session_id FROM sets"
        " WHERE athlete_id = ? AND local_day = ? AND deleted_at_ms IS NULL ORDER BY +trained_at_ms, id",
        (athlete_id, local_day),
    ).fetchall()
    known = {
        row["id"]
        for row in connection.execute(
            "SELECT id FROM sessions WHERE athlete_id = ? AND local_day = ?", (athlete_id, local_day)
        )
    }
    for group in _split(rows):
        before = [row["session_id"] for row in group if row["session_id"] in known]
        chosen = before[0] if before else _begin_session(connection, athlete_id, local_day)
        known.discard(chosen)  # a session that was cut in two stays with its first part
        for row in group:
            if row["session_id"] != chosen:
                connection.execute("UPDATE sets SET session_id = ? WHERE id = ?", (chosen, row["id"]))
        for other in dict.fromkeys(before):
            if other != chosen and not _has_live_sets(connection, other):
                _take_over(connection, chosen, other)
    connection.execute(
        "DELETE FROM sessions WHERE athlete_id = ? AND local_day = ?"
        " AND NOT EXISTS (SELECT 1 FROM sets WHERE session_id = sessions.id)",
        (athlete_id, local_day),
    )


def name_sessions(
    connection: sqlite3.Connection, set_ids: Sequence[int], workouts: Sequence[tuple[str, str]]
) -> None:
    """Add title and note of the workout of every set to its session, each once.

    Parameters
    ----------
    connection : sqlite3.Connection
        Within a transaction.
    set_ids : sequence of int
    workouts : sequence of (str, str)
        As many; or none at all.
    """
    told: set[tuple[int, str, str]] = set()
    for set_id, (title, note) in zip(set_ids, workouts, strict=False):
        row = connection.execute(
            "SELECT sessions.id, title, sessions.note FROM sessions JOIN sets ON session_id = sessions.id"
            " WHERE sets.id = ?",
            (set_id,),
        ).fetchone()
        if row is None or (row["id"], title, note) in told:
            continue
        told.add((row["id"], title, note))
        connection.execute(
            "UPDATE sessions SET title = ?, note = ? WHERE id = ?",
            (_add_text(row["title"], title, " + "), _add_text(row["note"], note, "\n"), row["id"]),
        )


def _add_text(text: str, more: str, between: str) -> str:
    """A text with another behind it, unless all parts of that are there already."""
    if not text or not more:
        return text or more
    there = text.split(between)
    return text if all(part in there for part in more.split(between)) else f"{text}{between}{more}"


def _split(rows: list[sqlite3.Row]) -> list[list[sqlite3.Row]]:
    groups: list[list[sqlite3.Row]] = []
    last_ms = -float("inf")
    for row in rows:
        if row["trained_at_ms"] - last_ms >= 1000 * SESSION_GAP_S:
            groups.append([])
        groups[-1].append(row)
        last_ms = row["trained_at_ms"]
    return groups


def _begin_session(connection: sqlite3.Connection, athlete_id: int, local_day: str) -> int:
    values = (athlete_id, local_day)
    statement = "INSERT INTO sessions (athlete_id, local_day) VALUES (?, ?)"
    return connection.execute(statement, values).lastrowid or 0


def _has_live_sets(connection: sqlite3.Connection, session_id: int) -> bool:
    statement = "SELECT 1 FROM sets WHERE session_id = ? AND deleted_at_ms IS NULL"
    return connection.execute(statement, (session_id,)).fetchone() is not None


def _take_over(connection: sqlite3.Connection, session_id: int, other: int) -> None:
    """Give a session what was said about another that has become part of it, deleted sets too."""
    texts = [
        connection.execute("SELECT title, note FROM sessions WHERE id = ?", (one,)).fetchone()
        for one in (session_id, other)
    ]
    title = next((row["title"] for row in texts if row["title"]), "")
    note = "\n".join(row["note"] for row in texts if row["note"])
    connection.execute("UPDATE sessions SET title = ?, note = ? WHERE id = ?", (title, note, session_id))
    connection.execute("UPDATE sets SET session_id = ? WHERE session_id = ?", (session_id, other))
