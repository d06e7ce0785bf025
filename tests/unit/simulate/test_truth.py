"""Truth of repetitions, phases and dialled faults."""

import math

import numpy as np
import pytest

from formcheck.simulate import (
    MOVEMENTS,
    SHAPES,
    lay_out,
    measure_angles,
    measure_reps,
    measure_timing_signal,
    plan_set,
    pose_figure,
    simulate_poses,
)


def _share_of_time(shape, share):
    """Time at which a shape has gone a share of its way, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if SHAPES[shape](np.array([middle]))[0] < share else (low, middle)
    return low


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_phases_of_a_hinge_are_1_and_99_percent_of_the_closed_form(shape):
    plan = plan_set("romanian_deadlift", 2, tempo_s=(2.0, 0.5, 1.5, 1.0), lead_s=1.0, shape=shape)
    first, last = (_share_of_time(shape, share) for share in (0.01, 0.99))
    rep = measure_reps(plan)[0]
    assert rep.phases_s["out"] == pytest.approx((1.0 + 2.0 * first, 1.0 + 2.0 * last), abs=1e-3)
    assert rep.phases_s["back"] == pytest.approx((3.5 + 1.5 * first, 3.5 + 1.5 * last), abs=1e-3)
    assert rep.tempo["eccentric_s"] == pytest.approx(2.0 * (last - first), abs=2e-3)
    assert rep.tempo["pause_contracted_s"] == pytest.approx(1.0 + 1.5 * (1 - last) + 2.0 * first, abs=2e-3)
    assert rep.planned_s == {"out": pytest.approx((1.0, 3.0)), "back": pytest.approx((3.5, 5.0))}
    assert rep.range == pytest.approx(76.0)


@pytest.mark.parametrize("movement", sorted(MOVEMENTS))
def test_phases_follow_one_another(movement):
    plan = plan_set(movement, 3, jitter=0.1, seed=2)
    ends = [plan.lead_s]
    for rep in measure_reps(plan):
        out, hold, back = (rep.phases_s[name] for name in ("out", "hold", "back"))
        assert (
            ends[-1] < rep.start_s == out[0] < out[1] == hold[0] < hold[1] == back[0] < back[1] == rep.end_s
        )
        assert hold[0] < rep.turn_s < hold[1]
        ends.append(rep.end_s)
    assert ends[-1] < lay_out(plan).duration_s


def test_a_set_from_the_floor_has_no_way_out_in_its_first_repetition():
    first, second = measure_reps(plan_set("conventional_deadlift", 2, start_at="floor"))
    assert np.isnan(first.tempo["eccentric_s"])
    assert first.start_s == first.turn_s < first.end_s < second.start_s
    assert first.tempo["concentric_s"] == pytest.approx(second.tempo["concentric_s"], abs=2e-3)


@pytest.mark.parametrize("movement", [name for name, m in MOVEMENTS.items() if m.family == "row"])
def test_phases_of_a_row_begin_and_end_at_1_and_99_percent_of_its_signal(movement):
    plan = plan_set(movement, 1, tempo_s=(0.7, 0.4, 0.9, 0.3))
    rep = measure_reps(plan)[0]
    home, in_ = measure_timing_signal(plan, [1.0, 1.7])
    edges = measure_timing_signal(plan, [*rep.phases_s["out"], *rep.phases_s["back"]])
    shares = (edges - home) / (in_ - home)
    # 1 % of the body's sway of 3 mm goes with it.
    np.testing.assert_allclose(shares, [0.01, 0.99, 0.99, 0.01], atol=1.5e-3)
    assert rep.range == pytest.approx(home - in_, rel=0.01)


def test_rows_and_bird_dogs_pull_first():
    rep = measure_reps(plan_set("dumbbell_row", 1, tempo_s=(0.8, 2.0, 1.6, 0.5)))[0]
    assert rep.tempo["concentric_s"] < 0.8 < rep.tempo["eccentric_s"] < 1.6 < rep.tempo["pause_contracted_s"]
    assert [r.side for r in measure_reps(plan_set("bird_dog", 3))] == ["left", "right", "left"]


def _deepest(movement, **faults):
    plan = plan_set(movement, 1, faults=faults)
    skeleton = pose_figure(plan, [3.2])
    return {name: float(value[0]) for name, value in measure_angles(skeleton).items()}


def test_a_neutral_hinge_has_24_degrees_of_lumbar_flexion_times_its_depth():
    angles = _deepest("romanian_deadlift")
    assert angles["lumbar"] == pytest.approx(24.0 * angles["trunk"] / 80.0)
    assert angles["trunk"] == pytest.approx(78.0)
    assert _deepest("romanian_deadlift", over_arched_back=24.0)["lumbar"] == pytest.approx(-0.6)


def test_rounding_is_dialled_in_degrees_and_leaves_the_trunk_line_alone():
    angles = _deepest("romanian_deadlift", spinal_rounding=50.0)
    assert angles["lumbar"] == pytest.approx(50.0, abs=0.7)
    assert angles["trunk"] == pytest.approx(78.0)


def test_squatting_bends_the_knees_and_keeps_the_hands_down():
    good, bad = _deepest("kettlebell_deadlift"), _deepest("kettlebell_deadlift", squatted_hinge=40.0)
    assert good["knee_left"] - bad["knee_left"] == pytest.approx(40.0, abs=1.0)
    assert bad["trunk"] < 57.0 < good["trunk"]
    assert bad["knee_left"] < 90.0


def test_lockout_dials_show_at_the_top():
    plans = {
        name: plan_set("conventional_deadlift", 1, faults={name: 15.0}, tempo_s=(1.5, 0.4, 1.2, 1.5))
        for name in ("overextended_lockout", "soft_lockout")
    }
    hip = {
        name: measure_angles(pose_figure(plan, [4.9]))["hip_left_signed"][0] for name, plan in plans.items()
    }
    home = measure_angles(pose_figure(plans["soft_lockout"], [0.0]))["hip_left_signed"][0]
    assert hip["overextended_lockout"] > 188.0
    assert hip["soft_lockout"] == pytest.approx(home - 15.0, abs=3.0)


def test_hips_first_tips_the_trunk_while_the_knees_extend():
    plan = plan_set("conventional_deadlift", 1, faults={"hips_rise_first": 15.0})
    start = measure_reps(plan)[0].planned_s["back"][0]
    angles = measure_angles(pose_figure(plan, [start, start + 0.3 * 1.4]))
    assert np.diff(angles["trunk"])[0] > 10.0
    assert np.diff(angles["knee_left"])[0] > 15.0


def test_row_dials():
    assert _deepest("dumbbell_row")["trunk"] == pytest.approx(60.0)
    assert _deepest("dumbbell_row", torso_swing=25.0)["trunk"] == pytest.approx(35.0)
    assert (
        _deepest("dumbbell_row", short_pull=0.4)["elbow_left"] > _deepest("dumbbell_row")["elbow_left"] + 15.0
    )
    sides = _deepest("dumbbell_row", uneven_sides=0.3)
    assert sides["elbow_right"] > sides["elbow_left"] + 10.0


def test_bird_dog_dials():
    good = _deepest("bird_dog")
    assert good["arm_left_elevation"] == pytest.approx(0.0, abs=0.5)
    assert good["thigh_right_elevation"] == pytest.approx(0.0, abs=0.5)
    assert good["knee_right"] == pytest.approx(172.0, abs=0.5)
    assert _deepest("bird_dog", leg_too_low=20.0)["thigh_right_elevation"] == pytest.approx(-20.0, abs=0.5)
    assert _deepest("bird_dog", arm_off_level=15.0)["arm_left_elevation"] == pytest.approx(-15.0, abs=0.5)
    assert _deepest("bird_dog", knee_bent=30.0)["knee_right"] == pytest.approx(142.0, abs=0.5)
    assert _deepest("bird_dog", same_side=1.0)["thigh_left_elevation"] == pytest.approx(0.0, abs=0.5)
    sagging = _deepest("bird_dog", not_one_line=20.0)
    assert sagging["arm_left_elevation"] == pytest.approx(-10.0, abs=0.5)
    assert sagging["thigh_right_elevation"] == pytest.approx(-10.0, abs=0.5)


def test_a_head_is_craned_in_the_hold_and_not_at_rest():
    def find_gaze_deg(t_s: float, **dials: float) -> float:
        points = simulate_poses(plan_set("bird_dog", 1, faults=dials), [t_s]).image[0]
        ear, nose = points[8], points[0]
        return math.degrees(math.atan2(ear[1] - nose[1], nose[0] - ear[0]))

    held = 0.5 * sum(measure_reps(plan_set("bird_dog", 1))[0].phases_s["hold"])
    assert find_gaze_deg(0.2, neck_craning=50.0) == pytest.approx(find_gaze_deg(0.2), abs=0.1)
    assert find_gaze_deg(held, neck_craning=50.0) == pytest.approx(find_gaze_deg(held) + 55.0, abs=8.0)


def test_timing_signal_of_one_arm_ignores_the_other():
    plan = plan_set("one_arm_row", 1)
    signal = measure_timing_signal(plan, [0.0, 3.2])
    assert signal[1] < 0.7 < 0.95 < signal[0]


def test_unknown_names_are_refused():
    with pytest.raises(ValueError, match="movement"):
        measure_reps(plan_set("handstand"))
    with pytest.raises(ValueError, match="no dial"):
        measure_reps(plan_set("bird_dog", faults={"torso_swing": 20.0}))
