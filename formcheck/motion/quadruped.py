"""Where the limbs of somebody on hands and knees are, read off one Pose.

Elevations are above the horizontal and away from the trunk: an arm towards the head, a leg towards the feet,
so 0° is level and -90° hangs straight down. What is counted is read in space, which is the same in every
view; in four filmed bird-dogs it agrees with the picture (r 0.97-1.00). The line hip–shoulder is no
reference: it tilts by 8–16° in a level quadruped, because the shoulder joint is higher than the hip joint.
"""

from __future__ import annotations

import math

import numpy as np

from formcheck.motion.arms import ELBOW, HIP, SHOULDER, WRIST
from formcheck.motion.signals import find_trunk
from formcheck.pose.landmarks import Landmark, Pose

KNEE = (Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE)
WRAP_DEG = (-150.0, 120.0)
"""An elevation beyond these is of a limb that points to the other side: it hangs, tucked or crossed."""
HANGING_DEG = -90.0
HIGHEST_RAISE_DEG = 108.0
"""A leg kicked above level makes a repetition no deeper: at most 1.2 times level."""
LEAST_VISIBILITY = 0.35
"""The only place where the model's own estimate is read: an elbow hidden behind the other reads 0.04 to 0.3
while its made-up position looks like a hanging arm."""


def measure_arm_elevation_deg(pose: Pose, side: int) -> float:
    """Elevation of the line shoulder–wrist in space, towards the head, of whatever was seen."""
    return _measure_world_elevation_deg(pose, SHOULDER[side], WRIST[side], 1.0)


def measure_thigh_elevation_deg(pose: Pose, side: int) -> float:
    """Elevation of the line hip–knee in space, towards the feet, of whatever was seen."""
    return _measure_world_elevation_deg(pose, HIP[side], KNEE[side], -1.0)


def _measure_world_elevation_deg(pose: Pose, root: int, tip: int, direction: float) -> float:
    """Elevation in the upright plane through the trunk; ``direction`` +1 towards the head, -1 the feet."""
    shoulder, hip = find_trunk(pose.world)
    x, _, z = (shoulder - hip).tolist()
    length_m = math.hypot(x, z)
    away_x, away_y, away_z = (pose.world[tip] - pose.world[root]).tolist()
    if not length_m > 0:
        return math.nan
    along_m = direction * (away_x * x + away_z * z) / length_m
    return _unwrap_deg(math.degrees(math.atan2(-away_y, along_m)))


def measure_picture_thigh_raise_deg(pose: Pose) -> float:
    """How far the higher thigh is raised from hanging as the picture shows it, for timing a side view."""
    direction = -find_head_direction(pose)
    left, right = (measure_elevation_deg(pose, HIP[side], KNEE[side], direction) for side in (0, 1))
    return _raise_deg(_find_larger(left, right))


def find_head_direction(pose: Pose) -> float:
    """+1 where the head is to the right of the hips in the picture, else -1; NaN: not seen."""
    shoulder, hip = find_trunk(pose.image)
    return float(np.sign(shoulder[0] - hip[0]))


def measure_elevation_deg(pose: Pose, root: int, tip: int, direction: float) -> float:
    """Elevation of the line root–tip in the picture, in one of its directions (+1 right, -1 left)."""
    x, y = (pose.image[tip] - pose.image[root]).tolist()
    elevation_deg = math.degrees(math.atan2(-y, direction * x))
    return _unwrap_deg(elevation_deg)


def _unwrap_deg(elevation_deg: float) -> float:
    is_turned = elevation_deg < WRAP_DEG[0] or elevation_deg > WRAP_DEG[1]
    return HANGING_DEG if is_turned else elevation_deg


def measure_raised_arm_deg(pose: Pose) -> float:
    """Elevation of the higher arm; NaN when neither was seen."""
    return _find_larger(measure_arm_elevation_deg(pose, 0), measure_arm_elevation_deg(pose, 1))


def measure_raised_thigh_deg(pose: Pose) -> float:
    """Elevation of the higher thigh; NaN when neither was seen."""
    return _find_larger(measure_thigh_elevation_deg(pose, 0), measure_thigh_elevation_deg(pose, 1))


def measure_thigh_raise_deg(pose: Pose) -> float:
    """How far the higher thigh is raised from hanging: 0° to 90° level, cut off 18° above.

    As the picture or as space shows it, whichever shows more: from the front the picture shows a raised thigh
    as a hanging one, and in space the pose model raises the far leg too little (by up to 20° in a drawn set).
    """
    return _find_larger(_raise_deg(measure_raised_thigh_deg(pose)), measure_picture_thigh_raise_deg(pose))


def _raise_deg(elevation_deg: float) -> float:
    return min(max(elevation_deg - HANGING_DEG, 0.0), HIGHEST_RAISE_DEG)


def _find_larger(left: float, right: float) -> float:
    return right if math.isnan(left) else left if math.isnan(right) else max(left, right)


def measure_trunk_tilt_deg(pose: Pose) -> float:
    """Tilt of the line hip–shoulder against the horizontal in space: 0° level."""
    shoulder, hip = find_trunk(pose.world)
    x, y, z = (shoulder - hip).tolist()
    return math.degrees(math.atan2(abs(y), math.hypot(x, z)))


def measure_arm_hidden(pose: Pose) -> float:
    """1 where an arm cannot be seen: its elbow behind the other, or its hand outside the picture."""
    if not pose.found:
        return math.nan
    wrists_seen = (
        np.isfinite(pose.image[list(WRIST), 0]).all() and np.isfinite(pose.image[list(SHOULDER), 0]).all()
    )
    is_hidden = bool(np.nanmin(pose.visibility[list(ELBOW)]) < LEAST_VISIBILITY)
    return float(is_hidden or not wrists_seen)
