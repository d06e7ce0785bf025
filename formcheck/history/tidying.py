"""What the log does by itself: back up, empty the bin, remove files nobody names, and every trace."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

from formcheck.errors import InputError
from formcheck.history.backups import FOLDER, find_newest, remove_other_backups
from formcheck.history.database import Database
from formcheck.history.kept_files import DRAFT, KeptFiles
from formcheck.history.rows import write_instant_ms

BIN_DAYS = 30
"""So long a deleted set can be brought back: judgement of the authors."""
SCRUB = "scrub"
"""The chore of leaving no trace of what was removed, in free pages, the WAL and backups."""
NOT_TIDIED = "The training log was not tidied"
NOT_SCRUBBED = "What was removed from the training log has left traces, which go when it is opened again"


class Tidier:
    """Keep the folder of a log free of what does not belong there.

    Parameters
    ----------
    database : Database
    tracks : KeptFiles
        Which ``sets`` name.
    """

    def __init__(self, database: Database, tracks: KeptFiles) -> None:
        self._database, self._tracks = database, tracks

    def tidy(self) -> None:
        """Do all that is due; takes the write lock only when something is.

        Raises
        ------
        InputError
            When it cannot be done. Nothing is half done: what is left is done the next time.
        """
        now_ms = write_instant_ms(self._database.now() - timedelta(days=BIN_DAYS))
        if self._database.read("SELECT 1 FROM sets WHERE deleted_at_ms < ? LIMIT 1", (now_ms,)):
            with self._database.write(NOT_TIDIED) as connection:
                purge(connection, now_ms)
        if self._list_orphans():
            self.sweep()
        if self._database.read("SELECT 1 FROM chores WHERE name = ?", (SCRUB,)):
            self._scrub()

    def sweep(self) -> None:
        """Remove files that no row names; nobody else is about to name one while the lock is held."""
        with self._database.write(NOT_TIDIED):
            for path in self._list_orphans():
                path.unlink(missing_ok=True)

    def back_up_daily(self) -> None:
        """Write a backup unless today has one or nothing is there; the write lock must be held.

        Raises
        ------
        sqlite3.DatabaseError
            When the database is damaged. What else prevents a backup does not prevent a save.
        """
        newest = find_newest(self._database.folder)
        if newest is not None and newest.made_at.date() >= self._database.now().date():
            return
        if not self._database.read("SELECT 1 FROM sets LIMIT 1"):
            return
        try:
            self._database.back_up()
        except (OSError, sqlite3.OperationalError):  # a full disk: the next save says so, where it matters
            return

    def _scrub(self) -> None:
        """Rewrite the database without free pages, empty the WAL, and replace backups that remember more."""
        self._database.run("VACUUM", NOT_SCRUBBED)
        (state,) = self._database.run("PRAGMA wal_checkpoint(TRUNCATE)", NOT_SCRUBBED)
        if state[0]:
            raise InputError(f"{NOT_SCRUBBED}: another formcheck is reading it.")
        with self._database.write(NOT_SCRUBBED) as connection:
            remove_other_backups(self._database.folder, self._database.back_up())
            connection.execute("DELETE FROM chores WHERE name = ?", (SCRUB,))

    def _list_orphans(self) -> list[Path]:
        orphans = list((self._database.folder / FOLDER).glob(f"*{DRAFT}*"))
        orphans += self._database.folder.glob(f".*{DRAFT}*")
        rows = self._database.read("SELECT track FROM sets WHERE track IS NOT NULL")
        return orphans + self._tracks.list_orphans({row[0] for row in rows})


def purge(connection: sqlite3.Connection, until_ms: int = 1 << 62) -> int:
    """Really remove sets deleted before an instant, and whoever has nothing left; returns how many sets."""
    removed = connection.execute("DELETE FROM sets WHERE deleted_at_ms < ?", (until_ms,)).rowcount
    connection.execute(
        "DELETE FROM sessions WHERE NOT EXISTS (SELECT 1 FROM sets WHERE session_id = sessions.id)"
    )
    connection.execute(
        "DELETE FROM athletes WHERE NOT EXISTS (SELECT 1 FROM sets WHERE athlete_id = athletes.id)"
        " AND NOT EXISTS (SELECT 1 FROM calibrations WHERE athlete_id = athletes.id)"
    )
    return removed


def demand_scrub(connection: sqlite3.Connection) -> None:
    """Note that what was removed must leave no trace, whatever happens to this process."""
    connection.execute("INSERT OR IGNORE INTO chores (name) VALUES (?)", (SCRUB,))
