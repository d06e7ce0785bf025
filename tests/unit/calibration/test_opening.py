"""The first still hinge of a set: the reference of the back where it may be one, and never anything else."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest

from formcheck.calibration import Calibration, OpeningWatcher, Origin, calibrate
from formcheck.events import CalibrationJudged, FaultRaised
from formcheck.exercises.loader import load_exercise
from formcheck.faults.judgement import NotJudged
from formcheck.pose.landmarks import Pose
from formcheck.report.fields import lay_out_rep, lay_out_report
from formcheck.report.set_report import SetReport
from formcheck.session import Session
from formcheck.simulate import Camera, plan_set
from formcheck.simulate.anatomy import BUILDS
from tests.calibration_factory import BENDS_S, STANDS_S, film_opened_set, film_protocol
from tests.motion_factory import make_poses, make_times, mirror_pose

RDL = load_exercise("romanian_deadlift")
PLAIN = replace(RDL, calibration=None)
"""The same movement, which knows no calibration."""
ROUND = {"spinal_rounding": 56.0}
EDGE = {"spinal_rounding": 39.0}
"""About 15.6° of arc: a fault over a neutral hinge of 0°, and not without one."""


def run(poses, exercise=RDL, calibration: Calibration | None = None) -> tuple[SetReport, list]:
    session = Session(exercise, calibration)
    events = [event for pose in poses for event in session.push(pose)]
    return session.finish(), events


def find_opening(events) -> CalibrationJudged | None:
    found = [event for event in events if isinstance(event, CalibrationJudged)]
    assert len(found) <= 1
    return found[0] if found else None


def find_gate(report: SetReport, name: str):
    return next((gate for gate in report.quality.gates if gate.name == name), None)


def assert_same_counts(report: SetReport, other: SetReport) -> None:
    """All a repetition tells but what is thought of its form."""
    judged = {"score", "coverage", "cue", "measures", "faults", "not_judged"}
    one, two = (
        [{k: v for k, v in lay_out_rep(judged_rep).items() if k not in judged} for judged_rep in each.reps]
        for each in (report, other)
    )
    assert one == two


def assert_not_used(poses) -> SetReport:
    """The back is judged as if there were no calibration at all."""
    (report, events), (plain, plain_events) = run(poses), run(poses, PLAIN)
    assert report.provenance["calibration"] == "none"
    assert report.verdicts == plain.verdicts
    assert [lay_out_rep(rep) for rep in report.reps] == [lay_out_rep(rep) for rep in plain.reps]
    assert [e for e in events if not isinstance(e, CalibrationJudged)] == plain_events
    return report


@pytest.fixture(scope="module")
def poses() -> list[Pose]:
    return film_opened_set(faults=({}, EDGE, EDGE, {}))


@pytest.fixture(scope="module")
def both(poses):
    """Report and events with the hold as the reference, and as if no calibration were known."""
    return run(poses), run(poses, PLAIN)


class TestUsed:
    def test_rounding_is_found_over_it_live_and_in_the_report(self, both) -> None:
        (report, events), (plain, _) = both
        assert plain.verdicts["spinal_rounding"].verdict == "absent"
        assert report.verdicts["spinal_rounding"].verdict == "present"
        assert report.verdicts["spinal_rounding"].reps == (3, 4)
        live = [e.fault for e in events if isinstance(e, FaultRaised) and e.fault.rule == "spinal_rounding"]
        faults = [fault for rep in report.reps for fault in rep.faults if fault.rule == "spinal_rounding"]
        assert [fault.threshold for fault in faults] == [fault.threshold for fault in live]
        assert [fault.threshold for fault in faults] == [15.0, 10.0]  # over the hinge; then its hysteresis
        assert [f.value for f in faults] == pytest.approx([f.value for f in live], abs=0.5)
        assert all(fault.confidence > 0.7 for fault in faults)  # without a reference 0.7 is the most

    def test_one_round_repetition_in_the_middle_is_marked(self) -> None:
        report, _ = run(film_opened_set(faults=({}, ROUND, {}, {})))
        assert report.verdicts["spinal_rounding"].reps == (3,)
        assert report.provenance["calibration"]["origin"] == "clip"

    def test_every_repetition_is_measured_over_the_hold(self, both) -> None:
        (report, _), (plain, _) = both
        arc_deg = report.provenance["calibration"]["arc_deg"]
        for own, absolute in zip(report.reps, plain.reps, strict=True):
            for rule in ("spinal_rounding", "over_arched_back"):
                assert own.measures[rule] == pytest.approx(absolute.measures[rule] - arc_deg, abs=0.001)
        assert report.reps[0].measures["spinal_rounding"] == pytest.approx(0.0, abs=1.0)

    def test_counts_and_times_stay_as_they_are(self, both) -> None:
        (report, events), (plain, plain_events) = both
        assert report.count == 5
        assert_same_counts(report, plain)
        told, plainly_told = (
            [event for event in each if not isinstance(event, CalibrationJudged | FaultRaised)]
            for each in (events, plain_events)
        )
        assert told == plainly_told

    def test_the_report_says_where_it_is_from(self, both) -> None:
        report, events = both[0]
        told = find_opening(events)
        assert told is not None
        used = report.provenance["calibration"]
        assert isinstance(told.result, Calibration)
        assert used["origin"] == "clip"
        assert used["arc_deg"] == pytest.approx(told.result.arc_deg, abs=0.001)
        # A soft arrival is slow already: the trunk's last 5 degrees take half a second.
        assert STANDS_S + BENDS_S - 0.6 < told.at_s < STANDS_S + BENDS_S + 0.1
        assert used["held_from_s"] == pytest.approx(told.at_s, abs=0.001)
        assert told.known_s == report.reps[0].rep.counted_s
        assert {gate.name for gate in report.quality.gates if gate.ok} >= {"camera", "hold_depth", "level"}
        json.dumps(lay_out_report(report), allow_nan=False)

    def test_it_is_what_calibrating_with_the_clip_finds(self, both, poses) -> None:
        told, asked = find_opening(both[0][1]), calibrate(poses, RDL)
        assert told is not None
        assert isinstance(told.result, Calibration)
        assert isinstance(asked, Calibration)
        assert replace(told.result, source=asked.source) == asked

    def test_the_report_may_be_made_before_and_after(self, poses) -> None:
        session = Session(RDL)
        in_the_hold = next(k for k, pose in enumerate(poses) if pose.t_s > STANDS_S + BENDS_S + 2.2)
        for pose in poses[:in_the_hold]:
            session.push(pose)
        assert session.finish().provenance["calibration"] == "none"
        for pose in poses[in_the_hold:]:
            session.push(pose)
        assert session.finish().provenance["calibration"]["origin"] == "clip"

    def test_mirrored(self, both, poses) -> None:
        there, here = run([mirror_pose(pose) for pose in poses])[0], both[0][0]
        assert there.verdicts == here.verdicts
        assert there.provenance["calibration"]["facing"] == -here.provenance["calibration"]["facing"]
        assert there.provenance["calibration"]["arc_deg"] == pytest.approx(
            here.provenance["calibration"]["arc_deg"], abs=0.01
        )

    @pytest.mark.parametrize(
        ("camera", "rate_hz", "noise_m"),
        [
            (Camera("left"), 30, 0.0),
            (Camera(yaw_deg=15), 30, 0.0),
            (None, 15, 0.0),
            (None, 12, 0.0),
            (None, 30, 0.005),
        ],
    )
    def test_side_yaw_frame_rate_and_noise_do_not_matter(self, camera, rate_hz, noise_m) -> None:
        report, _ = run(film_opened_set(camera, rate_hz, noise_m, faults=({}, ROUND, ROUND, {})))
        assert report.count == 5
        assert report.provenance["calibration"]["origin"] == "clip"
        assert report.verdicts["spinal_rounding"].reps == (3, 4)
        assert report.verdicts["over_arched_back"].verdict == "absent"

    @pytest.mark.parametrize("build", sorted(BUILDS))
    def test_every_body_s_neutral_hinge_is_taken_and_its_rounding_reads_the_same(self, build) -> None:
        report, _ = run(film_opened_set(rate_hz=15, build=BUILDS[build], faults=({}, ROUND, {}, {})))
        assert report.provenance["calibration"]["origin"] == "clip"
        assert report.reps[2].measures["spinal_rounding"] == pytest.approx(31.7, abs=1.5)

    def test_a_tilted_phone_is_told(self) -> None:
        report, _ = run(film_opened_set(Camera(roll_deg=12)))
        gate = find_gate(report, "level")
        assert gate is not None
        assert not gate.ok
        assert "Level your phone" in gate.hint

    def test_a_calibration_that_was_given_goes_first(self, poses) -> None:
        given = calibrate(film_protocol(), RDL, "hold.webm")
        assert isinstance(given, Calibration)
        report, events = run(poses, calibration=replace(given, arc_deg=-5.0))
        assert find_opening(events) is None
        used = report.provenance["calibration"]
        assert (used["origin"], used["source"], used["arc_deg"]) == ("given", "hold.webm", -5.0)
        assert find_gate(report, "level") is None
        remembered = Session(RDL, given, Origin.ATHLETE).finish()
        assert remembered.provenance["calibration"]["origin"] == "athlete"


class TestNotUsed:
    @pytest.mark.parametrize(
        ("opening", "words"),
        [
            ({"spinal_rounding": 45.0}, "already looks rounded"),
            ({"spinal_rounding": 33.0}, "It reads 10."),
            ({"spinal_rounding": 29.0}, "only -7° to 3° is taken unasked"),
            ({"over_arched_back": 15.0}, "calibrate with this clip"),
        ],
    )
    def test_a_hold_that_is_not_neutral_says_so(self, opening, words) -> None:
        poses = film_opened_set(rate_hz=15, opening=opening, faults=(opening,))
        report = assert_not_used(poses)
        gate = find_gate(report, "calibration")
        assert gate is not None
        assert not gate.ok
        assert gate.hint.startswith("The still hinge at 4 s is not used")
        assert words in gate.hint
        told = find_opening(run(poses)[1])
        assert told is not None
        assert isinstance(told.result, NotJudged)

    def test_paused_rounded_repetitions_stay_rounded(self) -> None:
        rounded = {"spinal_rounding": 45.0}
        report = assert_not_used(film_opened_set(rate_hz=15, opening=rounded, faults=(rounded,) * 3))
        assert report.verdicts["spinal_rounding"].reps == (1, 2, 3, 4)

    @pytest.mark.parametrize(
        "options",
        [
            {"holds_s": 0.3},
            {"stands_s": 1.0},
            {"camera": Camera(yaw_deg=30)},
            {"movement": "sumo_deadlift"},  # its stance is no standing tall
        ],
    )
    def test_a_set_without_it_is_byte_for_byte_what_it_was(self, options) -> None:
        poses = film_opened_set(rate_hz=15, faults=({}, ROUND), **options)
        (report, events), (plain, plain_events) = run(poses), run(poses, PLAIN)
        assert json.dumps(lay_out_report(report)) == json.dumps(lay_out_report(plain))
        assert events == plain_events

    def test_a_pause_later_in_the_set_is_none(self) -> None:
        quick = film_opened_set(rate_hz=15, holds_s=0.3, faults=())
        poses = join(quick, film_opened_set(rate_hz=15, faults=()))
        assert isinstance(calibrate(poses, RDL), Calibration)
        assert find_opening(run(poses)[1]) is None
        assert assert_not_used(poses).count == 2

    @pytest.mark.parametrize("row", ["barbell_row", "dumbbell_row"])
    def test_bending_over_to_row_is_none(self, row) -> None:
        plan = plan_set(row, 5)
        stands = [pose for pose in film_protocol(rate_hz=15) if pose.t_s < STANDS_S]
        rows = make_poses(plan, make_times(plan, 15))
        later = film_opened_set(rate_hz=15, holds_s=0.3, faults=(ROUND,))
        report = assert_not_used(join(stands, rows, stands, later))
        assert report.count == 2
        assert find_gate(report, "calibration") is None
        assert assert_not_used(rows).count == 0

    def test_it_is_looked_for_only_so_long(self) -> None:
        assert isinstance(watch(film_protocol(stands_s=24.0)), Calibration)
        assert watch(film_protocol(stands_s=29.0)) is None

    def test_the_time_starts_when_somebody_is_seen(self) -> None:
        empty = [Pose.missing(k / 10) for k in range(600)]
        assert isinstance(watch(join(empty, film_protocol())), Calibration)


def join(*parts: list[Pose]) -> list[Pose]:
    """Film one after the other, half a second apart."""
    poses: list[Pose] = []
    for part in parts:
        shift_s = poses[-1].t_s + 0.5 if poses else 0.0
        poses += [replace(pose, t_s=pose.t_s + shift_s) for pose in part]
    return poses


def watch(poses) -> Calibration | NotJudged | None:
    watcher = OpeningWatcher(RDL)
    for pose in poses:
        watcher.push(pose)
    return watcher.settle(0.0)


class TestWatcher:
    def test_the_hold_must_lie_in_the_repetition(self) -> None:
        watcher = OpeningWatcher(RDL)
        for pose in film_protocol():
            watcher.push(pose)
        assert STANDS_S + 1.0 < watcher.held_from_s < STANDS_S + BENDS_S + 0.1
        assert isinstance(watcher.settle(STANDS_S), Calibration)
        assert watcher.settle(watcher.held_from_s + 0.1) is None

    def test_nothing_held(self) -> None:
        watcher = OpeningWatcher(RDL)
        assert watcher.settle(0.0) is None
        assert math.isnan(watcher.held_from_s)

    def test_an_exercise_without_calibration_has_none(self) -> None:
        watcher = OpeningWatcher(PLAIN)
        for pose in film_protocol():
            watcher.push(pose)
        assert watcher.settle(0.0) is None

    def test_only_the_first_hold_is_looked_at(self) -> None:
        first_round = film_protocol(reps=2, faults={"spinal_rounding": (45.0, 24.0)})
        assert isinstance(calibrate(first_round, RDL), Calibration)
        assert isinstance(watch(first_round), NotJudged)

    def test_a_calibration_for_an_exercise_without_is_refused(self) -> None:
        given = calibrate(film_protocol(), RDL)
        assert isinstance(given, Calibration)
        with pytest.raises(ValueError, match="has no calibration"):
            Session(PLAIN, given)
