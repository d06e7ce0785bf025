"""One seat, without a socket: what it tells when something is in its way, and what becomes of its folders."""

from __future__ import annotations

import errno
import json
import os
import queue
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from formcheck.app.live.protocol import (
    Ending,
    Finish,
    Order,
    Picture,
    Start,
    StartMessage,
    Stop,
)
from formcheck.app.live.seat import NOT_STARTED, Seat
from formcheck.app.live.worker import NO_ROOM, SURPRISED
from formcheck.errors import InputError
from tests.unit.app.live.conftest import JPEG, PATIENCE_S, PlainShelf, WatchedShelf
from tests.unit.app.live.stub_coach import REFUSAL, open_stub


class Sitter:
    """Gives a seat one thing and hears what comes of it."""

    def __init__(self, shelf: WatchedShelf) -> None:
        self.shelf = shelf
        self.seat = Seat("token", open_stub, shelf)
        self._told: queue.Queue[str | Ending] = queue.Queue()
        self.seat.deliver = self._told.put

    def hear(self) -> dict[str, Any]:
        said = self._told.get(timeout=PATIENCE_S)
        assert isinstance(said, str)
        return json.loads(said)

    def give(self, work: Order | Picture) -> dict[str, Any]:
        self.seat.give(work)
        return self.hear()

    def start(self, exercise: str = "", resumes: bool = False) -> dict[str, Any]:
        return self.give(Start(StartMessage(exercise), resumes))

    def show(self, t_ms: int) -> dict[str, Any]:
        return self.give(Picture(t_ms, JPEG, 320, 240))

    def close(self) -> None:
        self.seat.close()
        self.seat.wait(PATIENCE_S)


@pytest.fixture
def sitter(tmp_path: Path) -> Iterator[Sitter]:
    made = Sitter(WatchedShelf(PlainShelf(tmp_path)))
    yield made
    made.close()
    assert made.shelf.list_loose() == []


def find_folder(sitter: Sitter) -> Path:
    """The folder of the set that goes on, in which its coach has written."""
    folder = sitter.shelf.made[-1]
    assert (folder / "last.jpg").is_file()
    return folder


