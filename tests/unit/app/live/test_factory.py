"""The real coach, through the whole way: socket, seat, process, pose model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from formcheck.app.live import factory
from formcheck.app.live.factory import NO_MODEL, open_coach
from formcheck.app.live.protocol import StartMessage
from formcheck.errors import InputError
from formcheck.video.reader import open_video
from tests.unit.app.live.conftest import House, encode


@pytest.mark.pose
def test_a_set_before_the_real_coach(
    pose_model: Path, short_clip: Path, open_house: Callable[..., House], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORMCHECK_MODEL", str(pose_model))
    house = open_house(factory=open_coach)
    with house.visit() as page, open_video(short_clip, max_fps=12.0) as video:
        options = {"calibrates": False, "load_kg": 32}
        assert page.start("romanian_deadlift", options=options) == {"type": "ready", "resumed": False}
        states = [page.train(round(frame.t_s * 1000), encode(frame.image)) for frame in video]
        page.say("finish")
        finished = page.hear()
    assert sum(state["landmarks"] is not None for state in states) > 0.9 * len(states)
    assert states[-1]["exercise"] == "Romanian deadlift"
    assert states[-1]["count"] >= 1
    report = finished["report"]
    assert report["source"]["load_kg"] == 32
    assert report["provenance"]["pose"]["mediapipe"]
    house.wait_until_clear()


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        (StartMessage("no_such_movement"), "no_such_movement"),
        (StartMessage("", {"model": "/etc/passwd"}), "'model'"),
        (StartMessage("", {"calibrates": 1}), "'calibrates'"),
        (StartMessage("romanian_deadlift", {"athlete": "../secret"}), "secret"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    message: StartMessage, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(factory, "find_model", lambda _: Path("model.task"))
    with pytest.raises(InputError, match=sentence):
        open_coach(message)


def test_a_model_that_is_not_there_is_not_fetched_behind_anybody_s_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("FORMCHECK_MODEL", raising=False)
    monkeypatch.setattr(factory, "find_model", lambda _: None)
    with pytest.raises(InputError) as caught:
        open_coach(StartMessage("romanian_deadlift"))
    assert str(caught.value) == NO_MODEL
