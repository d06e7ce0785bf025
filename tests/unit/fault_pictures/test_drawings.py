"""What is drawn for each measure: in which colour, where, and that nothing is drawn of what was not seen."""

from __future__ import annotations

import importlib
import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.fault_pictures import drawings
from formcheck.fault_pictures.drawings import bend_chord
from formcheck.fault_pictures.marks import MARKS, draw_scene
from formcheck.fault_pictures.scene import Finding, Scene
from formcheck.faults.judgement import BackReference
from formcheck.motion.back import trace_back
from formcheck.pose.landmarks import Landmark, Picture, Pose
from formcheck.video.ink import AMBER, VERMILION
from tests.picture_factory import find_colour, paint
from tests.unit.fault_pictures.lifter_factory import find_rule, make_finding, make_lifter

Labels = list[tuple[str, NDArray]]
DOWN = np.array([0.0, 1.0])


@pytest.fixture
def labels(monkeypatch: pytest.MonkeyPatch) -> Labels:
    """Every number written, with its place; none of them covers what is drawn."""
    written: Labels = []

    def note(_picture: Picture, text: str, centre: NDArray, _size: int, _colour: object) -> None:
        written.append((text, centre))

    monkeypatch.setattr(drawings, "write_label", note)
    return written


def has_colour(picture: Picture, colour: tuple[int, int, int], at: NDArray, within: int = 2) -> bool:
    x, y = np.rint(at).astype(int)
    part = picture[max(0, y - within) : y + within + 1, max(0, x - within) : x + within + 1]
    return bool(find_colour(part, colour, within=6).any())


def show(measure: str, pose: Pose, severity: int = 2, value: float = 20.0, facing: int = 1) -> Scene:
    """The scene of a fault found by a measure."""
    rule = find_rule("spinal_rounding")
    module = importlib.import_module(f"formcheck.faults.{measure}")
    finding = make_finding("spinal_rounding", severity, value, facing=facing)
    return draw_scene(paint(), pose, replace(finding, rule=replace(rule, measure=module.measure)))


class TestBack:
    @pytest.mark.usefixtures("labels")
    @pytest.mark.parametrize("facing", [1, -1])
    @pytest.mark.parametrize(("severity", "colour"), [(2, AMBER), (3, VERMILION)])
    def test_the_outline_has_the_colour_of_its_level(
        self, facing: int, severity: int, colour: tuple[int, int, int]
    ) -> None:
        pose = make_lifter(arc_deg=40.0, facing=facing)
        scene = show("back_arc", pose, severity, 40.0, facing)
        outline = scene.place(trace_back(pose, facing))
        drawn = np.mean([has_colour(scene.picture, colour, point, 0) for point in outline[8:-8]])
        assert drawn > 0.95 if severity == 3 else 0.3 < drawn < 0.9  # dashes leave gaps
        other = VERMILION if colour is AMBER else AMBER
        assert not find_colour(scene.picture, other, within=6).any()

    @pytest.mark.usefixtures("labels")
    def test_the_straight_line_is_drawn_beside_it(self) -> None:
        pose = make_lifter(arc_deg=40.0)
        scene = show("back_arc", pose, 3, 40.0)
        outline = scene.place(trace_back(pose, 1))
        chord = bend_chord(outline, 0.0, 1)
        assert np.mean([has_colour(scene.picture, (255, 255, 255), point) for point in chord[3:-3]]) > 0.5
        gap_px = np.linalg.norm(outline[30] - chord[30])
        assert gap_px == pytest.approx(math.radians(40.0) / 8 * np.linalg.norm(chord[-1] - chord[0]), rel=0.1)

    @pytest.mark.usefixtures("labels")
    def test_a_known_neutral_hinge_is_what_it_is_held_against(self) -> None:
        pose = make_lifter(arc_deg=40.0)
        finding = make_finding("spinal_rounding", 3, 40.0)
        straight = draw_scene(paint(), pose, finding)
        own = draw_scene(paint(), pose, replace(finding, reference=BackReference(20.0, 1.0)))
        neutral = bend_chord(own.place(trace_back(pose, 1)), 20.0, 1)
        whites = [has_colour(own.picture, (255, 255, 255), point, 1) for point in neutral[10:-10]]
        not_there = [has_colour(straight.picture, (255, 255, 255), point, 1) for point in neutral[10:-10]]
        assert np.mean(whites) > 0.4
        assert np.mean(not_there) < 0.1

    def test_the_number_stands_clear_behind_the_back(self, labels: Labels) -> None:
        pose = make_lifter(arc_deg=40.0)
        scene = show("back_arc", pose, 3, 39.6)
        ((text, centre),) = labels
        outline = scene.place(trace_back(pose, 1))
        assert text == "40°"
        assert centre[0] < outline[30, 0] - 10
        assert centre[1] < outline[30, 1] - 10

    def test_an_unknown_facing_or_outline_draws_no_back(self, labels: Labels) -> None:
        pose = make_lifter(arc_deg=40.0)
        unseen = replace(pose, flanks=np.full((2, 47, 2), np.nan))
        for scene in (show("back_arc", pose, 3, facing=0), show("back_arc", unseen, 3)):
            assert not find_colour(scene.picture, VERMILION, within=6).any()
        assert labels == []


