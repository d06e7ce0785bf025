"""Seated and chest-supported rows: what carries the body, and where the hands go."""

import numpy as np
import pytest
from numpy.typing import ArrayLike

from formcheck.simulate import Build, Camera, lay_out, measure_angles, plan_set, pose_figure, simulate_poses
from formcheck.simulate.anatomy import BUILDS
from formcheck.simulate.landmarks import NAMES
from formcheck.simulate.skeleton import SIDES, grip_point, middle
from formcheck.simulate.supported_row import PRONE, SEATED

TOP_S = 3.2
MOVEMENTS = ("seated_row", "chest_supported_row")


def _pose(movement, t_s: ArrayLike = TOP_S, **options):
    return pose_figure(plan_set(movement, 1, **options), np.atleast_1d(t_s))


def _pose_all(movement, **options):
    plan = plan_set(movement, 1, **options)
    return pose_figure(plan, np.arange(0.0, lay_out(plan).duration_s, 0.1))


@pytest.mark.parametrize(("movement", "support"), [("seated_row", SEATED), ("chest_supported_row", PRONE)])
@pytest.mark.parametrize("body", sorted(BUILDS))
def test_hips_legs_and_trunk_stay_as_the_support_has_them(movement, support, body):
    build = BUILDS[body]
    skeleton = _pose_all(movement, build=build)
    angles = measure_angles(skeleton)
    np.testing.assert_allclose(angles["trunk"], support.trunk_deg, atol=1e-6)
    for side, sign in SIDES:
        np.testing.assert_allclose(angles[f"knee_{side}"], 180.0 - support.knee_deg, atol=1e-6)
        ankle = skeleton.joints[f"ankle_{side}"]
        np.testing.assert_allclose(ankle[:, 2], support.ankle_m * build.scale, atol=5e-3)
        np.testing.assert_allclose(sign * ankle[:, 1], support.half_feet_m * build.scale, atol=1e-6)
    np.testing.assert_allclose(middle(skeleton, "hip")[:, 2], support.hip_m * build.scale, atol=1e-9)


@pytest.mark.parametrize("movement", MOVEMENTS)
@pytest.mark.parametrize("body", sorted(BUILDS))
def test_no_joint_is_inside_the_furniture(movement, body):
    skeleton = _pose_all(movement, build=BUILDS[body])
    assert len(skeleton.furniture) >= 5
    for box in skeleton.furniture:
        for name, joint in skeleton.joints.items():
            assert not box.holds(joint).any(), name


@pytest.mark.parametrize("movement", MOVEMENTS)
def test_both_arms_mirror_each_other(movement):
    joints = _pose(movement, [0.0, 2.0, TOP_S]).joints
    for name, joint in joints.items():
        if name.endswith("_left"):
            twin = joints[name.replace("_left", "_right")]
            np.testing.assert_allclose(joint, twin * [1.0, -1.0, 1.0], atol=1e-9)


@pytest.mark.parametrize("body", sorted(BUILDS))
def test_who_sits_has_level_thighs_a_seat_below_and_plates_under_the_soles(body):
    build = BUILDS[body]
    skeleton = _pose("seated_row", build=build)
    seat, *plates = skeleton.furniture[:3]
    angles = measure_angles(skeleton)
    top = seat.center[2] + seat.half_m[2]
    hip = middle(skeleton, "hip")[0]
    assert hip[2] - top == pytest.approx(0.115 * build.girth * build.scale)
    assert seat.holds([hip[0], hip[1], top - 0.01])
    for (side, _), plate in zip(SIDES, plates, strict=True):
        assert abs(angles[f"thigh_{side}_elevation"][0]) < 10.0
        up = skeleton.directions[f"sole_{side}"][0]
        sole = skeleton.joints[f"ankle_{side}"][0] - up * build.ankle_height_m
        # Feet turn out a little with their knees, the plates do not.
        away = (sole - plate.center) @ plate.axes[:, 2]
        assert abs(away) == pytest.approx(plate.half_m[2], abs=0.004)
        shank = skeleton.joints[f"ankle_{side}"][0] - skeleton.joints[f"knee_{side}"][0]
        assert skeleton.directions[f"foot_{side}"][0] @ shank == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("body", sorted(BUILDS))
def test_a_handle_is_pulled_level_from_long_arms_to_the_lower_ribs(body):
    build = BUILDS[body]
    skeleton = _pose("seated_row", [0.0, TOP_S], build=build)
    left, right = (grip_point(skeleton, side) for side, _ in SIDES)
    np.testing.assert_allclose(left[:, [0, 2]], right[:, [0, 2]], atol=1e-9)
    np.testing.assert_allclose(left[:, 1] - right[:, 1], 0.4 * build.scale, atol=1e-9)
    shoulder, hip = (middle(skeleton, name) for name in ("shoulder", "hip"))
    reach = np.linalg.norm(skeleton.joints["wrist_left"] - skeleton.joints["shoulder_left"], axis=1)
    assert reach[0] == pytest.approx(build.soft_arm_m, rel=2e-3)
    assert left[0, 0] - shoulder[0, 0] > 0.8 * build.arm_m
    chest = 0.128 * build.girth * build.scale
    assert chest - 0.02 < left[1, 0] - hip[1, 0] < 0.35 * build.scale
    share = (left[1, 2] - hip[1, 2]) / (shoulder[1, 2] - hip[1, 2])
    assert 0.3 < share < 0.55


