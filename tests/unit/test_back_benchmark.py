"""The drawn lifters whose back is judged, and how the results are summed up; nothing is rendered here."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.back import Judged, describe, find_roc_area
from benchmarks.back_cases import (
    MARKED_DEG,
    NEUTRAL_DEG,
    OUTSIDE,
    RULE,
    SHALLOW,
    SHALLOW_LEAN_DEG,
    SHALLOW_NEUTRAL_DEG,
    Case,
    draw_case,
)
from benchmarks.back_ladder import (
    BODIES,
    STEPS_DEG,
    Ladder,
    Task,
    describe_ladders,
    draw_ladder,
    read_arcs_deg,
)
from formcheck.exercises.loader import load_exercise
from formcheck.simulate import measure_reps, simulate_poses
from formcheck.simulate.anatomy import BUILDS
from formcheck.simulate.clip import Clip
from formcheck.validate.tasks import find_exact_poses, review_poses

MODEL = Path("model.task")
SETTINGS = {rule.name: rule.settings for rule in load_exercise("kettlebell_deadlift").rules}[RULE]


def find_deepest_deg(clip: Clip) -> tuple[float, float]:
    """True inclination of the trunk and lumbar flexion where the first repetition turns."""
    angles = simulate_poses(clip.plan, [measure_reps(clip.plan)[0].turn_s]).angles
    return float(angles["trunk"][0]), float(angles["lumbar"][0])


class TestCases:
    @pytest.mark.parametrize("number", [0, 1, 3, 4])
    def test_a_shallow_lift_leans_and_flexes_as_far_as_told(self, number: int) -> None:
        lumbar_deg, _, clip = draw_case(Case(number, 3, SHALLOW, MODEL))
        trunk_deg, true_deg = find_deepest_deg(clip)
        assert SHALLOW_LEAN_DEG[0] <= trunk_deg <= SHALLOW_LEAN_DEG[1]
        assert true_deg == pytest.approx(lumbar_deg, abs=0.3)
        band_deg = SHALLOW_NEUTRAL_DEG if number < 2 else MARKED_DEG if number > 3 else (25.0, 45.0)
        assert band_deg[0] <= lumbar_deg <= band_deg[1]
        assert clip.plan.movement == ("kettlebell_deadlift", "conventional_deadlift")[number % 2]

    def test_what_is_called_shallow_is_so_for_the_rule(self) -> None:
        assert SETTINGS["shallow_from_deg"] < SHALLOW_LEAN_DEG[0]
        assert SHALLOW_LEAN_DEG[1] < SETTINGS["least_bend_deg"]

    def test_outside_of_the_lean_is_more_upright_than_that(self) -> None:
        (name,) = (name for name, word in OUTSIDE.items() if word == "upright")
        for number in range(3):
            trunk_deg, _ = find_deepest_deg(draw_case(Case(number, 2, name, MODEL))[2])
            assert trunk_deg < SETTINGS["shallow_from_deg"] - 3.0

    def test_a_case_within_all_gates_is_a_deep_hinge(self) -> None:
        lumbar_deg, _, clip = draw_case(Case(0, 1, "", MODEL))
        trunk_deg, true_deg = find_deepest_deg(clip)
        assert NEUTRAL_DEG[0] <= lumbar_deg <= NEUTRAL_DEG[1]
        assert trunk_deg > 60.0
        assert true_deg == pytest.approx(lumbar_deg, abs=4.0)

    def test_another_seed_draws_another_lifter(self) -> None:
        first, second = (draw_case(Case(0, seed, "", MODEL))[2] for seed in (1, 2))
        assert first.plan.build != second.plan.build


def make_judged(lumbar_deg: float, verdict: str, group: str = "", reason: str = "") -> Judged:
    arc_deg = 1.17 * lumbar_deg - 29.0
    return Judged(0, group, lumbar_deg, "blue", "right", verdict, 2, reason, "absent", arc_deg + 2.0, arc_deg)


class TestSummary:
    def test_area_is_the_chance_of_the_right_order(self) -> None:
        assert find_roc_area([1, 2], [3, 4]) == 1.0
        assert find_roc_area([3, 4], [1, 2]) == 0.0
        assert find_roc_area([1, 2], [2, 3]) == pytest.approx(0.875)
        assert math.isnan(find_roc_area([], [1.0]))

    def test_sets_that_are_judged_are_told_by_group(self) -> None:
        deep = [
            make_judged(20.0, "absent"),
            make_judged(40.0, "not_judged", reason="A."),
            make_judged(50.0, "present"),
        ]
        shallow = [replace(one, group=SHALLOW, verdict="absent") for one in deep]
        lines = describe([*deep, *shallow])
        assert lines[0] == "3 sets within all gates, 3 measured"
        at = lines.index(f"3 sets {SHALLOW}, 3 measured")
        for part, present in ((lines[:at], 1), (lines[at:], 0)):
            text = "\n".join(part)
            assert "as measured: arc = 1.17 · lumbar -27.0, r 1.000, residual SD 0.0°" in text
            assert "against the line by which the limits are told: +2.0 ± 0.0°, at most 2.0°" in text
            assert "ROC area, marked (≥ 45°) against neutral (≤ 25°): 1.000" in text
            assert f"marked: 1 sets, rounding in {present} " in text
            assert "over_arched_back of the neutral: present in 0, clear in 1, not judged 0" in text
        assert "not judged within all gates: 1 × A." in lines
        assert any(
            "least lumbar flexion called rounding 50°, greatest called clear 20°" in one for one in lines
        )

    def test_outside_a_gate_the_reason_counts(self) -> None:
        name, word = next(iter(OUTSIDE.items()))
        right = make_judged(20.0, "not_judged", name, f"Turn {word}.")
        wrong = make_judged(20.0, "not_judged", name, "Something else.")
        assert f"{name}: 2 of 2 refused, 2 with the reason expected" in describe([right, right])
        lines = describe([right, wrong])
        assert f"{name}: 2 of 2 refused, 1 with the reason expected" in lines
        assert any("Something else." in line for line in lines)


class TestLadder:
    RISING = Ladder("man", "right", STEPS_DEG, (0.0, 10.0, 18.0, 28.0, 36.0), (0.0, 9.0, 18.0, 27.0, 36.0))

    def test_every_body_and_the_extremes_of_girth_climb(self) -> None:
        assert BUILDS.items() <= BODIES.items()
        assert {0.88, 1.25} <= {build.girth for build in BODIES.values()}

    def test_it_rises_only_when_every_step_reads_more(self) -> None:
        assert self.RISING.rises
        assert not replace(self.RISING, arc_deg=(0.0, 10.0, 9.9, 28.0, 36.0)).rises
        assert not replace(self.RISING, arc_deg=(0.0, 10.0, 10.0, 28.0, 36.0)).rises
        assert not replace(self.RISING, arc_deg=(0.0, 10.0, math.nan, 28.0, 36.0)).rises

    def test_its_line_leaves_out_what_was_not_judged(self) -> None:
        assert self.RISING.line.slope == pytest.approx(1.125)
        assert replace(self.RISING, arc_deg=(0.0, 8.0, math.nan, 24.0, 32.0)).line.slope == pytest.approx(1.0)

    def test_the_table_names_what_does_not_rise(self) -> None:
        falling = replace(self.RISING, body="woman", arc_deg=(0.0, 10.0, 9.0, 28.0, 36.0))
        lines = describe_ladders([self.RISING, falling])
        assert "yes" in lines[1]
        assert lines[2].startswith("woman, right")
        assert "NO" in lines[2]
        assert "exact outline" in lines[3]
        assert lines[-1].startswith("rising in 1 of 2; slope 1.1")

    def test_with_the_exact_outline_it_rises_by_the_steps_of_the_spine(self) -> None:
        clip = draw_ladder(Task("short_woman", "left", MODEL))
        turns_s = [rep.turn_s for rep in measure_reps(clip.plan)]
        lumbar_deg = simulate_poses(clip.plan, turns_s).angles["lumbar"]
        assert lumbar_deg.tolist() == pytest.approx(STEPS_DEG, abs=1.0)
        arcs_deg = read_arcs_deg(review_poses(find_exact_poses(clip), clip.plan.movement), turns_s)
        ladder = Ladder("short_woman", "left", tuple(lumbar_deg.tolist()), arcs_deg, arcs_deg)
        assert ladder.rises
        assert ladder.line.slope == pytest.approx(1.05, abs=0.12)
        assert ladder.line.residual_sd < 1.5

    def test_a_repetition_that_was_not_judged_is_a_gap(self) -> None:
        clip = draw_ladder(Task("man", "right", MODEL))
        turns_s = [rep.turn_s for rep in measure_reps(clip.plan)]
        poses = [pose for pose in find_exact_poses(clip) if pose.t_s < turns_s[2] - 1.2]
        arcs_deg = read_arcs_deg(review_poses(poses, clip.plan.movement), turns_s)
        assert [math.isnan(arc_deg) for arc_deg in arcs_deg] == [False, False, True, True, True]
