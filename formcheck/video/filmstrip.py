"""The pictures of a live set as they came, in one file: written without coding them anew, developed later."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import cv2
import numpy as np

from formcheck.errors import InputError
from formcheck.pose.landmarks import Picture
from formcheck.video.writer import VideoWriter

FPS = 30.0
"""Of the video that a strip becomes: cameras give 30 pictures a second, and slots in between repeat one."""
READ_AS = cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
"""How a picture is decoded: in colour whatever it is, and as the camera held it, since its poses were found
in it so."""
_HEAD = struct.Struct(">dI")


class Filmstrip:
    """Takes JPEGs with their times. A full disk ends the strip, never the set.

    Parameters
    ----------
    path : Path
        The file to write.

    Attributes
    ----------
    problem : str
        Why pictures are missing from some time on; empty: none are.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problem = ""
        try:
            self._file = path.open("wb")
        except OSError as error:
            reason = error.strerror or error
            raise InputError(f"The clip cannot be kept ({reason}): make room, or go without.") from error

    def append(self, jpeg: bytes, t_s: float) -> None:
        """Add the next picture."""
        if self.problem:
            return
        try:
            self._file.write(_HEAD.pack(t_s, len(jpeg)) + jpeg)
        except OSError as error:
            reason = error.strerror or error
            self.problem = f"The clip breaks off early ({reason}). The set itself is whole."

    def close(self) -> None:
        """Finish the file; a disk that is full only now costs the last pictures."""
        try:
            self._file.close()
        except OSError as error:
            self.problem = self.problem or f"The end of the clip is missing: {error.strerror or error}."


def read_strip(path: Path) -> Iterator[tuple[float, bytes]]:
    """Read the pictures of a strip with their times, up to where it breaks off."""
    with path.open("rb") as file:
        while len(head := file.read(_HEAD.size)) == _HEAD.size:
            t_s, size = _HEAD.unpack(head)
            jpeg = file.read(size)
            if len(jpeg) < size:
                return
            yield t_s, jpeg


def develop_strip(strip: Path, clip: Path, from_s: float) -> None:
    """Make a strip into a video that plays in browsers.

    Parameters
    ----------
    strip : Path
        As `Filmstrip` wrote it.
    clip : Path
        The ``.webm`` to write; its time 0 is ``from_s``.
    from_s : float
        Earlier pictures are left out.

    Raises
    ------
    InputError
        When no picture is left, or the video cannot be written.
    """
    pictures = ((t_s - from_s, _decode(jpeg)) for t_s, jpeg in read_strip(strip) if t_s >= from_s)
    first = next(pictures, None)
    if first is None:
        raise InputError("No picture of the set was kept, so there is no clip.")
    height_px, width_px = first[1].shape[:2]
    with VideoWriter(clip, width_px, height_px, FPS) as writer:
        for t_s, image in chain([first], pictures):
            if image.shape[:2] != (height_px, width_px):  # another camera, or a phone that was turned
                image = np.asarray(cv2.resize(image, (width_px, height_px)), np.uint8)
            writer.write(image, t_s)


def _decode(jpeg: bytes) -> Picture:
    return np.asarray(cv2.imdecode(np.frombuffer(jpeg, np.uint8), READ_AS), np.uint8)
