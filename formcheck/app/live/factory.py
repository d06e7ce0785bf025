"""Makes the real coach of a live set, in the process it lives in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from formcheck.app.live.protocol import Scalar, StartMessage
from formcheck.athletes import USUAL_CAMERA, read_record
from formcheck.calibration import AnyCalibration, Origin
from formcheck.errors import InputError
from formcheck.exercises.exercise import Exercise
from formcheck.exercises.loader import load_exercise
from formcheck.live.coach import LiveCoach
from formcheck.live.options import LiveOptions
from formcheck.live.state import lay_out_state
from formcheck.pose.landmarks import Picture
from formcheck.pose.mediapipe import open_estimator
from formcheck.pose.models import DEFAULT_MODEL, find_model, read_environment
from formcheck.report.fields import lay_out_report
from formcheck.review import describe_engine, describe_pose_engine

OPTIONS = {"athlete": str, "calibrates": bool, "load_kg": (int, float)}
"""What a page may say of a set besides its movement, and how."""
NO_MODEL = "The pose model is not on this computer yet: download it on the Review page, then start again."


class TalkingCoach:
    """A live coach whose words are ready for JSON.

    Parameters
    ----------
    coach : LiveCoach
        Owned: closed along with it.
    """

    def __init__(self, coach: LiveCoach) -> None:
        self._coach = coach

    def take(self, picture: Picture, t_s: float) -> Mapping[str, object]:
        """Take the next picture."""
        return lay_out_state(self._coach.take(picture, t_s))

    def skip_calibration(self) -> None:
        """Go on without a calibration."""
        self._coach.skip_calibration()

    def finish(self) -> Mapping[str, object] | None:
        """The report, laid out as in ``report.json``; None: there is nothing to report."""
        report = self._coach.finish()
        return None if report is None else lay_out_report(report)

    def close(self) -> None:
        """Give the model's memory back."""
        self._coach.close()


def open_coach(message: StartMessage) -> TalkingCoach:
    """Make the coach of one set. Nothing is fetched: the model has to be there.

    Raises
    ------
    InputError
        For an unknown movement or option, or when there is no pose model.
    """
    options = message.options
    for name, value in options.items():
        if name not in OPTIONS or not isinstance(value, OPTIONS[name]):
            raise InputError(f"A live set has no option {name!r} of this kind: reload the page.")
    exercise = load_exercise(message.exercise) if message.exercise else None
    model = read_environment() or find_model(DEFAULT_MODEL)
    if model is None:
        raise InputError(NO_MODEL)
    calibration = _find_calibration(exercise, str(options.get("athlete", "")))
    plan = LiveOptions(
        exercise,
        calibrates=bool(options.get("calibrates", True)),
        calibration=calibration,
        origin=Origin.ATHLETE,
        source=_describe_source(options),
        provenance={**describe_engine(), "pose": describe_pose_engine(model)},
        made_on=date.today().isoformat(),
    )
    return TalkingCoach(LiveCoach(open_estimator(model), plan))


def _describe_source(options: Mapping[str, Scalar]) -> dict[str, Any]:
    return {"kind": "camera", "name": "live set", "load_kg": options.get("load_kg")}


def _find_calibration(exercise: Exercise | None, athlete: str) -> AnyCalibration | None:
    """What is remembered of the athlete."""
    if exercise is None or exercise.calibration is None or not athlete:
        return None
    return read_record(athlete, USUAL_CAMERA).find_calibration(exercise.calibration.kind)
