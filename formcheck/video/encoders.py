"""What puts pictures into a ``.webm`` file: PyAV where it is installed, else OpenCV."""

from __future__ import annotations

import contextlib
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from formcheck.quiet import quiet_stderr
from formcheck.video import load_opencv

CODECS = ("VP80", "VP90")
"""Codings tried with OpenCV, best first. Measured with opencv-python 5.0 on one core, six clips at 640x480:
VP8 took 8–24 ms a frame and VP9 47–124 ms, for files up to 25 % smaller (and 0.3 dB nearer to the source on
the one clip compared). No setting makes them faster: ``OPENCV_FFMPEG_WRITER_OPTIONS`` does not reach the
encoder (opencv/opencv issue 24570; measured: same bytes, same time)."""
QUICK_VP8 = {"deadline": "realtime", "cpu-used": "-6", "crf": "8", "qmin": "4", "qmax": "50"}
"""libvpx through PyAV. Measured on one core, 120 annotated frames of the rendered figure at 640x604: 4.0 ms
a frame, 5.0 kB, 39.5 dB; OpenCV's settings, which cannot be changed, take 20 ms, 8.1 kB, 39.8 dB. Below zero
``cpu-used`` is a fixed speed; above it, the encoder takes as much time as there is. One thread: two wait for
each other."""


class Encoder(Protocol):
    """Writes pictures of one size, one slot each."""

    def write(self, image: NDArray[np.uint8]) -> None:
        """Add a picture: blue, green, red."""
        ...

    def release(self) -> None:
        """Finish the file."""
        ...


def open_encoder(path: Path, size_px: tuple[int, int], fps: float) -> Encoder | None:
    """Open a ``.webm`` file for writing.

    Parameters
    ----------
    path : Path
    size_px : tuple of int
        (width, height), both even.
    fps : float

    Returns
    -------
    Encoder or None
        None: nothing here can write such a file.
    """
    with contextlib.suppress(ImportError):
        return QuickEncoder(path, size_px, fps)
    cv2 = load_opencv()
    for codec in CODECS:
        # OpenCV prints, whatever its log level, that the tag 'VP80' is unknown to WebM, and then writes a
        # good WebM file.
        with quiet_stderr():
            sink = cv2.VideoWriter(
                str(path.absolute()), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*codec), fps, size_px
            )
        if sink.isOpened():
            return sink
    return None


class QuickEncoder:
    """VP8 by PyAV's libvpx, at a speed of our choice.

    Parameters
    ----------
    path : Path
    size_px : tuple of int
    fps : float
        With three decimals at most.

    Raises
    ------
    ImportError
        PyAV is not installed.

    Notes
    -----
    What cannot be written, on a full disk, is left out without a word, as OpenCV does: whoever asked for the
    file counts the pictures in it.
    """

    def __init__(self, path: Path, size_px: tuple[int, int], fps: float) -> None:
        import av
        from av.error import FFmpegError

        self._problem = FFmpegError
        self._make_frame: Any = av.VideoFrame.from_ndarray
        self._file = av.open(str(path.absolute()), "w", format="webm")
        rate = Fraction(round(fps * 1000), 1000)
        self._stream: Any = self._file.add_stream("libvpx", rate=rate)
        self._stream.width, self._stream.height = size_px
        self._stream.pix_fmt = "yuv420p"
        self._stream.options = QUICK_VP8
        self._stream.bit_rate = min(round(size_px[0] * size_px[1] * fps), 2**30)  # no limit but ``crf``
        self._stream.thread_count = 1

    def write(self, image: NDArray[np.uint8]) -> None:
        """Add a picture."""
        with contextlib.suppress(self._problem):
            self._file.mux(self._stream.encode(self._make_frame(image, format="bgr24")))

    def release(self) -> None:
        """Finish the file."""
        with contextlib.suppress(self._problem):
            self._file.mux(self._stream.encode())
        with contextlib.suppress(self._problem):
            self._file.close()
