"""The seeded plan, and the poses drawn from it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from formcheck.exercises.loader import list_exercises
from formcheck.simulate import MOVEMENTS, Build, lay_out, measure_angles, plan_set, pose_figure
from formcheck.validate.setups import PARTIAL_DEPTH, USUAL_PARTIAL_DEPTH, draw_setup, list_movements
from formcheck.validate.tasks import SetUpTask, compare_drawn, compare_setup, find_exact_poses

DRAWN = [draw_setup(number, seed=3) for number in range(60)]


def test_the_same_seed_draws_the_same_and_another_one_another():
    assert draw_setup(5, seed=3) == DRAWN[5]
    assert draw_setup(5, seed=4) != DRAWN[5]
    assert len({setup.name for setup in DRAWN}) == len(DRAWN)


def test_all_movements_known_to_both_take_turns():
    assert set(list_movements()) == set(MOVEMENTS) & set(list_exercises())
    drawn = [setup.clip.plan.movement for setup in DRAWN]
    assert set(drawn[: len(list_movements())]) == set(list_movements())


def test_the_plan_varies_what_matters():
    clips = [setup.clip for setup in DRAWN]
    assert {clip.camera.facing for clip in clips} == {"left", "right"}
    assert len({clip.look for clip in clips}) >= 4
    assert len({clip.fps for clip in clips}) >= 4
    assert len({clip.scene.background for clip in clips}) >= 3
    yaws = np.array([abs(clip.camera.yaw_deg) for clip in clips])
    assert (yaws <= 15).mean() > 0.4
    assert yaws.max() > 45
    faulty = {name for clip in clips for rep in clip.plan.reps for name in rep.dials}
    assert {"spinal_rounding", "over_arched_back"} <= faulty
    assert any(0.5 < rep.depth < 0.7 for clip in clips for rep in clip.plan.reps)
    assert any(rep.depth < 0.5 for clip in clips for rep in clip.plan.reps)


@pytest.mark.parametrize("many", [1, 7])
def test_a_set_up_is_the_same_however_many_are_drawn(many):
    assert [draw_setup(number, seed=3) for number in range(many)] == DRAWN[:many]
    assert draw_setup(59, seed=3) == DRAWN[59]


def test_a_few_set_ups_have_a_bystander():
    drawn = [draw_setup(number, 8, ["romanian_deadlift"]) for number in range(150)]
    others = [setup.clip.bystander for setup in drawn if setup.clip.bystander]
    # 6 % of 150 are 9; binomial, 1 to 99 %.
    assert 3 <= len(others) <= 17
    assert len({other.build for other in others}) == len(others)
    for setup in drawn:
        assert setup.name.endswith(", bystander") == (setup.clip.bystander is not None)


@pytest.mark.parametrize("movement", ["suitcase_deadlift", "single_leg_romanian_deadlift"])
def test_one_sided_movements_are_done_with_either_side(movement):
    sets = [{rep.side for rep in draw_setup(k, 3, [movement]).clip.plan.reps} for k in range(12)]
    assert all(len(sides) == 1 for sides in sets)
    assert set().union(*sets) == {"left", "right"}


def _measure_partial_deg(movement, build):
    """Hip flexion of a partial repetition, of the more flexed side."""
    depth = PARTIAL_DEPTH.get(movement, USUAL_PARTIAL_DEPTH)
    flexion = []
    for t_s, share in ((0.0, 1.0), (3.2, depth)):
        angles = measure_angles(pose_figure(plan_set(movement, 1, depth=share, build=build), [t_s]))
        flexion.append(180.0 - min(angles[f"hip_{side}"][0] for side in ("left", "right")))
    return flexion[1] - flexion[0]


@pytest.mark.parametrize("movement", [name for name, m in MOVEMENTS.items() if m.family == "hinge"])
@pytest.mark.parametrize("stature_m", [1.55, 1.95])
def test_a_partial_repetition_is_plainly_one_and_none(movement, stature_m):
    """Far enough to be listed, not as far as the 40° that count."""
    assert 25.0 < _measure_partial_deg(movement, Build(stature_m)) < 36.0


@pytest.mark.parametrize("movement", ["sumo_deadlift", "suitcase_deadlift", "single_leg_romanian_deadlift"])
def test_new_movements_are_counted_exactly(movement):
    outcomes = [compare_drawn(draw_setup(number, 1, [movement]), None).exact for number in range(4)]
    assert all(outcome and outcome.is_within for outcome in outcomes)


def test_the_figure_stays_in_the_picture_during_its_set():
    for setup in DRAWN[:12]:
        poses = list(find_exact_poses(setup.clip))
        start_s = setup.clip.plan.lead_s
        shares = [pose.reliable.mean() for pose in poses if pose.t_s > max(start_s, 0.35)]
        assert min(shares) > 0.9


def test_exact_poses_settle_like_found_ones():
    clip = DRAWN[0].clip
    poses = list(find_exact_poses(clip))
    assert len(poses) == int(lay_out(clip.plan).duration_s * clip.fps)
    assert not any(pose.reliable.any() for pose in poses if pose.t_s < 0.3)
    assert all(pose.found for pose in poses)


def test_a_set_up_without_pixels_is_compared():
    outcome = compare_setup(SetUpTask(0, seed=3, model=None))
    assert outcome.measured is None
    assert outcome.exact is not None
    assert outcome.exact.is_within
    assert outcome.exact.person_share == 1.0
    assert not math.isnan(outcome.exact.yaw_deg)


@pytest.mark.parametrize("movement", ["kettlebell_deadlift", "good_morning"])
def test_movements_can_be_named(movement):
    assert draw_setup(7, 1, [movement]).clip.plan.movement == movement
