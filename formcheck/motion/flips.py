"""Left and right of the whole body, put back where the pose model exchanged them.

Seen from the side a body looks much the same from its left and from its right, and the pose model now and
then takes one for the other, in space too: within two pictures the far shoulder becomes the near one.
Somebody who faces image-right shows the right side to the camera, so the facing tells which is which.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from formcheck.motion.view import FacingVote
from formcheck.pose.landmarks import LANDMARK_COUNT, LEFT_RIGHT_PAIRS, Landmark, Pose

LEAST_DEPTH_SHARE = 0.5
"""The shoulders must be so far behind one another, in shares of their distance: up to a yaw of 60°. Nearer to
the front the picture itself tells left from right."""
RECENT_S = 1.0


def _pair_up() -> np.ndarray:
    order = np.arange(LANDMARK_COUNT)
    for left, right in LEFT_RIGHT_PAIRS:
        order[[left, right]] = right, left
    return order


_EXCHANGED = _pair_up()


class FlipRepairer:
    """Follow the facing over the last second and exchange left and right where a pose contradicts it.

    Parameters
    ----------
    facing_by : str
        As of `formcheck.motion.view.FacingVote`.

    Notes
    -----
    The facing is that of the last second, because somebody who changes arms may turn round.
    """

    def __init__(self, facing_by: str) -> None:
        self._vote = FacingVote(facing_by, RECENT_S)

    def repair(self, pose: Pose) -> Pose:
        """Take the next pose; returns it, or the same with landmarks under the names of their twins."""
        if pose.found:
            self._vote.push(pose)
        away_m = pose.world[Landmark.LEFT_SHOULDER] - pose.world[Landmark.RIGHT_SHOULDER]
        x, y, depth_m = away_m.tolist()
        is_side_seen = abs(depth_m) > LEAST_DEPTH_SHARE * math.sqrt(x * x + y * y + depth_m * depth_m)
        if self._vote.facing * depth_m >= 0 or not is_side_seen:
            return pose
        return replace(
            pose,
            image=pose.image[_EXCHANGED],
            world=pose.world[_EXCHANGED],
            visibility=pose.visibility[_EXCHANGED],
            reliable=pose.reliable[_EXCHANGED],
        )
