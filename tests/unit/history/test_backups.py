"""There is always a way back, and it leads somewhere sound."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from formcheck.errors import InputError
from formcheck.history import backups
from formcheck.history.backups import KEPT, Backup, list_backups, restore_backup, write_backup
from formcheck.history.log_book import LogBook
from formcheck.history.migration import read_scripts
from formcheck.history.queries import count_sets
from tests.unit.history.set_factory import Clock, list_files, make_set, write_track

KNOWN = len(read_scripts())


def count_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT count(*) FROM sets").fetchone()[0]


def save_on_days(folder: Path, clock: Clock, days: int) -> None:
    with LogBook(folder, clock) as log:
        for _ in range(days):
            for _ in range(2):
                log.save_set(make_set())
            clock.move(days=1)


def test_one_a_day_before_the_first_set_and_the_last_five_are_kept(folder: Path, clock: Clock) -> None:
    save_on_days(folder, clock, 8)
    found = list_backups(folder)
    assert [(one.version, one.made_at.day) for one in found] == [(KNOWN, day) for day in (9, 8, 7, 6, 5)]
    assert len(found) == KEPT
    assert [count_in(one.path) for one in found] == [14, 12, 10, 8, 6]
    assert [path.name for path in (folder / "backups").iterdir()].count(
        f"log-backup-{KNOWN}-20260309T130000Z.sqlite"
    ) == 1


def test_of_older_versions_the_newest_stays(folder: Path, clock: Clock) -> None:
    save_on_days(folder, clock, 3)
    old = [one.path for one in list_backups(folder)]
    write_backup(folder, KNOWN + 1, clock())
    assert [(one.version, one.path == old[0]) for one in list_backups(folder)] == [
        (KNOWN + 1, False),
        (KNOWN, True),
    ]


def test_a_backup_holds_what_is_still_in_the_wal(log: LogBook, folder: Path, clock: Clock) -> None:
    log.save_set(make_set())
    assert (folder / "log.sqlite-wal").stat().st_size > 0
    made = write_backup(folder, 1, clock())
    assert count_in(made.path) == 1
    assert [path.name for path in made.path.parent.iterdir()] == [made.path.name]


def test_one_that_cannot_be_written_prevents_no_save(folder: Path, clock: Clock) -> None:
    with LogBook(folder, clock) as log:
        log.save_set(make_set())
        (folder / "backups").write_text("in the way")
        assert log.save_set(make_set()).is_new


def test_a_backup_that_failed_leaves_nothing(log: LogBook, folder: Path, clock: Clock, monkeypatch) -> None:
    log.save_set(make_set())

    def fail(path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "flush", fail)
    with pytest.raises(OSError, match="No space"):
        write_backup(folder, 1, clock())
    assert list_backups(folder) == []
    assert list_files(folder) == []


class TestRestoring:
    def test_what_was_there_is_kept_beside_it(self, folder: Path, clock: Clock) -> None:
        save_on_days(folder, clock, 3)
        assert restore_backup(folder, now=clock()).made_at.day == 4
        with LogBook(folder, clock) as log:
            assert count_sets(log) == 4
        assert count_in(folder / "backups" / "damaged-20260305T130000Z.sqlite") == 6

    def test_any_of_them_may_be_chosen(self, folder: Path, clock: Clock) -> None:
        save_on_days(folder, clock, 3)
        oldest = list_backups(folder)[-1]
        assert restore_backup(folder, oldest, clock()) == oldest
        with LogBook(folder, clock) as log:
            assert count_sets(log) == 1  # made before the second set of the first day
            assert log.check() == []

    def test_a_damaged_backup_is_passed_over(self, folder: Path, clock: Clock) -> None:
        save_on_days(folder, clock, 3)
        newest, second, _ = list_backups(folder)
        newest.path.write_bytes(newest.path.read_bytes()[:5000])
        assert restore_backup(folder, now=clock()) == second

    def test_the_wal_of_the_damaged_log_is_not_read_into_it(self, folder: Path, clock: Clock) -> None:
        save_on_days(folder, clock, 2)
        log = LogBook(folder, clock)
        log.save_set(make_set())
        wal = (folder / "log.sqlite-wal").read_bytes()
        log.close()
        (folder / "log.sqlite-wal").write_bytes(wal)
        restore_backup(folder, now=clock())
        assert not (folder / "log.sqlite-wal").exists()
        assert (folder / "backups" / "damaged-20260304T130000Z.sqlite-wal").read_bytes() == wal
        with LogBook(folder, clock) as log:
            assert count_sets(log) == 4

    def test_without_one_nothing_is_changed(self, folder: Path, clock: Clock) -> None:
        with LogBook(folder, clock) as log:
            log.save_set(make_set())
        content = (folder / "log.sqlite").read_bytes()
        with pytest.raises(InputError, match="holds no sound backup"):
            restore_backup(folder)
        gone = Backup(folder / "backups" / "log-backup-1-20250101T000000Z.sqlite", 1, clock())
        with pytest.raises(InputError, match="is no sound backup"):
            restore_backup(folder, gone)
        assert (folder / "log.sqlite").read_bytes() == content
        assert list_files(folder) == []

    def test_a_track_that_is_gone_since_is_told_of(self, folder: Path, clock: Clock, tmp_path: Path) -> None:
        with LogBook(folder, clock) as log:
            set_id = log.save_set(make_set(), write_track(tmp_path)).set_id
            log.save_set(make_set())  # with a backup before it
            log.delete_sets([set_id])
            clock.move(days=31)
        LogBook(folder, clock).close()
        restore_backup(folder, now=clock())
        with LogBook(folder, clock) as log:
            assert log.find_track(set_id) is None
            assert len(log.check()) == 1
