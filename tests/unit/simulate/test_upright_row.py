"""The upright row: hands straight up before the body, elbows leading."""

import numpy as np
import pytest
from numpy.typing import ArrayLike

from formcheck.simulate import lay_out, measure_angles, measure_timing_signal, plan_set, pose_figure
from formcheck.simulate.anatomy import BUILDS
from formcheck.simulate.skeleton import SIDES, grip_point, middle
from formcheck.simulate.upright_row import TRUNK_DEG

TOP_S = 3.2


def _pose(t_s: ArrayLike = TOP_S, **options):
    return pose_figure(plan_set("upright_row", 1, **options), np.atleast_1d(t_s))


def _pose_all(**options):
    plan = plan_set("upright_row", 1, **options)
    return pose_figure(plan, np.arange(0.0, lay_out(plan).duration_s, 0.05))


def _measure_upper_arm(skeleton, side):
    """Elevation of the upper arm above level, degrees."""
    bone = skeleton.joints[f"elbow_{side}"] - skeleton.joints[f"shoulder_{side}"]
    return np.degrees(np.arcsin(bone[:, 2] / np.linalg.norm(bone, axis=1)))


@pytest.mark.parametrize("body", sorted(BUILDS))
@pytest.mark.parametrize("above_deg", [0.0, 10.0, 18.0, 29.0])
def test_the_upper_arms_end_level_or_as_much_above_as_is_dialled(body, above_deg):
    skeleton = _pose(build=BUILDS[body], faults={"elbows_too_high": above_deg})
    for side, _ in SIDES:
        assert _measure_upper_arm(skeleton, side)[0] == pytest.approx(above_deg, abs=0.01)


@pytest.mark.parametrize("body", sorted(BUILDS))
def test_the_elbow_leads_and_the_wrist_never_passes_it(body):
    skeleton = _pose_all(build=BUILDS[body])
    for side, _ in SIDES:
        lead = skeleton.joints[f"elbow_{side}"][:, 2] - skeleton.joints[f"wrist_{side}"][:, 2]
        assert lead.min() > 0.1 * BUILDS[body].scale


@pytest.mark.parametrize("body", sorted(BUILDS))
def test_hands_go_straight_up_before_the_body_at_one_width(body):
    build = BUILDS[body]
    skeleton = _pose_all(build=build)
    left, right = (grip_point(skeleton, side) for side, _ in SIDES)
    np.testing.assert_allclose(left, right * [1.0, -1.0, 1.0], atol=1e-6)
    np.testing.assert_allclose(left[:, 1], 0.2 * build.scale, atol=1e-3)
    ahead = left[:, 0] - middle(skeleton, "hip")[:, 0]
    assert ahead.min() > 0.1 * build.scale
    rise = np.ptp(left[:, 2])
    assert np.ptp(left[:, 0]) < 0.2 * rise
    shoulder, hip = (middle(skeleton, name)[:, 2] for name in ("shoulder", "hip"))
    assert left[0, 2] < hip[0]
    top = left[:, 2].argmax()
    assert 0.45 < (left[top, 2] - hip[top]) / (shoulder[top] - hip[top]) < 0.75


def test_it_is_done_standing_tall():
    angles = measure_angles(_pose_all())
    np.testing.assert_allclose(angles["trunk"], TRUNK_DEG, atol=1e-6)
    assert angles["knee_left"].min() > 170.0
    assert angles["elbow_left"][0] > 155.0


def test_the_timing_signal_is_the_wrist_below_the_hip_in_torso_lengths():
    plan, t_s = plan_set("upright_row", 1), np.array([0.0, 2.0, TOP_S])
    skeleton = pose_figure(plan, t_s)
    hip, shoulder = (middle(skeleton, name) for name in ("hip", "shoulder"))
    up = shoulder - hip
    expected = -((skeleton.joints["wrist_left"] - hip) * up).sum(-1) / (up * up).sum(-1)
    np.testing.assert_allclose(measure_timing_signal(plan, t_s), expected, atol=1e-9)
    assert expected[0] > 0.0 > -0.5 > expected[-1]


def test_one_hand_left_behind_counts_half():
    plans = [plan_set("upright_row", 1, faults=faults) for faults in ({}, {"uneven_sides": 0.4})]
    signals = [float(measure_timing_signal(plan, [TOP_S])[0]) for plan in plans]
    uneven = pose_figure(plans[1], [TOP_S])
    drop = grip_point(uneven, "left")[0, 2] - grip_point(uneven, "right")[0, 2]
    assert drop > 0.1
    assert signals[1] > signals[0] + 0.1


@pytest.mark.parametrize("drive_deg", [12.0, 19.0])
def test_bent_knees_extend_with_the_pull(drive_deg):
    knee = measure_angles(_pose([0.0, TOP_S], faults={"leg_drive": drive_deg}))["knee_left"]
    assert np.diff(knee)[0] == pytest.approx(drive_deg, abs=0.7)
    assert knee[1] == pytest.approx(measure_angles(_pose())["knee_left"][0], abs=1e-6)


@pytest.mark.parametrize("swing_deg", [22.0, 35.0])
@pytest.mark.parametrize("body", sorted(BUILDS))
def test_who_leans_back_keeps_both_feet_where_they_are(swing_deg, body):
    skeleton = _pose([0.0, TOP_S], build=BUILDS[body], faults={"torso_swing": swing_deg})
    trunk = measure_angles(skeleton)["trunk"]
    assert -np.diff(trunk)[0] == pytest.approx(swing_deg, abs=1e-6)
    for side, _ in SIDES:
        np.testing.assert_allclose(np.ptp(skeleton.joints[f"ankle_{side}"], axis=0), 0.0, atol=1e-3)