@pytest.mark.parametrize("body", sorted(BUILDS))
def test_the_cable_runs_over_knees_and_feet(body):
    skeleton = _pose_all("seated_row", build=BUILDS[body])
    held = 0.5 * (grip_point(skeleton, "left") + grip_point(skeleton, "right"))
    assert skeleton.anchor is not None
    pulley = skeleton.anchor
    for name in ("knee_left", "toe_left"):
        joint = skeleton.joints[name]
        share = (joint[:, 0] - held[:, 0]) / (pulley[0] - held[:, 0])
        height = held[:, 2] + (pulley[2] - held[:, 2]) * np.clip(share, 0.0, 1.0)
        assert (height > joint[:, 2] + 0.06).all()


@pytest.mark.parametrize(("facing", "sign"), [("right", 1.0), ("left", -1.0)])
def test_a_sitting_figure_shows_with_its_feet_where_it_looks(facing, sign):
    track = simulate_poses(plan_set("seated_row", 1), [0.0, TOP_S], Camera(facing=facing))
    for side in ("left", "right"):
        toe, heel = (track.image[:, NAMES.index(f"{side}_{part}"), 0] for part in ("foot_index", "heel"))
        assert (sign * (toe - heel) > 10).all()


def test_a_seated_trunk_swings_back_or_goes_first():
    still, swung = (
        measure_angles(_pose("seated_row", faults=faults))["trunk"][0]
        for faults in ({}, {"torso_swing": 27.0})
    )
    assert still - swung == pytest.approx(27.0, abs=1e-6)
    plan = plan_set("seated_row", 1, faults={"hips_before_pull": 12.0})
    angles = measure_angles(pose_figure(plan, [1.0, 1.0 + 0.35 * 2.0]))
    assert -np.diff(angles["trunk"])[0] > 11.0
    assert np.abs(np.diff(angles["elbow_left"]))[0] < 5.0


def test_the_bench_of_a_chest_supported_row_is_inclined_by_40_degrees_under_the_chest():
    for build in BUILDS.values():
        skeleton = _pose_all("chest_supported_row", build=build)
        pad = skeleton.furniture[0]
        rise = np.degrees(np.arcsin(abs(pad.axes[2, 0])))
        assert rise == pytest.approx(40.0)
        hip, shoulder = (middle(skeleton, name)[0] for name in ("hip", "shoulder"))
        under = 0.118 * build.girth * build.scale
        for share in (0.2, 0.5, 0.9):
            point = hip + (shoulder - hip) * share
            away = (point - pad.center) @ pad.axes[:, 2]
            assert abs(away) - pad.half_m[2] == pytest.approx(under, abs=1e-6)
            assert abs((point - pad.center) @ pad.axes[:, 0]) < pad.half_m[0]


@pytest.mark.parametrize("body", sorted(BUILDS))
def test_prone_feet_stand_on_their_toes_and_dumbbells_hang_free(body):
    build = BUILDS[body]
    skeleton = _pose("chest_supported_row", 0.0, build=build)
    for side, sign in SIDES:
        toe, heel = (skeleton.joints[f"{name}_{side}"][0] for name in ("toe", "heel"))
        assert 0.02 * build.scale < toe[2] < 0.06 * build.scale
        assert heel[2] > toe[2] + 0.05
        grip, shoulder = grip_point(skeleton, side)[0], skeleton.joints[f"shoulder_{side}"][0]
        assert abs(grip[0] - shoulder[0]) < 0.05
        assert grip[2] > 0.2
        pad = skeleton.furniture[0]
        assert sign * grip[1] - 0.052 > pad.half_m[1]


def test_only_a_swing_takes_the_chest_off_the_bench():
    swung, still = (_pose("chest_supported_row", faults=f) for f in ({"torso_swing": 12.0}, {}))
    assert measure_angles(swung)["trunk"][0] == pytest.approx(PRONE.trunk_deg - 12.0)
    np.testing.assert_array_equal(middle(swung, "hip"), middle(still, "hip"))
    pad = swung.furniture[0]
    away = [
        abs((middle(skeleton, "shoulder")[0] - pad.center) @ pad.axes[:, 2]) for skeleton in (swung, still)
    ]
    assert away[0] > away[1] + 0.08


def test_a_wave_leaves_a_sitting_body_on_its_seat():
    plan = plan_set("seated_row", 1, lead_in="wave", lead_s=2.0)
    t_s = np.arange(0.0, lay_out(plan).duration_s, 0.05)
    skeleton = pose_figure(plan, t_s)
    still = pose_figure(plan_set("seated_row", 1, lead_s=2.0), t_s)
    for name, joint in skeleton.joints.items():
        if name not in ("elbow_right", "wrist_right"):
            np.testing.assert_array_equal(joint, still.joints[name])
    wrist, shoulder = skeleton.joints["wrist_right"], skeleton.joints["shoulder_right"]
    assert (wrist - shoulder)[:, 2].max() > 0.8 * Build().arm_m
