"""Files beside the log: pose tracks, named after what is in them.

A file is written, flushed and put in place before the row that names it is committed, so a row never names
what is not there. A kill between the two leaves a file without a row, which the next opening removes.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Collection
from pathlib import Path

_NAME = re.compile(r"[0-9a-f]{64}(\.[a-z0-9]{1,8})?")
TRACKS = "tracks"
"""Folder of the pose tracks, beside the database."""
DRAFT = ".part"
_CHUNK_BYTES = 1 << 20


class KeptFiles:
    """A folder of files, each named by the SHA-256 of its content: the same content is kept once.

    Whoever keeps or removes one holds the log's write lock.

    Parameters
    ----------
    folder : Path
        It need not exist yet.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, path: Path) -> str:
        """Copy a file; returns the name it has from now on.

        Raises
        ------
        OSError
            When it cannot be read or written; nothing is left behind then.
        """
        self.folder.mkdir(exist_ok=True)
        suffix = path.suffix.lower()
        draft = self.folder / f"{secrets.token_hex(8)}{DRAFT}"
        try:
            digest = _copy(path, draft)
            name = digest + (suffix if _NAME.fullmatch(digest + suffix) else "")
            draft.replace(self.folder / name)
            flush_folder(self.folder)
        finally:
            draft.unlink(missing_ok=True)
        return name

    def find(self, name: str) -> Path | None:
        """The file of a name; None: it is not there, or could not be one of ours."""
        path = self.folder / name
        return path if _NAME.fullmatch(name) and path.is_file() else None

    def list_orphans(self, named: Collection[str]) -> list[Path]:
        """Files of ours without a row, drafts of a killed process too."""
        if not self.folder.is_dir():
            return []
        with os.scandir(self.folder) as entries:
            return [
                Path(entry.path)
                for entry in entries
                if entry.name not in named and (_NAME.fullmatch(entry.name) or entry.name.endswith(DRAFT))
            ]


def flush(path: Path) -> None:
    """Make sure that the content of a file is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk, where the system can be told to."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def link_or_copy(path: Path, target: Path) -> None:
    """Have a file under another name too; it takes no more room where the disk can do that."""
    with contextlib.suppress(OSError):
        os.link(path, target)
        return
    shutil.copyfile(path, target)


def _copy(path: Path, draft: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as source, draft.open("wb") as target:
        while chunk := source.read(_CHUNK_BYTES):
            digest.update(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    return digest.hexdigest()
