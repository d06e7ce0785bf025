"""One athlete before one camera: stages, count, words, and the same engine as a review."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import pytest

from formcheck.calibration import Calibration, Origin
from formcheck.exercises.loader import load_exercise
from formcheck.live.coach import UNNAMED_AFTER_S, LiveCoach
from formcheck.live.options import LiveOptions
from formcheck.live.state import ADVICE, COUNT, CUE, URGENT, lay_out_state
from formcheck.pose.landmarks import Picture, Pose
from formcheck.report.verdict import grade_rep
from formcheck.session import Session
from tests.calibration_factory import bulge_back, film_opened_set
from tests.figure_sets import film, plan
from tests.picture_factory import paint
from tests.unit.live.live_factory import (
    DrawnPoses,
    follow,
    hold_still,
    list_said,
    list_stages,
    make_coach,
    see_nobody,
)

RDL = "romanian_deadlift"


def later(poses: list[Pose], by_s: float) -> list[Pose]:
    return [replace(pose, t_s=pose.t_s + by_s) for pose in poses]


def review(poses: list[Pose], exercise: str = RDL) -> Session:
    session = Session(load_exercise(exercise))
    for pose in poses:
        session.push(pose)
    return session


def test_a_set_is_counted_as_a_review_counts_it(hinges: list[Pose]) -> None:
    coach = make_coach(RDL, calibrates=False)
    states = follow(coach, hinges)
    live, reviewed = coach.finish(), review(hinges).finish()
    assert live is not None
    assert live.reps == reviewed.reps
    assert states[-1].count == reviewed.count == 4
    counts = [state.count for state in states]
    assert counts == sorted(counts)


def test_who_begins_without_waiting_is_counted(hinges: list[Pose]) -> None:
    starts = [pose for pose in hinges if pose.t_s > 1.6]
    coach = make_coach(RDL, calibrates=False)
    follow(coach, starts)
    live = coach.finish()
    assert live is not None
    assert live.count == 4


def test_the_stages_of_a_set(hinges: list[Pose]) -> None:
    end_s = hinges[-1].t_s
    poses = [*hinges, *see_nobody(end_s + 0.1, 5.0), *later(hinges, end_s + 5.2)]
    stages = list_stages(follow(make_coach(RDL, calibrates=False), poses))
    assert stages == ["setting_up", "ready", "training", "resting", "training"]


def test_standing_about_after_a_set_is_its_end(hinges: list[Pose]) -> None:
    end_s = hinges[-1].t_s
    states = follow(make_coach(RDL, calibrates=False), [*hinges, *hold_still(hinges[-1], end_s + 0.03, 12.0)])
    assert list_stages(states)[-1] == "resting"
    assert states[-1].count == 4


def test_every_number_is_said_once_when_it_counts(hinges: list[Pose]) -> None:
    states = follow(make_coach(RDL, calibrates=False), hinges)
    numbers = [(t_s, text) for t_s, text, priority in list_said(states) if priority == COUNT]
    assert [text for _, text in numbers] == ["1", "2", "3", "4"]
    for t_s, text in numbers:
        assert next(state.t_s for state in states if state.count == int(text)) == t_s


def test_setting_up_is_advised_and_is_no_part_of_the_set(hinges: list[Pose]) -> None:
    coach = make_coach(RDL, calibrates=False, keeps_poses=True)
    before = see_nobody(0.0, 13.0)
    states = follow(coach, [*before, *later(hinges, 13.0)])
    assert states[60].advice == "Step into the picture"
    said = [t_s for t_s, text, _ in list_said(states) if text == "Step into the picture."]
    assert said == pytest.approx([4.6, 12.6], abs=0.1)
    assert coach.began_s > 13.0
    assert next(iter(coach.poses)).t_s == 0.0
    live = coach.finish()
    assert live is not None
    assert live.reps == review(list(coach.poses)).finish().reps
    assert live.count == 4


def test_the_calibration_is_taken_and_used(opened_set: list[Pose]) -> None:
    coach = make_coach(RDL, keeps_poses=True)
    states = follow(coach, opened_set)
    assert list_stages(states) == ["setting_up", "calibrating", "ready", "training"]
    report = coach.finish()
    assert report is not None
    assert report.count == 3  # the hinge of the calibration and the way back from it are none
    assert report.provenance["calibration"]["origin"] == "given"
    countdowns = [state.countdown_s for state in states if state.countdown_s is not None]
    assert 0.0 <= min(countdowns) < 0.1
    assert all(state.countdown_s is None for state in states if state.stage != "calibrating")
    words = [text for _, text, priority in list_said(states) if priority == ADVICE]
    assert words == ["Stand tall.", "Hinge and hold still.", "Stand up.", "Ready."]


def test_a_calibrated_set_is_judged_as_review_does_with_a_calibration(opened_set: list[Pose]) -> None:
    coach = make_coach(RDL, keeps_poses=True)
    follow(coach, opened_set)
    live = coach.finish()
    assert live is not None
    known = {key: value for key, value in live.provenance["calibration"].items() if key != "origin"}
    calibration = Calibration(**known)
    session = Session(load_exercise(RDL), calibration)
    for pose in coach.poses:
        session.push(pose)
    reviewed = session.finish()
    assert [one.rep for one in live.reps] == [one.rep for one in reviewed.reps]
    assert [one.faults for one in live.reps] == [one.faults for one in reviewed.reps]


def test_who_does_not_calibrate_is_counted_all_the_same(hinges: list[Pose]) -> None:
    states = follow(make_coach(RDL), hinges)
    assert "calibrating" in list_stages(states)
    assert list_stages(states)[-1] == "training"
    assert states[-1].count == 4
    assert [text for _, text, priority in list_said(states) if priority == COUNT] == ["2", "3", "4"]


def test_a_calibration_may_be_skipped(hinges: list[Pose]) -> None:
    coach = make_coach(RDL)
    follow(coach, hinges[:30])
    assert coach.stage == "calibrating"
    coach.skip_calibration()
    assert follow(coach, hinges[30:40])[-1].stage == "ready"


@pytest.fixture(scope="module")
def known() -> Calibration:
    """A calibration of another day, unlike the one the figure makes."""
    return Calibration(
        arc_deg=-4.5, spread_deg=0.5, hold_trunk_deg=70.0, hip_range_deg=80.0, torso_px=120.0,
        thigh_length=0.8, shank_length=0.8, roll_deg=0.0, facing=1, yaw_deg=0.0, source="before", made_on="",
    )  # fmt: skip


def find_arc_deg(coach: LiveCoach) -> float:
    """What the back of the set is held against."""
    report = coach.finish()
    assert report is not None
    return report.provenance["calibration"]["arc_deg"]


def test_a_known_calibration_is_used_where_none_is_asked_for(
    opened_set: list[Pose], known: Calibration
) -> None:
    coach = make_coach(RDL, calibrates=False, calibration=known, origin=Origin.ATHLETE)
    assert "calibrating" not in list_stages(follow(coach, opened_set))
    report = coach.finish()
    assert report is not None
    assert report.provenance["calibration"]["origin"] == "athlete"
    assert find_arc_deg(coach) == known.arc_deg
    assert coach.taken is None


def test_a_new_calibration_takes_the_place_of_a_known_one(opened_set: list[Pose], known: Calibration) -> None:
    coach = make_coach(RDL, calibration=known, origin=Origin.ATHLETE)
    assert "calibrating" in list_stages(follow(coach, opened_set))
    report = coach.finish()
    assert report is not None
    assert coach.taken is not None
    assert find_arc_deg(coach) == pytest.approx(coach.taken.arc_deg, abs=0.01) != known.arc_deg
    assert report.provenance["calibration"]["origin"] == "given"


def test_a_try_that_is_refused_leaves_what_was_known(opened_set: list[Pose], known: Calibration) -> None:
    coach = make_coach(RDL, calibration=known, origin=Origin.ATHLETE)
    opening = [pose for pose in opened_set if pose.t_s < 9.5]
    states = follow(coach, [bulge_back(pose, 40.0) for pose in opening])
    assert any("rounded" in text for _, text, priority in list_said(states) if priority == ADVICE)
    assert coach.stage == "calibrating"
    coach.skip_calibration()
    follow(coach, [pose for pose in opened_set if pose.t_s >= 9.5])
    assert coach.taken is None
    assert find_arc_deg(coach) == known.arc_deg


def test_a_marked_rounding_is_said_at_once_within_the_repetition(opened_set: list[Pose]) -> None:
    turned_s = 14.0  # in the second repetition behind the calibration
    poses = [bulge_back(pose, 45.0) if pose.t_s > turned_s else pose for pose in opened_set]
    said = list_said(follow(make_coach(RDL), poses))
    urgent_s = [t_s for t_s, _, priority in said if priority == URGENT]
    counted_s = {text: t_s for t_s, text, priority in said if priority == COUNT}
    assert len(urgent_s) == 1  # not for the repetition after it as well
    assert counted_s["1"] < urgent_s[0] < counted_s["2"] - 0.5
    assert not any(priority == CUE and t_s == counted_s["2"] for t_s, _, priority in said)


def test_without_a_reference_rounding_waits_for_the_end(opened_set: list[Pose]) -> None:
    poses = [bulge_back(pose, 45.0) for pose in opened_set]
    said = list_said(follow(make_coach(RDL, calibrates=False), poses))
    assert not [text for _, text, priority in said if priority == URGENT]
    cued_s = [t_s for t_s, _, priority in said if priority == CUE]
    counted_s = [t_s for t_s, _, priority in said if priority == COUNT]
    assert cued_s
    assert cued_s[0] == counted_s[0]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_flat_back_is_never_called_marked(seed: int) -> None:
    poses = film_opened_set(noise_m=0.004 * seed)
    said = list_said(follow(make_coach(RDL), poses))
    assert not [text for _, text, priority in said if priority == URGENT]


def test_the_back_is_drawn_while_it_is_bent_with_what_it_comes_to(opened_set: list[Pose]) -> None:
    states = follow(make_coach(RDL, calibrates=False), opened_set)
    levels = {state.outline.level for state in states if state.outline is not None}
    assert levels <= {"good", "info", "unjudged"}
    assert "good" in levels
    assert states[0].outline is None


def test_the_gauge_goes_out_and_back_with_every_repetition(hinges: list[Pose]) -> None:
    states = follow(make_coach(RDL, calibrates=False), hinges)
    depths = [state.depth for state in states if state.stage == "training" and state.depth is not None]
    assert max(depths) == 1.0
    assert min(depths) == 0.0
    peaks = sum(a < 0.5 <= b for a, b in itertools.pairwise(depths))
    assert peaks == 4


def test_the_phase_has_its_word_its_time_and_its_target(hinges: list[Pose]) -> None:
    states = [s for s in follow(make_coach(RDL, calibrates=False), hinges) if s.stage == "training"]
    assert {"lowering", "lifting", "standing tall"} <= {state.phase for state in states}
    lowering = [state for state in states if state.phase == "lowering"]
    assert {state.phase_target_s for state in lowering} == {load_exercise(RDL).tempo.eccentric_s[0]}
    assert 0.5 < max(state.phase_s for state in lowering) < 2.0


def test_every_finished_repetition_is_told_once_as_the_report_tells_it(hinges: list[Pose]) -> None:
    coach = make_coach(RDL, calibrates=False)
    states = follow(coach, [*hinges, *hold_still(hinges[-1], hinges[-1].t_s + 0.03, 2.0)])
    told = [state.finished_rep for state in states if state.finished_rep is not None]
    report = coach.finish()
    assert report is not None
    assert [rep.label for rep in told] == ["1", "2", "3", "4"]
    for rep, judged in zip(told, report.reps, strict=True):
        assert rep.level == grade_rep(judged)
        assert rep.score == pytest.approx(judged.score, abs=2.0)  # how long it rests is known later


@pytest.mark.parametrize("movement", ["bird_dog", "alternating_row"])
def test_sides_are_counted_apart_where_they_work_apart(movement: str) -> None:
    poses = film(plan(movement, 4), rate_hz=30.0)
    coach = make_coach(movement, calibrates=False)
    states = follow(coach, poses)
    report = coach.finish()
    assert report is not None
    assert states[-1].side_counts == report.side_counts
    assert sum(report.side_counts.values()) == states[-1].count == 4


def test_of_both_sides_together_nothing_is_told_apart(hinges: list[Pose]) -> None:
    assert follow(make_coach(RDL, calibrates=False), hinges)[-1].side_counts == {}


def test_out_of_sight_is_told_and_takes_nothing_back(hinges: list[Pose]) -> None:
    coach = make_coach(RDL, calibrates=False)
    follow(coach, hinges)
    lost = follow(coach, see_nobody(hinges[-1].t_s + 0.05, 1.0))[-1]
    assert lost.not_judged is not None
    assert "out of sight" in lost.not_judged
    assert lost.count == 4
    assert lost.landmarks is None


def test_a_movement_that_was_not_named_is_recognised_and_nothing_is_lost(hinges: list[Pose]) -> None:
    long_set = film(plan(RDL, 6, lead_s=1.0, tail_s=2.0), rate_hz=30.0)
    coach = make_coach(None, keeps_poses=True)
    states = follow(coach, long_set)
    assert states[0].exercise is None
    assert states[-1].exercise is not None
    assert states[-1].count == 6
    report = coach.finish()
    assert report is not None
    assert report.exercise.family == "hinge"
    assert [p.t_s for p in coach.poses] == [p.t_s for p in long_set]


def test_a_state_is_ready_for_json(opened_set: list[Pose]) -> None:
    states = follow(make_coach(RDL), opened_set)
    for state in states[::25]:
        laid_out = lay_out_state(state)
        assert json.loads(json.dumps(laid_out, allow_nan=False))["stage"] == state.stage
    assert states[0].landmarks is not None
    assert len(states[0].landmarks) == 33
    assert states[0].near_side in ("left", "right")


def test_before_the_first_pose_there_is_no_report() -> None:
    assert make_coach(RDL).finish() is None
    unnamed = make_coach(None)
    follow(unnamed, see_nobody(0.0, 1.0))
    assert unnamed.finish() is None


def test_a_set_is_worth_a_review_from_its_first_repetition_on(hinges: list[Pose]) -> None:
    coach = make_coach(RDL, calibrates=False)
    for pose in hinges:
        state = coach.follow(pose)
        assert coach.has_set is (state.count > 0)
    assert coach.has_set


@pytest.mark.parametrize(
    ("seconds", "is_worth"), [(UNNAMED_AFTER_S - 1.0, False), (UNNAMED_AFTER_S + 1.0, True)]
)
def test_what_was_not_recognised_for_long_is_asked_for(seconds: float, is_worth: bool) -> None:
    coach = make_coach(None)
    assert not coach.has_set
    follow(coach, see_nobody(0.0, seconds))
    assert coach.has_set is is_worth


class CountingPoses(DrawnPoses):
    """An estimator that tells how many people it sees, too."""

    asked = 0

    def count_people(self, picture: Picture) -> int:
        del picture
        self.asked += 1
        return 2


def test_pictures_are_looked_at_for_light_and_others(standing: Pose) -> None:
    estimator = CountingPoses(hold_still(standing, 0.0, 4.0))
    coach = LiveCoach(estimator, LiveOptions(load_exercise(RDL)))
    states = [coach.take(paint(grey=2), k / 30) for k in range(100)]
    assert states[-1].advice == "Switch on more light"
    verdicts = {check.name: check.verdict for check in states[-1].checks}
    assert (verdicts["light"], verdicts["alone"]) == ("unmet", "unmet")
    assert estimator.asked == 2
    with pytest.raises(ValueError, match="later"):
        coach.take(paint(), 1.0)
    coach.close()
    assert estimator.is_closed
