"""Poses without pixels: what a perfect estimator would say of the figure, thousands of frames a second."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from formcheck.simulate.camera import Camera
from formcheck.simulate.landmarks import locate_landmarks
from formcheck.simulate.motion import pose_figure
from formcheck.simulate.rotations import Floats
from formcheck.simulate.schedule import SetPlan
from formcheck.simulate.skeleton import Skeleton
from formcheck.simulate.trunk import trace_outline
from formcheck.simulate.truth import measure_angles

VISIBILITY = 0.99
"""Of every landmark: MediaPipe's median is 1.00 even for hidden shoulders and 0.96 to 1.00 for points
outside the picture (measured on 5437 frames with mediapipe 1.2.2 and 0.10.31)."""


@dataclass(frozen=True, slots=True)
class PoseTrack:
    """Poses of N frames with their truth.

    Attributes
    ----------
    t_s : ndarray, shape (N,), float64
    image : ndarray, shape (N, 33, 2), float32
        Landmarks in pixels, in MediaPipe's order.
    world : ndarray, shape (N, 33, 3), float32
        Metres about the mid-hip: x image-right, y down, z away from the camera.
    visibility : ndarray, shape (N, 33), float32
    flanks : ndarray, shape (N, 2, 47, 2), float32
        Both edges of the bare trunk in pixels; see ``trunk.trace_outline``.
    angles : dict of str to ndarray, shape (N,)
        See ``truth.measure_angles``.
    size_px : tuple of int
        Width and height of the picture.
    """

    t_s: Floats
    image: NDArray[np.float32]
    world: NDArray[np.float32]
    visibility: NDArray[np.float32]
    flanks: NDArray[np.float32]
    angles: dict[str, Floats]
    size_px: tuple[int, int]


def simulate_poses(plan: SetPlan, t_s: ArrayLike, camera: Camera | None = None) -> PoseTrack:
    """Poses of a planned set as a camera sees it, with no picture drawn.

    Parameters
    ----------
    plan : SetPlan
    t_s : array_like, shape (N,)
        Times of the frames: any rate, jitter or gaps.
    camera : Camera, optional
        Side-on, facing right, 640×480 by default.

    Returns
    -------
    PoseTrack
    """
    times = np.atleast_1d(np.asarray(t_s, float))
    return film_skeleton(pose_figure(plan, times), times, camera or Camera())


def film_skeleton(skeleton: Skeleton, t_s: Floats, camera: Camera) -> PoseTrack:
    """Landmarks of given postures in a camera's picture and axes."""
    points = locate_landmarks(skeleton)
    mid_hip = points[:, 23:25].mean(axis=1, keepdims=True)
    world: NDArray[Any] = (points - mid_hip) @ camera.axes.T
    return PoseTrack(
        t_s=t_s,
        image=camera.project(points)[..., :2].astype(np.float32),
        world=world.astype(np.float32),
        visibility=np.full(points.shape[:2], VISIBILITY, np.float32),
        flanks=trace_outline(skeleton, camera).astype(np.float32),
        angles=measure_angles(skeleton),
        size_px=camera.size_px,
    )
