"""The calibration before a set: what to do next, how long to hold it, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from formcheck.calibration import AnyCalibration, CalibrationWatcher, QuadrupedWatcher
from formcheck.exercises.exercise import Exercise
from formcheck.exercises.protocol import QuadrupedProtocol
from formcheck.faults.judgement import NotJudged
from formcheck.pose.landmarks import Pose

SOURCE = "the calibration before the set"
STEPS = {
    "hinge": (
        ("Stand tall", "Step 1 of 2. No weight, arms hanging, still."),
        ("Hinge and hold still", "Step 2 of 2. Flat back, as deep as you go. This becomes your neutral."),
    ),
    "quadruped": (
        ("Rest on hands and knees", "Step 1 of 2. Hands under shoulders, knees under hips, still."),
        ("Hold one bird-dog", "Step 2 of 2. Arm and opposite leg long and level, still."),
    ),
}
DONE = {
    "hinge": ("Stand up", "Your own neutral back is known now."),
    "quadruped": ("Back to hands and knees", "Your own good hold is known now."),
}
"""By kind of calibration: what to do, and how; and then."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is asked for just now.

    Attributes
    ----------
    number : int
        1 or 2.
    text, detail : str
    countdown_s : float or None
        How long it is still to be held; None: it is not held.
    refusal : str
        Why the last try was refused; empty: none was.
    """

    number: int
    text: str
    detail: str
    countdown_s: float | None
    refusal: str = ""


class CalibrationGuide:
    """Lead an athlete through the calibration of an exercise.

    Parameters
    ----------
    exercise : Exercise
    made_on : str
        Date, copied into the calibration.

    Attributes
    ----------
    result : Calibration, QuadrupedCalibration or None
        None: not calibrated yet.

    Raises
    ------
    ValueError
        When the exercise has no calibration.
    """

    def __init__(self, exercise: Exercise, made_on: str = "") -> None:
        protocol = exercise.calibration
        if protocol is None:
            raise ValueError(f"{exercise.name} has no calibration")
        kind = QuadrupedWatcher if isinstance(protocol, QuadrupedProtocol) else CalibrationWatcher
        self._watcher: CalibrationWatcher | QuadrupedWatcher = kind(exercise, SOURCE, made_on)
        self._protocol = protocol
        self._refusal = ""
        self.result: AnyCalibration | None = None

    @property
    def step(self) -> Step:
        """What is asked for just now."""
        if self.result is not None:
            return Step(2, *DONE[self._protocol.kind], None)
        watcher = self._watcher
        is_half = watcher.has_stood if isinstance(watcher, CalibrationWatcher) else watcher.has_rested
        text, detail = STEPS[self._protocol.kind][is_half]
        held_s = watcher.held_s
        countdown_s = max(0.0, self._protocol.hold_s - held_s) if held_s > 0 else None
        return Step(1 + is_half, text, self._refusal or detail, countdown_s, self._refusal)

    def push(self, pose: Pose) -> bool:
        """Take the next pose; True when it settled a try: the result is there, or it was refused."""
        if self.result is not None:
            return False
        told = self._watcher.push(pose)
        if told is None:
            return False
        if isinstance(told, NotJudged):
            self._refusal = told.reason
        else:
            self._refusal, self.result = "", told
        return True
