"""How often an athlete was seen: the frame rate as the times of the pictures tell it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

LEAST_RATE_HZ = 12.0
"""Below this frame rate repetitions are counted, and neither timed nor judged: a turn lies between two
pictures, so that a full range reads short (rendered dumbbell rows at 6 pictures a second read 107 to 146° of
elbow for 154°)."""


def measure_rate_hz(t_s: NDArray[np.float64]) -> float:
    """Frames a second, from the median step of time.

    Parameters
    ----------
    t_s : ndarray, shape (N,)
        Times of the pictures, growing.

    Returns
    -------
    float
        To a millionth: a clip of 20 frames a second must not fall below 20 by a rounding error of its times.
        NaN for fewer than two.
    """
    return round(1.0 / float(np.median(np.diff(t_s))), 6) if len(t_s) > 1 else math.nan
