"""Numbers that tell good form from faulty, read off one Pose.

Those of the picture, in pixels or degrees, are taken only from landmarks that may be measured with. A
horizontal one is positive towards image-right; times the facing it is positive forward.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from formcheck.motion.back import measure_elbow_behind
from formcheck.motion.geometry import mean_seen, measure_joint_angle_deg
from formcheck.motion.signals import (
    NEAR_JOINTS,
    find_near_side,
    find_trunk,
    measure_near_joint_deg,
    measure_torso_px,
    measure_trunk_lean_deg,
)
from formcheck.pose.landmarks import Landmark, Pose

_WRIST = (Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST)
_EAR = (Landmark.LEFT_EAR, Landmark.RIGHT_EAR)
_HEEL = (Landmark.LEFT_HEEL, Landmark.RIGHT_HEEL)
_TOE = (Landmark.LEFT_FOOT_INDEX, Landmark.RIGHT_FOOT_INDEX)
_SHOULDERS = (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
_HIPS = (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
_KNEES = (Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE)
_ANKLES = (Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE)


def _read_points(pose: Pose, landmarks: Iterable[int]) -> list[list[float]] | None:
    """Pixels of landmarks, None when one must not be measured with."""
    wanted = list(landmarks)
    return pose.image[wanted].tolist() if pose.reliable[wanted].all() else None


def measure_clear_joint_deg(pose: Pose, joint: str) -> float:
    """Interior angle of a near joint as `measure_near_joint_deg`; NaN also where it is not reliable."""
    landmarks = NEAR_JOINTS[joint][find_near_side(pose)]
    return measure_near_joint_deg(pose, joint) if pose.reliable[list(landmarks)].all() else math.nan


def measure_arm_part(pose: Pose, number: int) -> float:
    """Length of a part of the near arm in the picture, in trunk lengths: 0 upper arm, 1 forearm."""
    points = _read_points(pose, NEAR_JOINTS["elbow"][find_near_side(pose)])
    if points is None:
        return math.nan
    trunk_px = measure_torso_px(pose)
    return math.dist(points[number], points[number + 1]) / trunk_px if trunk_px > 0 else math.nan


def measure_world_knee_deg(pose: Pose) -> float:
    """Interior knee angle in space, mean of the sides seen: 180° straight."""
    world = pose.world
    left, right = measure_joint_angle_deg(world[_HIPS, :], world[_KNEES, :], world[_ANKLES, :]).tolist()
    return mean_seen(left, right)


def measure_signed_hip_deg(pose: Pose) -> float:
    """Hip angle shoulder–hip–knee in the picture, for an athlete who faces image-right.

    180° straight, above it the hips are in front of the line. For one who faces image-left it is 360°
    minus this.
    """
    points = _read_points(pose, NEAR_JOINTS["hip"][find_near_side(pose)])
    if points is None:
        return math.nan
    (sx, sy), (hx, hy), (kx, ky) = points
    u, v = (sx - hx, sy - hy), (kx - hx, ky - hy)
    angle = math.degrees(math.atan2(u[0] * v[1] - u[1] * v[0], u[0] * v[0] + u[1] * v[1]))
    return angle % 360.0


def measure_gaze_deg(pose: Pose) -> float:
    """Elevation of the line ear → nose over the horizontal, for an athlete who faces image-right.

    0° looking ahead, -90° at the floor. For one who faces image-left it is 180° minus this,
    modulo 360°.
    """
    points = _read_points(pose, (_EAR[find_near_side(pose)], Landmark.NOSE))
    if points is None:
        return math.nan
    (ear_x, ear_y), (nose_x, nose_y) = points
    return math.degrees(math.atan2(ear_y - nose_y, nose_x - ear_x))


def measure_head_length_px(pose: Pose) -> float:
    """Distance in the picture from the near ear to the nose."""
    points = _read_points(pose, (_EAR[find_near_side(pose)], Landmark.NOSE))
    return math.nan if points is None else math.dist(*points)


def measure_wrist_rise_px(pose: Pose) -> float:
    """Height of the near wrist in the picture, upward positive, from the picture's upper edge."""
    points = _read_points(pose, (_WRIST[find_near_side(pose)],))
    return math.nan if points is None else -points[0][1]


