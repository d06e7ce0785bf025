"""How far the camera is turned about its own axis, read off somebody who stands."""

from __future__ import annotations

import math

from formcheck.motion.geometry import average_seen
from formcheck.motion.signals import find_trunk
from formcheck.pose.landmarks import Landmark, Pose

BODY_WEIGHT, FOOT_WEIGHT = 0.7, 0.3
"""Over twelve filmed clips the line ankle → shoulder scatters by 2.6° and the line heel → toe by 3.3°."""
FOOT_OFFSET_DEG = 2.5
"""On level ground the line heel → toe rises by about so much (-2.3° in the same clips)."""
LEAST_ROLL_DEG = 5.0
"""The roll is good to ± 3°: up to this it is taken as none."""
LEVEL_ROLL_DEG = 8.0
"""Beyond this the phone should be levelled."""


def measure_roll_deg(pose: Pose, facing: int) -> float:
    """Measure how far the true vertical leans towards image-right.

    Parameters
    ----------
    pose : Pose
        Somebody standing tall, side-on.
    facing : int
        +1 the athlete faces image-right, -1 image-left.

    Returns
    -------
    float
        Degrees; NaN when shoulders or feet were not seen.

    Notes
    -----
    ``0.7 * lean(ankle → shoulder) + 0.3 * facing * (fall(heel → toe) + 2.5°)``, weighted by how well either
    line shows the vertical (measurement of the authors on twelve filmed clips).
    """
    shoulder, _ = find_trunk(pose.image)
    ankle = average_seen(pose.image[Landmark.LEFT_ANKLE], pose.image[Landmark.RIGHT_ANKLE])
    heel = average_seen(pose.image[Landmark.LEFT_HEEL], pose.image[Landmark.RIGHT_HEEL])
    toe = average_seen(pose.image[Landmark.LEFT_FOOT_INDEX], pose.image[Landmark.RIGHT_FOOT_INDEX])
    body_x, body_y = (shoulder - ankle).tolist()
    foot_x, foot_y = (toe - heel).tolist()
    lean_deg = math.degrees(math.atan2(body_x, -body_y))
    fall_deg = math.degrees(math.atan2(foot_y, abs(foot_x)))
    return BODY_WEIGHT * lean_deg + FOOT_WEIGHT * facing * (fall_deg + FOOT_OFFSET_DEG)
