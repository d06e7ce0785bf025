"""A seat whose process cannot even be started."""

from __future__ import annotations

import json
import queue

import pytest

from formcheck.app.live.protocol import Ending, Start, StartMessage
from formcheck.app.live.seat import NOT_STARTED, Seat
from tests.unit.app.live.stub_coach import open_stub


def test_a_machine_that_starts_no_more_processes_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("formcheck.app.live.seat.CoachProcess", refuse)
    seat, told = Seat("token", open_stub), queue.Queue[str | Ending]()
    seat.deliver = told.put
    for _ in range(2):
        seat.give(Start(StartMessage("")))
        said = told.get(timeout=60)
        assert isinstance(said, str)
        assert json.loads(said)["type"] == "failed"
        assert json.loads(said)["sentence"] == NOT_STARTED
    assert not seat.is_busy
    assert seat.pid is None
    seat.close()
    seat.wait(60)
