"""The rules of the bird-dog on the figure's exact poses: silent on good form, and each flips once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from formcheck.calibration import QuadrupedCalibration, calibrate
from formcheck.events import FaultRaised
from formcheck.exercises.loader import load_exercise
from formcheck.pose.landmarks import Landmark, Pose
from formcheck.report.set_report import SetReport
from formcheck.session import Session
from formcheck.simulate import Camera, RepPlan, SetPlan
from formcheck.simulate.anatomy import BUILDS
from formcheck.simulate.clip import Clip
from formcheck.simulate.framing import frame_set
from formcheck.simulate.truth import measure_reps
from formcheck.validate.tasks import find_exact_poses
from tests.unit.faults.judged_sets import Judged

BIRD_DOG = load_exercise("bird_dog")
CAMERA = Camera(height_m=0.7)
RATE_HZ = 20.0
TEMPO_S = (1.5, 2.0, 1.5, 1.0)
NEVER = {"back_sags"}
"""Asks for a calibration."""


def plan(reps: Sequence[RepPlan], build: str = "man") -> SetPlan:
    return SetPlan("bird_dog", tuple(reps), lead_s=1.2, tail_s=0.6, build=BUILDS[build])


def take_turns(count: int, **dials: Sequence[float]) -> list[RepPlan]:
    """Repetitions left and right in turn, each with its own settings."""
    return [
        RepPlan(
            *TEMPO_S,
            side="left" if k % 2 == 0 else "right",
            dials={name: float(settings[k]) for name, settings in dials.items()},
        )
        for k in range(count)
    ]


def film(wanted: SetPlan, camera: Camera = CAMERA, rate_hz: float = RATE_HZ) -> list[Pose]:
    return list(find_exact_poses(Clip(wanted, frame_set(wanted, camera), fps=rate_hz)))


def judge(poses: Sequence[Pose], calibration: QuadrupedCalibration | None = None) -> Judged:
    session = Session(BIRD_DOG, calibration)
    events = [event for pose in poses for event in session.push(pose)]
    live = tuple(event.fault for event in events if isinstance(event, FaultRaised))
    return Judged(session.finish(), live)


def go_up_and_down(most: float) -> list[float]:
    way = np.linspace(0.0, most, 6).tolist()
    return [*way, *way[-2::-1]]


def check_flips(flags: Sequence[bool]) -> None:
    """Absent, then present, then absent again."""
    assert [flag for k, flag in enumerate(flags) if k == 0 or flag != flags[k - 1]] == [False, True, False]


class TestGoodForm:
    @pytest.mark.parametrize("yaw_deg", [0.0, 10.0, 18.0])
    @pytest.mark.parametrize("facing", ["right", "left"])
    @pytest.mark.parametrize("build", sorted(BUILDS))
    def test_side_on_every_rule_is_silent(self, build: str, facing: str, yaw_deg: float) -> None:
        camera = replace(CAMERA, facing=facing, yaw_deg=yaw_deg)
        wanted = plan(take_turns(2), build)
        judged = judge(film(wanted, camera, 15.0))
        assert judged.report.count == 2
        assert judged.list_faults() == []
        for rep, true in zip(judged.report.reps, measure_reps(wanted), strict=True):
            assert rep.rep.tempo.pause_contracted_s == pytest.approx(
                true.tempo["pause_contracted_s"], abs=0.1
            )
            # The figure's foot lies a little above its level thigh, by half of its soft knee.
            assert rep.measures["leg_too_high"] == pytest.approx(4.0, abs=3.0)
            assert rep.measures["arm_off_level"] == pytest.approx(0.0, abs=2.0)

    @pytest.mark.parametrize("yaw_deg", [90.0, -90.0])
    def test_from_the_front_and_the_back_too(self, yaw_deg: float) -> None:
        judged = judge(film(plan(take_turns(2)), replace(CAMERA, yaw_deg=yaw_deg)))
        assert judged.report.count == 2
        assert judged.list_faults() == []
        assert judged.find_verdict("hips_rotate") == "absent"

    def test_obliquely_nothing_is_judged(self) -> None:
        judged = judge(film(plan(take_turns(2)), replace(CAMERA, yaw_deg=40.0)))
        assert {verdict.verdict for verdict in judged.report.verdicts.values()} == {"not_judged"}

    def test_side_on_everything_is_judged_that_can_be(self) -> None:
        verdicts = judge(film(plan(take_turns(6)))).report.verdicts
        unseen = {name for name, verdict in verdicts.items() if verdict.verdict == "not_judged"}
        assert unseen == NEVER | {"hips_rotate"}


SWEEPS = {
    "arm_off_level": 30.0,
    "leg_too_low": 30.0,
    "leg_too_high": 35.0,
    "not_one_line": 50.0,
    "knee_bent": 45.0,
    "weight_shift": 0.14,
    "hands_knees_setup": 0.2,
    "neck_craning": 60.0,
}


class TestSweeps:
    @pytest.mark.parametrize("rule", SWEEPS)
    def test_it_flips_once_up_and_once_down(self, rule: str) -> None:
        settings = go_up_and_down(SWEEPS[rule])
        judged = judge(film(plan(take_turns(len(settings), **{rule: settings}))))
        assert judged.report.count == len(settings)
        check_flips(judged.find_flags(rule))
        assert judged.find_verdict(rule) == "present"

    @pytest.mark.parametrize("yaw_deg", [90.0, -90.0])
    def test_hips_from_the_front_are_only_ever_worth_watching(self, yaw_deg: float) -> None:
        settings = go_up_and_down(18.0)
        wanted = plan(take_turns(len(settings), hips_rotate=settings))
        report = judge(film(wanted, replace(CAMERA, yaw_deg=yaw_deg))).report
        levels = [
            max((f.severity for f in rep.faults if f.rule == "hips_rotate"), default=0) for rep in report.reps
        ]
        check_flips([level == 1 for level in levels])
        assert max(levels) == 1

    def test_the_hold(self) -> None:
        holds_s = [2.4 - x for x in go_up_and_down(2.2)]
        reps = [replace(rep, hold_s=hold_s) for rep, hold_s in zip(take_turns(11), holds_s, strict=True)]
        check_flips(judge(film(plan(reps), rate_hz=24.0)).find_flags("hold_too_short"))

    @pytest.mark.parametrize("way", ["out_s", "back_s"])
    def test_the_pace(self, way: str) -> None:
        reps = [
            replace(rep, **{way: 1.8 - x})
            for rep, x in zip(take_turns(11), go_up_and_down(1.45), strict=True)
        ]
        check_flips(judge(film(plan(reps), rate_hz=24.0)).find_flags("rushed"))

    def test_the_same_side_is_only_ever_worth_watching(self) -> None:
        judged = judge(film(plan(take_turns(6, same_side=[0, 0, 1, 1, 0, 0]))))
        found = [[(fault.rule, fault.severity) for fault in rep.faults] for rep in judged.report.reps]
        assert found == [[], [], [("same_side", 1)], [("same_side", 1)], [], []]
        assert judged.find_verdict("same_side") == "absent"

    @pytest.mark.parametrize(("shorter_s", "is_uneven"), [(0.0, False), (0.4, False), (1.4, True)])
    def test_a_shorter_hold_on_one_side(self, shorter_s: float, is_uneven: bool) -> None:
        reps = [replace(rep, hold_s=3.2 - shorter_s * (k % 2)) for k, rep in enumerate(take_turns(6))]
        judged = judge(film(plan(reps)))
        assert judged.find_flags("uneven_sides") == [is_uneven] * 3
        assert judged.find_verdict("uneven_levels") == "absent"

    @pytest.mark.parametrize(("higher_deg", "is_uneven"), [(0.0, False), (5.0, False), (14.0, True)])
    def test_a_higher_leg_on_one_side(self, higher_deg: float, is_uneven: bool) -> None:
        judged = judge(film(plan(take_turns(6, leg_too_high=[0.0, higher_deg] * 3))))
        assert judged.find_flags("uneven_levels") == [is_uneven] * 3
        assert judged.find_verdict("uneven_sides") == "absent"

    def test_a_bent_knee_is_no_high_leg(self) -> None:
        judged = judge(film(plan(take_turns(2, knee_bent=[40.0, 40.0]))))
        assert {fault.rule for fault in judged.list_faults()} == {"knee_bent"}

    @pytest.mark.parametrize("facing", ["right", "left"])
    def test_a_mirrored_camera_gives_the_same_verdicts(self, facing: str) -> None:
        faults = {"arm_off_level": [30.0, 0.0], "weight_shift": [0.0, 0.14], "neck_craning": [60.0, 0.0]}
        judged = judge(film(plan(take_turns(2, **faults)), replace(CAMERA, facing=facing)))
        found = {(rep.rep.index, fault.rule) for rep in judged.report.reps for fault in rep.faults}
        assert found == {
            (1, "arm_off_level"),
            (1, "not_one_line"),
            (1, "neck_craning"),
            (2, "weight_shift"),
        }

    def test_live_tells_the_limbs_at_once(self) -> None:
        judged = judge(film(plan(take_turns(2, arm_off_level=[30.0, 30.0]))))
        assert {fault.rule for fault in judged.live} == {"arm_off_level", "not_one_line"}


def cut_off(pose: Pose, landmarks: Sequence[int]) -> Pose:
    """Landmarks that have left the picture."""
    image, world, reliable = np.array(pose.image), np.array(pose.world), np.array(pose.reliable)
    image[list(landmarks)], world[list(landmarks)] = np.nan, np.nan
    reliable[list(landmarks)] = False
    return replace(pose, image=image, world=world, reliable=reliable)


def explain(report: SetReport, rule: str) -> str:
    assert report.verdicts[rule].verdict == "not_judged"
    return report.verdicts[rule].reason


class TestFraming:
    def test_a_foot_that_leaves_the_picture_is_told_and_counting_goes_on(self) -> None:
        width = CAMERA.size_px[0]
        poses = film(plan(take_turns(4, leg_too_high=[30.0] * 4)))
        feet = [Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE]
        cut = [cut_off(pose, [foot for foot in feet if pose.image[foot, 0] < 0.22 * width]) for pose in poses]
        report = judge(cut).report
        assert report.count == 4
        for rule in ("leg_too_high", "leg_too_low", "knee_bent", "not_one_line", "hold_too_short", "rushed"):
            assert "foot leaves the picture" in explain(report, rule)
        assert report.verdicts["arm_off_level"].verdict == "absent"

    def test_a_hand_invented_inside_the_picture_is_told_too(self) -> None:
        """Filmed: the hand is past the edge, and the wrist is put half-way to the shoulder."""
        poses = film(plan(take_turns(2)))
        squeezed = []
        for pose in poses:
            image = np.array(pose.image)
            for shoulder, wrist in ((11, 15), (12, 16)):
                if image[wrist, 0] > image[shoulder, 0] + 60.0:
                    image[wrist] = image[shoulder] + (image[wrist] - image[shoulder]) * 0.5 + (0.0, 20.0)
            size_px = (round(float(np.nanmax(image[11:13, 0])) + 70.0), pose.size_px[1])
            squeezed.append(replace(pose, image=image, size_px=size_px))
        report = judge(squeezed).report
        assert report.count == 2
        assert "hand leaves the picture" in explain(report, "arm_off_level")
        assert report.verdicts["leg_too_high"].verdict == "absent"

    def test_a_far_arm_behind_the_near_one_is_hidden(self) -> None:
        """Its landmarks lie on the near arm, and its elbow is hardly visible."""
        poses = film(plan([RepPlan(*TEMPO_S, side="left")] * 2))  # facing right, the left side is far
        hidden = []
        for pose in poses:
            image, world, visibility = np.array(pose.image), np.array(pose.world), np.array(pose.visibility)
            for far in (13, 15):
                image[far] = pose.image[far + 1]
                world[far, :2] = pose.world[far + 1, :2]
                visibility[far] = 0.1
            hidden.append(replace(pose, image=image, world=world, visibility=visibility))
        report = judge(hidden).report
        assert report.count == 2
        assert "far arm is hidden" in explain(report, "arm_off_level")
        assert report.verdicts["leg_too_high"].verdict == "absent"


@pytest.fixture(scope="module")
def own() -> QuadrupedCalibration:
    wanted = SetPlan("bird_dog", (RepPlan(1.3, 2.6, 1.3, 0.5, side="left"),), lead_s=2.6)
    found = calibrate(film(wanted), BIRD_DOG)
    assert isinstance(found, QuadrupedCalibration)
    return found


class TestBack:
    @pytest.mark.parametrize(("sag_deg", "levels"), [(0.0, []), (6.0, []), (18.0, [1])])
    def test_it_is_only_ever_worth_watching(
        self, own: QuadrupedCalibration, sag_deg: float, levels: list[int]
    ) -> None:
        report = judge(film(plan(take_turns(1, back_sags=[sag_deg]))), own).report
        faults = [fault for fault in report.reps[0].faults if fault.rule == "back_sags"]
        assert [fault.severity for fault in faults] == levels
        assert report.reps[0].measures["back_sags"] == pytest.approx(-1.25 * sag_deg, abs=1.5)

    def test_the_other_side_is_not_compared(self, own: QuadrupedCalibration) -> None:
        report = judge(film(plan([RepPlan(*TEMPO_S, side="right")])), own).report
        assert "left arm raised" in explain(report, "back_sags")

    def test_without_it_nothing_is_said_of_the_back(self) -> None:
        report = judge(film(plan(take_turns(1, back_sags=[25.0])))).report
        assert "own good hold" in explain(report, "back_sags")
