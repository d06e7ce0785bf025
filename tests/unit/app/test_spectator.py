"""What is told while a clip is read whose movement nobody named."""

from __future__ import annotations

from dataclasses import replace

from formcheck.app.messages import Found, Message, Progressed, Recognised
from formcheck.app.spectator import Spectator
from formcheck.exercises.loader import load_exercise
from formcheck.pose.landmarks import Pose
from formcheck.recognition import Recognition
from formcheck.report.fields import lay_out_report
from formcheck.session import Session
from formcheck.simulate import plan_set
from tests.motion_factory import make_poses, make_times

SUMO, CONVENTIONAL = "sumo_deadlift", "conventional_deadlift"


class ChangesItsMind:
    """Recognises one movement at first, then another."""

    def __init__(self, until_s: float) -> None:
        self._until_s = until_s
        self._last_s = 0.0

    def push(self, pose: Pose) -> None:
        self._last_s = pose.t_s

    def finish(self) -> Recognition:
        return Recognition(SUMO if self._last_s < self._until_s else CONVENTIONAL, "hinge", 0.8)


def film() -> list[Pose]:
    plan = plan_set(CONVENTIONAL, reps=3, tempo_s=(1.5, 0.5, 1.5, 0.5))
    return make_poses(plan, make_times(plan, 15.0))


def watch(poses: list[Pose], changes_at_s: float) -> tuple[Spectator, list[Message]]:
    told: list[Message] = []
    spectator = Spectator(None, Session, told.append, lambda: False)
    assert spectator.guesser is not None
    spectator.guesser.recogniser = ChangesItsMind(changes_at_s)  # type: ignore[assignment]
    for pose in poses:
        spectator.take(pose)
    spectator.tell_progress(1.0)
    return spectator, told


def test_a_movement_recognised_as_another_later_on_is_counted_as_that_one_from_the_start() -> None:
    poses = film()
    spectator, told = watch(poses, changes_at_s=8.0)
    named = [message for message in told if isinstance(message, Recognised)]
    assert [message.key for message in named] == [SUMO, CONVENTIONAL]
    assert isinstance(told[told.index(named[1]) + 1], Found)
    plain = Session(load_exercise(CONVENTIONAL))
    for pose in poses:
        plain.push(pose)
    assert spectator.session is not None
    assert spectator.session.exercise.key == CONVENTIONAL
    assert lay_out_report(spectator.session.finish()) == lay_out_report(plain.finish())


def test_the_signal_of_a_movement_begins_anew_with_it() -> None:
    poses = film()
    _, told = watch(poses, changes_at_s=8.0)
    _, straight = watch(poses, changes_at_s=0.0)
    (points,) = (replace(one, frames=0) for one in told if isinstance(one, Progressed))
    (expected,) = (replace(one, frames=0) for one in straight if isinstance(one, Progressed))
    assert points == expected
    assert len(points.t_s) > 50
