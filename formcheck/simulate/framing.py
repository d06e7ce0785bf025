"""Where the camera must stand so that the whole set, load included, fills the picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from formcheck.simulate.camera import Camera
from formcheck.simulate.equipment import BAR_M, PLATES_M, Equipment, find_plate_radius_m
from formcheck.simulate.landmarks import head_center, locate_landmarks
from formcheck.simulate.motion import pose_figure
from formcheck.simulate.rotations import Floats, normalize
from formcheck.simulate.schedule import SetPlan, lay_out
from formcheck.simulate.skeleton import SIDES, Skeleton, grip_point, middle

MARGIN = 0.045
"""Share of the picture left free on every side."""
_HEAD_M, _TRUNK_M, _SOLE_M = 0.13, 0.15, 0.03
"""How far the surface lies from the head's centre, from the trunk's mid-line and below heel and toe."""
_LOAD_M: dict[Equipment, float] = {
    "none": 0.06,
    "dumbbells": 0.14,
    "kettlebell": 0.27,
    "cable": 0.12,
    "straps": 0.09,
    "landmine": 0.06,
}
"""Reach of what a hand holds."""
_EVERY_S = 0.1
_ROUNDS = 12
_START_M = 5.0


def frame_set(
    plan: SetPlan,
    camera: Camera | None = None,
    equipment: Equipment = "none",
    *,
    plate_radius_m: float | None = None,
    margin: float = MARGIN,
) -> Camera:
    """Move a camera so that it sees a whole set as large as possible.

    Parameters
    ----------
    plan : SetPlan
    camera : Camera, optional
        Gives facing, yaw, roll, height, lens and size; its distance and target are replaced.
    equipment : str
    plate_radius_m : float, optional
        Of a barbell's plates; by default what is usual.
    margin : float
        Share of the picture left free on every side.

    Returns
    -------
    Camera
    """
    aimed = replace(camera or Camera(), distance_m=_START_M)
    times = np.arange(0.0, lay_out(plan).duration_s, _EVERY_S)
    radius_m = find_plate_radius_m(equipment, plate_radius_m)
    points = _gather_points(pose_figure(plan, times), equipment, radius_m)
    size = np.array(aimed.size_px, float)
    for _ in range(_ROUNDS):
        pixels = aimed.project(points)[:, :2]
        low, high = np.nanmin(pixels, axis=0), np.nanmax(pixels, axis=0)
        grow = float(((high - low) / (size * (1.0 - 2.0 * margin))).max())
        right, down = (0.5 * (low + high) - 0.5 * size) * aimed.distance_m / aimed.focal_px
        axes = aimed.axes
        target = np.array(aimed.target_m) + axes[0] * right + axes[1] * down
        x, y, z = (float(a) for a in target)
        aimed = replace(aimed, target_m=(x, y, z), distance_m=aimed.distance_m * grow)
    return aimed


def _gather_points(skeleton: Skeleton, equipment: Equipment, plate_radius_m: float) -> Floats:
    """Points (n, 3) that enclose body and load."""
    clouds = [locate_landmarks(skeleton).reshape(-1, 3)]
    scale = skeleton.build.scale
    thick = skeleton.build.girth * scale * _TRUNK_M
    clouds.append(_surround(head_center(skeleton), _HEAD_M * scale))
    clouds += [_surround(middle(skeleton, name), thick) for name in ("hip", "shoulder")]
    for side, _ in SIDES:
        clouds += [_surround(skeleton.joints[f"{part}_{side}"], _SOLE_M * scale) for part in ("heel", "toe")]
        if equipment in _LOAD_M:
            clouds.append(_surround(grip_point(skeleton, side), _LOAD_M[equipment]))
    if equipment in ("barbell", "barbell_on_back"):
        bar = np.mean([grip_point(skeleton, side) for side in skeleton.loaded], axis=0)
        along = np.array([0.0, 0.73, 0.0] if len(skeleton.loaded) == 2 else [0.73, 0.0, 0.0])
        clouds += [_surround(bar + sign * along, plate_radius_m) for sign in (-1.0, 1.0)]
    if equipment == "landmine" and skeleton.anchor is not None:
        held = np.mean([grip_point(skeleton, side) for side in skeleton.loaded], axis=0)
        along = normalize(held - skeleton.anchor)
        clouds.append(_surround(skeleton.anchor + along * np.mean(PLATES_M), plate_radius_m))
        clouds.append(skeleton.anchor + along * BAR_M)
    cloud = np.concatenate(clouds)
    cloud[:, 2] = np.maximum(cloud[:, 2], 0.0)
    return cloud


def _surround(points: Floats, radius_m: float) -> Floats:
    """Six points about each of (n, 3), along the axes."""
    steps = np.concatenate([np.eye(3), -np.eye(3)]) * radius_m
    return (points[:, None] + steps).reshape(-1, 3)