class TestChord:
    @pytest.mark.parametrize("facing", [1, -1])
    @pytest.mark.parametrize("arc_deg", [-20.0, 0.0, 7.0, 30.0])
    def test_its_mean_height_is_a_twelfth_of_its_arc(self, facing: int, arc_deg: float) -> None:
        """By definition of the Dorsal Arc Angle."""
        outline = np.column_stack([np.linspace(0.0, 300.0, 601), np.zeros(601)])
        bent = bend_chord(outline, arc_deg, facing)
        chord_px = bent[-1, 0] - bent[0, 0]
        height_px = -facing * bent[:, 1]  # walking to image-right, a back of one who faces it is above
        assert height_px.mean() / chord_px == pytest.approx(math.radians(arc_deg) / 12, abs=1e-4)

    def test_it_ends_where_the_outline_does(self) -> None:
        outline = np.array(
            [[10.0, 20.0], [10.5, 20.5], [11.0, 21.0], [50.0, 80.0], [50.5, 80.0], [51.0, 80.5]]
        )
        bent = bend_chord(outline, 25.0, 1)
        np.testing.assert_allclose(bent[[0, -1]], [[10.5, 20.5], [50.5, 80.0]])


class TestAngles:
    def test_a_joint_says_its_angle_in_this_picture(self, labels: Labels) -> None:
        pose = make_lifter()
        hip, knee, ankle = pose.image[[24, 26, 28]].astype(float)
        angles = [math.atan2(*(end - knee)[::-1]) for end in (hip, ankle)]
        expected = abs(math.degrees(angles[0] - angles[1]))
        show("knee_bend", pose, value=33.0)
        assert labels[0][0] == f"{min(expected, 360 - expected):.0f}°"

    def test_an_angle_that_was_measured_itself_says_its_value(self, labels: Labels) -> None:
        show("elbow_bend", make_lifter(), value=136.4)
        assert labels[0][0] == "136°"

    def test_the_arc_lies_inside_the_angle(self, labels: Labels) -> None:
        pose = make_lifter()
        scene = show("knee_bend", pose)
        hip, knee, ankle = scene.points[[24, 26, 28]]
        towards = [(end - knee) / np.linalg.norm(end - knee) for end in (hip, ankle)]
        inwards = sum(towards) / np.linalg.norm(sum(towards))
        reach_px = np.linalg.norm(labels[0][1] - knee)
        assert np.dot(labels[0][1] - knee, inwards) == pytest.approx(reach_px, rel=0.02)
        along = [
            has_colour(scene.picture, AMBER, knee + share * reach_px * inwards)
            for share in np.linspace(0.1, 1.0, 60)
        ]
        assert any(along)

    def test_the_trunk_is_held_against_the_vertical(self, labels: Labels) -> None:
        scene = show("side_lean", make_lifter(lean_deg=20.0), value=20.0)
        hip = scene.points[24]
        up = [hip - y * DOWN for y in np.linspace(10.0, 100.0, 40)]
        assert np.mean([has_colour(scene.picture, (255, 255, 255), point, 1) for point in up]) > 0.3
        assert labels[0][0] == "20°"

    @pytest.mark.usefixtures("labels")
    @pytest.mark.parametrize("facing", [1, -1])
    @pytest.mark.parametrize(
        ("measure", "lean_deg"), [("trunk_tip", 80.0), ("torso_swing", 20.0), ("trunk_lead", 20.0)]
    )
    def test_a_trunk_that_tipped_or_rose_shows_where_it_was(
        self, measure: str, lean_deg: float, facing: int
    ) -> None:
        scene = show(measure, make_lifter(lean_deg=lean_deg, facing=facing), value=30.0, facing=facing)
        hip, shoulder = scene.points[24], scene.points[12]
        lean = math.radians(50.0)
        before = np.linalg.norm(shoulder - hip) * np.array([facing * math.sin(lean), -math.cos(lean)])
        whites = [
            has_colour(scene.picture, (255, 255, 255), hip + s * before, 1) for s in np.linspace(0.2, 1, 40)
        ]
        assert np.mean(whites) > 0.3

    @pytest.mark.usefixtures("labels")
    @pytest.mark.parametrize("facing", [1, -1])
    def test_the_gaze_is_held_against_the_perpendicular_of_the_trunk(self, facing: int) -> None:
        pose = make_lifter(lean_deg=60.0, facing=facing)
        scene = show("gaze_angle", pose, value=40.0, facing=facing)
        ear, trunk = scene.points[8], scene.points[12] - scene.points[24]
        forward = facing * np.array([-trunk[1], trunk[0]])
        whites = [
            has_colour(scene.picture, (255, 255, 255), ear + s * forward, 1)
            for s in np.linspace(0.1, 0.4, 40)
        ]
        assert np.mean(whites) > 0.3


