"""Videos that play in a browser, written frame by frame at the pace the frames were taken."""

from __future__ import annotations

import math
import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from formcheck.errors import InputError
from formcheck.video import encoders, load_opencv

LOWEST_FPS, HIGHEST_FPS = 0.1, 1000.0
"""WebM counts milliseconds."""
SMALLEST_PX = 16
"""One block of VP8. Below 8 px its encoder takes frames and writes none (measured)."""
WAITING_FRAMES = 4
"""Frames that may wait for the encoder; more would only cost memory (a 4K frame is 25 MB)."""
LONGEST_GAP_S = 600.0
"""A longer jump of the time stamps is taken for a mistake: filling it would write for hours."""


class VideoWriter:
    """Writes a ``.webm`` video that plays in browsers, at a constant frame rate and at true pace.

    A video written by OpenCV has a constant frame rate, while the frames of a phone come when they come.
    So the video is a row of slots ``1 / fps`` apart, the first of them at the time of the first frame;
    a frame goes to the slot nearest to its time, slots in between show the frame before, and a frame
    whose slot is taken is left out.

    To be used in a ``with`` statement. Encoding runs beside the caller's work, in a thread of its own
    (OpenCV lets go of Python's lock meanwhile). The file appears under its name only when it is whole; after
    an exception there is none, and an older file of that name stays as it was.

    Parameters
    ----------
    path : path
        Ends in ``.webm``; the folder has to exist.
    width_px, height_px : int
        Size of the frames to come. An odd size is made even by repeating the last column or row.
    fps : float
        Slots a second, ``LOWEST_FPS`` to ``HIGHEST_FPS``; see `formcheck.video.reader.Video.reading_fps`.

    Raises
    ------
    ValueError
        A size, rate or ending that no video can have.
    InputError
        From ``with``: the file cannot be written there, or the disk is full.
    """

    def __init__(self, path: str | os.PathLike[str], width_px: int, height_px: int, fps: float) -> None:
        self.path = Path(path).expanduser()
        if self.path.suffix.lower() != ".webm":
            raise ValueError(f"expected a path ending in .webm, got '{self.path.name}'")
        if min(width_px, height_px) < SMALLEST_PX:
            raise ValueError(f"expected at least {SMALLEST_PX} px a side, got {width_px}x{height_px}")
        if not LOWEST_FPS <= fps <= HIGHEST_FPS:
            raise ValueError(f"expected {LOWEST_FPS:g} to {HIGHEST_FPS:g} frames a second, got {fps}")
        self.width_px, self.height_px = width_px, height_px
        self.fps = round(fps, 3)  # what the container stores; the slots must use the same
        # The ending tells OpenCV the container, so it stays last.
        self._part = self.path.with_name(f"{self.path.stem}.{os.getpid()}.part.webm")
        self._sink: encoders.Encoder | None = None
        self._encoder = ThreadPoolExecutor(max_workers=1, thread_name_prefix="encode")
        self._waiting: deque[Future[None]] = deque()
        self._start_s = math.nan
        self._last_t_s = -math.inf
        self._last_image: NDArray[np.uint8] | None = None
        self.slot_count = 0
        """Frames in the file so far, repeated ones included."""

    def __enter__(self) -> VideoWriter:
        self._claim_place()
        size_px = (self.width_px + self.width_px % 2, self.height_px + self.height_px % 2)
        self._sink = encoders.open_encoder(self._part, size_px, self.fps)
        if self._sink is not None:
            return self
        self._part.unlink(missing_ok=True)
        codecs = " nor ".join(encoders.CODECS)
        raise InputError(
            f"OpenCV here can write neither {codecs} video of {size_px[0]}x{size_px[1]} px: install "
            "the `opencv-python` wheel from PyPI, or go without the annotated video."
        )

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        try:
            self._finish_encoding(discard=kind is not None)
            if kind is None:
                self._check_finished()
                self._part.replace(self.path)
        except OSError as error:
            raise InputError(
                f"'{self.path}' could not be written ({error}): free it or choose another."
            ) from error
        finally:
            self._part.unlink(missing_ok=True)

    def write(self, image: NDArray[np.uint8], t_s: float) -> None:
        """Show ``image`` from the time ``t_s`` on.

        Parameters
        ----------
        image : (height_px, width_px, 3) uint8 array
            Blue, green, red; copied, so it may be drawn on afterwards.
        t_s : float
            In seconds, not before the frame written last.

        Raises
        ------
        ValueError
            Another shape or type, or a time that is not a number or runs backwards.
        InputError
            The time jumps by more than ``LONGEST_GAP_S``.
        """
        if self._sink is None:
            raise ValueError("frames can be written inside the `with` statement only")
        wanted = (self.height_px, self.width_px, 3)
        if image.shape != wanted or image.dtype != np.uint8:
            raise ValueError(
                f"expected a frame of shape {wanted} and type uint8, got {image.shape} {image.dtype}"
            )
        slot = self._find_slot(t_s)
        if slot < self.slot_count:
            return
        while self.slot_count < slot and self._last_image is not None:
            self._encode(self._last_image)
        self._last_image = self._make_even(image)
        self._encode(self._last_image)

    def _find_slot(self, t_s: float) -> int:
        if not math.isfinite(t_s) or t_s < self._last_t_s:
            raise ValueError(f"expected a time of at least {self._last_t_s} s, got {t_s}")
        if self._last_image is None:
            self._start_s = t_s
        elif t_s - self._last_t_s > LONGEST_GAP_S:
            raise InputError(
                f"The frames jump from {self._last_t_s:.1f} s to {t_s:.1f} s, so no video can be drawn at "
                "true pace: cut the source in two there, or go without the annotated video."
            )
        self._last_t_s = t_s
        return math.floor((t_s - self._start_s) * self.fps + 0.5)

    def _make_even(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Copy a frame; VP8 and VP9 store colour for 2x2 pixels, so an odd side grows by one."""
        missing = ((0, self.height_px % 2), (0, self.width_px % 2), (0, 0))
        return np.pad(image, missing, mode="edge") if any(map(any, missing)) else image.copy()

    def _encode(self, image: NDArray[np.uint8]) -> None:
        assert self._sink is not None
        self._waiting.append(self._encoder.submit(self._sink.write, image))
        self.slot_count += 1
        while len(self._waiting) > WAITING_FRAMES:
            self._waiting.popleft().result()

    def _finish_encoding(self, discard: bool) -> None:
        sink, self._sink = self._sink, None
        assert sink is not None
        self._encoder.shutdown(wait=True, cancel_futures=discard)
        sink.release()
        while self._waiting and not discard:
            self._waiting.popleft().result()

    def _claim_place(self) -> None:
        """Create the file that is going to be filled: Python's own errors say why it cannot be."""
        advice = "choose another place with `--out`"
        try:
            if self.path.is_dir():
                raise InputError(f"'{self.path}' is a folder, so no video can be written there: {advice}.")
            self._part.write_bytes(b"")
        except FileNotFoundError:
            raise InputError(
                f"The folder '{self.path.parent}' does not exist: create it or {advice}."
            ) from None
        except PermissionError:
            raise InputError(f"'{self.path.parent}' may not be written to: {advice}.") from None
        except OSError as error:
            raise InputError(f"'{self.path}' cannot be written ({error}): {advice}.") from error

    def _check_finished(self) -> None:
        """See that every slot is in the file: OpenCV says nothing when a disk is full."""
        if not self.slot_count:
            raise InputError(f"No frame came for '{self.path.name}', so there is no video: check the source.")
        cv2 = load_opencv()
        finished = cv2.VideoCapture(str(self._part.absolute()), cv2.CAP_FFMPEG)
        finished.set(cv2.CAP_PROP_FORMAT, -1)  # packets as they lie in the file, not decoded
        found = 0
        while found < self.slot_count and finished.grab():
            found += 1
        finished.release()
        if found < self.slot_count:
            raise InputError(
                f"'{self.path}' could not be written in full ({found} of {self.slot_count} frames): the disk "
                "is probably full, so make room or choose another place with `--out`."
            )
