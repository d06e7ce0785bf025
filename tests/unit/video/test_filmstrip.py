"""The pictures of a live set: kept as they came, made into a video at true pace."""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from formcheck.errors import InputError
from formcheck.pose.landmarks import Picture
from formcheck.video.filmstrip import FPS, Filmstrip, develop_strip, read_strip
from formcheck.video.reader import open_video
from tests.clip_factory import draw_grey, read_number
from tests.picture_factory import paint
from tests.unit.video.file_limits import limit_file_size

FULL = Path("/dev/full")


def encode(picture: Picture) -> bytes:
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes()


def film(path: Path, times_s: list[float], size_px: tuple[int, int] = (96, 64)) -> Path:
    """A strip of numbered pictures."""
    strip = Filmstrip(path)
    for number, t_s in enumerate(times_s):
        strip.append(encode(draw_grey(number, *size_px)), t_s)
    strip.close()
    assert strip.problem == ""
    return path


def read_clip(path: Path) -> tuple[list[float], list[int]]:
    """Times and numbers of the pictures of a clip."""
    with open_video(path, max_fps=None) as video:
        frames = list(video)
    return [frame.t_s for frame in frames], [read_number(frame.image) for frame in frames]


def test_pictures_and_times_come_back_as_they_were(tmp_path: Path) -> None:
    jpegs = [encode(draw_grey(number, 96, 64)) for number in range(5)]
    times_s = [0.0, 1 / 3, 0.4, 1e-9 + 0.4, 86_399.999]
    strip = Filmstrip(tmp_path / "a.strip")
    for jpeg, t_s in zip(jpegs, times_s, strict=True):
        strip.append(jpeg, t_s)
    strip.close()
    assert list(read_strip(strip.path)) == list(zip(times_s, jpegs, strict=True))


def test_a_strip_that_breaks_off_is_read_up_to_there(tmp_path: Path) -> None:
    strip = film(tmp_path / "a.strip", [0.0, 0.1, 0.2])
    whole, pictures = strip.read_bytes(), list(read_strip(strip))
    ends = [len(whole) - sum(12 + len(jpeg) for _, jpeg in pictures[k:]) for k in range(4)]
    for size in {*ends, *(end + more for end in ends[:3] for more in (1, 11, 12, 13, 500))}:
        strip.write_bytes(whole[:size])
        complete = sum(size >= end for end in ends[1:])
        assert list(read_strip(strip)) == pictures[:complete], f"{size} of {len(whole)} bytes"


def test_a_clip_has_the_pace_of_the_pictures(tmp_path: Path) -> None:
    times_s = [5.0, 5.07, 5.1, 5.4, 5.433, 6.0]
    develop_strip(film(tmp_path / "a.strip", times_s), tmp_path / "a.webm", from_s=5.0)
    shown_s, numbers = read_clip(tmp_path / "a.webm")
    assert shown_s == pytest.approx(np.arange(31) / FPS, abs=0.001)
    for number, t_s in enumerate(times_s):
        first_s = shown_s[numbers.index(number)]
        assert first_s == pytest.approx(t_s - 5.0, abs=0.5 / FPS + 0.001)
    assert numbers == sorted(numbers)


def test_what_came_before_the_set_is_left_out(tmp_path: Path) -> None:
    times_s = [k / 10 for k in range(20)]
    develop_strip(film(tmp_path / "a.strip", times_s), tmp_path / "a.webm", from_s=times_s[12])
    shown_s, numbers = read_clip(tmp_path / "a.webm")
    assert (shown_s[0], numbers[0], numbers[-1]) == (0.0, 12, 19)
    assert shown_s[-1] == pytest.approx(0.7, abs=0.02)