class TestGaps:
    def test_the_load_is_held_against_the_leg_at_its_height(self, labels: Labels) -> None:
        pose = make_lifter()
        scene = show("load_gap", pose)
        wrist, knee, ankle = scene.points[[16, 26, 28]]
        hip = scene.points[24]
        leg = sorted((hip, knee, ankle), key=lambda point: point[1])
        at_leg = np.interp(wrist[1], [point[1] for point in leg], [point[0] for point in leg])
        between = [np.array([x, wrist[1]]) for x in np.linspace(at_leg, wrist[0], 30)]
        assert all(has_colour(scene.picture, AMBER, point) for point in between)
        assert labels[0][1][0] > wrist[0]  # ahead of the hands, not over the body

    def test_the_heel_is_held_against_the_floor_below_it(self, labels: Labels) -> None:
        pose = make_lifter()
        scene = show("heel_rise", pose, value=0.1)
        heel, trunk = scene.points[30], scene.points[12] - scene.points[24]
        floor = heel + 0.1 * np.linalg.norm(trunk) * DOWN
        assert has_colour(scene.picture, AMBER, floor)
        assert has_colour(scene.picture, AMBER, 0.5 * (heel + floor))
        assert labels[0][1][1] > floor[1]  # below the foot

    @pytest.mark.usefixtures("labels")
    def test_hips_are_held_against_the_ankles(self) -> None:
        pose = make_lifter()
        scene = show("sideways_shift", pose)
        hip, ankle = scene.points[24], scene.points[28]
        assert has_colour(scene.picture, AMBER, np.array([0.5 * (hip[0] + ankle[0]), hip[1]]))


class TestAny:
    @pytest.mark.parametrize("measure", sorted(MARKS))
    def test_a_measure_exists_and_is_drawn(self, measure: str) -> None:
        pose = make_lifter(arc_deg=30.0)
        apart = np.array(pose.image)
        apart[1::2] += 14.0  # seen from the front, two knees are two knees
        scene = show(measure, replace(pose, image=apart))
        assert find_colour(scene.picture, AMBER, within=6).sum() > 30

    @pytest.mark.parametrize("measure", sorted(MARKS))
    @pytest.mark.parametrize("seed", range(4))
    def test_what_was_not_seen_is_not_drawn(self, measure: str, seed: int) -> None:
        pose = make_lifter(arc_deg=30.0)
        image, world = np.array(pose.image), np.array(pose.world)
        hidden = np.random.default_rng(seed).random(33) < 0.5
        image[hidden] = world[hidden] = np.nan
        image[Landmark.NOSE] = pose.image[Landmark.NOSE]
        scene = show(measure, replace(pose, image=image, world=world))
        assert scene.picture.ndim == 3

    @pytest.mark.parametrize("measure", sorted(MARKS))
    def test_of_a_nose_alone_nothing_can_be_measured(self, measure: str, labels: Labels) -> None:
        pose = make_lifter()
        image, world = np.full((33, 2), np.nan), np.full((33, 3), np.nan)
        image[Landmark.NOSE], world[Landmark.NOSE] = pose.image[Landmark.NOSE], pose.world[Landmark.NOSE]
        nose = replace(pose, image=image, world=world, flanks=np.full((2, 47, 2), np.nan))
        assert not find_colour(show(measure, nose).picture, AMBER, within=6).any()
        assert labels == []

    def test_a_measure_without_a_drawing_shows_the_limbs_alone(self, labels: Labels) -> None:
        pose = make_lifter()
        scene = show("lowering_time", pose)
        thigh = 0.5 * (scene.points[24] + scene.points[26])
        assert has_colour(scene.picture, (255, 255, 255), thigh)
        assert not find_colour(scene.picture, AMBER, within=6).any()
        assert labels == []

    def test_the_picture_given_stays_as_it_was(self) -> None:
        picture = paint()
        draw_scene(picture, make_lifter(), make_finding("squatted_hinge", 2, 50.0))
        np.testing.assert_array_equal(picture, paint())


def test_a_back_is_shown_closer_than_the_whole_body() -> None:
    pose = make_lifter()
    whole = draw_scene(paint(), pose, make_finding("squatted_hinge", 2, 50.0))
    back = draw_scene(paint(), pose, make_finding("spinal_rounding", 2, 20.0))
    assert back.scale[0] > whole.scale[0]
    finding: Finding = back.finding
    assert finding.rule.name == "spinal_rounding"
