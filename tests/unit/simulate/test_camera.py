"""Projection of known points."""

import numpy as np
import pytest

from formcheck.simulate import Camera


def test_the_target_is_in_the_middle():
    for camera in (Camera(), Camera(facing="left", yaw_deg=40.0, height_m=1.6), Camera(roll_deg=10.0)):
        x, y, z = camera.project(camera.target_m)
        assert (x, y) == pytest.approx((320.0, 240.0))
        assert z == pytest.approx(np.linalg.norm(np.array(camera.target_m) - camera.position_m))


def test_a_metre_ahead_is_focal_over_distance_pixels_to_the_side():
    target = (0.0, 0.0, 0.9)
    right = Camera(facing="right", height_m=0.9, target_m=target)
    left = Camera(facing="left", height_m=0.9, target_m=target)
    for camera, sign in ((right, 1.0), (left, -1.0)):
        pixel = camera.project([1.0, 0.0, 0.9])[:2]
        assert pixel == pytest.approx([320.0 + sign * camera.focal_px / 3.4, 240.0])


def test_up_is_up():
    camera = Camera(height_m=0.9, target_m=(0.0, 0.0, 0.9))
    assert camera.project([0.0, 0.0, 1.9])[1] == pytest.approx(240.0 - camera.focal_px / 3.4)


def test_yaw_90_looks_into_the_face():
    camera = Camera(yaw_deg=90.0, target_m=(0.0, 0.0, 0.9), height_m=0.9)
    assert camera.position_m == pytest.approx([3.4, 0.0, 0.9])
    assert camera.project([0.0, 0.5, 0.9])[0] > 320.0  # the figure's left is on the picture's right


def test_roll_turns_the_picture_the_other_way():
    upright, rolled = Camera(), Camera(roll_deg=20.0)
    point = np.array([0.05, 0.0, 1.5])
    a, b = (camera.project(point)[:2] - (320.0, 240.0) for camera in (upright, rolled))
    turn = np.degrees(np.arctan2(a[0] * b[1] - a[1] * b[0], a @ b))
    assert turn == pytest.approx(-20.0)
    assert np.hypot(*a) == pytest.approx(np.hypot(*b))


def test_behind_the_lens_is_nan():
    assert np.isnan(Camera().project([0.0, -9.0, 1.0])).all()
