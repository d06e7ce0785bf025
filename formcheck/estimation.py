"""The poses of a video: by one process, or by several that share its stretches out, with the same result."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from formcheck.pose.finder import Sighting, resize
from formcheck.pose.landmarks import Pose
from formcheck.pose.stretches import choose_length, is_one_stretch, list_starts
from formcheck.video.reader import Frame, Video


def estimate_poses(video: Video, model: Path, jobs: int = 1) -> Generator[tuple[Frame, Pose]]:
    """Find the pose in every picture of a video.

    Parameters
    ----------
    video : Video
    model : Path
        Pose model.
    jobs : int
        Processes; a short clip is left to this one. However many: what comes out is the same.

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
    with closing(_find(video, model, jobs)) as found:
        for frame, sighting in found:
            yield frame, maker.make(sighting)


def _find(video: Video, model: Path, jobs: int) -> Generator[tuple[Frame, Sighting]]:
    pictures = video.reading_count
    starts = list_starts(pictures)
    if jobs < 2 or is_one_stretch(pictures):
        from formcheck.pose.in_turn import find_in_turn
        from formcheck.pose.mediapipe import MediaPipeDetector

        return find_in_turn(_shrink(video), lambda: MediaPipeDetector(model, is_frugal=True), starts)
    from formcheck.pose.crew import choose_room, find_with_crew

    return find_with_crew(_shrink(video), model, starts, choose_room(choose_length(pictures), jobs), jobs)


def _shrink(video: Video) -> Iterator[Frame]:
    """Every picture at the size at which it is analysed."""
    for frame in video:
        yield replace(frame, image=resize(frame.image))
