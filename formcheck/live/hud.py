"""The screen of a live set: the picture with the athlete's limbs, what is counted, and the band below it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.live import hud_layout as at
from formcheck.live.hud_bands import draw_band
from formcheck.live.hud_parts import (
    CAP_SHARE,
    TRACK,
    draw_symbol,
    fill_bar,
    fit_size,
    lay_plate,
    write_centred,
)
from formcheck.live.limbs import LIMBS
from formcheck.live.state import (
    CALIBRATING,
    MET,
    SETTING_UP,
    UNMET,
    Check,
    LiveState,
)
from formcheck.pose.landmarks import Picture
from formcheck.report.findings import LEVELS
from formcheck.video.ink import (
    AMBER,
    AQUA,
    MUTED,
    SCRIM,
    STROKES,
    WHITE,
    draw_line,
    write_text,
)

STROKE_OF = {**{name: STROKES[number] for number, name in enumerate(LEVELS)}, "unjudged": STROKES[None]}


def draw_hud(picture: Picture, state: LiveState, is_mirrored: bool = False) -> Picture:
    """Draw the screen of a live set.

    Parameters
    ----------
    picture : ndarray, shape (H, W, 3), uint8
        BGR, as taken.
    state : LiveState
    is_mirrored : bool
        Show the picture as a mirror would; words are never mirrored.

    Returns
    -------
    ndarray, shape (800, 1280, 3), uint8
    """
    stage = np.empty((at.STAGE_PX[1], at.STAGE_PX[0], 3), np.uint8)
    stage[:] = SCRIM
    view = _place_picture(stage, picture, is_mirrored)
    _draw_athlete(view, state, is_mirrored)
    if state.stage in (SETTING_UP, CALIBRATING):
        if state.stage == SETTING_UP:
            _draw_checks(stage, state.checks)
        elif state.countdown_s is not None:
            _draw_ring(stage, state.countdown_s)
    else:
        _draw_count(stage, state)
        _draw_gauge(stage, state.depth)
    draw_band(stage, state)
    return stage


def _place_picture(stage: Picture, picture: Picture, is_mirrored: bool) -> Picture:
    """Fit the whole picture into its region; returns the part of the stage it fills."""
    left, top, right, bottom = at.PICTURE.find_px(stage)
    scale = min((right - left) / picture.shape[1], (bottom - top) / picture.shape[0])
    width, height = round(picture.shape[1] * scale), round(picture.shape[0] * scale)
    x, y = left + (right - left - width) // 2, top + (bottom - top - height) // 2
    view = stage[y : y + height, x : x + width]
    shown = cv2.flip(picture, 1) if is_mirrored else picture
    view[:] = cv2.resize(shown, (width, height), interpolation=cv2.INTER_LINEAR)
    return view


def _draw_athlete(view: Picture, state: LiveState, is_mirrored: bool) -> None:
    """Draw the near limbs in white, and the outline of the back."""
    if state.landmarks is None:
        return
    size_px = np.array([view.shape[1], view.shape[0]])
    limbs = LIMBS[state.near_side or "right"]

    def to_px(shares: NDArray) -> NDArray:
        flipped = np.array([[1.0 - x, y] for x, y in shares]) if is_mirrored else np.asarray(shares)
        return flipped * size_px

    places = np.array([[np.nan, np.nan] if x is None else [x, y] for x, y, _ in state.landmarks])
    points = to_px(places)
    unit = max(1.0, view.shape[0] / 420)
    for a, b in limbs.bones:
        if np.isfinite(points[[a, b]]).all():
            start, end = (tuple(np.rint(points[k]).astype(int).tolist()) for k in (a, b))
            cv2.line(view, start, end, SCRIM, round(2 * unit) + 2, cv2.LINE_AA)
            cv2.line(view, start, end, WHITE, round(2 * unit), cv2.LINE_AA)
    for number in limbs.joints:
        if np.isfinite(points[number]).all():
            centre = tuple(np.rint(points[number]).astype(int).tolist())
            cv2.circle(view, centre, round(4 * unit), SCRIM, -1, cv2.LINE_AA)
            cv2.circle(view, centre, round(3 * unit), WHITE, -1, cv2.LINE_AA)
    if state.outline is not None:
        draw_line(view, to_px(np.array(state.outline.points)), STROKE_OF[state.outline.level], 1.3 * unit)


def _draw_checks(stage: Picture, checks: tuple[Check, ...]) -> None:
    """Draw the gates in their order; the first unmet one is told in the band."""
    lay_plate(stage, at.CHECKS)
    left, top, right, bottom = at.CHECKS.find_px(stage)
    size, step = round(at.LABEL * stage.shape[0]), (bottom - top) / max(len(checks), 1)
    radius = round(0.5 * size)
    for number, check in enumerate(checks):
        y = round(top + (number + 0.5) * step)
        level = {MET: "good", UNMET: "minor"}.get(check.verdict, "unjudged")
        draw_symbol(
            stage, level, (left + 2 * radius + 4, y), radius if level != "unjudged" else radius - 2, None
        )
        x = left + 4 * radius + 8
        weight = 700 if check.verdict == UNMET else 400
        colour = AMBER if check.verdict == UNMET else WHITE if check.verdict == MET else MUTED
        fitting = fit_size(check.label, size, weight, right - x - 8)
        write_text(stage, check.label, (x, y + round(0.36 * fitting)), fitting, colour, weight)


def _draw_ring(stage: Picture, countdown_s: float) -> None:
    """Draw the seconds that the calibration is still to be held."""
    lay_plate(stage, at.RING)
    left, top, right, bottom = at.RING.find_px(stage)
    centre, radius = ((left + right) // 2, (top + bottom) // 2), round(0.42 * (bottom - top))
    thickness = max(4, radius // 7)
    share = 1.0 - min(countdown_s / at.USUAL_CALIBRATION_S, 1.0)
    cv2.circle(stage, centre, radius, TRACK, thickness, cv2.LINE_AA)
    cv2.ellipse(stage, centre, (radius, radius), -90, 0, 360 * share, AQUA, thickness, cv2.LINE_AA)
    size = round(0.9 * radius)
    text = str(max(1, int(np.ceil(countdown_s))))
    write_centred(stage, text, centre[0], centre[1] + round(CAP_SHARE * size / 2), size, WHITE)


def _draw_count(stage: Picture, state: LiveState) -> None:
    lay_plate(stage, at.COUNT)
    left, top, right, bottom = at.COUNT.find_px(stage)
    middle, height = (left + right) // 2, stage.shape[0]
    size = fit_size(str(state.count), round(at.NUMERAL * height), 700, round(0.9 * (right - left)))
    sides = state.side_counts or {}
    room = bottom - (round(1.6 * at.LINE * height) if sides else 0)
    baseline = round((top + room + CAP_SHARE * size) / 2)
    write_centred(stage, str(state.count), middle, baseline, size, WHITE)
    if sides:
        text = f"L {sides.get('left', 0)}   R {sides.get('right', 0)}"
        write_centred(
            stage,
            text,
            middle,
            bottom - round(0.5 * at.LINE * height),
            round(at.LINE * height),
            MUTED,
        )


def _draw_gauge(stage: Picture, depth: float | None) -> None:
    """Draw how far the movement has gone, from the top down, and from where on it is not short."""
    lay_plate(stage, at.GAUGE)
    left, top, right, bottom = at.GAUGE.find_px(stage)
    pad = round(0.28 * (right - left))
    box = left + pad, top + pad, right - pad, bottom - pad
    fill_bar(stage, box, TRACK)
    length = box[3] - box[1]
    if depth is not None:
        fill_bar(stage, (box[0], box[1], box[2], box[1] + round(length * depth)), WHITE)
    notch = box[1] + round(at.FULL_FROM * length)
    cv2.rectangle(stage, (left + pad // 2, notch - 3), (right - pad // 2, notch + 3), AQUA, -1)
    size = round(at.LABEL * stage.shape[0])
    text_bottom = bottom + round(1.3 * size)
    write_centred(stage, "Range", (left + right) // 2, text_bottom, size, WHITE)
