"""The schema of the log, version by version, and how a database comes from one to the next."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import resources
from pathlib import Path

from formcheck.errors import InputError

APPLICATION_ID = 0x66636C67
"""Marks a database as ours ("fclg"): ``PRAGMA application_id``."""


@cache
def read_scripts() -> tuple[str, ...]:
    """The SQL of every version, 1 first."""
    files = (resources.files("formcheck.history") / "schema").iterdir()
    named = sorted((file for file in files if file.name.endswith(".sql")), key=lambda file: file.name)
    return tuple(file.read_text(encoding="utf-8") for file in named)


def read_version(connection: sqlite3.Connection) -> int:
    """Version of the schema; 0: nothing is there yet."""
    return connection.execute("PRAGMA user_version").fetchone()[0]


def check_version(connection: sqlite3.Connection, file: Path, known: int) -> int:
    """Version of a database that this program may write.

    Parameters
    ----------
    connection : sqlite3.Connection
    file : Path
        Its file, for the sentence.
    known : int
        Newest version that is known here.

    Raises
    ------
    InputError
        When it comes from a newer formcheck, or is no training log; nothing is changed.
    """
    # Tables are looked for first: another process may commit them, with mark and version, between two reads.
    has_tables = connection.execute("SELECT 1 FROM sqlite_master").fetchone() is not None
    version = read_version(connection)
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    is_empty = version == mark == 0 and not has_tables
    if mark != APPLICATION_ID and not is_empty:
        raise InputError(f"{file} is no training log of formcheck: move it away; nothing was changed.")
    if version > known:
        raise InputError(
            f"The training log {file} was written by a newer formcheck (version {version} of the log, this"
            f" one knows {known}): update formcheck; nothing was changed."
        )
    return version


def migrate(
    connection: sqlite3.Connection, file: Path, scripts: Sequence[str], back_up: Callable[[int], object]
) -> None:
    """Bring a database to the newest version, in one transaction.

    Parameters
    ----------
    connection : sqlite3.Connection
        Without an open transaction.
    file : Path
        Its file, for sentences.
    scripts : sequence of str
        SQL of every version.
    back_up : callable
        Called with the version before anything is changed; what it raises stops the migration. Not called
        for a database that is new.

    Raises
    ------
    InputError, sqlite3.Error
        When it failed; the database is then as it was.
    """
    # Tables that are replaced by a migration are still referred to: looked at again before the commit.
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = check_version(connection, file, len(scripts))  # another process may have been quicker
        if 0 < version < len(scripts):
            back_up(version)
        for script in scripts[version:]:
            for statement in split_statements(script):
                connection.execute(statement)
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        if broken is not None:
            raise InputError(
                f"The training log {file} does not fit the new version ({broken[0]} refers to"
                f" {broken[2]}): nothing was changed."
            )
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(scripts)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def split_statements(script: str) -> Iterator[str]:
    """Every statement of an SQL script, a semicolon behind each: ``executescript`` would commit first."""
    statement = ""
    for piece in script.split(";"):
        statement += piece + ";"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement:
        yield statement  # one that never ends is an error, not a silence
