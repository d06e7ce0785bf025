"""Folders and files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from formcheck.errors import InputError


@contextmanager
def open_workshop(target: Path) -> Iterator[Path]:
    """A hidden folder beside the target to write in; gone afterwards, whatever happens."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        workshop = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise _explain(error, target.parent) from error
    try:
        yield workshop
    except OSError as error:
        raise _explain(error, target.parent) from error
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


@contextmanager
def open_draft(path: Path) -> Iterator[Path]:
    """A hidden file to write in, which takes the place of ``path`` in one step; gone after an exception."""
    draft = path.with_name(f".{path.name}.part")
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _explain(error: OSError, folder: Path) -> InputError:
    if error.errno == errno.ENOSPC:
        return InputError(f"The disk is full, so the report was not written: make room for {folder}.")
    reason = error.strerror or str(error)
    return InputError(f"Cannot write into {folder} ({reason}): choose a folder of yours with --out.")


def move_into_place(workshop: Path, target: Path) -> None:
    """Publish the finished folder in one step, keeping an old one until then."""
    workshop.chmod(0o755 & ~_read_umask())
    if not target.exists():
        workshop.rename(target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
    target.rename(old / "report")
    workshop.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _read_umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
