"""Two processes that use one log at once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from formcheck.errors import InputError
from formcheck.history.backups import list_backups
from formcheck.history.log_book import LogBook
from formcheck.history.migration import read_scripts
from formcheck.history.queries import count_sets, list_sets
from tests.unit.history.child import NEXT_VERSION, open_nursery, open_once, save_many
from tests.unit.history.set_factory import find_broken_references, list_files, make_set

SETS_EACH = 100


def run_together(do: Any, wishes: list[tuple[Any, ...]]) -> None:
    """Run one process for each, all beginning at once; every one must end well."""
    nursery: Any = open_nursery()
    start = nursery.Barrier(len(wishes))
    processes = [nursery.Process(target=do, args=(*wish, start)) for wish in wishes]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * len(wishes)


def test_two_hundred_sets_saved_together_are_all_there(folder: Path) -> None:
    folder.parent.mkdir(parents=True)
    run_together(save_many, [(folder, writer, SETS_EACH, 10) for writer in range(2)])
    with LogBook(folder) as log:
        assert count_sets(log) == 2 * SETS_EACH
        assert log.check() == []  # nobody swept a track that the other was about to name
        assert find_broken_references(log) == []
        assert len(list_files(folder)) == 2 * SETS_EACH


def test_a_log_that_four_make_at_once_is_one_log(tmp_path: Path) -> None:
    for number in range(5):
        folder = tmp_path / str(number)
        run_together(open_once, [(folder, None)] * 4)
        with LogBook(folder) as log:
            assert log.save_set(make_set()).is_new


def test_a_migration_that_three_begin_at_once_is_done_once(tmp_path: Path) -> None:
    for number in range(5):
        folder = tmp_path / str(number)
        with LogBook(folder) as log:
            log.save_set(make_set())
        run_together(open_once, [(folder, NEXT_VERSION)] * 3)
        assert [backup.version for backup in list_backups(folder)] == [len(read_scripts())]
        with LogBook(folder, scripts=NEXT_VERSION) as log:
            assert count_sets(log) == 1


def test_somebody_who_writes_for_long_is_told_of(folder: Path) -> None:
    with LogBook(folder, patience_s=0.05) as log, closing(_lock(folder)) as other:
        with pytest.raises(InputError, match=r"not saved.*another formcheck is writing.*try again"):
            log.save_set(make_set())
        assert count_sets(log) == 0  # reading waits for nobody
        other.execute("ROLLBACK")
        assert log.save_set(make_set()).is_new


def test_what_another_saves_is_seen_at_once(folder: Path) -> None:
    with LogBook(folder) as one, LogBook(folder) as other:
        set_id = one.save_set(make_set()).set_id
        assert [found.set_id for found in list_sets(other)] == [set_id]
        other.delete_sets([set_id])
        assert list_sets(one) == []


def _lock(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / "log.sqlite", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    return connection
