"""Small clips for tests, good ones and broken ones, each made by one function.

OpenCV writes the plain ones. What it cannot write (a rotation tag, a variable frame rate, hidden frames, an
index at the front) is put into the boxes of its MP4 files by hand, after ISO/IEC 14496-12.
"""

from __future__ import annotations

import os
import struct
import sys
import wave
from collections.abc import Callable, Sequence
from math import ceil
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from formcheck.video import load_opencv

PARENTS = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts")
# Upper left 2x2 part of the display matrix that turns the picture clockwise.
ROTATIONS = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


def draw_grey(index: int, width_px: int, height_px: int) -> NDArray[np.uint8]:
    """Return frame ``index``: dark, its upper left quarter bright, its number as grey levels.

    The number modulo 64 has two octal digits, one a quarter on the right, 25 grey levels a step: far
    enough apart for any coding. `read_number` finds them again.
    """
    image = np.full((height_px, width_px, 3), 30, np.uint8)
    image[: height_px // 2, : width_px // 2] = 240
    high, low = divmod(index % 64, 8)
    image[: height_px // 2, width_px // 2 :] = 30 + 25 * high
    image[height_px // 2 :, width_px // 2 :] = 30 + 25 * low
    return image


def read_number(image: NDArray[np.uint8]) -> int:
    """Return the number (modulo 64) that `draw_grey` wrote into an unrotated frame."""
    height_px, width_px = image.shape[:2]
    right = image[:, width_px * 5 // 8 : width_px * 7 // 8]
    quarters = right[height_px // 8 : height_px * 3 // 8], right[height_px * 5 // 8 : height_px * 7 // 8]
    high, low = (round((float(quarter.mean()) - 30) / 25) for quarter in quarters)
    return 8 * high + low


def make_clip(
    path: Path,
    size: tuple[int, int] = (64, 48),
    fps: float = 30.0,
    n: int = 30,
    codec: str = "mp4v",
    draw: Callable[[int, int, int], NDArray[np.uint8]] = draw_grey,
) -> Path:
    """Write ``n`` frames of ``size`` (width, height) with OpenCV and return the path."""
    cv2 = load_opencv()
    # OpenCV prints on the C level that WebM has no tag for VP8; a test's output is no place for it.
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*codec), fps, size)
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
    assert writer.isOpened(), f"OpenCV cannot write {codec} into {path.name} at {size}"
    for index in range(n):
        writer.write(draw(index, *size))
    writer.release()
    return path


def patch_rotation(path: Path, clockwise_deg: int) -> Path:
    """Write the tag by which a phone says how its picture is to be turned."""
    a, b, c, d = ROTATIONS[clockwise_deg]
    header = get_box(path, b"tkhd")
    matrix = struct.pack(">9i", a << 16, b << 16, 0, c << 16, d << 16, 0, 0, 0, 1 << 30)
    start = 40 if header[0] == 0 else 52
    return replace_box(path, b"tkhd", header[:start] + matrix + header[start + 36 :])


def patch_frame_durations(path: Path, durations_s: Sequence[float]) -> Path:
    """Give every frame of an MP4 its own duration: a variable frame rate.

    ``durations_s`` has one entry a frame. Frame k is shown from the sum of the entries before it on.
    """
    media = get_box(path, b"mdhd")
    assert media[0] == 0, "expected a header of version 0, as OpenCV writes it"
    timescale = struct.unpack_from(">I", media, 12)[0]
    ticks = [round(duration_s * timescale) for duration_s in durations_s]
    table = struct.pack(">II", 0, len(ticks)) + b"".join(struct.pack(">II", 1, tick) for tick in ticks)
    replace_box(path, b"stts", table)
    replace_box(path, b"mdhd", media[:16] + struct.pack(">I", sum(ticks)) + media[20:])
    return patch_edit_list(path, 0.0, sum(ticks) / timescale)


def patch_edit_list(path: Path, start_s: float, duration_s: float) -> Path:
    """Show only a part of an MP4, as trimming on a phone does; the other frames stay in the file."""
    media_scale = struct.unpack_from(">I", get_box(path, b"mdhd"), 12)[0]
    movie_scale = struct.unpack_from(">I", get_box(path, b"mvhd"), 12)[0]
    entry = struct.pack(
        ">Iii", ceil(round(duration_s * movie_scale, 6)), round(start_s * media_scale), 1 << 16
    )
    return replace_box(path, b"elst", struct.pack(">II", 0, 1) + entry)


def move_index_to_front(path: Path) -> Path:
    """Put the index of an MP4 before the pictures, as cameras that can stream do."""
    data = path.read_bytes()
    start, end = find_box(data, b"moov")[-1]
    size = end - start
    offsets = bytearray(get_box(path, b"stco"))
    for at in range(8, len(offsets), 4):
        struct.pack_into(">I", offsets, at, struct.unpack_from(">I", offsets, at)[0] + size)
    replace_box(path, b"stco", bytes(offsets))
    data = path.read_bytes()
    first_end = struct.unpack_from(">I", data)[0]
    path.write_bytes(data[:first_end] + data[start:end] + data[first_end:start] + data[end:])
    return path


def truncate(path: Path, part: float) -> Path:
    """Keep only the first ``part`` (0 to 1) of the file's bytes."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])
    return path


def spoil(path: Path, start_part: float, end_part: float) -> Path:
    """Overwrite a stretch of the file's bytes with zeros, as a broken disk or download does."""
    data = bytearray(path.read_bytes())
    start, end = int(len(data) * start_part), int(len(data) * end_part)
    data[start:end] = bytes(end - start)
    path.write_bytes(data)
    return path


def make_audio_only(path: Path, duration_s: float = 1.0) -> Path:
    """Write silence as a WAV file, whatever the ending of the name."""
    with path.open("wb") as file, wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(2 * round(8000 * duration_s)))
    return path


def make_text_file(path: Path, text: str = "This is not a video.\n" * 20) -> Path:
    """Write a text, whatever the ending of the name."""
    path.write_text(text, encoding="utf-8")
    return path


def make_picture(path: Path, encoding: str = ".jpg") -> Path:
    """Write a still picture, whatever the ending of the name."""
    path.write_bytes(load_opencv().imencode(encoding, draw_grey(0, 64, 48))[1].tobytes())
    return path


def find_box(data: bytes, kind: bytes) -> list[tuple[int, int]]:
    """Return (start, end) of the first box of a kind, after those of the boxes around it, outermost first."""

    def search(start: int, end: int, around: list[tuple[int, int]]) -> list[tuple[int, int]]:
        while start + 8 <= end:
            size, found = struct.unpack_from(">I4s", data, start)
            here = [*around, (start, start + size)]
            if found == kind:
                return here
            inner = search(start + 8, start + size, here) if found in PARENTS else []
            if inner:
                return inner
            start += size
        return []

    boxes = search(0, len(data), [])
    assert boxes, f"expected a box {kind!r}"
    return boxes


def get_box(path: Path, kind: bytes) -> bytes:
    """Return the body of the first box of a kind."""
    data = path.read_bytes()
    start, end = find_box(data, kind)[-1]
    return data[start + 8 : end]


def replace_box(path: Path, kind: bytes, body: bytes) -> Path:
    """Put another body into the first box of a kind. Pictures must not lie behind it if the size changes."""
    data = bytearray(path.read_bytes())
    *around, (start, end) = find_box(bytes(data), kind)
    growth = len(body) + 8 - (end - start)
    for outer_start, outer_end in around:
        struct.pack_into(">I", data, outer_start, outer_end - outer_start + growth)
    data[start:end] = struct.pack(">I4s", len(body) + 8, kind) + body
    path.write_bytes(data)
    return path
