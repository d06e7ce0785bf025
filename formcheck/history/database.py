"""The file of the log: how it is opened, written by one process at a time, and closed."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from formcheck.history.backups import LOG_FILE, Backup, find_newest, write_backup
from formcheck.history.migration import check_version, migrate, read_scripts, read_version
from formcheck.history.problems import LogDamagedError, is_busy, tell_problems

PATIENCE_S = 10.0
"""So long another process may hold the write lock: a save takes milliseconds, a backup a second."""
_PRAGMAS = (
    "foreign_keys = ON",
    "synchronous = FULL",  # with a WAL, NORMAL may lose the last sets when the power fails
    "secure_delete = ON",  # what is deleted is overwritten
    "cell_size_check = ON",  # a damaged page is noticed before it is believed
    "trusted_schema = OFF",
)


def read_clock() -> datetime:
    """Now, UTC."""
    return datetime.now(UTC)


class Database:
    """The open database of a log; of the thread that opened it.

    Parameters
    ----------
    folder : Path
        Of the log; made when it is not there.
    scripts : sequence of str, optional
        The schema, version by version.
    now : callable, optional
        The clock.
    patience_s : float
        So long is waited for another process.

    Raises
    ------
    InputError
        When it cannot be opened. `LogDamagedError` when it is damaged, or gone while backups are there.
    """

    def __init__(
        self,
        folder: Path,
        scripts: Sequence[str] | None = None,
        now: Callable[[], datetime] = read_clock,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self.folder, self.file, self.now = folder, folder / LOG_FILE, now
        self._scripts = read_scripts() if scripts is None else tuple(scripts)
        self._patience_s = patience_s
        with tell_problems(self.file, "The training log could not be opened"):
            self._check_untouched()
            self._connection = sqlite3.connect(self.file, timeout=patience_s, isolation_level=None)
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    @property
    def version(self) -> int:
        """Of the schema."""
        return len(self._scripts)

    @contextmanager
    def write(self, deed: str) -> Iterator[sqlite3.Connection]:
        """Hold the write lock; everything within is done, or nothing.

        Parameters
        ----------
        deed : str
            What did not happen when it fails: "The set was not saved".

        Raises
        ------
        InputError
            When it fails, or a newer formcheck has migrated the log meanwhile.
        """
        connection = self._connection
        with tell_problems(self.file, deed):
            connection.execute("BEGIN IMMEDIATE")
            try:
                check_version(connection, self.file, self.version)
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def read(self, statement: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Every row of a query.

        Raises
        ------
        InputError
            When the log cannot be read.
        """
        with tell_problems(self.file, "The training log could not be read"):
            return self._connection.execute(statement, values).fetchall()

    def run(self, statement: str, deed: str) -> list[sqlite3.Row]:
        """Run what cannot be part of a transaction; its rows."""
        with tell_problems(self.file, deed):
            return self._connection.execute(statement).fetchall()

    def back_up(self) -> Backup:
        """Write a backup; the write lock must be held. The errors are those of `write_backup`."""
        return write_backup(self.folder, self.version, self.now())

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _check_untouched(self) -> None:
        """Look at the version without a chance of changing a byte, not even of a WAL that was left behind."""
        if not self.file.exists():
            if find_newest(self.folder) is not None:
                raise LogDamagedError(self.file, "is gone")
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            return
        address = f"{self.file.absolute().as_uri()}?mode=ro"
        try:
            with closing(sqlite3.connect(address, uri=True, timeout=self._patience_s)) as connection:
                version = check_version(connection, self.file, self.version)
        except sqlite3.OperationalError as error:
            # A kill while it was made has left a journal, which only a writer can roll back.
            if (error.sqlite_errorcode & 0xFF) not in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
                raise
            return
        if not version and find_newest(self.folder) is not None:
            raise LogDamagedError(self.file, "is empty")

    def _prepare(self) -> None:
        connection = self._connection
        connection.row_factory = sqlite3.Row
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        self._begin_wal()
        if read_version(connection) != self.version:
            migrate(
                connection,
                self.file,
                self._scripts,
                lambda version: write_backup(self.folder, version, self.now()),
            )

    def _begin_wal(self) -> None:
        """Switch the WAL on. Where two processes do so at once, SQLite refuses one without waiting."""
        until_s = time.monotonic() + self._patience_s
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if not is_busy(error) or time.monotonic() > until_s:
                    raise
                time.sleep(0.005)
