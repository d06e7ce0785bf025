"""A process that finds the athlete in pictures: ``python -m formcheck.pose.finder_process``.

The path of the model, then pictures come in through stdin, sightings go out through stdout. It ends with its
stdin, and so with whoever started it.
"""

from __future__ import annotations

from typing import IO

import numpy as np

from formcheck.child_process import claim_pipes, read_exactly, receive, send
from formcheck.pose.crew import BEGINS_MIDWAY, GOES_ON, HEAD
from formcheck.pose.finder import AthleteFinder, Detector
from formcheck.pose.landmarks import Picture


def main() -> None:
    """Say what is seen in every picture that comes in."""
    import cv2

    from formcheck.pose.mediapipe import MediaPipeDetector, import_library

    pictures, sightings = claim_pipes()
    cv2.setNumThreads(1)
    try:
        import_library()
        model = receive(pictures)
        find_athletes(MediaPipeDetector(model, is_frugal=True), pictures, sightings)
    except (EOFError, OSError):  # nobody asks or listens any more
        return
    except Exception as error:
        send(sightings, error)


def find_athletes(detector: Detector, pictures: IO[bytes], sightings: IO[bytes]) -> None:
    """Read pictures and write a sighting for each.

    Raises
    ------
    EOFError
        There are no more.
    """
    finder = AthleteFinder(detector)
    buffer = np.empty(0, np.uint8)
    while True:
        begins, t_s, width_px, height_px = HEAD.unpack(read_exactly(pictures, HEAD.size))
        size = 3 * width_px * height_px
        if len(buffer) < size:
            buffer = np.empty(size, np.uint8)
        _fill(buffer[:size], pictures)
        if begins != GOES_ON:
            detector.forget()
            finder = AthleteFinder(detector, is_midway=begins == BEGINS_MIDWAY)
        picture: Picture = buffer[:size].reshape(height_px, width_px, 3)
        send(sightings, finder.find(picture, t_s))


def _fill(buffer: Picture, pipe: IO[bytes]) -> None:
    """Read into the whole buffer: a picture is copied once.

    Raises
    ------
    EOFError
        When the other side has gone.
    """
    rest = buffer.data
    while rest:
        got = pipe.readinto(rest)  # type: ignore[attr-defined]
        if not got:
            raise EOFError
        rest = rest[got:]


if __name__ == "__main__":
    main()
