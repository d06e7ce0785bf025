"""Numbers of form: hand-made poses on whole pixels, whose angles and distances are arithmetic."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pytest

from formcheck.motion.catalogue import SIGNALS
from formcheck.pose.landmarks import Landmark, Pose
from tests.motion_factory import mirror_pose
from tests.unit.motion.pose_factory import distrust, hide, make_pose

TILT_DEG = math.degrees(math.atan2(3, 4))
"""Of a 3-4-5 triangle, from which the figures are built."""

SIDE = make_pose(
    image={  # faces image-right, the left side is near; the far side stands elsewhere
        Landmark.LEFT_SHOULDER: (360, 160), Landmark.RIGHT_SHOULDER: (360, 160),
        Landmark.LEFT_HIP: (300, 240), Landmark.RIGHT_HIP: (300, 240),
        Landmark.LEFT_KNEE: (300, 320), Landmark.RIGHT_KNEE: (420, 300),
        Landmark.LEFT_ANKLE: (252, 384), Landmark.RIGHT_ANKLE: (500, 410),
        Landmark.LEFT_HEEL: (240, 400), Landmark.RIGHT_HEEL: (500, 400),
        Landmark.LEFT_FOOT_INDEX: (290, 404), Landmark.RIGHT_FOOT_INDEX: (560, 430),
        Landmark.LEFT_ELBOW: (360, 210), Landmark.RIGHT_ELBOW: (320, 180),
        Landmark.LEFT_WRIST: (330, 250), Landmark.RIGHT_WRIST: (200, 100),
        Landmark.LEFT_EAR: (400, 120), Landmark.RIGHT_EAR: (380, 90),
        Landmark.NOSE: (430, 150),
    },
    world={
        Landmark.LEFT_SHOULDER: (0.3, -0.4, -0.2), Landmark.RIGHT_SHOULDER: (0.3, -0.4, 0.2),
        Landmark.LEFT_HIP: (0, 0, -0.1), Landmark.RIGHT_HIP: (0, 0, 0.1),
        Landmark.LEFT_KNEE: (0, 0.4, -0.1), Landmark.RIGHT_KNEE: (0, 0.4, 0.1),
        Landmark.LEFT_ANKLE: (-0.4, 0.4, -0.1), Landmark.RIGHT_ANKLE: (0, 0.8, 0.1),
    },
)  # fmt: skip
FRONT = make_pose(
    image={  # faces the camera: the left side is to the right
        Landmark.LEFT_SHOULDER: (380, 140), Landmark.RIGHT_SHOULDER: (300, 100),
        Landmark.LEFT_HIP: (340, 270), Landmark.RIGHT_HIP: (300, 260),
        Landmark.LEFT_KNEE: (350, 350), Landmark.RIGHT_KNEE: (310, 350),
        Landmark.LEFT_ANKLE: (350, 440), Landmark.RIGHT_ANKLE: (300, 440),
    },
    world={Landmark.LEFT_SHOULDER: (0.2, -0.5, 0), Landmark.RIGHT_SHOULDER: (-0.2, -0.5, 0)},
)  # fmt: skip

VALUES = {
    "near_hip_angle": (SIDE, 180 - TILT_DEG),
    "near_knee_angle": (SIDE, 180 - TILT_DEG),
    "near_elbow_angle": (SIDE, 180 - TILT_DEG),
    "world_knee_angle": (SIDE, 135.0),  # 90 left, 180 right
    "signed_hip": (SIDE, 180 - TILT_DEG),
    "gaze": (SIDE, -45.0),
    "head_length": (SIDE, math.hypot(30.0, 30.0)),
    "wrist_rise": (SIDE, -250.0),
    "wrist_leg_gap": (SIDE, 30.0),
    "wrist_foot_gap": (SIDE, 65.0),
    "heel_rise": (SIDE, 4.0),
    "heel_height": (SIDE, -400.0),
    "foot_length": (SIDE, math.hypot(50.0, 4.0)),
    "upper_arm_length": (SIDE, 0.5),
    "forearm_length": (SIDE, 0.5),
    "thigh_length": (SIDE, 0.8),
    "shank_length": (SIDE, 0.8),
    "elbow_behind": (SIDE, 0.2),  # the far one; the near one is 0.3 in front
    "shoulder_tilt": (FRONT, math.degrees(math.atan2(40, 80) - math.atan2(10, 40))),
    "side_lean": (FRONT, math.degrees(math.atan2(20, 145))),
    "hip_shift": (FRONT, -5.0),
    "knee_spread": (FRONT, 0.8),
}

NEEDED = {
    "near_hip_angle": "LEFT_SHOULDER LEFT_HIP LEFT_KNEE",
    "near_knee_angle": "LEFT_HIP LEFT_KNEE LEFT_ANKLE",
    "near_elbow_angle": "LEFT_SHOULDER LEFT_ELBOW LEFT_WRIST",
    "signed_hip": "LEFT_SHOULDER LEFT_HIP LEFT_KNEE",
    "gaze": "LEFT_EAR NOSE",
    "head_length": "LEFT_EAR NOSE",
    "wrist_rise": "LEFT_WRIST",
    "wrist_leg_gap": "LEFT_WRIST LEFT_HIP LEFT_KNEE LEFT_ANKLE",
    "wrist_foot_gap": "LEFT_WRIST LEFT_HEEL LEFT_FOOT_INDEX",
    "heel_rise": "LEFT_HEEL LEFT_FOOT_INDEX",
    "heel_height": "LEFT_HEEL",
    "foot_length": "LEFT_HEEL LEFT_FOOT_INDEX",
    "upper_arm_length": "LEFT_SHOULDER LEFT_ELBOW LEFT_WRIST",
    "forearm_length": "LEFT_SHOULDER LEFT_ELBOW LEFT_WRIST",
    "shoulder_tilt": "LEFT_SHOULDER RIGHT_SHOULDER LEFT_HIP RIGHT_HIP",
    "side_lean": "LEFT_SHOULDER RIGHT_SHOULDER LEFT_HIP RIGHT_HIP",
    "hip_shift": "LEFT_HIP RIGHT_HIP LEFT_ANKLE RIGHT_ANKLE",
    "knee_spread": "LEFT_KNEE RIGHT_KNEE LEFT_ANKLE RIGHT_ANKLE",
}
"""Landmarks that must be good enough to measure with."""

MIRRORED: Mapping[str, Callable[[float], float]] = {
    "signed_hip": lambda deg: 360.0 - deg,
    "gaze": lambda deg: 180.0 - deg,
    "wrist_leg_gap": lambda px: -px,
    "wrist_foot_gap": lambda px: -px,
    "shoulder_tilt": lambda deg: -deg,
    "side_lean": lambda deg: -deg,
    "hip_shift": lambda px: -px,
}
"""What a mirrored person reads; all others read the same."""


def read(name: str, pose: Pose) -> float:
    return SIGNALS[name].compute(pose)


def move(pose: Pose, **places: tuple[float, float]) -> Pose:
    """The pose with some landmarks elsewhere in the picture."""
    image = np.array(pose.image)
    for name, place in places.items():
        image[Landmark[name]] = place
    return replace(pose, image=image)


@pytest.mark.parametrize("name", VALUES)
class TestEverySignal:
    def test_it_reads_the_hand_made_value(self, name: str) -> None:
        pose, value = VALUES[name]
        assert read(name, pose) == pytest.approx(value, abs=1e-4)

    def test_a_mirrored_person_reads_what_the_docstring_says(self, name: str) -> None:
        pose, value = VALUES[name]
        expected = MIRRORED.get(name, lambda same: same)(value)
        got = read(name, mirror_pose(pose))
        if SIGNALS[name].unit == "deg":  # a full turn apart is the same angle
            got, expected = (got - expected + 180.0) % 360.0, 180.0
        assert got == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("name", NEEDED)
class TestReliability:
    def test_a_landmark_that_must_not_be_measured_with_gives_no_number(self, name: str) -> None:
        pose = VALUES[name][0]
        for landmark in NEEDED[name].split():
            assert math.isnan(read(name, distrust(pose, Landmark[landmark]))), landmark
            if "SHOULDER" not in landmark:  # without its shoulder the other side is the near one
                assert math.isnan(read(name, hide(pose, Landmark[landmark]))), landmark

    def test_no_other_landmark_matters(self, name: str) -> None:
        pose, value = VALUES[name]
        others = [one for one in Landmark if one.name not in NEEDED[name].split()]
        assert read(name, distrust(pose, *others)) == pytest.approx(value, abs=1e-4)


class TestKnees:
    def test_in_space_a_hidden_side_leaves_the_other(self) -> None:
        assert read("world_knee_angle", hide(SIDE, Landmark.RIGHT_KNEE)) == pytest.approx(90.0)
        assert read("world_knee_angle", hide(SIDE, Landmark.LEFT_ANKLE)) == pytest.approx(180.0)
        both = hide(SIDE, Landmark.LEFT_HIP, Landmark.RIGHT_KNEE)
        assert math.isnan(read("world_knee_angle", both))

    def test_feet_in_one_line_have_no_spread(self) -> None:
        assert math.isnan(read("knee_spread", move(FRONT, LEFT_ANKLE=(300, 440))))

    def test_knees_that_touch_have_a_spread_of_nothing(self) -> None:
        assert read("knee_spread", move(FRONT, LEFT_KNEE=(310, 350))) == 0.0


class TestHips:
    @pytest.mark.parametrize(
        ("shoulder", "expected_deg"),
        [
            ((300, 140), 180.0),
            ((375, 240), 90.0),  # bent to the horizontal
            ((375, 340), 90.0 - math.degrees(math.atan2(100, 75))),
            ((240, 160), 180.0 + TILT_DEG),  # leaning back: the hips are in front
        ],
    )
    def test_they_are_signed(self, shoulder: tuple[float, float], expected_deg: float) -> None:
        pose = move(SIDE, LEFT_SHOULDER=shoulder)
        assert read("signed_hip", pose) == pytest.approx(expected_deg, abs=1e-4)
        assert read("signed_hip", mirror_pose(pose)) == pytest.approx(360.0 - expected_deg, abs=1e-3)


class TestGaze:
    @pytest.mark.parametrize(
        ("nose", "expected_deg"),
        [((430, 120), 0.0), ((400, 150), -90.0), ((430, 90), 45.0), ((370, 150), -135.0)],
    )
    def test_it_is_the_elevation_of_the_nose(self, nose: tuple[float, float], expected_deg: float) -> None:
        assert read("gaze", move(SIDE, NOSE=nose)) == pytest.approx(expected_deg, abs=1e-4)


class TestWrist:
    @pytest.mark.parametrize(
        ("wrist", "gap_px"),
        [
            ((330, 320), 30.0),  # at the knee
            ((300, 352), 24.0),  # half-way down the shank, which stands at 276
            ((250, 352), -26.0),
            ((330, 240), math.nan),  # no lower than the hip
            ((330, 384), math.nan),  # no higher than the ankle
        ],
    )
    def test_it_is_held_against_the_leg_at_its_height(
        self, wrist: tuple[float, float], gap_px: float
    ) -> None:
        assert read("wrist_leg_gap", move(SIDE, LEFT_WRIST=wrist)) == pytest.approx(
            gap_px, abs=1e-4, nan_ok=True
        )

    def test_a_leg_that_does_not_point_down_has_no_gap(self) -> None:
        knee_up = move(SIDE, LEFT_KNEE=(360, 230))
        assert math.isnan(read("wrist_leg_gap", knee_up))

    def test_higher_is_more(self) -> None:
        higher = move(SIDE, LEFT_WRIST=(330, 200))
        assert read("wrist_rise", higher) - read("wrist_rise", SIDE) == pytest.approx(50.0)


class TestElbow:
    def test_the_hinder_one_counts_for_the_side_the_trunk_leans_to(self) -> None:
        near_only = hide(SIDE, Landmark.RIGHT_ELBOW)
        assert read("elbow_behind", near_only) == pytest.approx(-0.3, abs=1e-5)
        assert math.isnan(read("elbow_behind", hide(near_only, Landmark.LEFT_ELBOW)))
        assert math.isnan(read("elbow_behind", hide(SIDE, Landmark.LEFT_HIP, Landmark.RIGHT_HIP)))

    def test_one_that_must_not_be_measured_with_may_still_cover_the_back(self) -> None:
        assert read("elbow_behind", distrust(SIDE, Landmark.RIGHT_ELBOW)) == pytest.approx(0.2, abs=1e-5)


class TestFront:
    def test_a_level_trunk_has_no_tilt_even_on_slanting_ground(self) -> None:
        level = move(FRONT, LEFT_SHOULDER=(380, 120), LEFT_HIP=(340, 270), RIGHT_HIP=(300, 260))
        both = math.degrees(math.atan2(20, 80) - math.atan2(10, 40))
        assert both == pytest.approx(0.0)
        assert read("shoulder_tilt", level) == pytest.approx(0.0, abs=1e-4)

    @pytest.mark.parametrize(("left_y", "sign"), [(160, 1.0), (60, -1.0)])
    def test_the_tilt_is_positive_when_the_left_shoulder_is_lower(self, left_y: float, sign: float) -> None:
        assert sign * read("shoulder_tilt", move(FRONT, LEFT_SHOULDER=(380, left_y))) > 5.0

    def test_seen_from_behind_the_left_shoulder_is_still_the_left(self) -> None:
        behind = move(
            FRONT,
            LEFT_SHOULDER=(300, 140), RIGHT_SHOULDER=(380, 100), LEFT_HIP=(300, 270), RIGHT_HIP=(340, 260),
        )  # fmt: skip
        assert read("shoulder_tilt", behind) == pytest.approx(VALUES["shoulder_tilt"][1], abs=1e-4)
