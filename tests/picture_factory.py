"""Plain pictures to draw on, and what is found on them afterwards."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from formcheck.pose.landmarks import Picture

PLAIN_GREY = 90


def paint(width_px: int = 640, height_px: int = 480, grey: int = PLAIN_GREY) -> Picture:
    """A plain grey picture."""
    return np.full((height_px, width_px, 3), grey, np.uint8)


def find_colour(picture: Picture, colour: tuple[int, int, int], within: int = 0) -> NDArray[np.bool_]:
    """Pixels of a colour, give or take so much in each channel."""
    return np.asarray((np.abs(picture.astype(int) - colour) <= within).all(2))
