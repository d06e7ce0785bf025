"""One log in the place of another, so that a kill leaves the one or the other."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from formcheck.errors import InputError
from formcheck.history.backups import LOG_FILE, Backup, restore_backup
from formcheck.history.kept_files import TRACKS, flush_folder, link_or_copy
from formcheck.history.problems import is_busy

_ASIDE = "log-before-"
_BESIDE = ("-wal", "-shm", "-journal")


def name_aside(folder: Path, now: datetime) -> Path:
    """Where what is in the place of a log is kept, beside it, when another takes its place; not there yet."""
    name = f"{_ASIDE}{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    names = (name, *(f"{name}-{number}" for number in range(2, 1000)))
    return next(path for path in map(folder.with_name, names) if not path.exists())


def list_asides(folder: Path) -> list[Path]:
    """What was kept so far when another log took the place of the one in a folder, the earliest first."""
    return sorted(path for path in folder.parent.glob(f"{_ASIDE}*") if path.is_dir())


def require_alone(folder: Path) -> None:
    """Make sure that no other process has the log open; what it left in a WAL goes into its file.

    Raises
    ------
    InputError
        When one has.
    """
    file = folder / LOG_FILE
    if not file.exists():
        return
    with closing(sqlite3.connect(file, timeout=1.0)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")  # SQLite does so for the only one
        except sqlite3.DatabaseError as error:
            if is_busy(error):
                raise InputError(
                    "Another formcheck has the training log open: close the app and try again."
                    " Nothing was changed."
                ) from error
            return  # damaged: that is why it is to be replaced


def restore_daily(folder: Path, now: datetime) -> Backup:
    """Put the newest sound daily backup in the place of the log, as `restore_backup` does.

    Raises
    ------
    InputError
        When there is none, it cannot be put there, or another process has the log open.
    """
    require_alone(folder)
    return restore_backup(folder, now=now)


def set_aside(folder: Path, athletes: Path, aside: Path) -> Path | None:
    """Keep what is there in another folder; returns it, or None where nothing is there.

    Tracks are linked where the disk can do that, and take no room.
    """
    if not (folder / LOG_FILE).exists() and not athletes.is_dir():
        return None
    aside.mkdir(mode=0o700)
    for path in folder.glob(f"{LOG_FILE}*"):
        shutil.copyfile(path, aside / path.name)
    for path in (folder / TRACKS).glob("*"):
        (aside / TRACKS).mkdir(exist_ok=True)
        link_or_copy(path, aside / TRACKS / path.name)
    if athletes.is_dir():
        shutil.copytree(athletes, aside / "athletes")
    flush_folder(aside)
    return aside


def put_in_place(stage: Path, folder: Path, athletes: Path) -> None:
    """Move files that were looked at to where they belong, the database last."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in (stage / TRACKS).glob("*"):
        (folder / TRACKS).mkdir(exist_ok=True)
        path.replace(folder / TRACKS / path.name)
    for path in (stage / "athletes").glob("*/*.json"):
        target = athletes / path.parent.name / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
    for suffix in _BESIDE:
        (folder / f"{LOG_FILE}{suffix}").unlink(missing_ok=True)
    (stage / LOG_FILE).replace(folder / LOG_FILE)
    flush_folder(folder)
