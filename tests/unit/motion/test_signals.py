"""Named signals against the closed-form figure, whose angles are known."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.motion.catalogue import SIGNALS
from formcheck.motion.scale import BodyScale
from formcheck.motion.signals import NEAR_JOINTS, find_near_side, find_trunk
from formcheck.pose.landmarks import Landmark, Pose
from formcheck.simulate import Camera, PoseTrack, plan_set, simulate_poses
from tests.motion_factory import make_poses, make_times, mirror_pose, scale_pose
from tests.unit.motion.pose_factory import hide, make_pose

PLAN = plan_set("romanian_deadlift", reps=2, jitter=0.0, seed=1)
T_S = make_times(PLAN, rate_hz=10.0)
LEFT, RIGHT = Landmark.LEFT_HIP, Landmark.RIGHT_HIP
Facing = Literal["right", "left"]


def film(facing: Facing, yaw_deg: float, distance_m: float = 3.4) -> tuple[list[Pose], PoseTrack]:
    """Poses and truth of a level camera at hip height that keeps the figure as large."""
    field_deg = 2.0 * math.degrees(math.atan(math.tan(math.radians(19.0)) * 3.4 / distance_m))
    camera = Camera(facing, yaw_deg, distance_m, height_m=0.88, field_deg=field_deg)
    return make_poses(PLAN, T_S, camera), simulate_poses(PLAN, T_S, camera)


def read(name: str, poses: list[Pose]) -> NDArray:
    values, scale = [], BodyScale()
    for pose in poses:
        scale.push(pose)
        values.append(SIGNALS[name].read(pose, scale))
    return np.array(values)


class TestAgainstTheFigure:
    @pytest.mark.parametrize("facing", ["right", "left"])
    @pytest.mark.parametrize("yaw_deg", [0.0, 20.0, 45.0, 90.0])
    def test_hip_flexion_reads_the_truth_from_everywhere(self, facing: Facing, yaw_deg: float) -> None:
        poses, track = film(facing, yaw_deg)
        truth_deg = 180.0 - 0.5 * (track.angles["hip_left"] + track.angles["hip_right"])
        assert truth_deg.max() > 80.0
        np.testing.assert_allclose(read("hip_flexion", poses), truth_deg, atol=0.5)

    @pytest.mark.parametrize("yaw_deg", [0.0, 20.0, 45.0, 90.0])
    def test_world_inclination_reads_the_truth_from_everywhere(self, yaw_deg: float) -> None:
        poses, track = film("right", yaw_deg)
        assert track.angles["trunk"].max() > 70.0
        np.testing.assert_allclose(
            read("world_trunk_inclination", poses), np.abs(track.angles["trunk"]), atol=0.5
        )

    @pytest.mark.parametrize(("facing", "sign"), [("right", 1.0), ("left", -1.0)])
    def test_the_lean_in_the_picture_reads_the_truth_side_on(self, facing: Facing, sign: float) -> None:
        poses, track = film(facing, 0.0)
        np.testing.assert_allclose(sign * read("trunk_lean", poses), track.angles["trunk"], atol=0.5)

    def test_twenty_degrees_of_yaw_cost_less_than_two(self) -> None:
        # Seen from afar tan(lean) = tan(inclination) cos(yaw): at most 1.8 degrees at a yaw of 20.
        poses, track = film("right", 20.0, distance_m=20.0)
        off_deg = read("trunk_lean", poses) - track.angles["trunk"]
        assert 1.0 < np.abs(off_deg).max() < 2.0

    def test_length_and_drop_are_those_of_the_figure(self) -> None:
        poses, track = film("right", 0.0)
        shoulder, hip = (track.image[:, [a, a + 1]].mean(1) for a in (11, 23))
        np.testing.assert_allclose(read("torso_length", poses), np.hypot(*(shoulder - hip).T), rtol=1e-5)
        standing = read("wrist_drop", poses)[0]
        assert 0.9 < standing < 1.3  # arms hang a little longer than the trunk is

    def test_a_mirrored_person_reads_the_same(self) -> None:
        poses, _ = film("right", 10.0)
        mirrored = [mirror_pose(pose) for pose in poses]
        for name in (
            "hip_flexion",
            "deeper_hip_flexion",
            "world_trunk_inclination",
            "wrist_drop",
            "torso_length",
        ):
            np.testing.assert_allclose(read(name, mirrored), read(name, poses), atol=1e-3)
        np.testing.assert_allclose(read("trunk_lean", mirrored), -read("trunk_lean", poses), atol=1e-3)

    def test_scale_and_shift_leave_angles_alone(self) -> None:
        poses, _ = film("right", 10.0)
        scaled = [scale_pose(pose, 0.5, (0.0, 0.0)) for pose in poses]
        moved = [scale_pose(pose, 1.0, (37.0, -11.0)) for pose in poses]
        for name, signal in SIGNALS.items():
            factor = 0.5 if signal.unit == "px" else 1.0
            np.testing.assert_allclose(read(name, scaled), factor * read(name, poses), atol=1e-3)
            if signal.unit != "px" and not name.endswith("_room"):  # those tell places in the picture
                np.testing.assert_allclose(read(name, moved), read(name, poses), atol=1e-3)


class TestHips:
    def bend(self, left_deg: float, right_deg: float) -> Pose:
        """Shoulders above the hips, thighs turned forward by so much."""
        world = {}
        for side, flexion_deg, z in (("LEFT", left_deg, -0.1), ("RIGHT", right_deg, 0.1)):
            thigh = math.radians(flexion_deg)
            world[Landmark[f"{side}_SHOULDER"]] = (0.0, -0.5, z)
            world[Landmark[f"{side}_HIP"]] = (0.0, 0.0, z)
            world[Landmark[f"{side}_KNEE"]] = (0.4 * math.sin(thigh), 0.4 * math.cos(thigh), z)
        return make_pose(world=world)

    def test_flexion_is_the_mean_of_both_sides(self) -> None:
        pose = self.bend(30.0, 70.0)
        assert SIGNALS["hip_flexion"].compute(pose) == pytest.approx(50.0, abs=1e-3)
        assert SIGNALS["deeper_hip_flexion"].compute(pose) == pytest.approx(70.0, abs=1e-3)
        mirrored = self.bend(70.0, 30.0)
        assert SIGNALS["deeper_hip_flexion"].compute(mirrored) == pytest.approx(70.0, abs=1e-3)

    @pytest.mark.parametrize("name", ["hip_flexion", "deeper_hip_flexion"])
    @pytest.mark.parametrize("part", ["SHOULDER", "HIP", "KNEE"])
    def test_a_hidden_side_leaves_the_other(self, name: str, part: str) -> None:
        left, right = Landmark[f"LEFT_{part}"], Landmark[f"RIGHT_{part}"]
        compute, pose = SIGNALS[name].compute, self.bend(30.0, 70.0)
        assert compute(hide(pose, left)) == pytest.approx(70.0, abs=1e-3)
        assert compute(hide(pose, right)) == pytest.approx(30.0, abs=1e-3)
        assert math.isnan(compute(hide(pose, left, right)))


class TestTrunk:
    @pytest.mark.parametrize(
        ("shoulder", "lean_deg"),
        [((0, -100), 0), ((100, 0), 90), ((-100, 0), -90), ((100, -100), 45), ((-100, -100), -45)],
    )
    def test_lean_is_positive_towards_image_right(
        self, shoulder: tuple[float, float], lean_deg: float
    ) -> None:
        x, y = 300.0 + shoulder[0], 200.0 + shoulder[1]
        pose = make_pose(image={Landmark.LEFT_SHOULDER: (x, y), LEFT: (290.0, 200.0), RIGHT: (310.0, 200.0)})
        assert SIGNALS["trunk_lean"].compute(pose) == pytest.approx(lean_deg, abs=1e-4)
        assert SIGNALS["torso_length"].compute(pose) == pytest.approx(math.hypot(*shoulder))

    @pytest.mark.parametrize(
        ("shoulder", "inclination_deg"),
        [((0, -1, 0), 0), ((1, 0, 0), 90), ((0, 0, -1), 90), ((0.5, -1, 0), 26.565), ((0, 1, 0), 180)],
    )
    def test_inclination_needs_no_view(
        self, shoulder: tuple[float, float, float], inclination_deg: float
    ) -> None:
        pose = make_pose(world={Landmark.RIGHT_SHOULDER: shoulder, LEFT: (0, 0, 0.1), RIGHT: (0, 0, -0.1)})
        assert SIGNALS["world_trunk_inclination"].compute(pose) == pytest.approx(inclination_deg, abs=1e-3)

    def test_the_trunk_runs_between_the_midpoints_of_what_was_seen(self) -> None:
        points = np.full((33, 2), np.nan)
        points[11], points[12], points[23] = (10.0, 20.0), (30.0, 40.0), (50.0, 60.0)
        shoulder, hip = find_trunk(points)
        assert shoulder.tolist() == [20.0, 30.0]
        assert hip.tolist() == [50.0, 60.0]


ONE_ARM_UP = {
    Landmark.LEFT_SHOULDER: (0.0, -0.5, -0.2),
    Landmark.RIGHT_SHOULDER: (0.0, -0.5, 0.2),
    LEFT: (0.0, 0.0, -0.1),
    RIGHT: (0.0, 0.0, 0.1),
    Landmark.LEFT_WRIST: (0.0, -0.1, -0.2),
    Landmark.RIGHT_WRIST: (0.0, -0.75, 0.2),
}


class TestWrists:
    def test_the_lower_wrist_counts_in_torso_lengths(self) -> None:
        assert SIGNALS["wrist_drop"].compute(make_pose(world=ONE_ARM_UP)) == pytest.approx(0.8)

    def test_a_hidden_wrist_leaves_the_other(self) -> None:
        pose = make_pose(world=ONE_ARM_UP)
        compute = SIGNALS["wrist_drop"].compute
        assert compute(hide(pose, Landmark.LEFT_WRIST)) == pytest.approx(-0.5)
        assert compute(hide(pose, Landmark.RIGHT_WRIST)) == pytest.approx(0.8)
        assert math.isnan(compute(hide(pose, Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST)))
        assert math.isnan(compute(hide(pose, LEFT, RIGHT)))


class TestNearSide:
    @pytest.mark.parametrize("facing", ["right", "left"])
    def test_side_on_the_near_joints_read_their_sagittal_truth(self, facing: Facing) -> None:
        poses, track = film(facing, 0.0, distance_m=50.0)
        for joint in NEAR_JOINTS:
            truth = track.angles[f"{joint}_{facing}_sagittal"]
            assert read(f"near_{joint}_angle", poses) == pytest.approx(truth, abs=1.0)

    def test_it_is_the_side_of_the_nearer_shoulder(self) -> None:
        pose = make_pose(world=ONE_ARM_UP)
        assert find_near_side(pose) == 0
        assert find_near_side(mirror_pose(pose)) == 1

    def test_a_shoulder_out_of_sight_leaves_the_other(self) -> None:
        pose = make_pose(world=ONE_ARM_UP)
        assert find_near_side(hide(pose, Landmark.LEFT_SHOULDER)) == 1
        assert find_near_side(hide(pose, Landmark.RIGHT_SHOULDER)) == 0

    def test_a_right_angle_in_the_picture(self) -> None:
        pose = make_pose(
            image={
                Landmark.LEFT_SHOULDER: (0.0, 0.0),
                Landmark.LEFT_ELBOW: (0.0, 50.0),
                Landmark.LEFT_WRIST: (80.0, 50.0),
            }
        )
        assert SIGNALS["near_elbow_angle"].compute(pose) == pytest.approx(90.0)
        assert math.isnan(SIGNALS["near_elbow_angle"].compute(hide(pose, Landmark.LEFT_WRIST)))


def test_every_signal_has_its_name_and_a_known_unit() -> None:
    for name, signal in SIGNALS.items():
        assert signal.name == name
        assert signal.unit in {"deg", "px", "torso", "ratio", "m"}


@pytest.mark.parametrize("name", SIGNALS)
def test_nobody_seen_gives_no_number(name: str) -> None:
    assert math.isnan(SIGNALS[name].read(Pose.missing(0.0, (640, 480)), BodyScale()))
