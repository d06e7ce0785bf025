"""What a model would say of a standing figure whose proportions are round numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from formcheck.pose.landmarks import LANDMARK_COUNT, LEFT_RIGHT_PAIRS
from formcheck.pose.tracking import Detection

TORSO_M = 0.5

# Place of the left landmarks about the mid-hip in torso lengths, x to the left side's side, y down.
_LEFT_SIDE = {
    1: (0.02, -1.35), 2: (0.03, -1.35), 3: (0.04, -1.35), 7: (0.08, -1.33), 9: (0.03, -1.25),
    11: (0.10, -1.0), 13: (0.30, -0.6), 15: (0.50, -0.3), 17: (0.54, -0.22), 19: (0.55, -0.20),
    21: (0.52, -0.22), 23: (0.08, 0.0), 25: (0.20, 0.8), 27: (0.20, 1.6), 29: (0.18, 1.65), 31: (0.30, 1.7),
}  # fmt: skip


def place_figure() -> NDArray[np.float64]:
    """Landmarks in torso lengths about the mid-hip, shape (33, 2); the two sides mirror each other."""
    places = np.zeros((LANDMARK_COUNT, 2))
    places[0] = 0.0, -1.3
    for left, right in LEFT_RIGHT_PAIRS:
        x, y = _LEFT_SIDE[left]
        places[left], places[right] = (x, y), (-x, y)
    return places


def make_detection(
    mid_hip_px: tuple[float, float] = (320.0, 230.0),
    torso_px: float = 100.0,
    mask: NDArray[np.float32] | None = None,
) -> Detection:
    """A fully visible figure with its mid-hip there and that long a torso."""
    places = place_figure()
    return Detection(
        image=places * torso_px + np.array(mid_hip_px),
        world=np.column_stack([places, np.zeros(LANDMARK_COUNT)]) * TORSO_M,
        visibility=np.ones(LANDMARK_COUNT),
        presence=np.ones(LANDMARK_COUNT),
        mask=mask,
    )
