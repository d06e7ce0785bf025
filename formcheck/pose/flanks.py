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
"""A ray must meet the person within this many trunk lengths of its first sample, 0.05 behind the line."""
STAYS_OUT = 0.04
"""The person is left for good when the mask stays out for this many trunk lengths."""
_START = -0.05
_STATIONS = np.linspace(*STATION_SPAN, STATION_COUNT)


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
    trunk = shoulder_px - hip_px
    length_px = float(np.hypot(trunk[0], trunk[1]))
    if not length_px >= 4.0:  # NaN, or too small to have edges
        return flanks
    step = STEP_PX / length_px
    distances = np.arange(_START, REACH, step, dtype=np.float32)
    feet = (hip_px + _STATIONS[:, None] * trunk).astype(np.float32)
    outward = np.array([trunk[1], -trunk[0]], np.float32)
    x, y = (_aim_rays(feet[:, axis], distances * outward[axis]) for axis in (0, 1))
    reached = _find_exits(_read_mask(mask, x, y), distances, step).reshape(2, STATION_COUNT, 1)
    flanks[0] = feet + reached[0] * outward
    flanks[1] = feet - reached[1] * outward
    return flanks


def _aim_rays(feet: NDArray[np.float32], offsets: NDArray[np.float32]) -> NDArray[np.float32]:
    """One coordinate of all samples: rays to one side, then to the other, shape (2 K, M)."""
    return np.concatenate([np.add.outer(feet, offsets), np.subtract.outer(feet, offsets)])


def _read_mask(
    mask: NDArray[np.float32], x: NDArray[np.float32], y: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Bilinear values at points; NaN outside the picture."""
    values = cv2.remap(mask, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=np.nan)
    return np.asarray(values, np.float32)


def _find_exits(
    values: NDArray[np.float32], distances: NDArray[np.float32], step: float
) -> NDArray[np.float32]:
    """Distance at which each ray leaves the person for good, NaN where it does not."""
    inside = (values >= 0.5).view(np.uint8)
    near = inside[:, : max(1, int(INSIDE_WITHIN / step))]
    stay = max(2, int(STAYS_OUT / step))
    # 1 where the person is met within the next ``stay`` samples, this one included.
    ahead = cv2.dilate(
        inside, np.ones((1, stay), np.uint8), anchor=(0, 0), borderType=cv2.BORDER_CONSTANT, borderValue=0
    )
    leaves = (ahead == 0) & (np.arange(values.shape[1]) > near.argmax(axis=1)[:, None])
    first_out = leaves.argmax(axis=1)
    rows = np.arange(len(values))
    before, after = values[rows, first_out - 1], values[rows, first_out]
    reached = distances[first_out - 1] + (before - 0.5) / np.maximum(before - after, 1e-6) * np.float32(step)
    return np.where(leaves.any(axis=1) & near.any(axis=1), reached, np.float32(np.nan))
