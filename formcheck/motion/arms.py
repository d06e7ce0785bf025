"""Where an arm is: numbers of one side of the body, read off one Pose.

Every function takes the side, 0 left and 1 right; in the catalogue the names begin with ``left_`` and
``right_``. Counting reads whatever was seen; a measure reads reliable landmarks only, and says so.
"""

from __future__ import annotations

import math

import numpy as np

from formcheck.motion.geometry import measure_joint_angle_deg
from formcheck.motion.scale import BodyScale
from formcheck.motion.signals import find_trunk
from formcheck.pose.landmarks import Landmark, Pose

SIDES = ("left", "right")
SHOULDER = (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
ELBOW = (Landmark.LEFT_ELBOW, Landmark.RIGHT_ELBOW)
WRIST = (Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST)
HIP = (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
PICTURE_SHARE, WORLD_SHARE = 0.5, 0.65
"""Weights of the hand's distance in the picture and in space. Either alone fails somewhere: an arm that
points at the camera shows no pull in the picture, and in space the pose model makes it too short; the second
weighs more because it shows less of a pull."""
LONGEST_REACH = 2.0
"""In trunk lengths, weighted as above: no arm is as long (1.3 at most: arm and trunk of Drillis and Contini
1966), so this is a wrong landmark."""


def measure_reach(pose: Pose, scale: BodyScale, side: int) -> float:
    """How far a wrist is from its shoulder, in trunk lengths: half of it as seen, 0.65 of it in space.

    About 1.15 times the true distance side-on; the same in every view, so it can be counted anywhere.
    """
    in_picture = _measure_distance(pose.image, SHOULDER[side], WRIST[side]) / scale.torso_px
    in_space = _measure_distance(pose.world, SHOULDER[side], WRIST[side]) / scale.torso_m
    reach = PICTURE_SHARE * in_picture + WORLD_SHARE * in_space
    return reach if reach < LONGEST_REACH else math.nan


def measure_picture_reach_px(pose: Pose, side: int) -> float:
    """How far a wrist is from its shoulder in the picture."""
    return _measure_distance(pose.image, SHOULDER[side], WRIST[side])


def measure_clear_reach_px(pose: Pose, side: int) -> float:
    """The same distance; NaN where wrist or shoulder must not be measured with."""
    is_reliable = bool(pose.reliable[[WRIST[side], SHOULDER[side]]].all())
    return measure_picture_reach_px(pose, side) if is_reliable else math.nan


def _measure_distance(points: np.ndarray, first: int, last: int) -> float:
    return float(np.linalg.norm(points[first] - points[last]))


def measure_hand_lowering(pose: Pose, scale: BodyScale, side: int) -> float:
    """How far a wrist lies below its hip along the trunk, in trunk lengths: what an upright row shortens."""
    along = _find_trunk_direction(pose)
    away = pose.image[WRIST[side]] - pose.image[HIP[side]]
    return -float(away @ along) / scale.torso_px


def measure_hand_height(pose: Pose, scale: BodyScale, side: int) -> float:
    """How far a wrist lies towards the head of its shoulder, along the trunk in space, in trunk lengths."""
    shoulder, hip = find_trunk(pose.world)
    along = shoulder - hip
    away = pose.world[WRIST[side]] - pose.world[SHOULDER[side]]
    return float(away @ along) / float(np.linalg.norm(along)) / scale.torso_m


def measure_hand_drop(pose: Pose, scale: BodyScale, side: int) -> float:
    """How far a wrist hangs below its shoulder in space, in trunk lengths."""
    return float(pose.world[WRIST[side], 1] - pose.world[SHOULDER[side], 1]) / scale.torso_m


def _find_trunk_direction(pose: Pose) -> np.ndarray:
    shoulder, hip = find_trunk(pose.image)
    away = shoulder - hip
    return away / np.linalg.norm(away)


def measure_elbow_deg(pose: Pose, side: int) -> float:
    """Interior elbow angle in space, 180° straight, of whatever was seen."""
    return _measure_elbow_deg(pose.world, side)


def measure_open_elbow_deg(pose: Pose, side: int) -> float:
    """The larger of the elbow angles in the picture and in space: a straight arm looks straight in one."""
    in_picture, in_space = _measure_elbow_deg(pose.image, side), _measure_elbow_deg(pose.world, side)
    return in_picture if math.isnan(in_space) else max(in_space, in_picture)


def _measure_elbow_deg(points: np.ndarray, side: int) -> float:
    return float(measure_joint_angle_deg(points[SHOULDER[side]], points[ELBOW[side]], points[WRIST[side]]))


def read_coordinate_px(pose: Pose, landmark: int, axis: int) -> float:
    """One coordinate of a landmark that was seen, in pixels: 0 to the right, 1 down."""
    return float(pose.image[landmark, axis])
