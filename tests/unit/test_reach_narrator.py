"""What the annotated video says of raised limbs."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from formcheck.annotate import LegNarrator, Narrator
from formcheck.exercises.loader import load_exercise
from formcheck.faults.judgement import Fault, NotJudged
from formcheck.motion.raised_limbs import find_arm_line, find_leg_line
from formcheck.pose.landmarks import Pose
from formcheck.reach_narrator import SHOWN_FROM_DEG, ReachNarrator, find_level
from formcheck.report.set_report import JudgedRep, SetReport
from formcheck.reps.rep import Phase
from formcheck.session import Session
from tests.bird_dog_factory import film_good_hold


@cache
def film() -> tuple[tuple[Pose, ...], SetReport]:
    """Two bird-dogs of the figure and their report."""
    poses = tuple(film_good_hold(rests_s=1.2, reps=2))
    session = Session(load_exercise("bird_dog"))
    for pose in poses:
        session.push(pose)
    return poses, session.finish()


def find_middle(number: int) -> Pose:
    poses, report = film()
    return min(poses, key=lambda pose: abs(pose.t_s - report.reps[number].rep.turn_s))


def say(*faults: tuple[str, int]) -> SetReport:
    """The report whose second repetition has these faults; a severity of 0 is "not judged"."""
    report = film()[1]
    first, second = report.reps
    found = tuple(Fault(rule, level, 20.0, "deg", 10.0, 0.0, 1.0, "Up.") for rule, level in faults if level)
    unseen = tuple(NotJudged(rule, "Hidden.") for rule, level in faults if not level)
    return replace(report, reps=(first, replace(second, faults=found, not_judged=unseen)))


class TestReaches:
    def test_arm_and_leg_are_told_with_their_angles(self) -> None:
        pose = find_middle(0)
        arm, leg = ReachNarrator(film()[1]).find_reaches(pose)
        arm_line, leg_line = find_arm_line(pose), find_leg_line(pose)
        assert arm_line is not None
        assert leg_line is not None
        np.testing.assert_array_equal([arm.root, arm.tip], pose.image[[arm_line.root, arm_line.tip]])
        np.testing.assert_array_equal([leg.root, leg.tip], pose.image[[leg_line.root, leg_line.tip]])
        assert arm.text == "0°"
        assert leg.text == "+4°"

    def test_only_within_a_repetition_and_only_what_is_raised(self) -> None:
        poses, report = film()
        narrator = ReachNarrator(report)
        told = [len(narrator.find_reaches(pose)) for pose in poses]
        raised = np.fmax(report.signals["raised_arm"], report.signals["raised_thigh"]) > SHOWN_FROM_DEG
        assert max(told) == 2
        assert not any(count for count, is_raised in zip(told, raised, strict=True) if not is_raised)
        assert narrator.find_reaches(replace(find_middle(0), t_s=0.5)) == ()
        assert narrator.find_reaches(replace(find_middle(0), t_s=900.0)) == ()

    def test_a_limb_that_must_not_be_measured_is_not_drawn(self) -> None:
        pose = find_middle(0)
        reliable = np.array(pose.reliable)
        reliable[[15, 16]] = False
        (only,) = ReachNarrator(film()[1]).find_reaches(replace(pose, reliable=reliable))
        assert only.text == "+4°"

    @pytest.mark.parametrize(
        ("faults", "levels"),
        [
            ((), (0, 0)),
            ((("arm_off_level", 2),), (2, 0)),
            ((("leg_too_high", 3),), (0, 3)),
            ((("leg_too_low", 2), ("arm_off_level", 3)), (3, 2)),
            ((("arm_off_level", 0),), (None, 0)),
            ((("leg_too_low", 0),), (0, None)),
            ((("uneven_levels", 2), ("knee_bent", 3)), (0, 0)),
        ],
    )
    def test_each_has_the_level_of_its_own_rules(
        self, faults: tuple[tuple[str, int], ...], levels: tuple[int | None, int | None]
    ) -> None:
        arm, leg = ReachNarrator(say(*faults)).find_reaches(find_middle(1))
        assert (arm.level, leg.level) == levels

    def test_on_its_way_a_limb_is_not_judged(self) -> None:
        poses, _ = film()
        report = say(("arm_off_level", 3))
        rep = report.reps[1].rep
        start_s, end_s = next((p.start_s, p.end_s) for p in rep.phases if p.phase is Phase.PAUSE_CONTRACTED)
        for pose in poses:
            if rep.start_s <= pose.t_s < rep.end_s:
                levels = {reach.level for reach in ReachNarrator(report).find_reaches(pose)}
                assert levels == {0, 3} if start_s <= pose.t_s < end_s else levels <= {None}
        untimed = replace(report, reps=(report.reps[0], replace(report.reps[1], rep=replace(rep, phases=()))))
        assert [reach.level for reach in ReachNarrator(untimed).find_reaches(find_middle(1))] == [3, 0]

    def test_the_legend_names_the_levels_there_are(self) -> None:
        assert ReachNarrator(film()[1]).legend == ((0, "level"), (None, "not judged"))
        legend = Narrator(say(("arm_off_level", 3))).describe(3.0).legend
        assert legend == ((0, "level"), (3, "clearly off level"), (None, "not judged"))


def test_a_hinge_has_none() -> None:
    hinge = replace(film()[1], exercise=load_exercise("romanian_deadlift"))
    narrator = ReachNarrator(hinge)
    assert narrator.legend == ()
    assert narrator.find_reaches(find_middle(0)) == ()


def test_the_legs_of_a_bird_dog_are_drawn_as_seen() -> None:
    """No plates stand before them, and a kneeling leg is foreshortened."""
    poses, report = film()
    short = {**report.signals, "shank_length": np.full(len(poses), 0.3)}
    narrator = LegNarrator(replace(report, signals=short))
    assert all(narrator.has_clear_legs(pose) for pose in poses)


def test_the_worst_of_several_rules_counts() -> None:
    rep = film()[1].reps[0]
    faults = tuple(Fault(name, level, 1.0, "deg", 1.0, 0.0, 1.0, "") for name, level in (("a", 1), ("b", 2)))
    judged = JudgedRep(rep.rep, faults, (NotJudged("c", "Hidden."),))
    assert find_level(judged, {"a", "b", "c"}) == 2
    assert find_level(judged, {"c"}) is None
    assert find_level(judged, {"d"}) == 0
    assert find_level(judged, set()) is None
