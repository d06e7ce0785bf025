"""The calibration before a set: its steps, its countdown, and what it makes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from formcheck.calibration import Calibration, calibrate
from formcheck.exercises.loader import load_exercise
from formcheck.live.calibrating import SOURCE, CalibrationGuide
from formcheck.pose.landmarks import Pose
from tests.bird_dog_factory import film_good_hold
from tests.calibration_factory import bulge_back, film_protocol


@pytest.fixture(scope="module")
def protocol() -> list[Pose]:
    return film_protocol()


def test_it_asks_to_stand_then_to_hinge_then_to_stand_up(protocol: list[Pose]) -> None:
    guide = CalibrationGuide(load_exercise("romanian_deadlift"))
    asked = []
    for pose in protocol:
        guide.push(pose)
        if not asked or asked[-1] != guide.step.text:
            asked.append(guide.step.text)
    assert asked == ["Stand tall", "Hinge and hold still", "Stand up"]


def test_the_countdown_runs_down_twice_and_only_while_it_is_held(protocol: list[Pose]) -> None:
    exercise = load_exercise("romanian_deadlift")
    assert exercise.calibration is not None
    guide, shown = CalibrationGuide(exercise), []
    for pose in protocol:
        guide.push(pose)
        shown.append((guide.step.number, guide.step.countdown_s))
    for number in (1, 2):
        held = [left_s for step, left_s in shown if step == number and left_s is not None]
        assert held == sorted(held, reverse=True)
        assert held[0] > exercise.calibration.hold_s - 0.7
        assert held[-1] < 0.1
    assert any(left_s is None for step, left_s in shown if step == 2)


def test_it_is_the_calibration_of_a_clip(protocol: list[Pose]) -> None:
    exercise = load_exercise("romanian_deadlift")
    guide = CalibrationGuide(exercise, "2026-01-31")
    settled = [pose.t_s for pose in protocol if guide.push(pose)]
    assert guide.result == calibrate(protocol, exercise, SOURCE, "2026-01-31")
    assert isinstance(guide.result, Calibration)
    assert len(settled) == 1


def test_a_refused_hold_says_why_and_may_be_tried_again(protocol: list[Pose]) -> None:
    guide = CalibrationGuide(load_exercise("romanian_deadlift"))
    for pose in protocol:
        guide.push(bulge_back(pose, 40.0))
    assert guide.result is None
    assert "rounded" in guide.step.refusal
    assert guide.step.detail == guide.step.refusal
    for pose in protocol:
        guide.push(replace(pose, t_s=pose.t_s + 20.0))
    assert guide.result is not None
    assert guide.step.refusal == ""


def test_a_bird_dog_rests_then_holds() -> None:
    guide, asked = CalibrationGuide(load_exercise("bird_dog")), []
    for pose in film_good_hold():
        guide.push(pose)
        if not asked or asked[-1] != guide.step.text:
            asked.append(guide.step.text)
    assert asked == ["Rest on hands and knees", "Hold one bird-dog", "Back to hands and knees"]
    assert guide.result is not None


def test_a_row_has_nothing_to_calibrate() -> None:
    with pytest.raises(ValueError, match="no calibration"):
        CalibrationGuide(load_exercise("seated_row"))
