"""The view: yaw and width of poses of known yaw, the hysteresis, the vote on the facing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
import pytest

from formcheck.motion.view import (
    FacingVote,
    View,
    ViewTracker,
    classify_view,
    measure_shoulder_width,
    measure_yaw_deg,
)
from formcheck.pose.landmarks import Landmark, Pose
from formcheck.simulate import Camera, plan_set
from tests.motion_factory import make_poses, make_times, mirror_pose
from tests.unit.motion.pose_factory import hide

STEP_S = 1 / 30
PLAN = plan_set("romanian_deadlift", reps=1, jitter=0.0, seed=1)
NAN = float("nan")


def make_pose(t_s: float, yaw_deg: float, width: float = 0.1, lean_deg: float = 0.0) -> Pose:
    """A trunk of 100 px with that yaw in space and that shoulder width in the picture."""
    pose = Pose.missing(t_s, (640, 480))
    image, world = np.array(pose.image), np.array(pose.world)
    yaw, lean = math.radians(yaw_deg), math.radians(lean_deg)
    across = np.array([math.sin(yaw), 0.0, math.cos(yaw)])
    for left, y_m, half_m in ((Landmark.LEFT_SHOULDER, -0.5, 0.18), (Landmark.LEFT_HIP, 0.0, 0.1)):
        world[left], world[left + 1] = -half_m * across + (0, y_m, 0), half_m * across + (0, y_m, 0)
    hip = np.array([320.0, 240.0])
    shoulder = hip + 100.0 * np.array([math.sin(lean), -math.cos(lean)])
    image[[23, 24]] = hip
    half_px = np.array([50.0 * width, 0.0])
    image[11], image[12] = shoulder - half_px, shoulder + half_px
    return replace(pose, image=image, world=world)


def follow(yaws_deg: Sequence[float], tracker: ViewTracker | None = None, start_s: float = 0.0) -> list[View]:
    tracker = tracker or ViewTracker()
    return [tracker.push(make_pose(start_s + k * STEP_S, yaw)).view for k, yaw in enumerate(yaws_deg)]


class TestYaw:
    @pytest.mark.parametrize("facing", ["right", "left"])
    @pytest.mark.parametrize("yaw_deg", range(0, 91, 15))
    def test_it_is_the_cameras(self, facing: Literal["right", "left"], yaw_deg: int) -> None:
        poses = make_poses(PLAN, make_times(PLAN, rate_hz=5.0), Camera(facing, yaw_deg=yaw_deg))
        np.testing.assert_allclose([measure_yaw_deg(pose) for pose in poses], yaw_deg, atol=0.1)
        np.testing.assert_allclose([measure_yaw_deg(mirror_pose(pose)) for pose in poses], yaw_deg, atol=0.1)

    def test_one_hidden_pair_leaves_the_other(self) -> None:
        pose = make_pose(0.0, 33.0)
        assert measure_yaw_deg(hide(pose, Landmark.LEFT_HIP)) == pytest.approx(33.0, abs=1e-3)
        assert measure_yaw_deg(hide(pose, Landmark.RIGHT_SHOULDER)) == pytest.approx(33.0, abs=1e-3)
        assert math.isnan(measure_yaw_deg(hide(pose, Landmark.LEFT_HIP, Landmark.RIGHT_SHOULDER)))

    def test_it_is_the_mean_of_shoulders_and_hips(self) -> None:
        pose, other = make_pose(0.0, 10.0), make_pose(0.0, 30.0)
        world = np.array(pose.world)
        world[[23, 24]] = other.world[[23, 24]]
        assert measure_yaw_deg(replace(pose, world=world)) == pytest.approx(20.0, abs=1e-3)

    @pytest.mark.parametrize("width", [0.0, 0.2, 0.7, 2.0])
    def test_the_width_is_in_torso_lengths(self, width: float) -> None:
        assert measure_shoulder_width(make_pose(0.0, 0.0, width)) == pytest.approx(width, abs=1e-5)
        assert math.isnan(measure_shoulder_width(hide(make_pose(0.0, 0.0, width), Landmark.LEFT_SHOULDER)))


@pytest.mark.parametrize(
    ("yaw_deg", "width", "view"),
    [
        (0.0, 0.0, View.SIDE),
        (20.0, 0.25, View.SIDE),
        (20.1, 0.1, View.OBLIQUE),
        (5.0, 0.26, View.OBLIQUE),
        (45.0, 0.55, View.OBLIQUE),
        (64.9, 0.9, View.OBLIQUE),
        (80.0, 0.59, View.OBLIQUE),
        (65.0, 0.6, View.FRONT),
        (90.0, 2.0, View.FRONT),
        (NAN, 0.1, View.UNKNOWN),
        (5.0, NAN, View.UNKNOWN),
    ],
)
def test_views_by_yaw_and_width(yaw_deg: float, width: float, view: View) -> None:
    assert classify_view(yaw_deg, width) is view


class TestGate:
    def test_a_side_view_is_one_up_to_twenty_degrees(self) -> None:
        for yaw_deg in np.arange(0.5, 90.0, 1.0):
            views = set(follow([yaw_deg] * 30))
            assert (views == {View.SIDE}) == (yaw_deg <= 20.0), yaw_deg

    @pytest.mark.parametrize("facing", ["right", "left"])
    def test_the_figure_is_side_on_up_to_twenty_degrees(self, facing: Literal["right", "left"]) -> None:
        t_s = make_times(PLAN, rate_hz=15.0)
        for yaw_deg in range(0, 91, 3):  # 18 is the last, 21 the first beyond
            tracker = ViewTracker()
            readings = [tracker.push(pose) for pose in make_poses(PLAN, t_s, Camera(facing, yaw_deg=yaw_deg))]
            assert {r.view is View.SIDE for r in readings} == {yaw_deg <= 20}, yaw_deg
            if yaw_deg >= 70:
                assert readings[0].view is View.FRONT

    def test_between_twenty_and_twenty_five_the_view_stays_what_it_was(self) -> None:
        assert set(follow([10.0] * 30 + [23.0] * 150)) == {View.SIDE}
        assert set(follow([40.0] * 30 + [23.0] * 150)) == {View.OBLIQUE}

    def test_the_side_is_left_half_a_second_after_the_limit_was_passed(self) -> None:
        views = follow([10.0] * 30 + [28.0] * 60)
        left_s = (views.index(View.OBLIQUE) - 30) * STEP_S
        assert 0.5 <= left_s <= 1.0 + 2 * STEP_S  # half a second, after up to half a second of median
        assert set(views[views.index(View.OBLIQUE) :]) == {View.OBLIQUE}

    def test_a_short_turn_away_is_forgiven(self) -> None:
        assert set(follow(([10.0] * 30 + [40.0] * 12) * 4 + [10.0] * 30)) == {View.SIDE}

    def test_short_turns_do_not_add_up(self) -> None:
        tracker = ViewTracker()
        follow([10.0] * 30, tracker)
        turns_deg = ([28.0] * 12 + [23.0] * 30) * 4  # 0.4 s beyond 25 degrees, then within the dead band
        assert set(follow(turns_deg, tracker, start_s=1.0)) == {View.SIDE}

    def test_the_way_back_to_the_side_leads_through_twenty(self) -> None:
        tracker = ViewTracker()
        follow([40.0] * 30, tracker)
        assert follow([18.0] * 30, tracker, start_s=1.0)[-1] is View.SIDE

    def test_a_wide_shoulder_line_is_not_side_on_either(self) -> None:
        tracker = ViewTracker()
        views = [tracker.push(make_pose(k * STEP_S, 5.0, 0.2 if k < 30 else 0.35)).view for k in range(90)]
        assert views[30] is View.SIDE
        assert views[-1] is View.OBLIQUE

    def test_a_lone_wild_frame_is_outvoted(self) -> None:
        yaws_deg = [8.0] * 60
        yaws_deg[30] = 85.0
        tracker = ViewTracker()
        readings = [tracker.push(make_pose(k * STEP_S, yaw)) for k, yaw in enumerate(yaws_deg)]
        assert max(r.yaw_deg for r in readings) == pytest.approx(8.0, abs=1e-3)

    def test_the_median_runs_over_half_a_second(self) -> None:
        tracker = ViewTracker()
        for k in range(30):
            tracker.push(make_pose(k * 0.1, 10.0))
        readings = [tracker.push(make_pose(3.0 + k * 0.1, 40.0)).yaw_deg for k in range(6)]
        np.testing.assert_allclose(readings, [10.0, 10.0, 25.0, 40.0, 40.0, 40.0], atol=1e-3)

    def test_a_missing_pose_leaves_the_view_as_it_was(self) -> None:
        tracker = ViewTracker()
        assert tracker.push(Pose.missing(0.0)).view is View.UNKNOWN
        follow([10.0] * 10, tracker, start_s=0.1)
        late = tracker.push(Pose.missing(9.0))
        assert late.view is View.SIDE
        assert math.isnan(late.yaw_deg)
        assert math.isnan(late.width)


class TestFacing:
    @pytest.mark.parametrize(
        ("right", "left", "facing"),
        [(10, 0, 1), (0, 10, -1), (8, 2, 1), (2, 8, -1), (79, 21, 0), (21, 79, 0), (5, 5, 0), (0, 0, 0)],
    )
    def test_four_of_five_frames_must_agree(self, right: int, left: int, facing: int) -> None:
        vote = FacingVote()
        for k in range(right + left):
            vote.push(make_pose(k * STEP_S, 0.0, lean_deg=60.0 if k < right else -60.0))
        assert vote.facing == facing

    def test_only_a_trunk_that_leans_enough_votes(self) -> None:
        vote = FacingVote()
        for k in range(100):  # sin(20°) = 0.34, just below the limit of 0.35
            vote.push(make_pose(k * STEP_S, 0.0, lean_deg=-20.0))
        assert vote.facing == 0
        vote.push(make_pose(4.0, 0.0, lean_deg=21.0))
        assert vote.facing == 1

    def test_a_missing_pose_does_not_vote(self) -> None:
        vote = FacingVote()
        vote.push(Pose.missing(0.0))
        assert vote.facing == 0

    @pytest.mark.parametrize(("facing", "expected"), [("right", 1), ("left", -1)])
    def test_the_figure_faces_where_it_was_told_to(
        self, facing: Literal["right", "left"], expected: int
    ) -> None:
        vote, mirrored = FacingVote(), FacingVote()
        for pose in make_poses(PLAN, make_times(PLAN), Camera(facing, yaw_deg=15.0)):
            vote.push(pose)
            mirrored.push(mirror_pose(pose))
        assert (vote.facing, mirrored.facing) == (expected, -expected)
