"""What a batch shows on a terminal and off it."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from formcheck.batch.screen import Screen, describe_s
from formcheck.batch.work import Outcome, fail


def open_screen(clips: int, is_terminal: bool) -> tuple[Screen, Console, Console]:
    out = Console(file=io.StringIO(), width=100, highlight=False)
    err = Console(file=io.StringIO(), width=100, highlight=False, force_terminal=is_terminal)
    return Screen(1000, clips, out, err), out, err


def read(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_off_a_terminal_there_are_lines_only(make_task):
    screen, out, err = open_screen(2, is_terminal=False)
    tasks = [make_task("a[1].mp4"), make_task("b.mp4")]
    with screen.follow():
        for task in tasks:
            screen.show_progress(task, "Finding the athlete", 0.5)
            screen.show_outcome(fail(task, "It is [broken]."))
    assert re.fullmatch(
        r"1/2  ✗ a\[1\]\.mp4: It is \[broken\]\.  \d+ s left\n2/2  ✗ b\.mp4: It is \[broken\]\.\n", read(out)
    )
    assert read(err) == ""


def test_on_a_terminal_those_under_way_are_seen(make_task):
    screen, _, err = open_screen(3, is_terminal=True)
    task = make_task("set.mp4")
    with screen.follow():
        screen.show_progress(task, "Finding the athlete", 0.5)
    shown = read(err)
    assert "set.mp4" in shown
    assert "finding the athlete" in shown
    assert "50%" in shown
    assert "0 of 3 clips" in shown


def test_a_clip_of_which_nothing_is_known_is_told(make_task):
    screen, out, _ = open_screen(1, is_terminal=False)
    screen.show_outcome(Outcome(make_task("a.mp4").clip, "There is no file."))
    assert read(out) == "1/1  ✗ a.mp4: There is no file.\n"


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.4, "0 s"), (99, "99 s"), (100, "2 min"), (7000, "117 min"), (7260, "2 h 1 min")]
)
def test_times_are_said_as_people_do(seconds, words):
    assert describe_s(seconds) == words
