"""Schedules: shapes, levels, ownership."""

import numpy as np
import pytest

from formcheck.simulate import SHAPES, RepPlan, SetPlan, lay_out, plan_set


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_shapes_go_from_0_to_1_and_never_back(shape):
    way = SHAPES[shape](np.linspace(0.0, 1.0, 2001))
    np.testing.assert_allclose(way[[0, -1]], [0.0, 1.0], atol=1e-12)
    assert (np.diff(way) >= -1e-12).all()


@pytest.mark.parametrize(
    ("shape", "peak", "when"),
    [
        ("minimum_jerk", 1.875, 0.5),
        ("half_cosine", np.pi / 2, 0.5),
        ("early_peak", 2.458, 0.2),
        ("late_peak", 2.458, 0.8),
    ],
)
def test_peak_speed_is_what_the_shape_promises(shape, peak, when):
    u = np.linspace(0.0, 1.0, 10001)
    speed = np.gradient(SHAPES[shape](u), u)
    assert speed.max() == pytest.approx(peak, abs=0.002)
    assert u[speed.argmax()] == pytest.approx(when, abs=0.001)


def test_drive_follows_the_plan():
    plan = SetPlan("romanian_deadlift", (RepPlan(2.0, 0.5, 1.0, 0.5), RepPlan(1.0, 0.5, 1.0, 0.5, depth=0.4)))
    drive = lay_out(plan).drive(np.array([0.0, 1.0, 2.0, 3.0, 3.4, 4.5, 6.2, 99.0]))
    np.testing.assert_allclose(drive, [0.0, 0.0, 0.5, 1.0, 1.0, 0.0, 0.4, 0.0], atol=1e-12)


def test_a_set_from_the_floor_begins_deep_and_a_put_down_ends_deep():
    plan = plan_set("conventional_deadlift", 2, start_at="floor", put_down=True)
    timeline = lay_out(plan)
    assert timeline.drive(np.array([0.0, timeline.duration_s])).tolist() == pytest.approx([1.0, 1.0])
    assert [move.kind for move in timeline.moves] == ["back", "out", "back", "put_down"]


def test_times_belong_to_the_repetition_that_began_last():
    timeline = lay_out(plan_set("romanian_deadlift", 3))
    starts = timeline.rep_starts_s
    assert timeline.owner(np.array([0.0, *starts, *(starts - 1e-6)])).tolist() == [0, 0, 1, 2, 0, 0, 1]


def test_jitter_is_repeatable_and_leaves_the_hold_alone():
    one, two = (plan_set("romanian_deadlift", 4, jitter=0.1, seed=5) for _ in range(2))
    assert one == two
    assert len({rep.out_s for rep in one.reps}) == 4
    assert {rep.hold_s for rep in one.reps} == {0.4}


@pytest.mark.parametrize(
    ("movement", "side", "sides"),
    [
        ("romanian_deadlift", "left", [None, None, None]),
        ("suitcase_deadlift", None, ["right", "right", "right"]),
        ("single_leg_romanian_deadlift", "left", ["left", "left", "left"]),
        ("one_arm_row", "left", ["left", "left", "left"]),
        ("landmine_row", None, ["right", "right", "right"]),
        ("seated_row", None, [None, None, None]),
        ("bird_dog", None, ["left", "right", "left"]),
        ("alternating_row", "right", ["right", "left", "right"]),
    ],
)
def test_sides_work_or_take_turns(movement, side, sides):
    assert [rep.side for rep in plan_set(movement, 3, side=side).reps] == sides


@pytest.mark.parametrize("reps", [(), (RepPlan(shape="wobbly"),), (RepPlan(out_s=0.0),)])
def test_impossible_plans_are_refused(reps):
    with pytest.raises(ValueError, match="expected"):
        lay_out(SetPlan("romanian_deadlift", reps))
