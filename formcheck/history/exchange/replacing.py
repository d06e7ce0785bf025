"""One log in the place of another, so that a kill leaves the one or the other."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from formcheck.errors import InputError
from formcheck.history.backups import LOG_FILE
from formcheck.history.exchange.archive import KEPT_FOLDERS
from formcheck.history.kept_files import flush_folder
from formcheck.history.problems import is_busy

_BESIDE = ("-wal", "-shm", "-journal")


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


def set_aside(folder: Path, athletes: Path, aside: Path) -> Path | None:
    """Keep what is there in another folder; returns it, or None where nothing is there.

    Tracks and clips are linked where the disk can do that, and take no room.
    """
    if not (folder / LOG_FILE).exists() and not athletes.is_dir():
        return None
    aside.mkdir(mode=0o700)
    for path in folder.glob(f"{LOG_FILE}*"):
        shutil.copyfile(path, aside / path.name)
    for place in KEPT_FOLDERS.values():
        for path in (folder / place).glob("*"):
            (aside / place).mkdir(exist_ok=True)
            _link(path, aside / place / path.name)
    if athletes.is_dir():
        shutil.copytree(athletes, aside / "athletes")
    flush_folder(aside)
    return aside


def put_in_place(stage: Path, folder: Path, athletes: Path) -> None:
    """Move files that were looked at to where they belong, the database last."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for place in KEPT_FOLDERS.values():
        for path in (stage / place).glob("*"):
            (folder / place).mkdir(exist_ok=True)
            path.replace(folder / place / path.name)
    for path in (stage / "athletes").glob("*/*.json"):
        target = athletes / path.parent.name / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
    for suffix in _BESIDE:
        (folder / f"{LOG_FILE}{suffix}").unlink(missing_ok=True)
    (stage / LOG_FILE).replace(folder / LOG_FILE)
    flush_folder(folder)


def _link(path: Path, target: Path) -> None:
    with contextlib.suppress(OSError):
        os.link(path, target)
        return
    shutil.copyfile(path, target)
