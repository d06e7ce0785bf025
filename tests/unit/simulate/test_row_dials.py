"""Which faults a row can show, from where on, and that its dials move what they say."""

import numpy as np
import pytest

from formcheck.simulate import MOVEMENTS, measure_angles, measure_timing_signal, plan_set, pose_figure
from formcheck.simulate.landmarks import locate_landmarks
from formcheck.simulate.row_dials import ROW_DIALS, find_row_dials
from formcheck.simulate.skeleton import middle

ROWS = sorted(name for name, movement in MOVEMENTS.items() if movement.family == "row")
TOP_S = 3.2
CARRIED = ("seated_row", "chest_supported_row", "suspension_row", "upright_row")
LOOK_UP_DEG = 38.0
"""Gaze above the line of the trunk that is plainly looking up; 35° is the limit."""


def _deepest(movement, **faults):
    plan = plan_set(movement, 1, faults=faults)
    return {name: float(value[0]) for name, value in measure_angles(pose_figure(plan, [TOP_S])).items()}


def test_every_dial_belongs_to_a_row_and_none_is_unknown():
    assert set().union(*(find_row_dials(movement) for movement in ROWS)) == set(ROW_DIALS)
    for movement in ROWS:
        assert MOVEMENTS[movement].dials == find_row_dials(movement)


@pytest.mark.parametrize("movement", CARRIED)
def test_a_trunk_that_does_not_hang_in_its_own_muscles_has_no_fault_of_a_hinge(movement):
    assert not {"spinal_rounding", "standing_up", "too_upright"} & set(find_row_dials(movement))


def test_legs_drive_only_where_one_stands_on_them():
    without = {movement for movement in ROWS if "leg_drive" not in find_row_dials(movement)}
    assert without == {"seated_row", "chest_supported_row", "suspension_row"}


def test_sides_are_compared_where_both_lift_and_shoulders_turn_where_one_does():
    uneven = {movement for movement in ROWS if "uneven_sides" in find_row_dials(movement)}
    twisted = {movement for movement in ROWS if "trunk_twist" in find_row_dials(movement)}
    assert set(ROWS) - uneven == {"one_arm_row", "t_bar_row", "landmine_row"}
    assert twisted == {"alternating_row", "one_arm_row", "landmine_row"}


@pytest.mark.parametrize(
    ("dial", "movement"), [("hip_sag", "suspension_row"), ("elbows_too_high", "upright_row")]
)
def test_one_row_alone_has_it(dial, movement):
    assert [name for name in ROWS if dial in find_row_dials(name)] == [movement]
    assert find_row_dials(movement)[dial].shown_from == 18.0


@pytest.mark.parametrize(
    ("movement", "allowed_deg"),
    [
        ("dumbbell_row", 20.0),
        ("upright_row", 20.0),
        ("chest_supported_row", 8.0),
        ("one_arm_row", 25.0),
        ("t_bar_row", 15.0),
        ("landmine_row", 15.0),
        ("seated_row", 25.0),
    ],
)
def test_a_swing_shows_two_degrees_beyond_what_is_allowed_and_is_what_the_trunk_does(movement, allowed_deg):
    dial = find_row_dials(movement)["torso_swing"].shown_from
    assert dial == allowed_deg + 2.0
    swing = _deepest(movement)["trunk"] - _deepest(movement, torso_swing=dial)["trunk"]
    assert swing == pytest.approx(dial, abs=1e-6)


@pytest.mark.parametrize("movement", ROWS)
def test_pulling_short_and_staying_bent_show_at_the_elbow(movement):
    side = "left" if movement == "alternating_row" else "right"
    limits = MOVEMENTS[movement].shown_from
    good = _deepest(movement)[f"elbow_{side}"]
    assert _deepest(movement, short_pull=limits["short_pull"])[f"elbow_{side}"] > good + 4.0
    plan = plan_set(movement, 1, faults={"short_stretch": limits["short_stretch"]})
    # Plainly short of the 150° asked for, and still long arms: below 130° nobody is at home.
    assert 130.0 < measure_angles(pose_figure(plan, [0.0]))[f"elbow_{side}"][0] < 145.0


@pytest.mark.parametrize("movement", ROWS)
def test_a_curl_bends_the_wrist_by_the_dialled_degrees(movement):
    side = "left" if movement == "alternating_row" else "right"
    skeleton = pose_figure(plan_set(movement, 1, faults={"wrist_curl": 40.0}), [TOP_S])
    forearm = (skeleton.joints[f"wrist_{side}"] - skeleton.joints[f"elbow_{side}"])[0]
    cosine = skeleton.directions[f"hand_{side}"][0] @ forearm / np.linalg.norm(forearm)
    # The straight line of a free hand is bent about the forearm before it, a grip to within 0.1°.
    assert np.degrees(np.arccos(cosine)) == pytest.approx(40.0, abs=0.1)


@pytest.mark.parametrize("movement", ROWS)
def test_craning_is_plain_where_it_is_said_to_be(movement):
    limit = MOVEMENTS[movement].shown_from["neck_craning"]
    for dial, is_plain in ((0.0, False), (limit, True)):
        skeleton = pose_figure(plan_set(movement, 1, faults={"neck_craning": dial}), [0.0])
        points = locate_landmarks(skeleton)[0]
        gaze = points[0] - points[7:9].mean(axis=0)
        above_trunk = np.degrees(np.arctan2(gaze[2], gaze[0])) + measure_angles(skeleton)["trunk"][0]
        assert (above_trunk > LOOK_UP_DEG) == is_plain
        assert is_plain or above_trunk < 20.0


@pytest.mark.parametrize("movement", [name for name in ROWS if "shrugging" in find_row_dials(name)])
def test_a_shrug_raises_the_shoulders_by_its_metres(movement):
    at = {}
    for dial in (0.0, 0.05):
        skeleton = pose_figure(plan_set(movement, 1, faults={"shrugging": dial}), [TOP_S])
        at[dial] = np.linalg.norm(
            middle(skeleton, "shoulder") - skeleton.point_at(skeleton.build.shoulder_s_m)
        )
    assert at[0.05] - at[0.0] == pytest.approx(0.05, abs=1e-9)


@pytest.mark.parametrize("movement", [name for name in ROWS if "elbow_flare" in find_row_dials(name)])
def test_flared_elbows_go_out(movement):
    side, sign = ("left", 1.0) if movement == "alternating_row" else ("right", -1.0)
    out = []
    for dial in (0.0, 65.0):
        joints = pose_figure(plan_set(movement, 1, faults={"elbow_flare": dial}), [TOP_S]).joints
        out.append(sign * (joints[f"elbow_{side}"] - joints[f"shoulder_{side}"])[0, 1])
    assert out[1] > out[0] + 0.1


@pytest.mark.parametrize("movement", [name for name in ROWS if "chest_dip" in find_row_dials(name)])
def test_a_dip_tips_the_trunk_at_the_end_of_the_pull(movement):
    dip = _deepest(movement, chest_dip=10.0)["trunk"] - _deepest(movement)["trunk"]
    assert dip == pytest.approx(10.0, abs=1e-6)


@pytest.mark.parametrize("movement", ROWS)
def test_hands_come_in_all_the_way_of_the_pull_whatever_is_dialled(movement):
    t_s = np.linspace(1.0, 3.0, 41)
    for name, limit in MOVEMENTS[movement].shown_from.items():
        signal = measure_timing_signal(plan_set(movement, 1, faults={name: limit}), t_s)
        assert signal[0] - signal[-1] > 0.2, name
        assert np.diff(signal).max() < 0.01, name
