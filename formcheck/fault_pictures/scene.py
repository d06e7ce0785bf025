"""A fault found, and the part of a picture that shows it, ready to be drawn on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.exercises.rules import Rule
from formcheck.faults.judgement import BackReference, Fault
from formcheck.pose.landmarks import Landmark, Picture, Pose
from formcheck.video.ink import STROKES, Stroke

LONGER_SIDE_PX = 480
"""Of the picture without its caption: the measure is still read off on a phone."""
MARGIN = 0.2
"""Left around the body on every side, in shares of its longer one: hands hold loads, and heads have hair."""
SHAPE = (0.75, 1.6)
"""Width over height that a crop is widened to, where the picture has room: least and most."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of one repetition, with what is needed to show it.

    Attributes
    ----------
    rule : Rule
    fault : Fault
    rep_index : int
        Number of the repetition, as counted.
    facing : int
        +1 the athlete faces image-right, -1 image-left, 0 unclear.
    reference : BackReference or None
        The athlete's own neutral hinge, where it is known.
    has_clear_legs : bool
        False: the pose model may have invented the legs; see `formcheck.video.overlay.draw_limbs`.
    """

    rule: Rule
    fault: Fault
    rep_index: int
    facing: int = 0
    reference: BackReference | None = None
    has_clear_legs: bool = True

    @property
    def measure_name(self) -> str:
        """Name of the rule's measure: its file in `formcheck.faults`."""
        return self.rule.measure.__module__.rpartition(".")[2]


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """The part of a picture around an athlete, enlarged, and where its pixels come from.

    Attributes
    ----------
    picture : ndarray, shape (H, W, 3), uint8
        Drawn on.
    pose : Pose
    points : ndarray, shape (33, 2)
        Its landmarks in pixels of ``picture``; NaN: not seen.
    scale : ndarray, shape (2,)
    origin : ndarray, shape (2,)
        A point of the pose's picture lies at ``point * scale - origin`` here.
    finding : Finding
    """

    picture: Picture
    pose: Pose
    points: NDArray[np.float64]
    scale: NDArray[np.float64]
    origin: NDArray[np.float64]
    finding: Finding

    def place(self, points: NDArray) -> NDArray[np.float64]:
        """Move points of the pose's picture, shape (N, 2), to this one."""
        return points * self.scale - self.origin

    @property
    def unit_px(self) -> float:
        """The thinnest line."""
        return max(self.picture.shape[:2]) / 240

    @property
    def letter_px(self) -> int:
        """Height of a line of text."""
        return max(14, round(0.042 * max(self.picture.shape[:2])))

    @property
    def stroke(self) -> Stroke:
        """A line without gaps in the colour of the fault's level."""
        return Stroke(STROKES[self.finding.fault.severity].colour, 2.5)


def make_scene(
    picture: Picture, pose: Pose, finding: Finding, part: Sequence[Landmark] | None = None
) -> Scene:
    """Cut the athlete out of a picture.

    Parameters
    ----------
    picture : ndarray, shape (H, W, 3), uint8
        As read; it stays as it is.
    pose : Pose
        Found in this picture, in pixels of whatever size it was analysed at.
    finding : Finding
    part : sequence of Landmark, optional
        Show these and what lies between them; the whole body where none is given or none was seen.

    Returns
    -------
    Scene
        Its picture's longer side is ``LONGER_SIDE_PX``.
    """
    height, width = picture.shape[:2]
    to_frame = np.array([width / pose.size_px[0], height / pose.size_px[1]])
    shown = _find_part(pose, part)
    left, top, right, bottom = choose_crop(shown * to_frame, width, height)
    zoom = LONGER_SIDE_PX / max(right - left, bottom - top)
    size = max(1, round((right - left) * zoom)), max(1, round((bottom - top) * zoom))
    how = cv2.INTER_AREA if zoom < 1 else cv2.INTER_CUBIC
    enlarged = cv2.resize(picture[top:bottom, left:right], size, interpolation=how)
    scale, origin = to_frame * zoom, np.array([left, top]) * zoom
    return Scene(
        picture=np.asarray(enlarged, np.uint8),
        pose=pose,
        points=pose.image * scale - origin,
        scale=scale,
        origin=origin,
        finding=finding,
    )


def _find_part(pose: Pose, part: Sequence[Landmark] | None) -> NDArray:
    """Landmarks of a part of the body, and the edges of the trunk where that is in it."""
    flanks = pose.flanks.reshape(-1, 2)
    if part is not None:
        shown = pose.image[list(part)]
        if Landmark.LEFT_SHOULDER in part:
            shown = np.concatenate([shown, flanks])
        if np.isfinite(shown).all(1).any():
            return shown
    return np.concatenate([pose.image, flanks])


def choose_crop(points: NDArray, width: int, height: int) -> tuple[int, int, int, int]:
    """Choose the part of a picture around some points.

    Parameters
    ----------
    points : ndarray, shape (N, 2)
        Pixels; NaN: not seen. At least one was seen.
    width, height : int
        Of the picture.

    Returns
    -------
    left, top, right, bottom : int
        Half-open, inside the picture and never empty.
    """
    seen = points[np.isfinite(points).all(1)]
    low, high = seen.min(0), seen.max(0)
    margin = MARGIN * float((high - low).max())
    size = np.maximum(high - low + 2 * margin, 16.0)
    size = np.maximum(size, [SHAPE[0] * size[1], size[0] / SHAPE[1]])
    middle = 0.5 * (low + high)
    (left, right), (top, bottom) = (
        _fit_span(float(middle[axis]), float(size[axis]), room) for axis, room in enumerate((width, height))
    )
    return left, top, right, bottom


def _fit_span(middle: float, length: float, room: int) -> tuple[int, int]:
    """Move a span into [0, room), and cut it only where it is longer."""
    length = min(max(1, math.ceil(length)), room)
    start = min(max(0, round(middle - length / 2)), room - length)
    return start, start + length
