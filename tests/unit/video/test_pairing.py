"""Pictures and poses, put together by their times."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.pose.landmarks import Pose
from formcheck.video.filmstrip import FPS, Filmstrip, develop_strip
from formcheck.video.pairing import SAME_WITHIN_S, pair_poses
from formcheck.video.reader import Frame, open_video
from tests.clip_factory import draw_grey, read_number

Times: TypeAlias = Sequence[float] | NDArray[np.float64]
CAMERAS = {
    "30 fps": np.arange(60) / 30,
    "25 fps": np.arange(50) / 25,
    "20 fps": np.arange(40) / 20,
    "12 fps": np.arange(24) / 12,
    "10 fps": np.arange(20) / 10,
    "a gap": np.array([*np.arange(30) / 30, *(2.0 + np.arange(30) / 30)]),
    "uneven": np.cumsum(np.random.default_rng(3).uniform(0.04, 0.2, 40)),
}


def make_frames(times_s: Times) -> list[Frame]:
    return [Frame(number, float(t_s), np.zeros((2, 2, 3), np.uint8)) for number, t_s in enumerate(times_s)]


def make_poses(times_s: Times) -> list[Pose]:
    return [Pose.missing(float(t_s), (64, 48)) for t_s in times_s]


def pair(frames_s: Times, poses_s: Times) -> list[tuple[int, int]]:
    """Numbers of the frames with those of their poses."""
    poses = make_poses(poses_s)
    pairs = list(pair_poses(make_frames(frames_s), poses))
    assert all(pose is poses[number] for number, _, pose in pairs)
    return [(frame.index, number) for number, frame, _ in pairs]


@pytest.mark.parametrize(
    "times_s",
    [
        np.arange(40) / 30,
        np.arange(40) / 24,
        [0.0],
        [0.0, 0.001, 0.002, 0.5, 0.501, 9.0],
        np.cumsum(np.random.default_rng(7).uniform(0.001, 0.3, 200)),
    ],
)
def test_equal_times_are_paired_one_by_one(times_s: Times) -> None:
    assert pair(times_s, times_s) == [(k, k) for k in range(len(times_s))]


def test_a_track_that_ends_early_ends_the_pairs() -> None:
    times_s = np.arange(30) / 30
    pairs = pair(times_s, times_s[:10])
    assert pairs[:10] == [(k, k) for k in range(10)]
    late = [frame for frame, number in pairs[10:] if number == 9]
    assert len(pairs) == 10 + len(late)
    assert late == [k for k in range(10, 30) if times_s[k] - times_s[9] <= SAME_WITHIN_S]


def test_a_clip_that_ends_early_ends_the_pairs() -> None:
    times_s = np.arange(30) / 30
    assert pair(times_s[:10], times_s) == [(k, k) for k in range(10)]


@pytest.mark.parametrize(("frames_s", "poses_s"), [([], []), ([0.0, 0.1], []), ([], [0.0, 0.1])])
def test_of_nothing_there_is_no_pair(frames_s: list[float], poses_s: list[float]) -> None:
    assert pair(frames_s, poses_s) == []


def test_poses_that_were_not_drawn_are_left_out() -> None:
    # Three pictures in the time of one slot: the middle ones belong to none.
    assert pair([0.0, 0.1, 0.2], [0.0, 0.03, 0.07, 0.1, 0.13, 0.17, 0.2]) == [(0, 0), (1, 3), (2, 6)]


@pytest.mark.parametrize("camera", CAMERAS)
def test_every_slot_of_a_developed_strip_has_the_pose_of_its_picture(camera: str, tmp_path: Path) -> None:
    times_s = [round(t_s, 3) for t_s in CAMERAS[camera].tolist()]  # a page tells milliseconds
    strip = Filmstrip(tmp_path / "a.strip")
    for number, t_s in enumerate(times_s):
        picture = draw_grey(number, 96, 64)
        strip.append(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes(), t_s)
    strip.close()
    develop_strip(strip.path, tmp_path / "a.webm", times_s[0])
    with open_video(tmp_path / "a.webm") as video:
        pairs = [
            (read_number(frame.image), number)
            for number, frame, _ in pair_poses(video, make_poses([t_s - times_s[0] for t_s in times_s]))
        ]
    assert len(pairs) == math.floor((times_s[-1] - times_s[0]) * FPS + 0.5) + 1
    assert [shown for shown, _ in pairs] == [number for _, number in pairs]
