"""The suspension row: a straight body on its heels, pulled up on straps that keep their length."""

import numpy as np
import pytest
from numpy.typing import ArrayLike

from formcheck.simulate import lay_out, measure_angles, plan_set, pose_figure
from formcheck.simulate.anatomy import BUILDS
from formcheck.simulate.rotations import measure_angle
from formcheck.simulate.skeleton import SIDES, grip_point, middle
from formcheck.simulate.suspension_row import LEAN_DEG

TOP_S = 3.2


def _pose(t_s: ArrayLike = TOP_S, **options):
    return pose_figure(plan_set("suspension_row", 1, **options), np.atleast_1d(t_s))


def _pose_all(**options):
    plan = plan_set("suspension_row", 1, **options)
    return pose_figure(plan, np.arange(0.0, lay_out(plan).duration_s, 0.05))


def _measure_lean(skeleton):
    """How far the line from ankles to shoulders leans back, degrees."""
    line = middle(skeleton, "shoulder") - middle(skeleton, "ankle")
    return np.degrees(np.arctan2(-line[:, 0], line[:, 2]))


def _measure_line(skeleton):
    return measure_angle(*(middle(skeleton, name) for name in ("shoulder", "hip", "ankle")))


@pytest.mark.parametrize("body", sorted(BUILDS))
def test_the_body_is_straight_all_the_time(body):
    skeleton = _pose_all(build=BUILDS[body])
    np.testing.assert_allclose(_measure_line(skeleton), 180.0, atol=0.05)
    for side in ("left", "right"):
        assert (measure_angles(skeleton)[f"knee_{side}"] > 175.0).all()


@pytest.mark.parametrize("body", sorted(BUILDS))
def test_it_leans_back_by_45_degrees_and_comes_up_about_the_ankles(body):
    skeleton = _pose_all(build=BUILDS[body])
    lean, ankle = _measure_lean(skeleton), middle(skeleton, "ankle")
    assert lean[0] == pytest.approx(LEAN_DEG, abs=1e-6)
    assert 15.0 < lean.min() < 30.0
    np.testing.assert_allclose(np.ptp(ankle, axis=0), 0.0, atol=1e-9)
    far = np.linalg.norm(middle(skeleton, "shoulder") - ankle, axis=1)
    np.testing.assert_allclose(far, far[0], rtol=1e-9)


@pytest.mark.parametrize("body", sorted(BUILDS))
@pytest.mark.parametrize("fault", [None, "short_pull", "short_stretch", "hip_sag", "wrist_curl", "shrugging"])
def test_straps_keep_their_length(body, fault):
    faults = {fault: {"hip_sag": 25.0, "wrist_curl": 40.0, "shrugging": 0.05}.get(fault, 0.3)}
    skeleton = _pose_all(build=BUILDS[body], faults=faults if fault else None)
    assert skeleton.anchor is not None
    anchor = skeleton.anchor
    lengths = [np.linalg.norm(grip_point(skeleton, side) - anchor, axis=1) for side, _ in SIDES]
    np.testing.assert_allclose(lengths, lengths[0][0], rtol=1e-6)
    assert (grip_point(skeleton, "left")[:, 2] < anchor[2] - 0.3).all()


@pytest.mark.parametrize("body", sorted(BUILDS))
def test_heels_are_on_the_floor_and_toes_are_up(body):
    build = BUILDS[body]
    skeleton = _pose_all(build=build)
    for side, _ in SIDES:
        foot, sole = (skeleton.directions[f"{name}_{side}"] for name in ("foot", "sole"))
        lowest = skeleton.joints[f"ankle_{side}"] - sole * build.ankle_height_m - foot * (0.055 * build.scale)
        np.testing.assert_allclose(lowest[:, 2], 0.0, atol=1e-9)
        np.testing.assert_allclose(np.degrees(np.arcsin(foot[:, 2])), 25.0)


def test_arms_are_long_at_home_and_hands_at_the_ribs_at_the_end():
    for build in BUILDS.values():
        skeleton = _pose([0.0, TOP_S], build=build)
        angles = measure_angles(skeleton)
        assert angles["elbow_left"][0] > 155.0
        assert 70.0 < angles["elbow_left"][1] < 90.0
        hip, shoulder = (middle(skeleton, name)[1] for name in ("hip", "shoulder"))
        up = (shoulder - hip) / np.linalg.norm(shoulder - hip)
        height = (grip_point(skeleton, "left")[1] - hip) @ up / np.linalg.norm(shoulder - hip)
        assert 0.3 < height < 0.55


@pytest.mark.parametrize("sag_deg", [5.0, 18.0, 28.0])
def test_sagging_hips_take_the_dialled_degrees_off_the_line_and_drop(sag_deg):
    skeleton, still = _pose_all(faults={"hip_sag": sag_deg}), _pose_all()
    np.testing.assert_allclose(_measure_line(skeleton), 180.0 - sag_deg, atol=0.05)
    ankle, hip, shoulder = (middle(skeleton, name) for name in ("ankle", "hip", "shoulder"))
    share = (hip - ankle)[:, 0] / (shoulder - ankle)[:, 0]
    below = ankle[:, 2] + (shoulder - ankle)[:, 2] * share - hip[:, 2]
    assert (below[np.isfinite(share) & (np.abs(shoulder[:, 0]) > 0.3)] > 0.02).all()
    assert middle(skeleton, "hip")[0, 2] < middle(still, "hip")[0, 2]


def test_a_short_pull_leaves_the_body_lower():
    full, short = _measure_lean(_pose()), _measure_lean(_pose(faults={"short_pull": 0.4}))
    assert short[0] > full[0] + 5.0
