"""From one version to the next: backed up before, all of it or nothing."""

from __future__ import annotations

import math
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from formcheck.errors import InputError
from formcheck.history import backups
from formcheck.history.backups import list_backups
from formcheck.history.log_book import LogBook
from formcheck.history.migration import APPLICATION_ID, read_scripts, read_version, split_statements
from formcheck.history.queries import count_sets
from tests.unit.history.set_factory import Clock, dump, make_set

FIRST = read_scripts()
KNOWN = len(FIRST)


def add(script: str) -> tuple[str, ...]:
    return (*FIRST, script)


@pytest.fixture
def before(folder: Path, clock: Clock) -> str:
    """A log of today's version with a set, as SQL."""
    with LogBook(folder, clock, scripts=FIRST) as log:
        log.save_set(make_set())
    return dump(folder)


def test_a_log_goes_on_in_the_new_version(folder: Path, before: str, clock: Clock) -> None:
    scripts = add("ALTER TABLE sets ADD COLUMN mood TEXT DEFAULT 'fine';")
    with LogBook(folder, clock, scripts=scripts) as log:
        assert [row["mood"] for row in log.read("SELECT mood FROM sets")] == ["fine"]
        log.save_set(make_set())
        assert count_sets(log) == 2
        assert log.read("PRAGMA foreign_keys")[0][0] == 1


def test_what_was_there_is_backed_up_before(folder: Path, before: str, clock: Clock) -> None:
    LogBook(folder, clock, scripts=add("DELETE FROM verdicts;")).close()
    (made,) = list_backups(folder)
    assert (made.version, made.made_at) == (KNOWN, clock())
    with closing(sqlite3.connect(made.path)) as connection:
        assert "\n".join([f"({KNOWN},)", *connection.iterdump()]) == before


def test_several_versions_are_one_step(folder: Path, before: str, clock: Clock) -> None:
    scripts = (*FIRST, "CREATE TABLE moods (id);", "INSERT INTO moods VALUES (3);")
    LogBook(folder, clock, scripts=scripts).close()
    with closing(sqlite3.connect(folder / "log.sqlite")) as connection:
        assert read_version(connection) == KNOWN + 2
        assert connection.execute("SELECT id FROM moods").fetchall() == [(3,)]
    assert [one.version for one in list_backups(folder)] == [KNOWN]


@pytest.mark.parametrize(
    "script", ["CREATE TABLE moods (id); SELECT mood FROM sets;", "CREATE TABLE moods (id); SELECT 'endless;"]
)
def test_one_that_fails_changes_nothing(folder: Path, before: str, clock: Clock, script: str) -> None:
    with pytest.raises(sqlite3.Error):
        LogBook(folder, clock, scripts=add(script))
    assert dump(folder) == before


def test_one_that_breaks_references_is_refused(folder: Path, before: str, clock: Clock) -> None:
    with pytest.raises(InputError, match="refers to"):
        LogBook(folder, clock, scripts=add("DELETE FROM athletes;"))
    assert dump(folder) == before


def test_without_a_backup_there_is_no_migration(folder: Path, before: str, clock: Clock, monkeypatch) -> None:
    def fail(path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "flush", fail)
    with pytest.raises(InputError, match=r"could not be opened.* is full; make room"):
        LogBook(folder, clock, scripts=add("CREATE TABLE moods (id);"))
    monkeypatch.undo()
    assert dump(folder) == before


def test_a_new_log_needs_no_backup(folder: Path) -> None:
    LogBook(folder, scripts=add("CREATE TABLE moods (id);")).close()
    assert list_backups(folder) == []


def test_scripts_are_cut_into_statements() -> None:
    script = "-- a; b\nCREATE TABLE a (x); INSERT INTO a\nVALUES ('; --'); -- the end"
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in split_statements(script):
            connection.execute(statement)
        assert connection.execute("SELECT x FROM a").fetchall() == [("; --",)]


def test_a_log_of_the_first_version_goes_on(folder: Path, clock: Clock) -> None:
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / "log.sqlite")) as connection:
        connection.executescript(FIRST[0])
        connection.executescript(
            f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 1;"
            "INSERT INTO athletes VALUES (1, 'Ann', 'ann');"
            "INSERT INTO sets (id, athlete_id, trained_at_ms, utc_offset_s, local_day, saved_at_ms, source,"
            " exercise_key, exercise_name, family, load_kg, count)"
            " VALUES (4, 1, 0, 0, '1970-01-01', 0, 'hand', 'barbell_row', 'Barbell row', 'row', 60.0, 8);"
        )
    with LogBook(folder, clock) as log:
        facts = log.find_set(4).facts
        assert (facts.load_kg, facts.count, facts.set_type, facts.stop_rep) == (60.0, 8, "normal", None)
        assert math.isnan(facts.distance_m)
        assert log.check() == []
        assert log.save_set(make_set()).is_new
    assert [one.version for one in list_backups(folder)] == [1]
