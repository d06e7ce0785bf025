"""One report against its truth."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from formcheck.exercises.loader import load_exercise
from formcheck.exercises.rules import IN_DOUBT, Verdict
from formcheck.faults.judgement import Fault, NotJudged
from formcheck.pose.landmarks import Pose
from formcheck.report.set_report import JudgedRep, SetReport
from formcheck.session import Session
from formcheck.simulate import Camera, measure_angles, plan_set, pose_figure
from formcheck.validate.comparison import FaultTally, compare_set, match_reps, tally_faults
from formcheck.validate.frames import ANGLES, align_truth, read_frames
from formcheck.validate.truth import TrueRep, Truth
from tests.motion_factory import make_poses, make_times

RULE = "short_range"
NONE_LEFT = (0, 0, 0)
LUMBAR_DEG = 21.0


@cache
def film() -> tuple[tuple[Pose, ...], SetReport]:
    """Three repetitions, the last of them short."""
    plan = plan_set("romanian_deadlift", 3, tempo_s=(1.4, 0.4, 1.0, 0.7), depth=(1.0, 1.0, 0.65))
    poses = tuple(make_poses(plan, make_times(plan), Camera(yaw_deg=5.0)))
    session = Session(load_exercise("romanian_deadlift"))
    for pose in poses:
        session.push(pose)
    return poses, session.finish()


def admit(report: SetReport, **changes) -> Truth:
    """The truth by which a report is perfect."""
    reps = tuple(
        TrueRep(
            judged.rep.start_s,
            judged.rep.turn_s,
            judged.rep.end_s,
            {f"{span.phase.value}_s": span.end_s - span.start_s for span in judged.rep.phases},
            has_way_out=True,
            is_counted=True,
        )
        for judged in report.reps
    )
    frames = read_frames(film()[0], 1, (0.48, 0.38))
    near = {f"{name}_right_sagittal": frames[name] for name in ("hip", "knee", "elbow")}
    lumbar = np.full(len(frames["t_s"]), LUMBAR_DEG)
    signals = {"t_s": frames["t_s"], "trunk": frames["trunk"], **near, "lumbar": lumbar}
    truth = Truth("romanian_deadlift", "side", report.count, 0, reps, {RULE: (3,)}, signals, 5.0, "right")
    return replace(truth, **changes)


def shift(rep: TrueRep, by_s: float) -> TrueRep:
    return replace(rep, start_s=rep.start_s + by_s, end_s=rep.end_s + by_s)


class TestPerfectReport:
    def test_has_no_errors(self):
        poses, report = film()
        found = compare_set("clip", report, poses, admit(report))
        assert (found.counted, found.expected, found.is_within) == (3, 3, True)
        assert set(found.angles) == set(ANGLES)
        for errors in (*found.edges.values(), *found.tempo.values()):
            assert errors
            assert errors == pytest.approx([0.0] * len(errors))
        for errors in found.angles.values():
            assert len(errors) > 200
            assert np.abs(errors).max() == pytest.approx(0.0)
        arcs_deg = [judged.measures["spinal_rounding"] for judged in report.reps]
        assert found.spine == tuple((LUMBAR_DEG, arc_deg) for arc_deg in arcs_deg)
        assert len(found.spine) == 3

    def test_tallies_hits_and_correct_rejections_only(self):
        poses, report = film()
        over_set, over_reps = compare_set("clip", report, poses, admit(report)).faults[RULE]
        assert over_set == FaultTally(hits=1)
        assert over_reps == FaultTally(hits=1, correct_rejections=2)


class TestErrors:
    def test_are_measured_minus_true(self):
        poses, report = film()
        truth = admit(report)
        truth = replace(
            truth,
            count=4,
            reps=tuple(shift(rep, -0.1) for rep in truth.reps),
            signals={**truth.signals, "trunk": truth.signals["trunk"] - 2.0},
        )
        found = compare_set("clip", report, poses, truth)
        assert not found.is_within
        assert found.edges["start_s"] == pytest.approx([0.1] * 3)
        assert found.edges["end_s"] == pytest.approx([0.1] * 3)
        assert found.angles["trunk"] == pytest.approx(2.0)
        assert found.angles["hip"] == pytest.approx(0.0)

    def test_a_start_on_the_floor_is_not_compared(self):
        poses, report = film()
        truth = admit(report)
        first = replace(truth.reps[0], has_way_out=False)
        found = compare_set("clip", report, poses, replace(truth, reps=(first, *truth.reps[1:])))
        assert len(found.edges["start_s"]) == 2
        assert len(found.edges["end_s"]) == 3

    def test_without_signals_the_poses_are_not_needed(self):
        report = film()[1]
        found = compare_set("clip", report, (), admit(report, signals={}))
        assert found.angles == {}
        assert found.spine == ()

    def test_truth_is_read_in_the_plane_and_side_the_camera_saw(self):
        plan = plan_set("romanian_deadlift", 1)
        t_s = make_times(plan)
        angles = measure_angles(pose_figure(plan, t_s))
        report = film()[1]
        signals = {"t_s": t_s, "knee_left_sagittal": angles["knee_left_sagittal"]}
        truth = admit(report, reps=(), signals=signals, facing="left")
        aligned = align_truth(truth, t_s[:-1] + 0.001, 1)
        assert set(aligned) == {"knee"}
        assert aligned["knee"] == pytest.approx(angles["knee_left_sagittal"][:-1], abs=0.2)


class TestView:
    def test_a_side_view_judges_and_an_oblique_one_withholds(self):
        poses, report = film()
        assert compare_set("clip", report, poses, admit(report)).withheld == NONE_LEFT
        oblique = compare_set("clip", report, poses, admit(report, yaw_deg=40.0))
        assert RULE not in oblique.faults
        # This report was made side-on, so it judged what a report of that view must withhold.
        asked = sum(rule.needs_side_view for rule in report.exercise.rules)
        assert oblique.withheld[1] == asked > 0
        assert oblique.withheld[0] < asked
        assert oblique.withheld[2] == 0
        wrong = admit(report, yaw_deg=40.0, faults={RULE: "absent", "spinal_rounding": "absent"})
        given = {name: verdict.verdict for name, verdict in report.verdicts.items()}
        assert (given[RULE], given["spinal_rounding"]) == ("present", "absent")
        assert compare_set("clip", report, poses, wrong).withheld[2] == 1

    @pytest.mark.parametrize(("yaw_deg", "view"), [(20.0, "side"), (22.0, ""), (65.0, ""), (80.0, "front")])
    def test_rules_are_held_to_the_truth_in_the_views_they_judge(self, yaw_deg, view):
        poses, report = film()
        truth = admit(report, yaw_deg=yaw_deg, faults={"hip_shift": "absent", RULE: "absent"})
        compared = compare_set("clip", report, poses, truth)
        assert compared.view == view
        assert set(compared.faults) == {"side": {RULE}, "front": {"hip_shift"}, "": set()}[view]

    def test_only_lifts_off_the_floor_with_a_lean_back_are_not_held_to_the_times(self):
        poses, report = film()
        leaning = admit(report, faults={"overextended_lockout": (1,)})
        first, *others = leaning.reps
        off_floor = replace(leaning, reps=(replace(first, has_way_out=False), *others))
        assert not compare_set("clip", report, poses, leaning).leans_back
        assert compare_set("clip", report, poses, off_floor).leans_back
        assert not compare_set("clip", report, poses, replace(off_floor, faults={})).leans_back

    def test_an_elbow_is_compared_where_the_arm_is_whole(self):
        poses, _ = film()
        assert np.isfinite(read_frames(poses, 1, (0.48, 0.38))["elbow"]).mean() > 0.9
        assert np.isnan(read_frames(poses, 1, (2.0, 0.38))["elbow"]).all()
        assert np.isfinite(read_frames(poses, 1, (2.0, 0.38))["knee"]).any()

    def test_the_label_says_the_view_where_the_yaw_is_not_known(self):
        poses, report = film()
        truth = admit(report, yaw_deg=float("nan"), view="oblique")
        assert compare_set("clip", report, poses, truth).view == "oblique"


class TestMatching:
    def test_by_the_greatest_overlap_each_once(self):
        report = film()[1]
        truth = admit(report)
        extra = TrueRep(0.0, 0.2, 0.3, {}, has_way_out=True, is_counted=True)
        pairs = match_reps((extra, *truth.reps), report.reps)
        assert [judged for _, judged in pairs] == [None, *report.reps]


def make_fault(severity: int = 2) -> Fault:
    return Fault(RULE, severity, 0.6, "own range", 0.75, 0.0, 1.0, "Deeper.")


def make_report(said: dict[int, str], verdict: str) -> SetReport:
    """A report that says of each repetition, by number, "present", "absent", "watch" or "not_judged"."""
    report = film()[1]
    reps = []
    severities = {"present": 2, "watch": 1}
    for number, judged in enumerate(report.reps, 1):
        word = said[number]
        faults = (make_fault(severities[word]),) if word in severities else ()
        unseen = (NotJudged(RULE, "hidden"),) if said[number] == "not_judged" else ()
        reps.append(JudgedRep(judged.rep, faults, unseen))
    return replace(report, reps=tuple(reps), verdicts={**report.verdicts, RULE: Verdict(verdict, (), "")})


class TestTallies:
    def tally(self, report: SetReport, fault) -> tuple[FaultTally, FaultTally]:
        truth = admit(film()[1], faults={RULE: fault})
        rules = [rule for rule in report.exercise.rules if rule.name == RULE]
        return tally_faults(rules, report, truth)[RULE]

    def test_every_kind_of_judgement(self):
        report = make_report({1: "present", 2: "not_judged", 3: "absent"}, "present")
        over_set, over_reps = self.tally(report, (1, 3))
        assert over_set == FaultTally(hits=1)
        assert over_reps == FaultTally(hits=1, misses=1, not_judged=1)
        over_set, over_reps = self.tally(report, "absent")
        assert over_set == FaultTally(false_alarms=1)
        assert over_reps == FaultTally(false_alarms=1, correct_rejections=1, not_judged=1)

    def test_what_is_only_watched_is_neither_there_nor_not_there(self):
        report = make_report({1: "watch", 2: "watch", 3: "absent"}, "not_judged")
        assert self.tally(report, (1,))[1] == FaultTally(watched=2, correct_rejections=1)
        assert self.tally(report, "absent") == (
            FaultTally(not_judged=1),
            FaultTally(watched=2, correct_rejections=1),
        )
        in_doubt = {**report.verdicts, RULE: Verdict("not_judged", (), IN_DOUBT)}
        assert self.tally(replace(report, verdicts=in_doubt), "absent")[0] == FaultTally(watched=1)

    def test_a_label_on_the_clip_says_nothing_of_its_repetitions(self):
        report = make_report({1: "absent", 2: "absent", 3: "absent"}, "not_judged")
        assert self.tally(report, "present") == (FaultTally(not_judged=1), FaultTally())

    def test_a_partial_repetition_is_no_short_one(self):
        report = make_report({1: "absent", 2: "absent", 3: "absent"}, "absent")
        truth = admit(film()[1], faults={RULE: (2,)})
        partial = replace(truth.reps[1], is_counted=False)
        truth = replace(truth, reps=(truth.reps[0], partial, truth.reps[2]))
        over_set, over_reps = tally_faults(report.exercise.rules, report, truth)[RULE]
        assert over_set == FaultTally(correct_rejections=1)
        assert over_reps == FaultTally(correct_rejections=2)

    def test_one_faulty_repetition_of_many_is_no_verdict(self):
        report = make_report({1: "absent", 2: "absent", 3: "present"}, "absent")
        truth = admit(film()[1], faults={RULE: (3,)})
        truth = replace(truth, reps=(*truth.reps[:2], truth.reps[2], truth.reps[2], truth.reps[2]))
        assert tally_faults(report.exercise.rules, report, truth)[RULE][0] == FaultTally()

    @pytest.mark.parametrize(("is_strict", "over_set"), [(True, FaultTally()), (False, FaultTally(misses=1))])
    def test_a_strict_rule_asks_for_more_of_a_long_set(self, is_strict, over_set):
        report = make_report({1: "absent", 2: "absent", 3: "absent"}, "absent")
        truth = admit(film()[1], faults={RULE: (1, 2)})
        truth = replace(truth, reps=truth.reps * 3)  # two of nine
        rules = [replace(r, is_strict=is_strict) for r in report.exercise.rules if r.name == RULE]
        assert tally_faults(rules, report, truth)[RULE][0] == over_set

    def test_a_repetition_that_was_not_counted_is_not_judged(self):
        report = make_report({1: "absent", 2: "absent", 3: "absent"}, "absent")
        assert self.tally(replace(report, reps=report.reps[:2]), (3,))[1].not_judged == 1

    def test_rules_that_the_truth_is_silent_about_are_left_out(self):
        report = film()[1]
        assert (
            tally_faults(report.exercise.rules, report, admit(report, faults={"unheard_of": "present"})) == {}
        )
