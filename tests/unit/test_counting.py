"""Rows and bird-dogs through the whole engine: counts, sides, and what must not count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
import pytest

from formcheck.counting import CountedCycle
from formcheck.events import RepCompleted
from formcheck.exercises.lane import Lane
from formcheck.exercises.loader import load_exercise
from formcheck.motion.row_posture import measure_elbow_behind
from formcheck.pose.landmarks import Pose
from formcheck.report.set_report import SetReport
from formcheck.reps.counter import Cycle
from formcheck.session import Session
from formcheck.simulate import MOVEMENTS, Camera, SetPlan, plan_set
from tests.motion_factory import make_poses, make_times, mirror_pose

Facing = Literal["right", "left"]
ROWS = sorted(name for name, movement in MOVEMENTS.items() if movement.family == "row")
TEMPO_S = (1.1, 0.6, 1.2, 0.5)
ONE_SIDED = ("one_arm_row", "landmine_row")


def plan(movement: str, reps: int = 3, **options: object) -> SetPlan:
    return plan_set(movement, reps=reps, tempo_s=TEMPO_S, **options)  # type: ignore[arg-type]


def film(
    what: SetPlan,
    camera: Camera | None = None,
    rate_hz: float = 15.0,
    jitter: float = 0.0,
    drop: float = 0.0,
) -> list[Pose]:
    return make_poses(what, make_times(what, rate_hz, jitter, drop), camera)


def review(poses: Iterable[Pose], exercise: str) -> tuple[SetReport, list[RepCompleted]]:
    session = Session(load_exercise(exercise))
    events = [event for pose in poses for event in session.push(pose)]
    return session.finish(), [event for event in events if isinstance(event, RepCompleted)]


def list_sides(report: SetReport) -> list[str]:
    return [judged.rep.side for judged in report.reps if judged.rep.is_counted]


@pytest.mark.parametrize("yaw_deg", [0.0, 40.0, -40.0, 85.0])
@pytest.mark.parametrize("movement", [*ROWS, "bird_dog"])
def test_a_set_is_counted_from_everywhere(movement: str, yaw_deg: float) -> None:
    report, events = review(film(plan(movement), Camera(yaw_deg=yaw_deg)), movement)
    assert report.count == len(events) == 3
    assert [event.count for event in events] == [1, 2, 3]


@pytest.mark.parametrize("facing", ["right", "left"])
@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("movement", ONE_SIDED)
def test_the_working_arm_is_found_by_itself(movement: str, side: str, facing: Facing) -> None:
    poses = film(plan(movement, side=side), Camera(facing=facing))
    report, events = review(poses, movement)
    assert list_sides(report) == [side] * 3
    assert [event.side for event in events] == [side] * 3
    assert report.side_counts == {side: 3, ({"left", "right"} - {side}).pop(): 0}


@pytest.mark.parametrize("facing", ["right", "left"])
def test_a_hidden_far_arm_that_is_drawn_along_does_not_name_the_side(facing: Facing) -> None:
    near, far = ((12, 14, 16), (11, 13, 15)) if facing == "right" else ((11, 13, 15), (12, 14, 16))
    drawn = []
    for pose in film(plan("one_arm_row", side=facing), Camera(facing=facing)):
        image, world = np.array(pose.image), np.array(pose.world)
        for points in (image, world):
            points[list(far[1:])] = points[far[0]] + points[list(near[1:])] - points[near[0]]
        drawn.append(replace(pose, image=image, world=world))
    report, events = review(drawn, "one_arm_row")
    assert len(events) == 3
    assert list_sides(report) == [facing] * 3


@pytest.mark.parametrize("movement", ["alternating_row", "bird_dog"])
def test_sides_in_turn_are_counted_apart_and_summed(movement: str) -> None:
    report, _ = review(film(plan(movement, reps=5)), movement)
    assert list_sides(report) == ["left", "right", "left", "right", "left"]
    assert report.side_counts == {"left": 3, "right": 2}
    assert sum(report.side_counts.values()) == report.count


@pytest.mark.parametrize("movement", ["one_arm_row", "alternating_row", "bird_dog"])
def test_a_mirrored_athlete_has_mirrored_sides(movement: str) -> None:
    poses = film(plan(movement))
    straight, mirrored = (list_sides(review(p, movement)[0]) for p in (poses, map(mirror_pose, poses)))
    other = {"left": "right", "right": "left"}
    assert mirrored == [other[side] for side in straight]


@pytest.mark.parametrize("movement", ["barbell_row", "seated_row", "upright_row"])
def test_arms_that_work_together_have_no_sides(movement: str) -> None:
    report, events = review(film(plan(movement)), movement)
    assert list_sides(report) == ["both"] * 3
    assert report.side_counts == {}
    assert {event.side for event in events} == {"both"}


@pytest.mark.parametrize("movement", ["dumbbell_row", "one_arm_row", "bird_dog"])
@pytest.mark.parametrize("rate_hz", [12.0, 24.0, 50.0])
def test_the_frame_rate_and_lost_frames_change_no_count(movement: str, rate_hz: float) -> None:
    poses = film(plan(movement), rate_hz=rate_hz, jitter=0.4, drop=0.2)
    assert review(poses, movement)[0].count == 3


@pytest.mark.parametrize("movement", ["dumbbell_row", "alternating_row", "bird_dog"])
def test_the_count_of_a_prefix_is_a_prefix_of_the_count(movement: str) -> None:
    poses = film(plan(movement, reps=4))
    session, live = Session(load_exercise(movement)), []
    for number, pose in enumerate(poses, 1):
        session.push(pose)
        live.append(session.count)
        if number % 40 == 0:
            assert session.finish().count == session.count
    assert live == sorted(live)
    assert live[-1] == session.finish().count == 4


def test_poses_out_of_sight_never_add_a_repetition() -> None:
    poses = film(plan("dumbbell_row"))
    for first in range(20, len(poses) - 20, 25):
        shown = [
            Pose.missing(pose.t_s, pose.size_px) if first <= number < first + 20 else pose
            for number, pose in enumerate(poses)
        ]
        assert review(shown, "dumbbell_row")[0].count <= 3


@pytest.mark.parametrize(("reliable", "counted"), [(True, 3), (False, 0)])
def test_a_figure_found_anew_again_and_again_pulls_nothing(reliable: bool, counted: int) -> None:
    """Each time its first pictures show the wrists too near the shoulders, as the pose model's do."""
    still = film(plan("dumbbell_row"))[0]
    poses = [replace(still, t_s=number / 15) for number in range(150)]
    for number in range(30, 150):
        since = number % 30
        if since == 29:
            poses[number] = Pose.missing(number / 15, still.size_px)
        elif since < 5:
            poses[number] = replace(bend_arms(poses[number]), reliable=np.full(33, reliable))
    report = review(poses, "dumbbell_row")[0]
    assert (report.count, report.partial_count) == (counted, 0)


