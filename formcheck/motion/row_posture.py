"""How an arm rows, and what shoulders and head do meanwhile: numbers read off one Pose.

All are taken only from landmarks that may be measured with. Those of an arm take the side, 0 left and 1
right; in the catalogue their names begin with ``left_`` and ``right_``.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from formcheck.motion.arms import ELBOW, HIP, SHOULDER, WRIST
from formcheck.motion.geometry import measure_joint_angle_deg
from formcheck.motion.signals import find_trunk, measure_torso_px
from formcheck.pose.landmarks import Landmark, Pose

EAR = (Landmark.LEFT_EAR, Landmark.RIGHT_EAR)
KNUCKLES = ((Landmark.LEFT_INDEX, Landmark.LEFT_PINKY), (Landmark.RIGHT_INDEX, Landmark.RIGHT_PINKY))
_TRUNK = (*SHOULDER, *HIP)
LEAST_LEAN_SHARE = math.sin(math.radians(25.0))
"""Across the picture, of the trunk's length: as much lean as the home posture of a bent-over row has."""


def _are_reliable(pose: Pose, *landmarks: int) -> bool:
    return bool(pose.reliable[list(landmarks)].all())


def measure_clear_elbow_deg(pose: Pose, side: int) -> float:
    """Interior elbow angle in the picture, 180° straight."""
    arm = (SHOULDER[side], ELBOW[side], WRIST[side])
    return float(measure_joint_angle_deg(*pose.image[list(arm)])) if _are_reliable(pose, *arm) else math.nan


def measure_wrist_deg(pose: Pose, side: int) -> float:
    """Angle in the picture from the elbow over the wrist to the middle of the knuckles, 180° straight."""
    if not _are_reliable(pose, ELBOW[side], WRIST[side], *KNUCKLES[side]):
        return math.nan
    knuckles = pose.image[list(KNUCKLES[side])].mean(axis=0)
    return float(measure_joint_angle_deg(pose.image[ELBOW[side]], pose.image[WRIST[side]], knuckles))


def measure_upper_arm(pose: Pose, side: int) -> float:
    """Length of the upper arm in the picture, in trunk lengths of the same pose."""
    return _measure_part(pose, SHOULDER[side], ELBOW[side])


def measure_forearm(pose: Pose, side: int) -> float:
    """Length of the forearm in the picture, in trunk lengths of the same pose."""
    return _measure_part(pose, ELBOW[side], WRIST[side])


def _measure_part(pose: Pose, first: int, last: int) -> float:
    trunk_px = measure_torso_px(pose)
    if not _are_reliable(pose, first, last) or not trunk_px > 0:
        return math.nan
    return math.dist(pose.image[first], pose.image[last]) / trunk_px


def measure_elbow_past_px(pose: Pose, side: int) -> float:
    """How far an elbow lies behind its shoulder, at right angles to the trunk, for one who faces image-right.

    0 in line with the trunk, negative before it. For one who faces image-left it is minus this.
    """
    if not _are_reliable(pose, *_TRUNK, ELBOW[side]):
        return math.nan
    return _measure_past_px(pose, side, _find_trunk_direction(pose))


def measure_elbow_behind(pose: Pose, side: int) -> float:
    """How far an elbow lies behind the line of a leaning trunk, in trunk lengths of the same pose.

    Of an arm that hangs from a trunk that leans by 25° it is -0.25, the upper arm's 0.6 trunk lengths times
    the lean's sine; at 45° -0.4. NaN where the picture shows less lean than that, as straight from the
    front: which side of the trunk is its back is not seen there.
    """
    trunk_px = measure_torso_px(pose)
    if not trunk_px > 0:
        return math.nan
    direction = _find_trunk_direction(pose)
    if not abs(direction[0]) >= LEAST_LEAN_SHARE:
        return math.nan
    return math.copysign(1.0, direction[0]) * _measure_past_px(pose, side, direction) / trunk_px


def _measure_past_px(pose: Pose, side: int, direction: NDArray[np.float64]) -> float:
    """How far an elbow lies behind its shoulder at right angles to the trunk; see `measure_elbow_past_px`."""
    x, y = direction.tolist()
    away = pose.image[ELBOW[side]] - pose.image[SHOULDER[side]]
    return float(away @ np.array([y, -x]))


def measure_ear_gap_px(pose: Pose, side: int) -> float:
    """How far an ear lies from its shoulder along the trunk, towards the head."""
    if not _are_reliable(pose, *_TRUNK, EAR[side]):
        return math.nan
    return float((pose.image[EAR[side]] - pose.image[SHOULDER[side]]) @ _find_trunk_direction(pose))


def _find_trunk_direction(pose: Pose) -> NDArray[np.float64]:
    """Unit vector from mid-hip to mid-shoulder in the picture."""
    shoulder, hip = find_trunk(pose.image.astype(np.float64))
    away = shoulder - hip
    return away / np.linalg.norm(away)


def measure_elbow_flare_deg(pose: Pose, side: int) -> float:
    """Angle in space of an upper arm to the plane that halves the body: 0° along it, 90° straight out."""
    if not _are_reliable(pose, *_TRUNK, ELBOW[side]):
        return math.nan
    outward = _find_left(pose) if side == 0 else -_find_left(pose)
    arm = pose.world[ELBOW[side]].astype(np.float64) - pose.world[SHOULDER[side]]
    return math.degrees(math.asin(float(np.clip(arm @ outward / np.linalg.norm(arm), -1.0, 1.0))))


def measure_upper_arm_lift_deg(pose: Pose, side: int) -> float:
    """Elevation of an upper arm, seen from the front or the back: -90° hanging, 0° level."""
    return _measure_lift_deg(pose, SHOULDER[side], ELBOW[side])


def measure_forearm_lift_deg(pose: Pose, side: int) -> float:
    """Elevation of a forearm, seen from the front or the back: -90° hanging down from the elbow, 0° level."""
    return _measure_lift_deg(pose, ELBOW[side], WRIST[side])


def _measure_lift_deg(pose: Pose, first: int, last: int) -> float:
    if not _are_reliable(pose, first, last):
        return math.nan
    x, y = (pose.image[last] - pose.image[first]).tolist()
    return math.degrees(math.atan2(-y, abs(x)))


def _find_left(pose: Pose) -> NDArray[np.float64]:
    """Unit vector in space from the right to the left shoulder, at right angles to the trunk."""
    shoulder, hip = find_trunk(pose.world.astype(np.float64))
    along = (shoulder - hip) / np.linalg.norm(shoulder - hip)
    across = pose.world[SHOULDER[0]].astype(np.float64) - pose.world[SHOULDER[1]]
    across -= along * float(across @ along)
    return across / np.linalg.norm(across)
