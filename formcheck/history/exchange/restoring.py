"""Everything back from one file: all of it is looked at before anything is replaced."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from formcheck.errors import InputError
from formcheck.history.backups import LOG_FILE, check_soundness
from formcheck.history.exchange.archive import CHUNK_BYTES, FORMAT, MANIFEST, StoredFile
from formcheck.history.exchange.replacing import name_aside, put_in_place, require_alone, set_aside
from formcheck.history.kept_files import flush
from formcheck.history.migration import APPLICATION_ID, read_scripts, read_version

MOST_MANIFEST_BYTES = 64 << 20
MOST_RECORD_BYTES = 1 << 20
FREE_BYTES, MOST_PACKING = 16 << 20, 100
"""What unpacks to more than 16 MB and to more than a hundred times of what it takes is no database of sets:
texts in it are packed already."""
_KEPT = r"tracks/(?P<digest>[0-9a-f]{64})(?:\.[a-z0-9]{1,8})?"
_PART = r"\w(?:[\w -]{0,62}\w)?"
_NAME = re.compile(rf"{re.escape(LOG_FILE)}|{_KEPT}|(?P<record>athletes/{_PART}/{_PART}\.json)")


@dataclass(frozen=True, slots=True)
class RestoreSummary:
    """What was brought back.

    Attributes
    ----------
    made_at : datetime
        When the archive was written, UTC.
    sets, files, records : int
    aside : Path or None
        Where what was there before is kept; None: nothing was.
    """

    made_at: datetime
    sets: int
    files: int
    records: int
    aside: Path | None


@dataclass(frozen=True, slots=True)
class _Manifest:
    made_at: datetime
    files: dict[str, StoredFile]


def restore_archive(path: Path, log_folder: Path, athletes: Path, now: datetime) -> RestoreSummary:
    """Put everything of an archive in the place of the log and of the records of the same athletes.

    Records of other athletes stay. Killed on the way, the log is still the old one, or already the new one.

    Parameters
    ----------
    path : Path
        As `formcheck.history.exchange.archive.write_archive` wrote it.
    log_folder, athletes : Path
        Need not be there.
    now : datetime
        Names the folder, beside that of the log, where what was there is kept.

    Raises
    ------
    InputError
        When the archive is damaged, comes from a newer formcheck or holds what it should not; when another
        process has the log open, or the disk is too small. The log is then as it was.
    """
    with _tell_problems(path):
        log_folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".formcheck-restore-", dir=log_folder.parent) as workshop:
            stage = Path(workshop)
            with zipfile.ZipFile(path) as archive:
                manifest = _read_manifest(path, archive)
                _check_entries(path, archive, manifest, stage)
                for name, file in manifest.files.items():
                    _unpack(path, archive, name, file, stage)
            sets = _check_database(path, stage / LOG_FILE)
            require_alone(log_folder)
            aside = set_aside(log_folder, athletes, name_aside(log_folder, now))
            put_in_place(stage, log_folder, athletes)
    names = list(manifest.files)
    records = sum(name.startswith("athletes/") for name in names)
    return RestoreSummary(manifest.made_at, sets, len(names) - records - 1, records, aside)


def _read_manifest(path: Path, archive: zipfile.ZipFile) -> _Manifest:
    try:
        entry = archive.getinfo(MANIFEST)
        if entry.file_size > MOST_MANIFEST_BYTES or _is_bomb(entry):
            raise InputError(f"{path} is refused: its manifest is far too long. Nothing was changed.")
        table: dict[str, Any] = json.loads(archive.read(entry))
        if table["format"] != FORMAT:
            raise InputError(
                f"{path} is a backup this formcheck does not know ({table['format']}, expected {FORMAT}):"
                " update formcheck. Nothing was changed."
            )
        files = {
            str(name): StoredFile(str(file["sha256"]), int(file["bytes"]))
            for name, file in table["files"].items()
        }
        return _Manifest(datetime.fromisoformat(table["made_at"]), files)
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(f"{path} is no full backup of formcheck, or a damaged one.") from error


def _check_entries(path: Path, archive: zipfile.ZipFile, manifest: _Manifest, stage: Path) -> None:
    """Refuse names, lengths and packings that ``write_archive`` does not write."""
    entries = {entry.filename: entry for entry in archive.infolist()}
    refused = f"{path} is refused: it holds"
    for name, file in manifest.files.items():
        found = _NAME.fullmatch(name)
        if found is None:
            raise InputError(f"{refused} {name!r}, which is no part of a backup. Nothing was changed.")
        limit = MOST_RECORD_BYTES if found["record"] else file.bytes
        if (found["digest"] or file.sha256) != file.sha256 or file.bytes > limit:
            raise InputError(f"{refused} {name!r}, which is not what it says. Nothing was changed.")
    is_complete = set(entries) == {*manifest.files, MANIFEST} and len(entries) == len(archive.infolist())
    if not is_complete or LOG_FILE not in manifest.files:
        raise InputError(f"{path} is damaged: its manifest does not fit. Nothing was changed.")
    if any(entries[name].file_size != file.bytes for name, file in manifest.files.items()):
        raise InputError(f"{path} is damaged: lengths do not fit its manifest. Nothing was changed.")
    packed = sum(entry.compress_size for entry in entries.values())
    if packed > path.stat().st_size or any(map(_is_bomb, entries.values())):
        raise InputError(f"{refused} what unpacks to far more than it takes. Nothing was changed.")
    needed = sum(file.bytes for file in manifest.files.values())
    if needed > shutil.disk_usage(stage).free:
        raise InputError(
            f"{path} unpacks to {needed / 1e6:.0f} MB: make room on the disk with {stage.parent}."
        )


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > max(FREE_BYTES, MOST_PACKING * entry.compress_size)


def _unpack(path: Path, archive: zipfile.ZipFile, name: str, file: StoredFile, stage: Path) -> None:
    target = stage / name
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with archive.open(name) as source, target.open("xb") as copy:
        while chunk := source.read(CHUNK_BYTES):
            digest.update(chunk)
            copy.write(chunk)
    flush(target)
    if digest.hexdigest() != file.sha256:
        raise InputError(f"{path} is damaged: {name} is not what was written. Nothing was changed.")


def _check_database(path: Path, database: Path) -> int:
    """How many sets a database holds; it is sound, ours, of a version that is known, and does nothing."""
    with closing(sqlite3.connect(database)) as connection:
        check_soundness(connection)
        version, mark = read_version(connection), connection.execute("PRAGMA application_id").fetchone()[0]
        if version > len(read_scripts()):
            raise InputError(
                f"{path} was written by a newer formcheck (version {version} of the log, this one knows"
                f" {len(read_scripts())}): update formcheck. Nothing was changed."
            )
        acts = connection.execute("SELECT 1 FROM sqlite_master WHERE type IN ('trigger', 'view')").fetchone()
        if mark != APPLICATION_ID or version < 1 or acts:
            raise InputError(f"The database in {path} is no training log. Nothing was changed.")
        return connection.execute("SELECT count(*) FROM sets WHERE deleted_at_ms ISNULL").fetchone()[0]


@contextmanager
def _tell_problems(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        where = path if error.filename in (None, str(path)) else error.filename
        raise InputError(f"{where} is not there. Nothing was changed.") from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        sqlite3.Error,
        RuntimeError,
        NotImplementedError,
    ) as error:
        raise InputError(
            f"{path} is no full backup of formcheck, or a damaged one. Nothing was changed."
        ) from error
    except OSError as error:
        raise InputError(
            f"The backup was not brought back: {error.strerror or error} ({error.filename or path})."
        ) from error
