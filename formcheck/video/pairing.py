"""Pictures of a clip and poses of its track, put together by their times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from formcheck.pose.landmarks import Pose
from formcheck.video.filmstrip import FPS
from formcheck.video.reader import Frame

SAME_WITHIN_S = 0.1
"""After the last pose, pictures are paired for so long still: three of a camera's pictures."""
HALF_SLOT_S = 0.5 / FPS
"""A picture is shown in the slot nearest to its time, so it may be shown so much before it was taken."""


def pair_poses(frames: Iterable[Frame], poses: Iterable[Pose]) -> Iterator[tuple[int, Frame, Pose]]:
    """Give every picture the pose that was found in it.

    A track that was made from the clip has one pose for every picture, with its time. The clip of a live set
    has constant slots in the place of the camera's times: a picture goes to the slot nearest to its time and
    is shown until the next one comes, so that a pose may belong to several slots or to none.

    Parameters
    ----------
    frames : iterable of Frame
        Their times grow.
    poses : iterable of Pose
        Their times grow.

    Yields
    ------
    number : int
        Of the pose, from 0.
    frame : Frame
    pose : Pose
    """
    ahead = enumerate(_add_none(poses))
    number, (pose, following) = next(ahead, (0, (None, None)))
    for frame in frames:
        while following is not None and _is_nearer(following, pose, frame.t_s):
            number, (pose, following) = next(ahead)
        if pose is None or (following is None and frame.t_s - pose.t_s > SAME_WITHIN_S):
            return
        yield number, frame, pose


def _add_none(poses: Iterable[Pose]) -> Iterator[tuple[Pose | None, Pose | None]]:
    """Every pose with the one after it; None after the last."""

    def extend() -> Iterator[Pose | None]:
        yield from poses
        yield None

    yield from pairwise(extend())


def _is_nearer(pose: Pose, other: Pose | None, t_s: float) -> bool:
    """Whether a pose is nearer than the one before it, and its picture shown already."""
    return other is None or (pose.t_s <= t_s + HALF_SLOT_S and abs(pose.t_s - t_s) < abs(other.t_s - t_s))
