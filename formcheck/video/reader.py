"""Video files, read frame by frame with the time each frame was taken.

The time of a frame is its own presentation time (``CAP_PROP_POS_MSEC`` after the read), never its number
divided by a frame rate: clips from phones have a variable rate, and number / rate drifts.
"""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from formcheck.errors import InputError
from formcheck.video import load_opencv
from formcheck.video.container import Kind, detect_kind, explain_unreadable, read_head, read_movie_index
from formcheck.video.timing import HIGHEST_FPS, UNKNOWN_FPS, FrameClock, Thinning, do_stamps_move

THIN_MARGIN = 35 / 30
"""A source is thinned above ``THIN_MARGIN * max_fps``: 35 fps for the usual 30 (38 fps, say, still comes out
whole: half of it would be too coarse to time phases with)."""
PROBE_FRAMES = 5
"""Frames looked at when a file is opened: enough to see that its stamps move."""
LEAST_MISSING = (0.5, 0.03)
"""Seconds, and part of the duration, that may be missing at the end: sound often outlasts the picture."""


@dataclass(frozen=True)
class VideoInfo:
    """What a file announces about itself, checked against its first frames.

    Attributes
    ----------
    path : Path
    width_px, height_px : int
        Size of the frames as they are handed out: after the rotation a phone writes into its clips.
    duration_s : float
        Announced length. NaN: unknown.
    frame_count_estimate : int or None
        Frames the file announces; the truth is known only after reading it. None: unknown.
    nominal_fps : float
        Mean frame rate the file announces. NaN: unknown. Good for an estimate, never for time.
    size_bytes : int
    codec : str
        Four-character code of the picture's coding, ``"?"`` if unknown.
    """

    path: Path
    width_px: int
    height_px: int
    duration_s: float
    frame_count_estimate: int | None
    nominal_fps: float
    size_bytes: int
    codec: str

    def share_until(self, t_s: float) -> float | None:
        """Share of the announced length that lies before ``t_s``, 0 to 1; None: the length is unknown."""
        return min(t_s / self.duration_s, 1.0) if self.duration_s > 0 else None


@dataclass(frozen=True)
class Frame:
    """One picture of a video.

    Attributes
    ----------
    index : int
        Its number in the source, from 0; thinning leaves gaps.
    t_s : float
        When it is shown, in seconds from the start; strictly rising.
    image : (H, W, 3) uint8 array
        Blue, green, red.
    """

    index: int
    t_s: float
    image: NDArray[np.uint8]


class Video:
    """A video file, to be read from start to end any number of times, one reading at a time.

    Made by `open_video`. After an iteration has run to the end, ``damaged`` and ``timing_confidence``
    tell how far to trust it.

    Parameters
    ----------
    info : VideoInfo
    max_fps : float or None
        Rate that faster sources are thinned to; None reads every frame.
    stamps_move : bool
        The time stamps of the first frames rise; otherwise time is counted with ``info.nominal_fps``.
    """

    def __init__(self, info: VideoInfo, max_fps: float | None, stamps_move: bool) -> None:
        self.info = info
        self._max_fps = max_fps
        self._stamps_move = stamps_move
        self._capture: Any = None
        self._clock = FrameClock(info.nominal_fps, stamps_move)
        self._damaged: str | None = None

    def __enter__(self) -> Video:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; an iteration under way ends."""
        if self._capture is not None:
            self._capture.release()
            self._capture = None

    @property
    def reading_fps(self) -> float:
        """Rate at which frames come out, after thinning: an estimate, ``UNKNOWN_FPS`` where none is known."""
        fps = self.info.nominal_fps
        if math.isnan(fps):
            return UNKNOWN_FPS
        return fps / max(round(fps / self._max_fps), 1) if self._max_fps and self._is_thinned() else fps

    @property
    def reading_count(self) -> int | None:
        """About how many frames come out, after thinning; None: the file does not say."""
        frames, fps = self.info.frame_count_estimate, self.info.nominal_fps
        if frames is None or math.isnan(fps):
            return frames
        return round(frames * self.reading_fps / fps)

    @property
    def timing_confidence(self) -> Literal["high", "low"]:
        """``"low"`` as soon as a time had to be made up because the file's stamps are of no use."""
        return self._clock.confidence

    @property
    def damaged(self) -> str | None:
        """One sentence if the last iteration ended before the file should have; None if it did not."""
        return self._damaged

    def __iter__(self) -> Iterator[Frame]:
        cv2 = load_opencv()
        self.close()
        capture = self._capture = _open_capture(self.info.path)
        self._clock = clock = FrameClock(self.info.nominal_fps, self._stamps_move)
        self._damaged = None
        thin = Thinning(self._max_fps) if self._max_fps and self._is_thinned() else None
        index = 0
        try:
            # A skipped frame is decoded (the next one builds on it) but never converted to BGR.
            while _grab(capture):
                t_s = clock.stamp(index, capture.get(cv2.CAP_PROP_POS_MSEC))
                if thin is None or thin.keeps(t_s):
                    image = _retrieve(capture)
                    if image is None:
                        break
                    yield Frame(index, t_s, image)
                index += 1
            if capture is self._capture:
                self._damaged = self._describe_missing_end(index, clock.last_t_s)
        finally:
            capture.release()

    def _is_thinned(self) -> bool:
        # An unknown rate (NaN) is watched too: the stamps alone decide what is too close together.
        return self._max_fps is not None and not self.info.nominal_fps <= THIN_MARGIN * self._max_fps

    def _describe_missing_end(self, frame_count: int, last_t_s: float) -> str | None:
        info = self.info
        if frame_count and math.isnan(info.duration_s):
            return None
        interval_s = last_t_s / (frame_count - 1) if frame_count > 1 else 0.0
        missing_s = info.duration_s - (last_t_s + interval_s)
        allowed_s, allowed_part = LEAST_MISSING
        if frame_count and missing_s <= max(allowed_s, allowed_part * info.duration_s):
            return None
        return (
            f"'{info.path.name}' is damaged and ends early: expected "
            f"{info.frame_count_estimate or 'more'} frames, got {frame_count} ({last_t_s:.1f} s); copy or "
            "record it again to have the rest."
        )


