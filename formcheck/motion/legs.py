"""Tell legs that are seen from legs that something stands before.

A 45 cm plate covers a leg from the shin to the knee at the bottom of a lift and from the knee to the hip
at its top. The pose model then invents the joint, with full visibility and a mask to match: on a rendered
figure the knee read 30 to 75° wrong, and 20 to 50 % of the pictures of filmed barbell lifts show the same
shrunken legs. Proportions give it away.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from formcheck.motion.signals import NEAR_JOINTS, find_near_side, measure_torso_px
from formcheck.pose.landmarks import Pose

SEGMENT_SPAN = (0.65, 1.05)
"""Thigh and shank in trunk lengths. By Drillis and Contini (1966, in Winter 2009) hip–knee, knee–ankle and
hip–shoulder are 0.245, 0.246 and 0.288 of the stature: a ratio of 0.85, here with a quarter either way."""
LEAST_LEG = 1.4
"""Thigh and shank together: 1.70 by the same source, less 18 %, because both rarely shrink alike. Without it
a plate before the feet passes, and heels that stay down read as lifted."""
AROUND_S = 1.0
LEAST_SHARE = 0.9
"""A joint invented for a moment spoils its neighbours too: so many of the frames within a second either
way must show a whole leg."""


def measure_thigh_length(pose: Pose) -> float:
    """Length of the near thigh in the picture, in trunk lengths; NaN: not seen."""
    return _measure_segment(pose, 0)


def measure_shank_length(pose: Pose) -> float:
    """Length of the near shank in the picture, in trunk lengths; NaN: not seen."""
    return _measure_segment(pose, 1)


def _measure_segment(pose: Pose, number: int) -> float:
    upper, lower = NEAR_JOINTS["knee"][find_near_side(pose)][number : number + 2]
    trunk_px = measure_torso_px(pose)
    return math.dist(pose.image[upper], pose.image[lower]) / trunk_px if trunk_px > 0 else math.nan


def find_clear_legs(
    t_s: NDArray[np.float64],
    thigh: NDArray[np.float64],
    shank: NDArray[np.float64],
    least_thigh: float = SEGMENT_SPAN[0],
) -> NDArray[np.bool_]:
    """Tell in which frames of a side view the near leg's angles may be measured.

    Parameters
    ----------
    t_s : ndarray, shape (N,)
        Increasing seconds.
    thigh, shank : ndarray, shape (N,)
        Signals ``thigh_length`` and ``shank_length``; NaN: not seen.
    least_thigh : float
        A thigh may look so short; less than usual for legs that stand wide.

    Returns
    -------
    ndarray, shape (N,), bool
        True where the leg has human proportions, and has them in nine of ten frames around.
    """
    low, high = SEGMENT_SPAN
    with np.errstate(invalid="ignore"):
        whole = (thigh >= least_thigh) & (thigh <= high) & (shank >= low) & (shank <= high)
        whole &= thigh + shank >= LEAST_LEG
    sums = np.concatenate([[0], np.cumsum(whole)])
    first = np.searchsorted(t_s, t_s - AROUND_S, side="left")
    last = np.searchsorted(t_s, t_s + AROUND_S, side="right")
    share = (sums[last] - sums[first]) / np.maximum(last - first, 1)
    return whole & (share >= LEAST_SHARE)
