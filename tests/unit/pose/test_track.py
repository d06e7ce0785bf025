"""A pose track on disk: what comes back is what went in, bit for bit."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
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
                edge_delay_s=0.04,
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
        assert a.edge_delay_s == b.edge_delay_s or not a.found
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


def write_nothing_into(path: Path) -> None:
    path.write_bytes(b"")


def write_one_array(path: Path) -> None:
    np.save(path.with_suffix(".npy"), np.zeros(3))
    path.with_suffix(".npy").rename(path)


def write_text_array(path: Path) -> None:
    path.with_suffix(".npy").unlink(missing_ok=True)
    np.save(path.with_suffix(".npy"), np.array(json.dumps({"format": TRACK_FORMAT})))
    path.with_suffix(".npy").rename(path)


@pytest.mark.parametrize("spoil", [write_nothing_into, write_one_array, write_text_array])
def test_what_only_bears_the_name_is_refused(tmp_path: Path, spoil: object) -> None:
    path = tmp_path / "pose.npz"
    assert callable(spoil)
    spoil(path)
    with pytest.raises(InputError, match=r"pose\.npz is not a pose track"):
        Track(path)


HEAD = {"format": TRACK_FORMAT, "blocks": 1, "about": {}}


@pytest.mark.parametrize(
    "about",
    [
        np.array(json.dumps([HEAD])),
        np.array(json.dumps(TRACK_FORMAT)),
        np.array("3"),
        np.array("null"),
        np.array(3.5),
        np.zeros((2, 2)),
        np.array([json.dumps(HEAD)]),
        np.array(json.dumps(HEAD).encode()),
        *(np.array(json.dumps({k: v for k, v in HEAD.items() if k != key})) for key in HEAD),
        *(np.array(json.dumps(HEAD | {"blocks": blocks})) for blocks in ("x", None, [1], {})),
    ],
)
def test_a_head_of_another_kind_is_refused(tmp_path: Path, about: np.ndarray) -> None:
    path = tmp_path / "pose.npz"
    np.savez(path, about=about)
    with pytest.raises(InputError, match=r"pose\.npz is not a pose track"):
        Track(path)


@pytest.fixture
def arrays(tmp_path: Path) -> dict[str, np.ndarray]:
    """Everything that is in a good track of one block."""
    with np.load(write(tmp_path / "good.npz", make_poses(12))) as stored:
        return dict(stored)


BLOCK = ("t_s", "size_px", "image", "world", "visibility", "reliable", "flanks")


@pytest.mark.parametrize("name", BLOCK)
def test_a_block_without_one_of_its_arrays_is_refused(
    tmp_path: Path, arrays: dict[str, np.ndarray], name: str
) -> None:
    path = tmp_path / "pose.npz"
    np.savez(path, **{key: array for key, array in arrays.items() if key != f"{name}_00000"})  # type: ignore[arg-type]
    track = Track(path)  # its head is good
    with pytest.raises(InputError, match=r"pose\.npz is not a pose track"):
        list(track)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("t_s", lambda a: a[:5]),
        ("size_px", lambda a: a[:5]),
        ("size_px", lambda a: np.column_stack([a, a])),
        ("size_px", lambda a: a[:, 0]),
        ("image", lambda a: a[:, :20]),
        ("world", lambda a: a[..., :2]),
        ("flanks", lambda a: np.full(a.shape, "x")),
        ("visibility", lambda a: np.array([None] * len(a))),
    ],
)
def test_a_block_of_another_shape_is_refused(
    tmp_path: Path,
    arrays: dict[str, np.ndarray],
    name: str,
    change: Callable[[np.ndarray], np.ndarray],
) -> None:
    path = tmp_path / "pose.npz"
    arrays[f"{name}_00000"] = change(arrays[f"{name}_00000"])
    np.savez(path, **arrays)  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"pose\.npz is not a pose track"):
        list(Track(path))


def test_a_track_cut_short_anywhere_is_refused(tmp_path: Path) -> None:
    whole = write(tmp_path / "good.npz", make_poses(3)).read_bytes()
    path = tmp_path / "pose.npz"
    for length in range(0, len(whole), 97):
        path.write_bytes(whole[:length])
        with pytest.raises(InputError, match=r"pose\.npz is not a pose track"):
            list(Track(path))


def find_data(path: Path) -> Iterator[tuple[str, int, int]]:
    """Where the data of every array lies in the file: (name, from, to)."""
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            start = member.header_offset + 30 + len(member.filename)
            yield member.filename, start, start + member.compress_size


@pytest.mark.parametrize("name", [*(f"{name}_00000.npy" for name in BLOCK), "about.npy"])
def test_a_flipped_byte_is_noticed(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / "pose.npz", make_poses(40))
    start, end = {found: place for found, *place in find_data(path)}[name]
    whole = path.read_bytes()
    for place in np.linspace(start, end - 8, 12).astype(int):  # the last bits only fill a byte
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        path.write_bytes(damaged)
        with pytest.raises(InputError, match=r"pose\.npz is not a pose track"):
            list(Track(path))


def test_a_later_block_may_be_damaged_and_the_first_still_reads(tmp_path: Path) -> None:
    poses = make_poses(BLOCK_POSES + 10)
    path = write(tmp_path / "pose.npz", poses)
    start, end = {found: place for found, *place in find_data(path)}["image_00001.npy"]
    damaged = bytearray(path.read_bytes())
    damaged[(start + end) // 2] ^= 0xFF
    path.write_bytes(damaged)
    rest = iter(Track(path))
    assert_same(poses[:BLOCK_POSES], [next(rest) for _ in range(BLOCK_POSES)])
    with pytest.raises(InputError, match=r"pose\.npz is not a pose track"):
        next(rest)


def test_a_track_that_goes_away_meanwhile_is_told_in_a_sentence(tmp_path: Path) -> None:
    path = write(tmp_path / "pose.npz", make_poses(3))
    track = Track(path)
    path.unlink()
    with pytest.raises(InputError, match=r"pose\.npz is not a pose track"):
        list(track)


def test_an_error_of_the_reader_stays_what_it_is(tmp_path: Path) -> None:
    def stop_early() -> None:
        for _ in Track(write(tmp_path / "pose.npz", make_poses(3))):
            raise ValueError("my own")

    with pytest.raises(ValueError, match="my own"):
        stop_early()


def test_reading_half_of_it_leaves_no_file_open(tmp_path: Path) -> None:
    poses = iter(Track(write(tmp_path / "pose.npz", make_poses(3))))
    next(poses)
    del poses  # an open file would warn, and warnings are errors
    (tmp_path / "pose.npz").unlink()


def test_nothing_appears_before_it_is_finished(tmp_path: Path) -> None:
    path = tmp_path / "pose.npz"
    with TrackWriter(path) as writer:
        for pose in make_poses(BLOCK_POSES + 1):
            writer.append(pose)
        assert not path.exists()
        writer.finish({})
        assert list(tmp_path.iterdir()) == [path]
    assert list(tmp_path.iterdir()) == [path]


def test_unfinished_it_leaves_nothing(tmp_path: Path) -> None:
    with TrackWriter(tmp_path / "pose.npz") as writer:
        writer.append(make_poses(1)[0])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("finish", [False, True])
def test_an_older_track_stays_until_the_new_one_is_whole(tmp_path: Path, finish: bool) -> None:
    path = write(tmp_path / "pose.npz", make_poses(5), {"which": "old"})
    old = path.read_bytes()

    def write_again() -> None:
        with TrackWriter(path) as writer:
            for pose in make_poses(300, seed=1):
                writer.append(pose)
            assert path.read_bytes() == old
            if finish:
                writer.finish({"which": object()})  # no JSON value
            raise RuntimeError("pulled the plug")

    with pytest.raises((RuntimeError, TypeError)):
        write_again()
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == old
    write(path, make_poses(7), {"which": "new"})
    assert (Track(path).about, len(list(Track(path)))) == ({"which": "new"}, 7)
