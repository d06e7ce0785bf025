"""How long the athlete's trunk is, learnt pose by pose: the ruler for lengths that must not change with it.

A trunk that leans towards the camera looks shorter in the picture, and lengths in trunks of the same pose
would grow by that. In space it is known how much of it points at the camera, so its full length in pixels can be
told. The rulers only use the past, so live and review read the same.
"""

from __future__ import annotations

import math
from array import array
from bisect import insort

import numpy as np

from formcheck.motion.signals import find_trunk, measure_torso_px
from formcheck.pose.landmarks import Pose

MOST_LENGTHENED = 2.0
"""A trunk seen at more than 60° is lengthened no further: what little is seen of it is mostly noise."""


class BodyScale:
    """Trunk lengths over all poses so far.

    Attributes
    ----------
    torso_px : float
        Median of the trunk's full length in the picture; NaN until it was seen.
    torso_m : float
        Median of its length in space; NaN until it was seen.
    """

    def __init__(self) -> None:
        self._lengths_px, self._lengths_m = array("d"), array("d")
        self.torso_px = math.nan
        self.torso_m = math.nan

    def push(self, pose: Pose) -> None:
        """Take the next pose; one without a trunk leaves the lengths as they are."""
        shoulder, hip = find_trunk(pose.world)
        away_m = shoulder - hip
        length_m, across_m = float(np.linalg.norm(away_m)), math.hypot(*away_m[:2].tolist())
        length_px = measure_torso_px(pose)
        if not (length_m > 0 and math.isfinite(length_px)):
            return
        lengthened = min(length_m / across_m, MOST_LENGTHENED) if across_m > 0 else MOST_LENGTHENED
        insort(self._lengths_px, length_px * lengthened)
        insort(self._lengths_m, length_m)
        self.torso_px, self.torso_m = _take_middle(self._lengths_px), _take_middle(self._lengths_m)


def _take_middle(ascending: array[float]) -> float:
    return ascending[len(ascending) // 2]
