"""Pictures as they come: the newest wins, and a camera that is gone says so."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest

from formcheck.errors import InputError
from formcheck.pose.landmarks import Picture
from formcheck.video import camera as camera_module
from formcheck.video.camera import Camera, play
from formcheck.video.reader import Frame
from tests.picture_factory import paint

STEP_S = 0.04


class Clock:
    """A clock that only goes on when somebody waits or works."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.slept_s: list[float] = []

    def __call__(self) -> float:
        return self.now_s

    def sleep(self, for_s: float) -> None:
        self.slept_s.append(for_s)
        self.now_s += for_s


@dataclass
class Pictures:
    """A clip of plain pictures."""

    count: int = 50
    read: list[int] = field(default_factory=list)

    def __iter__(self) -> Iterator[Frame]:
        for index in range(self.count):
            self.read.append(index)
            yield Frame(index, index * STEP_S, paint(8, 8))


def play_slowly(work_s: float, count: int = 50) -> tuple[list[Frame], list[float], Clock]:
    """Play a clip to somebody who works so long on every picture."""
    clock, frames, shown_s = Clock(), [], []
    for frame in play(Pictures(count), clock, clock.sleep):  # type: ignore[arg-type]
        frames.append(frame)
        shown_s.append(clock.now_s - 100.0)
        clock.now_s += work_s
    return frames, shown_s, clock


def test_a_clip_plays_at_its_own_speed() -> None:
    frames, shown_s, _ = play_slowly(work_s=0.01)
    assert [frame.index for frame in frames] == list(range(50))
    assert shown_s == pytest.approx([frame.t_s for frame in frames])


def test_who_is_slow_gets_the_newest_picture() -> None:
    frames, shown_s, _ = play_slowly(work_s=2.25 * STEP_S)
    indices = [frame.index for frame in frames]
    assert indices[:4] == [0, 2, 4, 6]
    for frame, at_s in zip(frames[:-1], shown_s, strict=False):
        assert 0.0 <= at_s - frame.t_s < STEP_S + 1e-9  # never an older one than need be
    assert indices[-1] == 49


def test_one_picture_is_shown_as_well() -> None:
    assert [frame.index for frame in play_slowly(0.0, count=1)[0]] == [0]
    assert play_slowly(0.0, count=0)[0] == []


class Capture:
    """A camera whose pictures are handed over one by one."""

    def __init__(self, is_there: bool = True) -> None:
        self.is_there = is_there
        self.released = threading.Event()
        self.taken = threading.Semaphore(0)
        self.given = threading.Semaphore(0)
        self.number = 0
        self.is_unplugged = False

    def isOpened(self) -> bool:
        return self.is_there

    def give(self) -> None:
        """Let the camera take one picture, and wait until it was read."""
        self.given.release()
        assert self.taken.acquire(timeout=5)

    def read(self) -> tuple[bool, Picture | None]:
        if self.is_unplugged or not self.given.acquire(timeout=0.02):
            return False, None
        self.number += 1
        picture = np.full((4, 4, 3), self.number, np.uint8)
        self.taken.release()
        return True, picture

    def release(self) -> None:
        self.released.set()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera_module, "SILENT_FOR_S", 0.3)
    monkeypatch.setattr(camera_module, "FIRST_WITHIN_S", 0.6)


def wait_for(camera: Camera, index: int) -> None:
    with camera._fresh:
        assert camera._fresh.wait_for(lambda: camera._has_after(index - 1), timeout=5)


def test_a_camera_gives_every_picture_once_and_skips_what_was_missed() -> None:
    capture = Capture()
    with Camera(0, lambda _number: capture) as camera:
        pictures = iter(camera)
        capture.give()
        first = next(pictures)
        for _ in range(3):
            capture.give()
        wait_for(camera, 3)
        second = next(pictures)
    assert (first.index, second.index) == (0, 3)
    assert first.t_s == 0.0
    assert second.t_s > 0.0
    assert int(second.image[0, 0, 0]) == 4
    assert capture.released.is_set()


def test_an_absent_camera_gets_one_sentence() -> None:
    capture = Capture(is_there=False)
    with pytest.raises(InputError, match="Camera 3 cannot be opened"):
        Camera(3, lambda _number: capture)
    assert capture.released.is_set()


@pytest.mark.usefixtures("impatient")
def test_an_unplugged_camera_says_so() -> None:
    capture = Capture()
    with Camera(0, lambda _number: capture) as camera:
        pictures = iter(camera)
        capture.give()
        next(pictures)
        capture.is_unplugged = True
        with pytest.raises(InputError, match="still plugged in"):
            next(pictures)


@pytest.mark.usefixtures("impatient")
def test_a_camera_that_never_gives_a_picture_is_not_waited_for_for_ever() -> None:
    with Camera(0, lambda _number: Capture()) as camera, pytest.raises(InputError, match="no pictures"):
        next(iter(camera))
