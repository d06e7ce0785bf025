"""Cut the two edges of the trunk out of a person mask.

Rays leave the line hip → shoulder at right angles, to both sides, at 47 stations from 0.15 trunk lengths
below the hip up to the shoulder. The edge is where a ray first leaves the person for good. Which of
the two edges is the back is known only once the facing is, so both are kept.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.pose.landmarks import STATION_COUNT, STATION_SPAN

STEP_PX = 0.5
"""Spacing of samples along a ray; the mask is read bilinearly between its pixels."""
REACH = 0.7
"""Length of a ray in trunk lengths."""
INSIDE_WITHIN = 0.12
"""A ray must meet the person within this many trunk lengths."""
STAYS_OUT = 0.04
"""The person is left for good when the mask stays out for this many trunk lengths."""
_START = -0.05


def cut_flanks(mask: NDArray[np.float32], shoulder_px: NDArray, hip_px: NDArray) -> NDArray[np.float32]:
    """Find both edges of the trunk.

    Parameters
    ----------
    mask : ndarray, shape (H, W), float32
        Probability of "person", 0 to 1.
    shoulder_px, hip_px : ndarray, shape (2,)
        Mid-shoulder and mid-hip in pixels of the mask.

    Returns
    -------
    ndarray, shape (2, 47, 2), float32
        As ``Pose.flanks``; NaN where no edge was found, or where the ray leaves the picture before it
        leaves the person.

    Notes
    -----
    Searched from the inside out: from outside in, an arm behind the back would be taken for the back.
    The crossing of 0.5 is interpolated between samples.
    """
    flanks = np.full((2, STATION_COUNT, 2), np.nan, np.float32)
    axis = shoulder_px - hip_px
    length_px = float(np.hypot(axis[0], axis[1]))
    if not length_px >= 4.0:  # NaN, or too small to have edges
        return flanks
    along = axis / length_px
    step = STEP_PX / length_px
    distances = np.arange(_START, REACH, step)
    stations = np.linspace(*STATION_SPAN, STATION_COUNT)
    feet = hip_px + stations[:, None] * axis
    for side, sign in enumerate((1.0, -1.0)):
        normal = sign * np.array([along[1], -along[0]])
        rays = feet[:, None] + (distances[:, None] * length_px) * normal
        reached = _find_exits(_read_mask(mask, rays), distances, step)
        edge = feet + (reached * length_px)[:, None] * normal
        flanks[side] = edge
    return flanks


def _read_mask(mask: NDArray[np.float32], points: NDArray) -> NDArray[np.float32]:
    """Bilinear values at points, shape (K, M, 2) → (K, M); NaN outside the picture."""
    x, y = points[..., 0].astype(np.float32), points[..., 1].astype(np.float32)
    return cv2.remap(mask, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=np.nan)


def _find_exits(values: NDArray[np.float32], distances: NDArray, step: float) -> NDArray:
    """Distance at which each ray leaves the person for good, NaN where it does not."""
    count = values.shape[1]
    inside = values >= 0.5
    near = inside[:, : max(1, int(INSIDE_WITHIN / step))]
    entry = near.argmax(axis=1)
    stay = max(2, int(STAYS_OUT / step))
    filled = np.concatenate([inside.cumsum(axis=1), np.zeros((len(values), stay), int)], axis=1)
    filled[:, count:] = filled[:, count - 1 : count]
    before = np.concatenate([np.zeros((len(values), 1), int), filled[:, : count - 1]], axis=1)
    leaves = (filled[:, stay - 1 : stay - 1 + count] == before) & (np.arange(count) > entry[:, None])
    exit_ = leaves.argmax(axis=1)
    rows = np.arange(len(values))
    last_in, first_out = values[rows, exit_ - 1], values[rows, exit_]
    reached = distances[exit_ - 1] + (last_in - 0.5) / np.maximum(last_in - first_out, 1e-6) * step
    return np.where(leaves.any(axis=1) & near.any(axis=1), reached, np.nan)
