"""Limbs reach what they reach for, with bones of constant length."""

import numpy as np
import pytest

from formcheck.simulate import MOVEMENTS, Build, lay_out, plan_set, pose_figure
from formcheck.simulate.skeleton import REACH, bend_two_bones


def test_two_bones_reach_a_target_within_reach():
    target = np.array([[0.3, 0.1, -0.2], [0.0, 0.0, -0.5]])
    middle, end = bend_two_bones(np.zeros((2, 3)), target, 0.3, 0.25, np.array([-1.0, 0.0, 0.0]))
    np.testing.assert_allclose(end, target, atol=1e-12)
    np.testing.assert_allclose(np.linalg.norm(middle, axis=1), 0.3)
    np.testing.assert_allclose(np.linalg.norm(end - middle, axis=1), 0.25)
    assert (middle[:, 0] < target[:, 0] * 0.55).all()  # bent towards the pole


def test_two_bones_stretch_towards_a_target_out_of_reach():
    _, end = bend_two_bones(
        np.zeros((1, 3)), np.array([[0.0, 0.0, -9.0]]), 0.3, 0.25, np.array([1.0, 0.0, 0.0])
    )
    np.testing.assert_allclose(end, [[0.0, 0.0, -0.55 * REACH]], atol=1e-9)


@pytest.mark.parametrize("movement", sorted(MOVEMENTS))
def test_bones_keep_their_length(movement):
    build = Build(stature_m=1.7)
    plan = plan_set(movement, 2, build=build)
    skeleton = pose_figure(plan, np.linspace(0.0, lay_out(plan).duration_s, 60))
    for side in ("left", "right"):
        for a, b, length in (
            ("hip", "knee", build.thigh_m),
            ("knee", "ankle", build.shank_m),
            ("shoulder", "elbow", build.upper_arm_m),
            ("elbow", "wrist", build.forearm_m),
        ):
            bone = skeleton.joints[f"{b}_{side}"] - skeleton.joints[f"{a}_{side}"]
            np.testing.assert_allclose(np.linalg.norm(bone, axis=1), length, rtol=1e-6)


@pytest.mark.parametrize(
    "movement", [m for m, kind in sorted(MOVEMENTS.items()) if kind.family != "bird_dog"]
)
def test_feet_stand_still(movement):
    plan = plan_set(movement, 2)
    skeleton = pose_figure(plan, np.linspace(0.0, lay_out(plan).duration_s, 60))
    standing = ("right",) if movement.startswith("single_leg") else ("left", "right")
    for side in standing:
        assert np.ptp(skeleton.joints[f"ankle_{side}"], axis=0).max() < 0.004


@pytest.mark.parametrize(
    ("movement", "fault"), [(name, fault) for name, m in sorted(MOVEMENTS.items()) for fault in m.shown_from]
)
def test_motion_is_continuous_when_a_fault_comes_and_goes(movement, fault):
    """No joint moves faster than 4 m/s: a jump between two repetitions would."""
    shown = MOVEMENTS[movement].shown_from[fault]
    plan = plan_set(movement, 3, faults={fault: (shown, 0.0, shown)})
    skeleton = pose_figure(plan, np.arange(0.0, lay_out(plan).duration_s, 0.01))
    for name, joint in skeleton.joints.items():
        speed = np.linalg.norm(np.diff(joint, axis=0), axis=1) / 0.01
        assert speed.max() < 4.0, name
