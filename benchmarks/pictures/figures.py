"""The rendered figure as an outline with landmarks, ready to be placed in a drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from formcheck.motion.signals import find_trunk
from formcheck.pose.flanks import cut_flanks
from formcheck.pose.landmarks import Landmark, Pose
from formcheck.simulate import Camera, measure_reps, plan_set, simulate_poses
from formcheck.simulate.clip import Clip, render_frames
from formcheck.simulate.framing import frame_set
from formcheck.simulate.looks import LOOKS
from formcheck.simulate.scene import Scene

SIZE_PX = (960, 720)
SMOOTH_PX = 3.0
"""Steps of the pixel grid are smoothed away over so much of an outline."""
TRIM_PX = 0.25
"""Points of an outline that lie closer to the line between their neighbours are left out."""
LEAST_PATCH_PX = 60.0
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """The figure at one instant, in pixels of its picture or of a drawing.

    Attributes
    ----------
    outlines : tuple of ndarray, shape (N, 2)
        Of the person, holes included.
    pose : Pose
        The figure's own landmarks, and the edges of the trunk cut from its exact mask, in pixels of the
        picture.
    scale : float
    origin : ndarray, shape (2,)
        A point of the picture lies at ``scale * point + origin`` in the drawing.
    """

    outlines: tuple[Floats, ...]
    pose: Pose
    scale: float = 1.0
    origin: Floats = field(default_factory=lambda: np.zeros(2))

    def place(self, points: ArrayLike) -> Floats:
        """Move points of the picture, shape (..., 2), into the drawing."""
        return self.scale * np.asarray(points, float) + self.origin

    @property
    def drawn(self) -> list[Floats]:
        """The outlines in the drawing."""
        return [self.place(outline) for outline in self.outlines]

    def crop(self, corner: ArrayLike, size: ArrayLike) -> list[Floats]:
        """The outlines in the drawing, cut off at a rectangle."""
        low = np.asarray(corner, float)
        return [np.clip(outline, low, low + np.asarray(size, float)) for outline in self.drawn]

    @property
    def trunk_centre(self) -> Floats:
        """Middle of the trunk in the picture."""
        shoulder, hip = find_trunk(self.pose.image.astype(float))
        return np.asarray(0.5 * (shoulder + hip), float)

    def find(self, landmark: Landmark) -> Floats:
        """One landmark in the drawing."""
        return self.place(self.pose.image[landmark])

    @property
    def trunk(self) -> tuple[Floats, Floats]:
        """Mid-hip and mid-shoulder in the drawing."""
        shoulder, hip = find_trunk(self.pose.image.astype(float))
        return self.place(hip), self.place(shoulder)

    def fit(self, corner: ArrayLike, size: ArrayLike, scale: float | None = None) -> Figure:
        """Place the figure in a rectangle, centred and standing on its lower edge.

        Parameters
        ----------
        corner, size : array_like, shape (2,)
            Upper left corner, width and height in the drawing.
        scale : float, optional
            As large as fits by default.
        """
        points = np.concatenate(self.outlines)
        low, high = points.min(0), points.max(0)
        corner, size = np.asarray(corner, float), np.asarray(size, float)
        scale = scale or float((size / (high - low)).min())
        middle = corner[0] + 0.5 * size[0]
        origin = np.array([middle - scale * 0.5 * (low[0] + high[0]), corner[1] + size[1] - scale * high[1]])
        return replace(self, scale=scale, origin=origin)

    def enlarge(self, centre: ArrayLike, at: ArrayLike, scale: float) -> Figure:
        """Place the figure so that a point of its picture lies at a point of the drawing."""
        return replace(self, scale=scale, origin=np.asarray(at, float) - scale * np.asarray(centre, float))


def pose_once(
    movement: str, faults: Mapping[str, float] | None = None, share: float = 0.5, camera: Camera | None = None
) -> Figure:
    """Draw the figure in one repetition.

    Parameters
    ----------
    movement : str
    faults : mapping of str to float, optional
        Dials of the figure.
    share : float
        When: 0 at the start of the repetition, 0.5 in the lowest position, 1 at its end, 1.5 half-way through
        standing after it.
    camera : Camera, optional
        Side-on, facing right, by default.

    Returns
    -------
    Figure
    """
    return _draw(
        movement, tuple(sorted((faults or {}).items())), share, replace(camera or Camera(), size_px=SIZE_PX)
    )


@cache
def _draw(movement: str, faults: tuple[tuple[str, float], ...], share: float, camera: Camera) -> Figure:
    plan = plan_set(movement, 2, tempo_s=(2.0, 1.0, 2.0, 2.0), faults=dict(faults))
    rep = measure_reps(plan)[0]
    at_s = float(
        np.interp(share, [0.0, 0.5, 1.0, 1.5], [rep.start_s, rep.turn_s, rep.end_s, rep.end_s + 1.0])
    )
    aimed = frame_set(plan, camera)
    clip = Clip(plan, aimed, Scene("plain", noise=0.0, shadows=False), LOOKS["teal_dark"])
    mask = next(iter(render_frames(clip, [at_s]))).mask
    track = simulate_poses(plan, [at_s], aimed)
    shoulder, hip = find_trunk(track.image[0].astype(float))
    pose = Pose(
        t_s=at_s,
        image=track.image[0],
        world=track.world[0],
        visibility=track.visibility[0],
        reliable=np.ones(len(track.image[0]), bool),
        flanks=cut_flanks(mask, shoulder, hip),
        size_px=aimed.size_px,
    )
    return Figure(tuple(_trace(mask)), pose)


def _trace(mask: NDArray[np.float32]) -> Sequence[Floats]:
    """Outlines of a person mask."""
    is_person = np.asarray(mask >= 0.5, np.uint8)
    found, _ = cv2.findContours(is_person, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    return [_smooth(one[:, 0].astype(float)) for one in found if cv2.contourArea(one) >= LEAST_PATCH_PX]


def _smooth(outline: Floats) -> Floats:
    """A closed outline without the steps of its pixels, and with no more points than it needs."""
    reach = int(3 * SMOOTH_PX)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / SMOOTH_PX) ** 2)
    closed = np.pad(outline, ((reach, reach), (0, 0)), mode="wrap")
    smooth = np.stack([np.convolve(axis, weights / weights.sum(), "valid") for axis in closed.T], -1)
    return cv2.approxPolyDP(smooth.astype(np.float32), TRIM_PX, True)[:, 0].astype(float)
