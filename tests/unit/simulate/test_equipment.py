"""What is fixed to the room: it runs from the hands to its point."""

import numpy as np
import pytest

from formcheck.simulate import MOVEMENTS, plan_set, pose_figure
from formcheck.simulate.equipment import BAR_M, FASTENED, USUAL_EQUIPMENT, hold_equipment, list_equipment
from formcheck.simulate.figure import take_frame
from formcheck.simulate.skeleton import SIDES, grip_point


def _hold(movement, equipment, t_s=0.0, **options):
    """Points of what is held, the grips and the fixed point."""
    skeleton = pose_figure(plan_set(movement, 1, **options), [t_s])
    patches = hold_equipment(take_frame(skeleton, 0), equipment)
    assert not any(patch.person for patch in patches)
    points = np.concatenate([patch.points.reshape(-1, 3) for patch in patches]).astype(float)
    anchor = np.zeros(0) if skeleton.anchor is None else skeleton.anchor
    return points, {side: grip_point(skeleton, side)[0] for side, _ in SIDES}, anchor


def _measure_off_line(points, start, end):
    """Distance of points from the line through two others."""
    along = (end - start) / np.linalg.norm(end - start)
    away = points - start
    return np.linalg.norm(away - (away @ along)[:, None] * along, axis=1)


@pytest.mark.parametrize("movement", sorted(MOVEMENTS))
def test_every_movement_has_a_usual_load_that_it_can_hold(movement):
    assert USUAL_EQUIPMENT[movement] in list_equipment(movement)
    assert ("straps" in list_equipment(movement)) == (movement == "suspension_row")


@pytest.mark.parametrize("equipment", sorted(FASTENED))
def test_what_is_fixed_to_the_room_needs_a_point_there(equipment):
    with pytest.raises(ValueError, match=f"where its {equipment} is fixed"):
        _hold("dumbbell_row", equipment)


@pytest.mark.parametrize("t_s", [0.0, 2.0, 3.2])
def test_a_cable_goes_from_the_middle_of_the_handle_to_the_pulley(t_s):
    points, grips, pulley = _hold("seated_row", "cable", t_s)
    middle = 0.5 * (grips["left"] + grips["right"])
    ahead = points[points[:, 0] > middle[0] + 0.1]
    assert _measure_off_line(ahead, middle, pulley).max() < 0.01
    assert np.linalg.norm(points - pulley, axis=1).min() < 0.01
    for grip in grips.values():
        assert np.linalg.norm(points - grip, axis=1).min() < 0.03


@pytest.mark.parametrize("t_s", [0.0, 2.0, 3.2])
def test_straps_go_from_either_hand_to_where_they_hang(t_s):
    points, grips, anchor = _hold("suspension_row", "straps", t_s)
    for side, sign in SIDES:
        mine = points[sign * points[:, 1] > 0.02]
        far = mine[np.linalg.norm(mine - grips[side], axis=1) > 0.12]
        assert _measure_off_line(far, grips[side], anchor).max() < 0.015
    assert points[:, 2].max() == pytest.approx(anchor[2], abs=0.02)


@pytest.mark.parametrize(("movement", "t_s"), [("t_bar_row", 0.0), ("t_bar_row", 3.2), ("landmine_row", 3.2)])
def test_a_bar_in_a_corner_passes_through_the_hands(movement, t_s):
    points, grips, pivot = _hold(movement, "landmine", t_s)
    held = 0.5 * (grips["left"] + grips["right"]) if movement == "t_bar_row" else grips["right"]
    along = (held - pivot) / np.linalg.norm(held - pivot)
    way = (points - pivot) @ along
    assert way.max() == pytest.approx(BAR_M, abs=0.01)
    assert way.min() == pytest.approx(-0.04, abs=0.01)
    near_hand = np.abs(way - np.linalg.norm(held - pivot)) < 0.03
    assert _measure_off_line(points[near_hand], pivot, held).min() < 0.03
    if movement == "t_bar_row":
        for grip in grips.values():
            assert np.linalg.norm(points - grip, axis=1).min() < 0.03


def test_a_hand_that_waves_lets_go_and_the_rest_stays_where_it_was():
    for movement, equipment in (("seated_row", "cable"), ("t_bar_row", "landmine")):
        still, waving = (
            _hold(movement, equipment, 1.0, lead_in=lead_in, lead_s=2.0)[0] for lead_in in ("stand", "wave")
        )
        np.testing.assert_allclose(waving, still, atol=0.01)


def test_a_strap_that_is_let_go_hangs_down():
    points, grips, anchor = _hold("suspension_row", "straps", 1.0, lead_in="wave", lead_s=2.0)
    loose = points[(points[:, 1] < 0.0) & (np.abs(points[:, 0] - anchor[0]) < 0.05)]
    length = np.linalg.norm(grips["left"] - anchor)
    assert anchor[2] - loose[:, 2].min() == pytest.approx(length, abs=0.05)
