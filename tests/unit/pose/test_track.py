"""A pose track on disk: what comes back is what went in, bit for bit."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

import numpy as np
import pytest

from formcheck.errors import InputError
from formcheck.pose.landmarks import Pose
from formcheck.pose.track import BLOCK_POSES, TRACK_FORMAT, Track, TrackWriter, is_track

ABOUT = {"source": {"name": "set 1 – Ü.mp4", "frames_read": 3, "duration_s": None}, "pose": ["a", 1.5]}


def make_poses(count: int, seed: int = 0) -> list[Pose]:
    """Random poses: every fifth missing, some landmarks not seen, uneven times, two picture sizes."""
    rng = np.random.default_rng(seed)
    poses = []
    for k in range(count):
        t_s, size_px = k / 29.97 + 1e-9 * k, (640, 480) if k < count // 2 else (360, 640)
        if k % 5 == 4:
            poses.append(Pose.missing(t_s, size_px))
            continue
        image = rng.normal(300.0, 90.0, (33, 2)).astype(np.float32)
        image[rng.random(33) < 0.2] = np.nan
        poses.append(
            Pose(
                t_s=t_s,
                image=image,
                world=rng.normal(0.0, 0.5, (33, 3)).astype(np.float32),
                visibility=rng.random(33, np.float32),
                reliable=rng.random(33) < 0.5,
                flanks=rng.normal(300.0, 90.0, (2, 47, 2)).astype(np.float32),
                size_px=size_px,
            )
        )
    return poses


def write(path: Path, poses: Sequence[Pose], about: dict[str, object] | None = None) -> Path:
    with TrackWriter(path) as writer:
        for pose in poses:
            writer.append(pose)
        writer.finish(ABOUT if about is None else about)
    return path


def assert_same(given: Sequence[Pose], read: Sequence[Pose]) -> None:
    for a, b in zip_longest(given, read):
        assert (a.t_s, a.size_px) == (b.t_s, b.size_px)
        for name in ("image", "world", "visibility", "reliable", "flanks"):
            x, y = getattr(a, name), getattr(b, name)
            assert x.dtype == y.dtype
            assert x.tobytes() == y.tobytes()  # bit for bit, NaN included


@pytest.mark.parametrize("count", [0, 1, 7, BLOCK_POSES - 1, BLOCK_POSES, BLOCK_POSES + 1])
def test_a_track_comes_back_bit_for_bit(tmp_path: Path, count: int) -> None:
    poses = make_poses(count)
    assert_same(poses, list(Track(write(tmp_path / "pose.npz", poses))))


def test_a_thousand_poses_are_written_in_blocks(tmp_path: Path) -> None:
    poses = make_poses(1000)
    path = write(tmp_path / "pose.npz", poses)
    with zipfile.ZipFile(path) as archive:
        blocks = [name for name in archive.namelist() if name.startswith("image_")]
    assert len(blocks) == -(-1000 // BLOCK_POSES)
    assert_same(poses, list(Track(path)))


def test_only_one_block_waits_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "pose.npz"
    sizes = []
    with TrackWriter(path) as writer:
        for pose in make_poses(2 * BLOCK_POSES):
            writer.append(pose)
            sizes.append(sum(file.stat().st_size for file in tmp_path.iterdir()))
        writer.finish({})
    assert sizes[BLOCK_POSES - 2] == 0
    assert sizes[BLOCK_POSES] > 100_000
    assert sizes[-1] > 1.9 * sizes[BLOCK_POSES]


def test_it_can_be_read_again_and_by_anyone_with_numpy(tmp_path: Path) -> None:
    poses = make_poses(20)
    path = write(tmp_path / "pose.npz", poses)
    track = Track(path)
    assert_same(list(track), list(track))
    with np.load(path, allow_pickle=False) as arrays:
        np.testing.assert_array_equal(arrays["t_s_00000"], [pose.t_s for pose in poses])
        assert json.loads(str(arrays["about"]))["format"] == TRACK_FORMAT


def test_what_it_was_made_from_comes_back(tmp_path: Path) -> None:
    assert Track(write(tmp_path / "pose.npz", make_poses(2))).about == ABOUT


def test_the_same_poses_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = (write(tmp_path / name, make_poses(300)) for name in ("a.npz", "b.npz"))
    other = write(tmp_path / "c.npz", make_poses(300, seed=1))
    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes() != other.read_bytes()
    with zipfile.ZipFile(first) as archive:  # nor will they differ next year
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_half_written_track_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "pose.npz"

    def fail_half_way() -> None:
        with TrackWriter(path) as writer:
            for pose in make_poses(300):
                writer.append(pose)
            raise RuntimeError("pulled the plug")

    with pytest.raises(RuntimeError, match="pulled the plug"):
        fail_half_way()
    assert list(tmp_path.iterdir()) == []


def write_text(path: Path) -> None:
    path.write_text("not a track")


def write_other_arrays(path: Path) -> None:
    np.savez(path, image=np.zeros(3))


def write_pickle(path: Path) -> None:
    np.savez(path, about=np.array({"format": TRACK_FORMAT}, dtype=object))


def write_other_words(path: Path) -> None:
    np.savez(path, about=np.array("no JSON"))


def write_nothing(path: Path) -> None:
    path.unlink(missing_ok=True)


@pytest.mark.parametrize(
    "spoil", [write_text, write_other_arrays, write_pickle, write_other_words, write_nothing]
)
def test_what_is_no_track_is_refused_by_name(tmp_path: Path, spoil: object) -> None:
    path = tmp_path / "pose.npz"
    assert callable(spoil)
    spoil(path)
    with pytest.raises(InputError, match=r"pose\.npz is not a pose track"):
        Track(path)


def test_a_folder_is_no_track(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not a pose track"):
        Track(tmp_path)


def test_a_track_of_another_version_says_which(tmp_path: Path) -> None:
    path = tmp_path / "pose.npz"
    np.savez(path, about=np.array(json.dumps({"format": "formcheck.track/2", "blocks": 0, "about": {}})))
    with pytest.raises(InputError, match=r"formcheck\.track/2 .*reads formcheck\.track/1"):
        Track(path)


def test_a_track_is_known_by_its_ending(tmp_path: Path) -> None:
    path = write(tmp_path / "POSE.NPZ", [])
    assert is_track(path)
    assert not is_track(tmp_path / "missing.npz")
    (tmp_path / "clip.mp4").write_bytes(path.read_bytes())
    assert not is_track(tmp_path / "clip.mp4")
