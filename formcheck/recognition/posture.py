"""Poses as postures: lengths, angles and directions that hardly depend on where the camera stands.

They are read from the landmarks in space. Lengths are in trunk lengths of the same clip, so neither body
height nor distance matters. Depth is the weak side of a pose model: side-on it sees little of how far apart
hands and feet are, so what is across the body is told well only from the front.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from formcheck.motion.geometry import measure_joint_angle_deg
from formcheck.pose.landmarks import LANDMARK_COUNT, Landmark

Floats = NDArray[np.float64]

LEAST_LEAN = 0.35
"""A trunk tells to where it leans once its horizontal part exceeds this share of its length."""

_NOSE = Landmark.NOSE
_SHOULDERS = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]
_ELBOWS = [Landmark.LEFT_ELBOW, Landmark.RIGHT_ELBOW]
_WRISTS = [Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST]
_HIPS = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
_KNEES = [Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE]
_ANKLES = [Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE]

LANDMARKS = (_NOSE, *_SHOULDERS, *_ELBOWS, *_WRISTS, *_HIPS, *_KNEES, *_ANKLES)
"""All that postures are read from."""

WHOLE = (
    "trunk",
    "chest_down",
    "shoulder_height",
    "hip_height",
    "hands_wide",
    "feet_wide",
    "knees_wide",
    "feet_stagger",
    "feet_step",
)
"""One number a posture. ``trunk``: inclination, 0 upright, 90 level, degrees. ``chest_down``: 1 where the
chest faces the floor, -1 the ceiling. Heights are above the lower ankle. ``…_wide``: distance across the
body; ``feet_stagger``: along it; ``feet_step``: up and down. Trunk lengths."""
PAIRED = (
    "hip",
    "knee",
    "elbow",
    "thigh",
    "reach",
    "hand_drop",
    "hand_height",
    "hand_along",
    "hand_ahead",
    "hand_over_foot",
    "hand_over_knee",
    "elbow_drop",
)
"""One number for each side. ``hip``, ``knee``, ``elbow``: flexion, 0 straight, degrees. ``thigh``: from
hanging down, degrees. ``reach``: wrist to shoulder. ``…_drop``: below the shoulder, vertically.
``hand_height``: above the lower ankle. ``hand_along``: from the shoulder towards the head, along the trunk;
``hand_ahead``: before it. ``hand_over_…``: how far before feet and knees, where the trunk leans. Trunk
lengths."""
ONLY_LEANING = ("hand_over_foot", "hand_over_knee")
"""Known only of a trunk that leans: that is what says where before is."""


def measure_postures(world: NDArray) -> dict[str, Floats]:
    """Measure many poses at once.

    Parameters
    ----------
    world : ndarray, shape (N, 33, 3)
        ``Pose.world`` of every pose of a clip; NaN: not seen.

    Returns
    -------
    dict of str to ndarray
        Of the names in ``WHOLE``, shape (N,), and in ``PAIRED``, shape (N, 2), left and right. NaN: not seen.
    """
    points = np.asarray(world, float)
    if points.shape[1:] != (LANDMARK_COUNT, 3):
        raise ValueError(f"world has shape {points.shape}, expected (N, {LANDMARK_COUNT}, 3)")
    trunks_m = np.linalg.norm(points[:, _SHOULDERS].mean(1) - points[:, _HIPS].mean(1), axis=-1)
    seen_m = trunks_m[np.isfinite(trunks_m)]
    points = points / (np.median(seen_m) if len(seen_m) else np.nan)
    shoulder, hip = points[:, _SHOULDERS].mean(1), points[:, _HIPS].mean(1)
    up = _normalise(shoulder - hip)
    nose = points[:, _NOSE] - shoulder
    chest = _normalise(nose - (nose * up).sum(-1, keepdims=True) * up)
    floor = fold_sides(np.maximum, points[:, _ANKLES, 1])
    return {
        "trunk": np.degrees(np.arctan2(np.hypot(up[:, 0], up[:, 2]), -up[:, 1])),
        "chest_down": chest[:, 1],
        "shoulder_height": floor - shoulder[:, 1],
        "hip_height": floor - hip[:, 1],
        **_measure_widths(points),
        **_measure_legs(points),
        **_measure_arms(points, up, chest, floor),
        **_measure_hands_over_legs(points, up),
    }


def _measure_widths(points: Floats) -> dict[str, Floats]:
    """How far apart left and right are, across the body, along it and up and down."""
    across = np.zeros((len(points), 3))
    for left, right in (_SHOULDERS, _HIPS):
        across += points[:, left] - points[:, right]
    across[:, 1] = 0.0
    across = _normalise(across)
    along = np.stack([-across[:, 2], np.zeros(len(points)), across[:, 0]], -1)
    feet, knees, hands = (points[:, left] - points[:, right] for left, right in (_ANKLES, _KNEES, _WRISTS))
    return {
        "hands_wide": np.abs((hands * across).sum(-1)),
        "feet_wide": np.abs((feet * across).sum(-1)),
        "knees_wide": np.abs((knees * across).sum(-1)),
        "feet_stagger": np.abs((feet * along).sum(-1)),
        "feet_step": np.abs(feet[:, 1]),
    }


def _measure_legs(points: Floats) -> dict[str, Floats]:
    shoulder, hip, knee, ankle = (points[:, pair] for pair in (_SHOULDERS, _HIPS, _KNEES, _ANKLES))
    thigh = knee - hip
    return {
        "hip": 180.0 - measure_joint_angle_deg(shoulder, hip, knee),
        "knee": 180.0 - measure_joint_angle_deg(hip, knee, ankle),
        "thigh": np.degrees(np.arctan2(np.hypot(thigh[..., 0], thigh[..., 2]), thigh[..., 1])),
    }


def _measure_arms(points: Floats, up: Floats, chest: Floats, floor: Floats) -> dict[str, Floats]:
    shoulder, elbow, wrist = (points[:, pair] for pair in (_SHOULDERS, _ELBOWS, _WRISTS))
    arm = wrist - shoulder
    return {
        "elbow": 180.0 - measure_joint_angle_deg(shoulder, elbow, wrist),
        "reach": np.linalg.norm(arm, axis=-1),
        "hand_drop": arm[..., 1],
        "hand_height": floor[:, None] - wrist[..., 1],
        "hand_along": (arm * up[:, None]).sum(-1),
        "hand_ahead": (arm * chest[:, None]).sum(-1),
        "elbow_drop": elbow[..., 1] - shoulder[..., 1],
    }


def _measure_hands_over_legs(points: Floats, up: Floats) -> dict[str, Floats]:
    """How far the hands are before feet and knees, in the direction in which the trunk leans."""
    lean = up.copy()
    lean[:, 1] = 0.0
    lean[np.hypot(up[:, 0], up[:, 2]) < LEAST_LEAN] = np.nan
    lean = _normalise(lean)[:, None]
    wrist = points[:, _WRISTS]
    foot, knee = (points[:, pair].mean(1)[:, None] for pair in (_ANKLES, _KNEES))
    return {
        "hand_over_foot": ((wrist - foot) * lean).sum(-1),
        "hand_over_knee": ((wrist - knee) * lean).sum(-1),
    }


def _normalise(vectors: Floats) -> Floats:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)


def fold_sides(fold: Callable[[Floats, Floats], Floats], pairs: Floats) -> Floats:
    """One number of left and right (N, 2), or the one of them that was seen; shape (N,)."""
    left, right = pairs[:, 0], pairs[:, 1]
    return np.where(np.isnan(left), right, np.where(np.isnan(right), left, fold(left, right)))
