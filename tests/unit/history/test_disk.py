"""A full disk and a folder that may not be written: one sentence, and what was there stays."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from formcheck.errors import InputError
from formcheck.history.log_book import LogBook
from formcheck.history.queries import count_sets
from tests.unit.history.set_factory import find_broken_references, list_files, make_set, write_track

ROOT = Path(__file__).parents[3]
FULL = "not saved in the training log: the disk with .* is full; make room and try again"
TEXT = "".join(random.Random(3).choices("abcdefgh", k=200_000))

WITHOUT_RIGHTS = """
import ctypes, os, sys
if os.geteuid() == 0 and sys.argv[-1] != "again":  # root may write everywhere: let go of that, begin anew
    for right in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, from PR_CAPBSET_DROP (24)
        ctypes.CDLL(None).prctl(24, right, 0, 0, 0)
    os.execv(sys.executable, [*sys.orig_argv, "again"])
from pathlib import Path
folder = Path(sys.argv[1])
if os.access(folder, os.W_OK):
    sys.exit(77)
from formcheck.errors import InputError
from formcheck.history.log_book import LogBook
from tests.unit.history.set_factory import make_set
try:
    with LogBook(folder / sys.argv[2]) as log:
        log.save_set(make_set())
except InputError as told:
    print(told)
"""

ON_A_SMALL_DISK = """
import sys
from pathlib import Path
from formcheck.errors import InputError
from formcheck.history.log_book import LogBook
from formcheck.history.queries import count_sets
from tests.unit.history.set_factory import list_files, make_set, write_track
disk = Path(sys.argv[1])
ballast = disk / "ballast"
with LogBook(disk / "log") as log:
    log.save_set(make_set())
    ballast.write_bytes(bytes(100_000))
    told, number = [], 0
    while len(told) < 5 and number < 500:
        number += 1
        try:
            log.save_set(make_set(), write_track(disk / "log" / ".." / "tmp", bytes([number]) * 20_000))
        except InputError as error:
            told.append(str(error))
        except OSError:  # the test's own file did not fit: now the database alone, until nothing fits
            try:
                log.save_set(make_set(report="x" * 20_000))
            except InputError as error:
                told.append(str(error))
    saved = count_sets(log)
    assert log.check() == [] and len(list_files(disk / "log")) < saved
    ballast.unlink()
    log.save_set(make_set())
with LogBook(disk / "log") as log:
    assert log.check() == [] and count_sets(log) == saved + 1
print(saved)
print(*told, sep="\\n")
"""


def test_a_database_that_cannot_grow_keeps_what_it_has(log: LogBook, folder: Path, tmp_path: Path) -> None:
    first = log.save_set(make_set()).set_id
    pages = log.read("PRAGMA page_count")[0][0]
    log.read(f"PRAGMA max_page_count = {pages + 2}")
    for _ in range(2):
        with pytest.raises(InputError, match=FULL):
            log.save_set(make_set(report=TEXT), write_track(tmp_path))
    assert count_sets(log) == 1
    assert log.find_set(first).facts.count == 3
    assert list_files(folder) == []  # the track that had its place already is gone again
    assert (log.check(), find_broken_references(log)) == ([], [])
    log.read("PRAGMA max_page_count = 1000000")
    assert log.save_set(make_set(report=TEXT), write_track(tmp_path)).is_new


def test_a_track_that_does_not_fit_saves_nothing(
    log: LogBook, folder: Path, tmp_path: Path, monkeypatch
) -> None:
    def fail(source: Path, draft: Path) -> str:
        draft.write_bytes(b"half of it")
        raise OSError(28, "No space left on device", str(draft))

    monkeypatch.setattr("formcheck.history.kept_files._copy", fail)
    with pytest.raises(InputError, match=FULL):
        log.save_set(make_set(), write_track(tmp_path))
    assert count_sets(log) == 0
    assert list_files(folder) == []


def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("A disk of half a megabyte takes unshare(1).")
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = f'mount -t tmpfs -o size=700k none "{disk}" && exec "$0" -c "$1" "{disk}"'
    done = subprocess.run(
        [unshare, "-rm", "sh", "-c", mount, sys.executable, ON_A_SMALL_DISK],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    if "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip("This system lets nobody mount a disk of their own.")
    assert done.stderr == ""
    saved, *told = done.stdout.splitlines()
    assert int(saved) > 3
    assert len(told) == 5
    assert {one.partition(":")[2] for one in told} == {
        f" the disk with {disk / 'log'} is full; make room and try again."
    }


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such bits")
@pytest.mark.parametrize("has_log", [True, False])
def test_a_folder_that_may_not_be_written(tmp_path: Path, has_log: bool) -> None:
    folder = tmp_path / "log" if has_log else tmp_path / "data"
    if has_log:
        LogBook(folder).close()
    else:
        folder.mkdir()
    before = [(file.name, file.read_bytes()) for file in folder.iterdir()]
    folder.chmod(0o500)
    try:
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_RIGHTS, str(folder), "." if has_log else "log"],
            cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    finally:
        folder.chmod(0o700)
    if done.returncode == 77:
        pytest.skip("This user may write everywhere.")
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1
    assert f"formcheck may not write into {folder}" in done.stdout
    assert [(file.name, file.read_bytes()) for file in folder.iterdir()] == before


def test_a_file_that_may_not_be_written(folder: Path) -> None:
    with LogBook(folder) as log:
        log.read("PRAGMA query_only = ON")  # what SQLite says of a write-protected file, for root too
        with pytest.raises(InputError, match=r"not saved.*may not write into"):
            log.save_set(make_set())
