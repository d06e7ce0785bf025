"""A folder of clips for the batch: many cuts of the sample set, no two the same, and broken ones."""

from __future__ import annotations

import wave
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from benchmarks.speed import SAMPLE
from formcheck.video.reader import open_video
from formcheck.video.writer import VideoWriter

MOVEMENT = "romanian_deadlift"
FPS = 30.0
STEP_S = 0.3
IN_A_FOLDER = 10


def cut(target: Path, number: int, length_s: float, size_px: tuple[int, int]) -> None:
    """Cut seconds out of the sample set, every cut a little later or mirrored."""
    start_s = STEP_S * (number // 2)
    target.parent.mkdir(parents=True, exist_ok=True)
    with open_video(SAMPLE) as video, VideoWriter(target, *size_px, fps=FPS) as writer:
        for frame in video:
            if frame.t_s >= start_s + length_s:
                return
            if frame.t_s >= start_s:
                picture = cv2.flip(frame.image, 1) if number % 2 else frame.image
                writer.write(np.asarray(cv2.resize(picture, size_px), np.uint8), frame.t_s)


def make_clips(
    folder: Path,
    good: int,
    broken: int,
    length_s: float,
    size_px: tuple[int, int],
    say: Callable[[str], None],
) -> None:
    """Fill a folder with good clips, in folders of ten that share their names, and with broken ones."""
    for k in range(good):
        say(f"writing clip {k + 1} of {good}")
        cut(folder / f"athlete_{k // IN_A_FOLDER}" / f"set_{k % IN_A_FOLDER}.webm", k, length_s, size_px)
    folder.mkdir(parents=True, exist_ok=True)
    for k in range(broken):
        name, break_clip = list(BROKEN.items())[k % len(BROKEN)]
        break_clip(folder / f"broken_{k}_{name}")


def write_nothing(path: Path) -> None:
    """No bytes at all."""
    path.touch()


def write_half(path: Path) -> None:
    """An MP4 that was cut off before its index was written."""
    whole = path.with_name("." + path.name)
    _write_mp4(whole, 60, 200)
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    whole.unlink()


def write_sound(path: Path) -> None:
    """A second of silence, named like a video."""
    with path.open("wb") as file, wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(16000))


def write_text(path: Path) -> None:
    """A text, named like a video."""
    path.write_text("This is not a video.\n" * 20, encoding="utf-8")


def write_empty_room(path: Path) -> None:
    """Two seconds of a grey wall: nobody is there."""
    _write_mp4(path, 60, 128)


BROKEN: dict[str, Callable[[Path], None]] = {
    "empty.mp4": write_nothing,
    "cut_off.mp4": write_half,
    "sound.mp4": write_sound,
    "text.mov": write_text,
    "nobody.mp4": write_empty_room,
}
"""Endings of names, and what makes such a file."""


def _write_mp4(path: Path, frames: int, grey: int) -> None:
    writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*"mp4v"), FPS, (320, 240))
    for k in range(frames):
        picture = np.full((240, 320, 3), grey, np.uint8)
        picture[:8, : 5 * k] = 255  # something moves, or there would be next to no bytes
        writer.write(picture)
    writer.release()
