"""Times of counted rows and bird-dogs on closed-form motion, and arms too short to be timed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from formcheck.exercises.loader import load_exercise
from formcheck.pose.landmarks import Landmark, Pose
from formcheck.report.set_report import SetReport
from formcheck.reps.rep import TEMPO_PHASES
from formcheck.retiming import HIDDEN_ARM
from formcheck.session import Session
from formcheck.simulate import Camera, SetPlan, measure_reps, plan_set
from tests.motion_factory import make_poses, make_times

TEMPO_S = (1.2, 1.0, 1.6, 0.8)
ARMS = (
    (Landmark.LEFT_SHOULDER, Landmark.LEFT_WRIST),
    (Landmark.RIGHT_SHOULDER, Landmark.RIGHT_WRIST),
)


def plan(movement: str) -> SetPlan:
    return plan_set(movement, reps=3, tempo_s=TEMPO_S)


def review(poses: list[Pose], exercise: str) -> SetReport:
    session = Session(load_exercise(exercise))
    for pose in poses:
        session.push(pose)
    return session.finish()


@pytest.mark.parametrize("movement", ["dumbbell_row", "seated_row", "upright_row", "bird_dog"])
def test_phases_follow_their_definition_side_on(movement: str) -> None:
    what = plan(movement)
    report = review(make_poses(what, make_times(what, 30.0)), movement)
    assert report.count == 3
    for judged, true in zip(report.reps, measure_reps(what), strict=True):
        for phase in TEMPO_PHASES:
            name = f"{phase.value}_s"
            got, is_true = getattr(judged.rep.tempo, name), true.tempo[name]
            if np.isfinite(got) and np.isfinite(is_true):
                assert got == pytest.approx(is_true, abs=0.1), name
        assert judged.rep.tempo_precision_s == 0.1


@pytest.mark.parametrize("movement", ["dumbbell_row", "seated_row"])
def test_the_way_of_the_hand_is_told_in_trunk_lengths(movement: str) -> None:
    what = plan(movement)
    report = review(make_poses(what, make_times(what, 20.0)), movement)
    for judged, true in zip(report.reps, measure_reps(what), strict=True):
        assert judged.rep.range_unit == "torso"
        assert judged.rep.range == pytest.approx(true.range, rel=0.12)


def shorten(pose: Pose, share: float) -> Pose:
    """The pose with hands drawn towards the shoulders in the picture, as a plate that hides them does."""
    image = np.array(pose.image)
    for shoulder, wrist in ARMS:
        image[wrist] = image[shoulder] + share * (image[wrist] - image[shoulder])
    return replace(pose, image=image)


def test_an_arm_that_looks_too_short_is_counted_and_not_timed() -> None:
    what = plan("dumbbell_row")
    poses = make_poses(what, make_times(what, 20.0))
    report = review([shorten(pose, 0.7) for pose in poses], "dumbbell_row")
    assert report.count == 3
    for judged in report.reps:
        assert judged.rep.tempo_reason == HIDDEN_ARM
        assert str(judged.rep.tempo) == "not judged"
        assert np.isnan(judged.rep.range)
        assert ("tempo", HIDDEN_ARM) in [(one.rule, one.reason) for one in judged.not_judged]


def test_from_elsewhere_a_short_arm_is_no_reason() -> None:
    what = plan("seated_row")
    report = review(make_poses(what, make_times(what, 20.0), Camera(yaw_deg=50.0)), "seated_row")
    assert [judged.rep.tempo_reason for judged in report.reps] == ["", "", ""]
    assert {judged.rep.tempo_precision_s for judged in report.reps} == {0.3}


def test_a_pause_is_not_shared_by_two_arms_after_one_was_put_down() -> None:
    """The other arm starts after standing up: between the two repetitions nobody rested with long arms."""
    first, second = (
        plan_set("one_arm_row", reps=2, tempo_s=TEMPO_S, side=side) for side in ("left", "right")
    )
    poses = make_poses(first, make_times(first, 20.0))
    stand = make_poses(plan_set("romanian_deadlift", reps=1), np.arange(0.0, 0.9, 0.05))
    start_s = poses[-1].t_s + 0.05
    poses += [replace(pose, t_s=pose.t_s + start_s) for pose in stand]
    start_s = poses[-1].t_s + 0.05
    poses += [replace(pose, t_s=pose.t_s + start_s) for pose in make_poses(second, make_times(second, 20.0))]
    report = review(poses, "one_arm_row")
    assert [judged.rep.side for judged in report.reps] == ["left", "left", "right", "right"]
    rests_s = [judged.rep.tempo.pause_stretched_s for judged in report.reps]
    assert np.isfinite(rests_s).tolist() == [True, False, True, False]


def test_a_repetition_is_timed_alike_in_a_short_set_and_in_a_long_one() -> None:
    what = plan_set("romanian_deadlift", reps=9, tempo_s=TEMPO_S, jitter=0.1)
    poses = make_poses(what, make_times(what, 30.0))
    session = Session(load_exercise("romanian_deadlift"))
    early: SetReport | None = None
    for pose in poses:
        session.push(pose)
        if session.count == 5 and early is None:
            early = session.finish()
    late = session.finish()
    assert early is not None
    for one, other in zip(early.reps[:4], late.reps[:4], strict=True):
        for name in ("start_s", "end_s", "range"):
            assert getattr(one.rep, name) == pytest.approx(getattr(other.rep, name), abs=1e-9)


@pytest.mark.parametrize("start_s", [0.0, 100.1, 1234.567])
def test_twenty_frames_a_second_are_twenty_whatever_their_times_are_rounded_to(start_s: float) -> None:
    what = plan("romanian_deadlift")
    poses = make_poses(what, make_times(what, 20.0))
    report = review([replace(pose, t_s=pose.t_s + start_s) for pose in poses], "romanian_deadlift")
    assert report.quality.rate_hz == 20.0
    assert {judged.rep.tempo_precision_s for judged in report.reps} == {0.1}