def bend_arms(pose: Pose) -> Pose:
    """Draw both arms bent by half."""
    image, world = np.array(pose.image), np.array(pose.world)
    for points in (image, world):
        for shoulder, elbow, wrist in ((11, 13, 15), (12, 14, 16)):
            along = points[wrist] - points[shoulder]
            points[wrist] = points[shoulder] + 0.5 * along
            points[elbow, 0] += 0.2 * np.linalg.norm(along)
    return replace(pose, image=image, world=world)


@pytest.mark.parametrize("facing", ["right", "left"])
def test_hands_that_a_plate_hides_do_not_end_the_pull(
    facing: Facing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pose model lets the forearms of a held pull hang through the plate; the elbows it sees."""
    what = plan_set("barbell_row", reps=3, tempo_s=(1.1, 2.0, 2.5, 0.8))
    poses = film(what, Camera(facing=facing))
    hidden = [hang_hands(pose) if measure_elbow_behind(pose, 0) > 0.0 else pose for pose in poses]
    report = review(hidden, "barbell_row")[0]
    assert (report.count, report.partial_count) == (3, 0)
    monkeypatch.setattr(Lane, "is_away", lambda *_: False)
    twice = review(hidden, "barbell_row")[0]
    assert twice.count + twice.partial_count == 6


def hang_hands(pose: Pose) -> Pose:
    """Draw both hands as far below their shoulders as a long arm's are."""
    image, world = np.array(pose.image), np.array(pose.world)
    for points in (image, world):
        for shoulder, hip, wrist in ((11, 23, 15), (12, 24, 16)):
            points[wrist] = points[shoulder]
            points[wrist, 1] += 1.05 * np.linalg.norm(points[shoulder] - points[hip])
    return replace(pose, image=image, world=world)


@pytest.mark.parametrize(("facing", "far"), [("right", (11, 15)), ("left", (12, 16))])
def test_what_a_hidden_far_arm_does_alone_is_no_row_of_both(
    facing: Facing, far: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    shoulder, wrist = far
    poses = []
    for pose in film(plan("dumbbell_row"), Camera(facing=facing)):
        image, world = np.array(pose.image), np.array(pose.world)
        if 0.5 <= pose.t_s % 2.0 <= 1.0:
            for points in (image, world):
                points[wrist] = points[shoulder] + 0.6 * (points[wrist] - points[shoulder])
        poses.append(replace(pose, image=image, world=world))
    assert review(poses, "dumbbell_row")[0].count == 3
    monkeypatch.setattr("formcheck.counting.SHARED_DEPTH", 0.0)
    assert review(poses, "dumbbell_row")[0].count > 3


@pytest.mark.parametrize(
    ("shown", "checked_as"),
    [
        ("good_morning", "barbell_row"),
        ("romanian_deadlift", "dumbbell_row"),
        ("conventional_deadlift", "upright_row"),
        ("kettlebell_deadlift", "bird_dog"),
        ("bird_dog", "one_arm_row"),
        ("dumbbell_row", "bird_dog"),
        ("barbell_row", "romanian_deadlift"),
        ("bird_dog", "romanian_deadlift"),
    ],
)
def test_another_movement_counts_nothing(shown: str, checked_as: str) -> None:
    assert review(film(plan(shown)), checked_as)[0].count == 0


def test_a_leg_without_an_arm_is_no_bird_dog() -> None:
    what = plan("bird_dog", reps=2)
    still = film(what)[0]
    arms = [11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22]
    kicked = []
    for pose in film(what):
        image, world = np.array(pose.image), np.array(pose.world)
        image[arms], world[arms] = still.image[arms], still.world[arms]
        kicked.append(replace(pose, image=image, world=world))
    assert review(kicked, "bird_dog")[0].count == 0


def make_cycles(spans: Sequence[tuple[float, float]], lane: int) -> list[CountedCycle]:
    side = ("left", "right")[lane]
    return [
        CountedCycle.of(Cycle(start, 0.5 * (start + end), end, 0.4, True), 1, side, lane)
        for start, end in spans
    ]


@pytest.mark.parametrize(
    ("other", "is_same"), [((1.0, 3.0), True), ((1.9, 3.9), True), ((2.1, 4.1), False), ((1.2, 1.6), True)]
)
def test_movements_of_two_arms_that_overlap_by_half_are_one(
    other: tuple[float, float], is_same: bool
) -> None:
    (left,), (right,) = make_cycles([(1.0, 3.0)], 0), make_cycles([other], 1)
    assert left.overlaps(right) is right.overlaps(left) is is_same
    assert not left.overlaps(left)  # of one arm there is one at a time
