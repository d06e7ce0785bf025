"""``formcheck live`` without a camera, a model or a screen: what is told, kept and refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from formcheck import live_command
from formcheck.errors import InputError
from formcheck.exercises.loader import load_exercise
from formcheck.live.coach import LiveCoach
from formcheck.live.options import LiveOptions
from formcheck.live.state import COUNT, CUE, FinishedRep, LiveState, Said
from formcheck.live_command import Lines, LiveWish, run_live
from formcheck.pose.landmarks import Pose
from formcheck.pose.track import Track
from formcheck.session import Session
from formcheck.video.reader import Frame
from tests.figure_sets import film, plan
from tests.picture_factory import paint
from tests.unit.live.live_factory import DrawnPoses

RDL = "romanian_deadlift"
PICTURE = paint(64, 48)


@pytest.fixture(scope="module")
def hinges() -> list[Pose]:
    return film(plan(RDL, 3, lead_s=1.0, tail_s=1.0), rate_hz=15.0)


class Stage:
    """What stands in for the camera and the model."""

    def __init__(self, poses: list[Pose]) -> None:
        self.poses = poses
        self.breaks_after = len(poses)
        self.error: BaseException | None = None

    def give(self) -> Iterator[Frame]:
        for number, pose in enumerate(self.poses):
            if number == self.breaks_after:
                assert self.error is not None
                raise self.error
            yield Frame(number, pose.t_s, PICTURE)


@pytest.fixture
def stage(hinges: list[Pose], monkeypatch: pytest.MonkeyPatch) -> Stage:
    made = Stage(hinges)

    def open_coach(wish: LiveWish, exercise, model: Path, about) -> LiveCoach:
        options = LiveOptions(
            load_exercise(RDL), calibrates=False, keeps_poses=wish.folder is not None, source=about["source"]
        )
        return LiveCoach(DrawnPoses(made.poses), options)

    monkeypatch.setattr(live_command, "_open_coach", open_coach)
    monkeypatch.setattr(live_command, "_open_pictures", lambda _wish, _stack: made.give())
    monkeypatch.setattr(live_command, "fetch_model", lambda _name: Path("model.task"))
    monkeypatch.setattr(live_command, "describe_pose_engine", lambda _model: {"model": "drawn"})
    return made


@pytest.mark.usefixtures("stage")
def test_it_tells_every_repetition_then_the_summary(capsys: pytest.CaptureFixture[str]) -> None:
    run_live(LiveWish(has_window=False))
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line in ("1", "2", "3")] == ["1", "2", "3"]
    assert any(line.startswith("  rep 1: ") for line in lines)
    assert any("camera 0  Romanian deadlift: 3 repetitions" in line for line in lines)


@pytest.mark.usefixtures("stage")
def test_nothing_is_written_unless_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run_live(LiveWish(has_window=False))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("stage")
def test_what_is_kept_reviewed_gives_the_same(tmp_path: Path, hinges: list[Pose]) -> None:
    run_live(LiveWish(has_window=False, folder=tmp_path))
    (folder,) = tmp_path.iterdir()
    assert {file.name for file in folder.iterdir()} == {
        "report.json", "reps.csv", "faults.csv", "report.html", "pose.npz",
    }  # fmt: skip
    live = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    session = Session(load_exercise(RDL))
    for pose in Track(folder / "pose.npz"):
        session.push(pose)
    reviewed = session.finish()
    assert live["count"] == reviewed.count == 3
    starts_s = [judged.rep.start_s for judged in reviewed.reps]
    assert [rep["start_s"] for rep in live["reps"]] == pytest.approx(starts_s, abs=1e-3)
    assert sum(1 for _ in Track(folder / "pose.npz")) == len(hinges)


def test_an_unplugged_camera_loses_nothing(
    stage: Stage, hinges: list[Pose], capsys: pytest.CaptureFixture[str]
) -> None:
    stage.breaks_after = next(k for k, pose in enumerate(hinges) if pose.t_s > 9.0)
    stage.error = InputError("Camera 0 gives no pictures any more: is it still plugged in?")
    with pytest.raises(InputError, match="plugged in"):
        run_live(LiveWish(has_window=False))
    assert "2 repetitions" in capsys.readouterr().out


def test_ctrl_c_ends_the_set_with_its_summary(
    stage: Stage, hinges: list[Pose], capsys: pytest.CaptureFixture[str]
) -> None:
    stage.breaks_after = next(k for k, pose in enumerate(hinges) if pose.t_s > 6.0)
    stage.error = KeyboardInterrupt()
    run_live(LiveWish(has_window=False))
    assert "1 repetition" in capsys.readouterr().out


class Screen:
    """A window of which somebody presses a key after so many pictures."""

    def __init__(self, quits_after: int) -> None:
        self.left, self.skips_calibration, self.is_closed = quits_after, False, False

    def show(self, *_: object) -> bool:
        self.left -= 1
        return self.left > 0

    def close(self) -> None:
        self.is_closed = True


@pytest.mark.usefixtures("stage")
def test_q_ends_the_set(
    hinges: list[Pose], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Screen(next(k for k, pose in enumerate(hinges) if pose.t_s > 6.0))
    monkeypatch.setattr(live_command, "_open_screen", lambda _wish: screen)
    run_live(LiveWish())
    assert "1 repetition" in capsys.readouterr().out
    assert screen.is_closed


def test_advice_is_told_when_it_changes_and_not_with_every_picture(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines, state = Lines(), LiveState(0.0, "setting_up", advice="Step back", advice_detail="Feet.")
    for detail in ("Feet.", "Feet.", "Your feet."):
        assert lines.show(PICTURE, replace(state, advice_detail=detail))
    lines.show(PICTURE, replace(state, advice=None, advice_detail=""))
    lines.show(PICTURE, state)
    assert capsys.readouterr().out.splitlines() == ["→ Step back – Feet."] * 2


def test_cues_and_findings_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    said = (Said("3", COUNT), Said("Chest proud.", CUE))
    rep = FinishedRep("2 L", 87.6, "minor", "rounded back")
    Lines().show(PICTURE, LiveState(0.0, "training", said=said, finished_rep=rep, not_judged="Turn."))
    told = capsys.readouterr().out.splitlines()
    assert told == ["? Turn.", "3", "  ▲ Chest proud.", "  rep 2 L: rounded back, score 88"]


def test_every_picture_is_for_clips_only() -> None:
    with pytest.raises(InputError, match="--source"):
        run_live(LiveWish(takes_all=True))


@pytest.mark.parametrize(("exercise", "word"), [("auto", "--exercise"), ("seated_row", "Seated row")])
def test_what_cannot_be_calibrated_is_refused(exercise: str, word: str) -> None:
    with pytest.raises(InputError, match=word):
        run_live(LiveWish(exercise=exercise, calibrates=True))


def test_an_existing_set_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "clip").mkdir()
    with pytest.raises(InputError, match="exists already"):
        run_live(LiveWish(source=Path("clip.webm"), folder=tmp_path))