def measure_wrist_leg_gap_px(pose: Pose) -> float:
    """How far the near wrist lies to the right of the leg at its own height."""
    side = find_near_side(pose)
    points = _read_points(pose, (_WRIST[side], *NEAR_JOINTS["knee"][side]))
    if points is None:
        return math.nan
    (x, y), *leg = points
    if not leg[0][1] < y < leg[2][1]:
        return math.nan
    xs, ys = zip(*leg, strict=True)
    return float(x - np.interp(y, ys, xs)) if ys[0] < ys[1] < ys[2] else math.nan


def measure_wrist_foot_gap_px(pose: Pose) -> float:
    """How far the near wrist lies to the right of the middle of the near foot."""
    side = find_near_side(pose)
    points = _read_points(pose, (_WRIST[side], _HEEL[side], _TOE[side]))
    return math.nan if points is None else points[0][0] - 0.5 * (points[1][0] + points[2][0])


def measure_heel_rise_px(pose: Pose) -> float:
    """How far the near heel lies above the toe of the same foot."""
    side = find_near_side(pose)
    points = _read_points(pose, (_HEEL[side], _TOE[side]))
    return math.nan if points is None else points[1][1] - points[0][1]


def measure_heel_height_px(pose: Pose) -> float:
    """Height of the near heel in the picture, upward positive, from the picture's upper edge."""
    points = _read_points(pose, (_HEEL[find_near_side(pose)],))
    return math.nan if points is None else -points[0][1]


def measure_foot_length_px(pose: Pose) -> float:
    """Length of the near foot in the picture, heel to toe."""
    side = find_near_side(pose)
    points = _read_points(pose, (_HEEL[side], _TOE[side]))
    return math.nan if points is None else math.dist(*points)


def measure_shoulder_tilt_deg(pose: Pose) -> float:
    """Tilt of the shoulder line against the hip line, seen from the front or the back.

    Positive: the left shoulder is lower.
    """
    points = _read_points(pose, (*_SHOULDERS, *_HIPS))
    if points is None:
        return math.nan
    tilts = [
        math.degrees(math.atan2(left[1] - right[1], abs(left[0] - right[0])))
        for left, right in (points[:2], points[2:])
    ]
    return tilts[0] - tilts[1]


def measure_side_lean_deg(pose: Pose) -> float:
    """Lean of the trunk to image-right, seen from the front or the back."""
    return measure_trunk_lean_deg(pose) if pose.reliable[[*_SHOULDERS, *_HIPS]].all() else math.nan


def measure_hip_shift_px(pose: Pose) -> float:
    """How far the mid-hip lies to the right of the middle of the ankles."""
    points = _read_points(pose, (*_HIPS, *_ANKLES))
    if points is None:
        return math.nan
    return 0.5 * (points[0][0] + points[1][0] - points[2][0] - points[3][0])


def measure_knee_spread(pose: Pose) -> float:
    """Distance of the knees over the distance of the ankles across the picture."""
    points = _read_points(pose, (*_KNEES, *_ANKLES))
    if points is None:
        return math.nan
    knees_px, ankles_px = abs(points[0][0] - points[1][0]), abs(points[2][0] - points[3][0])
    return knees_px / ankles_px if ankles_px > 0 else math.nan


def measure_elbow_behind_back(pose: Pose) -> float:
    """How far an elbow lies behind the trunk line, in trunk lengths, for the side the trunk leans to.

    Of any elbow that was seen: one that must not be measured with may still cover the back.
    """
    shoulder, hip = find_trunk(pose.image)
    return measure_elbow_behind(pose, 1 if float(shoulder[0] - hip[0]) > 0 else -1)
