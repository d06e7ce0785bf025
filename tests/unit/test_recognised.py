"""An exercise that was not named, in a review of a pose track: recognised, asked for, or refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.recognition.drawing import draw_set
from formcheck import asking, recognised
from formcheck.asking import ask_which, find_ask
from formcheck.commands import describe_recognition, is_to_be_recognised
from formcheck.errors import InputError
from formcheck.exercises.loader import load_exercise
from formcheck.pose.landmarks import Pose
from formcheck.pose.track import TrackWriter
from formcheck.recognised import load_recognised
from formcheck.recognition import Candidate, Recognition
from formcheck.review import ReviewPlan, review_clip
from tests.figure_sets import film, plan

CLOSE = Recognition(
    None,
    "hinge",
    0.9,
    (
        Candidate("romanian_deadlift", "Romanian deadlift", 0.5),
        Candidate("conventional_deadlift", "Conventional deadlift", 0.4),
    ),
    ("bent over",),
)
NAMED = replace(CLOSE, key="romanian_deadlift", sureness=0.87)


def write_track(path: Path, poses: list[Pose]) -> Path:
    with TrackWriter(path) as track:
        for pose in poses:
            track.append(pose)
        track.finish({"source": {"kind": "video", "name": path.name}, "pose": {}})
    return path


@pytest.fixture(scope="module")
def seated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_track(tmp_path_factory.mktemp("clips") / "seated.npz", film(plan("seated_row")))


@pytest.fixture(scope="module")
def squat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    poses = list(draw_set("goblet_squat", np.random.default_rng(4)).poses())
    return write_track(tmp_path_factory.mktemp("clips") / "squat.npz", poses)


def test_a_recognised_set_is_reviewed_as_if_it_had_been_named(seated: Path, tmp_path: Path) -> None:
    named = review_clip(seated, ReviewPlan(load_exercise("seated_row"), tmp_path / "named"))
    found = review_clip(seated, ReviewPlan(None, tmp_path / "found"))
    assert found.report.exercise.key == "seated_row"
    reports = [json.loads((one.folder / "report.json").read_text()) for one in (named, found)]
    told = reports[1]["provenance"].pop("recognition")
    assert reports[0] == reports[1]
    assert "recognition" not in reports[0]["provenance"]
    assert told["key"] == told["candidates"][0]["key"] == "seated_row"
    assert told["decided_by"] == "recognition"
    assert 0.5 < told["sureness"] <= 1.0
    assert "seated" in told["reasons"]
    for name in ("reps.csv", "faults.csv"):
        assert (named.folder / name).read_bytes() == (found.folder / name).read_bytes()


def test_the_terminal_says_what_was_recognised(seated: Path, tmp_path: Path) -> None:
    (line,) = describe_recognition(review_clip(seated, ReviewPlan(None, tmp_path)).report)
    assert line.startswith("recognised: seated row (")
    assert "% sure): seated, " in line
    assert line.endswith("not right? --exercise NAME")
    named = review_clip(seated, ReviewPlan(load_exercise("seated_row"), tmp_path, overwrite=True))
    assert describe_recognition(named.report) == []


def test_none_of_ours_leaves_nothing_behind(squat: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"squat.npz shows none of the movements .* but rather a squat"):
        review_clip(squat, ReviewPlan(None, tmp_path / "out"))
    assert list((tmp_path / "out").iterdir()) == []


def test_a_named_exercise_asks_nobody(squat: Path, tmp_path: Path) -> None:
    def refuse(_recognition: Recognition) -> str:
        raise AssertionError("nobody was to be asked")

    plan_named = ReviewPlan(load_exercise("good_morning"), tmp_path, ask=refuse)
    assert review_clip(squat, plan_named).report.exercise.key == "good_morning"


def test_an_answer_decides(seated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Recognition] = []

    def ask(recognition: Recognition) -> str:
        asked.append(recognition)
        return "seated_row"

    exercise, told = load_recognised(CLOSE, "set.mp4", ask)
    assert (exercise.key, told["decided_by"], told["key"]) == ("seated_row", "answer", "seated_row")
    assert asked == [CLOSE]
    monkeypatch.setattr(recognised, "load_recognised", load_recognised)
    report = review_clip(seated, replace(ReviewPlan(None, tmp_path), ask=ask)).report
    assert len(asked) == 1, "a clear one is not asked for"
    assert report.exercise.key == "seated_row"


@pytest.mark.parametrize("ask", [None, lambda _recognition: ""])
def test_without_an_answer_the_candidates_are_named(ask: Callable[[Recognition], str] | None) -> None:
    with pytest.raises(
        InputError, match=r"set.mp4 looks like a Romanian deadlift or a conventional deadlift"
    ):
        load_recognised(CLOSE, "set.mp4", ask)


def test_what_is_recognised_is_told_in_the_report() -> None:
    exercise, told = load_recognised(NAMED, "set.mp4")
    assert exercise.key == "romanian_deadlift"
    assert told == {
        "key": "romanian_deadlift",
        "decided_by": "recognition",
        "sureness": 0.87,
        "candidates": [
            {"key": "romanian_deadlift", "likelihood": 0.5},
            {"key": "conventional_deadlift", "likelihood": 0.4},
        ],
        "reasons": ["bent over"],
    }


@pytest.mark.parametrize(
    ("typed", "key"),
    [("1", "romanian_deadlift"), ("2", "conventional_deadlift"), ("sumo", "sumo_deadlift"), ("", "")],
)
def test_an_answer_is_a_number_or_a_name(typed: str, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking.typer, "prompt", lambda *_, **__: typed)
    assert ask_which(CLOSE) == key


def test_an_unknown_answer_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking.typer, "prompt", lambda *_, **__: "7")
    with pytest.raises(InputError, match="There is no exercise called '7'"):
        ask_which(CLOSE)


def test_only_somebody_at_a_terminal_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def hide():
        raise AssertionError("nothing was to be hidden")

    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert find_ask(hide) is None


@pytest.mark.parametrize(("name", "is_open"), [("", True), ("auto", True), (" Auto ", True), ("RDL", False)])
def test_auto_and_nothing_ask_for_recognition(name: str, is_open: bool) -> None:
    assert is_to_be_recognised(name) is is_open
