"""Changes of a set by hand, and the change that takes each back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from formcheck.errors import InputError
from formcheck.history.entries import LoggedSet, SetEdit
from formcheck.history.grouping import regroup
from formcheck.history.rows import lay_out_time, update_set, write_cell, write_instant_ms
from formcheck.history.saving import find_or_add_athlete


def apply_edit(connection: sqlite3.Connection, before: LoggedSet, edit: SetEdit) -> SetEdit:
    """Change a set within a transaction.

    Parameters
    ----------
    connection : sqlite3.Connection
    before : LoggedSet
        As it is.
    edit : SetEdit

    Returns
    -------
    SetEdit
        The edit that takes this one back.

    Raises
    ------
    InputError
        When the set was counted by a review and another count or movement is given, or the other athlete has
        the same set already.
    """
    if before.has_report and (edit.exercise is not None or edit.count is not None):
        raise InputError(
            "This set was counted by formcheck: correct its movement and repetitions in its review."
        )
    if edit.count is not None and edit.count < (before.facts.clean_count or 0):
        raise InputError(f"Of this set {before.facts.clean_count} repetitions were clean: it has no fewer.")
    old = _read_place(connection, before.set_id)
    values = _lay_out_edit(edit)
    if edit.athlete is not None:
        values["athlete_id"] = find_or_add_athlete(connection, edit.athlete)
    if values:
        try:
            update_set(connection, before.set_id, values)
        except sqlite3.IntegrityError as error:
            raise InputError("The other athlete has this set already: delete one of the two.") from error
    new = _read_place(connection, before.set_id)
    if new != old:
        _move_session(connection, before, new)
    regroup(connection, *new)
    regroup(connection, *old)
    return _find_inverse(before, edit)


def mark_deleted(connection: sqlite3.Connection, set_ids: Iterable[int], at: datetime | None) -> int:
    """Put sets into the bin, or with None take them out of it; returns how many were not there, or were."""
    condition = "deleted_at_ms NOTNULL" if at is None else "deleted_at_ms ISNULL"
    changed = 0
    for set_id in set_ids:
        row = connection.execute(
            f"SELECT athlete_id, local_day FROM sets WHERE id = ? AND {condition}", (set_id,)
        ).fetchone()
        if row is None:
            continue
        update_set(connection, set_id, {"deleted_at_ms": None if at is None else write_instant_ms(at)})
        regroup(connection, row["athlete_id"], row["local_day"])
        changed += 1
    return changed


def _lay_out_edit(edit: SetEdit) -> dict[str, Any]:
    values = {
        name: write_cell(getattr(edit, name))
        for name in ("load_kg", "rpe", "note", "count")
        if getattr(edit, name) is not None
    }
    if edit.trained_at is not None:
        values |= lay_out_time(edit.trained_at)
    if edit.exercise is not None:
        values |= dict(zip(("exercise_key", "exercise_name", "family"), edit.exercise, strict=True))
    return values


def _read_place(connection: sqlite3.Connection, set_id: int) -> tuple[int, str]:
    """Whose set it is, and on which local day."""
    row = connection.execute("SELECT athlete_id, local_day FROM sets WHERE id = ?", (set_id,)).fetchone()
    return row["athlete_id"], row["local_day"]


def _move_session(connection: sqlite3.Connection, before: LoggedSet, place: tuple[int, str]) -> None:
    """Take the session along where nothing else is in it, with all that was noted about it."""
    connection.execute(
        "UPDATE sessions SET athlete_id = ?, local_day = ? WHERE id = ?"
        " AND NOT EXISTS (SELECT 1 FROM sets WHERE session_id = sessions.id AND id <> ?)",
        (*place, before.session_id, before.set_id),
    )


def _find_inverse(before: LoggedSet, edit: SetEdit) -> SetEdit:
    facts = before.facts
    now = SetEdit(
        athlete=before.athlete,
        trained_at=before.trained_at,
        load_kg=facts.load_kg,
        rpe=before.rpe,
        note=before.note,
        exercise=(facts.exercise_key, facts.exercise_name, facts.family),
        count=facts.count,
    )
    return SetEdit(
        **{name: getattr(now, name) for name in SetEdit.__slots__ if getattr(edit, name) is not None}
    )
