"""Which limb is raised, how level it is, and when it must not be measured."""

from __future__ import annotations

import math

import numpy as np
import pytest

from formcheck.motion.catalogue import SIGNALS
from formcheck.motion.raised_limbs import (
    find_arm_line,
    find_leg_line,
    find_raised_arm,
    find_raised_leg,
    measure_raised_arm_side,
)
from formcheck.pose.landmarks import Landmark, Pose
from tests.motion_factory import mirror_pose
from tests.unit.motion.pose_factory import distrust, hide, make_pose

L = Landmark
TRUNK_PX, ARM_PX, THIGH_PX, SHANK_PX = 100.0, 110.0, 85.0, 85.0
HIP = np.array([300.0, 250.0])
NAMES = {
    "arm_line", "leg_line", "raised_knee", "raised_arm_side", "raised_leg_side", "hands_inside",
    "feet_inside", "hand_room", "foot_room", "hand_ahead", "knee_ahead", "hips_x", "hips_gap", "hips_across",
}  # fmt: skip


def point(elevation_deg: float, length_px: float, forward: bool) -> np.ndarray:
    angle = math.radians(elevation_deg)
    return length_px * np.array([math.cos(angle) if forward else -math.cos(angle), -math.sin(angle)])


def make(
    arms_deg: tuple[float, float] = (0.0, -90.0),
    thighs_deg: tuple[float, float] = (-90.0, 0.0),
    shanks_deg: tuple[float, float] = (0.0, 0.0),
    arm_px: float = ARM_PX,
) -> Pose:
    """Somebody on hands and knees who faces image-right, the right side nearer; (left, right) elevations.

    Shanks are given as elevations towards the feet, too.
    """
    shoulder = HIP + np.array([TRUNK_PX, 0.0])
    places: dict[Landmark, np.ndarray] = {}
    for side in (0, 1):
        knee = HIP + point(thighs_deg[side], THIGH_PX, forward=False)
        chain = {
            L.LEFT_SHOULDER: shoulder,
            L.LEFT_ELBOW: shoulder + point(arms_deg[side], 0.55 * arm_px, forward=True),
            L.LEFT_WRIST: shoulder + point(arms_deg[side], arm_px, forward=True),
            L.LEFT_HIP: HIP,
            L.LEFT_KNEE: knee,
            L.LEFT_ANKLE: knee + point(shanks_deg[side], SHANK_PX, forward=False),
        }
        places |= {L(left + side): place for left, place in chain.items()}
    image = {landmark: (float(x), float(y)) for landmark, (x, y) in places.items()}
    depth = {landmark: -0.15 if landmark % 2 == 0 else 0.15 for landmark in places}
    world = {
        landmark: (float(x - HIP[0]) / 200, float(y - HIP[1]) / 200, depth[landmark])
        for landmark, (x, y) in places.items()
    }
    return make_pose(image, world)


def read(name: str, pose: Pose) -> float:
    return SIGNALS[name].compute(pose)


class TestWhichLimb:
    def test_the_higher_one(self) -> None:
        pose = make()
        assert (find_raised_arm(pose), find_raised_leg(pose)) == (0, 1)
        other = make(arms_deg=(-90.0, 0.0), thighs_deg=(0.0, -90.0))
        assert (find_raised_arm(other), find_raised_leg(other)) == (1, 0)
        assert (read("raised_arm_side", pose), read("raised_leg_side", pose)) == (0.0, 1.0)

    def test_the_one_that_was_seen(self) -> None:
        pose = make()
        assert find_raised_arm(hide(pose, L.LEFT_WRIST)) == 1
        assert find_raised_arm(hide(pose, L.RIGHT_WRIST)) == 0
        assert find_raised_leg(hide(pose, L.LEFT_KNEE, L.RIGHT_KNEE)) is None
        assert math.isnan(measure_raised_arm_side(hide(pose, L.LEFT_WRIST, L.RIGHT_WRIST)))


