"""Poses without pixels."""

import numpy as np
import pytest

from formcheck.simulate import Build, Camera, lay_out, plan_set, pose_figure, simulate_poses
from formcheck.simulate.landmarks import NAMES, locate_landmarks

TIMES = np.linspace(0.0, 6.0, 25)
MIRRORED = [NAMES.index(n.replace("left", "L").replace("right", "left").replace("L", "right")) for n in NAMES]


def test_image_is_the_joints_projected():
    plan, camera = plan_set("kettlebell_deadlift", 1), Camera(facing="left", yaw_deg=15.0, roll_deg=4.0)
    track, skeleton = simulate_poses(plan, TIMES, camera), pose_figure(plan, TIMES)
    for name in ("shoulder_left", "hip_right", "knee_left", "wrist_right"):
        joint, side = name.split("_")
        index = NAMES.index(f"{side}_{joint}")
        np.testing.assert_allclose(
            track.image[:, index], camera.project(skeleton.joints[name])[:, :2], atol=1e-3
        )
    assert track.image.shape == (25, 33, 2)
    assert track.image.dtype == np.float32


def test_world_is_metric_about_the_mid_hip_in_the_cameras_axes():
    track = simulate_poses(plan_set("romanian_deadlift", 1), TIMES, Camera(height_m=0.88))
    np.testing.assert_allclose(track.world[:, 23:25].mean(axis=1), 0.0, atol=1e-6)
    assert track.world[0, NAMES.index("nose"), 1] < -0.5  # y points down
    assert track.world[0, NAMES.index("left_foot_index"), 0] > 0.1  # facing image-right
    thigh = track.world[:, 25] - track.world[:, 23]
    np.testing.assert_allclose(np.linalg.norm(thigh, axis=1), Build().thigh_m, rtol=1e-4)


def test_the_right_side_is_near_when_facing_right():
    for near, camera in (("right", Camera(facing="right")), ("left", Camera(facing="left"))):
        track = simulate_poses(plan_set("romanian_deadlift", 1), TIMES, camera)
        far = "left" if near == "right" else "right"
        z = track.world[:, :, 2]
        assert (z[:, NAMES.index(f"{near}_hip")] < z[:, NAMES.index(f"{far}_hip")]).all()


def test_facing_left_mirrors_the_picture_and_swaps_the_sides():
    plan = plan_set("romanian_deadlift", 1)
    target = (0.0, 0.0, 0.9)
    right = simulate_poses(plan, TIMES, Camera(facing="right", target_m=target))
    left = simulate_poses(plan, TIMES, Camera(facing="left", target_m=target))
    mirrored = left.image[:, MIRRORED] * (-1.0, 1.0) + (640.0, 0.0)
    np.testing.assert_allclose(mirrored, right.image, atol=1e-2)
    np.testing.assert_allclose(left.angles["trunk"], right.angles["trunk"])


def test_a_side_camera_sees_the_sagittal_trunk_angle():
    track = simulate_poses(plan_set("romanian_deadlift", 1), TIMES, Camera(distance_m=60.0, field_deg=2.2))
    spine = track.image[:, 11:13].mean(axis=1) - track.image[:, 23:25].mean(axis=1)
    seen = np.degrees(np.arctan2(spine[:, 0], -spine[:, 1]))
    np.testing.assert_allclose(seen, track.angles["trunk"], atol=0.3)


@pytest.mark.parametrize(("facing", "back"), [("right", 0), ("left", 1)])
def test_flanks_hold_the_back_on_the_side_the_pose_type_promises(facing, back):
    track = simulate_poses(plan_set("romanian_deadlift", 1), [3.2], Camera(facing=facing))
    hip, shoulder = (track.image[0, i : i + 2].mean(axis=0) for i in (23, 11))
    u = (shoulder - hip) / np.linalg.norm(shoulder - hip)
    along_edge = (track.flanks[0] - hip) @ np.array([u[1], -u[0]])
    assert np.nanmin(along_edge[0]) > 0 > np.nanmax(along_edge[1])
    assert np.nanmean(track.flanks[0, back, 8:40, 1]) < np.nanmean(track.flanks[0, 1 - back, 8:40, 1])


def test_rounding_bends_the_back_outline_outward():
    sagitta = []
    for lumbar in (0.0, 24.0, 48.0):
        plan = plan_set("romanian_deadlift", 1, faults={"spinal_rounding": lumbar})
        edge = simulate_poses(plan, [3.2]).flanks[0, 0, 8:41]
        chord = edge[-1] - edge[0]
        off = (edge - edge[0]) @ (np.array([chord[1], -chord[0]]) / np.linalg.norm(chord))
        sagitta.append(off.mean() / np.linalg.norm(chord))
    assert sagitta[0] < -0.02
    assert abs(sagitta[1]) < 0.012
    assert sagitta[2] > 0.02


def test_a_wave_and_a_walk_end_before_the_first_repetition():
    still = plan_set("romanian_deadlift", 1, lead_s=3.0)
    late = np.linspace(2.8, lay_out(still).duration_s, 20)
    early = np.linspace(0.5, 1.8, 12)
    for lead_in in ("wave", "walk_in"):
        plan = plan_set("romanian_deadlift", 1, lead_s=3.0, lead_in=lead_in)
        expected, got = (locate_landmarks(pose_figure(p, late)) for p in (still, plan))
        np.testing.assert_allclose(got, expected, atol=1e-6)
        moved = locate_landmarks(pose_figure(plan, early)) - locate_landmarks(pose_figure(still, early))
        assert np.linalg.norm(moved, axis=-1).max() > 0.4
