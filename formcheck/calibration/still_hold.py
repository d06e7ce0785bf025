"""Follow a posture until it has been held still for long enough, pose by pose and without looking ahead."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

import numpy as np

from formcheck.exercises.exercise import Exercise
from formcheck.faults.judgement import NotJudged, RepWindow
from formcheck.motion.view import FacingVote, ViewTracker
from formcheck.pose.landmarks import Pose
from formcheck.recording import Recording
from formcheck.reps.rep import Rep, RepKind
from formcheck.window import make_window

SPEED_WINDOW_S = 0.5
"""The speed is the slope over so long: noise of 1° then reads 2° a second at 30 frames a second."""
LONGEST_GAP_S = 0.5
"""Out of sight for longer, and a hold starts afresh."""

Posture = TypeVar("Posture")


class StillHold(Generic[Posture]):
    """Keep the poses of a posture that is held still.

    Parameters
    ----------
    hold_s : float
        How long it is to be held.
    still_speed : float
        Degrees a second; slower than this is still.

    Attributes
    ----------
    posture : Posture or None
        Of the last pose.
    is_still : bool
        Whether it was still.
    """

    def __init__(self, hold_s: float, still_speed: float) -> None:
        self._hold_s, self._still_speed = hold_s, still_speed
        self._held: deque[Pose] = deque()
        self._recent: deque[tuple[float, float]] = deque()
        self.posture: Posture | None = None
        self.is_still = False

    @property
    def poses(self) -> tuple[Pose, ...]:
        """The poses of the hold so far."""
        return tuple(self._held)

    @property
    def held_s(self) -> float:
        """How long the posture has been held still by now; 0 while the athlete moves."""
        return self._held[-1].t_s - self._held[0].t_s if self.is_still and self._held else 0.0

    def forget(self) -> None:
        """Start afresh: the next try needs a hold of its own."""
        self._held.clear()

    def push(self, pose: Pose, posture: Posture, angle_deg: float) -> bool:
        """Take the next pose that was seen.

        Parameters
        ----------
        pose : Pose
        posture : Posture
            What it shows.
        angle_deg : float
            What must not move.

        Returns
        -------
        bool
            True when this posture has been held still for long enough.
        """
        t_s = pose.t_s
        if self._recent and t_s - self._recent[-1][0] > LONGEST_GAP_S:
            self._recent.clear()
            self._held.clear()
        self._recent.append((t_s, angle_deg))
        while t_s - self._recent[0][0] > SPEED_WINDOW_S:
            self._recent.popleft()
        if posture is not self.posture:
            self.posture = posture
            self._held.clear()
        self._held.append(pose)
        self.is_still = abs(_find_slope(self._recent)) < self._still_speed
        longest_s = self._hold_s if self.is_still else SPEED_WINDOW_S
        while len(self._held) > 1 and t_s - self._held[1].t_s >= longest_s:
            self._held.popleft()
        return self.is_still and t_s - self._held[0].t_s >= self._hold_s


def _find_slope(samples: Iterable[tuple[float, float]]) -> float:
    """Slope of the straight line through samples (time, value) by least squares; NaN for fewer than two."""
    t_s, values = np.array(list(samples)).T
    t_s = t_s - t_s.mean()
    return float(t_s @ values / (t_s @ t_s)) if len(t_s) > 1 else math.nan


def make_hold_window(exercise: Exercise, hold: Sequence[Pose], side: str = "both") -> RepWindow:
    """A hold as rules see a repetition, of the arm that is raised where only one is."""
    recording, view, facing = Recording(exercise), ViewTracker(), FacingVote(exercise.facing_by)
    for pose in hold:
        recording.append(pose, view.push(pose))
        facing.push(pose)
    from_s, to_s = hold[0].t_s, math.nextafter(hold[-1].t_s, math.inf)
    rep = Rep(None, RepKind.PARTIAL, side, from_s, from_s, to_s, to_s, (), math.nan, exercise.unit)
    return make_window(recording, rep, math.nan, facing.facing)


def refuse(reason: str) -> NotJudged:
    """Say why there is no calibration."""
    return NotJudged("calibration", reason)
