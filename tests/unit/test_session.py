"""The one engine on closed-form motion: what it counts, and what it must not depend on."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

from formcheck.calibration import Calibration, calibrate
from formcheck.events import CannotJudge, FaultRaised, PhaseChanged, RepCompleted, TrackingFound, TrackingLost
from formcheck.exercises.loader import load_exercise
from formcheck.exercises.rules import Rule, Thresholds
from formcheck.faults.judgement import AFTER_S, BEFORE_S, Measure, RepWindow
from formcheck.pose.landmarks import Pose
from formcheck.report.fields import lay_out_report
from formcheck.reps.counter import Stage
from formcheck.reps.rep import Phase, RepKind
from formcheck.session import Session
from formcheck.simulate import Camera, SetPlan, lay_out, measure_reps, plan_set
from formcheck.summary import find_own_range
from tests.calibration_factory import film_protocol
from tests.motion_factory import make_poses, make_times, mirror_pose, scale_pose

MOVEMENTS = ("romanian_deadlift", "conventional_deadlift", "kettlebell_deadlift", "good_morning")


def run(poses, exercise="romanian_deadlift"):
    session = Session(load_exercise(exercise))
    events = [event for pose in poses for event in session.push(pose)]
    return session.finish(), events


def make_plan(movement="romanian_deadlift", **changes) -> SetPlan:
    settings = {"reps": 4, "tempo_s": (1.8, 0.6, 1.2, 0.9), "jitter": 0.08, "seed": 3} | changes
    return plan_set(movement, **settings)


@pytest.fixture(scope="module")
def plan() -> SetPlan:
    return make_plan()


@pytest.fixture(scope="module")
def poses(plan) -> list[Pose]:
    return make_poses(plan, make_times(plan), noise_m=0.003)


@pytest.mark.parametrize("movement", MOVEMENTS)
@pytest.mark.parametrize("yaw_deg", [0, 30, 60, 90])
def test_every_movement_is_counted_in_every_view(movement, yaw_deg):
    plan = make_plan(movement)
    report, _ = run(make_poses(plan, make_times(plan), Camera(yaw_deg=yaw_deg)), movement)
    assert report.count == 4


def test_squat_like_pull_is_counted():
    plan = make_plan("kettlebell_deadlift", faults={"squatted_hinge": 40.0})
    report, _ = run(make_poses(plan, make_times(plan)), "kettlebell_deadlift")
    assert report.count == 4


def test_phase_times_agree_with_their_definition(plan, poses):
    report, _ = run(poses)
    for judged, truth in zip(report.reps, measure_reps(plan), strict=True):
        assert judged.rep.start_s == pytest.approx(truth.start_s, abs=0.2)
        assert judged.rep.end_s == pytest.approx(truth.end_s, abs=0.2)
        for name, expected_s in truth.tempo.items():
            read_s = getattr(judged.rep.tempo, name)
            assert math.isnan(expected_s) == math.isnan(read_s)
            if not math.isnan(expected_s):
                assert read_s == pytest.approx(expected_s, abs=0.27)


def test_intervals_are_ordered_and_do_not_overlap(poses):
    report, _ = run(poses)
    reps = [judged.rep for judged in report.reps]
    for rep in reps:
        assert rep.start_s < rep.turn_s < rep.end_s
        assert all(a.end_s == b.start_s for a, b in itertools.pairwise(rep.phases))
    assert all(a.end_s <= b.start_s for a, b in itertools.pairwise(reps))


def test_own_range_is_the_hip_flexion_dialled_in(plan, poses):
    report, _ = run(poses)
    for judged in report.reps:
        assert judged.rep.range == pytest.approx(83, abs=3)
        assert judged.rep.mean_concentric_speed == pytest.approx(
            judged.rep.range / judged.rep.tempo.concentric_s
        )


def test_count_of_a_prefix_is_a_prefix_of_the_count(poses):
    whole = [e for e in run(poses)[1] if isinstance(e, RepCompleted)]
    for end in range(0, len(poses), 37):
        part = [e for e in run(poses[:end])[1] if isinstance(e, RepCompleted)]
        assert part == whole[: len(part)]


def test_finish_in_between_changes_nothing(poses):
    session = Session(load_exercise("romanian_deadlift"))
    for number, pose in enumerate(poses):
        session.push(pose)
        if number % 50 == 0:
            session.finish()
    assert lay_out_report(session.finish()) == lay_out_report(run(poses)[0])


def test_live_count_is_the_reported_count(poses):
    report, events = run(poses)
    completed = [event for event in events if isinstance(event, RepCompleted)]
    assert [event.at_s for event in completed] == [judged.rep.counted_s for judged in report.reps]
    assert completed[-1].count == report.count


def test_events_come_in_order_and_are_known_when_told(poses):
    session = Session(load_exercise("romanian_deadlift"))
    for pose in poses:
        for event in session.push(pose):
            assert event.known_s == pose.t_s
            assert event.at_s <= event.known_s


def test_phases_are_announced_in_the_order_of_the_movement(poses):
    phases = [event.phase for event in run(poses)[1] if isinstance(event, PhaseChanged)]
    cycle = [Phase.ECCENTRIC, Phase.PAUSE_STRETCHED, Phase.CONCENTRIC, Phase.PAUSE_CONTRACTED]
    assert phases == [Phase.PAUSE_CONTRACTED, *cycle * 4]


@pytest.mark.parametrize("rate_hz", [15, 24, 30, 60])
def test_frame_rate_changes_neither_count_nor_tempo(plan, rate_hz):
    reference, _ = run(make_poses(plan, make_times(plan, 120)))
    report, _ = run(make_poses(plan, make_times(plan, rate_hz)))
    assert report.count == reference.count
    for judged, expected in zip(report.reps, reference.reps, strict=True):
        assert judged.rep.start_s == pytest.approx(expected.rep.start_s, abs=0.03 + 1 / rate_hz)
        assert judged.rep.end_s == pytest.approx(expected.rep.end_s, abs=0.03 + 1 / rate_hz)


def test_jittered_and_lost_frames_change_neither_count_nor_tempo(plan):
    reference, _ = run(make_poses(plan, make_times(plan)))
    t_s = make_times(plan, 30, jitter=0.45, drop=0.2, rng=np.random.default_rng(4))
    report, _ = run(make_poses(plan, t_s))
    assert report.count == reference.count
    for judged, expected in zip(report.reps, reference.reps, strict=True):
        assert judged.rep.end_s == pytest.approx(expected.rep.end_s, abs=0.07)


def test_mirrored_person_gives_the_mirrored_report(poses):
    report, _ = run(poses)
    mirrored, _ = run([mirror_pose(pose) for pose in poses])
    assert (report.quality.facing, mirrored.quality.facing) == ("right", "left")
    assert [j.rep.counted_s for j in mirrored.reps] == [j.rep.counted_s for j in report.reps]
    for a, b in zip(mirrored.reps, report.reps, strict=True):
        assert a.rep.range == pytest.approx(b.rep.range, abs=0.01)
        assert a.rep.start_s == pytest.approx(b.rep.start_s, abs=0.002)


def test_scale_and_shift_leave_everything_alone(poses):
    report, _ = run(poses)
    moved, _ = run([scale_pose(pose, 0.5, (40.0, -25.0)) for pose in poses])
    assert [j.rep.range for j in moved.reps] == pytest.approx([j.rep.range for j in report.reps])
    assert [j.rep.end_s for j in moved.reps] == pytest.approx([j.rep.end_s for j in report.reps], abs=1e-4)


def test_missing_poses_never_add_a_rep(poses):
    rng = np.random.default_rng(7)
    full = run(poses)[0].count
    for share in (0.1, 0.3, 0.6, 0.95):
        holes = [Pose.missing(p.t_s) if rng.random() < share else p for p in poses]
        assert run(holes)[0].count <= full
    for start in range(0, len(poses), 41):
        gap = poses[:start] + [Pose.missing(p.t_s) for p in poses[start : start + 60]] + poses[start + 60 :]
        assert run(gap)[0].count <= full


def test_partial_reps_are_listed_and_not_counted():
    plan = make_plan("good_morning", reps=4, depth=(1.0, 0.35, 1.0, 1.0))  # 0.35 of 78° is 27°
    report, events = run(make_poses(plan, make_times(plan)), "good_morning")
    assert (report.count, report.partial_count) == (3, 1)
    assert [judged.rep.index for judged in report.reps] == [1, None, 2, 3]
    assert [e.kind for e in events if isinstance(e, RepCompleted)][1] is RepKind.PARTIAL


@pytest.mark.parametrize("rest_s", [0.1, 5.0, 45.0])
def test_rest_at_home_may_last_any_time(rest_s):
    plan = make_plan(reps=3, tempo_s=(1.5, 0.3, 1.0, rest_s), jitter=0.0)
    assert run(make_poses(plan, make_times(plan, 20), noise_m=0.005))[0].count == 3


def test_long_pause_at_the_bottom_still_counts():
    plan = make_plan(reps=2, tempo_s=(1.5, 15.0, 1.0, 0.8))
    assert run(make_poses(plan, make_times(plan)))[0].count == 2


@pytest.mark.parametrize("lead_in", ["wave", "walk_in"])
def test_lead_in_is_not_a_rep(lead_in):
    plan = make_plan(reps=2, lead_in=lead_in, lead_s=4.0)
    assert run(make_poses(plan, make_times(plan)))[0].count == 2


def test_final_put_down_is_not_a_rep():
    plan = make_plan("kettlebell_deadlift", reps=2, put_down=True, tail_s=2.0)
    assert run(make_poses(plan, make_times(plan)), "kettlebell_deadlift")[0].count == 2


def test_lift_off_the_floor_counts_and_has_no_eccentric():
    plan = make_plan("conventional_deadlift", reps=3, start_at="floor")
    report, _ = run(make_poses(plan, make_times(plan)), "conventional_deadlift")
    assert report.count == 3
    first = report.reps[0].rep
    assert math.isnan(first.tempo.eccentric_s)
    assert first.start_s == first.turn_s
    assert str(first.tempo).startswith("≈?-?-")
    assert first.tempo.concentric_s == pytest.approx(measure_reps(plan)[0].tempo["concentric_s"], abs=0.27)


def test_gap_inside_a_rep_leaves_its_tempo_unjudged(plan, poses):
    second = measure_reps(plan)[1]
    lost = [Pose.missing(p.t_s) if second.turn_s < p.t_s < second.turn_s + 0.7 else p for p in poses]
    report, events = run(lost)
    assert report.count == 4
    tempo_of = {j.rep.index: j.rep.tempo.is_judged for j in report.reps}
    assert tempo_of == {1: True, 2: False, 3: True, 4: True}
    assert any(n.rule == "tempo" and "out of sight" in n.reason for n in report.reps[1].not_judged)
    assert str(report.reps[1].rep.tempo) == "not judged"
    assert [type(e) for e in events if isinstance(e, TrackingLost | TrackingFound)] == [
        TrackingFound, TrackingLost, TrackingFound,
    ]  # fmt: skip


def test_below_12_fps_the_count_stands_and_the_tempo_does_not(plan):
    report, _ = run(make_poses(plan, make_times(plan, 10)))
    assert report.count == 4
    assert not any(judged.rep.tempo.is_judged for judged in report.reps)
    assert all("10 frames a second" in judged.rep.tempo_reason for judged in report.reps)


@pytest.mark.parametrize(("rate_hz", "precision_s"), [(15, 0.3), (30, 0.1)])
def test_precision_of_the_tempo_is_told(plan, rate_hz, precision_s):
    report, _ = run(make_poses(plan, make_times(plan, rate_hz)))
    assert {judged.rep.tempo_precision_s for judged in report.reps} == {precision_s}


def test_short_range_is_found_side_on_and_told_live():
    plan = make_plan(reps=5, depth=(1.0, 1.0, 1.0, 0.65, 1.0), jitter=0.0)
    report, events = run(make_poses(plan, make_times(plan)))
    assert report.count == 5
    short = {j.rep.index: f for j in report.reps for f in j.faults if f.rule == "short_range"}
    assert set(short) == {4}
    assert (short[4].severity, short[4].unit) == (2, "own range")
    assert short[4].value == pytest.approx(0.65, abs=0.05)
    assert [e.fault.rule for e in events if isinstance(e, FaultRaised)].count("short_range") == 1


def test_short_range_is_not_judged_from_the_front():
    plan = make_plan(reps=5, depth=(1.0, 1.0, 1.0, 0.65, 1.0))
    report, events = run(make_poses(plan, make_times(plan), Camera(yaw_deg=80)))
    assert report.count == 5
    assert not any(fault.rule == "short_range" for judged in report.reps for fault in judged.faults)
    verdict = report.verdicts["short_range"]
    assert verdict.verdict == "not_judged"
    assert "about 80° off" in verdict.reason
    assert any(isinstance(e, CannotJudge) and "side-on" in e.reason for e in events)


@pytest.fixture(scope="module")
def rounded() -> list[Pose]:
    plan = make_plan(reps=3, faults={"spinal_rounding": 56.0}, jitter=0.0)
    return make_poses(plan, make_times(plan))


def test_a_rounded_back_is_found_and_told_live(rounded):
    report, events = run(rounded)
    assert report.verdicts["spinal_rounding"].verdict == "present"
    assert report.verdicts["spinal_rounding"].reps == (1, 2, 3)
    assert report.verdicts["over_arched_back"].verdict == "absent"
    told = [e.fault for e in events if isinstance(e, FaultRaised) and e.fault.rule == "spinal_rounding"]
    assert len(told) == 3
    for judged, live in zip(report.reps, told, strict=True):
        fault = next(f for f in judged.faults if f.rule == "spinal_rounding")
        assert fault.severity >= 2
        assert judged.rep.start_s < fault.start_s < fault.at_s < fault.end_s < judged.rep.end_s
        assert live.value == pytest.approx(fault.value, abs=0.5)


def test_the_back_is_held_against_the_athletes_own(rounded):
    exercise = load_exercise("romanian_deadlift")
    neutral = calibrate(film_protocol(), exercise)
    assert isinstance(neutral, Calibration)
    session = Session(exercise, replace(neutral, arc_deg=20.0))
    events = [event for pose in rounded for event in session.push(pose)]
    own, plain = session.finish(), run(rounded)[0]
    for with_it, without in zip(own.reps, plain.reps, strict=True):
        assert with_it.measures["spinal_rounding"] == pytest.approx(without.measures["spinal_rounding"] - 20)
    live = [e.fault.value for e in events if isinstance(e, FaultRaised) and e.fault.rule == "spinal_rounding"]
    assert all(value < plain.reps[0].measures["spinal_rounding"] - 15 for value in live)


def test_from_the_front_the_back_is_not_judged():
    plan = make_plan(reps=2, faults={"spinal_rounding": 56.0})
    report, _ = run(make_poses(plan, make_times(plan), Camera(yaw_deg=80)))
    verdict = report.verdicts["spinal_rounding"]
    assert (verdict.verdict, verdict.reps) == ("not_judged", ())
    assert all("spinal_rounding" not in judged.measures for judged in report.reps)


def test_no_rule_looks_into_the_neighbours(poses):
    windows = []

    def watch(window: RepWindow) -> Measure:
        windows.append(window)
        return Measure(0.0, window.rep.start_s, window.rep.end_s)

    limits = Thresholds(math.inf, math.inf, math.inf, math.inf)
    spy = Rule("spy", watch, (), "deg", limits, flags_below=False, views=(), cue="-", source="-")
    session = Session(replace(load_exercise("romanian_deadlift"), rules=(spy,)))
    for pose in poses:
        session.push(pose)
    live = list(windows)
    windows.clear()
    report = session.finish()
    assert len(live) == len(windows) == report.count == 4
    for seen in (live, windows):
        for before, after in itertools.pairwise(seen):
            assert after.t_s[0] >= max(before.rep.end_s, after.rep.start_s - BEFORE_S)
            assert after.t_s[0] <= after.rep.start_s + 1 / 30
    for before, after in itertools.pairwise(windows):
        assert before.t_s[-1] < min(after.rep.start_s, before.rep.end_s + AFTER_S)
    for window, judged in zip(live, report.reps, strict=True):
        assert window.t_s[-1] <= judged.rep.counted_s  # nothing later was there yet
        assert (window.facing, window.view_shares["side"]) == (1, 1.0)


def test_pick_up_is_labelled_and_stays_counted():
    plan = make_plan(reps=4, depth=(1.0, 0.7, 0.7, 0.7), jitter=0.0)
    first = replace(plan.reps[0], hold_s=2.5)
    plan = replace(plan, reps=(first, *plan.reps[1:]))
    report, _ = run(make_poses(plan, make_times(plan)))
    assert [judged.rep.kind for judged in report.reps] == [RepKind.PICK_UP] + [RepKind.FULL] * 3
    assert report.count == 4


def test_two_sessions_do_not_share_anything(poses):
    first, second = (Session(load_exercise("romanian_deadlift")) for _ in range(2))
    for pose in poses:
        first.push(pose)
    assert second.finish().count == 0
    for pose in poses:
        second.push(pose)
    assert lay_out_report(first.finish()) == lay_out_report(second.finish())


def test_nobody_seen_is_said():
    report, events = run([Pose.missing(k / 30) for k in range(60)])
    assert report.count == 0
    assert events == []
    assert report.quality.person_share == 0
    assert report.verdicts["short_range"].reason == "Nobody was seen."
    assert "Nobody was seen" in next(g.hint for g in report.quality.gates if g.name == "person")


def test_empty_session_can_finish():
    report, _ = run([])
    assert (report.count, report.quality.frames) == (0, 0)
    assert math.isnan(report.quality.rate_hz)


def test_time_must_grow(poses):
    session = Session(load_exercise("romanian_deadlift"))
    session.push(poses[1])
    with pytest.raises(ValueError, match="expected later"):
        session.push(poses[0])


def test_set_lasts_as_long_as_planned(plan, poses):
    assert poses[-1].t_s == pytest.approx(lay_out(plan).duration_s, abs=0.05)


def test_where_the_athlete_is_can_be_asked_at_any_time(poses):
    session = Session(load_exercise("romanian_deadlift"))
    assert session.is_lost
    assert math.isnan(session.depth)
    seen, deepest_deg = [], 0.0
    for pose in poses:
        events = session.push(pose)
        for event in events:
            if isinstance(event, PhaseChanged):
                assert event.phase is session.phase
        if session.stage is not Stage.WAITING:
            seen.append(session.stage)
            deepest_deg = max(deepest_deg, session.depth)
    assert {Stage.HOME, Stage.OUT, Stage.BACK} <= set(seen)
    assert not session.is_lost
    assert session.facing == 1
    reps = [judged.rep for judged in session.finish().reps]
    assert deepest_deg == pytest.approx(max(rep.range for rep in reps), abs=3.0)
    assert session.own_range == pytest.approx(find_own_range(reps), abs=3.0)


def test_the_problem_with_the_view_stands_until_it_is_mended(plan):
    oblique = make_poses(plan, make_times(plan), Camera(yaw_deg=45))
    straight = make_poses(plan, make_times(plan))
    session = Session(load_exercise("romanian_deadlift"))
    told = [e.reason for pose in oblique for e in session.push(pose) if isinstance(e, CannotJudge)]
    assert session.view_problem == told[-1]
    for pose in straight:
        session.push(replace(pose, t_s=pose.t_s + oblique[-1].t_s + 0.05))
    assert session.view_problem == ""


def test_a_rule_may_look_at_the_repetition_under_way(poses):
    session = Session(load_exercise("romanian_deadlift"))
    last = None
    for pose in poses:
        session.push(pose)
        window = session.look_at_rep_under_way()
        assert (window is not None) == (session.stage in (Stage.OUT, Stage.TURN, Stage.BACK))
        if window is None:
            continue
        assert window.t_s[-1] == pose.t_s
        assert window.during[-1]
        assert window.rep.start_s < pose.t_s
        assert window.rep.range == session.depth
        last = window
    assert last is not None
    assert last.rep.index is None
    assert set(last.view_shares) == {"side", "oblique", "front"}


def test_looking_changes_nothing(poses):
    plain, _ = run(poses)
    session = Session(load_exercise("romanian_deadlift"))
    for pose in poses:
        session.push(pose)
        session.look_at_rep_under_way()
    assert session.finish().reps == plain.reps
