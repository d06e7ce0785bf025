"""A signal over a repetition with its speed and acceleration, for rules about momentum."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from formcheck.faults.judgement import RepWindow
from formcheck.faults.moments import measure_trunk_px
from formcheck.motion.filters import differentiate, resample_evenly
from formcheck.reps.rep import Phase

HAND_SIGNALS = ("left_clear_reach", "right_clear_reach", "torso_length")
LEAST_SAMPLES = 5
EDGE_S = 0.1
"""So much may be missing at either end."""


@dataclass(frozen=True, slots=True)
class Rise:
    """The furthest that a course goes up from a low before it.

    Attributes
    ----------
    size : float
        In units of the course; 0 where it only goes down.
    from_s, to_s : float
        When it was low, and when high.
    """

    size: float
    from_s: float
    to_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """A signal over some seconds, on an even clock, smoothed.

    Attributes
    ----------
    t_s : ndarray, shape (M,)
    way : ndarray, shape (M,)
        How far it has gone: grows with the effort (the trunk comes up, the hand is pulled in).
    speed : ndarray, shape (M,)
        Units of the way a second.
    """

    t_s: NDArray[np.float64]
    way: NDArray[np.float64]
    speed: NDArray[np.float64]

    @property
    def acceleration(self) -> NDArray[np.float64]:
        """Units of the way a second squared."""
        return np.gradient(self.speed, self.t_s)

    def cut(self, from_s: float, to_s: float) -> Course | None:
        """Cut the part within [from_s, to_s]; None where not all of it was seen."""
        inside = (self.t_s >= from_s) & (self.t_s <= to_s)
        if inside.sum() < LEAST_SAMPLES or not np.isfinite(self.speed[inside]).all():
            return None
        if self.t_s[0] > from_s + EDGE_S or self.t_s[-1] < to_s - EDGE_S:
            return None
        return Course(self.t_s[inside], self.way[inside], self.speed[inside])

    def find_rise(self) -> Rise:
        """Find the largest rise: what goes down first, and only then, is none."""
        gained = self.way - np.minimum.accumulate(self.way)
        high = int(np.argmax(gained))
        low = int(np.argmin(self.way[: high + 1]))
        return Rise(float(gained[high]), float(self.t_s[low]), float(self.t_s[high]))


_NOTHING = Course(np.empty(0), np.empty(0), np.empty(0))


def follow(window: RepWindow, t_s: NDArray[np.float64], values: NDArray[np.float64]) -> Course:
    """Follow a signal on an even clock.

    Parameters
    ----------
    window : RepWindow
        For its frame rate.
    t_s, values : ndarray, shape (N,)
        Increasing seconds and the signal, growing with the effort; NaN: not seen.

    Returns
    -------
    Course
        NaN around gaps; empty when nothing was seen.

    Notes
    -----
    Differentiated by the same parabolas (Savitzky–Golay over 0.35 s) that time the phases.
    """
    rate_hz = min(window.rate_hz, 60.0)
    even_t_s, way = resample_evenly(t_s, values, rate_hz)
    if len(even_t_s) < LEAST_SAMPLES:
        return _NOTHING
    smooth, speed = differentiate(way, rate_hz)
    return Course(even_t_s, smooth, speed)


def follow_trunk(window: RepWindow) -> Course:
    """Follow the trunk in a side view: how upright it is, in degrees.

    Parameters
    ----------
    window : RepWindow
        With its facing and the signal "trunk_lean".
    """
    lean_deg = np.where(window.signals["settled"] > 0, window.signals["trunk_lean"], np.nan)
    return follow(window, window.t_s, -window.facing * lean_deg)


def follow_hand(window: RepWindow) -> Course:
    """Follow the hand of the arm to measure in a side view: how far it is pulled in, in torso lengths.

    Parameters
    ----------
    window : RepWindow
        With the signals ``HAND_SIGNALS``.

    Returns
    -------
    Course
        On into the next repetition's way out, which the turn between the two needs.
    """
    name, trunk_px = f"{window.arm}_clear_reach", measure_trunk_px(window)
    parts = [(window.t_s, window.signals)]
    if window.beyond:
        parts.append((window.beyond["t_s"], window.beyond))
    reach_px = [np.where(signals["settled"] > 0, signals[name], np.nan) for _, signals in parts]
    t_s = np.concatenate([t_s for t_s, _ in parts])
    return follow(window, t_s, -np.concatenate(reach_px) / trunk_px)


def find_pull(window: RepWindow) -> tuple[float, float]:
    """When the pull of a row begins and ends.

    That is the concentric phase or, where it was not timed, as in the middle of a live set, the way from home
    to the turn.
    """
    for span in window.rep.phases:
        if span.phase is Phase.CONCENTRIC:
            return span.start_s, span.end_s
    return window.rep.start_s, window.rep.turn_s


def cut_pull(course: Course, window: RepWindow, before_s: float) -> Course | None:
    """Cut the pull of a row out of a course, with so long before it as was seen; None: it was not seen."""
    start_s, end_s = find_pull(window)
    first_s = float(course.t_s[0]) if len(course.t_s) else math.nan
    return course.cut(max(start_s - before_s, min(first_s, start_s)), end_s)
