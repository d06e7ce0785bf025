"""The momentum rules of every row on the figure's exact poses: silent on good form, and each flips once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from formcheck.exercises.loader import load_exercise
from formcheck.pose.landmarks import Pose
from formcheck.simulate import Build, Camera, SetPlan, plan_set
from formcheck.simulate.schedule import Side
from tests.motion_factory import mirror_pose
from tests.unit.faults.judged_sets import Judged, judge
from tests.unit.faults.test_hinge_rules import check_flips, go_up_and_down

RULES = {
    "torso_swing", "leg_drive", "hips_before_pull", "no_squeeze",
    "dropped_lowering", "bounced_bottom", "ballistic_pull", "jerky_pull",
}  # fmt: skip
FREE = ("barbell_row", "pendlay_row", "dumbbell_row", "alternating_row")
LIMITS_DEG = {
    **dict.fromkeys(FREE, (20.0, 30.0)),
    "one_arm_row": (25.0, 35.0),
    "t_bar_row": (15.0, 25.0),
    "landmine_row": (15.0, 25.0),
    "seated_row": (25.0, 40.0),
    "chest_supported_row": (8.0, 15.0),
}
"""Swing of the trunk from which it is minor and major."""
OTHERS = ("suspension_row", "upright_row")
ROWS = (*LIMITS_DEG, *OTHERS)
STRICT_S = (1.2, 2.1, 1.8, 0.6)
RATE_HZ = 30.0


def plan_row(
    movement: str,
    faults: dict[str, tuple[float, ...]] | None = None,
    reps: int = 2,
    build: Build | None = None,
    side: Side | None = None,
) -> SetPlan:
    return plan_set(
        movement, reps, tempo_s=STRICT_S, faults=faults, side=side, tail_s=1.0, build=build or Build()
    )


def list_alarms(judged: Judged) -> list[tuple[str, float]]:
    return [(fault.rule, fault.value) for fault in judged.list_faults() if fault.rule in RULES]


def read_values(judged: Judged, rule: str) -> list[float]:
    return [rep.measures[rule] for rep in judged.report.reps]


class TestGoodForm:
    @pytest.mark.parametrize(
        ("build", "camera", "side"),
        [
            (Build(), Camera(), "left"),
            (Build(1.56, 1.2, "female"), Camera("left"), "right"),
            (Build(1.93, 0.9), Camera(yaw_deg=10.0), "right"),
        ],
        ids=["average", "small, facing left", "tall, yaw 10"],
    )
    @pytest.mark.parametrize("movement", ROWS)
    def test_every_rule_is_silent(self, movement: str, build: Build, camera: Camera, side: Side) -> None:
        judged = judge(plan_row(movement, build=build, side=side), camera)
        assert judged.report.count == 2
        assert list_alarms(judged) == []
        momentum = judged.report.summary.momentum
        assert (momentum is None) == (movement in OTHERS)
        if momentum is not None:
            assert momentum.index == 0.0
            assert momentum.verdict == "controlled"

    @pytest.mark.parametrize("movement", ROWS)
    def test_what_a_side_view_shows_is_judged(self, movement: str) -> None:
        verdicts = judge(plan_row(movement), rate_hz=RATE_HZ).report.verdicts
        mine = {rule.name for rule in load_exercise(movement).rules} & RULES
        assert {rule for rule in mine if verdicts[rule].verdict == "not_judged"} == set()

    @pytest.mark.parametrize("movement", ["barbell_row", "seated_row"])
    def test_from_elsewhere_only_the_squeeze_is_judged(self, movement: str) -> None:
        faults = {"torso_swing": (35.0, 35.0)}
        judged = judge(plan_row(movement, faults), Camera(yaw_deg=45.0))
        mine = {rule.name for rule in load_exercise(movement).rules} & RULES
        judged_rules = {rule for rule in mine if judged.find_verdict(rule) != "not_judged"}
        assert judged_rules == {"no_squeeze"}
        momentum = judged.report.summary.momentum
        assert momentum is not None
        assert momentum.verdict == "not judged"


class TestSwing:
    @pytest.mark.parametrize(("movement", "limits_deg"), LIMITS_DEG.items())
    def test_it_flips_at_its_limits(self, movement: str, limits_deg: tuple[float, float]) -> None:
        minor_deg, major_deg = limits_deg
        settings = go_up_and_down(
            major_deg + 4.0
        )  # a trunk that comes up much further is no longer bent over
        judged = judge(plan_row(movement, {"torso_swing": settings}, len(settings)))
        assert judged.report.count == len(settings)
        check_flips(judged.find_flags("torso_swing"))
        for rep, dialled_deg in zip(judged.report.reps, settings, strict=True):
            assert rep.measures["torso_swing"] == pytest.approx(dialled_deg, abs=1.2)
            level = max((f.severity for f in rep.faults if f.rule == "torso_swing"), default=0)
            if dialled_deg > major_deg + 1.0:
                assert level == 3
            elif minor_deg + 1.0 < dialled_deg < major_deg - 1.0:
                assert level == 2

    @pytest.mark.parametrize("facing", ["right", "left"])
    def test_a_mirrored_picture_reads_the_same(self, facing: str) -> None:
        camera = Camera("left" if facing == "left" else "right")
        plan = plan_row("dumbbell_row", {"torso_swing": (6.0, 28.0)})
        straight, mirrored = judge(plan, camera), judge(plan, camera, mirror_pose)
        assert read_values(straight, "torso_swing") == pytest.approx(
            read_values(mirrored, "torso_swing"), abs=0.1
        )

    def test_a_chest_that_dips_is_no_swing(self) -> None:
        judged = judge(plan_row("barbell_row", {"chest_dip": (16.0, 16.0)}))
        assert max(read_values(judged, "torso_swing")) < 3.0

    def test_it_is_judged_live(self) -> None:
        judged = judge(plan_row("barbell_row", {"torso_swing": (0.0, 35.0)}))
        assert [fault.severity for fault in judged.live if fault.rule == "torso_swing"] == [3]

    def test_an_upright_trunk_that_leans_back_swings_too(self) -> None:
        judged = judge(plan_row("seated_row", {"torso_swing": (32.0, 32.0)}))
        assert judged.find_verdict("torso_swing") == "present"


STANDING = ("barbell_row", "pendlay_row", "dumbbell_row", "alternating_row", "t_bar_row", "upright_row")


class TestLegsAndHips:
    @pytest.mark.parametrize("movement", STANDING)
    def test_leg_drive_flips_once(self, movement: str) -> None:
        settings = go_up_and_down(26.0)
        judged = judge(plan_row(movement, {"leg_drive": settings}, len(settings)))
        check_flips(judged.find_flags("leg_drive"))
        assert {3} <= {f.severity for f in judged.list_faults() if f.rule == "leg_drive"}

    @pytest.mark.parametrize("movement", [*FREE, "one_arm_row", "t_bar_row", "landmine_row", "seated_row"])
    def test_hips_before_the_pull_flip_once(self, movement: str) -> None:
        settings = go_up_and_down(19.0)
        judged = judge(plan_row(movement, {"hips_before_pull": settings}, len(settings)), rate_hz=RATE_HZ)
        check_flips(judged.find_flags("hips_before_pull"))

    @pytest.mark.parametrize("movement", ["barbell_row", "seated_row"])
    def test_a_swing_with_the_pull_is_not_before_it(self, movement: str) -> None:
        judged = judge(plan_row(movement, {"torso_swing": (35.0, 35.0)}), rate_hz=RATE_HZ)
        assert max(read_values(judged, "hips_before_pull")) < 1.0

    def test_hidden_legs_are_not_judged(self) -> None:
        def hide_shanks(pose: Pose) -> Pose:
            image = pose.image.copy()
            for knee, ankle in ((25, 27), (26, 28)):
                image[ankle] = 0.5 * (image[knee] + image[ankle])
            return replace(pose, image=image)

        judged = judge(plan_row("barbell_row", {"leg_drive": (24.0, 24.0)}), change=hide_shanks)
        assert judged.report.verdicts["leg_drive"].reason.startswith("Something hides the legs")
        assert judged.find_verdict("torso_swing") == "absent"


def sweep_times(
    movement: str, times_s: Sequence[tuple[float, float, float, float]], shape: str = "minimum_jerk"
) -> Judged:
    """Every repetition with its own times out, held, back and at rest."""
    plan = plan_row(movement, reps=len(times_s))
    reps = tuple(
        replace(rep, out_s=out_s, hold_s=hold_s, back_s=back_s, rest_s=rest_s, shape=shape)
        for rep, (out_s, hold_s, back_s, rest_s) in zip(plan.reps, times_s, strict=True)
    )
    judged = judge(replace(plan, reps=reps), rate_hz=RATE_HZ)
    assert judged.report.count == len(times_s)
    return judged


class TestTempo:
    @pytest.mark.parametrize("movement", ROWS)
    def test_a_squeeze_that_gets_shorter_is_short_and_then_missing(self, movement: str) -> None:
        way_s = (2.2, 1.1, 0.15, 0.0)  # a soft start and end add 0.2 to 0.5 s
        judged = sweep_times(movement, [(1.0, s, 1.5, 0.6) for s in (*way_s, *way_s[-2::-1])])
        levels = [
            max((f.severity for f in rep.faults if f.rule == "no_squeeze"), default=0)
            for rep in judged.report.reps
        ]
        assert levels == [0, 1, 2, 2, 2, 1, 0]

    @pytest.mark.parametrize("movement", ["barbell_row", "one_arm_row", "seated_row", "upright_row"])
    def test_a_lowering_that_gets_quicker_is_dropped_at_some_point(self, movement: str) -> None:
        way_s = (1.6, 1.2, 1.0, 0.7, 0.5)
        judged = sweep_times(movement, [(0.9, 2.0, s, 0.6) for s in (*way_s, *way_s[-2::-1])])
        check_flips(judged.find_flags("dropped_lowering"))

    @pytest.mark.parametrize("movement", ["barbell_row", "one_arm_row", "chest_supported_row", "upright_row"])
    def test_a_turn_that_gets_quicker_is_a_bounce_at_some_point(self, movement: str) -> None:
        way_s = (1.3, 1.0, 0.8, 0.6, 0.45)
        times_s = [(s, 0.6, s, 0.0) for s in (*way_s, *way_s[-2::-1])]
        judged = sweep_times(movement, times_s, "half_cosine")
        check_flips(judged.find_flags("bounced_bottom"))

    def test_the_turn_is_seen_whole(self) -> None:
        # A cosine down and up turns with π²/2 ranges over its time squared; long arms shorten faster.
        judged = sweep_times("barbell_row", [(0.7, 0.8, 0.7, 0.0)] * 3, "half_cosine")
        true = 0.5 * np.pi**2 / 0.7**2
        values = [rep.measures["bounced_bottom"] for rep in judged.report.reps[:-1]]
        assert all(0.9 * true < value < 1.25 * true for value in values)

    def test_a_pause_takes_the_bounce_away(self) -> None:
        judged = sweep_times("barbell_row", [(0.5, 0.6, 0.5, 0.4)] * 3)
        assert read_values_so_far(judged, "bounced_bottom") == [0.0, 0.0]
        assert judged.find_verdict("bounced_bottom") == "absent"

    def test_after_the_last_repetition_nothing_bounces(self) -> None:
        judged = sweep_times("barbell_row", [STRICT_S] * 2)
        unseen = {one.rule: one.reason for one in judged.report.reps[-1].not_judged}
        assert unseen["bounced_bottom"].startswith("No repetition follows")

    @pytest.mark.parametrize(("shape", "is_thrown"), [
        ("minimum_jerk", False), ("half_cosine", False), ("constant_speed", False), ("late_peak", False),
        ("early_peak", True),
    ])  # fmt: skip
    @pytest.mark.parametrize("movement", ["barbell_row", "pendlay_row", "seated_row", "upright_row"])
    def test_only_a_thrown_pull_is_ballistic(self, movement: str, shape: str, is_thrown: bool) -> None:
        judged = sweep_times(movement, [(s, 2.0, 1.8, 0.6) for s in (1.2, 1.6, 2.2)], shape)
        found = [
            [fault.severity for fault in rep.faults if fault.rule == "ballistic_pull"]
            for rep in judged.report.reps
        ]
        assert found == [[1] if is_thrown else []] * 3  # only ever worth watching


def read_values_so_far(judged: Judged, rule: str) -> list[float]:
    """Values of the repetitions that could be judged."""
    return [rep.measures[rule] for rep in judged.report.reps if rule in rep.measures]


class TestTables:
    MINE = tuple(
        (movement, rule) for movement in ROWS for rule in load_exercise(movement).rules if rule.name in RULES
    )

    def test_every_rule_says_what_to_do_and_where_it_comes_from(self) -> None:
        for _, rule in self.MINE:
            words = [word for word in rule.cue.split() if word != "–"]
            assert 3 <= len(words) <= 9, rule.cue
            assert rule.source
            assert 1 <= rule.priority <= 7

    def test_few_are_ever_major_and_none_speaks_of_danger(self) -> None:
        assert {rule.name for _, rule in self.MINE if not math.isinf(rule.limits.major)} == {
            "torso_swing", "leg_drive", "bounced_bottom"
        }  # fmt: skip
        for _, rule in self.MINE:
            text = f"{rule.cue} {rule.source} {rule.unit}".lower()
            assert not any(word in text for word in ("danger", "injur", "harm", "risk", "cheat"))

    @pytest.mark.parametrize("movement", ROWS)
    def test_a_movement_drops_what_means_nothing_in_it(self, movement: str) -> None:
        dropped = {
            "alternating_row": {"bounced_bottom"},
            "seated_row": {"leg_drive"},
            "chest_supported_row": {"leg_drive", "hips_before_pull"},
            "suspension_row": {"torso_swing", "leg_drive", "hips_before_pull"},
            "upright_row": {"torso_swing", "hips_before_pull"},
        }
        assert RULES - {rule.name for key, rule in self.MINE if key == movement} == dropped.get(
            movement, set()
        )

    @pytest.mark.parametrize(("movement", "limits_deg"), LIMITS_DEG.items())
    def test_limits_of_the_swing(self, movement: str, limits_deg: tuple[float, float]) -> None:
        (limits,) = (rule.limits for key, rule in self.MINE if (key, rule.name) == (movement, "torso_swing"))
        assert (limits.minor, limits.major) == limits_deg
        assert limits.clear == pytest.approx(0.7 * limits.minor)  # in the one below, a swing is over
