"""The annotated frame: its size, what is drawn where, and that nothing makes it fail."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.pose.landmarks import Landmark, Picture, Pose
from formcheck.video.ink import AMBER, AQUA, GREY, STROKES, VERMILION, Level
from formcheck.video.overlay import (
    LONGER_SIDE_PX,
    Headline,
    Outline,
    Reach,
    choose_overlay_size_px,
    draw_frame,
    measure_frame_px,
)
from tests.picture_factory import find_colour, paint
from tests.unit.pose.detection_factory import place_figure

SIZES = [(640, 480), (641, 481), (853, 479), (1920, 1080), (3840, 2160), (1080, 1920), (2160, 3840),
         (333, 511), (1179, 2556), (160, 120), (4000, 100), (100, 4000)]  # fmt: skip
PLAIN = Headline(0, "", "")
LEGEND: tuple[tuple[Level, str], ...] = ((0, "flat"), (2, "rounded"), (None, "not judged"))


def make_pose(size_px: tuple[int, int] = (640, 480), torso_px: float = 120.0) -> Pose:
    """A figure standing in the middle, with its trunk's edges 60 px in front of and behind the hips."""
    depth_m = np.where(np.arange(33) % 2 == 1, 0.1, -0.1)  # the left side is the far one
    image = place_figure() * torso_px + np.array([size_px[0] / 2, 0.45 * size_px[1]])
    return Pose(
        t_s=0.0,
        image=image.astype(np.float32),
        world=np.column_stack([place_figure() * 0.5, depth_m]).astype(np.float32),
        visibility=np.ones(33, np.float32),
        reliable=np.ones(33, bool),
        flanks=make_flanks(image).astype(np.float32),
        size_px=size_px,
    )


def make_flanks(image: NDArray) -> NDArray:
    hip, shoulder = image[[23, 24]].mean(0), image[[11, 12]].mean(0)
    line = np.linspace(hip, shoulder, 47)
    return line + np.array([[[-60.0, 0.0]], [[60.0, 0.0]]])


def trace(pose: Pose, level: Level = 0, side: int = 0) -> Outline:
    return Outline(pose.flanks[side].astype(float), level)


def find_changes(picture: Picture, pose: Pose, outline: Outline | None = None) -> NDArray[np.bool_]:
    """Pixels of the picture's part that a pose changes, against a frame without one."""
    height = choose_overlay_size_px(picture.shape[1], picture.shape[0])[1]
    missing = Pose.missing(0.0, pose.size_px)
    drawn = draw_frame(picture, pose, PLAIN, outline)[:height]
    return (drawn != draw_frame(picture, missing, PLAIN)[:height]).any(2)


def find_level(frame: Picture, level: Level) -> NDArray[np.bool_]:
    return find_colour(frame, STROKES[level].colour)


class TestSize:
    @pytest.mark.parametrize(("width_px", "height_px"), SIZES)
    def test_both_sides_are_even_and_at_most_as_long_as_promised(self, width_px: int, height_px: int) -> None:
        for width, height in (
            choose_overlay_size_px(width_px, height_px),
            measure_frame_px(width_px, height_px),
        ):
            assert width % 2 == height % 2 == 0
            assert min(width, height) >= 2
        width, height = choose_overlay_size_px(width_px, height_px)
        assert max(width, height) <= LONGER_SIDE_PX
        assert max(width, height) == pytest.approx(min(max(width_px, height_px), LONGER_SIDE_PX), abs=1)

    @pytest.mark.parametrize(("width_px", "height_px"), SIZES)
    def test_proportions_stay_within_a_pixel(self, width_px: int, height_px: int) -> None:
        width, height = choose_overlay_size_px(width_px, height_px)
        scale = min(1.0, LONGER_SIDE_PX / max(width_px, height_px))
        assert width == pytest.approx(width_px * scale, abs=1)
        assert height == pytest.approx(height_px * scale, abs=1)

    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            ((640, 480), (640, 480)),
            ((1920, 1080), (960, 540)),
            ((3840, 2160), (960, 540)),
            ((1080, 1920), (540, 960)),
            ((2160, 3840), (540, 960)),
            ((1440, 1080), (960, 720)),
        ],
    )
    def test_known_sizes(self, given: tuple[int, int], expected: tuple[int, int]) -> None:
        assert choose_overlay_size_px(*given) == expected

    @pytest.mark.parametrize(
        ("given", "lines"), [((1920, 1080), 3.5), ((1080, 1920), 4.8), ((640, 480), 4.8), ((720, 480), 3.5)]
    )
    def test_the_band_has_three_lines_and_four_below_a_tall_picture(
        self, given: tuple[int, int], lines: float
    ) -> None:
        width, height = choose_overlay_size_px(*given)
        band = measure_frame_px(*given)[1] - height
        assert band == pytest.approx(lines * max(16, 0.055 * min(width, height)), abs=3)

    @pytest.mark.parametrize(("width_px", "height_px"), SIZES)
    @pytest.mark.parametrize("found", [False, True])
    def test_a_frame_has_the_size_that_was_measured(self, width_px: int, height_px: int, found: bool) -> None:
        pose = make_pose((width_px, height_px)) if found else Pose.missing(0.0, (width_px, height_px))
        frame = draw_frame(paint(width_px, height_px), pose, Headline(12, "lowering", "≈3.1-0.4-1.2-1.9"))
        width, height = measure_frame_px(width_px, height_px)
        assert frame.shape == (height, width, 3)
        assert frame.dtype == np.uint8


