"""Downloading a wheel: the child process, watched, ended and explained. No real pip runs here."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import psutil
import pytest

from formcheck.pose import wheel
from formcheck.pose.manifest import Wheel
from formcheck.pose.wheel import DiskFullError, DownloadError, download_wheel

CONTENT = bytes(5000)
WANTED = Wheel("some", "1.0", "3.11", "any", len(CONTENT), 0, "", ())

FAKE_PIP = """
import os, sys, time, zipfile
from pathlib import Path
arguments = sys.argv[1:]
Path({arguments_file!r}).write_text("\\n".join(arguments))
if {mode!r} == "fail":
    sys.exit("ERROR: no such thing on any index")
if {mode!r} == "full":
    sys.exit("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device")
scratch = Path(os.environ["TMPDIR"])
(scratch / "partial").write_bytes(bytes(1000))
Path({pid_file!r}).write_text(str(os.getpid()))
if {mode!r} == "stall":
    time.sleep(60)
(scratch / "partial").unlink()
target = Path(arguments[arguments.index("--dest") + 1]) / "some-1.0-py3-none-any.whl"
target.write_bytes(bytes({size}))
"""


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to download into, and a pip of ours beside it."""
    monkeypatch.setattr(wheel, "_find_pip", lambda: [sys.executable, str(tmp_path / "pip.py")])
    monkeypatch.setattr(wheel, "_LOOK_EVERY_S", 0.02)
    place = tmp_path / "workshop"
    place.mkdir()
    return place


def set_pip(workshop: Path, mode: str) -> None:
    folder = workshop.parent
    code = FAKE_PIP.format(
        mode=mode, pid_file=str(folder / "pid"), arguments_file=str(folder / "arguments"), size=len(CONTENT)
    )
    (folder / "pip.py").write_text(code)


def read_pid(workshop: Path) -> int:
    """The process of our pip, once it runs."""
    path, deadline = workshop.parent / "pid", time.monotonic() + 20
    while not (path.exists() and path.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return int(path.read_text())


def ignore(done: int) -> None:
    pass


def test_the_wheel_is_downloaded_and_reported(workshop: Path) -> None:
    set_pip(workshop, "good")
    reports: list[int] = []
    path = download_wheel(WANTED, workshop, reports.append)
    assert path.read_bytes() == CONTENT
    assert workshop in path.parents
    assert reports[-1] == len(CONTENT)
    arguments = (workshop.parent / "arguments").read_text().splitlines()
    assert arguments[0] == "download"
    assert arguments[-1] == "some==1.0"
    assert {"--no-deps", "--only-binary=:all:"} < set(arguments)
    assert arguments[arguments.index("--platform") + 1] == "any"


def test_the_folder_may_be_given_relative(workshop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_pip(workshop, "good")
    monkeypatch.chdir(workshop.parent)
    assert download_wheel(WANTED, Path("workshop"), ignore).read_bytes() == CONTENT


def test_when_pip_fails_its_last_words_are_passed_on(workshop: Path) -> None:
    set_pip(workshop, "fail")
    with pytest.raises(DownloadError, match=r"some 1\.0: ERROR: no such thing on any index"):
        download_wheel(WANTED, workshop, ignore)


def test_a_disk_that_fills_up_is_told_apart(workshop: Path) -> None:
    set_pip(workshop, "full")
    with pytest.raises(DiskFullError):
        download_wheel(WANTED, workshop, ignore)


def test_a_pip_that_cannot_be_started_is_said(workshop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheel, "_find_pip", lambda: [str(workshop / "gone")])
    with pytest.raises(DownloadError, match="could not be started"):
        download_wheel(WANTED, workshop, ignore)


def test_a_pip_that_stands_still_is_ended(workshop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_pip(workshop, "stall")
    monkeypatch.setattr(wheel, "STALL_LIMIT_S", 1.0)
    with pytest.raises(DownloadError, match="stood still for 1 s"):
        download_wheel(WANTED, workshop, ignore)
    assert not psutil.pid_exists(read_pid(workshop))


def test_cancelling_ends_pip(workshop: Path) -> None:
    set_pip(workshop, "stall")

    def cancel(done: int) -> None:
        assert psutil.pid_exists(read_pid(workshop))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        download_wheel(WANTED, workshop, cancel)
    assert not psutil.pid_exists(read_pid(workshop))


def test_any_pip_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    packages, programs = {"pip": object()}, {"uv": "/bin/uv", "pip": "/bin/pip"}
    monkeypatch.setattr(wheel.importlib.util, "find_spec", packages.get)
    monkeypatch.setattr(wheel.shutil, "which", programs.get)
    assert wheel._find_pip() == [sys.executable, "-m", "pip"]
    packages.clear()
    assert wheel._find_pip() == ["/bin/uv", "tool", "run", "pip"]
    del programs["uv"]
    assert wheel._find_pip() == ["/bin/pip"]
    programs.clear()
    with pytest.raises(DownloadError, match="neither pip nor uv"):
        wheel._find_pip()
