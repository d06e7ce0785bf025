"""Take the athlete's own neutral hinge from the beginning of the set itself, where nobody gave another.

Standing tall, a still hinge and standing again look like a first repetition with a pause, and are counted as
one. If that hold may be a neutral hinge, the back is held against it as well.

Nobody called it neutral, so more is asked of it than of a calibration: its arc must lie where it can hardly
hide a rounded back, and it must be held in the first full repetition, because what is held still later is a
pause under load. So it is known before anything is judged, and every repetition of the set is held against
it, live and in the report alike.
"""

from __future__ import annotations

import math

from formcheck.calibration.calibration import Calibration
from formcheck.calibration.watcher import CalibrationWatcher
from formcheck.exercises.exercise import Exercise
from formcheck.exercises.protocol import CalibrationProtocol
from formcheck.faults.judgement import NotJudged
from formcheck.pose.landmarks import Pose

SOURCE = "the first still hinge of the set"


class OpeningWatcher:
    """Watch the beginning of a set for standing tall and a still hinge, up to the first such hinge.

    Parameters
    ----------
    exercise : Exercise
        Without a neutral hinge to calibrate nothing is watched.

    Attributes
    ----------
    held_from_s : float
        Since when the hinge was held; NaN: none was seen.
    """

    def __init__(self, exercise: Exercise) -> None:
        protocol = exercise.calibration
        self._protocol = protocol if isinstance(protocol, CalibrationProtocol) else None
        self._watcher = None if self._protocol is None else CalibrationWatcher(exercise, SOURCE)
        self._first_seen_s = math.nan
        self._result: Calibration | NotJudged | None = None
        self.held_from_s = math.nan

    def push(self, pose: Pose) -> None:
        """Take the next pose. Once a hinge was judged, or the time is over, this does nothing."""
        watcher, protocol = self._watcher, self._protocol
        if watcher is None or protocol is None or not pose.found:
            return
        if math.isnan(self._first_seen_s):
            self._first_seen_s = pose.t_s
        if pose.t_s - self._first_seen_s > protocol.unasked_within_s:
            self._watcher = None
            return
        told = watcher.push(pose)
        if told is None or not watcher.has_stood:  # bent over before standing tall: a set-up
            return
        self._watcher = None
        self.held_from_s = pose.t_s - protocol.hold_s
        if isinstance(told, Calibration):
            self._result = _doubt(told, protocol.unasked_arc_deg)
        elif told.rule != protocol.rule.name:  # a rule that could not see says so itself
            self._result = told

    def settle(self, left_s: float) -> Calibration | NotJudged | None:
        """Say what came of it, when the first full repetition is counted.

        Parameters
        ----------
        left_s : float
            When that repetition left home.

        Returns
        -------
        Calibration, NotJudged or None
            The calibration, or why the hinge held in that repetition is none; None: there was no such hinge.
        """
        return self._result if left_s <= self.held_from_s else None


def _doubt(found: Calibration, arc_deg: tuple[float, float]) -> Calibration | NotJudged:
    """Refuse a hold that is plausible as somebody's neutral hinge, but only on their word."""
    least_deg, most_deg = arc_deg
    if least_deg <= found.arc_deg <= most_deg:
        return found
    return NotJudged(
        "calibration",
        f"It reads {found.arc_deg:.1f}° of arc, and only {least_deg:.0f}° to {most_deg:.0f}° is taken"
        " unasked: if it is your neutral hinge, calibrate with this clip.",
    )
