"""How long the athlete's trunk is, learnt pose by pose: the ruler for lengths that must not change with it.

A trunk that leans towards the camera looks shorter in the picture, so a length in trunks of the same pose
would grow by itself. These two rulers only use the past, so live and review read the same.
"""

from __future__ import annotations

import math
from array import array
from bisect import insort

import numpy as np

from formcheck.motion.signals import find_trunk, measure_torso_px
from formcheck.pose.landmarks import Pose

PICTURE_PERCENTILE = 0.9
"""In the picture a trunk is as long as it appears; a few wrong pictures must not decide."""


class BodyScale:
    """Trunk lengths over all poses so far.

    Attributes
    ----------
    torso_px : float
        90th percentile of the trunk's length in the picture; NaN until it was seen.
    torso_m : float
        Median of its length in space; NaN until it was seen.
    """

    def __init__(self) -> None:
        self._lengths_px, self._lengths_m = array("d"), array("d")
        self.torso_px = math.nan
        self.torso_m = math.nan

    def push(self, pose: Pose) -> None:
        """Take the next pose; one without a trunk leaves the lengths as they are."""
        length_px = measure_torso_px(pose)
        if math.isfinite(length_px):
            insort(self._lengths_px, length_px)
            self.torso_px = _pick(self._lengths_px, PICTURE_PERCENTILE)
        shoulder, hip = find_trunk(pose.world)
        length_m = float(np.linalg.norm(shoulder - hip))
        if math.isfinite(length_m):
            insort(self._lengths_m, length_m)
            self.torso_m = _pick(self._lengths_m, 0.5)


def _pick(ascending: array[float], share: float) -> float:
    """Read the value below which a share of sorted values lies."""
    return ascending[round(share * (len(ascending) - 1))]
