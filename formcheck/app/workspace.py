"""Where uploads and unfinished reviews live: a private folder of this run of the app, gone with it.

``<data folder>/workspace/<run>/`` belongs to one process, which holds a lock in it. Whatever lies there
without a living owner is removed when the app starts.
"""

from __future__ import annotations

import contextlib
import re
import secrets
import shutil
import tempfile
import unicodedata
from datetime import datetime
from pathlib import Path

from formcheck.data_folder import find_data_folder
from formcheck.errors import InputError
from formcheck.locking import try_lock

KEEP_FILE = "keep"
"""A review with this file in its folder is moved to the kept ones when it is left."""
LOCK_FILE = "lock"
KEPT_FOLDER = "reviews"
LONGEST_NAME = 80


class Workspace:
    """The folder of this run of the app.

    Raises
    ------
    InputError
        When the data folder cannot be written to.
    """

    def __init__(self) -> None:
        root = find_data_folder() / "workspace"
        try:
            root.mkdir(parents=True, exist_ok=True)
            remove_stale(root)
            self.folder = Path(tempfile.mkdtemp(prefix="run-", dir=root))  # readable by its owner only
            self._lock = (self.folder / LOCK_FILE).open("w")
        except OSError as error:
            raise InputError(f"Cannot write into {root}: {error.strerror or error}.") from error
        try_lock(self._lock)

    def make_folder(self) -> Path:
        """A fresh folder for one review."""
        folder = self.folder / secrets.token_hex(8)
        folder.mkdir(mode=0o700)
        return folder

    def close(self) -> None:
        """Remove everything, but move what is to be kept."""
        _clear_run(self.folder)
        self._lock.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def remove_stale(root: Path) -> None:
    """Remove what runs of the app that were killed have left."""
    for run in root.glob("run-*"):
        try:
            with (run / LOCK_FILE).open("a") as lock:
                if not try_lock(lock):
                    continue
                _clear_run(run)
        except OSError:
            _clear_run(run)
        shutil.rmtree(run, ignore_errors=True)


def _clear_run(run: Path) -> None:
    for folder in run.iterdir() if run.is_dir() else ():
        if folder.is_dir():
            leave_folder(folder)


def leave_folder(folder: Path) -> None:
    """Remove the folder of a review, or move it to the kept ones when it is to be kept."""
    if (folder / KEEP_FILE).is_file() and (folder / "report.json").is_file():
        with contextlib.suppress(OSError):
            keep_folder(folder)
    shutil.rmtree(folder, ignore_errors=True)


def keep_folder(folder: Path) -> Path:
    """Move the folder of a review to the kept ones; returns where it is then."""
    target = find_kept_folder()
    target.mkdir(parents=True, exist_ok=True)
    title = (folder / KEEP_FILE).read_text(encoding="utf-8") or "review"
    name = f"{datetime.now():%Y-%m-%d %H.%M} {make_safe_name(title)}"
    place, number = target / name, 1
    while place.exists():
        number += 1
        place = target / f"{name} ({number})"
    shutil.move(folder, place)
    return place


def find_kept_folder() -> Path:
    """Where kept reviews are."""
    return find_data_folder() / KEPT_FOLDER


def list_kept() -> list[Path]:
    """Folders of all kept reviews, the latest first."""
    root = find_kept_folder()
    folders = [file.parent for file in root.glob("*/report.json")] if root.is_dir() else []
    return sorted(folders, key=lambda folder: folder.name, reverse=True)


def make_safe_name(name: str) -> str:
    """A file name that stays inside its folder and is allowed everywhere, much like the one given."""
    plain = unicodedata.normalize("NFC", Path(name.replace("\\", "/")).name)
    plain = re.sub(r"[^\w .()+-]", "_", plain).strip(" .")
    suffix = Path(plain).suffix[:10]
    return (plain.removesuffix(Path(plain).suffix)[: LONGEST_NAME - len(suffix)] + suffix) or "clip"
