"""Bent-over rows: a hand on a bench, and bars that turn about one end."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import ArrayLike

from formcheck.simulate import Build, lay_out, measure_angles, plan_set, pose_figure
from formcheck.simulate.anatomy import BUILDS
from formcheck.simulate.equipment import BAR_M, LIGHT_PLATE_RADIUS_M, PLATES_M
from formcheck.simulate.row import ROWS
from formcheck.simulate.skeleton import PALM_M, SIDES, grip_point, middle

TOP_S = 3.2
"""In the hold of a plan with the usual tempo."""
LEVERS = ("t_bar_row", "landmine_row")


def _pose(movement, t_s: ArrayLike = TOP_S, **options):
    return pose_figure(plan_set(movement, 1, **options), np.atleast_1d(t_s))


def _pose_all(movement, **options):
    plan = plan_set(movement, 1, **options)
    return pose_figure(plan, np.arange(0.0, lay_out(plan).duration_s, 0.1))


def _find_anchor(skeleton):
    assert skeleton.anchor is not None
    return skeleton.anchor


def _measure_lever(movement):
    """From the fixed end of the bar to the hand."""
    return ROWS[movement].lever_m or 0.0


def _other(side):
    return "right" if side == "left" else "left"


@pytest.mark.parametrize("movement", sorted(ROWS))
def test_the_trunk_stays_where_the_style_has_it_and_the_arms_bend(movement):
    skeleton = _pose(movement, [0.0, TOP_S], side="right" if ROWS[movement].free_hand else None)
    angles = measure_angles(skeleton)
    np.testing.assert_allclose(angles["trunk"], ROWS[movement].trunk_deg, atol=1e-6)
    side = "left" if movement == "alternating_row" else "right"
    assert angles[f"elbow_{side}"][0] > 155.0
    assert 70.0 < angles[f"elbow_{side}"][1] < 100.0


@pytest.mark.parametrize(("side", "sign"), SIDES)
@pytest.mark.parametrize("body", sorted(BUILDS))
def test_the_free_hand_of_a_one_arm_row_lies_on_the_bench(side, sign, body):
    build = BUILDS[body]
    skeleton, free = _pose_all("one_arm_row", side=side, build=build), _other(side)
    assert skeleton.loaded == (side,)
    assert skeleton.flat_hands == (free,)
    wrist, pad = skeleton.joints[f"wrist_{free}"], skeleton.furniture[0]
    np.testing.assert_allclose(np.ptp(wrist, axis=0), 0.0, atol=1e-9)
    top = pad.center[2] + pad.half_m[2]
    assert wrist[0, 2] - top == pytest.approx(PALM_M * build.scale)
    knuckles = wrist[0] + skeleton.directions[f"hand_{free}"][0] * 0.1
    for point in (wrist[0], knuckles):
        assert pad.holds([*point[:2], top - 0.01])
    assert -sign * wrist[0, 1] > 0.1
    elbow = measure_angles(skeleton)[f"elbow_{free}"]
    assert (elbow > 130.0).all()
    assert (elbow < 175.0).all()


@pytest.mark.parametrize(("side", "sign"), SIDES)
def test_the_bench_of_a_one_arm_row_is_out_of_the_way(side, sign):
    skeleton = _pose_all("one_arm_row", side=side)
    for box in skeleton.furniture:
        assert not any(box.holds(joint).any() for joint in skeleton.joints.values())
    pad = skeleton.furniture[0]
    nearest = pad.center[0] - pad.half_m[0]
    assert nearest > max(skeleton.joints[f"toe_{foot}"][:, 0].max() for foot, _ in SIDES)
    assert sign * grip_point(skeleton, side)[0, 1] > 0.1
    assert -sign * pad.center[1] - pad.half_m[1] > 0.0


def test_a_trunk_that_swings_far_takes_the_hand_off_the_bench_and_a_straight_arm_points_at_it():
    still = _pose("one_arm_row")
    skeleton = _pose("one_arm_row", faults={"torso_swing": 40.0})
    shoulder, wrist = (skeleton.joints[f"{name}_left"][0] for name in ("shoulder", "wrist"))
    assert wrist[2] > still.joints["wrist_left"][0, 2] + 0.05
    assert np.linalg.norm(wrist - shoulder) == pytest.approx(Build().arm_m, rel=1e-3)
    wanted = still.joints["wrist_left"][0] - shoulder
    np.testing.assert_allclose(np.cross(wrist - shoulder, wanted), 0.0, atol=1e-6)


@pytest.mark.parametrize("movement", ["one_arm_row", "landmine_row"])
def test_the_other_arm_is_the_mirror_image(movement):
    left, right = (_pose(movement, [0.0, 2.0, TOP_S], side=side) for side in ("left", "right"))
    for name, joint in left.joints.items():
        part, side = name.rsplit("_", 1)
        np.testing.assert_allclose(joint, right.joints[f"{part}_{_other(side)}"] * [1, -1, 1], atol=1e-9)
    for one, two in zip(left.furniture, right.furniture, strict=True):
        np.testing.assert_allclose(one.center, two.center * [1, -1, 1], atol=1e-9)


@pytest.mark.parametrize("movement", ["one_arm_row", "landmine_row"])
def test_the_load_stays_in_one_hand(movement):
    plan = plan_set(movement, 2)
    mixed = replace(plan, reps=(replace(plan.reps[0], side="left"), plan.reps[1]))
    with pytest.raises(ValueError, match="one hand"):
        pose_figure(mixed, [0.0])


@pytest.mark.parametrize("movement", LEVERS)
@pytest.mark.parametrize("body", ["man", "short_woman", "tall_man", "heavy_woman"])
@pytest.mark.parametrize("fault", [None, "torso_swing", "too_upright", "leg_drive", "wrist_curl"])
def test_hands_go_on_a_circle_about_the_far_end_of_the_bar(movement, body, fault):
    skeleton = _pose_all(movement, build=BUILDS[body], faults={fault: 20.0} if fault else None)
    lever_m, pivot = _measure_lever(movement), _find_anchor(skeleton)
    assert pivot[2] == pytest.approx(0.03)
    assert pivot[0] < skeleton.joints["heel_right"][0, 0] - 0.5
    for side in skeleton.loaded:
        away = grip_point(skeleton, side) - pivot
        np.testing.assert_allclose(np.hypot(away[:, 0], away[:, 2]), lever_m, atol=1e-3)
        np.testing.assert_allclose(np.ptp(away[:, 1]), 0.0, atol=1e-3)


@pytest.mark.parametrize("movement", LEVERS)
@pytest.mark.parametrize("body", sorted(BUILDS))
def test_straight_arms_hang_down_to_the_bar(movement, body):
    build = BUILDS[body]
    skeleton = _pose(movement, 0.0, build=build)
    side = skeleton.loaded[-1]
    shoulder, wrist = (skeleton.joints[f"{name}_{side}"][0] for name in ("shoulder", "wrist"))
    assert abs(wrist[0] - shoulder[0]) < 0.02
    assert np.linalg.norm(grip_point(skeleton, side)[0] - shoulder) == pytest.approx(
        build.soft_arm_m + build.grip_m, abs=1e-6
    )
    hand, forearm = skeleton.directions[f"hand_{side}"][0], wrist - skeleton.joints[f"elbow_{side}"][0]
    np.testing.assert_allclose(hand, forearm / np.linalg.norm(forearm), atol=1e-6)


@pytest.mark.parametrize("body", sorted(BUILDS))
def test_a_t_bar_runs_between_the_feet_and_both_hands_hold_it(body):
    skeleton = _pose_all("t_bar_row", build=BUILDS[body])
    assert _find_anchor(skeleton)[1] == 0.0
    for side, sign in SIDES:
        assert (sign * skeleton.joints[f"knee_{side}"][:, 1] > 0.12).all()
        np.testing.assert_allclose(
            sign * grip_point(skeleton, side)[:, 1], 0.05 * BUILDS[body].scale, atol=1e-3
        )


@pytest.mark.parametrize("body", sorted(BUILDS))
def test_plates_at_the_front_of_a_t_bar_stay_clear_of_the_chest(body):
    build = BUILDS[body]
    skeleton = _pose("t_bar_row", build=build)
    pivot = _find_anchor(skeleton)
    held = 0.5 * (grip_point(skeleton, "left") + grip_point(skeleton, "right"))[0] - pivot
    along = held / np.linalg.norm(held)
    plate = pivot + along * np.mean(PLATES_M)
    assert _measure_lever("t_bar_row") < PLATES_M[0]
    hip, shoulder = (middle(skeleton, name)[0] for name in ("hip", "shoulder"))
    up = (shoulder - hip) / np.linalg.norm(shoulder - hip)
    ahead = np.array([up[2], 0.0, -up[0]])
    chest = 0.128 * build.scale * build.girth
    assert (plate - hip) @ ahead - LIGHT_PLATE_RADIUS_M > chest - 0.02


@pytest.mark.parametrize(("side", "sign"), SIDES)
@pytest.mark.parametrize("body", sorted(BUILDS))
def test_a_landmine_passes_beside_the_leg_and_the_other_hand_hangs(side, sign, body):
    build = BUILDS[body]
    skeleton, free = _pose_all("landmine_row", side=side, build=build), _other(side)
    assert PLATES_M[1] < _measure_lever("landmine_row") < BAR_M
    inner = sign * _find_anchor(skeleton)[1] - LIGHT_PLATE_RADIUS_M
    legs = max((sign * skeleton.joints[f"{name}_{side}"][:, 1]).max() for name in ("hip", "knee"))
    assert inner > legs + 0.055 * build.scale * build.girth
    fall = skeleton.joints[f"wrist_{free}"] - skeleton.joints[f"shoulder_{free}"]
    np.testing.assert_allclose(fall[:, 0], 0.0, atol=1e-3)
    np.testing.assert_allclose(np.linalg.norm(fall, axis=1), build.soft_arm_m, atol=1e-3)
