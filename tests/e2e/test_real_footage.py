"""Real people: every count against labels made by eye. Skipped where the footage is absent."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from formcheck.errors import InputError
from formcheck.exercises.loader import list_exercises, load_exercise
from formcheck.pose.landmarks import Pose
from formcheck.recognition import Recogniser, Recognition
from formcheck.session import Session
from tests.motion_factory import mirror_pose

pytestmark = pytest.mark.clips
NO_HINGE = ("plank", "goblet_squat", "cat_cow")
NO_ROW = (*NO_HINGE, "kettlebell_swing", "superman", "alternating_superman", "bird_dog_row")
"""Movements that count nothing as a hinge, and nothing as a row or a bird-dog."""


def read_truth(clip: Path) -> dict:
    return json.loads(clip.with_name(clip.stem + ".truth.json").read_text(encoding="utf-8"))


def is_ours(clip: Path) -> bool:
    try:
        load_exercise(read_truth(clip)["exercise"])
    except InputError:
        return False
    return True


def find_poses(clip: Path, model: Path) -> list[Pose]:
    from formcheck.pose.mediapipe import open_estimator
    from formcheck.video.reader import open_video

    with open_video(clip) as video, open_estimator(model) as estimator:
        return [estimator.estimate(frame.image, frame.t_s) for frame in video]


def count(poses: list[Pose], exercise: str) -> int:
    session = Session(load_exercise(exercise))
    for pose in poses:
        session.push(pose)
    return session.finish().count


@pytest.fixture(scope="module")
def tracks(footage, pose_model) -> dict[str, tuple[list[Pose], dict]]:
    clips = [clip for clip in sorted(footage.glob("*.mp4")) if is_ours(clip)]
    return {clip.stem: (find_poses(clip, pose_model), read_truth(clip)) for clip in clips}


def list_misses(tracks, change) -> dict[str, tuple[int, int]]:
    misses = {}
    for name, (poses, truth) in tracks.items():
        if truth["reps"] is None:
            continue
        got = count(change(poses), truth["exercise"])
        if abs(got - truth["reps"]) > truth["count_tolerance"]:
            misses[name] = (got, truth["reps"])
    return misses


def test_footage_has_every_family_to_count(tracks):
    counted = [truth for _, truth in tracks.values() if truth["reps"] is not None]
    families = [load_exercise(truth["exercise"]).family for truth in counted]
    assert families.count("hinge") >= 20
    assert families.count("row") >= 7
    assert families.count("bird_dog") >= 4


def test_every_set_is_counted(tracks):
    assert list_misses(tracks, lambda poses: poses) == {}


def test_mirrored_footage_counts_the_same(tracks):
    assert list_misses(tracks, lambda poses: [mirror_pose(pose) for pose in poses]) == {}


@pytest.mark.parametrize("step", [2, 3])
def test_slower_cameras_count_the_same(tracks, step):
    assert list_misses(tracks, lambda poses: poses[::step]) == {}


def test_lost_frames_leave_the_count(tracks):
    rng = np.random.default_rng(11)
    assert list_misses(tracks, lambda poses: [p for p in poses if rng.random() >= 0.2]) == {}


@pytest.mark.parametrize("distractor", NO_ROW)
def test_distractors_count_nothing(footage, pose_model, distractor):
    clips = [clip for clip in footage.glob("*.mp4") if read_truth(clip)["exercise"] == distractor]
    assert clips
    checked_as = [key for key in list_exercises() if load_exercise(key).family in ("row", "bird_dog")]
    if distractor == "bird_dog_row":  # lying on a bench or on hands and knees: the arms do the same
        checked_as.remove("chest_supported_row")
    if distractor in NO_HINGE:
        checked_as += ["conventional_deadlift", "romanian_deadlift"]
    for clip in clips:
        poses = find_poses(clip, pose_model)
        assert {key: found for key in checked_as if (found := count(poses, key))} == {}


def recognise(poses: list[Pose]) -> Recognition:
    recogniser = Recogniser()
    for pose in poses:
        recogniser.push(pose)
    return recogniser.finish()


def test_movements_are_recognised(tracks):
    found = {name: recognise(poses) for name, (poses, _) in tracks.items()}
    truths = {name: load_exercise(truth["exercise"]) for name, (_, truth) in tracks.items()}
    families = [one.family == truths[name].family for name, one in found.items()]
    likeliest = [
        bool(one.candidates) and one.candidates[0].key == truths[name].key for name, one in found.items()
    ]
    assert np.mean(families) >= 0.95
    assert np.mean(likeliest) >= 0.8


def test_what_is_none_of_ours_is_refused(footage, pose_model):
    clips = [clip for clip in footage.glob("*.mp4") if not is_ours(clip)]
    assert len(clips) >= 5
    named = {clip.stem: recognise(find_poses(clip, pose_model)).candidates for clip in clips}
    assert {name: candidates for name, candidates in named.items() if candidates} == {}
