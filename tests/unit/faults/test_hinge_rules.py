"""The rules of every hinge on the figure's exact poses: silent on good form, and each flips once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from formcheck.pose.landmarks import Landmark, Pose
from formcheck.simulate import Build, Camera, lay_out
from formcheck.simulate.hinge import STYLES
from tests.motion_factory import mirror_pose
from tests.unit.faults.judged_sets import BACK, Change, Judged, judge, make_plan, turn_points

SYMMETRY = ("uneven_shoulders", "hip_shift", "knees_cave")
BODIES: tuple[tuple[str, Camera, Build, Change | None], ...] = (
    ("average, facing right", Camera(), Build(), None),
    ("small, facing left", Camera(facing="left"), Build(stature_m=1.56, girth=1.2, sex="female"), None),
    ("tall, mirrored", Camera(), Build(stature_m=1.93, girth=0.9), mirror_pose),
)


def name_body(body: object) -> str:
    return str(body[0]) if isinstance(body, tuple) else str(body)


class TestGoodForm:
    @pytest.mark.parametrize("body", BODIES, ids=name_body)
    @pytest.mark.parametrize("movement", STYLES)
    def test_side_on_every_rule_is_silent(
        self, movement: str, body: tuple[str, Camera, Build, Change | None]
    ) -> None:
        _, camera, build, change = body
        judged = judge(make_plan(movement, build=build), camera, change)
        assert judged.report.count == 2
        assert judged.list_faults() == []
        for rule in set(judged.report.verdicts) & set(SYMMETRY):
            assert judged.report.verdicts[rule].reason.startswith("Judged from the front only")

    @pytest.mark.parametrize(
        ("yaw_deg", "body"),
        [*((90.0, body) for body in BODIES), (80.0, BODIES[1]), (-90.0, BODIES[0])],
        ids=name_body,
    )
    @pytest.mark.parametrize("movement", STYLES)
    def test_from_the_front_every_rule_is_silent(
        self, movement: str, yaw_deg: float, body: tuple[str, Camera, Build, Change | None]
    ) -> None:
        _, camera, build, change = body
        judged = judge(make_plan(movement, 1, build=build), replace(camera, yaw_deg=yaw_deg), change)
        assert judged.report.count == 1
        assert judged.list_faults() == []
        for rule in set(judged.report.verdicts) & set(SYMMETRY):
            assert judged.find_verdict(rule) == "absent"

    @pytest.mark.parametrize("movement", STYLES)
    def test_beside_the_front_no_fault_is_made_up(self, movement: str) -> None:
        judged = judge(make_plan(movement, 1), Camera(yaw_deg=68.0))
        assert judged.report.count == 1
        assert judged.list_faults() == []

    @pytest.mark.parametrize("movement", STYLES)
    def test_obliquely_nothing_is_made_up(self, movement: str) -> None:
        judged = judge(make_plan(movement, 1), Camera(yaw_deg=40.0))
        assert judged.report.count == 1
        assert judged.list_faults() == []
        for rule in judged.report.exercise.rules:
            if rule.views in (("side",), ("front",)):
                assert judged.find_verdict(rule.name) == "not_judged"

    def test_what_a_side_view_shows_is_judged(self) -> None:
        verdicts = judge(make_plan("conventional_deadlift")).report.verdicts
        unseen = {name for name, verdict in verdicts.items() if verdict.verdict == "not_judged"}
        # At 15 frames a second neither the turn nor, within 0.3 s, the lowering can be told.
        assert unseen <= {*SYMMETRY, *BACK, "bounced_bottom", "dropped_lowering"}


FLOOR, HANG = "conventional_deadlift", "romanian_deadlift"
SWEEPS: tuple[tuple[str, str, float], ...] = (
    *((movement, "squatted_hinge", 48.0) for movement in (FLOOR, "kettlebell_deadlift", "suitcase_deadlift")),
    ("sumo_deadlift", "squatted_hinge", 22.0),
    (HANG, "squatted_hinge", 40.0),
    ("good_morning", "squatted_hinge", 40.0),
    ("single_leg_romanian_deadlift", "squatted_hinge", 40.0),
    (FLOOR, "hips_rise_first", 18.0),
    ("sumo_deadlift", "hips_rise_first", 18.0),
    (FLOOR, "load_drifts_away", 0.22),
    (HANG, "load_drifts_away", 0.22),
    (FLOOR, "overextended_lockout", 18.0),
    ("good_morning", "overextended_lockout", 18.0),
    (FLOOR, "soft_lockout", 24.0),
    (HANG, "soft_lockout", 24.0),
    *((movement, "neck_craning", 50.0) for movement in ("sumo_deadlift", HANG, "good_morning")),
    (FLOOR, "arms_bend", 44.0),
    ("kettlebell_romanian_deadlift", "arms_bend", 44.0),
    (FLOOR, "heels_lift", 0.05),
    (FLOOR, "hip_shift", 0.08),
    ("kettlebell_deadlift", "hip_shift", 0.08),
    (FLOOR, "knees_cave", 0.07),
    (HANG, "knees_cave", 0.11),
    ("sumo_deadlift", "knees_cave", 0.2),
)  # fmt: skip
"""Movement, rule and a setting of its dial that plainly shows it."""


def go_up_and_down(most: float) -> tuple[float, ...]:
    """Settings of a dial over eleven repetitions."""
    way = np.linspace(0.0, most, 6)
    return tuple(float(x) for x in (*way, *way[-2::-1]))


def check_flips(flags: Sequence[bool]) -> None:
    """Absent, then present, then absent again."""
    assert [flag for k, flag in enumerate(flags) if k == 0 or flag != flags[k - 1]] == [False, True, False]


class TestSweeps:
    @pytest.mark.parametrize(("movement", "rule", "most"), SWEEPS)
    def test_it_flips_once_up_and_once_down(self, movement: str, rule: str, most: float) -> None:
        settings = go_up_and_down(most)
        camera = Camera(yaw_deg=90.0 if rule in SYMMETRY else 0.0)
        judged = judge(make_plan(movement, len(settings), {rule: settings}), camera)
        assert judged.report.count == len(settings)
        check_flips(judged.find_flags(rule))
        assert judged.find_verdict(rule) == "present"

    @pytest.mark.parametrize(("movement", "rule", "most"), [sweep for sweep in SWEEPS if sweep[0] == FLOOR])
    def test_from_elsewhere_the_fault_is_not_judged(self, movement: str, rule: str, most: float) -> None:
        yaw_deg = 0.0 if rule in SYMMETRY else 90.0
        judged = judge(make_plan(movement, 1, {rule: (most,)}), Camera(yaw_deg=yaw_deg))
        assert judged.report.count == 1
        assert judged.find_verdict(rule) == "not_judged"

    @pytest.mark.parametrize("facing", ["right", "left"])
    def test_a_mirrored_picture_gives_the_same_verdicts(self, facing: str) -> None:
        camera = Camera(facing="left" if facing == "left" else "right")
        faults = {"soft_lockout": (0.0, 24.0), "neck_craning": (50.0, 0.0), "load_drifts_away": (0.0, 0.22)}
        plan = make_plan(FLOOR, 2, faults)
        straight, mirrored = judge(plan, camera), judge(plan, camera, mirror_pose)
        for rule in faults:
            assert straight.find_flags(rule) == mirrored.find_flags(rule)
            assert sum(straight.find_flags(rule)) == 1


SHOULDERS = (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
HIPS = (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
UPPER_BODY = range(Landmark.RIGHT_THUMB + 1)


class TestTiltedTrunks:
    """Shoulders, or all of the upper body, turned in the picture.

    The figure's own tilt lies in the plane of its back, which a bent trunk hides from the front.
    """

    FRONT = Camera(yaw_deg=90.0)

    def sweep(self, movement: str, most_deg: float, landmarks: Sequence[int], about: Sequence[int]) -> Judged:
        settings = np.array(go_up_and_down(most_deg))
        plan = make_plan(movement, len(settings))
        timeline = lay_out(plan)

        def tilt(pose: Pose) -> Pose:
            by_deg = float(settings[timeline.owner(np.array([pose.t_s - 0.3]))[0]])
            return turn_points(pose, landmarks, pose.image[list(about)].mean(axis=0), by_deg)

        judged = judge(plan, self.FRONT, tilt)
        assert judged.report.count == len(settings)
        return judged

    @pytest.mark.parametrize("most_deg", [10.0, -10.0])
    @pytest.mark.parametrize("movement", [FLOOR, "good_morning"])
    def test_tilted_shoulders_flip_once(self, movement: str, most_deg: float) -> None:
        judged = self.sweep(movement, most_deg, SHOULDERS, SHOULDERS)
        check_flips(judged.find_flags("uneven_shoulders"))

    @pytest.mark.parametrize("most_deg", [14.0, -14.0])
    def test_a_trunk_that_leans_to_the_load_flips_once(self, most_deg: float) -> None:
        judged = self.sweep("suitcase_deadlift", most_deg, UPPER_BODY, HIPS)
        check_flips(judged.find_flags("uneven_shoulders"))

    def test_a_camera_that_is_not_level_is_too_unclear(self) -> None:
        judged = judge(make_plan("suitcase_deadlift"), replace(self.FRONT, roll_deg=5.0))
        assert judged.find_verdict("uneven_shoulders") == "not_judged"


class TestTempo:
    def sweep(self, rule: str, times_s: Sequence[tuple[float, float, float]]) -> Judged:
        """Every repetition with its own times down, at the bottom and up."""
        plan = make_plan(HANG, len(times_s))
        reps = tuple(
            replace(rep, out_s=out_s, hold_s=hold_s, back_s=back_s, rest_s=0.8)
            for rep, (out_s, hold_s, back_s) in zip(plan.reps, times_s, strict=True)
        )
        judged = judge(replace(plan, reps=reps), rate_hz=30.0)
        assert judged.report.count == len(times_s)
        check_flips(judged.find_flags(rule))
        return judged

    def test_a_lowering_that_gets_quicker_is_dropped_at_some_point(self) -> None:
        way_s = [1.6, 1.2, 1.0, 0.8, 0.6, 0.5]
        judged = self.sweep("dropped_lowering", [(s, 0.4, 1.0) for s in (*way_s, *way_s[-2::-1])])
        severities = {fault.severity for fault in judged.list_faults()}
        assert severities == {2}

    def test_it_is_held_against_the_lift_as_well(self) -> None:
        self.sweep("dropped_lowering", [(1.2, 0.4, back_s) for back_s in (1.0, 2.0, 3.6, 2.0, 1.0)])

    def test_a_turn_that_gets_quicker_is_a_bounce_at_some_point(self) -> None:
        way_s = [1.4, 1.0, 0.8, 0.65, 0.5]
        self.sweep("bounced_bottom", [(s, 0.0, s) for s in (*way_s, *way_s[-2::-1])])

    def test_a_pause_takes_the_bounce_away(self) -> None:
        plan = make_plan(HANG)
        reps = tuple(replace(rep, out_s=0.5, hold_s=0.3, back_s=0.5) for rep in plan.reps)
        judged = judge(replace(plan, reps=reps), rate_hz=30.0)
        assert judged.find_verdict("bounced_bottom") == "absent"

    def test_below_24_frames_a_second_a_bounce_is_not_judged(self) -> None:
        plan = make_plan(HANG)
        reps = tuple(replace(rep, out_s=0.5, hold_s=0.0, back_s=0.5) for rep in plan.reps)
        judged = judge(replace(plan, reps=reps), rate_hz=20.0)
        assert judged.report.verdicts["bounced_bottom"].reason.startswith("Film with at least 24")

    @pytest.mark.parametrize(("rate_hz", "is_judged"), [(11.0, False), (30.0, True)])
    def test_without_a_tempo_there_is_no_lowering(self, rate_hz: float, is_judged: bool) -> None:
        judged = judge(make_plan(HANG), rate_hz=rate_hz)
        assert (judged.find_verdict("dropped_lowering") != "not_judged") is is_judged


class TestHiddenLegs:
    LEGS = ("load_drifts_away", "overextended_lockout", "soft_lockout", "heels_lift")

    def hide_shanks(self, pose: Pose) -> Pose:
        """Ankles where a plate makes the pose model put them: half-way up the shank."""
        image = np.array(pose.image)
        for knee, ankle in ((25, 27), (26, 28)):
            image[ankle] = 0.5 * (image[knee] + image[ankle])
        return replace(pose, image=image)

    def test_rules_about_legs_refuse(self) -> None:
        faults = {"soft_lockout": (24.0, 24.0), "heels_lift": (0.05, 0.05), "load_drifts_away": (0.22, 0.22)}
        judged = judge(make_plan(FLOOR, 2, faults), change=self.hide_shanks)
        for rule in self.LEGS:
            assert judged.report.verdicts[rule].reason.startswith("Something hides the legs")
        assert judged.find_verdict("neck_craning") == "absent"

    def test_a_squat_behind_plates_is_not_judged_and_a_hinge_is(self) -> None:
        squatted = make_plan(FLOOR, 1, {"squatted_hinge": (48.0,)})
        assert judge(squatted, change=self.hide_shanks).find_verdict("squatted_hinge") == "not_judged"
        assert judge(make_plan(FLOOR, 1), change=self.hide_shanks).find_verdict("squatted_hinge") == "absent"

    def test_on_one_leg_the_standing_one_must_be_near(self) -> None:
        verdicts = {}
        for side in ("left", "right"):
            plan = make_plan("single_leg_romanian_deadlift", 1, {"squatted_hinge": (40.0,)}, side=side)
            verdicts[side] = judge(plan).report.verdicts["squatted_hinge"]
        assert {verdict.verdict for verdict in verdicts.values()} == {"present", "not_judged"}
        reasons = [verdict.reason for verdict in verdicts.values() if verdict.verdict == "not_judged"]
        assert "standing leg" in reasons[0]
