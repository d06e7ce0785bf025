"""A set into the tables of the log, within a transaction."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Any

from formcheck.history.entries import NewSet, SavedSet
from formcheck.history.rows import (
    insert,
    lay_out_set,
    make_name_key,
    update_set,
    write_instant_ms,
    write_parts,
)

Day = tuple[int, str]
"""An athlete, by id, and a local day: of these the sessions are to be found anew."""
KEPT_TIMES = ("trained_at_ms", "utc_offset_s", "local_day")
"""A set was done once: saved again, it keeps when."""
KEPT_UNLESS_GIVEN = ("load_kg", "rpe", "note", "track")


def write_set(
    connection: sqlite3.Connection, new: NewSet, now: datetime, track: str = ""
) -> tuple[SavedSet, list[Day]]:
    """Write a set, in the place of the same one if it is there.

    Parameters
    ----------
    connection : sqlite3.Connection
    new : NewSet
    now : datetime
    track : str
        Name of the kept pose track; empty: none.

    Returns
    -------
    SavedSet
    list of Day
    """
    athlete_id = find_or_add_athlete(connection, new.athlete)
    values: dict[str, Any] = {
        "athlete_id": athlete_id,
        **lay_out_set(new),
        "saved_at_ms": write_instant_ms(now),
        "track": track or None,
    }
    before = connection.execute(
        "SELECT id, local_day FROM sets WHERE athlete_id = ? AND source = ? AND source_key = ?"
        " AND source_key <> ''",
        (athlete_id, new.source, new.source_key),
    ).fetchone()
    if before is None:
        set_id = insert(connection, "sets", values)
    else:
        set_id = before["id"]
        changes = {
            name: value
            for name, value in values.items()
            if name not in KEPT_TIMES and not (name in KEPT_UNLESS_GIVEN and value in (None, ""))
        }
        update_set(connection, set_id, {**changes, "deleted_at_ms": None})
    write_parts(connection, set_id, new)
    local_day = values["local_day"] if before is None else before["local_day"]
    return SavedSet(set_id, before is None), [(athlete_id, local_day)]


def find_or_add_athlete(connection: sqlite3.Connection, name: str) -> int:
    """The id of an athlete; one that is not known yet is added under the name as given."""
    key = make_name_key(name)
    row = connection.execute("SELECT id FROM athletes WHERE name_key = ?", (key,)).fetchone()
    return row[0] if row else insert(connection, "athletes", {"name": name.strip(), "name_key": key})
