"""Whether the legs of the picture just taken may be drawn as seen."""

from __future__ import annotations

import math
from collections import deque

import numpy as np

from formcheck.exercises.exercise import Exercise, Sides
from formcheck.motion.legs import (
    AROUND_S,
    SEGMENT_SPAN,
    find_clear_legs,
    measure_shank_length,
    measure_thigh_length,
)
from formcheck.pose.landmarks import Landmark, Pose

LEGS = range(Landmark.LEFT_KNEE, Landmark.RIGHT_FOOT_INDEX + 1)


class LegWatch:
    """Look at the legs of the last second, as the rules do of a whole set (`find_clear_legs`).

    Of a set from the front proportions tell nothing, and before the legs of a bird-dog stands no plate: they
    are always drawn.

    Parameters
    ----------
    exercise : Exercise or None
        None: not known yet.
    """

    def __init__(self, exercise: Exercise | None) -> None:
        self._is_free = exercise is not None and (
            exercise.sides is Sides.DIAGONAL or exercise.camera_view == "front"
        )
        asked = (
            [rule.settings.get("least_thigh", SEGMENT_SPAN[0]) for rule in exercise.rules] if exercise else []
        )
        self._least_thigh = min(asked, default=SEGMENT_SPAN[0])
        self._seen: deque[tuple[float, float, float]] = deque()

    def push(self, pose: Pose) -> bool:
        """Take the next pose; tells whether its legs are those of the athlete."""
        if self._is_free:
            return True
        thigh, shank = (
            (measure_thigh_length(pose), measure_shank_length(pose)) if pose.found else (math.nan, math.nan)
        )
        self._seen.append((pose.t_s, thigh, shank))
        while pose.t_s - self._seen[0][0] > AROUND_S:
            self._seen.popleft()
        t_s, thighs, shanks = np.array(self._seen).T
        return bool(find_clear_legs(t_s, thighs, shanks, self._least_thigh)[-1])
