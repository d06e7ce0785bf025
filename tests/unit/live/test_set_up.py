"""The set-up coach: one piece of advice, steady, and when the set may begin."""

from __future__ import annotations

import pytest

from formcheck.exercises.loader import load_exercise
from formcheck.live.gates import GATES, Light
from formcheck.live.limits import find_wish, load_limits
from formcheck.live.set_up import SetUpCoach
from formcheck.pose.landmarks import Pose
from tests.unit.live.live_factory import hold_still, see_nobody

LIMITS = load_limits()
BRIGHT, DARK = Light(120.0, 45.0), Light(5.0, 3.0)


@pytest.fixture
def set_up() -> SetUpCoach:
    return SetUpCoach(find_wish(load_exercise("romanian_deadlift")), LIMITS)


def test_it_is_complete_once_all_has_been_met_for_a_moment(set_up: SetUpCoach, standing: Pose) -> None:
    complete = []
    for pose in hold_still(standing, 0.0, 2.0):
        set_up.push(pose, BRIGHT, 1)
        complete.append((pose.t_s, set_up.is_complete))
    first_s = next(t_s for t_s, is_complete in complete if is_complete)
    assert first_s == pytest.approx(LIMITS.settle_s, abs=0.05)
    assert set_up.advice is None
    assert [check.name for check in set_up.checks] == [gate.__name__.removeprefix("check_") for gate in GATES]


def test_the_first_unmet_gate_speaks_and_no_other(set_up: SetUpCoach) -> None:
    for pose in see_nobody(0.0, 1.5):
        set_up.push(pose, BRIGHT, 3)
    assert [check.name for check in set_up.checks if check.verdict == "unmet"] == ["body", "alone"]
    assert set_up.advice is not None
    assert set_up.advice.name == "body"


def test_a_flicker_changes_no_advice(set_up: SetUpCoach, standing: Pose) -> None:
    for pose in see_nobody(0.0, 2.0):
        set_up.push(pose, BRIGHT)
    for pose in hold_still(standing, 2.0, 0.4):
        set_up.push(pose, BRIGHT)
    assert set_up.advice is not None
    assert not set_up.is_complete


def test_advice_goes_over_to_what_stands_next(set_up: SetUpCoach, standing: Pose) -> None:
    for pose in hold_still(standing, 0.0, 3.0):
        set_up.push(pose, DARK, 1)
    assert set_up.advice is not None
    assert set_up.advice.name == "light"
    for pose in hold_still(standing, 3.0, 3.0):
        set_up.push(pose, BRIGHT)
    assert set_up.advice is None
    assert set_up.is_complete


def test_what_is_not_known_does_not_hinder(set_up: SetUpCoach, standing: Pose) -> None:
    for pose in hold_still(standing, 0.0, 2.0):
        set_up.push(pose)
    assert {check.name for check in set_up.checks if check.verdict == "unknown"} == {"light", "alone"}
    assert set_up.is_complete


def test_people_are_remembered_between_two_looks(set_up: SetUpCoach, standing: Pose) -> None:
    for number, pose in enumerate(hold_still(standing, 0.0, 3.0)):
        set_up.push(pose, BRIGHT, 2 if number == 0 else None)
    assert set_up.advice is not None
    assert set_up.advice.name == "alone"
