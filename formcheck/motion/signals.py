"""The named signals: one number with a unit for every Pose.

All counting signals are taken from world landmarks, because they must read the same in every view and
for faulty technique: over twenty filmed hinges the hip flexion of a whole cycle spans 70–131°, also from
the front and in squat-like pulls, where the trunk's inclination in the picture moves 0–20°.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from formcheck.motion.geometry import average_seen, mean_seen, measure_joint_angle_deg
from formcheck.pose.landmarks import Landmark, Pose

if TYPE_CHECKING:
    from formcheck.motion.scale import BodyScale

_SHOULDERS = (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
_HIPS = (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
_KNEES = (Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE)
_WRISTS = (Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST)
_LEFT, _RIGHT = 0, 1

NEAR_JOINTS: dict[str, tuple[tuple[Landmark, ...], tuple[Landmark, ...]]] = {
    "hip": (
        (Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP, Landmark.LEFT_KNEE),
        (Landmark.RIGHT_SHOULDER, Landmark.RIGHT_HIP, Landmark.RIGHT_KNEE),
    ),
    "knee": (
        (Landmark.LEFT_HIP, Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE),
        (Landmark.RIGHT_HIP, Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE),
    ),
    "elbow": (
        (Landmark.LEFT_SHOULDER, Landmark.LEFT_ELBOW, Landmark.LEFT_WRIST),
        (Landmark.RIGHT_SHOULDER, Landmark.RIGHT_ELBOW, Landmark.RIGHT_WRIST),
    ),
}
"""Joint → the landmarks before, at and after it, of the left and of the right side."""


@dataclass(frozen=True, slots=True)
class Signal:
    """A number that can be read off any Pose.

    Attributes
    ----------
    name : str
        As exercises name it.
    unit : str
        "deg", "px", "torso" (torso lengths) or "ratio".
    compute : callable
        Pose to float; NaN when the landmarks it needs were not seen. One in lengths of the athlete's trunk
        takes the `formcheck.motion.scale.BodyScale` of the poses so far as well.
    needs_scale : bool
        True for those.
    """

    name: str
    unit: str
    compute: Callable[..., float]
    needs_scale: bool = False

    def read(self, pose: Pose, scale: BodyScale) -> float:
        """Read the number off a pose, with the athlete's lengths as known so far."""
        return self.compute(pose, scale) if self.needs_scale else self.compute(pose)


def find_trunk(points: NDArray) -> tuple[NDArray, NDArray]:
    """Mid-shoulder and mid-hip of a set of landmarks.

    Parameters
    ----------
    points : ndarray, shape (33, D)
        ``Pose.image`` or ``Pose.world``.

    Returns
    -------
    shoulder, hip : ndarray, shape (D,)
        NaN when neither side was seen.
    """
    shoulder = average_seen(points[_SHOULDERS[0]], points[_SHOULDERS[1]])
    hip = average_seen(points[_HIPS[0]], points[_HIPS[1]])
    return shoulder, hip


def _measure_hips_deg(pose: Pose) -> tuple[float, float]:
    """Interior hip angle shoulder–hip–knee of the left and the right side."""
    world = pose.world
    left, right = measure_joint_angle_deg(world[_SHOULDERS, :], world[_HIPS, :], world[_KNEES, :]).tolist()
    return left, right


def measure_hip_flexion_deg(pose: Pose) -> float:
    """Hip flexion, 0° standing straight: 180° minus the mean hip angle of the sides seen."""
    return 180.0 - mean_seen(*_measure_hips_deg(pose))


def measure_deeper_hip_flexion_deg(pose: Pose) -> float:
    """Hip flexion of the more flexed side: the standing leg of a single-leg hinge."""
    left, right = _measure_hips_deg(pose)
    if math.isnan(left):
        return 180.0 - right
    return 180.0 - (left if math.isnan(right) else min(left, right))


def measure_world_trunk_inclination_deg(pose: Pose) -> float:
    """Trunk against the vertical in space: 0° upright, 90° horizontal, whatever the view."""
    shoulder, hip = find_trunk(pose.world)
    x, y, z = (shoulder - hip).tolist()
    return math.degrees(math.atan2(math.hypot(x, z), -y))


def measure_trunk_lean_deg(pose: Pose) -> float:
    """Trunk against the vertical in the picture, positive towards image-right.

    Multiplied by the facing (+1 image-right, -1 image-left) it is the trunk inclination θ_T of a side
    view: 0° upright, +90° horizontal forward, negative leaning back. Noise of a good track: 0.3°.
    """
    shoulder, hip = find_trunk(pose.image)
    x, y = (shoulder - hip).tolist()
    return math.degrees(math.atan2(x, -y))


def measure_wrist_drop(pose: Pose) -> float:
    """How far the lower wrist hangs below its shoulder, in torso lengths of the same pose."""
    world = pose.world
    shoulder, hip = find_trunk(world)
    torso_m = float(np.linalg.norm(shoulder - hip))
    drop_m = world[_WRISTS, 1] - world[_SHOULDERS, 1]
    left, right = drop_m.tolist()
    lower_m = right if math.isnan(left) else left if math.isnan(right) else max(left, right)
    return lower_m / torso_m if torso_m > 0 else math.nan


def measure_shoulder_depth_m(pose: Pose) -> float:
    """How much farther from the camera the left shoulder is than the right one; negative: nearer."""
    left_m, right_m = pose.world[_SHOULDERS, 2].tolist()
    return left_m - right_m


def find_near_side(pose: Pose) -> int:
    """Which side of the body is nearer to the camera: the one whose shoulder has the smaller world z.

    Returns
    -------
    int
        0 left, 1 right; the side that was seen where only one was, and left where neither was.
    """
    left_m, right_m = pose.world[_SHOULDERS, 2].tolist()
    return _RIGHT if right_m < left_m or (math.isnan(left_m) and right_m == right_m) else _LEFT


def measure_near_joint_deg(pose: Pose, joint: str) -> float:
    """Interior angle in the picture of a joint of the near side, 180° for a straight limb.

    Parameters
    ----------
    pose : Pose
        Side-on: then the picture shows the sagittal plane.
    joint : str
        "hip", "knee" or "elbow": a key of ``NEAR_JOINTS``.

    Returns
    -------
    float
        Degrees; NaN when a landmark of that side was not seen.
    """
    before, at, after = pose.image[NEAR_JOINTS[joint][find_near_side(pose)], :]
    return float(measure_joint_angle_deg(before, at, after))


def measure_torso_px(pose: Pose) -> float:
    """Length of the trunk in the picture, mid-hip to mid-shoulder, in pixels."""
    shoulder, hip = find_trunk(pose.image)
    return math.hypot(*(shoulder - hip).tolist())
