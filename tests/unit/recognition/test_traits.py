"""Traits: what one repetition shows, and the median over the repetitions."""

from __future__ import annotations

import numpy as np
import pytest

from formcheck.recognition.posture import measure_postures
from formcheck.recognition.traits import NAMES, Span, measure_traits
from formcheck.simulate import measure_reps
from tests.figure_sets import film, plan, read_times, stack_world


def measure(movement: str, whole: bool = False, rate_hz: float = 15.0, **options) -> dict[str, float]:
    set_plan = plan(movement, 4, **options)
    poses = film(set_plan, rate_hz=rate_hz)
    spans = [Span(rep.start_s, rep.end_s, rep.side or "both") for rep in measure_reps(set_plan)]
    spans = [Span(-np.inf, np.inf)] if whole else spans
    traits = measure_traits(read_times(poses), measure_postures(stack_world(poses)), spans)
    return dict(zip(NAMES, traits.tolist(), strict=True))


def test_names_are_told_once() -> None:
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("whole", [True, False])
def test_a_hinge_rests_upright_and_works_bent(whole: bool) -> None:
    traits = measure("romanian_deadlift", whole)
    assert traits["rest_trunk"] < 12.0
    assert traits["work_trunk"] > 70.0
    assert traits["hips_go"] > 70.0
    assert traits["arm_goes"] < 0.1
    assert traits["arm_share"] < 0.2
    assert traits["leg_share"] == pytest.approx(1.0, abs=0.05)


def test_a_row_rests_with_long_arms_and_works_with_bent_ones() -> None:
    traits = measure("barbell_row")
    assert traits["rest_reach_less"] > 1.0
    assert traits["work_reach_more"] < 0.85
    assert traits["hips_go"] < 15.0
    assert traits["arm_share"] > 0.7
    assert traits["arms_agree"] > 0.95
    assert traits["turns"] == 0.0


def test_arms_in_turn_are_told_from_one_arm_and_from_both() -> None:
    in_turn, alone, both = (measure(name) for name in ("alternating_row", "one_arm_row", "dumbbell_row"))
    assert in_turn["turns"] == 1.0
    assert alone["turns"] == both["turns"] == 0.0
    assert alone["other_arm_goes"] < 0.1
    assert in_turn["other_arm_goes"] < 0.1
    assert both["other_arm_goes"] > 0.3


def test_of_one_repetition_nobody_knows_whether_the_arms_take_turns() -> None:
    assert np.isnan(measure("alternating_row", whole=True)["turns"])


def test_a_leg_that_goes_up_behind_shows() -> None:
    traits = measure("single_leg_romanian_deadlift")
    assert traits["work_feet_step"] > 0.8
    assert traits["leg_share"] < 0.75
    assert measure("romanian_deadlift")["work_feet_step"] < 0.05


def test_the_frame_rate_does_not_matter() -> None:
    slow, fast = (measure("kettlebell_deadlift", rate_hz=rate_hz) for rate_hz in (12.0, 60.0))
    for name, value in slow.items():
        tolerance = 4.0 if name.endswith(("_go", "_goes", "_more", "_less", "trunk")) else 0.3
        assert value == pytest.approx(fast[name], abs=tolerance, nan_ok=True), name


def test_a_few_wrong_pictures_change_little() -> None:
    poses = film(plan("barbell_row", 3))
    world = stack_world(poses)
    clean = measure_traits(read_times(poses), measure_postures(world), [Span(-np.inf, np.inf)])
    world[20, 15:17] += 2.0
    world[40] = np.nan
    spoilt = measure_traits(read_times(poses), measure_postures(world), [Span(-np.inf, np.inf)])
    angles = np.array([name.rpartition("_")[0].endswith(("hip", "knee", "elbow", "thigh")) for name in NAMES])
    assert np.nanmax(np.abs(spoilt - clean)[~angles]) < 3.0
    assert np.nanmax(np.abs(spoilt - clean)[angles]) < 6.0


def test_the_median_over_the_repetitions_forgives_one() -> None:
    set_plan = plan("barbell_row", 5, depth=(1.0, 1.0, 0.3, 1.0, 1.0))
    poses = film(set_plan)
    postures = measure_postures(stack_world(poses))
    spans = [Span(rep.start_s, rep.end_s, rep.side or "both") for rep in measure_reps(set_plan)]
    traits = dict(zip(NAMES, measure_traits(read_times(poses), postures, spans).tolist(), strict=True))
    alone = dict(zip(NAMES, measure_traits(read_times(poses), postures, spans[2:3]).tolist(), strict=True))
    assert traits["arm_goes"] > 2.0 * alone["arm_goes"]


def test_without_pictures_there_are_no_traits() -> None:
    poses = film(plan("barbell_row", 1))
    traits = measure_traits(read_times(poses), measure_postures(stack_world(poses)), [Span(90.0, 95.0)])
    assert np.isnan(traits).all()


def test_nothing_seen_is_no_trait_and_no_warning() -> None:
    traits = measure_traits(
        np.arange(20) / 15.0, measure_postures(np.full((20, 33, 3), np.nan)), [Span(0.0, 5.0)]
    )
    assert np.isnan([value for name, value in zip(NAMES, traits, strict=True) if "share" not in name]).all()
