"""Sets of the figure before the coach of the app, without a pose model: what they leave is real."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from formcheck.app.live import factory
from formcheck.app.live.coach import Leaving
from formcheck.app.live.factory import TalkingCoach, open_coach
from formcheck.app.live.protocol import Scalar, StartMessage
from formcheck.pose.landmarks import Pose
from formcheck.replay import replay_folder
from formcheck.report.json import read_schema, write_json
from tests.clip_factory import draw_grey
from tests.unit.app.live.conftest import encode
from tests.unit.live.live_factory import DrawnPoses

RDL = "romanian_deadlift"
START_S = 40.0
"""A camera's clock begins with its page."""
LEFT_BY_EVERY_SET = ["pose.npz", "report.json"]


def open_drawn(poses: Sequence[Pose], folder: Path, exercise: str = RDL, **options: Scalar) -> TalkingCoach:
    """The coach as the app makes it, who will find these poses in what it is shown."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(factory, "find_model", lambda _: Path("model.task"))
        patch.setattr(factory, "read_environment", lambda: None)
        patch.setattr(factory, "describe_pose_engine", lambda _: {"model": "drawn"})
        patch.setattr(factory, "open_estimator", lambda _: DrawnPoses(poses))
        return open_coach(StartMessage(exercise, options), folder)


def show(coach: TalkingCoach, poses: Sequence[Pose], size_px: tuple[int, int] = (96, 72)) -> None:
    """Show numbered pictures at the times of the poses."""
    for number, pose in enumerate(poses):
        picture = draw_grey(number, *size_px)
        coach.take(picture, START_S + pose.t_s, encode(picture))


def train(
    folder: Path,
    poses: Sequence[Pose],
    exercise: str = RDL,
    size_px: tuple[int, int] = (96, 72),
    **options: Scalar,
) -> Leaving:
    """A whole set, put into its folder."""
    coach = open_drawn(poses, folder, exercise, **options)
    show(coach, poses, size_px)
    leaving = coach.finish()
    coach.close()
    assert leaving is not None
    return leaving


def list_files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def read_report(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "report.json").read_text(encoding="utf-8"))


def check_replay(folder: Path, again: Path) -> None:
    """See that a finished folder holds a valid report, and gives the same one again, to the byte."""
    jsonschema.validate(read_report(folder), read_schema())
    write_json(replay_folder(folder), again)
    assert again.read_bytes() == (folder / "report.json").read_bytes()
