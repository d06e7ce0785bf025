"""Which repetitions show which fault."""

from dataclasses import replace

import pytest

from formcheck.simulate import MOVEMENTS, plan_set
from formcheck.simulate.shown_faults import list_faults, name_timed_faults


@pytest.mark.parametrize("movement", sorted(MOVEMENTS))
def test_good_form_shows_no_fault_and_leaves_none_out(movement):
    plan = plan_set(movement, 2, tempo_s=(1.5, 2.0, 1.5, 0.5))
    faults = list_faults(plan)
    assert set(faults.values()) == {"absent"}
    assert set(faults) == set(MOVEMENTS[movement].shown_from) | set(
        name_timed_faults(MOVEMENTS[movement].family)
    )


@pytest.mark.parametrize("movement", sorted(MOVEMENTS))
def test_a_dial_turned_beyond_its_limit_is_shown(movement):
    for name, limit in MOVEMENTS[movement].shown_from.items():
        plan = plan_set(movement, 2, tempo_s=(1.5, 2.0, 1.5, 0.5), faults={name: (0.0, limit)})
        faults = list_faults(plan)
        assert faults.pop(name) == [2]
        assert set(faults.values()) == {"absent"}


@pytest.mark.parametrize(
    ("movement", "rule", "shown", "doubtful"),
    [
        ("romanian_deadlift", "dropped_lowering", {"out_s": 0.5}, {"out_s": 0.8}),
        ("dumbbell_row", "dropped_lowering", {"back_s": 0.5}, {"back_s": 0.8}),
        ("dumbbell_row", "no_squeeze", {"hold_s": 0.2}, {"hold_s": 1.2}),
        ("dumbbell_row", "ballistic_pull", {"shape": "early_peak"}, {"shape": "late_peak"}),
        ("bird_dog", "hold_too_short", {"hold_s": 0.2}, {"hold_s": 1.2}),
        ("bird_dog", "rushed", {"out_s": 0.5}, {"out_s": 0.9}),
    ],
)
def test_faults_of_time(movement, rule, shown, doubtful):
    plan = plan_set(movement, 2, tempo_s=(1.5, 2.0, 1.5, 0.5))
    first, second = plan.reps
    assert list_faults(plan)[rule] == "absent"
    assert list_faults(replace(plan, reps=(first, replace(second, **shown))))[rule] == [2]
    assert rule not in list_faults(replace(plan, reps=(first, replace(second, **doubtful))))


def test_a_trunk_that_goes_first_has_swung_as_far():
    plan = plan_set("t_bar_row", 2, faults={"hips_before_pull": (12.0, 18.0), "torso_swing": 0.0})
    assert list_faults(plan)["torso_swing"] == [2]  # 15° are allowed, 17 plainly too much
    both = plan_set("dumbbell_row", 2, faults={"hips_before_pull": 12.0, "torso_swing": (0.0, 10.0)})
    assert list_faults(both)["torso_swing"] == [2]
    assert "torso_swing" not in list_faults(plan_set("dumbbell_row", 2, faults={"hips_before_pull": 12.0}))


def test_what_another_fault_may_bring_about_is_left_out():
    lifted = list_faults(plan_set("good_morning", 2, faults={"heels_lift": 0.06}))
    assert lifted["heels_lift"] == [1, 2]
    assert "squatted_hinge" not in lifted
    assert list_faults(plan_set("good_morning", 2))["squatted_hinge"] == "absent"
