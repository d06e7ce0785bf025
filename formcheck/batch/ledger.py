"""What lies in the folder of the reports: which clips are done, which failed, and whose the folder is now."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

from formcheck.batch.record import RECORD_FILE, Record, read_record, write_record
from formcheck.errors import InputError
from formcheck.locking import try_lock

HIDDEN_FOLDER = ".formcheck-batch"
"""Beside the reports: the failures, the lock, and what is unfinished."""
LOG_FILE = "workers.log"


class Ledger:
    """Everything remembered of the clips of one folder of reports.

    Parameters
    ----------
    out : Path
        Folder of the reports, absolute.

    Attributes
    ----------
    records : dict of str to Record
        By the clip's name, done or failed; without rows and repetitions, which `read` fetches.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self._hidden = out / HIDDEN_FOLDER
        self._failed = self._hidden / "failed"
        self.scratch = self._hidden / "unfinished"
        self.records = {record.clip: replace(record, row={}, reps=()) for record in self._find_records()}

    @property
    def log(self) -> Path:
        """Where processes write their errors."""
        return self._hidden / LOG_FILE

    def find_folder(self, name: str) -> Path:
        """Folder of a clip's report."""
        return self.out / name

    def read(self, name: str) -> Record | None:
        """The whole record of a clip; None: nothing is known of it."""
        known = self.records.get(name)
        if known is None:
            return None
        return read_record(self._find_file(name, known.problem))

    def remember(self, record: Record) -> None:
        """Take over what came of a clip. That of a report lies in its folder already.

        Raises
        ------
        InputError
            When it cannot be written.
        """
        self.records[record.clip] = replace(record, row={}, reps=())
        file = self._find_file(record.clip, "failed")
        try:
            if record.problem:
                self._failed.mkdir(exist_ok=True)
                write_record(record, file)
            else:
                file.unlink(missing_ok=True)
        except OSError as error:
            raise _explain(error, self.out) from error

    def _find_file(self, name: str, problem: str) -> Path:
        if not problem:
            return self.find_folder(name) / RECORD_FILE
        return self._failed / f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.json"

    def _find_records(self) -> Iterator[Record]:
        """Failures first, so that a later success wins."""
        for file in sorted(self._failed.glob("*.json")):
            if (record := read_record(file)) is not None:
                yield record
        for here, folders, files in os.walk(self.out):
            folders[:] = [name for name in folders if not name.startswith(".")]
            if RECORD_FILE not in files:
                continue
            folders.clear()
            record = read_record(Path(here) / RECORD_FILE)
            if record is not None and self.find_folder(record.clip) == Path(here):
                yield record


@contextmanager
def open_ledger(out: Path) -> Iterator[Ledger]:
    """Claim a folder of reports and read what is in it; what was left unfinished is removed.

    Raises
    ------
    InputError
        The folder cannot be written to, or another batch writes into it now.
    """
    out = out.absolute()
    if out.exists() and not out.is_dir():
        raise InputError(f"--out {out} is a file, expected a folder: give another one.")
    hidden = out / HIDDEN_FOLDER
    try:
        hidden.mkdir(parents=True, exist_ok=True)
        lock = (hidden / "lock").open("w")
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(
            f"Cannot write into {out} ({reason}): choose a folder of yours with --out."
        ) from error
    with lock:
        _claim(lock, out)
        ledger = Ledger(out)
        _clear(ledger)
        ledger.scratch.mkdir()
        try:
            yield ledger
        finally:
            _clear(ledger)


def _explain(error: OSError, out: Path) -> InputError:
    reason = error.strerror or str(error)
    return InputError(f"Cannot write into {out} ({reason}): make room there, or choose another --out.")


def _claim(lock: IO[str], out: Path) -> None:
    if not try_lock(lock):
        raise InputError(f"Another batch is writing into {out}: wait for it, or give another --out.")


def _clear(ledger: Ledger) -> None:
    """Remove what is unfinished, and a log in which nothing was written."""
    shutil.rmtree(ledger.scratch, ignore_errors=True)
    if ledger.log.exists() and not ledger.log.stat().st_size:
        ledger.log.unlink()
