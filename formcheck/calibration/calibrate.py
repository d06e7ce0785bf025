"""Calibrate from poses, by whatever protocol an exercise has."""

from __future__ import annotations

from collections.abc import Iterable

from formcheck.calibration.calibration import AnyCalibration
from formcheck.calibration.quadruped_watcher import QuadrupedWatcher
from formcheck.calibration.watcher import CalibrationWatcher
from formcheck.exercises.exercise import Exercise
from formcheck.exercises.protocol import QuadrupedProtocol
from formcheck.faults.judgement import NotJudged
from formcheck.pose.landmarks import Pose


def calibrate(
    poses: Iterable[Pose], exercise: Exercise, source: str = "", made_on: str = ""
) -> AnyCalibration | NotJudged:
    """Find the athlete's own neutral posture in poses.

    Parameters
    ----------
    poses : iterable of Pose
        In the order of time; read only until the calibration is found.
    exercise : Exercise
        Its calibration says what is looked for.
    source, made_on : str
        Copied into the calibration.

    Returns
    -------
    Calibration, QuadrupedCalibration or NotJudged
        The first hold that can be used; the reason of the last refusal where none can.

    Raises
    ------
    ValueError
        When the exercise has no calibration.
    """
    is_quadruped = isinstance(exercise.calibration, QuadrupedProtocol)
    watcher = (QuadrupedWatcher if is_quadruped else CalibrationWatcher)(exercise, source, made_on)
    for pose in poses:
        told = watcher.push(pose)
        if told is not None and not isinstance(told, NotJudged):
            break
    return watcher.result
