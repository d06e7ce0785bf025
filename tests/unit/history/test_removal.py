"""A removed athlete is really removed: from the rows, the files, the free pages, the WAL and the backups."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from formcheck.errors import InputError
from formcheck.history.backups import list_backups, restore_backup
from formcheck.history.log_book import LogBook
from formcheck.history.queries import SetFilter, count_sets, list_athletes, list_calibrations, list_sessions
from formcheck.history.rows import pack
from tests.unit.history.set_factory import (
    NOON,
    Clock,
    find_broken_references,
    list_files,
    make_set,
    write_track,
)

NAME = "Zebedee Quince"
REPORT = '{"of": "' + "".join(random.Random(1).choices("abcdefgh", k=8000)) + '"}'


def search(folder: Path, what: bytes) -> list[str]:
    """Files of a log in which something can be found, whatever SQLite thinks of it."""
    return [path.name for path in folder.rglob("*") if path.is_file() and what in path.read_bytes()]


def fill(log: LogBook, clock: Clock, tmp_path: Path) -> None:
    """Three days of two athletes with all that can be kept of them."""
    for day in range(3):
        for athlete in (NAME, "Ann"):
            for number in range(5):
                at = NOON + timedelta(days=day, minutes=number)
                new = make_set(at, athlete=athlete, note=f"{athlete} {number}", report=REPORT + athlete)
                log.save_set(new, write_track(tmp_path, f"poses of {athlete}".encode()))
            log.save_calibration(athlete, "default", "hinge", NOON.date(), {"made_by": athlete})
            session = list_sessions(log, athlete)[0]
            log.edit_session(session.session_id, "Push", f"{athlete} was tired")
        clock.move(days=1)


def test_nothing_of_an_athlete_is_left(log: LogBook, folder: Path, clock: Clock, tmp_path: Path) -> None:
    fill(log, clock, tmp_path)
    log.delete_sets([1])
    restore_backup(folder, now=clock())  # leaves what was there beside the backups
    log.close()
    with LogBook(folder, clock) as again:
        log_of = {athlete: count_sets(again, SetFilter(athlete)) for athlete in (NAME, "Ann")}
        assert len(search(folder, NAME.encode())) >= 5  # the search finds what is there
        assert search(folder, pack(REPORT + NAME)[-40:])

        assert again.remove_athlete(NAME.upper()) == log_of[NAME]
        assert search(folder, NAME.encode()) == []
        assert search(folder, pack(REPORT + NAME)[-40:]) == []
        assert again.read("PRAGMA freelist_count")[0][0] == 0
        assert [one.name for one in list_athletes(again)] == ["Ann"]
        assert count_sets(again, SetFilter("Ann")) == log_of["Ann"]
        assert list_calibrations(again, NAME) == []
        assert len(list_calibrations(again, "ann")) == 1
        assert len(list_files(folder)) == 1  # Ann's track
        assert [one.made_at for one in list_backups(folder)] == [clock()]
        assert (again.check(), find_broken_references(again)) == ([], [])
    assert search(folder, NAME.encode()) == []
    with closing(sqlite3.connect(list_backups(folder)[0].path)) as backup:
        assert backup.execute("SELECT count(*) FROM sets").fetchone() == (log_of["Ann"],)


def test_a_trace_that_a_reader_holds_goes_with_the_next_opening(folder: Path, clock: Clock) -> None:
    with LogBook(folder, clock, patience_s=0.05) as log:
        log.save_set(make_set(athlete=NAME))
        with closing(sqlite3.connect(folder / "log.sqlite", isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM sets").fetchall()
            with pytest.raises(InputError, match="left traces, which go when it is opened again"):
                log.remove_athlete(NAME)
            assert list_athletes(log) == []
        assert search(folder, NAME.encode())
    with LogBook(folder, clock):
        assert search(folder, NAME.encode()) == []


def test_a_backup_of_the_future_does_not_stay_either(folder: Path, clock: Clock, tmp_path: Path) -> None:
    with LogBook(folder, clock) as log:
        fill(log, clock, tmp_path)
        clock.move(days=-30)
        log.remove_athlete(NAME)
    assert search(folder, NAME.encode()) == []


def test_emptying_the_bin_leaves_no_trace_either(log: LogBook, folder: Path) -> None:
    log.save_set(make_set(note="keep this"))
    log.delete_sets([log.save_set(make_set(note=NAME)).set_id])
    assert search(folder, NAME.encode())
    assert log.empty_bin() == 1
    assert search(folder, NAME.encode()) == []
    assert search(folder, b"keep this")


def test_somebody_who_is_not_there_is_one_sentence(log: LogBook) -> None:
    log.save_set(make_set())
    with pytest.raises(InputError, match="Nobody called “Bob”"):
        log.remove_athlete("Bob")
    assert count_sets(log) == 1


def test_nobody_in_particular_can_be_removed_too(log: LogBook) -> None:
    log.save_set(make_set(athlete=""))
    log.save_set(make_set(athlete="Ann"))
    assert log.remove_athlete("") == 1
    assert [one.name for one in list_athletes(log)] == ["Ann"]


def test_calibrations_are_kept_with_their_day(log: LogBook) -> None:
    for day, content in ((1, {"a": 1.5}), (2, {"a": 2.5}), (2, {"a": 2.5})):
        log.save_calibration("Ann", "rack", "hinge", date(2026, 3, day), content)
    found = list_calibrations(log, "ann")
    assert [(one.made_on.day, one.content) for one in found] == [(2, {"a": 2.5}), (1, {"a": 1.5})]
    assert (found[0].athlete, found[0].camera, found[0].kind) == ("Ann", "rack", "hinge")
