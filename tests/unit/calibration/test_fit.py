"""A calibration of another camera, another side or a shallower hinge is told so, and never forbidden."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from formcheck.calibration import Calibration, calibrate, check_fit, check_opening
from formcheck.exercises.loader import load_exercise
from formcheck.faults.judgement import NotJudged
from formcheck.report.set_report import SetReport
from formcheck.session import Session
from formcheck.simulate import Camera, plan_set
from tests.calibration_factory import film_protocol
from tests.motion_factory import make_poses, make_times

RDL = load_exercise("romanian_deadlift")


def make_report(camera: Camera | None = None, **options) -> SetReport:
    plan = plan_set("romanian_deadlift", 2, **options)
    session = Session(RDL)
    for pose in make_poses(plan, make_times(plan), camera):
        session.push(pose)
    return session.finish()


@pytest.fixture(scope="module")
def calibration() -> Calibration:
    found = calibrate(film_protocol(), RDL)
    assert isinstance(found, Calibration)
    return found


@pytest.fixture(scope="module")
def report() -> SetReport:
    return make_report()


def find_hints(calibration: Calibration, report: SetReport) -> dict[str, str]:
    gates = check_fit(calibration, report)
    assert [gate.name for gate in gates] == ["camera", "hold_depth"]
    assert all(gate.ok == (gate.hint == "") for gate in gates)
    return {gate.name: gate.hint for gate in gates if not gate.ok}


def test_same_camera_and_depth_fit(calibration, report) -> None:
    assert find_hints(calibration, report) == {}


def test_another_distance_is_noticed_from_8_percent_on(calibration, report) -> None:
    seen = [
        bool(find_hints(replace(calibration, torso_px=calibration.torso_px / (1.0 + share)), report))
        for share in (-0.2, -0.09, -0.07, 0.0, 0.07, 0.09, 0.2)
    ]
    assert seen == [True, True, False, False, False, True, True]


def test_a_nearer_camera_is_named(calibration) -> None:
    near = make_report(Camera(distance_m=2.9))
    hint = find_hints(calibration, near)["camera"]
    assert "seems to have moved" in hint
    assert "larger" in hint
    gate = check_fit(calibration, near)[0]
    assert gate.value == pytest.approx(3.4 / 2.9 - 1.0, abs=0.02)
    assert gate.limit == 0.08


def test_the_other_side_is_named(calibration) -> None:
    hints = find_hints(calibration, make_report(Camera("left")))
    assert list(hints) == ["camera"]
    assert "faces the other way" in hints["camera"]


def test_a_shallow_hold_is_named(report) -> None:
    shallow = calibrate(film_protocol(depth=0.6), RDL)
    assert isinstance(shallow, Calibration)
    hints = find_hints(shallow, report)
    assert list(hints) == ["hold_depth"]
    assert "held at 48°" in hints["hold_depth"]
    assert "78°" in hints["hold_depth"]


def test_a_set_without_repetitions_fits_any_depth(calibration) -> None:
    standing = make_report(depth=0.2)
    assert standing.count == 0
    gate = check_fit(calibration, standing)[1]
    assert gate.ok
    assert math.isnan(gate.limit)


def test_a_refused_opening_says_when_and_why() -> None:
    gate = check_opening(NotJudged("calibration", "It is round."), 4.2)
    assert (gate.name, gate.ok) == ("calibration", False)
    assert gate.hint == "The still hinge at 4 s is not used as your own neutral back. It is round."


@pytest.mark.parametrize(("roll_deg", "ok"), [(-12.0, False), (12.0, False), (3.0, True), (math.nan, True)])
def test_an_opening_taken_tells_whether_the_phone_was_level(calibration, roll_deg, ok) -> None:
    gate = check_opening(replace(calibration, roll_deg=roll_deg), 4.2)
    assert (gate.name, gate.ok, gate.limit) == ("level", ok, 8.0)
    assert gate.value == pytest.approx(abs(roll_deg), nan_ok=True)
    assert ("12°" in gate.hint) is not ok


def test_exercise_without_calibration(calibration, report) -> None:
    with pytest.raises(ValueError, match="has no calibration"):
        check_fit(calibration, replace(report, exercise=replace(RDL, calibration=None)))
