"""When a frame was taken, and which frames of a fast source are read: plain arithmetic on time stamps."""

from __future__ import annotations

import math
from typing import Literal

SMALLEST_STEP_S = 0.001
"""Stamps closer than this are set apart: the pose model counts whole milliseconds and wants them to rise."""
HIGHEST_FPS = 1000.0
"""From here on a frame rate is a container's tick rate, not a camera's (recordings made by a
browser announce 1000)."""
UNKNOWN_FPS = 30.0
"""Rate assumed where neither stamps nor a frame rate can be had; the timing is then marked as low."""


def do_stamps_move(stamps_s: list[float]) -> bool:
    """Tell whether the stamps of a file's first frames (at least two) rise like a camera's."""
    if not all(math.isfinite(stamp_s) and stamp_s >= 0 for stamp_s in stamps_s):
        return False
    return (stamps_s[-1] - stamps_s[0]) / (len(stamps_s) - 1) > 1 / HIGHEST_FPS


class FrameClock:
    """Turns the stamps of a file into times that rise strictly."""

    def __init__(self, nominal_fps: float, stamps_move: bool) -> None:
        self.last_t_s = 0.0
        self._interval_s = 1 / (UNKNOWN_FPS if math.isnan(nominal_fps) else nominal_fps)
        self._stamps_move = stamps_move
        self._last_stamp_s = -math.inf
        self._stuck = 0
        self.confidence: Literal["high", "low"] = "high" if stamps_move else "low"

    def stamp(self, index: int, stamp_ms: float) -> float:
        """Return the time of frame ``index`` in seconds."""
        self.last_t_s = (
            self._follow(index, stamp_ms / 1000) if self._stamps_move else index * self._interval_s
        )
        return self.last_t_s

    def _follow(self, index: int, stamp_s: float) -> float:
        usable = math.isfinite(stamp_s) and stamp_s >= 0
        earliest_s = self.last_t_s + SMALLEST_STEP_S if index else 0.0
        if usable and stamp_s > self._last_stamp_s:
            self._last_stamp_s, self._stuck = stamp_s, 0
            return max(stamp_s, earliest_s)
        self._stuck += 1
        if usable and self._stuck == 1:
            return earliest_s  # a single repeated stamp is common and harmless
        self.confidence = "low"
        return self.last_t_s + self._interval_s if index else 0.0


class Thinning:
    """Chooses frames about ``1 / max_fps`` apart, evenly, by their times alone.

    A frame is kept when it lies nearer to the wanted time than the next one would, which is half the
    present frame interval away: 60 → 30, 120 → 30, 240 → 30, 50 → 25, 48 → 24, whatever the jitter.
    """

    def __init__(self, max_fps: float) -> None:
        self._period_s = 1 / max_fps
        self._kept_s = -math.inf
        self._previous_s = -math.inf

    def keeps(self, t_s: float) -> bool:
        """Say whether the frame at ``t_s`` is one of those to be read."""
        interval_s = t_s - self._previous_s
        self._previous_s = t_s
        if t_s - self._kept_s < self._period_s - interval_s / 2:
            return False
        self._kept_s = t_s
        return True
