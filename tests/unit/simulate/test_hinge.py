"""Sumo and suitcase deadlifts: closed-form expectations at full depth."""

from dataclasses import replace

import numpy as np
import pytest

from formcheck.simulate import MOVEMENTS, Build, measure_angles, plan_set, pose_figure
from formcheck.simulate.anatomy import BUILDS
from formcheck.simulate.hinge import STYLES, find_dials
from formcheck.simulate.skeleton import SIDES, grip_point, middle
from formcheck.simulate.spine import measure_chord

BOTTOM_S = 3.2
"""In the hold of a plan with the usual tempo."""


def _pose(movement, t_s=BOTTOM_S, **options):
    return pose_figure(plan_set(movement, 1, **options), [t_s])


def _measure(skeleton, name):
    return float(measure_angles(skeleton)[name][0])


@pytest.mark.parametrize("body", sorted(BUILDS))
def test_a_sumo_lifter_stands_wide_with_the_feet_turned_out_at_any_size(body):
    build = BUILDS[body]
    for t_s in (0.0, 2.0, BOTTOM_S):
        joints = (skeleton := _pose("sumo_deadlift", t_s, build=build)).joints
        width = joints["ankle_left"][0, 1] - joints["ankle_right"][0, 1]
        assert width == pytest.approx(0.8 * build.scale, abs=1e-3)
        for side, sign in SIDES:
            toe = skeleton.directions[f"foot_{side}"][0]
            assert np.degrees(np.arctan2(sign * toe[1], toe[0])) == pytest.approx(38.0, abs=0.1)
            assert joints[f"ankle_{side}"][0, 2] == pytest.approx(build.ankle_height_m, abs=1e-3)


@pytest.mark.parametrize("body", sorted(BUILDS))
def test_sumo_knees_are_above_the_feet_at_the_bottom(body):
    skeleton = _pose("sumo_deadlift", build=BUILDS[body])
    for side, sign in SIDES:
        knee, ankle = (skeleton.joints[f"{name}_{side}"][0] for name in ("knee", "ankle"))
        toe = skeleton.directions[f"foot_{side}"][0]
        away = np.cross([0.0, 0.0, 1.0], toe) @ (knee - ankle)
        assert abs(away) < 0.02
        assert sign * (knee - ankle)[1] > 0.0


def test_knees_and_hips_of_a_sumo_deadlift_follow_from_the_bones():
    build, skeleton = Build(), _pose("sumo_deadlift")
    bend = STYLES["sumo_deadlift"].knee_deg[1]
    assert _measure(skeleton, "knee_left") == pytest.approx(180.0 - bend, abs=0.2)
    reach = np.linalg.norm(skeleton.joints["hip_left"] - skeleton.joints["ankle_left"])
    thigh, shank = build.thigh_m, build.shank_m
    law_of_cosines = thigh**2 + shank**2 + 2 * thigh * shank * np.cos(np.deg2rad(bend))
    assert reach**2 == pytest.approx(law_of_cosines, rel=5e-3)


@pytest.mark.parametrize(
    ("movement", "grip_height_m"), [("sumo_deadlift", 0.225), ("suitcase_deadlift", 0.27)]
)
@pytest.mark.parametrize("body", sorted(BUILDS))
def test_the_trunk_leans_as_far_as_hands_on_a_load_on_the_floor_ask_for(movement, grip_height_m, body):
    build = BUILDS[body]
    skeleton = _pose(movement, build=build)
    trunk = _measure(skeleton, "trunk")
    chord, _ = measure_chord(24.0, 0.0, build)
    shoulder_height = grip_height_m + build.soft_arm_m + build.grip_m
    rise = shoulder_height - middle(skeleton, "hip")[0, 2]
    assert trunk == pytest.approx(np.degrees(np.arccos(rise / chord[0])), abs=1.0)
    assert (40.0 if movement == "sumo_deadlift" else 35.0) < trunk < 75.0
    hands = [grip_point(skeleton, side)[0, 2] for side in skeleton.loaded]
    np.testing.assert_allclose(hands, grip_height_m, atol=0.02)


def test_a_sumo_trunk_is_more_upright_and_its_hands_are_inside_the_legs():
    skeleton = _pose("sumo_deadlift")
    assert 40.0 < _measure(skeleton, "trunk") < 65.0
    # The trunk is 5 to 10° more upright at the least (Escamilla 2000).
    assert _measure(skeleton, "trunk") < _measure(_pose("conventional_deadlift"), "trunk") - 5.0
    for side, _ in SIDES:
        hand, knee = abs(grip_point(skeleton, side)[0, 1]), abs(skeleton.joints[f"knee_{side}"][0, 1])
        assert hand == pytest.approx(0.2, abs=5e-3)
        assert hand < knee - 0.1


