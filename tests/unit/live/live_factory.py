"""Coaches that are shown drawn poses, and what they tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from formcheck.exercises.loader import load_exercise
from formcheck.live.coach import LiveCoach
from formcheck.live.gates import Scene, Sight
from formcheck.live.limits import find_wish, load_limits
from formcheck.live.options import LiveOptions
from formcheck.live.state import LiveState
from formcheck.motion.view import View, ViewReading
from formcheck.pose.landmarks import Picture, Pose

SIDE_ON = ViewReading(View.SIDE, 3.0, 0.1)


class DrawnPoses:
    """An estimator that finds drawn poses in whatever it is shown."""

    def __init__(self, poses: Iterable[Pose] = ()) -> None:
        self._poses = iter(poses)
        self.is_closed = False

    def estimate(self, picture: Picture, t_s: float) -> Pose:
        """The next pose, at the time of the picture."""
        del picture
        return replace(next(self._poses), t_s=t_s)

    def close(self) -> None:
        """Remember it."""
        self.is_closed = True


def make_coach(exercise: str | None, **options: object) -> LiveCoach:
    """A coach without pictures."""
    known = None if exercise is None else load_exercise(exercise)
    return LiveCoach(DrawnPoses(), LiveOptions(exercise=known, **options))  # type: ignore[arg-type]


def follow(coach: LiveCoach, poses: Iterable[Pose]) -> list[LiveState]:
    """Every state of a coach over poses."""
    return [coach.follow(pose) for pose in poses]


def list_said(states: Sequence[LiveState]) -> list[tuple[float, str, int]]:
    """Everything said: when, what and how urgently."""
    return [(state.t_s, line.text, line.priority) for state in states for line in state.said]


def list_stages(states: Sequence[LiveState]) -> list[str]:
    """The stages in their order, each change once."""
    stages = [state.stage for state in states]
    return [stage for k, stage in enumerate(stages) if k == 0 or stage != stages[k - 1]]


def hold_still(pose: Pose, from_s: float, for_s: float, rate_hz: float = 30.0) -> list[Pose]:
    """The same pose for a while."""
    return [replace(pose, t_s=float(t_s)) for t_s in np.arange(from_s, from_s + for_s, 1.0 / rate_hz)]


def see_nobody(from_s: float, for_s: float, size_px: tuple[int, int] = (640, 480)) -> list[Pose]:
    """Empty pictures for a while."""
    return hold_still(Pose.missing(from_s, size_px), from_s, for_s)


def look(poses: Sequence[Pose], exercise: str, view: ViewReading = SIDE_ON, **told: object) -> Scene:
    """What the gates judge: these poses, seen from one view."""
    sights = [Sight(pose, view, **told) for pose in poses]  # type: ignore[arg-type]
    return Scene(sights, find_wish(load_exercise(exercise)), load_limits())
