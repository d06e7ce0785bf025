"""The part of a picture around an athlete: it stays inside, and every point stays where it was."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from formcheck.fault_pictures.scene import LONGER_SIDE_PX, SHAPE, choose_crop, make_scene
from tests.picture_factory import paint
from tests.unit.fault_pictures.lifter_factory import make_finding, make_lifter

FINDING = make_finding("spinal_rounding", 2, 20.0)


@pytest.mark.parametrize(("width", "height"), [(640, 480), (480, 640), (320, 240), (1920, 1080), (60, 40)])
@pytest.mark.parametrize("seed", range(6))
def test_a_crop_lies_inside_the_picture(width: int, height: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = rng.uniform(-0.2, 1.2, (33, 2)) * (width, height) * rng.uniform(0.01, 1.0)
    points[rng.random(33) < 0.4] = np.nan
    left, top, right, bottom = choose_crop(points, width, height)
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height


def test_a_crop_holds_the_body_with_a_margin() -> None:
    left, top, right, bottom = choose_crop(np.array([[300.0, 200.0], [340.0, 300.0]]), 640, 480)
    assert (top, bottom) == (180, 320)  # 20 % of 100 above and below
    assert right - left == pytest.approx(SHAPE[0] * 140, abs=1)
    assert (left + right) / 2 == pytest.approx(320, abs=1)


def test_a_lying_body_gets_room_above() -> None:
    left, top, right, bottom = choose_crop(np.array([[100.0, 200.0], [500.0, 210.0]]), 640, 480)
    assert (right - left) / (bottom - top) == pytest.approx(SHAPE[1], abs=0.02)


def test_a_crop_at_the_edge_is_moved_and_not_made_smaller() -> None:
    middle = choose_crop(np.array([[300.0, 200.0], [340.0, 300.0]]), 640, 480)
    corner = choose_crop(np.array([[0.0, 0.0], [40.0, 100.0]]), 640, 480)
    assert (corner[2] - corner[0], corner[3] - corner[1]) == (middle[2] - middle[0], middle[3] - middle[1])
    assert corner[:2] == (0, 0)


def test_one_point_alone_is_enough() -> None:
    left, top, right, bottom = choose_crop(np.array([[5.0, 5.0], [np.nan, np.nan]]), 640, 480)
    assert right - left >= 8
    assert bottom - top >= 8


def test_the_longer_side_is_the_promised_one() -> None:
    for picture in (paint(), paint(1280, 960), paint(320, 240)):
        assert max(make_scene(picture, make_lifter(), FINDING).picture.shape[:2]) == LONGER_SIDE_PX


def test_points_move_with_the_picture() -> None:
    pose = make_lifter()
    picture = paint(1280, 960)  # analysed at 640 × 480
    knee = pose.image[26]
    x, y = (2 * knee).astype(int)
    picture[y - 4 : y + 5, x - 4 : x + 5] = (0, 0, 255)
    scene = make_scene(picture, pose, FINDING)
    rows, columns = np.nonzero(scene.picture[..., 2] > 200)
    assert (columns.mean(), rows.mean()) == pytest.approx(scene.points[26].tolist(), abs=2)
    np.testing.assert_allclose(scene.place(pose.image), scene.points)


def test_the_back_is_in_the_crop_even_when_it_lies_outside_of_the_joints() -> None:
    pose = make_lifter(lean_deg=95.0, depth=0.5)
    scene = make_scene(paint(), pose, FINDING)
    back = scene.place(pose.flanks[0])
    assert (back > 0).all()
    assert (back < scene.picture.shape[1::-1]).all()


def test_the_picture_given_stays_as_it_was() -> None:
    picture = paint()
    make_scene(picture, make_lifter(), FINDING).picture[:] = 0
    np.testing.assert_array_equal(picture, paint())


def test_a_measure_is_called_by_its_file() -> None:
    assert FINDING.measure_name == "back_arc"
    assert make_finding("neck_craning", 2, 40.0).measure_name == "gaze_angle"


def test_a_pose_of_another_size_is_placed_by_its_own() -> None:
    pose = make_lifter()
    half = replace(pose, image=pose.image / 2, flanks=pose.flanks / 2, size_px=(320, 240))
    np.testing.assert_allclose(
        make_scene(paint(), half, FINDING).points, make_scene(paint(), pose, FINDING).points, atol=1e-3
    )
