"""The raised arm and leg of somebody on hands and knees, and what carries them: what a bird-dog is judged by.

Only one arm and one leg are raised at a time, so the higher one of either pair (in space, as they are
counted) is measured, whatever it is called: seen from the side the pose model takes one leg for the other now
and then. Angles and lengths are those in the picture, of reliable landmarks only. Several signals ask for the
same limb of the same pose, so the last answer is remembered.
"""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from formcheck.motion.arms import ELBOW, HIP, SHOULDER, WRIST
from formcheck.motion.geometry import average_seen, measure_joint_angle_deg
from formcheck.motion.quadruped import (
    KNEE,
    find_head_direction,
    measure_arm_elevation_deg,
    measure_elevation_deg,
    measure_thigh_elevation_deg,
)
from formcheck.motion.signals import find_near_side, measure_torso_px
from formcheck.pose.landmarks import Landmark, Pose

ANKLE = (Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE)
FRAME_MARGIN = 0.01
"""A landmark this share of the picture from its edge, or nearer, may lie outside: there it is invented."""
LEAST_ARM, LEAST_LEG = 0.8, 1.1
"""In trunk lengths of the same pose, shoulder–wrist, and hip–knee and knee–ankle together. By Drillis and
Contini (1966, in Winter 2009) they are 1.15 and 1.70, less a third here: elbows bend, and a far leg of a
drawn lifter reads 1.2. A hand that has left the picture is invented inside of it, and the arm then reads 0.4
to 0.75 (own measurement on a filmed set)."""


class Line(NamedTuple):
    """A raised limb: from which landmark to which, and its elevation above the horizontal in the picture."""

    root: Landmark
    tip: Landmark
    elevation_deg: float


@lru_cache(maxsize=1)
def find_raised_arm(pose: Pose) -> int | None:
    """Side of the higher arm: 0 left, 1 right; None: no arm was seen."""
    return _find_higher(measure_arm_elevation_deg(pose, 0), measure_arm_elevation_deg(pose, 1))


@lru_cache(maxsize=1)
def find_raised_leg(pose: Pose) -> int | None:
    """Side of the leg with the higher thigh: 0 left, 1 right; None: no leg was seen."""
    return _find_higher(measure_thigh_elevation_deg(pose, 0), measure_thigh_elevation_deg(pose, 1))


def _find_higher(left: float, right: float) -> int | None:
    if math.isnan(left):
        return None if math.isnan(right) else 1
    return int(right > left)


def measure_raised_arm_side(pose: Pose) -> float:
    """Side of the higher arm: 0 left, 1 right; NaN: no arm was seen."""
    side = find_raised_arm(pose)
    return math.nan if side is None else float(side)


def measure_raised_leg_side(pose: Pose) -> float:
    """Side of the leg with the higher thigh: 0 left, 1 right; NaN: no leg was seen."""
    side = find_raised_leg(pose)
    return math.nan if side is None else float(side)


def find_clear_arm(pose: Pose) -> int | None:
    """Side of the higher arm, None where it must not be measured: not reliable, or too short."""
    side = find_raised_arm(pose)
    if side is None or not pose.reliable[[SHOULDER[side], ELBOW[side], WRIST[side]]].all():
        return None
    return side if _measure_length(pose, SHOULDER[side], WRIST[side]) >= LEAST_ARM else None


@lru_cache(maxsize=1)
def find_clear_leg(pose: Pose) -> int | None:
    """Side of the raised leg, None where it must not be measured: not reliable, or too short."""
    side = find_raised_leg(pose)
    if side is None or not pose.reliable[[HIP[side], KNEE[side], ANKLE[side]]].all():
        return None
    return side if _measure_length(pose, HIP[side], KNEE[side], ANKLE[side]) >= LEAST_LEG else None


def find_arm_line(pose: Pose) -> Line | None:
    """The line shoulder–wrist of the higher arm, towards the head; None: not clear."""
    side = find_clear_arm(pose)
    if side is None:
        return None
    return _find_line(pose, SHOULDER[side], WRIST[side], find_head_direction(pose))


def find_leg_line(pose: Pose) -> Line | None:
    """The line hip–ankle of the raised leg, towards the feet; None: not clear."""
    side = find_clear_leg(pose)
    if side is None:
        return None
    return _find_line(pose, HIP[side], ANKLE[side], -find_head_direction(pose))


