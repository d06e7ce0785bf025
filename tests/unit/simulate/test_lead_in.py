"""What people do before the first repetition."""

import numpy as np
import pytest

from formcheck.simulate import MOVEMENTS, lay_out, plan_set, pose_figure

IN_PLACE = (
    *("one_arm_row", "t_bar_row", "landmine_row"),
    *("seated_row", "chest_supported_row", "suspension_row"),
)
"""Movements in which hands or body are tied to something in the room."""
LEAD_S = 2.0


def _pose(movement, lead_in, **options):
    plan = plan_set(movement, 1, lead_in=lead_in, lead_s=LEAD_S, **options)
    t_s = np.arange(0.0, lay_out(plan).duration_s, 0.05)
    return t_s, pose_figure(plan, t_s)


@pytest.mark.parametrize("movement", sorted(MOVEMENTS))
def test_who_is_tied_to_something_in_the_room_does_not_walk_in(movement):
    if movement not in IN_PLACE:
        assert "walk_in" in MOVEMENTS[movement].lead_ins
        return
    with pytest.raises(ValueError, match=rf"\['stand', 'wave'\] for {movement}, got 'walk_in'"):
        _pose(movement, "walk_in")


@pytest.mark.parametrize("movement", [*IN_PLACE, "upright_row"])
def test_an_arm_that_waved_is_back_exactly_where_it_was(movement):
    t_s, waved = _pose(movement, "wave")
    still = _pose(movement, "stand")[1]
    late = t_s >= LEAD_S
    for parts in ("joints", "directions"):
        for name, value in getattr(waved, parts).items():
            np.testing.assert_allclose(value[late], getattr(still, parts)[name][late], atol=1e-9)
    (side,) = waved.waving
    assert not waved.waving[side][late].any()
    wrist, shoulder = waved.joints[f"wrist_{side}"], waved.joints[f"shoulder_{side}"]
    assert (wrist - shoulder)[~late, 2].max() > 0.4


@pytest.mark.parametrize("movement", [*IN_PLACE, "upright_row"])
def test_a_waving_arm_moves_without_a_jump(movement):
    plan = plan_set(movement, 1, lead_in="wave", lead_s=3.0)
    skeleton = pose_figure(plan, np.arange(0.0, 3.2, 0.01))
    for name, joint in skeleton.joints.items():
        assert (np.linalg.norm(np.diff(joint, axis=0), axis=1) / 0.01).max() < 5.0, name


@pytest.mark.parametrize(("side", "free"), [("left", "right"), ("right", "left")])
@pytest.mark.parametrize("movement", ["one_arm_row", "landmine_row"])
def test_who_rows_with_one_arm_waves_with_the_other(movement, side, free):
    assert list(_pose(movement, "wave", side=side)[1].waving) == [free]
