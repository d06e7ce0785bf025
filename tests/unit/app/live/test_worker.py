"""The process a coach lives in, without the process."""

from __future__ import annotations

import json

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
    Skip,
    Take,
    Unreadable,
)
from formcheck.app.live.protocol import StartMessage
from formcheck.app.live.worker import NO_SET, SURPRISED, Desk
from formcheck.app.messages import send
from tests.unit.app.live.conftest import JPEG
from tests.unit.app.live.stub_coach import REFUSAL, open_stub

LOOK = Take(JPEG, 320, 240, 0.04)


def do(*errands: object) -> list[Answer]:
    """Do errands one after the other, as the process does."""
    desk = Desk()
    return [desk.answer(errand) for errand in errands]


def begin(exercise: str = "") -> Begin:
    return Begin(open_stub, StartMessage(exercise))


def test_one_set_after_the_other() -> None:
    told = do(begin(), LOOK, Skip(), LOOK, Conclude(), begin(), LOOK, Abandon())
    assert all(isinstance(answer, Done) for answer in told)
    texts = [json.loads(answer.text) for answer in told if isinstance(answer, Done)]
    assert [texts[at]["count"] for at in (1, 3, 4, 6)] == [1, 102, 102, 1]


@pytest.mark.parametrize("errand", [LOOK, Skip(), Conclude()])
def test_without_a_set_there_is_nothing_to_do(errand: Errand) -> None:
    assert do(errand) == [Broken(NO_SET)]
    assert do(begin(), Abandon(), errand)[-1] == Broken(NO_SET)


@pytest.mark.parametrize(
    "look", [Take(JPEG, 240, 320, 0.0), Take(JPEG, 321, 240, 0.0), Take(b"\0", 1, 1, 0.0)]
)
def test_a_picture_of_another_size_than_it_said_is_not_looked_at(look: Take) -> None:
    assert do(begin(), look, LOOK)[1:] == [Unreadable(), do(begin(), LOOK)[1]]


def test_what_was_expected_to_go_wrong_is_one_sentence_and_the_set_is_over() -> None:
    assert do(begin(), begin("unknown"), LOOK)[1:] == [Broken(REFUSAL), Broken(NO_SET)]


def test_what_nobody_expected_is_told_with_its_reason() -> None:
    surprised, after = do(begin("surprised"), LOOK, LOOK)[1:]
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


def test_a_coach_that_hangs_ends_with_the_app_all_the_same() -> None:
    process = CoachProcess()
    seen = psutil.Process(process.pid)
    send(process._to_child, Begin(open_stub, StartMessage("is_never_ready")))
    process._to_child.close()  # as when the app is killed
    seen.wait(60)
    assert process.wait() == 0
