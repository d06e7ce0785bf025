"""Angles between vectors whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from formcheck.motion.geometry import average_seen, mean_seen, measure_angle_deg, measure_joint_angle_deg

NAN = float("nan")


@pytest.mark.parametrize(
    ("u", "v", "angle_deg"),
    [
        ((1, 0), (3, 0), 0.0),
        ((1, 0), (0, 2), 90.0),
        ((1, 0), (0, -2), 90.0),
        ((1, 0), (-5, 0), 180.0),
        ((1, 0), (1, 1), 45.0),
        ((0, 0, 1), (0, 0, 4), 0.0),
        ((0, 0, 1), (1, 1, 0), 90.0),
        ((1, 2, 3), (-1, -2, -3), 180.0),
        ((1, 0, 0), (-1, 0, np.sqrt(3)), 120.0),
    ],
)
def test_known_angles(u: tuple[float, ...], v: tuple[float, ...], angle_deg: float) -> None:
    assert measure_angle_deg(np.array(u, float), np.array(v, float)) == pytest.approx(angle_deg, abs=1e-9)


def test_an_angle_is_precise_near_straight() -> None:
    for off_deg in (1e-4, 1e-3, 1e-2):
        off = np.deg2rad(off_deg)
        bent = np.array([-np.cos(off), np.sin(off)])
        assert measure_angle_deg(np.array([1.0, 0.0]), bent) == pytest.approx(180.0 - off_deg, abs=1e-5)


def test_an_angle_does_not_depend_on_length_or_direction() -> None:
    rng = np.random.default_rng(1)
    turn, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    u, v = rng.normal(size=(2, 100, 3))
    angles_deg = measure_angle_deg(u, v)
    assert angles_deg.shape == (100,)
    np.testing.assert_allclose(measure_angle_deg(7.0 * u @ turn, 0.1 * v @ turn), angles_deg, atol=1e-6)
    np.testing.assert_allclose(measure_angle_deg(v, u), angles_deg, atol=1e-9)
    np.testing.assert_allclose(np.cos(np.deg2rad(angles_deg)) * np.hypot(*np.linalg.norm([u, u], axis=2)),
                               (u * v).sum(1) / np.linalg.norm(v, axis=1) * np.sqrt(2.0))  # fmt: skip


@pytest.mark.parametrize("angle_deg", [0.0, 37.0, 90.0, 145.0, 180.0])
def test_a_joint_is_measured_between_its_bones(angle_deg: float) -> None:
    joint = np.array([120.0, -40.0])
    bend = np.deg2rad(angle_deg)
    first, last = joint + np.array([50.0, 0.0]), joint + 30.0 * np.array([np.cos(bend), np.sin(bend)])
    assert measure_joint_angle_deg(first, joint, last) == pytest.approx(angle_deg, abs=1e-6)


@pytest.mark.parametrize("hidden", [0, 1, 2])
def test_a_hidden_point_hides_the_angle(hidden: int) -> None:
    points = np.array([[0.0, 1.0], [0.0, 0.0], [1.0, 0.0]])
    points[hidden, 1] = np.nan
    assert np.isnan(measure_joint_angle_deg(*points))


def test_hidden_joints_leave_the_others_alone() -> None:
    first, joint, last = np.zeros((3, 2, 3))
    first[:, 0], last[:, 1] = 1.0, 1.0
    joint[1] = np.nan
    np.testing.assert_array_equal(measure_joint_angle_deg(first, joint, last), [90.0, NAN])


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((1, 2, 3), (3, 4, 7), (2, 3, 5)),
        ((NAN, NAN, NAN), (3, 4, 7), (3, 4, 7)),
        ((1, 2, 3), (NAN, NAN, NAN), (1, 2, 3)),
        ((NAN, NAN, NAN), (NAN, NAN, NAN), (NAN, NAN, NAN)),
    ],
)
def test_the_average_is_of_what_was_seen(
    a: tuple[float, ...], b: tuple[float, ...], expected: tuple[float, ...]
) -> None:
    np.testing.assert_array_equal(average_seen(np.array(a, float), np.array(b, float)), expected)


@pytest.mark.parametrize(
    ("left", "right", "expected"), [(2.0, 5.0, 3.5), (2.0, NAN, 2.0), (NAN, 5.0, 5.0), (NAN, NAN, NAN)]
)
def test_the_mean_is_of_the_sides_seen(left: float, right: float, expected: float) -> None:
    assert mean_seen(left, right) == pytest.approx(expected, nan_ok=True)
