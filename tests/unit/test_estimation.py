"""One process or several: the same poses."""

from __future__ import annotations

import math
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from formcheck.errors import InputError
from formcheck.estimation import estimate_poses
from formcheck.exercises.loader import load_exercise
from formcheck.pose import crew, stretches
from formcheck.pose.landmarks import Pose
from formcheck.pose.mediapipe import open_estimator
from formcheck.pose.track import Track
from formcheck.report.set_report import SetReport
from formcheck.review import ReviewPlan, find_poses, review_clip
from formcheck.session import Session
from formcheck.video.reader import open_video

STRETCH = 60
TRUNK = [11, 12, 23, 24]


@pytest.fixture
def short_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    """However short the clip is, it is looked at in short stretches."""
    monkeypatch.setattr(stretches, "SHORTEST", 0)
    monkeypatch.setattr(stretches, "LONGEST", STRETCH)


def find_with(jobs: int, clip: Path, model: Path, folder: Path, **more: Any) -> tuple[list[Pose], dict]:
    track_file = folder / f"{jobs}.npz"
    with crew.Crew(jobs) as processes:
        more["crew"] = processes
        about = find_poses(clip, track_file, model, lambda _: None, lambda _what, _share: None, **more)
    return list(Track(track_file)), about


def judge(poses: list[Pose]) -> SetReport:
    session = Session(load_exercise("romanian_deadlift"))
    for pose in poses:
        session.push(pose)
    return session.finish()


def list_findings(report: SetReport) -> list[object]:
    reps = [(rep.rep.index, rep.rep.side, [(f.rule, f.severity) for f in rep.faults]) for rep in report.reps]
    return [reps, {rule: verdict.verdict for rule, verdict in report.verdicts.items()}]


@pytest.mark.pose
@pytest.mark.usefixtures("short_stretches")
def test_two_processes_find_what_one_finds_to_the_last_digit(
    short_clip: Path, pose_model: Path, tmp_path: Path
) -> None:
    one, about_one = find_with(1, short_clip, pose_model, tmp_path)
    many, about_many = find_with(2, short_clip, pose_model, tmp_path)
    assert about_many == about_one
    for a, b in zip(one, many, strict=True):
        assert a.t_s == b.t_s
        for part in ("image", "world", "visibility", "reliable", "flanks"):
            np.testing.assert_array_equal(getattr(a, part), getattr(b, part))


@pytest.mark.pose
@pytest.mark.usefixtures("short_stretches")
def test_stretches_say_what_one_look_says(short_clip: Path, pose_model: Path, tmp_path: Path) -> None:
    many, _ = find_with(1, short_clip, pose_model, tmp_path)
    with open_video(short_clip) as video, open_estimator(pose_model) as estimator:
        one = [estimator.estimate(frame.image, frame.t_s) for frame in video]
        starts = list(islice(stretches.list_starts(video.reading_count), 2))
    is_same = [np.array_equal(a.image, b.image, equal_nan=True) for a, b in zip(one, many, strict=True)]
    assert all(is_same[: starts[0]])
    assert not any(is_same[starts[1] :])  # else nobody has started anew
    apart_px = [np.hypot(*(a.image - b.image)[TRUNK].T).max() for a, b in zip(one, many, strict=True)]
    torso_px = np.nanmedian(
        [math.dist(pose.image[TRUNK[:2]].mean(0), pose.image[TRUNK[2:]].mean(0)) for pose in one]
    )
    assert max(apart_px) < 0.05 * torso_px
    reports = judge(one), judge(many)
    assert reports[0].count == 2
    assert list_findings(reports[1]) == list_findings(reports[0])


@pytest.mark.pose
@pytest.mark.usefixtures("short_stretches")
def test_stopping_and_the_pictures_that_are_followed(
    short_clip: Path, pose_model: Path, tmp_path: Path
) -> None:
    before = psutil.Process().children(recursive=True)
    seen: list[tuple[int, float]] = []

    def follow(_info: Any, frame: Any, pose: Pose) -> bool:
        assert frame.image.shape == (pose.size_px[1], pose.size_px[0], 3)
        seen.append((frame.index, frame.t_s))
        return len(seen) < 20

    poses, about = find_with(2, short_clip, pose_model, tmp_path, follow=follow)
    assert [index for index, _ in seen] == list(range(20))
    assert [pose.t_s for pose in poses] == [t_s for _, t_s in seen]
    assert about["source"]["frames_read"] == 20
    assert about["source"]["damaged"].startswith("Reading was stopped at")
    assert psutil.Process().children(recursive=True) == before


@pytest.mark.pose
@pytest.mark.usefixtures("short_stretches")
def test_a_clip_that_breaks_off_is_read_as_far_as_it_goes(
    short_clip: Path, pose_model: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.webm"
    whole = short_clip.read_bytes()
    broken.write_bytes(whole[: len(whole) // 3])
    with open_video(broken) as video:
        times_s = [frame.t_s for frame in video]
        damaged = video.damaged
    poses, about = find_with(2, broken, pose_model, tmp_path)
    assert [pose.t_s for pose in poses] == times_s
    assert about["source"]["damaged"] == damaged
    assert damaged


@pytest.mark.usefixtures("short_stretches")
def test_a_review_whose_process_is_ended_leaves_nothing(
    short_clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "MODULE", "formcheck.does_not_exist")
    with crew.Crew(2) as processes:
        plan = ReviewPlan(load_exercise("romanian_deadlift"), tmp_path, tmp_path / "model", crew=processes)
        with pytest.raises(InputError, match=r"was ended \(code 1\)"):
            review_clip(short_clip, plan)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.pose
def test_a_short_clip_is_one_stretch_for_several_processes_too(
    short_clip: Path, pose_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stretches, "SHORTEST", 10_000)
    one, _ = find_with(1, short_clip, pose_model, tmp_path)
    many, _ = find_with(2, short_clip, pose_model, tmp_path)
    assert len(one) == len(many)
    for a, b in zip(one, many, strict=True):
        np.testing.assert_array_equal(a.image, b.image)


@pytest.mark.pose
@pytest.mark.usefixtures("short_stretches")
def test_processes_that_have_looked_at_another_clip_find_the_same(
    short_clip: Path, pose_model: Path, tmp_path: Path
) -> None:
    one, _ = find_with(1, short_clip, pose_model, tmp_path)
    again = tmp_path / "again.npz"
    with crew.Crew(2) as processes:
        numbers = {child.pid for child in psutil.Process().children()}
        with open_video(short_clip) as video:  # somebody who stops half-way
            stopped = closing(estimate_poses(video, pose_model, processes))
            with stopped as poses:
                assert len(list(islice(poses, 20))) == 20
        find_poses(short_clip, again, pose_model, lambda _: None, lambda _what, _share: None, crew=processes)
        assert {child.pid for child in psutil.Process().children()} == numbers
    for a, b in zip(one, Track(again), strict=True):
        np.testing.assert_array_equal(a.image, b.image)
        np.testing.assert_array_equal(a.world, b.world)
