"""Lines and letters: what is drawn stays where it should, and no level hangs on its colour alone."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.video.ink import (
    AMBER,
    GREY,
    STROKES,
    WHITE,
    Stroke,
    draw_line,
    measure_label,
    measure_text,
    shorten,
    wrap,
    write_label,
)
from tests.picture_factory import find_colour, paint

SIZE_PX = 200, 100
ACROSS = np.array([[20.0, 50.0], [180.0, 50.0]])


class TestLine:
    def test_it_lies_on_its_points_with_a_dark_edge(self) -> None:
        picture = paint(*SIZE_PX)
        draw_line(picture, ACROSS, Stroke(AMBER, 4.0), 2.0)
        assert find_colour(picture, AMBER)[50, 20:180].all()
        brightness = picture[:, 100].mean(1)
        amber = np.flatnonzero(find_colour(picture, AMBER)[:, 100])
        assert brightness[amber[0] - 2] < 40
        assert brightness[amber[-1] + 2] < 40
        changed = np.flatnonzero((picture[:, 100] != 90).any(1))
        assert (changed[0], changed[-1]) == (pytest.approx(44, abs=1), pytest.approx(56, abs=1))

    def test_without_an_edge_there_is_nothing_but_its_colour(self) -> None:
        picture = paint(*SIZE_PX)
        draw_line(picture, ACROSS, Stroke(AMBER, 4.0, is_cased=False), 2.0)
        assert find_colour(picture, AMBER)[50, 20:180].all()
        assert picture[..., 2].min() == 90  # amber is brighter in red: an edge would be darker

    def test_thickness_grows_with_the_unit(self) -> None:
        heights = []
        for unit in (1.0, 2.0, 3.0):
            picture = paint(*SIZE_PX)
            draw_line(picture, ACROSS, Stroke(AMBER, 3.0), unit)
            heights.append(find_colour(picture, AMBER)[:, 100].sum())
        assert heights[0] < heights[1] < heights[2]

    @pytest.mark.parametrize(("dash", "gap"), [(10.0, 10.0), (30.0, 10.0), (3.0, 12.0)])
    def test_dashes_leave_gaps_in_the_colour_but_not_in_the_edge(self, dash: float, gap: float) -> None:
        picture = paint(*SIZE_PX)
        draw_line(picture, ACROSS, Stroke(AMBER, 2.0, dash, gap), 1.0)
        row = find_colour(picture, AMBER)[50, 22:178]
        assert 0 < row.mean() < 1
        assert row.mean() == pytest.approx((dash + 2.0) / (dash + gap), abs=0.15)  # round ends add a little
        assert (picture[50, 22:178] != 90).any(1).all()

    def test_dashes_follow_a_bend(self) -> None:
        picture = paint(*SIZE_PX)
        corner = np.array([[20.0, 20.0], [100.0, 20.0], [100.0, 90.0]])
        draw_line(picture, corner, Stroke(AMBER, 2.0, 9.0, 6.0), 1.0)
        amber = find_colour(picture, AMBER)
        assert amber[18:23, 30:90].any()
        assert amber[30:85, 98:103].any()
        assert not amber[30:85, 30:90].any()

    def test_it_is_broken_where_a_point_was_not_seen(self) -> None:
        picture = paint(*SIZE_PX)
        points = np.array([[20.0, 50.0], [60.0, 50.0], [np.nan, np.nan], [120.0, 50.0], [180.0, 50.0]])
        draw_line(picture, points, Stroke(AMBER, 2.0), 1.0)
        row = (picture[50] != 90).any(1)
        assert row[25:55].all()
        assert not row[70:110].any()
        assert row[125:175].all()

    @pytest.mark.parametrize("points", [np.empty((0, 2)), np.array([[5.0, 5.0]]), np.full((4, 2), np.nan)])
    def test_no_line_draws_nothing(self, points: NDArray) -> None:
        picture = paint(*SIZE_PX)
        draw_line(picture, points, STROKES[3], 2.0)
        np.testing.assert_array_equal(picture, paint(*SIZE_PX))

    def test_a_line_far_outside_is_not_an_error(self) -> None:
        picture = paint(*SIZE_PX)
        draw_line(picture, ACROSS * 500.0, STROKES[2], 1.0)
        np.testing.assert_array_equal(picture, paint(*SIZE_PX))


def test_no_two_levels_differ_in_colour_alone() -> None:
    for (_, one), (_, other) in combinations(STROKES.items(), 2):
        assert (one.thickness, one.dash > 0, one.dash) != (other.thickness, other.dash > 0, other.dash)


def test_every_level_has_a_line_and_worse_ones_are_thicker() -> None:
    assert set(STROKES) == {0, 1, 2, 3, None}
    assert STROKES[1].thickness < STROKES[2].thickness < STROKES[3].thickness
    assert STROKES[None].colour == GREY
    assert STROKES[None].dash > 0


class TestLetters:
    @pytest.mark.parametrize("centre", [(100.0, 50.0), (-40.0, 50.0), (100.0, 500.0), (1e4, -1e4)])
    def test_a_label_stays_inside(self, centre: tuple[float, float]) -> None:
        picture = paint(*SIZE_PX)
        write_label(picture, "25°", np.array(centre), 20, WHITE)
        changed = (picture != 90).any(2)
        width, height = measure_label("25°", 20)
        assert changed.sum() == width * height
        assert find_colour(picture, WHITE).any()

    def test_a_label_stands_about_its_centre(self) -> None:
        picture = paint(*SIZE_PX)
        write_label(picture, "25°", np.array([100.0, 50.0]), 20, WHITE)
        rows, columns = np.nonzero((picture != 90).any(2))
        assert (columns.mean(), rows.mean()) == pytest.approx((100.0, 50.0), abs=1.0)

    def test_a_label_larger_than_the_picture_is_not_an_error(self) -> None:
        picture = paint(*SIZE_PX)
        write_label(picture, "a very long label " * 9, np.array([100.0, 50.0]), 40, WHITE)
        assert (picture != 90).any()

    @pytest.mark.parametrize("room_px", [60, 120, 400])
    def test_lines_fit_and_lose_no_word(self, room_px: int) -> None:
        text = "37° of trunk lean in the lowest position (a clear fault below 40°)"
        lines = wrap(text, 17, 400, room_px)
        assert " ".join(lines) == text
        assert all(measure_text(line, 17, 400) <= room_px or " " not in line for line in lines)

    def test_no_text_has_no_lines(self) -> None:
        assert wrap("  ", 17, 400, 100) == []

    def test_a_text_that_fits_is_not_shortened(self) -> None:
        assert shorten("flat", 17, 400) == "flat"
        assert shorten("flat as a board", 17, 70).endswith(" …")
