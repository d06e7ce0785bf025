"""A log is opened, or one sentence says why not; what is not ours to change is not changed."""

from __future__ import annotations

import random
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from formcheck.errors import InputError
from formcheck.history.backups import list_backups, restore_backup
from formcheck.history.log_book import LogBook
from formcheck.history.migration import APPLICATION_ID, read_scripts
from formcheck.history.problems import LogDamagedError
from formcheck.history.queries import count_sets, list_sets
from tests.unit.history.set_factory import Clock, dump, make_set

KNOWN = len(read_scripts())
NEWER = f"PRAGMA user_version = 7; PRAGMA application_id = {APPLICATION_ID}"


def read_all(folder: Path) -> dict[str, bytes]:
    """What is in every file that holds something; the shared memory is SQLite's own."""
    files = [file for file in folder.rglob("*") if not file.name.endswith("-shm")]
    return {file.name: content for file in files if (content := file.read_bytes())}


def fill(folder: Path, clock: Clock, days: int = 3, many: int = 20) -> None:
    """Sets on several days, so that there are backups: the last has all but those of the last day."""
    with LogBook(folder, clock) as log:
        for _ in range(days):
            for _ in range(many):
                log.save_set(make_set())
            clock.move(days=1)


class TestOpening:
    def test_a_new_log_is_ours_alone(self, folder: Path) -> None:
        with LogBook(folder) as log:
            assert log.read("PRAGMA journal_mode")[0][0] == "wal"
            assert log.read("PRAGMA foreign_keys")[0][0] == 1
            assert log.read("PRAGMA secure_delete")[0][0] == 1
            assert log.read("PRAGMA synchronous")[0][0] == 2
        if sys.platform != "win32":
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700

    def test_what_was_saved_is_there_when_it_is_opened_again(self, folder: Path) -> None:
        with LogBook(folder) as log:
            set_id = log.save_set(make_set()).set_id
        with LogBook(folder) as log:
            assert [one.set_id for one in list_sets(log)] == [set_id]

    def test_a_folder_with_every_kind_of_letter(self, tmp_path: Path) -> None:
        folder = tmp_path / "Übung ?#% 李" / "log"
        for number in range(2):
            with LogBook(folder) as log:
                log.save_set(make_set())
                assert count_sets(log) == number + 1

    def test_a_file_in_the_way_is_one_sentence(self, folder: Path) -> None:
        folder.parent.mkdir()
        folder.write_text("a diary")
        with pytest.raises(InputError, match="could not be opened"):
            LogBook(folder)
        assert folder.read_text() == "a diary"

    def test_a_mistake_of_ours_stays_an_error(self, log: LogBook) -> None:
        with pytest.raises(sqlite3.OperationalError, match="no such column"):
            log.read("SELECT mood FROM sets")