class TestPicture:
    def test_without_a_pose_it_is_the_picture_and_the_band(self) -> None:
        picture = np.random.default_rng(1).integers(0, 255, (480, 640, 3)).astype(np.uint8)
        frame = draw_frame(picture, Pose.missing(0.0, (640, 480)), PLAIN)
        changed = (frame[:480] != picture).any(2)
        rows, columns = np.flatnonzero(changed.any(1)), np.flatnonzero(changed.any(0))
        assert rows.max() < 0.25 * 480  # nothing but the count's corner
        assert columns.max() < 0.25 * 640
        assert len(np.unique(frame[480:].reshape(-1, 3), axis=0)) == 1  # an empty band

    def test_the_picture_given_stays_as_it_was(self) -> None:
        picture = paint()
        draw_frame(picture, make_pose(), Headline(3, "lowering", "≈1.0-1.0-1.0-1.0", "note"))
        np.testing.assert_array_equal(picture, paint())

    @pytest.mark.parametrize("name", ["phase", "tempo", "note"])
    def test_words_are_written_in_the_band_only(self, name: str) -> None:
        pose = Pose.missing(0.0, (640, 480))
        plain = draw_frame(paint(), pose, PLAIN)
        written = draw_frame(paint(), pose, replace(PLAIN, **{name: "lowering"}))
        np.testing.assert_array_equal(written[:480], plain[:480])
        assert (written[480:] != plain[480:]).sum() > 100

    def test_every_count_looks_different(self) -> None:
        pose = Pose.missing(0.0, (640, 480))
        corners = [draw_frame(paint(), pose, Headline(n, "", ""))[:120, :200].tobytes() for n in range(25)]
        assert len(set(corners)) == 25


