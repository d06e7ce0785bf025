"""Where the word passes from one finder to another that started anew behind it."""

from __future__ import annotations

import math

import numpy as np

from formcheck.pose.finder import Sighting
from formcheck.pose.tracking import find_seen

NOISE = np.full(33, np.nan)
"""Torso lengths by which a landmark differs between two finders that have both followed the athlete for
long: each sees what it saw before, and they never quite meet. NaN, fingers and face: not looked at. About the
medians of the largest of each group (own measurement, 50 new starts in the harder 27 of 52 real clips: trunk
and head 0.002 to 0.022, arms 0.004 to 0.09, legs, of which one is hidden from the side, 0.002 to 0.14). A
finder that starts anew comes as near within about 12 pictures."""
NOISE[[0, 7, 8, 11, 12, 23, 24]] = 0.015
NOISE[[13, 14, 15, 16]] = 0.04
NOISE[[25, 26, 27, 28, 29, 30, 31, 32]] = 0.06
_COMPARED = np.isfinite(NOISE)
WANTED = 4
"""Pictures in a row of which both have to say the same."""
DOUBLES_IN, MOST = 16, 3.0
"""The longer two finders go on beside each other, the more they may differ: by twice the noise after so many
pictures, by so many times at most. A choice; in the same measurement 15 pairs join at the start of the
stretch, 23 within 16 pictures and 11 later. With the noise alone 8 of the 50 do not within 74."""


class Joint:
    """Compares what two finders say, picture by picture.

    Parameters
    ----------
    start : int
        Picture from which on the later one may count.
    """

    def __init__(self, start: int) -> None:
        self._start = start
        self._alike = 0

    def is_reached(self, index: int, one: Sighting, other: Sighting) -> bool:
        """Whether the later one's word counts after this picture.

        Parameters
        ----------
        index : int
            Of the picture; the one after that of the last call.
        one, other : Sighting
            Of the earlier and of the later finder.
        """
        late = max(0, index + 1 - self._start)
        is_alike = measure_apart(one, other) <= min(MOST, 1.0 + late / DOUBLES_IN)
        self._alike = self._alike + 1 if is_alike else 0
        return self._alike >= WANTED and index + 1 >= self._start


def measure_apart(one: Sighting, other: Sighting) -> float:
    """How far apart two finders see the athlete, in units of `NOISE`.

    Parameters
    ----------
    one, other : Sighting
        Of the same picture.

    Returns
    -------
    float
        Of the landmark that is furthest; 0 where neither sees anybody nor waits for somebody's return.
        Infinite where only one of them sees the athlete, or a landmark, or waits.
    """
    a, b = one.detection, other.detection
    if a is None or b is None:
        return 0.0 if a is b and one.is_free and other.is_free else math.inf
    seen = find_seen(a, one.size_px) & _COMPARED
    if not seen.any() or (seen != (find_seen(b, other.size_px) & _COMPARED)).any():
        return math.inf
    apart_px = np.hypot(*(a.image - b.image)[seen].T)
    return float((apart_px / NOISE[seen]).max() / a.torso_px)