def open_video(path: str | os.PathLike[str], *, max_fps: float | None = 30.0) -> Video:
    """Open a video file and look at its first frames.

    Parameters
    ----------
    path : path
        Any file whose container and coding OpenCV's FFmpeg knows.
    max_fps : float or None
        Sources faster than about this (``THIN_MARGIN``) are read at about this rate; None reads all.

    Returns
    -------
    Video
        To be used in a ``with`` statement.

    Raises
    ------
    InputError
        There is no such file, or it is not a video that can be read; the sentence says which and what to
        do.
    """
    path = Path(path).expanduser()
    kind = detect_kind(read_head(path))
    if kind == "text":
        # Refused before FFmpeg sees it: a playlist is a text that makes it open other files.
        raise InputError(f"'{path.name}' is a text, not a video: give the video file itself.")
    cv2 = load_opencv()
    capture = _open_capture(path)
    try:
        first_image, stamps_s = _probe(cv2, capture)
        if first_image is None or len(stamps_s) < 2:
            raise InputError(explain_unreadable(path, kind, len(stamps_s)))
        info = _describe(cv2, capture, path, kind, first_image)
    finally:
        capture.release()
    return Video(info, max_fps, do_stamps_move(stamps_s))


def compute_sha256(path: str | os.PathLike[str]) -> str:
    """Return the SHA-256 of a file in hexadecimal, read piece by piece."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _open_capture(path: Path) -> Any:
    """Return OpenCV's capture of a file; an absolute path keeps FFmpeg from taking it for a URL."""
    cv2 = load_opencv()
    capture = cv2.VideoCapture(str(path.absolute()), cv2.CAP_FFMPEG)
    capture.set(cv2.CAP_PROP_ORIENTATION_AUTO, 1)  # the default, but all of view and angles hang on it
    return capture


def _grab(capture: Any) -> bool:
    try:
        return capture.grab()
    except load_opencv().error:
        return False


def _retrieve(capture: Any) -> NDArray[np.uint8] | None:
    try:
        found, image = capture.retrieve()
    except load_opencv().error:
        return None
    return image if found else None


def _probe(cv2: Any, capture: Any) -> tuple[NDArray[np.uint8] | None, list[float]]:
    """Decode the first frames; return the first image (or None) and the stamps in seconds."""
    image: NDArray[np.uint8] | None = None
    stamps_s: list[float] = []
    while len(stamps_s) < PROBE_FRAMES and _grab(capture):
        if image is None:
            image = _retrieve(capture)
        stamps_s.append(capture.get(cv2.CAP_PROP_POS_MSEC) / 1000)
    return image, stamps_s


def _describe(cv2: Any, capture: Any, path: Path, kind: Kind, image: NDArray[np.uint8]) -> VideoInfo:
    fps = capture.get(cv2.CAP_PROP_FPS)
    fps = fps if 0 < fps < HIGHEST_FPS else math.nan
    count = capture.get(cv2.CAP_PROP_FRAME_COUNT)
    # Where the length is unknown FFmpeg's "no value" comes out as a huge negative number.
    count = count if count > 0 else math.nan
    duration_s = read_movie_index(path).duration_s if kind == "movie" else math.nan
    if math.isnan(duration_s):
        duration_s = count / fps
    else:
        count = min(count, round(duration_s * fps)) if not math.isnan(fps) else count
    code = int(capture.get(cv2.CAP_PROP_FOURCC)) & 0xFFFFFFFF
    codec = code.to_bytes(4, "little").decode("latin-1").strip("\0 ")
    return VideoInfo(
        path=path,
        width_px=image.shape[1],
        height_px=image.shape[0],
        duration_s=duration_s,
        frame_count_estimate=None if math.isnan(count) else int(count),
        nominal_fps=fps,
        size_bytes=path.stat().st_size,
        codec=codec if codec.isprintable() and codec else "?",
    )