@pytest.mark.parametrize("other_px", [(64, 96), (200, 100), (97, 65)])
def test_pictures_of_another_size_are_fitted_to_the_first(tmp_path: Path, other_px: tuple[int, int]) -> None:
    strip = Filmstrip(tmp_path / "a.strip")
    for number in range(8):
        size_px = (96, 64) if number % 4 < 2 else other_px
        strip.append(encode(draw_grey(number, *size_px)), number / FPS)
    strip.close()
    develop_strip(strip.path, tmp_path / "a.webm", from_s=0.0)
    with open_video(tmp_path / "a.webm") as video:
        frames = list(video)
    assert {frame.image.shape for frame in frames} == {(64, 96, 3)}
    assert [read_number(frame.image) for frame in frames] == list(range(8))


def test_a_grey_picture_is_as_good_as_any(tmp_path: Path) -> None:
    strip = Filmstrip(tmp_path / "a.strip")
    for number in range(3):
        strip.append(cv2.imencode(".jpg", paint(96, 64, 120)[..., 0])[1].tobytes(), number / FPS)
    strip.close()
    develop_strip(strip.path, tmp_path / "a.webm", from_s=0.0)
    with open_video(tmp_path / "a.webm") as video:
        assert [round(float(frame.image.mean()) / 10) for frame in video] == [12] * 3


@pytest.mark.parametrize("from_s", [0.0, 9.0])
def test_without_a_picture_there_is_no_clip(tmp_path: Path, from_s: float) -> None:
    strip = film(tmp_path / "a.strip", [] if from_s == 0.0 else [0.0, 1.0])
    with pytest.raises(InputError, match="No picture of the set was kept"):
        develop_strip(strip, tmp_path / "a.webm", from_s)
    assert list(tmp_path.iterdir()) == [strip]


def test_a_place_that_cannot_be_written_to_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"The clip cannot be kept \(.+\): make room, or go without\."):
        Filmstrip(tmp_path / "nowhere" / "a.strip")


@pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")
def test_a_full_disk_ends_the_strip_and_nothing_else() -> None:
    strip = Filmstrip(FULL)
    jpeg = encode(np.random.default_rng(0).integers(0, 256, (240, 320, 3), np.uint8))
    for number in range(10):
        strip.append(jpeg, 10.0 + number)
    assert strip.problem.startswith("The clip breaks off early (")
    assert strip.problem.endswith(" The set itself is whole.")
    told = strip.problem
    strip.close()
    strip.close()
    assert strip.problem == told


@pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")
def test_a_disk_that_is_full_only_at_the_end_is_told() -> None:
    strip = Filmstrip(FULL)
    strip.append(b"small enough to wait in memory", 1.0)
    assert strip.problem == ""
    strip.close()
    assert strip.problem.startswith("The end of the clip is missing: ")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file sizes")
def test_what_fitted_on_the_disk_is_made_into_a_clip(tmp_path: Path) -> None:
    # To the strip a limit on file sizes looks like a full disk, with room again once the limit is gone.
    jpegs = [encode(draw_grey(number, 96, 64)) for number in range(60)]
    room_bytes = sum(12 + len(jpeg) for jpeg in jpegs[:30]) + 500
    strip = Filmstrip(tmp_path / "a.strip")
    with limit_file_size(room_bytes):
        for number, jpeg in enumerate(jpegs):
            strip.append(jpeg, number / FPS)
    strip.close()
    assert strip.problem.startswith("The clip breaks off early (")
    kept = [jpeg for _, jpeg in read_strip(strip.path)]
    assert 20 < len(kept) < 60
    assert kept == jpegs[: len(kept)]
    develop_strip(strip.path, tmp_path / "a.webm", from_s=0.0)
    assert read_clip(tmp_path / "a.webm")[1] == list(range(len(kept)))


def test_a_strip_is_written_without_coding_anew(tmp_path: Path) -> None:
    jpeg = os.urandom(1000)
    strip = Filmstrip(tmp_path / "a.strip")
    strip.append(jpeg, 2.5)
    strip.close()
    assert strip.path.read_bytes() == struct.pack(">dI", 2.5, 1000) + jpeg
