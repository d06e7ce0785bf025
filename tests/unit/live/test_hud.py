"""The screen of a live set: what stands where, and that it can be told apart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from formcheck.live import hud_layout as at
from formcheck.live.hud import draw_hud
from formcheck.live.hud_parts import Region
from formcheck.live.state import Back, Check, Cue, LiveState
from formcheck.pose.landmarks import Picture
from formcheck.video.ink import AMBER, AQUA, SCRIM, VERMILION, WHITE
from tests.picture_factory import find_colour, paint

TRAINING = LiveState(1.0, "training", count=3, phase="lowering", phase_s=1.2, phase_target_s=2.0, depth=0.5)
PICTURE = paint(640, 480, grey=100)


def cut(stage: Picture, region: Region) -> Picture:
    left, top, right, bottom = region.find_px(stage)
    return stage[top:bottom, left:right]


def count_px(stage: Picture, region: Region, colour: tuple[int, int, int]) -> int:
    return int(find_colour(cut(stage, region), colour, within=6).sum())


def test_the_whole_picture_is_shown_above_the_band() -> None:
    picture = paint(640, 480, grey=100)
    for y, x in ((0, 0), (0, 639), (479, 0), (479, 639)):
        picture[max(0, y - 8) : y + 8, max(0, x - 8) : x + 8] = (0, 255, 0)
    stage = draw_hud(picture, replace(TRAINING, depth=None))
    assert stage.shape == (800, 1280, 3)
    green = np.argwhere(find_colour(stage, (0, 255, 0), within=8))
    low, high = green.min(0), green.max(0)
    assert high[0] < at.BAND.top * 800
    assert (high[1] - low[1]) / (high[0] - low[0]) == pytest.approx(640 / 480, rel=0.02)


def test_the_band_is_always_there() -> None:
    for state in (TRAINING, LiveState(0.0, "setting_up"), replace(TRAINING, stage="resting")):
        stage = draw_hud(paint(grey=255), state)
        assert count_px(stage, at.BAND, SCRIM) > 0.4 * cut(stage, at.BAND).shape[0] * 1280


def test_a_mirror_turns_the_picture_and_what_is_drawn_on_it_but_no_words() -> None:
    picture = paint()
    picture[:, :100] = (0, 255, 0)
    points = tuple((0.1 + 0.02 * k, 0.5) for k in range(5))
    state = replace(TRAINING, outline=Back(points, "good"), landmarks=((None, None, False),) * 33)
    plain, mirrored = draw_hud(picture, state), draw_hud(picture, state, is_mirrored=True)
    middle = plain.shape[1] // 2
    top = round(at.PICTURE.bottom * 800)
    for colour in ((0, 255, 0), AQUA):
        seen = [find_colour(stage[:top, 250:1150], colour, within=8) for stage in (plain, mirrored)]
        columns = [np.argwhere(one)[:, 1].mean() + 250 if one.any() else np.nan for one in seen]
        assert columns[0] < middle or colour == AQUA
        assert columns[1] > columns[0]
    np.testing.assert_array_equal(cut(plain, at.BAND), cut(mirrored, at.BAND))


def test_the_count_is_large_and_changes() -> None:
    three, four = draw_hud(PICTURE, TRAINING), draw_hud(PICTURE, replace(TRAINING, count=4))
    rows = np.argwhere(find_colour(cut(three, at.COUNT), WHITE, within=6))[:, 0]
    assert (rows.max() - rows.min()) / 800 > 0.2
    assert (cut(three, at.COUNT) != cut(four, at.COUNT)).any()


def test_a_number_of_two_digits_fits() -> None:
    stage = draw_hud(paint(grey=0), replace(TRAINING, count=88))
    columns = np.argwhere(find_colour(cut(stage, at.COUNT), WHITE, within=6))[:, 1]
    assert columns.min() > 4
    assert columns.max() < cut(stage, at.COUNT).shape[1] - 4


def test_sides_stand_below_the_count_where_there_are_any() -> None:
    both = draw_hud(PICTURE, replace(TRAINING, side_counts={}))
    apart = draw_hud(PICTURE, replace(TRAINING, side_counts={"left": 2, "right": 1}))
    lower = Region(at.COUNT.left, 0.44, at.COUNT.right, at.COUNT.bottom)
    assert (cut(both, lower) != cut(apart, lower)).any()


def test_the_gauge_fills_from_the_top() -> None:
    filled = [
        count_px(draw_hud(PICTURE, replace(TRAINING, depth=depth)), at.GAUGE, WHITE)
        for depth in (None, 0.0, 0.25, 0.5, 1.0)
    ]
    assert filled[0] == filled[1] == 0
    assert filled[2] < filled[3] < filled[4]
    stage = draw_hud(PICTURE, replace(TRAINING, depth=0.25))
    rows = np.argwhere(find_colour(cut(stage, at.GAUGE), WHITE, within=6))[:, 0]
    assert rows.max() < 0.4 * cut(stage, at.GAUGE).shape[0]


def test_the_tempo_bar_has_its_target_as_a_mark() -> None:
    around = replace_region(at.BAR, top=at.BAR.top - 0.01, bottom=at.BAR.bottom + 0.01)
    stage = draw_hud(PICTURE, TRAINING)
    columns = np.argwhere(find_colour(cut(stage, around), AQUA, within=6))[:, 1]
    assert columns.mean() / cut(stage, at.BAR).shape[1] == pytest.approx(1 / at.BAR_SHOWS, abs=0.01)
    assert count_px(draw_hud(PICTURE, replace(TRAINING, phase_target_s=None)), around, AQUA) == 0
    filled = [
        count_px(draw_hud(PICTURE, replace(TRAINING, phase_s=s)), at.BAR, WHITE) for s in (0.5, 1.5, 9.0)
    ]
    assert filled == sorted(filled)


def replace_region(region: Region, **changes: float) -> Region:
    return replace(region, **changes)


@pytest.mark.parametrize(("level", "ground"), [("minor", AMBER), ("major", VERMILION)])
def test_a_cue_fills_the_band_in_the_colour_of_its_level(level: str, ground: tuple[int, int, int]) -> None:
    state = replace(TRAINING, cue=Cue("Chest proud – keep the low back from rounding.", level, "back"))
    band = cut(draw_hud(PICTURE, state), at.BAND)
    assert find_colour(band, ground, within=2).mean() > 0.5
    rows = np.argwhere(band.max(2) < 60)[:, 0]
    assert (rows.max() - rows.min()) / 800 > 0.1


def test_minor_and_major_differ_in_shape_and_not_only_in_colour() -> None:
    symbols = []
    for level in ("minor", "major"):
        stage = draw_hud(PICTURE, replace(TRAINING, cue=Cue("Stand.", level, "back")))
        symbols.append(cut(stage, Region(0.02, at.BAND.top, 0.12, 1.0)).max(2) < 60)
    assert (symbols[0] != symbols[1]).mean() > 0.05


def test_not_judged_is_hatched_and_never_plain() -> None:
    state = replace(TRAINING, not_judged="Turn side-on to the camera (you are about 40° off).")
    band = cut(draw_hud(PICTURE, state), at.BAND)
    assert 0.02 < find_colour(band, (58, 48, 40), within=6).mean() < 0.5
    assert find_colour(band, WHITE, within=6).any()


@pytest.mark.parametrize("text", ["Step back", "Turn your side to the camera", "Back to hands and knees"])
def test_an_instruction_fits_its_band(text: str) -> None:
    checks = (Check("body", "Whole body in view", "unmet", text), Check("light", "Light", "unknown"))
    state = LiveState(0.0, "setting_up", advice=text, advice_detail="Because. " * 40, checks=checks)
    stage = draw_hud(PICTURE, state)
    band = cut(stage, Region(0.0, at.BAND.top + 0.01, 1.0, 1.0))
    columns = np.argwhere(find_colour(band, WHITE, within=6))[:, 1]
    assert columns.max() < 1280 - 20
    assert count_px(stage, at.CHECKS, AMBER) > 50


def test_the_ring_of_the_countdown_closes() -> None:
    filled = [
        count_px(draw_hud(PICTURE, LiveState(0.0, "calibrating", "Stand tall", countdown_s=s)), at.RING, AQUA)
        for s in (2.0, 1.0, 0.1)
    ]
    assert filled[0] < filled[1] < filled[2]


def test_every_stage_and_every_size_can_be_drawn() -> None:
    for stage in ("setting_up", "calibrating", "ready", "training", "resting"):
        for size in ((320, 240), (720, 1280), (1921, 1080)):
            drawn = draw_hud(paint(*size), LiveState(0.0, stage))
            assert drawn.shape == (800, 1280, 3)