class TestNewer:
    def test_a_newer_log_is_refused_untouched(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        with closing(sqlite3.connect(folder / "log.sqlite")) as other:
            other.executescript(f"PRAGMA journal_mode = WAL; CREATE TABLE sets (mood); {NEWER}")
        before = read_all(folder)
        told = rf"newer formcheck \(version 7.* knows {KNOWN}\): update formcheck"
        with pytest.raises(InputError, match=told):
            LogBook(folder)
        assert read_all(folder) == before

    def test_so_is_one_that_was_killed_before_its_wal_was_written_back(self, folder: Path) -> None:
        LogBook(folder).close()
        # Gone without closing: the new version stands in the WAL alone.
        code = (
            "import os, sqlite3, sys; other = sqlite3.connect(sys.argv[1]);"
            " other.executescript(sys.argv[2]); os._exit(0)"
        )
        change = f"CREATE TABLE moods (mood); {NEWER}"
        subprocess.run([sys.executable, "-c", code, folder / "log.sqlite", change], check=True)
        before = read_all(folder)
        assert before["log.sqlite-wal"]
        for _ in range(2):
            with pytest.raises(InputError, match="newer formcheck"):
                LogBook(folder)
        assert read_all(folder) == before

    def test_one_that_was_migrated_while_it_was_open_is_written_no_more(self, folder: Path) -> None:
        with LogBook(folder) as log:
            log.save_set(make_set())
            with closing(sqlite3.connect(folder / "log.sqlite")) as other:
                other.executescript(NEWER)
            before = dump(folder)
            with pytest.raises(InputError, match="newer formcheck"):
                log.save_set(make_set())
            assert dump(folder) == before

    def test_the_database_of_somebody_else_is_left_alone(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        with closing(sqlite3.connect(folder / "log.sqlite")) as other:
            other.executescript("CREATE TABLE diary (day); PRAGMA user_version = 1")
        before = read_all(folder)
        with pytest.raises(InputError, match="no training log of formcheck"):
            LogBook(folder)
        assert read_all(folder) == before


def overwrite_head(file: Path) -> None:
    file.write_bytes(b"\0" * 100 + file.read_bytes()[100:])


def overwrite_pages(file: Path) -> None:
    content = bytearray(file.read_bytes())
    for start in range(4096, len(content), 4096):
        content[start : start + 64] = random.Random(start).randbytes(64)
    file.write_bytes(content)


def cut_in_half(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def empty(file: Path) -> None:
    file.write_bytes(b"")


class TestDamage:
    @pytest.mark.parametrize("damage", [overwrite_head, overwrite_pages, cut_in_half, empty, Path.unlink])
    def test_a_damaged_log_names_the_way_back(self, folder: Path, clock: Clock, damage) -> None:
        fill(folder, clock)
        newest = list_backups(folder)[0]
        damage(folder / "log.sqlite")
        with pytest.raises(LogDamagedError) as told, LogBook(folder, clock) as log:
            log.check()
        assert told.value.backup == newest
        sentence = str(told.value)
        assert sentence.count(". ") == 0
        assert newest.path.name in sentence
        assert "`formcheck log restore`" in sentence

        assert restore_backup(folder, now=clock()) == newest
        with LogBook(folder, clock) as log:
            assert count_sets(log) == 40
            assert log.check() == []
            assert log.save_set(make_set()).is_new

    def test_saving_into_a_damaged_log_says_so_and_keeps_the_backups(
        self, folder: Path, clock: Clock
    ) -> None:
        fill(folder, clock)
        before = [(one.path.name, one.path.read_bytes()) for one in list_backups(folder)]
        overwrite_pages(folder / "log.sqlite")
        with pytest.raises(LogDamagedError), LogBook(folder, clock) as log:
            log.save_set(make_set())
        assert [(one.path.name, one.path.read_bytes()) for one in list_backups(folder)] == before

    def test_the_first_save_of_a_day_notices_what_it_does_not_touch(self, folder: Path, clock: Clock) -> None:
        fill(folder, clock)
        with closing(sqlite3.connect(folder / "log.sqlite")) as connection:
            rows = "SELECT rootpage FROM sqlite_master WHERE name = 'calibrations'"
            page = connection.execute(rows).fetchone()[0]
        content = bytearray((folder / "log.sqlite").read_bytes())
        content[4096 * (page - 1) : 4096 * (page - 1) + 8] = bytes([13, 0, 0, 255, 255, 1, 1, 0])
        (folder / "log.sqlite").write_bytes(content)
        clock.move(days=1)
        with LogBook(folder, clock) as log:
            assert count_sets(log) == 60
            with pytest.raises(LogDamagedError):
                log.save_set(make_set())
            assert count_sets(log) == 60

    def test_without_a_backup_the_way_is_to_begin_anew(self, folder: Path) -> None:
        LogBook(folder).close()
        overwrite_head(folder / "log.sqlite")
        with pytest.raises(
            LogDamagedError, match=r"no backup.*move the file away to begin a new one\.$"
        ) as told:
            LogBook(folder)
        assert told.value.backup is None
