"""From where the camera looks, and whether this view may be judged.

Measured on 35 filmed clips: true side views read a yaw of 1–20° and a shoulder width of 0.01–0.20 torso
lengths, three-quarter views 34–53° and 0.50–0.69, frontal views 56–88° and 0.65–2.1. The error of an
angle read in the picture grows with the yaw: 1.8° at 20°, 4.1° at 30°, 9.7° at 45°; up to 20° it costs
less than the landmarks' own noise.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from formcheck.motion.geometry import average_seen
from formcheck.motion.signals import find_trunk
from formcheck.pose.landmarks import Landmark, Pose

SIDE_YAW_DEG = 20.0
SIDE_WIDTH = 0.25
LEAVE_SIDE_YAW_DEG = 25.0
LEAVE_SIDE_WIDTH = 0.30
LEAVE_SIDE_AFTER_S = 0.5
FRONT_YAW_DEG = 65.0
FRONT_WIDTH = 0.6
MEDIAN_SPAN_S = 0.5
FACING_LEAN = 0.35
"""A trunk tells the facing once its horizontal part exceeds this share of its length."""
FACING_HANDS = 0.15
"""Hands tell it once they are so far before the trunk, in its lengths (judgement of the authors)."""
FACING_AGREEMENT = 0.8


class View(StrEnum):
    """From where the camera looks at the athlete."""

    SIDE = "side"
    OBLIQUE = "oblique"
    FRONT = "front"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ViewReading:
    """The view at one instant.

    Attributes
    ----------
    view : View
        With hysteresis; UNKNOWN until shoulders and hips were seen.
    yaw_deg : float
        0 side-on, 90 frontal; median of the last 0.5 s. NaN: not seen.
    width : float
        Distance of the shoulders across the picture in torso lengths. NaN: not seen.
    """

    view: View
    yaw_deg: float
    width: float


def measure_yaw_deg(pose: Pose) -> float:
    """Yaw of the trunk against the picture plane: 0 side-on, 90 frontal or from behind.

    The mean over shoulders and hips of ``atan2(|dx|, |dz|)`` between left and right in world landmarks;
    NaN when neither pair was seen.
    """
    world = pose.world
    pairs = (
        world[[Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP]]
        - world[[Landmark.RIGHT_SHOULDER, Landmark.RIGHT_HIP]]
    )
    yaws_deg = [math.degrees(math.atan2(abs(x), abs(z))) for x, _, z in pairs.tolist() if x == x]
    return sum(yaws_deg) / len(yaws_deg) if yaws_deg else math.nan


def measure_shoulder_width(pose: Pose) -> float:
    """Distance of the shoulders across the picture, in torso lengths of the same pose."""
    shoulder, hip = find_trunk(pose.image)
    torso_px = math.hypot(*(shoulder - hip).tolist())
    left, right = pose.image[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER], 0].tolist()
    return abs(left - right) / torso_px if torso_px > 0 else math.nan


def classify_view(yaw_deg: float, width: float) -> View:
    """Name the view of one yaw and shoulder width, without hysteresis; NaN: unknown."""
    if math.isnan(yaw_deg) or math.isnan(width):
        return View.UNKNOWN
    if yaw_deg <= SIDE_YAW_DEG and width <= SIDE_WIDTH:
        return View.SIDE
    return View.FRONT if yaw_deg >= FRONT_YAW_DEG and width >= FRONT_WIDTH else View.OBLIQUE


class ViewTracker:
    """Follow the view over time: a median against noise, a hysteresis against flicker."""

    def __init__(self) -> None:
        self._recent: deque[tuple[float, float, float]] = deque()
        self._view = View.UNKNOWN
        self._side_lost_since_s = math.nan

    def push(self, pose: Pose) -> ViewReading:
        """Take the next pose; a pose without a trunk leaves the view as it was."""
        yaw_deg, width = measure_yaw_deg(pose), measure_shoulder_width(pose)
        if not (math.isnan(yaw_deg) or math.isnan(width)):
            self._recent.append((pose.t_s, yaw_deg, width))
        while self._recent and pose.t_s - self._recent[0][0] > MEDIAN_SPAN_S:
            self._recent.popleft()
        if not self._recent:
            return ViewReading(self._view, math.nan, math.nan)
        yaw_deg = median(sample[1] for sample in self._recent)
        width = median(sample[2] for sample in self._recent)
        self._view = self._decide(pose.t_s, yaw_deg, width)
        return ViewReading(self._view, yaw_deg, width)

    def _decide(self, t_s: float, yaw_deg: float, width: float) -> View:
        now = classify_view(yaw_deg, width)
        if now is View.SIDE:
            self._side_lost_since_s = math.nan
        elif self._view is View.SIDE:
            if yaw_deg <= LEAVE_SIDE_YAW_DEG and width <= LEAVE_SIDE_WIDTH:
                self._side_lost_since_s = math.nan
                return View.SIDE
            if math.isnan(self._side_lost_since_s):
                self._side_lost_since_s = t_s
            if t_s - self._side_lost_since_s < LEAVE_SIDE_AFTER_S:
                return View.SIDE
        return now


class FacingVote:
    """To which side of the picture an athlete faces.

    Parameters
    ----------
    by : str
        "lean": a hinge always leans forward, and so does somebody on hands and knees; in 22 of 22 filmed
        side views of hinges this agrees with the direction from heel to toe. "hands": in a row they are
        before the trunk, however it leans.
    recent_s : float
        Only the votes of so long count.
    """

    def __init__(self, by: str = "lean", recent_s: float = math.inf) -> None:
        self._read, self._least = {"lean": (_read_lean, FACING_LEAN), "hands": (_read_hands, FACING_HANDS)}[
            by
        ]
        self._recent_s = recent_s
        self._recent: deque[tuple[float, int]] = deque()
        self._votes = {1: 0, -1: 0}

    def push(self, pose: Pose) -> None:
        """Count the vote of one pose, if it is clear enough to tell."""
        share = self._read(pose)
        if abs(share) > self._least:
            side = 1 if share > 0 else -1
            self._votes[side] += 1
            if math.isfinite(self._recent_s):
                self._recent.append((pose.t_s, side))
        while self._recent and pose.t_s - self._recent[0][0] > self._recent_s:
            self._votes[self._recent.popleft()[1]] -= 1

    @property
    def facing(self) -> int:
        """+1 image-right, -1 image-left, 0 while unclear (fewer than 80 % of the frames agree)."""
        right, left = self._votes[1], self._votes[-1]
        if not right + left or max(right, left) < FACING_AGREEMENT * (right + left):
            return 0
        return 1 if right > left else -1


def _read_lean(pose: Pose) -> float:
    """Horizontal part of the trunk as a share of its length, positive towards image-right."""
    shoulder, hip = find_trunk(pose.image)
    x, y = (shoulder - hip).tolist()
    length = math.hypot(x, y)
    return x / length if length > 0 else math.nan


def _read_hands(pose: Pose) -> float:
    """How far the hands are before the trunk line, in its lengths, positive for one who faces image-right."""
    shoulder, hip = find_trunk(pose.image)
    hand = average_seen(pose.image[Landmark.LEFT_WRIST], pose.image[Landmark.RIGHT_WRIST])
    (ux, uy), (vx, vy) = (shoulder - hip).tolist(), (hand - shoulder).tolist()
    squared = ux * ux + uy * uy
    return (ux * vy - uy * vx) / squared if squared > 0 else math.nan
