"""The band below the picture: an instruction, a cue, the phase with its tempo, or why nothing is judged."""

from __future__ import annotations

import cv2

from formcheck.live import hud_layout as at
from formcheck.live.band import CALIBRATION, PHASE, SET_UP, UNJUDGED, Band, choose_band
from formcheck.live.hud_parts import (
    CAP_SHARE,
    DARK_ON_AMBER,
    DARK_ON_VERMILION,
    TRACK,
    draw_symbol,
    fill_bar,
    fit_size,
    hatch,
)
from formcheck.live.state import RESTING, LiveState
from formcheck.pose.landmarks import Picture
from formcheck.video.ink import (
    AMBER,
    AQUA,
    MUTED,
    SCRIM,
    VERMILION,
    WHITE,
    measure_text,
    shorten,
    wrap,
    write_text,
)

QUIT_HINT = "Q ends the set."


def draw_band(stage: Picture, state: LiveState) -> None:
    """Draw the band that belongs to a state."""
    left, top, right, bottom = at.BAND.find_px(stage)
    stage[top:bottom, left:right] = SCRIM
    band = choose_band(state)
    if band.kind in (SET_UP, CALIBRATION):
        stage[top : top + 5, left:right] = AMBER if band.kind == SET_UP else AQUA
    if band.kind in ("minor", "major"):
        _draw_cue(stage, band)
    elif band.kind == UNJUDGED:
        _draw_not_judged(stage, band.text)
    elif band.kind == PHASE:
        _draw_phase(stage, band.text, state)
    else:
        _write_advice(stage, band.text, f"{band.detail} {QUIT_HINT}" if band.kind == RESTING else band.detail)


def _write_advice(stage: Picture, text: str, detail: str) -> None:
    """Write one instruction as large as it fits, and a line below it."""
    left, top, right, bottom = at.BAND.find_px(stage)
    height, margin = stage.shape[0], round(at.MARGIN * stage.shape[1])
    room = right - left - 2 * margin
    size = fit_size(text, round(at.WORD * height), 700, room)
    baseline = top + round(0.085 * height + CAP_SHARE * size / 2 - 0.008 * height)
    write_text(stage, text, (margin, baseline), size, WHITE, 700)
    small = round(at.LINE * height)
    write_text(stage, shorten(detail, small, room), (margin, bottom - round(0.5 * small)), small, MUTED, 400)


def _draw_cue(stage: Picture, band: Band) -> None:
    """Fill the band with a cue: what to do large, the rest of the sentence below."""
    left, top, right, bottom = at.BAND.find_px(stage)
    is_major = band.kind == "major"
    ground, ink = (VERMILION, DARK_ON_VERMILION) if is_major else (AMBER, DARK_ON_AMBER)
    stage[top:bottom, left:right] = ground
    height = stage.shape[0]
    radius, margin = round(0.06 * height), round(at.MARGIN * stage.shape[1])
    draw_symbol(stage, band.kind, (margin + radius, (top + bottom) // 2), radius, ink)
    x = margin + 2 * radius + margin
    room = right - x - margin
    size = fit_size(band.text, round(at.WORD * height), 700, room)
    small = round(1.2 * at.LINE * height)
    middle = (top + bottom) // 2 - (round(0.6 * small) if band.detail else 0)
    write_text(stage, band.text, (x, middle + round(CAP_SHARE * size / 2)), size, ink, 700)
    if band.detail:
        fitting = fit_size(band.detail, small, 600, room)
        write_text(stage, band.detail, (x, bottom - round(0.55 * small)), fitting, ink, 600)


def _draw_not_judged(stage: Picture, sentence: str) -> None:
    hatch(stage, at.BAND)
    _left, top, right, bottom = at.BAND.find_px(stage)
    height = stage.shape[0]
    radius, margin = round(0.05 * height), round(at.MARGIN * stage.shape[1])
    draw_symbol(stage, "unjudged", (margin + radius, (top + bottom) // 2), radius, WHITE)
    x = margin + 2 * radius + margin
    size = round(at.SENTENCE * height)
    lines = wrap(sentence, size, 700, right - x - margin)[:2]
    middle = (top + bottom) / 2 - 0.6 * size * (len(lines) - 1)
    for number, line in enumerate(lines):
        baseline = round(middle + 1.2 * size * number + CAP_SHARE * size / 2)
        write_text(stage, line, (x, baseline), size, WHITE, 700)


def _draw_phase(stage: Picture, words: str, state: LiveState) -> None:
    """Draw what the athlete does, since when, and how long it should take."""
    _left, top, right, bottom = at.BAND.find_px(stage)
    bar = at.BAR.find_px(stage)
    height, margin = stage.shape[0], round(at.MARGIN * stage.shape[1])
    middle = (top + bottom) // 2
    size = fit_size(words, round(at.PHASE * height), 700, bar[0] - 2 * margin)
    write_text(stage, words, (margin, middle + round(CAP_SHARE * size / 2)), size, WHITE, 700)
    if state.phase is None:
        return
    target_s = state.phase_target_s
    full_s = at.BAR_SHOWS * target_s if target_s else at.OPEN_BAR_S
    fill_bar(stage, bar, TRACK)
    share = min(state.phase_s / full_s, 1.0)
    fill_bar(stage, (bar[0], bar[1], bar[0] + round(share * (bar[2] - bar[0])), bar[3]), WHITE)
    if target_s:
        x = bar[0] + round((bar[2] - bar[0]) / at.BAR_SHOWS)
        cv2.rectangle(stage, (x - 3, bar[1] - 12), (x + 3, bar[3] + 12), AQUA, -1)
    text = f"{min(state.phase_s, 99.0):.1f} s"
    size = fit_size(text, round(at.PHASE * height), 700, right - bar[2] - 2 * margin)
    x = right - margin - measure_text(text, size, 700)
    write_text(stage, text, (x, middle + round(CAP_SHARE * size / 2)), size, WHITE, 700)
