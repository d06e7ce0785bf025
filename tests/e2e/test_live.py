"""``formcheck live`` as a person starts it, on clips played in the place of a camera."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.e2e.test_command_line import assert_refused, formcheck

SAMPLES = ROOT / "sample_videos"


def read_truth(name: str) -> dict:
    return json.loads((SAMPLES / f"{name}.truth.json").read_text(encoding="utf-8"))


def list_counts(output: str) -> list[int]:
    """The numbers that were told while the set went on."""
    return [int(line) for line in output.splitlines() if line.strip().isdecimal()]


@pytest.mark.pose
@pytest.mark.usefixtures("pose_model")
def test_a_hinge_played_at_its_own_speed_is_counted_right() -> None:
    truth = read_truth("romanian_deadlift")
    source = SAMPLES / "romanian_deadlift.webm"
    result = formcheck("live", "--source", source, "--exercise", truth["exercise"], "--no-window")
    assert result.returncode == 0, result.stderr
    expected = len(truth["reps"])
    assert list_counts(result.stdout) == list(range(1, expected + 1))
    assert f"{expected} repetitions" in result.stdout
    assert "Traceback" not in result.stderr


@pytest.fixture(scope="module")
def bird_dog(pose_model: Path, tmp_path_factory: pytest.TempPathFactory):
    """A bird-dog that was not named, with what was kept of it."""
    folder = tmp_path_factory.mktemp("live")
    source = SAMPLES / "bird_dog.webm"
    result = formcheck("live", "--source", source, "--no-window", "--every-picture", "--out", folder)
    assert result.returncode == 0, result.stderr
    return result, folder / "bird_dog"


@pytest.mark.pose
def test_sides_of_a_bird_dog_are_told_and_the_movement_recognised(bird_dog) -> None:
    result, folder = bird_dog
    truth = read_truth("bird_dog")
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert report["exercise"]["key"] == truth["exercise"]
    assert [rep["side"] for rep in report["reps"]] == [rep["side"] for rep in truth["reps"]]
    assert list_counts(result.stdout) == list(range(1, len(truth["reps"]) + 1))
    sides = [rep["side"] for rep in truth["reps"]]
    assert f"({sides.count('left')} left, {sides.count('right')} right)" in result.stdout


@pytest.mark.pose
def test_what_is_kept_reviewed_gives_the_identical_repetitions(bird_dog, tmp_path: Path) -> None:
    _, folder = bird_dog
    result = formcheck("review", folder / "pose.npz", "--exercise", "bird_dog", "--out", tmp_path)
    assert result.returncode == 0, result.stderr
    live, reviewed = (
        json.loads((place / "report.json").read_text(encoding="utf-8"))
        for place in (folder, tmp_path / "pose")
    )
    for part in ("reps", "verdicts", "summary", "quality", "side_counts"):
        assert live[part] == reviewed[part]


def test_an_absent_camera_is_one_sentence() -> None:
    result = formcheck("live", "--camera", 97, "--exercise", "romanian_deadlift", "--no-window")
    assert_refused(result, "Camera 97", "plug it in")


def test_what_cannot_be_played_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "notes.mp4").write_text("no video", encoding="utf-8")
    assert_refused(formcheck("live", "--source", tmp_path / "notes.mp4", "--no-window"), "notes.mp4")
    assert_refused(formcheck("live", "--source", tmp_path / "none.mp4", "--no-window"), "none.mp4")
    assert_refused(formcheck("live", "--exercise", "romainian", "--no-window"), "romanian_deadlift")