def test_a_machine_that_starts_no_more_processes_is_one_sentence(
    sitter: Sitter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("formcheck.app.live.seat.CoachProcess", refuse)
    for _ in range(2):
        assert sitter.start() == {"type": "failed", "sentence": NOT_STARTED}
        assert sitter.shelf.list_loose() == []
    assert not sitter.seat.is_busy
    assert sitter.seat.pid is None


def test_a_disk_without_room_for_a_folder_is_one_sentence(
    sitter: Sitter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> Path:
        raise InputError("There is no room.")

    sitter.start()
    sitter.show(40)
    before = find_folder(sitter)
    monkeypatch.setattr(sitter.shelf, "make_folder", refuse)
    assert sitter.start() == {"type": "failed", "sentence": "There is no room."}
    assert not before.exists()
    assert sitter.show(80)["why"] == "no_set"
    monkeypatch.undo()
    assert sitter.start()["type"] == "ready"
    assert sitter.show(40)["state"]["count"] == 1


def test_a_finished_set_is_taken_in_and_no_longer_ours(sitter: Sitter) -> None:
    sitter.start("deadlift")
    sitter.show(40)
    folder = find_folder(sitter)
    said = sitter.give(Finish())
    ((review, (taken, leaving)),) = sitter.shelf.taken.items()
    assert said == {"type": "finished", "review": review}
    assert (taken, leaving.exercise) == (folder, "deadlift")
    assert sitter.give(Finish()) == {"type": "finished", "review": None}
    assert sitter.give(Stop()) == {"type": "stopped"}
    sitter.start()
    sitter.close()
    assert (folder / "count.txt").read_text() == "1"
    assert len(sitter.shelf.taken) == 1


def test_a_set_that_finds_no_room_is_still_there(sitter: Sitter) -> None:
    sitter.start("no_room")
    sitter.show(40)
    folder = find_folder(sitter)
    sentence = NO_ROOM.format(reason=os.strerror(errno.ENOSPC))
    assert sitter.give(Finish()) == {"type": "held", "sentence": sentence}
    assert sitter.shelf.taken == {}
    assert sitter.start("no_room", resumes=True) == {"type": "ready", "resumed": True}
    assert sitter.show(80)["state"]["count"] == 2
    assert sitter.give(Finish())["review"] in sitter.shelf.taken
    assert (folder / "count.txt").read_text() == "2"


def test_a_set_that_is_held_may_be_thrown_away(sitter: Sitter) -> None:
    sitter.start("no_room")
    sitter.show(40)
    folder = find_folder(sitter)
    assert sitter.give(Finish())["type"] == "held"
    assert sitter.give(Stop()) == {"type": "stopped"}
    assert not folder.exists()


@pytest.mark.parametrize("exercise", ["", "no_room"])
def test_who_did_not_hear_what_became_of_a_set_is_told_again(sitter: Sitter, exercise: str) -> None:
    sitter.start(exercise)
    sitter.show(40)
    if exercise:
        sitter.give(Finish())  # in vain
    said = sitter.give(Finish())
    for _ in range(2):
        assert sitter.start(exercise, resumes=True) == said
    assert sitter.show(80)["why"] == "no_set"
    assert sitter.start("deadlift", resumes=True) == {"type": "ready", "resumed": False}  # another set
    assert sitter.give(Stop()) == {"type": "stopped"}
    assert sitter.start(exercise, resumes=True) == {"type": "ready", "resumed": False}


def test_a_new_set_of_the_same_kind_is_not_the_one_before(sitter: Sitter) -> None:
    sitter.start()
    sitter.show(40)
    sitter.give(Finish())
    assert sitter.start() == {"type": "ready", "resumed": False}
    assert sitter.show(40)["state"]["count"] == 1
    assert sitter.start(resumes=True) == {"type": "ready", "resumed": True}


def throw_away(sitter: Sitter) -> None:
    assert sitter.give(Stop()) == {"type": "stopped"}


def begin_another(sitter: Sitter) -> None:
    assert sitter.start("deadlift") == {"type": "ready", "resumed": False}
    assert sitter.shelf.made[-1].is_dir()


def begin_another_in_vain(sitter: Sitter) -> None:
    assert sitter.start("unknown") == {"type": "failed", "sentence": REFUSAL}
    assert sitter.shelf.list_loose() == []


def find_nothing_to_review(sitter: Sitter) -> None:
    assert sitter.start() == {"type": "ready", "resumed": False}
    assert sitter.give(Finish()) == {"type": "finished", "review": None}
    assert sitter.shelf.list_loose() == []


def kill_coach(sitter: Sitter) -> None:
    pid = sitter.seat.pid
    assert pid is not None
    psutil.Process(pid).kill()
    failed = sitter.show(80)
    assert failed["type"] == "failed"
    assert "SIGKILL" in failed["sentence"]
    assert sitter.hear()["why"] == "no_set"


def close_seat(sitter: Sitter) -> None:
    sitter.close()


@pytest.mark.parametrize(
    "end",
    [throw_away, begin_another, begin_another_in_vain, find_nothing_to_review, kill_coach, close_seat],
)
def test_a_set_that_comes_to_nothing_leaves_nothing(sitter: Sitter, end: Callable[[Sitter], None]) -> None:
    sitter.start()
    sitter.show(40)
    folder = find_folder(sitter)
    end(sitter)
    assert not folder.exists()
    assert sitter.shelf.taken == {}


@pytest.mark.parametrize("exercise", ["surprised_at_the_end", "dies_at_the_end"])
def test_a_set_that_breaks_at_its_end_leaves_nothing(sitter: Sitter, exercise: str) -> None:
    sitter.start(exercise)
    sitter.show(40)
    folder = find_folder(sitter)
    failed = sitter.give(Finish())
    assert failed["type"] == "failed"
    assert ("SIGABRT" if exercise == "dies_at_the_end" else SURPRISED) in failed["sentence"]
    assert not folder.exists()
    assert sitter.show(80)["why"] == "no_set"


def test_an_older_set_lets_go_of_its_files_before_its_folder_is_removed(
    sitter: Sitter, monkeypatch: pytest.MonkeyPatch
) -> None:
    clear, were_open = sitter.shelf.clear, []

    def look_and_clear(folder: Path) -> None:
        were_open.append((folder / "open").exists())
        clear(folder)

    monkeypatch.setattr(sitter.shelf, "clear", look_and_clear)
    sitter.start("holds_a_file")
    sitter.show(40)
    sitter.start("holds_a_file")
    sitter.show(40)
    sitter.give(Stop())
    assert were_open == [False, False]
