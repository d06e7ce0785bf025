"""Dials and sides, read at any time."""

from dataclasses import replace

import numpy as np
import pytest

from formcheck.simulate import RepPlan, SetPlan, lay_out
from formcheck.simulate.dials import find_working_side, read_dials, read_sides

PLAN = SetPlan(
    "dumbbell_row",
    (
        RepPlan(1.0, 0.0, 1.0, 0.0, side="left", dials={"torso_swing": 10.0, "standing_up": 4.0}),
        RepPlan(1.0, 0.0, 1.0, 0.0, side="right", dials={"standing_up": 8.0}),
        RepPlan(1.0, 0.0, 1.0, 0.0),
    ),
    lead_s=1.0,
)
TIMES = np.array([0.0, 1.0, 2.0, 2.99, 3.0, 4.0, 5.5])


def test_a_dial_holds_for_its_repetition_and_the_lead_belongs_to_the_first():
    dials = read_dials(PLAN, lay_out(PLAN), TIMES, ["torso_swing"])
    assert dials["torso_swing"].tolist() == [10.0, 10.0, 10.0, 10.0, 0.0, 0.0, 0.0]


def test_a_dial_that_is_not_turned_is_neutral():
    dials = read_dials(PLAN, lay_out(PLAN), TIMES, ["torso_swing"], neutral={"torso_swing": 2.0})
    assert dials["torso_swing"].tolist() == [10.0, 10.0, 10.0, 10.0, 2.0, 2.0, 2.0]


def test_a_gliding_dial_goes_straight_from_one_start_to_the_next():
    dials = read_dials(PLAN, lay_out(PLAN), TIMES, ["standing_up"], gliding=["standing_up"])
    np.testing.assert_allclose(dials["standing_up"], [4.0, 4.0, 6.0, 7.98, 8.0, 4.0, 0.0])


def test_both_sides_work_where_a_repetition_names_none():
    sides = read_sides(PLAN, lay_out(PLAN), TIMES)
    assert sides["left"].tolist() == [1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 1.0]
    assert sides["right"].tolist() == [0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0]


def test_one_side_works_all_through_a_set_or_the_set_is_refused():
    assert find_working_side(replace(PLAN, reps=PLAN.reps[:1])) == "left"
    assert find_working_side(replace(PLAN, reps=PLAN.reps[2:])) == "right"  # none is named
    with pytest.raises(ValueError, match=r"one hand, got \['left', 'right'\]"):
        find_working_side(PLAN)
