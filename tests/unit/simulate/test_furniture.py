"""Boxes that stand in the room."""

import numpy as np
import pytest

from formcheck.simulate.furniture import (
    BENCH_WIDE_M,
    PAD,
    PAD_THICK_M,
    build_bench,
    build_row_machine,
    draw_furniture,
    stretch_box,
)
from formcheck.simulate.rasterizer import find_normals


def test_a_box_is_stretched_between_two_points_and_stays_level_across():
    box = stretch_box((0.0, 0.0, 0.0), (3.0, 0.0, 4.0), 0.4, 0.2, PAD)
    assert box.half_m == pytest.approx((2.5, 0.2, 0.1))
    np.testing.assert_allclose(box.center, [1.5, 0.0, 2.0])
    np.testing.assert_allclose(box.axes.T @ box.axes, np.eye(3), atol=1e-12)
    assert box.axes[2, 1] == pytest.approx(0.0)
    upright = stretch_box((0.0, 0.0, 0.0), (0.0, 2.0, 0.0), 0.4, 0.2, PAD)
    np.testing.assert_allclose(np.abs(upright.axes[:, 0]), [0.0, 1.0, 0.0])


def test_a_box_holds_what_is_inside_and_moves_with_it():
    box = stretch_box((0.0, 0.0, 1.0), (2.0, 0.0, 1.0), 0.4, 0.2, PAD)
    points = np.array(
        [[1.0, 0.0, 1.0], [1.9, 0.19, 1.09], [1.0, 0.21, 1.0], [2.1, 0.0, 1.0], [1.0, 0.0, 1.2]]
    )
    assert box.holds(points).tolist() == [True, True, False, False, False]
    assert box.move((0.0, 0.0, 0.2)).holds(points).tolist() == [False, False, False, False, True]


@pytest.mark.parametrize("end", [(1.2, 0.3, 0.5), (1.0, 0.3, 1.1)])
def test_a_bench_has_its_surface_where_it_is_asked_for_and_stands_on_the_floor(end):
    start = np.array([0.2, 0.3, 0.5])
    pad, *posts = build_bench(start, end, 1.0)
    assert pad.half_m[1:] == pytest.approx((BENCH_WIDE_M / 2, PAD_THICK_M / 2))
    up = pad.axes[:, 2] * np.sign(pad.axes[2, 2])
    for point in (start, np.array(end), 0.5 * (start + end)):
        assert (point - pad.center) @ up == pytest.approx(pad.half_m[2])
    assert len(posts) == 4
    for post in posts:
        drawn = draw_furniture([post])[0].points
        assert -0.03 <= drawn[..., 2].min() < 0.01


def test_a_row_machine_has_seat_plates_and_pulley_where_they_are_asked_for():
    soles = [np.array([0.8, y, 0.2]) for y in (0.1, -0.1)]
    up = np.array([-0.6, 0.0, 0.8])
    seat, *rest = build_row_machine((0.0, 0.0, 0.4), soles, up, (1.5, 0.0, 0.6), 1.0)
    assert seat.center[2] + seat.half_m[2] == pytest.approx(0.4)
    for sole, plate in zip(soles, rest[:2], strict=True):
        assert (sole - plate.center) @ up == pytest.approx(plate.half_m[2])
        np.testing.assert_allclose(np.cross(sole - plate.center, up), 0.0, atol=1e-12)
    assert any(box.holds([1.5, 0.0, 0.6]) for box in rest)


def test_a_drawn_box_is_closed_faces_outward_and_is_no_person():
    box = stretch_box((0.0, 0.0, 1.0), (1.0, 0.0, 1.0), 0.4, 0.2, PAD)
    patch = draw_furniture([box])[0]
    assert not patch.person
    points = patch.points
    np.testing.assert_array_equal(points[:, 0], points[:, -1])
    inside = (points - box.center.astype(np.float32)) @ box.axes.astype(np.float32)
    np.testing.assert_allclose(np.abs(inside).max(axis=(0, 1)), box.half_m, rtol=1e-5)
    assert np.linalg.norm(points[[0, -1]] - points[[0, -1]].mean(axis=1, keepdims=True), axis=2).max() < 0.01
    normals = find_normals(points)
    outward = ((points - points.mean(axis=(0, 1))) * normals).sum(-1)
    assert (outward[4:-4] > 0).all()
