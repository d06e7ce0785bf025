"""The single-leg hinge: one leg carries, the other is in line with the trunk."""

from dataclasses import replace

import numpy as np
import pytest

from formcheck.simulate import Build, lay_out, measure_angles, measure_reps, plan_set, pose_figure
from formcheck.simulate.anatomy import BUILDS
from formcheck.simulate.skeleton import SIDES, grip_point, middle
from formcheck.simulate.stance import lean_shank

MOVEMENT = "single_leg_romanian_deadlift"
BOTTOM_S = 3.2
LEVEL_M = 0.03
"""Heel and toe landmarks lie so far above the sole (1.78 m figure)."""


def _pose(t_s, **options):
    return pose_figure(plan_set(MOVEMENT, 1, **options), np.atleast_1d(t_s))


def _other(side):
    return "right" if side == "left" else "left"


@pytest.mark.parametrize("side", ["left", "right"])
def test_angles_at_the_bottom_follow_from_the_style(side):
    angles = {name: float(a[0]) for name, a in measure_angles(_pose(BOTTOM_S, side=side)).items()}
    assert angles["trunk"] == pytest.approx(78.0, abs=1e-6)
    assert angles[f"knee_{side}"] == pytest.approx(180.0 - 22.0, abs=0.2)
    thigh_deg = 22.0 - float(lean_shank(np.array(22.0)))
    assert angles[f"hip_{side}_sagittal"] == pytest.approx(180.0 - 78.0 - thigh_deg, abs=0.3)
    assert angles[f"knee_{_other(side)}"] == pytest.approx(172.0, abs=0.2)


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("body", sorted(BUILDS))
def test_the_free_leg_is_in_line_with_the_trunk_wherever_it_is_off_the_floor(side, body):
    t_s = np.linspace(1.9, 4.0, 8)  # from a third of the way down to a third of the way up
    skeleton = _pose(t_s, side=side, build=BUILDS[body])
    free = _other(side)
    trunk = middle(skeleton, "shoulder") - middle(skeleton, "hip")
    leg = skeleton.joints[f"ankle_{free}"] - skeleton.joints[f"hip_{free}"]
    np.testing.assert_allclose(
        np.arctan2(trunk[:, 0], trunk[:, 2]), np.arctan2(-leg[:, 0], -leg[:, 2]), atol=1e-6
    )
    np.testing.assert_allclose(leg[:, 1], 0.0, atol=1e-9)
    at_depth = t_s[(t_s > 3.0) & (t_s < 3.4)]
    deep = _pose(at_depth, side=side, build=BUILDS[body])
    shank = deep.joints[f"ankle_{free}"] - deep.joints[f"hip_{free}"]
    np.testing.assert_allclose((deep.directions[f"foot_{free}"] * shank).sum(-1), 0.0, atol=0.08)


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_standing_foot_stays_the_free_foot_never_sinks_and_both_rest_at_home(side):
    plan = plan_set(MOVEMENT, 2, side=side)
    skeleton = pose_figure(plan, np.arange(0.0, lay_out(plan).duration_s, 0.02))
    assert np.ptp(skeleton.joints[f"ankle_{side}"], axis=0).max() < 0.004
    for part in ("heel", "toe"):
        assert skeleton.joints[f"{part}_{_other(side)}"][:, 2].min() >= LEVEL_M - 1e-3
    assert skeleton.joints[f"ankle_{_other(side)}"][:, 2].max() > 0.6
    at_rest = pose_figure(plan, [0.0, measure_reps(plan)[0].planned_s["back"][1] + 0.2])
    for foot, _ in SIDES:
        np.testing.assert_allclose(at_rest.joints[f"ankle_{foot}"][:, 2], Build().ankle_height_m, atol=1e-3)
    np.testing.assert_allclose(middle(at_rest, "hip")[:, 1], 0.0, atol=1e-9)


@pytest.mark.parametrize(("side", "sign"), SIDES)
def test_body_and_load_go_over_the_standing_foot(side, sign):
    skeleton = _pose(BOTTOM_S, side=side)
    hips = sign * middle(skeleton, "hip")[0, 1]
    foot = sign * skeleton.joints[f"ankle_{side}"][0, 1]
    assert 0.8 * foot < hips < foot
    hands = [grip_point(skeleton, hand)[0] for hand, _ in SIDES]
    assert sign * np.mean(hands, axis=0)[1] == pytest.approx(hips, abs=1e-3)
    knee_height = skeleton.joints[f"knee_{side}"][0, 2]
    assert max(hand[2] for hand in hands) < knee_height


def test_legs_take_turns_without_a_jump_even_after_a_soft_lockout():
    plan = plan_set(MOVEMENT, 4, faults={"soft_lockout": 20.0})
    sides = ("left", "right", "left", "right")
    turns = replace(plan, reps=tuple(replace(r, side=s) for r, s in zip(plan.reps, sides, strict=True)))
    t_s = np.arange(0.0, lay_out(turns).duration_s, 0.01)
    skeleton = pose_figure(turns, t_s)
    for name, joint in skeleton.joints.items():
        assert (np.linalg.norm(np.diff(joint, axis=0), axis=1) / 0.01).max() < 4.0, name
    reps = measure_reps(turns)
    assert [rep.side for rep in reps] == list(sides)
    for rep, side in zip(reps, sides, strict=True):
        ankles = pose_figure(turns, [rep.turn_s]).joints
        assert ankles[f"ankle_{_other(side)}"][0, 2] > 0.6
        assert ankles[f"ankle_{side}"][0, 2] < 0.1
