"""Left and right of the whole body, put back where the pose model exchanged them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from formcheck.motion.flips import FlipRepairer
from formcheck.pose.landmarks import LANDMARK_COUNT, LEFT_RIGHT_PAIRS, Landmark, Pose
from formcheck.simulate import Camera, plan_set
from tests.motion_factory import make_poses

T_S = np.arange(0.0, 3.0, 0.1)
PLAN = plan_set("dumbbell_row", reps=1, tempo_s=(1.0, 0.5, 1.0, 0.5))


def exchange(pose: Pose) -> Pose:
    """The same body with left and right taken for one another, as the pose model now and then does."""
    order = np.arange(LANDMARK_COUNT)
    for left, right in LEFT_RIGHT_PAIRS:
        order[[left, right]] = right, left
    return replace(
        pose, image=pose.image[order], world=pose.world[order],
        visibility=pose.visibility[order], reliable=pose.reliable[order],
    )  # fmt: skip


def assert_same(one: Pose, other: Pose) -> None:
    for name in ("image", "world", "visibility", "reliable"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


@pytest.mark.parametrize("facing", ["right", "left"])
@pytest.mark.parametrize("yaw_deg", [-50.0, -20.0, 0.0, 20.0, 50.0])
def test_an_exchanged_body_is_put_back(facing: str, yaw_deg: float) -> None:
    poses = make_poses(PLAN, T_S, Camera(facing=facing, yaw_deg=yaw_deg))  # type: ignore[arg-type]
    repairer = FlipRepairer("hands")
    for number, pose in enumerate(poses):
        shown = exchange(pose) if number % 3 == 1 else pose
        assert_same(repairer.repair(shown), pose)


def test_a_body_seen_from_the_front_is_left_as_it_is() -> None:
    repairer = FlipRepairer("hands")
    for pose in make_poses(PLAN, T_S, Camera(yaw_deg=85.0)):
        assert repairer.repair(pose) is pose
        assert_same(repairer.repair(exchange(replace(pose, t_s=pose.t_s + 0.01))), exchange(pose))


def test_somebody_who_turns_round_is_followed() -> None:
    repairer = FlipRepairer("hands")
    first = make_poses(PLAN, T_S, Camera(facing="right"))
    second = [replace(pose, t_s=pose.t_s + 4.0) for pose in make_poses(PLAN, T_S, Camera(facing="left"))]
    for pose in first:
        repairer.repair(pose)
    late = [pose for pose in second if pose.t_s > 5.1]
    repaired = {pose.t_s: repairer.repair(pose) for pose in second}
    for pose in late:
        assert_same(repaired[pose.t_s], pose)


def test_nobody_and_unclear_facing_change_nothing() -> None:
    repairer = FlipRepairer("lean")
    missing = Pose.missing(0.0)
    assert repairer.repair(missing) is missing
    upright = make_poses(plan_set("romanian_deadlift", reps=1), np.array([0.1]))[0]
    assert abs(float(upright.image[Landmark.LEFT_SHOULDER, 0] - upright.image[Landmark.LEFT_HIP, 0])) < 20
    assert repairer.repair(upright) is upright
