"""Frames to VP9 in WebM: with PyAV when it is installed, else with OpenCV.

OpenCV's VP9 encoder takes no rate or quality (opencv/opencv issue 24570): a 12 s clip of a lit room at
640×480 came to several megabytes. PyAV hands libvpx a constrained quality.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

QUALITY = 27
"""libvpx' constant rate factor, 0 to 63, lower is better; its own advice for 480 rows is 33."""
_KEY_FRAME_EVERY = 120
_LIBVPX = {"b": "0", "deadline": "good", "cpu-used": "3", "row-mt": "1", "auto-alt-ref": "1",
           "lag-in-frames": "25"}  # fmt: skip


class MissingEncoderError(RuntimeError):
    """PyAV is needed and not installed."""


class Encoder(Protocol):
    """Takes the frames of one video."""

    def write(self, rgb: NDArray[np.uint8]) -> None:
        """Add a frame, shape (H, W, 3)."""
        ...

    def close(self) -> None:
        """Write what is left."""
        ...


def has_pyav() -> bool:
    """Whether PyAV is installed (the extra ``samples``)."""
    return find_spec("av") is not None


@contextmanager
def open_encoder(path: Path, fps: float, size_px: tuple[int, int]) -> Iterator[Encoder]:
    """Write a video that appears under its name only when it is whole.

    Parameters
    ----------
    path : Path
        Ends in ``.webm``; its folder exists. An older file stays when the work is broken off.
    fps : float
    size_px : tuple of int
        Even width and height.

    Raises
    ------
    OSError
        The file cannot be opened for writing.
    """
    part = path.with_name(f"{path.stem}.{os.getpid()}.part.webm")
    encoder = _PyAVEncoder(part, fps, size_px) if has_pyav() else _OpenCVEncoder(part, fps, size_px)
    try:
        try:
            yield encoder
        finally:
            encoder.close()
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


class _PyAVEncoder:
    """libvpx at a constrained quality."""

    def __init__(self, path: Path, fps: float, size_px: tuple[int, int]) -> None:
        self._av: Any = import_module("av")
        self._file = self._av.open(str(path), "w", format="webm")
        self._rate = Fraction(fps).limit_denominator(1001)
        self._count = 0
        self._stream = self._file.add_stream(
            "libvpx-vp9", rate=self._rate, options=_LIBVPX | {"crf": str(QUALITY)}
        )
        self._stream.width, self._stream.height = size_px
        self._stream.pix_fmt = "yuv420p"
        self._stream.gop_size = _KEY_FRAME_EVERY

    def write(self, rgb: NDArray[np.uint8]) -> None:
        """Add a frame."""
        frame = self._av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24")
        frame.pts, frame.time_base = self._count, 1 / self._rate
        self._count += 1
        self._file.mux(self._stream.encode(frame))

    def close(self) -> None:
        """Flush the encoder and close the file."""
        try:
            self._file.mux(self._stream.encode(None))
        finally:
            self._file.close()


class _OpenCVEncoder:
    """OpenCV's own VP9."""

    def __init__(self, path: Path, fps: float, size_px: tuple[int, int]) -> None:
        self._writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"VP90"), fps, size_px)
        if not self._writer.isOpened():
            raise OSError(f"expected to write VP9 video to {path}, but OpenCV could not open it")

    def write(self, rgb: NDArray[np.uint8]) -> None:
        """Add a frame."""
        self._writer.write(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))

    def close(self) -> None:
        """Close the file."""
        self._writer.release()
