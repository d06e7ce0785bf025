"""Pictures as they come: from a camera, or from a clip played as if it were one. The newest always wins."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from formcheck.errors import InputError
from formcheck.pose.landmarks import Picture
from formcheck.video import load_opencv
from formcheck.video.reader import Frame, Video

SILENT_FOR_S = 2.0
"""A camera without a picture for so long is gone."""
RETRY_S = 0.02
"""Pause after a picture that could not be read."""
FIRST_WITHIN_S = 10.0
"""Some cameras take seconds to start."""


class Camera:
    """A camera that is read in the background, so that whoever is slow gets the newest picture, not the next.

    Parameters
    ----------
    number : int
        As OpenCV numbers them, from 0 on.
    open_capture : callable, optional
        Opens OpenCV's capture of that number.

    Raises
    ------
    InputError
        There is no such camera, or another program has it.
    """

    def __init__(self, number: int, open_capture: Callable[[int], Any] | None = None) -> None:
        cv2 = load_opencv()
        self._name = f"Camera {number}"
        self._capture = (open_capture or cv2.VideoCapture)(number)
        if not self._capture.isOpened():
            self._capture.release()
            raise InputError(
                f"{self._name} cannot be opened: plug it in, close other programs that use it, or name"
                " another one with --camera NUMBER."
            )
        self._fresh = threading.Condition()
        self._newest: tuple[int, float, Picture] | None = None
        self._is_gone = self._is_closed = False
        self._thread = threading.Thread(target=self._read_on, daemon=True)
        self._thread.start()

    def __enter__(self) -> Camera:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the camera."""
        self._is_closed = True
        self._thread.join()

    def __iter__(self) -> Iterator[Frame]:
        """Yield the newest picture, each once, with the seconds since the first.

        Raises
        ------
        InputError
            The camera gives no pictures any more.
        """
        first_s, last = float("nan"), -1
        while True:
            with self._fresh:
                wait_s = SILENT_FOR_S if last >= 0 else FIRST_WITHIN_S
                self._fresh.wait_for(lambda: self._is_gone or self._has_after(last), wait_s)  # noqa: B023
                if not self._has_after(last):
                    raise InputError(f"{self._name} gives no pictures any more: is it still plugged in?")
                index, t_s, image = self._newest or (0, 0.0, np.empty((0, 0, 3), np.uint8))
            first_s = t_s if last < 0 else first_s
            last = index
            yield Frame(index, t_s - first_s, image)

    def _has_after(self, index: int) -> bool:
        return self._newest is not None and self._newest[0] > index

    def _read_on(self) -> None:
        index, seen_s = 0, time.monotonic() + FIRST_WITHIN_S - SILENT_FOR_S
        while not self._is_closed:
            found, image = self._capture.read()
            now_s = time.monotonic()
            if found:
                with self._fresh:
                    self._newest = index, now_s, image
                    self._fresh.notify_all()
                index, seen_s = index + 1, now_s
            elif now_s - seen_s > SILENT_FOR_S:
                break
            else:
                time.sleep(RETRY_S)
        self._capture.release()
        with self._fresh:
            self._is_gone = True
            self._fresh.notify_all()


def play(
    video: Video,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Frame]:
    """Play a clip at its own speed: every picture when it is due, and only the newest of those that are.

    Parameters
    ----------
    video : Video
    clock, sleep : callable, optional
        Seconds that pass, and a way to let them.

    Yields
    ------
    Frame
        Who takes long misses those that came meanwhile, as before a camera.
    """
    start_s = clock()
    newest: Frame | None = None
    for frame in video:
        if newest is not None and frame.t_s > clock() - start_s:
            yield _wait_for(newest, start_s, clock, sleep)
        newest = frame
    if newest is not None:
        yield _wait_for(newest, start_s, clock, sleep)


def _wait_for(
    frame: Frame, start_s: float, clock: Callable[[], float], sleep: Callable[[float], None]
) -> Frame:
    wait_s = start_s + frame.t_s - clock()
    if wait_s > 0:
        sleep(wait_s)
    return frame
