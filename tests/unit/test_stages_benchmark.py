"""What is timed of a run, and how it is laid out."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from benchmarks.stages import Stopwatch, lay_out_table, watch

NAP_S = 0.02


class Work:
    """Does something that takes a while, within something else that does."""

    def do_all(self) -> str:
        time.sleep(NAP_S)
        return "".join(self.list_parts())

    def list_parts(self) -> Iterator[str]:
        for letter in "ab":
            time.sleep(NAP_S)
            yield letter


def test_time_counts_where_it_is_spent_and_nowhere_twice() -> None:
    stopwatch = Stopwatch()
    before = Work.do_all, Work.list_parts
    with watch(stopwatch, [(Work, "do_all", "all")], ((Work, "list_parts", "parts"),)):
        started = time.perf_counter()
        assert Work().do_all() == "ab"
        whole_s = time.perf_counter() - started
    assert (Work.do_all, Work.list_parts) == before
    assert stopwatch.taken_s["parts"] >= 2 * NAP_S
    assert stopwatch.taken_s["all"] >= NAP_S
    assert sum(stopwatch.taken_s.values()) == pytest.approx(whole_s, abs=NAP_S / 2)


def test_what_fails_is_timed_all_the_same() -> None:
    stopwatch = Stopwatch()

    def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), stopwatch.measure("outside"):
        stopwatch.wrap(fail, "inside")()
    assert set(stopwatch.taken_s) == {"outside", "inside"}


def test_the_table_is_by_time_and_a_picture() -> None:
    lines = lay_out_table({"short": 0.5, "long": 1.5}, 100).splitlines()
    assert lines[2:] == [
        "| long | 15.00 | 75 % |",
        "| short | 5.00 | 25 % |",
        "| together (100 pictures) | 20.00 | |",
    ]