class TestOutline:
    @pytest.mark.parametrize("side", [0, 1])
    def test_it_is_drawn_where_it_was_found_and_nowhere_else(self, side: int) -> None:
        pose = make_pose()
        added = find_changes(paint(), pose, trace(pose, 3, side)) & ~find_changes(paint(), pose)
        rows, columns = np.nonzero(added)
        back_px, belly_px = pose.flanks[side, 0, 0], pose.flanks[1 - side, 0, 0]
        assert len(rows) > 100
        assert np.abs(columns - back_px).max() <= 9
        assert np.abs(columns - belly_px).min() > 80
        top_px, bottom_px = pose.flanks[side, :, 1].min(), pose.flanks[side, :, 1].max()
        assert (rows.min(), rows.max()) == (pytest.approx(top_px, abs=9), pytest.approx(bottom_px, abs=9))

    @pytest.mark.parametrize(("level", "colour"), [(0, AQUA), (1, AMBER), (2, AMBER), (3, VERMILION)])
    def test_it_has_the_colour_of_its_level(self, level: Level, colour: tuple[int, int, int]) -> None:
        pose = make_pose()
        frame = draw_frame(paint(), pose, PLAIN, trace(pose, level))
        x = round(float(pose.flanks[0, 23, 0]))
        assert (frame[:480, x] == colour).all(1).any()
        others = {AQUA, AMBER, VERMILION} - {colour}
        assert not any((frame[:480] == other).all(2).any() for other in others)

    def test_a_level_that_was_not_judged_is_grey_and_dashed(self) -> None:
        pose = make_pose()
        frame = draw_frame(paint(), pose, PLAIN, trace(pose, None))
        x, y = pose.flanks[0].mean(0).round().astype(int)
        half = int(np.ptp(pose.flanks[0, :, 1]) / 2) - 6
        column = (frame[y - half : y + half, x] == GREY).all(1)
        assert 0.2 < column.mean() < 0.8
        assert not any((frame[:480] == colour).all(2).any() for colour in (AQUA, AMBER, VERMILION))

    def test_without_an_outline_none_is_drawn(self) -> None:
        frame = draw_frame(paint(), make_pose(), PLAIN)
        assert not any(find_level(frame, level).any() for level in (0, 1, 2, 3))

    def test_no_outline_without_a_pose(self) -> None:
        pose = make_pose()
        frame = draw_frame(paint(), Pose.missing(0.0, (640, 480)), PLAIN, trace(pose, 3))
        assert not find_level(frame, 3).any()

    def test_where_it_was_not_seen_it_is_broken(self) -> None:
        pose = make_pose()
        outline = trace(pose)
        outline.points[15:30] = np.nan
        rows = np.nonzero(find_level(draw_frame(paint(), pose, PLAIN, outline), 0))[0]
        gap_px = outline.points[[30, 14], 1]  # the picture's rows go down, the stations up
        assert not ((rows > gap_px[0] + 4) & (rows < gap_px[1] - 4)).any()
        assert (rows < gap_px[0]).any()
        assert (rows > gap_px[1]).any()

    def test_it_is_scaled_with_the_picture(self) -> None:
        pose = make_pose()  # analysed at 640 × 480
        frame = draw_frame(paint(1280, 960), pose, PLAIN, trace(pose))
        columns = np.nonzero(find_level(frame, 0))[1]
        assert columns.mean() == pytest.approx(1.5 * float(pose.flanks[0, 0, 0]), abs=1.0)


class TestLegend:
    @pytest.mark.parametrize(("width_px", "height_px"), [(640, 480), (1280, 720), (540, 960)])
    def test_it_shows_the_line_of_every_level_in_the_band_alone(self, width_px: int, height_px: int) -> None:
        missing = Pose.missing(0.0)
        plain = draw_frame(paint(width_px, height_px), missing, PLAIN)
        frame = draw_frame(paint(width_px, height_px), missing, replace(PLAIN, legend=LEGEND))
        height = choose_overlay_size_px(width_px, height_px)[1]
        np.testing.assert_array_equal(frame[:height], plain[:height])
        for level in (0, 2, None):
            assert find_level(frame[height:], level).any()
        assert not find_level(frame[height:], 3).any()

    @pytest.mark.parametrize(("width_px", "height_px"), [(640, 480), (1280, 720), (540, 960)])
    def test_a_long_note_does_not_run_into_it(self, width_px: int, height_px: int) -> None:
        missing, legend = Pose.missing(0.0), replace(PLAIN, legend=LEGEND)
        both, alone, note = (
            draw_frame(paint(width_px, height_px), missing, headline).astype(int)
            for headline in (replace(legend, note=LONG), legend, replace(PLAIN, note=LONG))
        )
        plain = draw_frame(paint(width_px, height_px), missing, PLAIN)
        in_legend = (alone != plain).any(2)
        np.testing.assert_array_equal(both[in_legend], alone[in_legend])
        assert ((both != alone) & (note != plain)).any()

    def test_what_does_not_fit_is_left_out(self) -> None:
        frame = draw_frame(paint(160, 120), Pose.missing(0.0), replace(PLAIN, legend=LEGEND * 4))
        assert frame.shape[:2] == measure_frame_px(160, 120)[::-1]
        assert find_level(frame[120:], 0).any()


