"""The process a coach lives in, without the process."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from formcheck.app.live.coach import (
    Abandon,
    Answer,
    Begin,
    Broken,
    CoachProcess,
    Conclude,
    Done,
    Errand,
    Held,
    Leaving,
    Skip,
    Take,
    Unreadable,
)
from formcheck.app.live.protocol import StartMessage
from formcheck.app.live.worker import NO_ROOM, NO_SET, SURPRISED, Desk
from formcheck.child_process import send
from tests.unit.app.live.conftest import JPEG
from tests.unit.app.live.stub_coach import NAME, REFUSAL, open_stub

LOOK = Take(JPEG, 320, 240, 0.04)


def do(*errands: object) -> list[Answer]:
    """Do errands one after the other, as the process does."""
    desk = Desk()
    return [desk.answer(errand) for errand in errands]


@pytest.fixture
def begin(tmp_path: Path) -> Callable[..., Begin]:
    def make(exercise: str = "") -> Begin:
        return Begin(open_stub, StartMessage(exercise), tmp_path)

    return make


def count(answer: Answer) -> int:
    """What the stub has counted."""
    assert isinstance(answer, Done)
    return json.loads(answer.text)["count"]


def test_one_set_after_the_other(begin: Callable[..., Begin], tmp_path: Path) -> None:
    told = do(begin(), LOOK, Skip(), LOOK, Conclude(), begin(), LOOK, Abandon())
    assert [count(told[at]) for at in (1, 3, 6)] == [1, 102, 1]
    assert told[4] == Done(leaving=Leaving(NAME, ""))
    assert [told[at] for at in (0, 2, 5, 7)] == [Done()] * 4
    assert (tmp_path / "count.txt").read_text() == "102"


@pytest.mark.parametrize("errand", [LOOK, Skip(), Conclude()])
def test_without_a_set_there_is_nothing_to_do(errand: Errand, begin: Callable[..., Begin]) -> None:
    assert do(errand) == [Broken(NO_SET)]
    assert do(begin(), Abandon(), errand)[-1] == Broken(NO_SET)
    assert do(begin(), LOOK, Conclude(), errand)[-1] == Broken(NO_SET)


def test_a_set_of_which_there_is_nothing_leaves_nothing(begin: Callable[..., Begin], tmp_path: Path) -> None:
    assert do(begin(), Conclude())[-1] == Done()
    assert list(tmp_path.iterdir()) == []


def test_a_set_that_finds_no_room_is_held_until_there_is_some(
    begin: Callable[..., Begin], tmp_path: Path
) -> None:
    told = do(begin("no_room"), LOOK, Conclude(), LOOK, Conclude(), LOOK)
    assert told[2] == Held(NO_ROOM.format(reason=os.strerror(errno.ENOSPC)))
    assert count(told[3]) == 2  # it is still there, and goes on
    assert told[4] == Done(leaving=Leaving(NAME, "no_room"))
    assert told[5] == Broken(NO_SET)
    assert (tmp_path / "count.txt").read_text() == "2"


@pytest.mark.parametrize(
    "look", [Take(JPEG, 240, 320, 0.0), Take(JPEG, 321, 240, 0.0), Take(b"\0", 1, 1, 0.0)]
)
def test_a_picture_of_another_size_than_it_said_is_not_looked_at(
    look: Take, begin: Callable[..., Begin]
) -> None:
    assert do(begin(), look, LOOK)[1:] == [Unreadable(), do(begin(), LOOK)[1]]


def test_what_was_expected_to_go_wrong_is_one_sentence_and_the_set_is_over(
    begin: Callable[..., Begin],
) -> None:
    assert do(begin(), begin("unknown"), LOOK)[1:] == [Broken(REFUSAL), Broken(NO_SET)]


@pytest.mark.parametrize(("exercise", "errand"), [("surprised", LOOK), ("surprised_at_the_end", Conclude())])
def test_what_nobody_expected_is_told_with_its_reason(
    exercise: str, errand: Errand, begin: Callable[..., Begin]
) -> None:
    surprised, after = do(begin(exercise), errand, errand)[1:]
    assert isinstance(surprised, Broken)
    assert surprised.sentence == SURPRISED
    assert "ZeroDivisionError" in surprised.detail
    assert after == Broken(NO_SET)
    (unknown,) = do("dance")
    assert isinstance(unknown, Broken)


def test_a_factory_that_cannot_be_imported_is_told_with_its_reason() -> None:
    (answer,) = do(ImportError("no module named coach"))
    assert isinstance(answer, Broken)
    assert (answer.sentence, "no module named coach" in answer.detail) == (SURPRISED, True)


def test_a_coach_is_let_go_once() -> None:
    closed = []

    class Coach:
        def close(self) -> None:
            closed.append(self)

    desk = Desk()
    desk._coach = Coach()  # type: ignore[assignment]
    desk.clear()
    desk.clear()
    assert len(closed) == 1


def test_a_coach_that_hangs_ends_with_the_app_all_the_same(begin: Callable[..., Begin]) -> None:
    process = CoachProcess()
    seen = psutil.Process(process.pid)
    send(process._to_child, begin("is_never_ready"))
    process._to_child.close()  # as when the app is killed
    seen.wait(60)
    assert process.wait() == 0
