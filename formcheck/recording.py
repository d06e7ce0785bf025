"""What a session remembers of every pose: a few numbers each, so that hours fit in memory."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray

from formcheck.exercises.exercise import Exercise
from formcheck.motion.signals import SIGNALS, Signal
from formcheck.motion.view import ViewReading
from formcheck.pose.landmarks import Pose

BENT_DEG = 35.0
"""From this inclination on the trunk is bent: the view is decided there, because plates cover the hips
of a standing lifter (a side-on standing frame read a yaw of 21–34° behind a big plate)."""

ALWAYS_RECORDED = ("world_trunk_inclination", "trunk_lean", "torso_length")
"""Signals needed for the view, the timing and the quality of every exercise."""


class Recording:
    """The signals of one session, one sample a pose.

    Parameters
    ----------
    exercise : Exercise
        Says which signals are needed.

    Notes
    -----
    Besides the signals: "t_s", "yaw_deg", "shoulder_width", and as 0 or 1 "found", "side_on" and
    "settled" (tracking is past its first 0.3 s, whose values may be used to count but not to measure).
    """

    def __init__(self, exercise: Exercise) -> None:
        conditions = (*exercise.home_needs, *exercise.home_bars, *exercise.disarms)
        names = {exercise.counting_signal.name, *(c.signal.name for c in conditions), *ALWAYS_RECORDED}
        self.signals: tuple[Signal, ...] = tuple(SIGNALS[name] for name in sorted(names))
        extra = ("t_s", "yaw_deg", "shoulder_width", "found", "side_on", "settled")
        self._columns = {name: array("d") for name in (*extra, *(s.name for s in self.signals))}
        self.size_px = (0, 0)

    def __len__(self) -> int:
        return len(self._columns["t_s"])

    @property
    def last_s(self) -> float:
        """Time of the last pose; minus infinity before the first."""
        times = self._columns["t_s"]
        return times[-1] if times else -math.inf

    def append(self, pose: Pose, reading: ViewReading) -> dict[str, float]:
        """Take one pose.

        Returns
        -------
        dict of str to float
            The signals of this pose by name; NaN: not seen.
        """
        found = pose.found
        values = {s.name: s.compute(pose) if found else math.nan for s in self.signals}
        self.size_px = pose.size_px
        columns = self._columns
        columns["t_s"].append(pose.t_s)
        columns["yaw_deg"].append(reading.yaw_deg if found else math.nan)
        columns["shoulder_width"].append(reading.width if found else math.nan)
        columns["found"].append(float(found))
        columns["side_on"].append(float(found and reading.is_side_on))
        columns["settled"].append(float(pose.reliable.any()))
        for name, value in values.items():
            columns[name].append(value)
        return values

    def read(self, name: str, from_s: float = -math.inf, to_s: float = math.inf) -> NDArray[np.float64]:
        """One column over the half-open [from_s, to_s), as a copy.

        Returns
        -------
        ndarray, shape (N,)
        """
        times = self._columns["t_s"]
        return np.array(self._columns[name][bisect_left(times, from_s) : bisect_left(times, to_s)])

    def read_all(self) -> dict[str, NDArray[np.float64]]:
        """Every column over the whole session."""
        return {name: np.array(column) for name, column in self._columns.items()}