def _find_line(pose: Pose, root: Landmark, tip: Landmark, direction: float) -> Line:
    return Line(root, tip, measure_elevation_deg(pose, root, tip, direction))


def measure_arm_line_deg(pose: Pose) -> float:
    """Elevation of `find_arm_line`; NaN: not clear."""
    line = find_arm_line(pose)
    return math.nan if line is None else line.elevation_deg


def measure_leg_line_deg(pose: Pose) -> float:
    """Elevation of `find_leg_line`; NaN: not clear."""
    line = find_leg_line(pose)
    return math.nan if line is None else line.elevation_deg


def measure_raised_knee_deg(pose: Pose) -> float:
    """Interior angle in the picture of the raised leg's knee, 180° straight; NaN: not clear."""
    side = find_clear_leg(pose)
    if side is None:
        return math.nan
    hip, knee, ankle = pose.image[[HIP[side], KNEE[side], ANKLE[side]]]
    return float(measure_joint_angle_deg(hip, knee, ankle))


def _measure_length(pose: Pose, *chain: int) -> float:
    """Length in the picture from landmark to landmark, in trunk lengths of the same pose."""
    trunk_px = measure_torso_px(pose)
    places = pose.image[list(chain)].tolist()
    length_px = sum(math.dist(a, b) for a, b in pairwise(places))
    return length_px / trunk_px if trunk_px > 0 else math.nan


def measure_hands_inside(pose: Pose) -> float:
    """1 where both wrists lie inside the picture, else 0; NaN: nobody was seen."""
    return _are_inside(pose, WRIST)


def measure_feet_inside(pose: Pose) -> float:
    """1 where both ankles lie inside the picture, else 0; NaN: nobody was seen."""
    return _are_inside(pose, ANKLE)


def _are_inside(pose: Pose, pair: tuple[int, int]) -> float:
    if not pose.found:
        return math.nan
    width, height = pose.size_px
    low, high = FRAME_MARGIN, 1.0 - FRAME_MARGIN
    shares = [(x / width, y / height) for x, y in pose.image[list(pair)].tolist()]
    return float(all(low <= x <= high and low <= y <= high for x, y in shares))


def measure_hand_room(pose: Pose) -> float:
    """From the shoulders to the edge of the picture that the hands reach towards, in trunk lengths."""
    return _measure_room(pose, SHOULDER, find_head_direction(pose))


def measure_foot_room(pose: Pose) -> float:
    """From the hips to the edge of the picture that the feet reach towards, in trunk lengths."""
    return _measure_room(pose, HIP, -find_head_direction(pose))


def _measure_room(pose: Pose, roots: tuple[int, int], direction: float) -> float:
    x = float(average_seen(*pose.image[list(roots)])[0])
    trunk_px = measure_torso_px(pose)
    if not (trunk_px > 0 and abs(direction) > 0):
        return math.nan
    return (pose.size_px[0] - x if direction > 0 else x) / trunk_px


def measure_hand_ahead_px(pose: Pose) -> float:
    """How far the near wrist lies ahead of its shoulder, towards the head."""
    side = find_near_side(pose)
    return _measure_ahead_px(pose, SHOULDER[side], WRIST[side])


def measure_knee_ahead_px(pose: Pose) -> float:
    """How far the near knee lies ahead of its hip, towards the head."""
    side = find_near_side(pose)
    return _measure_ahead_px(pose, HIP[side], KNEE[side])


def _measure_ahead_px(pose: Pose, above: int, below: int) -> float:
    if not pose.reliable[[above, below]].all():
        return math.nan
    return find_head_direction(pose) * float(pose.image[below, 0] - pose.image[above, 0])


def measure_hips_x_px(pose: Pose) -> float:
    """Where the middle of the hips is across the picture, from its left edge."""
    return 0.5 * sum(_read_hips(pose, 0))


def measure_hips_gap_px(pose: Pose) -> float:
    """How much lower in the picture the left hip is than the right one."""
    left, right = _read_hips(pose, 1)
    return left - right


def measure_hips_across_px(pose: Pose) -> float:
    """How far the hips are apart across the picture."""
    left, right = _read_hips(pose, 0)
    return abs(left - right)


def _read_hips(pose: Pose, axis: int) -> tuple[float, float]:
    """One coordinate of the left and of the right hip in pixels; NaN: not reliable."""
    if not pose.reliable[list(HIP)].all():
        return math.nan, math.nan
    left, right = pose.image[list(HIP), axis].tolist()
    return left, right
