"""A process that is really killed at any point of a save loses no earlier set and leaves no half one."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from formcheck.history.details import read_report_text
from formcheck.history.log_book import LogBook
from tests.unit.history.child import (
    NEXT_VERSION,
    open_and_die,
    open_nursery,
    remove_and_die,
    save_and_die,
    save_until_killed,
)
from tests.unit.history.set_factory import dump, find_broken_references, list_files, make_set, write_track

RANDOM_KILLS, PLACED_KILLS = 120, 120
PLACES = 40
"""Points of an opening or a removal at which it is killed."""
BEYOND = 10**9


def run(do: Callable[..., None], *wishes: Any, wait_s: float | None = None) -> list[Any]:
    """Run in a process until it ends, or is killed after a time; what it told before."""
    nursery = open_nursery()
    reading, telling = nursery.Pipe(duplex=False)
    process = nursery.Process(target=do, args=(*wishes, telling))  # type: ignore[attr-defined]
    process.start()
    telling.close()
    told = []
    if wait_s is not None:
        told.append(reading.recv())
        time.sleep(wait_s)
        process.kill()
    process.join(30)
    try:
        while True:
            told.append(reading.recv())
    except EOFError:
        reading.close()
    lived = bool(told) and isinstance(told[-1], tuple)
    assert process.exitcode == (0 if lived else -signal.SIGKILL)
    return told


def assert_whole(folder: Path, acknowledged: set[int]) -> None:
    """The log opens, has what it acknowledged, every set whole, and no file that belongs to none."""
    with LogBook(folder) as log:
        assert log.check() == []
        assert find_broken_references(log) == []
        rows = log.read(
            "SELECT id, note, count, track, (SELECT count(*) FROM reps WHERE set_id = sets.id) AS reps,"
            " (SELECT count(*) FROM faults WHERE set_id = sets.id) AS faults,"
            " (SELECT count(*) FROM verdicts WHERE set_id = sets.id) AS verdicts,"
            " (SELECT count(*) FROM reports WHERE set_id = sets.id) AS reports FROM sets"
        )
        assert acknowledged <= {row["id"] for row in rows}
        for row in rows:
            assert row["reps"] == row["faults"] == row["count"] == int(row["note"])
            assert (row["verdicts"], row["reports"]) == (1, 1)
        assert list_files(folder) == sorted(f"tracks/{row['track']}" for row in rows)
        newest = max(row["id"] for row in rows)
        assert f'"count": {rows[-1]["count"]}' in read_report_text(log, newest)


def spread(calls: int, places: int) -> list[int]:
    """Points over all the calls, the first and the last among them."""
    return sorted({1 + round(k * (calls - 1) / (places - 1)) for k in range(places)})


def test_saves_killed_at_random_moments(folder: Path) -> None:
    randomness = random.Random(7)
    acknowledged: set[int] = set()
    for kill in range(RANDOM_KILLS):
        acknowledged |= set(run(save_until_killed, folder, kill, wait_s=randomness.uniform(0.0, 0.012)))
        assert_whole(folder, acknowledged)
    assert len(acknowledged) > RANDOM_KILLS  # it was killed while it saved, not before


def test_saves_killed_at_every_part_of_them(folder: Path) -> None:
    first, (_, calls) = run(save_and_die, folder, 0, BEYOND)
    acknowledged = {first}
    for point in spread(calls, PLACED_KILLS):
        acknowledged |= {one for one in run(save_and_die, folder, point, point) if isinstance(one, int)}
        assert_whole(folder, acknowledged)


def test_a_log_killed_while_it_is_made_is_made_the_next_time(tmp_path: Path) -> None:
    ((_, calls),) = run(open_and_die, tmp_path / "whole", None, BEYOND)
    for point in spread(calls, PLACES):
        folder = tmp_path / str(point)
        run(open_and_die, folder, None, point)
        with LogBook(folder) as log:
            assert log.save_set(make_set()).is_new


def test_a_migration_that_is_killed_is_done_the_next_time(tmp_path: Path) -> None:
    with LogBook(tmp_path / "model") as log:
        log.save_set(make_set())
    before = dump(tmp_path / "model")
    content = (tmp_path / "model" / "log.sqlite").read_bytes()

    def place(name: str) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "log.sqlite").write_bytes(content)
        return folder

    ((_, calls),) = run(open_and_die, place("whole"), NEXT_VERSION, BEYOND)
    after = dump(tmp_path / "whole")
    assert after != before
    for point in spread(calls, PLACES):
        folder = place(str(point))
        run(open_and_die, folder, NEXT_VERSION, point)
        assert dump(folder) in (before, after)
        LogBook(folder, scripts=NEXT_VERSION).close()
        assert dump(folder) == after
        assert list_files(folder) == []


def test_a_removal_that_is_killed_leaves_all_of_somebody_or_nothing(tmp_path: Path) -> None:
    def place(name: str) -> Path:
        folder = tmp_path / name / "log"
        with LogBook(folder) as log:
            for athlete in ("Zebedee", "Ann"):
                track = write_track(tmp_path, f"of {athlete}".encode())
                log.save_set(make_set(athlete=athlete, note=f"by {athlete}"), track)
        return folder

    ((_, calls),) = run(remove_and_die, place("whole"), "Zebedee", BEYOND)
    outcomes = set()
    for point in spread(calls, PLACES):
        folder = place(str(point))
        run(remove_and_die, folder, "Zebedee", point)
        with LogBook(folder) as log:
            athletes = {row["name"] for row in log.read("SELECT name FROM athletes")}
            tracks = len(list_files(folder))
        found = any(b"Zebedee" in path.read_bytes() for path in folder.rglob("*") if path.is_file())
        outcomes.add((tuple(sorted(athletes)), tracks, found))
    assert outcomes == {(("Ann", "Zebedee"), 2, True), (("Ann",), 1, False)}
