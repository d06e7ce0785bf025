"""How long the athlete's trunk is, learnt pose by pose: the ruler for lengths that must not change with it.

A trunk that leans towards the camera looks shorter in the picture, and lengths in trunks of the same pose
would grow by that. So it is measured in space, and the spread of all landmarks tells how many pixels a metre
is. The rulers only use the past, so live and review read the same.
"""

from __future__ import annotations

import math
from array import array
from bisect import insort

import numpy as np

from formcheck.motion.signals import find_trunk
from formcheck.pose.landmarks import Pose


class BodyScale:
    """Trunk lengths over all poses so far.

    Attributes
    ----------
    torso_m : float
        Median of the trunk's length in space; NaN until it was seen.
    torso_px : float
        The same in pixels of a picture to which the trunk lies parallel.
    """

    def __init__(self) -> None:
        self._lengths_m, self._px_per_m = array("d"), array("d")
        self.torso_m = math.nan
        self.torso_px = math.nan

    def push(self, pose: Pose) -> None:
        """Take the next pose; one without a trunk leaves the lengths as they are."""
        shoulder, hip = find_trunk(pose.world)
        length_m, px_per_m = float(np.linalg.norm(shoulder - hip)), measure_px_per_m(pose)
        if not (length_m > 0 and math.isfinite(px_per_m)):
            return
        insort(self._lengths_m, length_m)
        insort(self._px_per_m, px_per_m)
        self.torso_m = _take_middle(self._lengths_m)
        self.torso_px = self.torso_m * _take_middle(self._px_per_m)


def measure_px_per_m(pose: Pose) -> float:
    """Pixels a metre, of a plane through the athlete that is parallel to the picture.

    The root mean square distance from their middle of all landmarks seen, in the picture over that in space
    without its depth (weak perspective). NaN: not seen.
    """
    points = np.concatenate([pose.image, pose.world[:, :2]], axis=1)
    seen = points[np.isfinite(points[:, 0]) & np.isfinite(points[:, 2])]
    if len(seen) < 2:
        return math.nan
    spread = seen.var(axis=0)
    across_m = float(spread[2] + spread[3])
    return math.sqrt(float(spread[0] + spread[1]) / across_m) if across_m > 0 else math.nan


def _take_middle(ascending: array[float]) -> float:
    return ascending[len(ascending) // 2]
