"""Copies of the log's database to go back to, and how to go back.

``backups/log-backup-<version>-<instant>.sqlite``: one before every migration, and one before the first set of
a day is saved. Whoever writes one holds the log's write lock, so that two never meet.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from formcheck.errors import InputError
from formcheck.history.kept_files import flush, flush_folder

LOG_FILE = "log.sqlite"
FOLDER = "backups"
KEPT = 5
"""So many of the version of today are kept, a day or more apart; of every older version the newest."""
_INSTANT = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"log-backup-(\d+)-(\d{8}T\d{6}Z)\.sqlite")
_BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database, under its name."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the database.

    Attributes
    ----------
    path : Path
    version : int
        Of its schema.
    made_at : datetime
        UTC.
    """

    path: Path
    version: int
    made_at: datetime


def list_backups(folder: Path) -> list[Backup]:
    """Every backup of the log in a folder, the newest first."""
    found = []
    for path in (folder / FOLDER).glob("*.sqlite"):
        if named := _NAME.fullmatch(path.name):
            made_at = datetime.strptime(named[2], _INSTANT).replace(tzinfo=UTC)
            found.append(Backup(path, int(named[1]), made_at))
    return sorted(found, key=lambda backup: (backup.made_at, backup.version), reverse=True)


def find_newest(folder: Path) -> Backup | None:
    """The newest backup of the log in a folder; None: there is none."""
    return next(iter(list_backups(folder)), None)


def write_backup(folder: Path, version: int, now: datetime) -> Backup:
    """Copy the database as it was last committed, and check the copy.

    Parameters
    ----------
    folder : Path
        Of the log.
    version : int
        Of its schema.
    now : datetime
        UTC.

    Returns
    -------
    Backup
        Written whole and flushed, or not at all. Those no longer needed are removed.

    Raises
    ------
    sqlite3.DatabaseError
        When the database is damaged: a damaged one never takes the place of a sound backup.
    OSError, sqlite3.Error
        When it cannot be written.
    """
    (folder / FOLDER).mkdir(exist_ok=True)
    target = folder / FOLDER / f"log-backup-{version}-{now.astimezone(UTC):{_INSTANT}}.sqlite"
    draft = target.with_suffix(".part")
    try:
        copy_database(folder / LOG_FILE, draft)
        flush(draft)
        draft.replace(target)
        flush_folder(target.parent)
    finally:
        _remove(draft)
    _prune(folder, version)
    return Backup(target, version, now)


def copy_database(file: Path, target: Path) -> None:
    """Copy a database as it was last committed into one file, and check the copy.

    Raises
    ------
    sqlite3.Error
        When it is damaged, or cannot be copied.
    """
    with closing(_open_to_read(file)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without others beside it
        check_soundness(copy)


def remove_other_backups(folder: Path, kept: Backup) -> None:
    """Remove everything in the folder of backups, damaged databases too, but one."""
    for path in (folder / FOLDER).glob("*"):
        if path.name != kept.path.name:
            path.unlink(missing_ok=True)


def check_soundness(connection: sqlite3.Connection) -> None:
    """Raise the error of a damaged database where its pages or indexes do not fit together."""
    found = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
    if found != ["ok"]:
        error = sqlite3.DatabaseError(str(found[0]))
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def restore_backup(folder: Path, backup: Backup | None = None, now: datetime | None = None) -> Backup:
    """Put a backup in the place of the log; what was there is kept as ``backups/damaged-<instant>.sqlite``.

    No other process may have the log open. Sets saved since the backup are in the damaged file only, and
    their tracks go with the next opening.

    Parameters
    ----------
    folder : Path
        Of the log.
    backup : Backup, optional
        Which; the newest that is sound itself without.
    now : datetime, optional
        UTC; names what was there.

    Returns
    -------
    Backup
        The one that is the log now.

    Raises
    ------
    InputError
        When there is no sound backup, or it cannot be put there; the log is then as it was.
    """
    draft = folder / f".{LOG_FILE}.part"
    try:
        for choice in [backup] if backup else list_backups(folder):
            if _copy_sound(choice.path, draft):
                _set_aside(folder, now or datetime.now(UTC))
                draft.replace(folder / LOG_FILE)
                flush_folder(folder)
                return choice
    except OSError as error:
        raise InputError(
            f"The backup was not brought back: {error.strerror or error} ({error.filename or folder})."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            _remove(draft)
    which = f"{backup.path} is no sound backup" if backup else f"{folder / FOLDER} holds no sound backup"
    raise InputError(f"{which} of the training log; nothing was changed.")


def _copy_sound(path: Path, draft: Path) -> bool:
    try:
        shutil.copyfile(path, draft)
        with closing(sqlite3.connect(draft)) as connection:
            check_soundness(connection)
    except (sqlite3.DatabaseError, FileNotFoundError):
        return False
    flush(draft)
    return True


def _set_aside(folder: Path, now: datetime) -> None:
    """Copy the log with what lies beside it, then remove the latter: it must not be read into the backup.

    Killed on the way the damaged log is still there, and still damaged.
    """
    log = folder / LOG_FILE
    aside = folder / FOLDER / f"damaged-{now.astimezone(UTC):{_INSTANT}}.sqlite"
    for suffix in ("", "-wal", "-journal"):
        path = log.with_name(log.name + suffix)
        if path.is_file():
            shutil.copyfile(path, aside.with_name(aside.name + suffix))
    for suffix in _BESIDE:
        log.with_name(log.name + suffix).unlink(missing_ok=True)


def _prune(folder: Path, version: int) -> None:
    """Remove what is no longer needed."""
    seen: dict[int, int] = {}
    for backup in list_backups(folder):
        seen[backup.version] = seen.get(backup.version, 0) + 1
        if seen[backup.version] > (KEPT if backup.version == version else 1):
            backup.path.unlink(missing_ok=True)


def _open_to_read(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)


def _remove(file: Path) -> None:
    for suffix in ("", *_BESIDE):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