class TestLines:
    @pytest.mark.parametrize("arm_deg", [-30.0, 0.0, 25.0])
    def test_the_arm_against_level(self, arm_deg: float) -> None:
        pose = make(arms_deg=(arm_deg, -90.0))
        for seen in (pose, mirror_pose(pose)):
            assert read("arm_line", seen) == pytest.approx(arm_deg, abs=0.01)

    @pytest.mark.parametrize("leg_deg", [-20.0, 0.0, 35.0])
    def test_the_leg_against_level(self, leg_deg: float) -> None:
        pose = make(thighs_deg=(-90.0, leg_deg), shanks_deg=(0.0, leg_deg))
        for seen in (pose, mirror_pose(pose)):
            assert read("leg_line", seen) == pytest.approx(leg_deg, abs=0.01)
            assert read("raised_knee", seen) == pytest.approx(180.0, abs=0.01)

    def test_a_bent_knee(self) -> None:
        pose = make(thighs_deg=(-90.0, 0.0), shanks_deg=(0.0, 40.0))
        assert read("raised_knee", pose) == pytest.approx(140.0, abs=0.01)
        assert read("leg_line", pose) == pytest.approx(20.0, abs=0.01)

    def test_a_line_names_its_ends(self) -> None:
        arm, leg = find_arm_line(make()), find_leg_line(make())
        assert arm is not None
        assert leg is not None
        assert (arm.root, arm.tip) == (L.LEFT_SHOULDER, L.LEFT_WRIST)
        assert (leg.root, leg.tip) == (L.RIGHT_HIP, L.RIGHT_ANKLE)

    @pytest.mark.parametrize("landmark", [L.LEFT_SHOULDER, L.LEFT_ELBOW, L.LEFT_WRIST])
    def test_an_arm_that_is_not_reliable_is_not_read(self, landmark: Landmark) -> None:
        assert math.isnan(read("arm_line", distrust(make(), landmark)))

    @pytest.mark.parametrize("landmark", [L.RIGHT_HIP, L.RIGHT_KNEE, L.RIGHT_ANKLE])
    def test_a_leg_that_is_not_reliable_is_not_read(self, landmark: Landmark) -> None:
        pose = distrust(make(), landmark)
        assert math.isnan(read("leg_line", pose))
        assert math.isnan(read("raised_knee", pose))

    @pytest.mark.parametrize(
        ("arm_px", "is_read"), [(110.0, True), (82.0, True), (78.0, False), (45.0, False)]
    )
    def test_an_arm_whose_hand_was_invented_is_too_short(self, arm_px: float, is_read: bool) -> None:
        assert math.isfinite(read("arm_line", make(arm_px=arm_px))) == is_read


class TestFraming:
    @pytest.mark.parametrize(
        ("place", "is_inside"),
        [((410.0, 250.0), 1.0), ((634.0, 250.0), 0.0), ((410.0, 476.0), 0.0), ((6.0, 250.0), 0.0)],
    )
    def test_hands_and_feet_inside(self, place: tuple[float, float], is_inside: float) -> None:
        """The picture is 640 × 480; 1 % at every edge does not count."""
        for name, landmark in (("hands_inside", L.LEFT_WRIST), ("feet_inside", L.RIGHT_ANKLE)):
            pose = make()
            image = np.array(pose.image)
            image[landmark] = place
            moved = Pose(0.0, image, pose.world, pose.visibility, pose.reliable, pose.flanks, pose.size_px)
            assert read(name, moved) == is_inside

    def test_a_hand_that_was_not_seen_is_outside(self) -> None:
        assert read("hands_inside", hide(make(), L.RIGHT_WRIST)) == 0.0
        assert math.isnan(read("hands_inside", Pose.missing(0.0, (640, 480))))

    def test_room_ahead_and_behind(self) -> None:
        """Shoulders at 400, hips at 300 of 640 pixels, in trunks of 100."""
        for pose in (make(), mirror_pose(make())):
            assert read("hand_room", pose) == pytest.approx(2.4, abs=0.011)
            assert read("foot_room", pose) == pytest.approx(3.0, abs=0.011)
        assert math.isnan(read("hand_room", Pose.missing(0.0, (640, 480))))


class TestSupport:
    def test_offsets_are_positive_ahead(self) -> None:
        pose = make(arms_deg=(-90.0, -60.0), thighs_deg=(-90.0, -80.0))
        for seen in (pose, mirror_pose(pose)):
            assert read("hand_ahead", seen) == pytest.approx(0.5 * ARM_PX, abs=0.01)
            assert read("knee_ahead", seen) == pytest.approx(
                -math.cos(math.radians(80.0)) * THIGH_PX, abs=0.01
            )

    def test_hips(self) -> None:
        pose = make()
        image = np.array(pose.image)
        image[L.LEFT_HIP] = (280.0, 262.0)
        tilted = Pose(0.0, image, pose.world, pose.visibility, pose.reliable, pose.flanks, pose.size_px)
        assert read("hips_x", tilted) == pytest.approx(290.0)
        assert read("hips_gap", tilted) == pytest.approx(12.0)
        assert read("hips_across", tilted) == pytest.approx(20.0)

    @pytest.mark.parametrize("name", ["hips_x", "hips_gap", "hips_across"])
    def test_a_hip_that_is_not_reliable_is_not_read(self, name: str) -> None:
        assert math.isnan(read(name, distrust(make(), L.LEFT_HIP)))

    def test_support_that_is_not_reliable_is_not_read(self) -> None:
        assert math.isnan(read("hand_ahead", distrust(make(), L.RIGHT_WRIST)))
        assert math.isnan(read("knee_ahead", distrust(make(), L.RIGHT_KNEE)))


@pytest.mark.parametrize("name", sorted(NAMES))
def test_of_nobody_nothing_is_read(name: str) -> None:
    assert math.isnan(read(name, Pose.missing(0.0, (640, 480))))
