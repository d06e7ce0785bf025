"""Hands that close around a point, and bars that turn about one end."""

import numpy as np
import pytest

from formcheck.simulate import Build
from formcheck.simulate.pull import Lever, hold_grip
from formcheck.simulate.skeleton import build_trunk, grip_point


def _stand(count=1):
    root = np.broadcast_to(np.array([0.0, 0.0, 0.9]), (count, 3))
    return build_trunk(root, np.zeros(count))


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("curl_deg", [0.0, 20.0, 50.0])
def test_a_hand_closes_around_a_point_whatever_its_wrist_does(side, curl_deg):
    skeleton, build = _stand(), Build()
    grip = skeleton.joints[f"shoulder_{side}"] + np.array([0.25, 0.02, -0.3])
    hold_grip(skeleton, side, grip, np.array([[-1.0, 0.0, -0.3]]), np.array([curl_deg]))
    np.testing.assert_allclose(grip_point(skeleton, side), grip, atol=1e-9)
    elbow, wrist = (skeleton.joints[f"{name}_{side}"][0] for name in ("elbow", "wrist"))
    forearm = (wrist - elbow) / build.forearm_m
    assert np.linalg.norm(forearm) == pytest.approx(1.0)
    bend = np.degrees(np.arccos(np.clip(forearm @ skeleton.directions[f"hand_{side}"][0], -1.0, 1.0)))
    assert bend == pytest.approx(curl_deg, abs=0.1)
    if curl_deg:
        assert skeleton.directions[f"hand_{side}"][0, 2] < forearm[2]  # towards the hips


def test_a_point_out_of_reach_is_reached_for_with_a_straight_arm():
    skeleton, build = _stand(), Build()
    shoulder = skeleton.joints["shoulder_left"]
    hold_grip(
        skeleton, "left", shoulder + np.array([2.0, 0.0, 0.0]), np.array([[0.0, 0.0, -1.0]]), np.zeros(1)
    )
    away = grip_point(skeleton, "left") - shoulder
    assert away[0, 0] == pytest.approx(build.arm_m + build.grip_m, rel=1e-3)
    np.testing.assert_allclose(away[0, 1:], 0.0, atol=1e-9)


def test_an_arm_hangs_down_to_a_bar_by_the_law_of_cosines():
    lever = Lever(np.zeros(3), 3.0)
    shoulder = np.array([[3.0, 0.0, 4.0]])  # 5 from the pivot, 4 from the bar when it lies level
    assert lever.hang(shoulder, 0.0, 4.0)[0] == pytest.approx(0.0)
    np.testing.assert_allclose(lever.point_at(np.zeros(1), 0.2), [[3.0, 0.2, 0.0]])
    sideways = lever.hang(shoulder, 3.0, 5.0)[0]  # 3 aside: 4 remain in the bar's plane
    assert sideways == pytest.approx(0.0)


def test_a_bar_points_at_its_target():
    lever = Lever(np.array([1.0, 0.0, 1.0]), 2.0)
    angle = lever.aim(np.array([[4.0, 0.5, 4.0]]))
    assert np.degrees(angle)[0] == pytest.approx(45.0)
    on_bar = lever.point_at(angle, 0.0)
    np.testing.assert_allclose(on_bar, [[1.0 + np.sqrt(2.0), 0.0, 1.0 + np.sqrt(2.0)]])