class TestLimbs:
    def test_they_are_drawn_where_the_landmarks_are(self) -> None:
        pose = make_pose()
        changed = find_changes(paint(), pose)
        for number in range(Landmark.LEFT_SHOULDER, 33):
            if not Landmark.LEFT_PINKY <= number <= Landmark.RIGHT_THUMB:
                x, y = np.rint(pose.image[number]).astype(int)
                assert changed[y, x]

    def test_a_bone_needs_both_ends(self) -> None:
        pose = make_pose()
        image = np.array(pose.image)
        image[Landmark.LEFT_ELBOW] = np.nan
        changed = find_changes(paint(), replace(pose, image=image))
        arm = pose.image[[Landmark.LEFT_SHOULDER, Landmark.LEFT_ELBOW, Landmark.LEFT_WRIST]]
        for start, end in pairwise(arm):
            x, y = np.rint((start + end) / 2).astype(int)
            assert find_changes(paint(), pose)[y, x]
            assert not changed[y, x]

    def test_a_dot_marks_what_may_be_measured(self) -> None:
        pose = make_pose()
        doubtful = np.array(pose.reliable)
        doubtful[Landmark.LEFT_ANKLE] = False
        difference = draw_frame(paint(), pose, PLAIN) != draw_frame(
            paint(), replace(pose, reliable=doubtful), PLAIN
        )
        rows, columns, _ = np.nonzero(difference)
        place = pose.image[Landmark.LEFT_ANKLE]
        assert len(rows) > 0
        assert np.hypot(columns - place[0], rows - place[1]).max() <= 8

    def test_the_far_side_is_thinner(self) -> None:
        pose = make_pose()
        thigh_y = int(pose.image[[Landmark.LEFT_HIP, Landmark.LEFT_KNEE], 1].mean())
        bright = (draw_frame(paint(), pose, PLAIN)[thigh_y] > 130).all(1)
        right, left = bright[:320].sum(), bright[320:].sum()  # the left leg is the far one, at image-right
        assert right > left > 0
        nearer = np.array(pose.world)
        nearer[:, 2] *= -1
        turned = (draw_frame(paint(), replace(pose, world=nearer), PLAIN)[thigh_y] > 130).all(1)
        assert turned[:320].sum() < turned[320:].sum()


class TestUnclearLegs:
    KNEES = Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE

    @staticmethod
    def draw(has_clear_legs: bool) -> tuple[Picture, Pose]:
        pose = make_pose()
        return draw_frame(paint(), pose, PLAIN, has_clear_legs=has_clear_legs)[:480], pose

    def test_all_above_the_hips_is_drawn_as_ever(self) -> None:
        (clear, pose), (unclear, _) = self.draw(True), self.draw(False)
        hips_px = pose.image[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP], 1].min()
        rows = np.nonzero((clear != unclear).any(2))[0]
        assert rows.min() >= hips_px - 6

    def test_feet_are_left_out(self) -> None:
        (clear, pose), (unclear, _) = self.draw(True), self.draw(False)
        heel_and_toe = pose.image[[Landmark.RIGHT_HEEL, Landmark.RIGHT_FOOT_INDEX]]
        for x, y in (*np.rint(heel_and_toe).astype(int), np.rint(heel_and_toe.mean(0)).astype(int)):
            assert (clear[y, x] != 90).any()
            assert (unclear[y, x] == 90).all()

    @pytest.mark.parametrize("side", [0, 1])
    def test_thigh_and_shank_are_hinted_at_by_dashes_without_an_edge(self, side: int) -> None:
        (clear, pose), (unclear, _) = self.draw(True), self.draw(False)
        hip, knee, ankle = (pose.image[number + side] for number in (23, 25, 27))
        for start, end in ((hip, knee), (knee, ankle)):
            along = start + np.linspace(0.15, 0.85, 60)[:, None] * (end - start)
            x, y = np.rint(along).astype(int).T
            assert (clear[y, x] != 90).any(1).all()
            assert 0.2 < (unclear[y, x] != 90).any(1).mean() < 0.9
        below = unclear[int(hip[1]) + 8 :]
        assert below.min() >= 90  # no dark edge, no white dot
        assert not (below == 255).all(2).any()

    def test_knees_get_no_dot(self) -> None:
        (clear, pose), (unclear, _) = self.draw(True), self.draw(False)
        for number in self.KNEES:
            x, y = np.rint(pose.image[number]).astype(int)
            spots = (frame[y - 3 : y + 4, x - 3 : x + 4] != 90 for frame in (clear, unclear))
            dotted, bare = (int(spot.any(2).sum()) for spot in spots)
            assert dotted > 2 * bare


LONG = "Not judged: turn side-on to the camera, stand three metres away, and keep the whole body in it. " * 3


