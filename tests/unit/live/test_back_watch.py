"""The back within a repetition: its level so far, and what must be said at once."""

from __future__ import annotations

import pytest

from formcheck.calibration import Calibration, calibrate
from formcheck.exercises.loader import load_exercise
from formcheck.faults.judgement import Fault
from formcheck.live.back_watch import BackWatch
from formcheck.live.limits import load_limits
from formcheck.pose.landmarks import Pose
from formcheck.reps.counter import Stage
from formcheck.session import Session
from tests.calibration_factory import bulge_back, film_protocol

EXERCISE = load_exercise("romanian_deadlift")


@pytest.fixture(scope="module")
def protocol() -> list[Pose]:
    return film_protocol()


def watch(poses: list[Pose], calibration: Calibration | None) -> tuple[list[str], list[Fault]]:
    """Levels while bent, and what is to be said at once."""
    session = Session(EXERCISE, calibration)
    back, levels, told = BackWatch(session, load_limits()), [], []
    for pose in poses:
        session.push(pose)
        marked = back.push(pose, session.stage not in (Stage.WAITING, Stage.HOME))
        told += [marked] if marked is not None else []
        outline = back.find_outline(pose)
        levels += [outline.level] if outline is not None else []
    return levels, told


@pytest.fixture(scope="module")
def calibration(protocol: list[Pose]) -> Calibration:
    found = calibrate(protocol, EXERCISE)
    assert isinstance(found, Calibration)
    return found


def test_a_marked_back_is_told_once_with_what_it_measured(
    protocol: list[Pose], calibration: Calibration
) -> None:
    levels, told = watch([bulge_back(pose, 45.0) for pose in protocol], calibration)
    assert [fault.rule for fault in told] == ["spinal_rounding"]
    assert told[0].confidence >= load_limits().least_confidence
    assert "major" in levels


@pytest.mark.parametrize("arc_deg", [0.0, 8.0, 18.0])
def test_less_than_marked_can_wait(protocol: list[Pose], calibration: Calibration, arc_deg: float) -> None:
    levels, told = watch([bulge_back(pose, arc_deg) for pose in protocol], calibration)
    assert told == []
    assert "major" not in levels
    assert ("minor" in levels) == (arc_deg == 18.0)


def test_without_a_reference_nobody_is_that_sure(protocol: list[Pose]) -> None:
    levels, told = watch([bulge_back(pose, 45.0) for pose in protocol], None)
    assert told == []
    assert "major" in levels


def test_the_outline_lies_on_the_picture_and_is_not_judged_at_first(
    protocol: list[Pose], calibration: Calibration
) -> None:
    session = Session(EXERCISE, calibration)
    back = BackWatch(session, load_limits())
    for pose in protocol:
        session.push(pose)
    outline = back.find_outline(max(protocol, key=lambda p: float(p.image[[11, 12], 1].mean())))
    assert outline is not None
    assert outline.level == "unjudged"
    assert all(0.0 < x < 1.0 and 0.0 < y < 1.0 for x, y in outline.points)
    assert back.find_outline(protocol[0]) is None


def test_a_movement_without_such_a_rule_shows_no_back(protocol: list[Pose]) -> None:
    session = Session(load_exercise("chest_supported_row"))
    back = BackWatch(session, load_limits())
    session.push(protocol[0])
    assert back.push(protocol[0], True) is None
    assert back.find_outline(protocol[0]) is None
