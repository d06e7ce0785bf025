"""What the processes do that tests start, and kill.

A fork server starts them in milliseconds: it has this module loaded.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any

import pytest

from formcheck.history.log_book import LogBook
from formcheck.history.migration import read_scripts
from tests.unit.history.set_factory import NOON, make_set

MOST_SAVES = 60
NEXT_VERSION = (*read_scripts(), "ALTER TABLE sets ADD COLUMN mood TEXT; CREATE TABLE moods (id INTEGER);")
"""A schema as the next formcheck may have it."""


def open_nursery() -> BaseContext:
    """Where such processes come from."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        pytest.skip("This system cannot fork: a thousand starts would take minutes.")
    nursery = multiprocessing.get_context("forkserver")
    nursery.set_forkserver_preload(["pytest", __name__])
    return nursery


def save_numbered(log: LogBook, folder: Path, writer: int, number: int) -> int:
    """Save a set with a track of its own, whose note tells how many repetitions belong to it."""
    track = folder.parent / f"{writer}.npz"
    track.write_bytes(f"{writer}/{number}".encode() * 5000)
    reps = 1 + number % 7
    at = NOON + timedelta(minutes=3 * number)
    return log.save_set(make_set(at, reps, note=str(reps)), track).set_id


def save_until_killed(folder: Path, writer: int, told: Connection) -> None:
    """Save set after set, and tell the id of each that is saved."""
    with LogBook(folder) as log:
        for number in range(MOST_SAVES):
            told.send(save_numbered(log, folder, writer, number))
    signal.pause()


def save_and_die(folder: Path, writer: int, point: int, told: Connection) -> None:
    """Save a set, tell its id, and die in the next save, when so many calls have begun or ended in it."""
    with LogBook(folder) as log:
        told.send(save_numbered(log, folder, writer, 0))
        _die_at(point, told, lambda: save_numbered(log, folder, writer, 1))


def open_and_die(folder: Path, scripts: tuple[str, ...] | None, point: int, told: Connection) -> None:
    """Die while the log is opened, and migrated where it is to be."""
    _die_at(point, told, lambda: LogBook(folder, scripts=scripts).close())


def remove_and_die(folder: Path, athlete: str, point: int, told: Connection) -> None:
    """Die while an athlete is removed."""
    with LogBook(folder) as log:
        _die_at(point, told, lambda: log.remove_athlete(athlete))


def save_many(folder: Path, writer: int, many: int, reopen_every: int, start: Any) -> None:
    """Save sets beside others who do, opening the log anew now and then."""
    start.wait()
    for first in range(0, many, reopen_every):
        with LogBook(folder) as log:
            for number in range(first, first + reopen_every):
                save_numbered(log, folder, writer, number)


def open_once(folder: Path, scripts: tuple[str, ...] | None, start: Any) -> None:
    """Open the log when everybody does."""
    start.wait()
    LogBook(folder, scripts=scripts).close()


def _die_at(point: int, told: Connection, do: Callable[[], object]) -> None:
    """Do something and die at one of its calls; a point beyond them lives, and tells how many there were."""
    calls = 0

    def watch(*_: object) -> None:
        nonlocal calls
        calls += 1
        if calls == point:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(watch)
    try:
        do()
    finally:
        sys.setprofile(None)
    told.send(("lived", calls))
