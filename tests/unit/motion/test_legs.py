"""Human proportions, and what a joint invented for a moment spoils."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.motion.legs import (
    AROUND_S,
    LEAST_LEG,
    LEAST_SHARE,
    SEGMENT_SPAN,
    find_clear_legs,
    measure_shank_length,
    measure_thigh_length,
)
from formcheck.pose.landmarks import Landmark, Pose
from formcheck.simulate import Camera, plan_set
from tests.motion_factory import make_poses, make_times, mirror_pose, scale_pose
from tests.unit.motion.pose_factory import hide, make_pose

NAN = math.nan


class TestLengths:
    POSE = make_pose(
        image={
            Landmark.LEFT_SHOULDER: (100, 100), Landmark.RIGHT_SHOULDER: (100, 100),
            Landmark.LEFT_HIP: (100, 200), Landmark.RIGHT_HIP: (100, 200),
            Landmark.LEFT_KNEE: (148, 264), Landmark.RIGHT_KNEE: (100, 250),
            Landmark.LEFT_ANKLE: (148, 354), Landmark.RIGHT_ANKLE: (100, 290),
        },
        world={Landmark.LEFT_SHOULDER: (0, -0.5, -0.2), Landmark.RIGHT_SHOULDER: (0, -0.5, 0.2)},
    )  # fmt: skip

    def test_they_are_those_of_the_near_leg_in_trunk_lengths(self) -> None:
        assert measure_thigh_length(self.POSE) == pytest.approx(0.8)
        assert measure_shank_length(self.POSE) == pytest.approx(0.9)

    def test_neither_mirror_nor_scale_matter(self) -> None:
        for other in (mirror_pose(self.POSE), scale_pose(self.POSE, 0.4, (13.0, 7.0))):
            assert measure_thigh_length(other) == pytest.approx(0.8, abs=1e-5)
            assert measure_shank_length(other) == pytest.approx(0.9, abs=1e-5)

    @pytest.mark.parametrize(
        ("hidden", "has_thigh", "has_shank"),
        [
            ((Landmark.LEFT_HIP,), False, True),
            ((Landmark.LEFT_KNEE,), False, False),
            ((Landmark.LEFT_ANKLE,), True, False),
            ((Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE), True, True),
            ((Landmark.LEFT_HIP, Landmark.RIGHT_HIP), False, False),
        ],
    )
    def test_what_was_not_seen_has_no_length(
        self, hidden: tuple[Landmark, ...], has_thigh: bool, has_shank: bool
    ) -> None:
        pose = hide(self.POSE, *hidden)
        assert math.isfinite(measure_thigh_length(pose)) is has_thigh
        assert math.isfinite(measure_shank_length(pose)) is has_shank

    def test_a_trunk_without_a_length_gives_none(self) -> None:
        flat = make_pose(
            image=dict.fromkeys((Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP, Landmark.LEFT_KNEE), (9.0, 9.0))
        )
        assert math.isnan(measure_thigh_length(flat))
        assert math.isnan(measure_thigh_length(Pose.missing(0.0)))

    def test_the_figure_has_whole_legs_throughout(self) -> None:
        plan = plan_set("romanian_deadlift", reps=1, jitter=0.0, seed=1)
        poses = make_poses(plan, make_times(plan, rate_hz=10.0), Camera())
        t_s, thigh, shank = (
            np.array([read(pose) for pose in poses])
            for read in (lambda pose: pose.t_s, measure_thigh_length, measure_shank_length)
        )
        assert find_clear_legs(t_s, thigh, shank).all()


def check(t_s: NDArray, thigh: float | NDArray, shank: float | NDArray = 0.85) -> NDArray:
    return find_clear_legs(t_s, np.broadcast_to(thigh, t_s.shape), np.broadcast_to(shank, t_s.shape))


ONE = np.array([3.0])


class TestProportions:
    @pytest.mark.parametrize(
        ("length", "is_whole"),
        [(0.64, False), (0.65, True), (0.85, True), (1.05, True), (1.06, False), (0.0, False), (NAN, False)],
    )
    def test_each_part_must_be_of_human_length(self, length: float, is_whole: bool) -> None:
        assert check(ONE, length, 0.85).tolist() == [is_whole]
        assert check(ONE, 0.85, length).tolist() == [is_whole]

    @pytest.mark.parametrize(("thigh", "is_whole"), [(0.56, True), (0.54, False)])
    def test_legs_that_stand_wide_may_show_a_shorter_thigh(self, thigh: float, is_whole: bool) -> None:
        lengths = np.array([thigh]), np.array([0.95])
        assert not find_clear_legs(ONE, *lengths).any()
        assert find_clear_legs(ONE, *lengths, least_thigh=0.55).tolist() == [is_whole]

    def test_the_limits_are_a_quarter_about_the_ratio_of_the_source(self) -> None:
        ratio = 0.2455 / 0.288  # Drillis and Contini 1966
        assert pytest.approx((0.75 * ratio, 1.25 * ratio), abs=0.02) == SEGMENT_SPAN
        assert pytest.approx(2 * ratio * 0.82, abs=0.01) == LEAST_LEG

    @pytest.mark.parametrize(("thigh", "shank", "is_whole"), [(0.71, 0.7, True), (0.69, 0.7, False)])
    def test_both_together_must_be_too(self, thigh: float, shank: float, is_whole: bool) -> None:
        assert check(ONE, thigh, shank).tolist() == [is_whole]


class TestNeighbours:
    T_S = np.arange(0, 150) / 30.0
    AROUND = 61  # frames within a second either way, both ends counted

    def find_bad(self, hidden: slice) -> list[int]:
        thigh = np.full(len(self.T_S), 0.85)
        thigh[hidden] = 0.3
        return np.flatnonzero(~check(self.T_S, thigh)).tolist()

    def test_one_bad_frame_is_itself_and_no_other(self) -> None:
        assert self.find_bad(slice(75, 76)) == [75]

    def test_a_tenth_may_be_bad_and_no_more(self) -> None:
        most = int((1.0 - LEAST_SHARE) * self.AROUND)
        assert most == 6
        assert self.find_bad(slice(75, 75 + most)) == list(range(75, 75 + most))
        bad = self.find_bad(slice(75, 75 + most + 1))
        assert set(range(53, 104)) <= set(bad)  # all those with the seven within less than a second

    def test_it_reaches_a_second_and_not_further(self) -> None:
        bad = self.find_bad(slice(0, 10))
        assert self.T_S[max(bad)] <= self.T_S[9] + AROUND_S
        assert max(bad) >= 30  # 8 of 61

    def test_what_was_not_seen_spoils_as_well(self) -> None:
        thigh = np.full(len(self.T_S), 0.85)
        thigh[30:50] = NAN
        clear = check(self.T_S, thigh)
        assert not clear[25:55].any()

    def test_time_counts_and_not_frames(self) -> None:
        # A pause in the recording: the bad frames before it are too long ago.
        t_s = np.concatenate([np.arange(10) / 30.0, 5.0 + np.arange(30) / 30.0])
        thigh = np.r_[np.full(10, 0.3), np.full(30, 0.85)]
        assert check(t_s, thigh).tolist() == [False] * 10 + [True] * 30

    def test_nothing_at_all_is_nothing(self) -> None:
        empty = np.empty(0)
        assert find_clear_legs(empty, empty, empty).shape == (0,)