class TestNothingFails:
    @pytest.mark.parametrize(("width_px", "height_px"), SIZES)
    @pytest.mark.parametrize("note", [LONG, "x" * 900, "", " ", "Kreuzheben – 3 kg", "日本語 " * 90, "…"])
    def test_any_note_fits_or_is_shortened(self, width_px: int, height_px: int, note: str) -> None:
        headline = Headline(7, "lowering", "rep 12  ≈3.1-0.4-1.2-1.9", note)
        frame = draw_frame(paint(width_px, height_px), Pose.missing(0.0), headline)
        assert frame.shape[:2] == measure_frame_px(width_px, height_px)[::-1]

    def test_a_long_note_leaves_its_margin_free(self) -> None:
        pose = Pose.missing(0.0, (640, 480))
        plain = draw_frame(paint(), pose, PLAIN)
        long = draw_frame(paint(), pose, replace(PLAIN, note=LONG))
        columns = np.nonzero((long != plain).any(2))[1]
        assert columns.max() < 640 - 0.4 * 26
        assert columns.max() > 400

    @pytest.mark.parametrize("count", [0, 9, 10, 99, 12345])
    @pytest.mark.parametrize(("width_px", "height_px"), [(640, 480), (16, 16), (4000, 16)])
    def test_any_count_is_drawn(self, count: int, width_px: int, height_px: int) -> None:
        headline = Headline(count, "lowering", "≈?-?-?-1.0")
        frame = draw_frame(paint(width_px, height_px), Pose.missing(0.0), headline)
        assert frame.shape[:2] == measure_frame_px(width_px, height_px)[::-1]

    @pytest.mark.parametrize("shift_px", [(-400.0, 0.0), (5000.0, -5000.0), (0.0, 460.0), (-1e5, 1e5)])
    def test_a_pose_outside_the_picture_changes_nothing_it_should_not(
        self, shift_px: tuple[float, float]
    ) -> None:
        pose = make_pose()
        outside = replace(
            pose, image=pose.image + np.array(shift_px), flanks=pose.flanks + np.array(shift_px)
        )
        frame = draw_frame(paint(), outside, PLAIN, trace(outside))
        plain = draw_frame(paint(), Pose.missing(0.0, (640, 480)), PLAIN)
        np.testing.assert_array_equal(frame[480:], plain[480:])  # the band stays clean

    def test_a_pose_half_seen_is_drawn(self) -> None:
        pose = make_pose()
        rng = np.random.default_rng(2)
        for _ in range(20):
            unseen = rng.random(33) < 0.5
            image, world = np.array(pose.image), np.array(pose.world)
            image[unseen] = world[unseen] = np.nan
            flanks = np.array(pose.flanks)
            flanks[rng.random((2, 47)) < 0.3] = np.nan
            half = replace(pose, image=image, world=world, flanks=flanks)
            assert (
                draw_frame(paint(), half, PLAIN, trace(half)).shape == draw_frame(paint(), pose, PLAIN).shape
            )


class TestReach:
    @pytest.mark.parametrize(("level", "colour"), [(0, AQUA), (2, AMBER), (3, VERMILION), (None, GREY)])
    @pytest.mark.parametrize("towards", [-1.0, 1.0])
    def test_a_limb_has_the_colour_of_its_level_and_the_horizontal_beside_it(
        self, level: Level, colour: tuple[int, int, int], towards: float
    ) -> None:
        picture = paint()
        root, tip = np.array([320.0, 240.0]), np.array([320.0 + towards * 120.0, 300.0])
        image = np.full((33, 2), np.nan)
        image[0] = 30.0  # of nobody nothing is drawn
        seen = replace(make_pose(), image=image)
        plain = draw_frame(picture, seen, PLAIN)
        drawn = draw_frame(picture, seen, PLAIN, reaches=(Reach(root, tip, "-27°", level),))
        middle = np.rint(0.5 * (root + tip)).astype(int)
        near = drawn[middle[1] - 4 : middle[1] + 5, middle[0] - 14 : middle[0] + 15]
        assert find_colour(near, colour).any()
        changed = (drawn != plain).any(2)
        length_px = float(np.hypot(*(tip - root)))
        end = round(320.0 + towards * (length_px - 4.0))
        assert changed[236:245, min(320, end) : max(320, end)].any(0).mean() > 0.7  # dashes leave gaps
        label = changed[180:226, 320 + round(towards * 60.0) - 60 : 320 + round(towards * 100.0) + 60]
        assert label.any()

    def test_without_a_pose_nothing_is_drawn(self) -> None:
        picture, nobody = paint(), Pose.missing(0.0, (640, 480))
        reach = Reach(np.array([300.0, 200.0]), np.array([200.0, 200.0]), "0°", 0)
        drawn = draw_frame(picture, nobody, PLAIN, reaches=(reach,))
        np.testing.assert_array_equal(drawn, draw_frame(picture, nobody, PLAIN))
