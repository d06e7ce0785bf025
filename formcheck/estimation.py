"""The poses of a video: by one process, or by several that share its stretches out, with the same result."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from formcheck.pose.crew import Crew
from formcheck.pose.finder import Sighting, resize
from formcheck.pose.landmarks import Pose
from formcheck.pose.stretches import choose_length, list_starts
from formcheck.video.reader import Frame, Video


def estimate_poses(video: Video, model: Path, crew: Crew | None = None) -> Generator[tuple[Frame, Pose]]:
    """Find the pose in every picture of a video.

    Parameters
    ----------
    video : Video
    model : Path
        Pose model.
    crew : Crew, optional
        Processes that look at the pictures, else this one. However many: what comes out is the same.

    Yields
    ------
    Frame
        Of the size at which it is analysed.
    Pose

    Raises
    ------
    InputError
        One of the processes was ended.
    """
    from formcheck.pose.estimator import PoseMaker
    from formcheck.pose.mediapipe import EDGE_DELAY_S

    maker = PoseMaker(EDGE_DELAY_S)
    with closing(_find(video, model, crew)) as found:
        for frame, sighting in found:
            yield frame, maker.make(sighting)


def _find(video: Video, model: Path, crew: Crew | None) -> Generator[tuple[Frame, Sighting]]:
    pictures = video.reading_count
    starts = list_starts(pictures)
    if not crew:
        from formcheck.pose.in_turn import find_in_turn
        from formcheck.pose.mediapipe import MediaPipeDetector

        yield from find_in_turn(_shrink(video), lambda: MediaPipeDetector(model, is_frugal=True), starts)
        return
    from formcheck.pose.at_once import choose_room, find_at_once

    finders = crew.call(model)
    try:
        room = choose_room(choose_length(pictures), len(finders))
        yield from find_at_once(_shrink(video), finders, starts, room)
    finally:
        crew.take_back(finders)


def _shrink(video: Video) -> Iterator[Frame]:
    """Every picture at the size at which it is analysed."""
    for frame in video:
        yield replace(frame, image=resize(frame.image))