def test_however_deep_a_squat_is_dialled_the_hips_stay_above_the_floor():
    joints = _pose("sumo_deadlift", faults={"squatted_hinge": 90.0}).joints
    assert all(np.isfinite(joint).all() for joint in joints.values())
    assert joints["hip_left"][0, 2] - joints["ankle_left"][0, 2] >= 0.25 - 1e-9


@pytest.mark.parametrize("share", [1.0, 1.6])
def test_a_bar_stays_before_the_shins_of_a_squatted_sumo_deadlift(share):
    dial = share * MOVEMENTS["sumo_deadlift"].shown_from["squatted_hinge"]
    skeleton = _pose("sumo_deadlift", faults={"squatted_hinge": dial})
    assert grip_point(skeleton, "left")[0, 0] > skeleton.joints["knee_left"][0, 0] + 0.04
    assert _measure(skeleton, "trunk") < 45.0


@pytest.mark.parametrize(("side", "sign"), SIDES)
def test_a_suitcase_hangs_beside_the_leg_and_the_other_arm_hangs_free(side, sign):
    other = "right" if side == "left" else "left"
    for t_s in (0.0, BOTTOM_S):
        skeleton = _pose("suitcase_deadlift", t_s, side=side)
        assert skeleton.loaded == (side,)
        load, ankle = grip_point(skeleton, side)[0], skeleton.joints[f"ankle_{side}"][0]
        assert sign * (load - ankle)[1] > 0.15
        shoulder, wrist = (skeleton.joints[f"{name}_{other}"][0] for name in ("shoulder", "wrist"))
        fall = wrist - shoulder
        assert fall[0] == pytest.approx(0.0, abs=1e-3)
        assert -sign * fall[1] == pytest.approx(0.06, abs=1e-3)
        assert np.linalg.norm(fall) == pytest.approx(Build().soft_arm_m, abs=1e-3)
    toe = skeleton.joints[f"toe_{side}"][0, 0]
    heel = skeleton.joints[f"heel_{side}"][0, 0]
    assert heel < load[0] < toe


def test_a_suitcase_in_the_other_hand_is_the_mirror_image():
    left, right = (_pose("suitcase_deadlift", side=side) for side in ("left", "right"))
    for name, joint in left.joints.items():
        part, side = name.rsplit("_", 1)
        twin = right.joints[f"{part}_{'right' if side == 'left' else 'left'}"]
        np.testing.assert_allclose(joint, twin * [1.0, -1.0, 1.0], atol=1e-9)


@pytest.mark.parametrize("side", ["left", "right"])
def test_uneven_shoulders_lean_towards_the_suitcase(side):
    joints = _pose("suitcase_deadlift", side=side, faults={"uneven_shoulders": 9.0}).joints
    other = "right" if side == "left" else "left"
    line = joints[f"shoulder_{other}"][0] - joints[f"shoulder_{side}"][0]
    drop = 2 * Build().half_shoulders_m * np.sin(np.deg2rad(9.0))
    assert np.linalg.norm(line[[0, 2]]) == pytest.approx(drop, abs=1e-6)
    assert line[2] > 0.0


def test_a_suitcase_stays_in_one_hand():
    plan = plan_set("suitcase_deadlift", 2)
    mixed = replace(plan, reps=(replace(plan.reps[0], side="left"), plan.reps[1]))
    with pytest.raises(ValueError, match="one hand"):
        pose_figure(mixed, [0.0])


def test_whoever_holds_a_suitcase_waves_with_the_other_hand():
    for side, _ in SIDES:
        other = "right" if side == "left" else "left"
        plan = plan_set("suitcase_deadlift", 1, side=side, lead_in="wave", lead_s=2.0)
        joints = pose_figure(plan, [1.0]).joints
        assert joints[f"wrist_{other}"][0, 2] > joints[f"shoulder_{other}"][0, 2] + 0.3
        assert joints[f"wrist_{side}"][0, 2] < joints[f"shoulder_{side}"][0, 2] - 0.4


def test_a_movement_has_only_the_dials_that_make_sense():
    assert set(find_dials("conventional_deadlift")) - set(find_dials("single_leg_romanian_deadlift")) == {
        "hips_rise_first",
        "hip_shift",
    }
    assert find_dials("sumo_deadlift")["squatted_hinge"].shown_from == 15.0
    assert "towards the load" in find_dials("suitcase_deadlift")["uneven_shoulders"].meaning
    assert MOVEMENTS["romanian_deadlift"].dials == find_dials("romanian_deadlift")
    assert "upper_back_rounding" not in MOVEMENTS["romanian_deadlift"].shown_from
