"""Which movement it is, found out while it goes on."""

from __future__ import annotations

import math

from formcheck.exercises.exercise import Exercise
from formcheck.exercises.loader import load_exercise
from formcheck.pose.landmarks import Pose
from formcheck.recognition.recogniser import Recogniser

GUESS_EVERY_S = 2.0
"""Seconds between two attempts."""
SETTLE_FOR_S = 6.0
"""From then on the likeliest of several close movements will do: they count alike."""


class MovementGuesser:
    """Recognise the movement of a set that goes on.

    Parameters
    ----------
    sure_from_reps : float
        From so many repetitions on the movement stays what it was taken for; infinite: it may always turn out
        to be another.

    Attributes
    ----------
    recogniser : Recogniser
        Fed until it is sure.
    poses : list of Pose
        Everything pushed so far, to be counted once it is known what to count.
    """

    def __init__(self, sure_from_reps: float = math.inf) -> None:
        self.recogniser = Recogniser()
        self._sure_from_reps = sure_from_reps
        self._guessed_s = -math.inf
        self._seen_since_s = math.nan
        self.poses: list[Pose] = []

    def push(self, pose: Pose, known: Exercise | None, count: int) -> Exercise | None:
        """Take the next pose.

        Parameters
        ----------
        pose : Pose
        known : Exercise or None
            What it has been taken for so far.
        count : int
            Repetitions counted of that.

        Returns
        -------
        Exercise or None
            What it is taken for from now on; None: no change.
        """
        if count >= self._sure_from_reps:
            self.poses.clear()
            return None
        self.recogniser.push(pose)
        self.poses.append(pose)
        if pose.found and math.isnan(self._seen_since_s):
            self._seen_since_s = pose.t_s
        if not pose.t_s - self._guessed_s >= GUESS_EVERY_S:
            return None
        self._guessed_s = pose.t_s
        recognition = self.recogniser.finish()
        key = recognition.key
        if key is None and known is None and pose.t_s - self._seen_since_s >= SETTLE_FOR_S:
            key = next((one.key for one in recognition.candidates), None)
        return None if key is None or (known is not None and known.key == key) else load_exercise(key)
