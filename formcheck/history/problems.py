"""What may go wrong with the log, in one sentence each, with what to do about it."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from formcheck.errors import InputError
from formcheck.history.backups import Backup, find_newest

RESTORE_COMMAND = "formcheck log restore"
"""What people type to go back to a backup: `formcheck.history.backups.restore_backup`."""
LEAST_ROOM_BYTES = 65536
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


class LogDamagedError(InputError):
    """The log cannot be read any more, or is gone.

    Attributes
    ----------
    backup : Backup or None
        The newest; None: there is none.
    """

    def __init__(self, file: Path, what: str = "is damaged") -> None:
        self.backup: Backup | None = find_newest(file.parent)
        if self.backup is None:
            way = "there is no backup of it: move the file away to begin a new one"
        else:
            made_at = self.backup.made_at.astimezone()
            way = (
                f"`{RESTORE_COMMAND}` brings back its backup of {made_at:%Y-%m-%d %H:%M} "
                f"({self.backup.path.name}) and keeps what is there now beside it"
            )
        super().__init__(f"The training log {file} {what}; {way}.")


@contextmanager
def tell_problems(file: Path, deed: str) -> Iterator[None]:
    """Turn what SQLite and the disk complain about into an InputError.

    Parameters
    ----------
    file : Path
        The database.
    deed : str
        What did not happen: "The set was not saved".
    """
    try:
        yield
    except sqlite3.Error as error:
        told = _explain(error, file, deed)
        if told is None:
            raise
        raise told from error
    except OSError as error:
        raise InputError(f"{deed}: {_explain_disk(error, file.parent)}.") from error


def is_busy(error: sqlite3.Error) -> bool:
    """Whether somebody else holds the lock."""
    return _read_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL)


def _explain(error: sqlite3.Error, file: Path, deed: str) -> InputError | None:
    """What to tell people; None: it is a mistake of ours, and stays one."""
    code, folder = _read_code(error), file.parent
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return LogDamagedError(file)
    if is_busy(error):
        return InputError(f"{deed}: another formcheck is writing into the training log; try again.")
    if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and _is_full(folder)):
        return InputError(f"{deed}: {_say_full(folder)}.")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return InputError(f"{deed}: {_say_forbidden(folder)}.")
    if code == sqlite3.SQLITE_IOERR:
        return InputError(f"{deed}: the disk with {folder} reports an error; is it still connected?")
    return None


def _explain_disk(error: OSError, folder: Path) -> str:
    if error.errno in _FULL:
        return _say_full(folder)
    if error.errno in _FORBIDDEN:
        return _say_forbidden(folder)
    return f"{error.strerror or error} ({error.filename or folder})"


def _is_full(folder: Path) -> bool:
    """Whether there is no room for a page: where shared memory cannot grow, SQLite calls it a disk error."""
    try:
        return shutil.disk_usage(folder).free < LEAST_ROOM_BYTES
    except OSError:
        return False


def _say_full(folder: Path) -> str:
    return f"the disk with {folder} is full; make room and try again"


def _say_forbidden(folder: Path) -> str:
    return f"formcheck may not write into {folder}; allow it, or name another folder in FORMCHECK_DATA"


def _read_code(error: sqlite3.Error) -> int:
    """The primary result code; the extended ones carry it in their low byte."""
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
