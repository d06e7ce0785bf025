"""The technique rules of every row on the figure's exact poses: silent on good form, and each flips once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from formcheck.exercises.loader import load_exercise
from formcheck.faults.judgement import Fault
from formcheck.report.set_report import SetReport
from formcheck.session import Session
from formcheck.simulate import Build, Camera, lay_out, plan_set
from formcheck.simulate.clip import Clip
from formcheck.simulate.schedule import Side
from formcheck.validate.tasks import find_exact_poses
from tests.motion_factory import mirror_pose
from tests.unit.faults.judged_sets import Change, Judged, judge
from tests.unit.faults.test_hinge_rules import BODIES, check_flips, go_up_and_down, name_body
from tests.unit.faults.test_row_tables import HAS, ROWS, TECHNIQUE

TEMPO_S = (1.2, 0.8, 1.2, 0.6)
RATE_HZ = 15.0
ONE_SIDED = ("one_arm_row", "landmine_row")
FRONT = ("elbow_flare", "uneven_sides", "elbows_too_high")
IN_TURN = ("alternating_row", "one_arm_row", "landmine_row")
ROUNDING = "spinal_rounding"


def judge_row(
    movement: str,
    reps: int = 2,
    faults: dict[str, tuple[float, ...]] | None = None,
    camera: Camera | None = None,
    change: Change | None = None,
    build: Build | None = None,
    side: Side | None = None,
) -> Judged:
    """A judged set; where one arm rows it is the near one, where not told otherwise."""
    camera = camera or Camera()
    near: Side = "right" if camera.facing == "right" else "left"
    working = side or (near if movement in ONE_SIDED else None)
    plan = plan_set(
        movement, reps, tempo_s=TEMPO_S, faults=faults, side=working, tail_s=0.5, build=build or Build()
    )
    judged = judge(plan, camera, change)
    assert judged.report.count == reps
    return judged


def review_turned_round() -> SetReport:
    """Two repetitions of the right arm, the second one short, then turned round two of the left."""
    session, begin_s = Session(load_exercise("one_arm_row")), 0.0
    sides: tuple[tuple[Side, float], ...] = (("right", 0.5), ("left", 0.0))
    for side, most in sides:
        plan = plan_set("one_arm_row", 2, tempo_s=TEMPO_S, faults={"short_pull": (0.0, most)}, side=side)
        for pose in find_exact_poses(Clip(plan, Camera(facing=side), fps=RATE_HZ)):
            session.push(replace(pose, t_s=begin_s + pose.t_s))
        begin_s = 1.0 + lay_out(plan).duration_s
    return session.finish()


def list_technique(judged: Judged) -> list[Fault]:
    return [
        fault
        for fault in (*(fault for rep in judged.report.reps for fault in rep.faults), *judged.live)
        if fault.rule in TECHNIQUE
    ]


def list_judged(judged: Judged) -> set[str]:
    verdicts = judged.report.verdicts
    return {name for name in TECHNIQUE & set(verdicts) if verdicts[name].verdict != "not_judged"}


class TestGoodForm:
    @pytest.mark.parametrize("body", BODIES, ids=name_body)
    @pytest.mark.parametrize("movement", ROWS)
    def test_side_on_every_rule_is_silent(
        self, movement: str, body: tuple[str, Camera, Build, Change | None]
    ) -> None:
        _, camera, build, change = body
        judged = judge_row(movement, 2, None, camera, change, build)
        assert list_technique(judged) == []
        unseen = {*FRONT, ROUNDING} if movement == "seated_row" else {*FRONT}
        assert list_judged(judged) == HAS[movement] - unseen

    @pytest.mark.parametrize("yaw_deg", [90.0, 72.0, -90.0])
    @pytest.mark.parametrize("movement", ROWS)
    def test_from_the_front_every_rule_is_silent(self, movement: str, yaw_deg: float) -> None:
        judged = judge_row(movement, 1, None, Camera(yaw_deg=yaw_deg, distance_m=4.5))
        assert list_technique(judged) == []
        unseen = {"uneven_sides"} if movement in IN_TURN else set()  # it takes two of either side
        assert list_judged(judged) >= {*FRONT} & HAS[movement] - unseen

    @pytest.mark.parametrize("movement", ROWS)
    def test_obliquely_nothing_is_made_up(self, movement: str) -> None:
        judged = judge_row(movement, 1, None, Camera(yaw_deg=42.0))
        assert list_technique(judged) == []
        assert list_judged(judged) <= {"elbow_flare"}


HINGED = ("barbell_row", "pendlay_row", "one_arm_row", "landmine_row")
PULLED = ("dumbbell_row", "pendlay_row", "t_bar_row", "seated_row", "chest_supported_row", "suspension_row")
SWEEPS: tuple[tuple[str, str, float], ...] = (
    *((movement, ROUNDING, 52.0) for movement in HINGED),
    *((movement, "standing_up", 20.0) for movement in ("barbell_row", "alternating_row")),
    ("dumbbell_row", "too_upright", 33.0),
    ("pendlay_row", "too_upright", 25.0),
    *((movement, "short_pull", 0.5) for movement in (*PULLED, "one_arm_row", "upright_row")),
    *((movement, "short_stretch", 0.18) for movement in (*PULLED, "one_arm_row")),
    *((movement, "shrugging", 0.06) for movement in (*PULLED, "landmine_row")),
    ("landmine_row", "elbow_flare", 74.0),
    *((movement, "uneven_sides", 0.45) for movement in ("barbell_row", "chest_supported_row", "upright_row")),
    *((movement, "neck_craning", 60.0) for movement in ("pendlay_row", "seated_row", "upright_row")),
    *((movement, "chest_dip", 14.0) for movement in ("barbell_row", "pendlay_row", "seated_row")),
    ("suspension_row", "hip_sag", 30.0),
    ("upright_row", "elbows_too_high", 30.0),
)  # fmt: skip
"""Movement, rule and a setting of its dial that plainly shows it."""


class TestSweeps:
    @pytest.mark.parametrize(("movement", "rule", "most"), SWEEPS)
    def test_it_flips_once_up_and_once_down(self, movement: str, rule: str, most: float) -> None:
        settings = go_up_and_down(most)
        if rule in ("standing_up", "shrugging"):  # held against the first two
            settings = (0.0, 0.0, *settings)
        camera = Camera(yaw_deg=90.0, distance_m=4.5) if rule in FRONT else Camera()
        judged = judge_row(movement, len(settings), {rule: settings}, camera)
        check_flips(judged.find_flags(rule))
        assert judged.find_verdict(rule) == "present"

    @pytest.mark.parametrize("movement", ["barbell_row", "dumbbell_row", "seated_row"])
    def test_what_is_only_worth_watching_is_never_more(self, movement: str) -> None:
        settings = go_up_and_down(48.0)
        judged = judge_row(movement, len(settings), {"wrist_curl": settings})
        levels = [[f.severity for f in rep.faults if f.rule == "wrist_curl"] for rep in judged.report.reps]
        check_flips([level == [1] for level in levels])
        assert judged.find_verdict("wrist_curl") != "present"

    def test_so_is_a_back_that_keeps_the_whole_standing_lordosis(self) -> None:
        judged = judge_row("barbell_row", 5, {ROUNDING: (22.0, 11.0, 0.1, 11.0, 22.0)})
        levels = [
            [fault.severity for fault in rep.faults if fault.rule == "over_arched_back"]
            for rep in judged.report.reps
        ]
        check_flips([level == [1] for level in levels])
        assert judged.find_verdict("over_arched_back") != "present"

    def test_a_short_stretch_is_no_short_pull(self) -> None:
        judged = judge_row("dumbbell_row", 4, {"short_stretch": (0.0, 0.0, 0.15, 0.15)})
        assert judged.find_flags("short_stretch") == [False, False, True, True]
        assert judged.find_verdict("short_pull") == "absent"

    @pytest.mark.parametrize("movement", ["barbell_row", "seated_row"])
    def test_a_set_that_is_short_throughout_is_found_by_the_elbow(self, movement: str) -> None:
        assert judge_row(movement, 3, {"short_pull": (0.5,) * 3}).find_flags("short_pull") == [True] * 3

    @pytest.mark.parametrize(
        ("movement", "rule", "most"),
        [
            sweep
            for sweep in SWEEPS
            if sweep[0] in ("barbell_row", "dumbbell_row", "one_arm_row", "upright_row")
        ],
    )
    def test_from_elsewhere_the_fault_is_not_judged(self, movement: str, rule: str, most: float) -> None:
        yaw_deg = 0.0 if rule in FRONT else 90.0
        settings = (0.0, 0.0, most) if rule in ("standing_up", "shrugging") else (most,)
        camera = Camera(yaw_deg=yaw_deg, distance_m=4.5)
        assert judge_row(movement, len(settings), {rule: settings}, camera).find_verdict(rule) == "not_judged"

    def test_a_mirrored_picture_gives_the_same_verdicts(self) -> None:
        faults = {
            "short_pull": (0.0, 0.0, 0.5),
            "chest_dip": (9.0, 0.0, 0.0),
        }
        straight, mirrored = (judge_row("dumbbell_row", 3, faults, change=c) for c in (None, mirror_pose))
        for rule in faults:
            assert straight.find_flags(rule) == mirrored.find_flags(rule)
            assert sum(straight.find_flags(rule)) == 1


class TestSides:
    ARM_RULES = ("short_pull", "short_stretch", "shrugging", "wrist_curl")

    def test_side_on_the_far_arm_is_not_judged(self) -> None:
        judged = judge_row("one_arm_row", 2, {"short_pull": (0.5, 0.5)}, side="left")
        for rule in self.ARM_RULES:
            assert judged.report.verdicts[rule].reason.startswith("The working arm is the far one")
        assert judged.find_verdict("chest_dip") == "absent"

    def test_arms_in_turn_are_judged_each_from_its_side(self) -> None:
        judged = judge_row("alternating_row", 4, {"short_pull": (0.5,) * 4})
        assert judged.find_flags("short_pull") == [True, True]
        assert judged.find_verdict("uneven_sides") == "not_judged"

    @pytest.mark.parametrize(("behind", "verdict"), [(0.05, "absent"), (0.3, "present")])
    def test_from_the_front_arms_in_turn_are_compared(self, behind: float, verdict: str) -> None:
        camera = Camera(yaw_deg=90.0, distance_m=4.5)
        judged = judge_row("alternating_row", 6, {"uneven_sides": (behind,) * 6}, camera)
        assert judged.find_verdict("uneven_sides") == verdict

    def test_who_turns_round_with_the_other_arm_is_judged_on_both(self) -> None:
        report = review_turned_round()
        assert [judged.rep.side for judged in report.reps] == ["right", "right", "left", "left"]
        flags = [any(fault.rule == "short_pull" for fault in judged.faults) for judged in report.reps]
        assert flags == [False, True, False, False]
        assert all({"short_pull", ROUNDING} <= set(judged.measures) for judged in report.reps)
