"""The rest and the good hold of a bird-dog are found by themselves, and every bad hold is refused by name."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

import numpy as np
import pytest

from formcheck.calibration import QuadrupedCalibration, QuadrupedWatcher, calibrate, check_fit
from formcheck.exercises.loader import load_exercise
from formcheck.faults.judgement import NotJudged
from formcheck.motion.back import find_profile, measure_profile
from formcheck.motion.signals import measure_torso_px
from formcheck.pose.landmarks import Landmark, Pose
from formcheck.report.set_report import SetReport
from formcheck.session import Session
from formcheck.simulate import Camera
from tests.bird_dog_factory import HOLDS_S, OUT_S, RESTS_S, film_good_hold
from tests.calibration_factory import film_protocol
from tests.motion_factory import mirror_pose, scale_pose

BIRD_DOG = load_exercise("bird_dog")
HELD_AT_S = RESTS_S + OUT_S + 0.5 * HOLDS_S


@pytest.fixture(scope="module")
def poses() -> list[Pose]:
    return film_good_hold()


def find(poses: Iterable[Pose]) -> QuadrupedCalibration:
    result = calibrate(poses, BIRD_DOG, "clip.webm", "2026-01-31")
    assert isinstance(result, QuadrupedCalibration), result
    return result


def refuse(poses: Iterable[Pose]) -> str:
    result = calibrate(poses, BIRD_DOG)
    assert isinstance(result, NotJudged), result
    return result.reason


def pick(poses: list[Pose], at_s: float) -> Pose:
    return min(poses, key=lambda pose: abs(pose.t_s - at_s))


class TestFound:
    def test_everything_is_what_single_poses_read(self, poses: list[Pose]) -> None:
        found = find(poses)
        rest, held = pick(poses, 1.0), pick(poses, HELD_AT_S)
        assert found.arc_deg == pytest.approx(measure_profile(find_profile(held, 1)).arc_deg, abs=0.2)
        assert found.rest_arc_deg == pytest.approx(measure_profile(find_profile(rest, 1)).arc_deg, abs=0.2)
        assert found.spread_deg == pytest.approx(0.0, abs=0.1)
        assert found.torso_px == pytest.approx(measure_torso_px(rest), abs=0.5)
        assert found.trunk_deg == pytest.approx(78.0, abs=2.0)
        assert found.hand_ahead == pytest.approx(0.0, abs=0.05)
        assert found.knee_ahead == pytest.approx(0.0, abs=0.05)
        assert abs(found.head_deg) < 15.0
        assert (found.side, found.facing) == ("left", 1)
        assert (found.source, found.made_on) == ("clip.webm", "2026-01-31")
        assert (found.reference.arc_deg, found.reference.side) == (found.arc_deg, "left")

    def test_a_mirrored_athlete_raises_the_other_arm(self, poses: list[Pose]) -> None:
        there, here = find([mirror_pose(pose) for pose in poses]), find(poses)
        assert (there.side, there.facing) == ("right", -1)
        for name in ("arc_deg", "rest_arc_deg", "trunk_deg", "head_deg", "hand_ahead", "torso_px"):
            assert getattr(there, name) == pytest.approx(getattr(here, name), abs=0.02), name

    def test_only_lengths_in_pixels_grow_with_the_picture(self, poses: list[Pose]) -> None:
        small, large = find(poses), find([scale_pose(pose, 2.0, (0.0, 0.0)) for pose in poses])
        assert large.torso_px == pytest.approx(2.0 * small.torso_px, rel=1e-4)
        assert large.arc_deg == pytest.approx(small.arc_deg, abs=0.02)
        assert large.hand_ahead == pytest.approx(small.hand_ahead, abs=0.001)

    @pytest.mark.parametrize("side", ["left", "right"])
    @pytest.mark.parametrize("facing", ["left", "right"])
    def test_either_side_and_either_way(
        self, side: Literal["left", "right"], facing: Literal["left", "right"]
    ) -> None:
        found = find(film_good_hold(side=side, camera=Camera(height_m=0.7, facing=facing)))
        assert found.side == side
        assert found.facing == (1 if facing == "right" else -1)

    def test_what_was_not_seen_stays_open(self, poses: list[Pose]) -> None:
        hidden = []
        for pose in poses:
            reliable = np.array(pose.reliable)
            reliable[Landmark.NOSE] = False
            if pose.t_s < RESTS_S + 0.7:
                reliable[[Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST]] = False
            hidden.append(replace(pose, reliable=reliable))
        found = find(hidden)
        assert math.isnan(found.head_deg)
        assert math.isnan(found.hand_ahead)
        assert not math.isnan(found.knee_ahead)

    def test_it_looks_neither_ahead_nor_back(self, poses: list[Pose]) -> None:
        watcher = QuadrupedWatcher(BIRD_DOG)
        told = [(pose.t_s, answer) for pose in poses if (answer := watcher.push(pose)) is not None]
        ((at_s, answer),) = told
        assert isinstance(answer, QuadrupedCalibration)
        assert RESTS_S + OUT_S + 1.6 < at_s < RESTS_S + OUT_S + HOLDS_S + 0.1
        assert watcher.result == answer


class TestRefused:
    def test_nobody(self) -> None:
        assert "Nobody was seen" in refuse([])

    def test_without_a_rest(self) -> None:
        assert "rest on hands and knees was not seen" in refuse(film_good_hold(rests_s=1.2))

    def test_without_a_hold(self) -> None:
        assert "still hold was not seen" in refuse(film_good_hold(holds_s=1.0))

    @pytest.mark.parametrize(
        ("rule", "setting"),
        [
            ("arm_off_level", 25.0),
            ("leg_too_low", 25.0),
            ("leg_too_high", 30.0),
            ("knee_bent", 40.0),
            ("same_side", 1.0),
        ],
    )
    def test_a_faulty_hold(self, rule: str, setting: float) -> None:
        reason = refuse(film_good_hold(dials={rule: setting}))
        cue = next(one.cue for one in BIRD_DOG.rules if one.name == rule)
        assert rule.replace("_", " ") in reason
        assert cue in reason

    def test_from_elsewhere(self) -> None:
        assert "Turn side-on" in refuse(film_good_hold(camera=Camera(height_m=0.7, yaw_deg=40.0)))

    def test_a_back_without_an_edge(self, poses: list[Pose]) -> None:
        bare = [replace(pose, flanks=np.full_like(pose.flanks, np.nan)) for pose in poses]
        assert "edge of the back is unclear" in refuse(bare)

    def test_an_unsteady_back(self, poses: list[Pose]) -> None:
        swaying = []
        for k, pose in enumerate(poses):
            away = np.array(pose.flanks)
            along = np.linspace(-0.15, 1.0, away.shape[1])
            away[..., 1] += (k % 3 - 1) * 14.0 * (0.25 - (along - 0.45) ** 2)
            swaying.append(replace(pose, flanks=away))
        assert "unsteady" in refuse(swaying)

    def test_a_neutral_hinge_is_none(self) -> None:
        assert "hands and knees" in refuse(film_protocol())

    def test_an_exercise_of_another_kind(self) -> None:
        with pytest.raises(ValueError, match="no calibration of this kind"):
            QuadrupedWatcher(load_exercise("romanian_deadlift"))


def judge(poses: Iterable[Pose], own: QuadrupedCalibration) -> SetReport:
    session = Session(BIRD_DOG, own)
    for pose in poses:
        session.push(pose)
    return session.finish()


class TestFit:
    def test_the_same_camera_fits(self, poses: list[Pose]) -> None:
        own = find(poses)
        report = judge(poses, own)
        (gate,) = check_fit(own, report)
        assert (gate.name, gate.ok) == ("camera", True)
        assert report.provenance["calibration"]["side"] == "left"

    def test_a_camera_that_moved_is_told(self, poses: list[Pose]) -> None:
        own = find(poses)
        report = judge([scale_pose(pose, 1.2, (-60.0, -50.0)) for pose in poses], own)
        assert [gate.name for gate in report.quality.gates if not gate.ok] == ["camera"]

    def test_a_hinge_is_held_against_no_bird_dog(self, poses: list[Pose]) -> None:
        hinge = load_exercise("romanian_deadlift")
        with pytest.raises(ValueError, match="no calibration of this kind"):
            Session(hinge, find(poses))
