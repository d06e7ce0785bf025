"""What a session remembers: one row a pose, read back by name and time."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from formcheck.exercises.loader import load_exercise
from formcheck.motion.back import find_profile
from formcheck.motion.scale import BodyScale
from formcheck.motion.view import View, ViewReading, ViewTracker
from formcheck.pose.landmarks import Pose
from formcheck.recording import ALWAYS_RECORDED, OUTLINE_DEG, Recording
from formcheck.simulate import plan_set
from tests.motion_factory import make_poses, mirror_pose

T_S = np.arange(0.0, 6.0, 0.25)


@pytest.fixture(scope="module")
def poses() -> list[Pose]:
    plan = plan_set("romanian_deadlift", reps=1, tempo_s=(1.5, 0.5, 1.0, 0.5), seed=1, jitter=0.0)
    return make_poses(plan, T_S)


def record(
    poses: list[Pose], exercise: str = "romanian_deadlift"
) -> tuple[Recording, list[dict[str, float]]]:
    recording, view = Recording(load_exercise(exercise)), ViewTracker()
    return recording, [recording.append(pose, view.push(pose)) for pose in poses]


class TestColumns:
    @pytest.mark.parametrize(
        "exercise", ["romanian_deadlift", "single_leg_romanian_deadlift", "good_morning"]
    )
    def test_every_signal_the_exercise_names_is_recorded(self, exercise: str) -> None:
        movement = load_exercise(exercise)
        lane = movement.lanes[0]
        conditions = (*lane.home_needs, *lane.home_bars, *lane.disarms, *lane.away)
        timing = {signal.name for signal in (lane.times_side, lane.times) if signal is not None}
        named = {lane.signal.name, *timing, *(c.signal.name for c in conditions), *ALWAYS_RECORDED}
        named.update(name for rule in movement.rules for name in rule.signals)
        recording, _ = record([], exercise)
        assert {signal.name for signal in recording.signals} == named
        extra = {"t_s", "yaw_deg", "shoulder_width", "found", "side", "oblique", "front", "settled"}
        assert set(recording.read_all()) == named | extra

    def test_one_row_a_pose(self, poses: list[Pose]) -> None:
        recording, rows = record(poses)
        assert len(recording) == len(poses)
        for name, column in recording.read_all().items():
            assert column.shape == (len(poses),)
            np.testing.assert_array_equal(column, recording.read(name))
        np.testing.assert_array_equal(recording.read("t_s"), T_S)
        for signal in recording.signals:
            expected, scale = [], BodyScale()
            for pose in poses:
                scale.push(pose)
                expected.append(signal.read(pose, scale))
            np.testing.assert_array_equal(recording.read(signal.name), expected)
            np.testing.assert_array_equal([row[signal.name] for row in rows], expected)

    def test_the_view_is_kept_as_it_was_read(self, poses: list[Pose]) -> None:
        recording, view = Recording(load_exercise("romanian_deadlift")), ViewTracker()
        readings = [view.push(pose) for pose in poses]
        for pose, reading in zip(poses, readings, strict=True):
            recording.append(pose, reading)
        np.testing.assert_array_equal(recording.read("yaw_deg"), [r.yaw_deg for r in readings])
        np.testing.assert_array_equal(recording.read("shoulder_width"), [r.width for r in readings])
        for view in ("side", "oblique", "front"):
            np.testing.assert_array_equal(recording.read(view), [float(r.view == view) for r in readings])
        assert recording.read("side")[-1] == 1.0

    @pytest.mark.parametrize("view", [View.SIDE, View.OBLIQUE, View.FRONT, View.UNKNOWN])
    def test_one_view_holds_at_a_time(self, poses: list[Pose], view: View) -> None:
        recording = Recording(load_exercise("romanian_deadlift"))
        recording.append(poses[0], ViewReading(view, 40.0, 0.5))
        recording.append(poses[1], ViewReading(view, math.nan, math.nan))
        for name in ("side", "oblique", "front"):
            assert recording.read(name).tolist() == [float(name == view.value), 0.0]

    def test_the_size_is_that_of_the_last_picture(self, poses: list[Pose]) -> None:
        recording, _ = record([])
        assert recording.size_px == (0, 0)
        recording, _ = record([*poses[:3], replace(poses[3], size_px=(11, 7))])
        assert recording.size_px == (11, 7)

    def test_the_last_time(self, poses: list[Pose]) -> None:
        assert record([])[0].last_s == -math.inf
        assert record(poses)[0].last_s == T_S[-1]


class TestNotSeen:
    def test_a_missing_pose_is_nan_in_every_signal_and_zero_in_every_flag(self, poses: list[Pose]) -> None:
        recording, rows = record([*poses[:4], Pose.missing(1.0, (640, 480)), *poses[5:]])
        assert all(math.isnan(value) for value in rows[4].values())
        flags = {"found", "side", "oblique", "front", "settled"}
        for name, column in recording.read_all().items():
            if name in flags:
                assert column[4] == 0.0
            elif name != "t_s":
                assert math.isnan(column[4])
        assert recording.read("found").sum() == len(poses) - 1

    def test_a_view_remembered_from_before_does_not_count_for_a_missing_pose(self) -> None:
        recording, view = Recording(load_exercise("romanian_deadlift")), ViewTracker()
        reading = view.push(Pose.missing(0.0))
        recording.append(Pose.missing(0.0), ViewReading(reading.view, 5.0, 0.1))
        assert math.isnan(recording.read("yaw_deg")[0])
        assert [recording.read(view)[0] for view in ("side", "oblique", "front")] == [0.0] * 3

    def test_poses_of_the_first_moments_are_found_but_not_settled(self, poses: list[Pose]) -> None:
        fresh = [replace(pose, reliable=np.zeros(33, bool)) for pose in poses[:5]]
        recording, _ = record([*fresh, *poses[5:]])
        assert recording.read("found").all()
        np.testing.assert_array_equal(recording.read("settled"), [0.0] * 5 + [1.0] * (len(poses) - 5))


class TestOutlines:
    def test_those_of_a_bent_trunk_are_kept_and_no_others(self, poses: list[Pose]) -> None:
        recording, _ = record(poses)
        lean_deg, outlines = recording.read("trunk_lean"), recording.read_outlines()
        assert outlines.shape == (len(poses), 47)
        bent = (lean_deg >= OUTLINE_DEG[0]) & (lean_deg <= OUTLINE_DEG[1])
        assert 3 < bent.sum() < len(poses)
        for pose, outline, is_bent in zip(poses, outlines, bent, strict=True):
            expected = find_profile(pose, 1) if is_bent else np.full(47, np.nan)
            np.testing.assert_allclose(outline, expected, atol=1e-6)
        assert np.isfinite(outlines[bent]).mean() > 0.9

    def test_a_trunk_that_leans_to_the_left_shows_the_other_flank(self, poses: list[Pose]) -> None:
        recording, _ = record(poses)
        mirrored, _ = record([mirror_pose(pose) for pose in poses])
        np.testing.assert_allclose(mirrored.read_outlines(), recording.read_outlines(), atol=1e-4)

    def test_an_interval_has_those_of_its_frames(self, poses: list[Pose]) -> None:
        recording, _ = record(poses)
        whole, t_s = recording.read_outlines(), recording.read("t_s")
        for from_s, to_s in ((0.0, 1.0), (1.0, 3.1), (2.5, 2.5), (5.0, 99.0)):
            inside = (t_s >= from_s) & (t_s < to_s)
            np.testing.assert_array_equal(recording.read_outlines(from_s, to_s), whole[inside])

    def test_nobody_seen_has_none(self) -> None:
        recording, _ = record([Pose.missing(k / 10, (640, 480)) for k in range(3)])
        assert np.isnan(recording.read_outlines()).all()
        assert recording.read_outlines().shape == (3, 47)
        assert record([])[0].read_outlines().shape == (0, 47)

    def test_what_is_read_is_a_copy(self, poses: list[Pose]) -> None:
        recording, _ = record(poses)
        kept = recording.read_outlines()
        recording.read_outlines()[:] = 7.0
        np.testing.assert_array_equal(recording.read_outlines(), kept)


class TestReading:
    @pytest.mark.parametrize(
        ("from_s", "to_s", "expected"),
        [
            (-math.inf, math.inf, T_S),
            (1.0, 2.0, [1.0, 1.25, 1.5, 1.75]),  # half-open
            (1.01, 2.01, [1.25, 1.5, 1.75, 2.0]),
            (3.0, 3.0, []),
            (4.0, 1.0, []),
            (90.0, 99.0, []),
        ],
    )
    def test_an_interval_holds_its_start_and_not_its_end(
        self, poses: list[Pose], from_s: float, to_s: float, expected: list[float]
    ) -> None:
        recording, _ = record(poses)
        np.testing.assert_array_equal(recording.read("t_s", from_s, to_s), expected)
        assert len(recording.read("hip_flexion", from_s, to_s)) == len(expected)

    def test_what_is_read_is_a_copy(self, poses: list[Pose]) -> None:
        recording, _ = record(poses[:5])
        kept = recording.read("t_s")
        kept[:] = -1.0
        recording.read_all()["t_s"][:] = -2.0
        np.testing.assert_array_equal(recording.read("t_s"), T_S[:5])
        recording.append(poses[5], ViewTracker().push(poses[5]))  # not locked by a view into it
        assert len(recording) == 6
        assert len(kept) == 5


class TestLookingBack:
    def test_extremes_are_those_of_what_was_seen_both_ends_included(self, poses: list[Pose]) -> None:
        recording, _ = record(poses)
        t_s, values = recording.read("t_s"), recording.read("hip_flexion")
        for from_s, to_s in ((0.5, 2.25), (1.1, 1.3), (-5.0, 99.0)):
            inside = values[(t_s >= from_s) & (t_s <= to_s)]
            assert recording.find_extremes("hip_flexion", from_s, to_s) == (inside.min(), inside.max())
        assert np.isnan(recording.find_extremes("hip_flexion", 1.05, 1.2)).all()

    def test_extremes_that_reach_into_the_future_are_not_final(self, poses: list[Pose]) -> None:
        recording, view = Recording(load_exercise("romanian_deadlift")), ViewTracker()
        for pose in poses:
            recording.append(pose, view.push(pose))
            _, most = recording.find_extremes("hip_flexion", 0.0, 99.0)
            assert most == np.nanmax(recording.read("hip_flexion"))

    def test_a_signal_is_seen_from_the_first_to_the_last_settled_pose(self, poses: list[Pose]) -> None:
        unsettled = replace(poses[0], reliable=np.zeros_like(poses[0].reliable))
        lost = [Pose.missing(pose.t_s, pose.size_px) for pose in poses]
        recording, _ = record([unsettled, lost[1], *poses[2:9], *lost[9:]])
        assert recording.find_seen_span("hip_flexion") == (T_S[2], T_S[8])
        assert np.isnan(record(lost)[0].find_seen_span("hip_flexion")).all()
        assert np.isnan(record([])[0].find_seen_span("hip_flexion")).all()
        assert recording.first_s == T_S[0]
