"""The camera that sees a whole set as large as possible."""

import numpy as np
import pytest

from formcheck.simulate import MOVEMENTS, Build, Camera, plan_set, pose_figure, simulate_poses
from formcheck.simulate.equipment import USUAL_EQUIPMENT
from formcheck.simulate.framing import MARGIN, frame_set
from formcheck.simulate.skeleton import grip_point


@pytest.mark.parametrize("movement", sorted(MOVEMENTS))
@pytest.mark.parametrize("yaw_deg", [0.0, 40.0, 160.0])
def test_every_landmark_is_in_the_picture_and_one_side_is_filled(movement, yaw_deg):
    plan = plan_set(movement, 1)
    camera = frame_set(plan, Camera(yaw_deg=yaw_deg), USUAL_EQUIPMENT[movement])
    pixels = simulate_poses(plan, np.arange(0, 5, 0.1), camera).image.reshape(-1, 2)
    free = np.array(camera.size_px) * MARGIN
    assert (pixels > free - 2).all()
    assert (pixels < np.array(camera.size_px) - free + 2).all()
    assert (np.ptp(pixels, axis=0) / camera.size_px).max() > 0.6


def test_a_taller_person_is_filmed_from_further_away():
    near, far = (
        frame_set(plan_set("romanian_deadlift", 1, build=Build(stature))).distance_m for stature in (1.5, 2.0)
    )
    assert far / near == pytest.approx(2.0 / 1.5, rel=0.05)


def test_plates_need_room():
    plan = plan_set("conventional_deadlift", 1)
    bare = frame_set(plan, None, "barbell", plate_radius_m=0.01)
    assert frame_set(plan, None, "barbell").distance_m > bare.distance_m + 0.1


def test_a_bar_in_one_hand_points_ahead_and_needs_room_there():
    camera = frame_set(plan_set("suitcase_deadlift", 1), None, "barbell")
    hand = grip_point(pose_figure(plan_set("suitcase_deadlift", 1), [0.0, 3.2]), "right")
    for end in (-0.73, 0.73):
        x = camera.project(hand + np.array([end, 0.0, 0.0]))[:, 0]
        assert (x > 0).all()
        assert (x < camera.size_px[0]).all()


def test_facing_yaw_height_and_lens_stay_as_they_are():
    given = Camera(
        facing="left", yaw_deg=12.0, roll_deg=2.0, height_m=0.7, field_deg=30.0, size_px=(320, 240)
    )
    camera = frame_set(plan_set("bird_dog", 1), given)
    for name in ("facing", "yaw_deg", "roll_deg", "height_m", "field_deg", "size_px"):
        assert getattr(camera, name) == getattr(given, name)
