"""What is drawn for the measures of a bird-dog, on the figure's exact poses."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.exercises.loader import load_exercise
from formcheck.fault_pictures import drawings
from formcheck.fault_pictures.album import choose_findings
from formcheck.fault_pictures.captions import write_caption
from formcheck.fault_pictures.marks import MARKS, draw_scene
from formcheck.fault_pictures.scene import Finding, Scene
from formcheck.faults.judgement import BackReference, Fault
from formcheck.motion.back import trace_back
from formcheck.pose.landmarks import Picture, Pose
from formcheck.report.set_report import SetReport
from formcheck.session import Session
from formcheck.simulate import Camera
from formcheck.video.ink import AMBER, WHITE
from tests.bird_dog_factory import film_good_hold
from tests.picture_factory import find_colour, paint

BIRD_DOG = load_exercise("bird_dog")
UNSEEN = {"hold_time", "move_pace"}
"""Times cannot be seen in one picture."""
Labels = list[tuple[str, NDArray]]


@pytest.fixture
def labels(monkeypatch: pytest.MonkeyPatch) -> Labels:
    written: Labels = []

    def note(_picture: Picture, text: str, centre: NDArray, _size: int, _colour: object) -> None:
        written.append((text, centre))

    monkeypatch.setattr(drawings, "write_label", note)
    return written


@cache
def hold(rule: str = "", setting: float = 0.0, facing: str = "right", yaw_deg: float = 0.0) -> Pose:
    """The middle of a hold with a fault; the left arm is raised."""
    camera = Camera(height_m=0.7, facing="left" if facing == "left" else "right", yaw_deg=yaw_deg)
    poses = film_good_hold(rests_s=0.6, dials={rule: setting} if rule else {}, camera=camera)
    return min(poses, key=lambda pose: abs(pose.t_s - 3.1))


def show(
    rule: str, pose: Pose, value: float, facing: int = 1, reference: BackReference | None = None
) -> Scene:
    wanted = next(one for one in BIRD_DOG.rules if one.name == rule)
    fault = Fault(rule, 2, value, wanted.unit, wanted.limits.minor, 2.0, 4.0, wanted.cue)
    return draw_scene(paint(), pose, Finding(wanted, fault, 1, facing, reference))


def has_colour(scene: Scene, colour: tuple[int, int, int], at: NDArray, within: int = 2) -> bool:
    x, y = np.rint(at).astype(int)
    part = scene.picture[max(0, y - within) : y + within + 1, max(0, x - within) : x + within + 1]
    return bool(find_colour(part, colour, within=6).any())


def measure_share(scene: Scene, colour: tuple[int, int, int], start: NDArray, end: NDArray) -> float:
    """Share of the line from start to end that has a colour."""
    points = [start + share * (end - start) for share in np.linspace(0.08, 0.92, 40)]
    return float(np.mean([has_colour(scene, colour, point, 1) for point in points]))


def test_every_rule_that_can_be_seen_has_a_drawing() -> None:
    measures = {rule.measure.__module__.rpartition(".")[2] for rule in BIRD_DOG.rules}
    assert measures - set(MARKS) == UNSEEN


@pytest.mark.parametrize("facing", ["right", "left"])
class TestLimbs:
    def test_an_arm_below_level(self, facing: str, labels: Labels) -> None:
        pose = hold("arm_off_level", 30.0, facing)
        scene = show("arm_off_level", pose, 30.0)
        shoulder, wrist = scene.points[[11, 15]]
        length_px = float(np.linalg.norm(wrist - shoulder))
        level = shoulder + np.array([np.sign(wrist[0] - shoulder[0]) * length_px, 0.0])
        assert measure_share(scene, AMBER, shoulder, wrist) > 0.9
        assert measure_share(scene, WHITE, shoulder, level) > 0.3
        assert [text for text, _ in labels] == ["30°"]

    def test_a_leg_above_level(self, facing: str, labels: Labels) -> None:
        scene = show("leg_too_high", hold("leg_too_high", 20.0, facing), 24.0)
        hip, ankle = scene.points[[24, 28]]
        assert ankle[1] < hip[1]
        assert measure_share(scene, AMBER, hip, ankle) > 0.9
        assert [text for text, _ in labels] == ["24°"]

    def test_arm_and_leg_that_are_not_one_line(self, facing: str, labels: Labels) -> None:
        scene = show("not_one_line", hold("not_one_line", 40.0, facing), 36.0)
        shoulder, wrist, hip, ankle = scene.points[[11, 15, 24, 28]]
        onward = (hip - ankle) / np.linalg.norm(hip - ankle) * np.linalg.norm(wrist - shoulder)
        assert measure_share(scene, AMBER, hip, ankle) > 0.9
        assert measure_share(scene, AMBER, shoulder, wrist) > 0.9
        assert measure_share(scene, WHITE, shoulder, shoulder + onward) > 0.3
        assert [text for text, _ in labels] == ["36°"]

    @pytest.mark.usefixtures("labels")
    def test_the_knee_of_the_raised_leg(self, facing: str) -> None:
        scene = show("knee_bent", hold("knee_bent", 40.0, facing), 132.0)
        hip, knee, ankle = scene.points[[24, 26, 28]]
        assert measure_share(scene, AMBER, hip, knee) > 0.9
        assert measure_share(scene, AMBER, knee, ankle) > 0.9

    @pytest.mark.usefixtures("labels")
    def test_limbs_of_one_side(self, facing: str) -> None:
        scene = show("same_side", hold("same_side", 1.0, facing), 2.0)
        assert measure_share(scene, AMBER, *scene.points[[11, 13]]) > 0.9
        assert measure_share(scene, AMBER, *scene.points[[23, 25]]) > 0.9


class TestBody:
    def test_hips_that_travel_are_held_against_the_knee(self, labels: Labels) -> None:
        scene = show("weight_shift", hold("weight_shift", 0.14), 0.28)
        hip, knee = scene.points[[23, 24]].mean(0), scene.points[25]
        above = np.array([knee[0], hip[1]])
        assert measure_share(scene, AMBER, above, hip) > 0.9
        assert measure_share(scene, WHITE, knee, above) > 0.3
        assert [text for text, _ in labels] == ["0.28 torso"]

    @pytest.mark.usefixtures("labels")
    def test_a_trunk_that_tips_is_drawn_itself(self) -> None:
        scene = show("weight_shift", hold(), 0.2)
        shoulder, hip = scene.points[[11, 12]].mean(0), scene.points[[23, 24]].mean(0)
        assert measure_share(scene, AMBER, hip, shoulder) > 0.9

    def test_hands_ahead_of_the_shoulders(self, labels: Labels) -> None:
        poses = film_good_hold(rests_s=0.6, dials={"hands_knees_setup": 0.2})
        scene = show("hands_knees_setup", poses[8], 0.38)
        shoulder, wrist = scene.points[[12, 16]]
        under = np.array([shoulder[0], wrist[1]])
        assert measure_share(scene, AMBER, under, wrist) > 0.9
        assert measure_share(scene, WHITE, shoulder, under) > 0.3
        ((text, centre),) = labels
        assert text == "0.38 torso"
        assert centre[1] > wrist[1]  # below the hand, not over it

    @pytest.mark.usefixtures("labels")
    @pytest.mark.parametrize("facing", [1, -1])
    def test_a_lifted_head_shows_where_it_pointed(self, facing: int) -> None:
        pose = hold("neck_craning", 60.0, "right" if facing > 0 else "left")
        scene = show("neck_craning", pose, 68.0, facing)
        before = show("neck_craning", hold(facing="right" if facing > 0 else "left"), 68.0, facing)
        ear, nose = scene.points[[8 if facing > 0 else 7, 0]]
        first_ear, first_nose = before.points[[8 if facing > 0 else 7, 0]]
        towards = (first_nose - first_ear) / np.linalg.norm(first_nose - first_ear)
        assert has_colour(scene, AMBER, ear + 1.2 * (nose - ear))
        whites = [has_colour(scene, WHITE, ear + r * towards, 4) for r in np.linspace(20.0, 45.0, 20)]
        assert np.mean(whites) > 0.4

    def test_hips_against_level(self, labels: Labels) -> None:
        scene = show("hips_rotate", hold("hips_rotate", 20.0, yaw_deg=-90.0), 20.0)
        assert measure_share(scene, AMBER, *scene.points[[23, 24]]) > 0.9
        assert [text for text, _ in labels] == ["20°"]

    @pytest.mark.usefixtures("labels")
    def test_the_back_beside_that_of_the_good_hold(self) -> None:
        pose = hold("back_sags", 20.0)
        scene = show("back_sags", pose, -25.0, reference=BackReference(-20.0, 1.0, side="left"))
        outline = scene.place(trace_back(pose, 1))
        assert np.mean([has_colour(scene, AMBER, point, 1) for point in outline[8:-8]]) > 0.3


@pytest.mark.parametrize("rule", [rule.name for rule in BIRD_DOG.rules])
@pytest.mark.parametrize("seed", range(3))
def test_what_was_not_seen_is_not_drawn(rule: str, seed: int) -> None:
    pose = hold()
    image, world = np.array(pose.image), np.array(pose.world)
    hidden = np.random.default_rng(seed).random(33) < 0.5
    image[hidden] = world[hidden] = np.nan
    image[0], world[0] = pose.image[0], pose.world[0]
    scene = show(rule, replace(pose, image=image, world=world, reliable=pose.reliable & ~hidden), 20.0)
    assert scene.picture.ndim == 3


def review(dials: dict[str, float]) -> SetReport:
    session = Session(BIRD_DOG)
    for pose in film_good_hold(rests_s=1.2, reps=2, dials=dials):
        session.push(pose)
    return session.finish()


def test_captions_say_it_in_words() -> None:
    report = review({"arm_off_level": 30.0, "hands_knees_setup": 0.2})
    captions = {finding.rule.name: write_caption(finding) for finding in choose_findings(report)}
    title, detail = captions["arm_off_level"]
    assert title.endswith("arm off level")
    assert detail == "30°: the arm is below level, or above it beyond 10 (a clear fault from 20°)"
    assert captions["hands_knees_setup"][0].endswith("hands and knees off their place")
