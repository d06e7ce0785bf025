"""Everything in one file: the database, pose tracks and athletes' records, with a manifest.

A zip file with ``log.sqlite``, ``tracks/``, ``athletes/<name>/<camera>.json`` and, last,
``manifest.json``: what is in it, with lengths and SHA-256. `formcheck.history.exchange.restoring` reads it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from formcheck import __version__
from formcheck.errors import InputError
from formcheck.history.backups import LOG_FILE, copy_database
from formcheck.history.kept_files import TRACKS, flush
from formcheck.history.log_book import LogBook
from formcheck.history.migration import read_version
from formcheck.history.problems import tell_problems

FORMAT = "formcheck.backup/1"
MANIFEST = "manifest.json"
CHUNK_BYTES = 1 << 20
_NOT_WRITTEN = "The backup was not written"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the archive."""

    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class ArchiveSummary:
    """What an archive holds.

    Attributes
    ----------
    sets, files, records : int
        Sets; pose tracks; athletes' records.
    missing : int
        Tracks that the log names and that are gone.
    bytes : int
        Of the archive.
    """

    sets: int
    files: int
    records: int
    missing: int
    bytes: int


def write_archive(
    log: LogBook, athletes: Path, path: Path, now: datetime, overwrite: bool = False
) -> ArchiveSummary:
    """Write everything into one file; it appears whole or not at all.

    Parameters
    ----------
    log : LogBook
        May be in use: the database is copied as it was last committed.
    athletes : Path
        Folder of the athletes' records; need not be there.
    path : Path
    now : datetime
        With an offset to UTC.
    overwrite : bool
        Replace the file when it is there.

    Raises
    ------
    InputError
        When it is there already, or cannot be written. `LogDamagedError` when the log is damaged: a damaged
        one does not take the place of a sound backup.
    """
    if path.exists() and not overwrite:
        raise InputError(f"{path} exists already: give another name, or --overwrite to replace it.")
    draft = path.with_name(f".{path.name}.part")
    try:
        with tempfile.TemporaryDirectory(prefix=".formcheck-", dir=path.absolute().parent) as workshop:
            copy = Path(workshop) / LOG_FILE
            with tell_problems(log.folder / LOG_FILE, _NOT_WRITTEN):
                copy_database(log.folder / LOG_FILE, copy)
            summary = _write_zip(log.folder, copy, athletes, draft, now)
        flush(draft)
        draft.replace(path)
    except OSError as error:
        raise InputError(f"{_NOT_WRITTEN}: {error.strerror or error} ({error.filename or path}).") from error
    finally:
        draft.unlink(missing_ok=True)
    return summary


def _write_zip(folder: Path, copy: Path, athletes: Path, draft: Path, now: datetime) -> ArchiveSummary:
    with closing(sqlite3.connect(copy)) as connection:
        sets = connection.execute("SELECT count(*) FROM sets WHERE deleted_at_ms ISNULL").fetchone()[0]
        schema = read_version(connection)
        names = [
            f"{TRACKS}/{row[0]}"
            for row in connection.execute("SELECT DISTINCT track FROM sets WHERE track NOTNULL")
        ]
    kept = {name: folder / name for name in names if (folder / name).is_file()}
    records = {f"athletes/{path.relative_to(athletes).as_posix()}": path for path in _list_records(athletes)}
    files: dict[str, StoredFile] = {}
    with zipfile.ZipFile(draft, "w", strict_timestamps=False) as archive:
        for name, path in {LOG_FILE: copy, **records, **kept}.items():
            is_packed = name not in kept  # tracks are packed in themselves
            with path.open("rb") as source:
                files[name] = _add(archive, name, source, now, is_packed)
        manifest = {
            "format": FORMAT,
            "formcheck": __version__,
            "schema": schema,
            "made_at": now.astimezone(UTC).isoformat(timespec="seconds"),
            "files": {name: asdict(file) for name, file in files.items()},
        }
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1), zipfile.ZIP_DEFLATED)
    return ArchiveSummary(sets, len(kept), len(records), len(names) - len(kept), draft.stat().st_size)


def _list_records(athletes: Path) -> Iterator[Path]:
    yield from sorted(path for path in athletes.glob("*/*.json") if not path.name.startswith("."))


def _add(
    archive: zipfile.ZipFile, name: str, source: IO[bytes], now: datetime, is_packed: bool
) -> StoredFile:
    entry = zipfile.ZipInfo(name, now.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED if is_packed else zipfile.ZIP_STORED
    digest, size = hashlib.sha256(), 0
    with archive.open(entry, "w", force_zip64=True) as target:
        while chunk := source.read(CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return StoredFile(digest.hexdigest(), size)
