"""Draw on a picture what was seen in it: limbs, the back's outline, count, phase and tempo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.pose.landmarks import BONES, Landmark, Picture, Pose
from formcheck.video.ink import (
    GREY,
    MUTED,
    SCRIM,
    STROKES,
    WHITE,
    Level,
    Stroke,
    darken,
    draw_line,
    measure_text,
    shorten,
    write_label,
    write_text,
)

LONGER_SIDE_PX = 960
"""Annotated pictures are at most this large: sharp on a phone and a laptop, and quick to encode."""
LINE_SHARE = 0.055
"""Height of a line of the band under the picture, in shares of the shorter side."""
LETTER_SHARE = 0.045
"""Height of the letters beside a limb, in shares of the shorter side."""
LABEL_SHARE = 0.7
"""So far out along a limb its angle is written."""
WIDE = 1.5
"""From this width over height on, phase and tempo stand side by side."""

LEVEL_LINE = Stroke(WHITE, 1.0, dash=4.0, gap=5.0)
"""The horizontal that a raised limb is held against."""
UNCLEAR_LEG = Stroke(MUTED, 1.0, dash=5.0, gap=5.0, is_cased=False)
"""Of legs that the pose model may have invented: a hint, no statement."""


@dataclass(frozen=True, slots=True)
class Headline:
    """The words and numbers shown with a picture.

    Attributes
    ----------
    count : int
        Repetitions counted so far.
    phase : str
        What the athlete is doing: "lowering".
    tempo : str
        Tempo of the last repetition; empty before the first.
    note : str
        One more short line, such as what cannot be judged; may be empty.
    legend : tuple of (Level, str)
        What the lines of the back mean: one word or two for every level; may be empty.
    """

    count: int
    phase: str
    tempo: str
    note: str = ""
    legend: tuple[tuple[Level, str], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """The outline of a back, and what the repetition's judgement of it came to.

    Attributes
    ----------
    points : ndarray, shape (N, 2)
        Pixels of the analysed picture, from hip to shoulder; NaN breaks the line.
    level : Level
    """

    points: NDArray
    level: Level


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """A raised limb held against level, and what the repetition's judgement of it came to.

    Attributes
    ----------
    root, tip : ndarray, shape (2,)
        Ends of its line in pixels of the analysed picture.
    text : str
        Its angle.
    level : Level
    """

    root: NDArray
    tip: NDArray
    text: str
    level: Level


def choose_overlay_size_px(width_px: int, height_px: int) -> tuple[int, int]:
    """Size of the picture inside an annotated frame, both sides even."""
    scale = min(1.0, LONGER_SIDE_PX / max(width_px, height_px))
    return max(2, 2 * round(width_px * scale / 2)), max(2, 2 * round(height_px * scale / 2))


def measure_frame_px(width_px: int, height_px: int) -> tuple[int, int]:
    """Size of an annotated frame: the picture and the band below it, both sides even."""
    width, height = choose_overlay_size_px(width_px, height_px)
    return width, height + _measure_band_px(width, height)


def _measure_line_px(width: int, height: int) -> int:
    return max(16, round(LINE_SHARE * min(width, height)))


def _measure_band_px(width: int, height: int) -> int:
    """Choose the height of the band: three lines, four below a tall picture. It never covers the feet."""
    lines = 3.5 if width >= WIDE * height else 4.8
    return 2 * round(lines * _measure_line_px(width, height) / 2)


def draw_frame(
    picture: Picture,
    pose: Pose,
    headline: Headline,
    outline: Outline | None = None,
    has_clear_legs: bool = True,
    reaches: Sequence[Reach] = (),
) -> Picture:
    """Compose one annotated frame.

    Parameters
    ----------
    picture : ndarray, shape (H, W, 3), uint8
        BGR, as read.
    pose : Pose
        Found in this picture, in pixels of whatever size it was analysed at.
    headline : Headline
    outline : Outline, optional
        Of the back; without, none is drawn.
    has_clear_legs : bool
        See `draw_limbs`.
    reaches : sequence of Reach
        Raised limbs to be held against level.

    Returns
    -------
    ndarray, shape (H', W', 3), uint8
        Of the size `measure_frame_px` gives.
    """
    width, height = choose_overlay_size_px(picture.shape[1], picture.shape[0])
    band = _measure_band_px(width, height)
    frame = np.empty((height + band, width, 3), np.uint8)
    if picture.shape == (height, width, 3):
        frame[:height] = picture
    else:
        cv2.resize(picture, (width, height), dst=frame[:height], interpolation=cv2.INTER_AREA)
    frame[height:] = _draw_band(width, height, headline)
    _draw_athlete(frame[:height], pose, outline, has_clear_legs, reaches)
    _draw_count(frame, headline.count, min(width, height))
    return frame


def draw_pose(
    picture: Picture, pose: Pose, outline: Outline | None = None, has_clear_legs: bool = True
) -> Picture:
    """Draw what was found in a picture, without words, on a copy of the size of `choose_overlay_size_px`."""
    size = choose_overlay_size_px(picture.shape[1], picture.shape[0])
    view = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    _draw_athlete(view, pose, outline, has_clear_legs)
    return view


def _draw_athlete(
    view: Picture,
    pose: Pose,
    outline: Outline | None,
    has_clear_legs: bool = True,
    reaches: Sequence[Reach] = (),
) -> None:
    if not pose.found:
        return
    scale = np.array([view.shape[1] / pose.size_px[0], view.shape[0] / pose.size_px[1]])
    points = pose.image * scale
    unit = _choose_line_px(points)
    draw_limbs(view, points, pose, unit, has_clear_legs)
    if outline is not None:
        draw_line(view, outline.points * scale, STROKES[outline.level], unit)
    for reach in reaches:
        _draw_reach(view, reach, scale, unit)


def _choose_line_px(points: NDArray) -> int:
    """Choose the thinnest line, one pixel for every 220 of the figure, so that a small one stays visible."""
    seen = points[np.isfinite(points[:, 0])]
    return int(np.clip(np.round(np.ptp(seen, axis=0).max() / 220), 1, 4))


def draw_limbs(frame: Picture, points: NDArray, pose: Pose, unit: int, has_clear_legs: bool = True) -> None:
    """Draw bones in white, those of the far side thin and grey, and a dot where may be measured.

    Parameters
    ----------
    frame : ndarray, shape (H, W, 3), uint8
        Drawn on.
    points : ndarray, shape (33, 2)
        The pose's landmarks in pixels of ``frame``; NaN: not drawn.
    pose : Pose
        Says which side is nearer and which landmarks are reliable.
    unit : int
        The thinnest line in pixels.
    has_clear_legs : bool
        False: the pose model may have invented the legs. Thighs and shanks are hinted at by a thin dashed
        line, knees get no dot, and feet, which then float in the air, are left out.
    """
    shoulders_z = pose.world[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER], 2]
    far_is_left = bool(shoulders_z[0] > shoulders_z[1])
    seen = [bool(np.isfinite(point).all()) for point in points]
    places = [tuple(place) for place in np.rint(np.nan_to_num(points)).astype(int).tolist()]
    for near in (False, True):
        for a, b in BONES:
            is_far = a % 2 == b % 2 and (a % 2 == 1) == far_is_left
            if is_far == near or not (seen[a] and seen[b]):
                continue
            if not has_clear_legs and b >= Landmark.LEFT_KNEE:
                if b <= Landmark.RIGHT_ANKLE:
                    draw_line(frame, points[[a, b]], UNCLEAR_LEG, unit)
                continue
            colour, thickness = (WHITE, 2 * unit) if near else (GREY, unit)
            cv2.line(frame, places[a], places[b], SCRIM, thickness + 2, cv2.LINE_AA)
            cv2.line(frame, places[a], places[b], colour, thickness, cv2.LINE_AA)
    _draw_dots(frame, points if has_clear_legs else points[: Landmark.LEFT_KNEE], pose, unit)


def _draw_dots(frame: Picture, points: NDArray, pose: Pose, unit: int) -> None:
    for number in range(Landmark.LEFT_SHOULDER, len(points)):
        is_reliable = pose.reliable[number] and np.isfinite(points[number]).all()
        if is_reliable and not Landmark.LEFT_PINKY <= number <= Landmark.RIGHT_THUMB:
            centre = tuple(np.rint(points[number]).astype(int).tolist())
            cv2.circle(frame, centre, 2 * unit, WHITE, -1, cv2.LINE_AA)


def _draw_reach(frame: Picture, reach: Reach, scale: NDArray, unit: int) -> None:
    """Draw a raised limb's line, the horizontal through its root, and above both its angle."""
    root, tip = reach.root * scale, reach.tip * scale
    away = tip - root
    level = root + np.array([np.sign(away[0]) * float(np.linalg.norm(away)), 0.0])
    draw_line(frame, np.array([root, level]), LEVEL_LINE, unit)
    draw_line(frame, np.array([root, tip]), STROKES[reach.level], unit)
    size = max(12, round(LETTER_SHARE * min(frame.shape[:2])))
    beside = root + LABEL_SHARE * away
    at = np.array([beside[0], min(beside[1], root[1]) - 1.4 * size])
    write_label(frame, reach.text, at, size, WHITE)


def _draw_count(frame: Picture, count: int, shorter: int) -> None:
    size = max(18, round(0.16 * shorter))
    text = str(count)
    width = measure_text(text, size, 700)
    pad = round(0.28 * size)
    margin = round(0.03 * shorter)
    right, bottom = margin + width + 2 * pad, margin + round(1.3 * size)
    darken(frame[margin:bottom, margin:right])
    write_text(frame, text, (margin + pad, margin + round(1.02 * size)), size, WHITE, 700)


@lru_cache(maxsize=2)
def _draw_band(width: int, top: int, headline: Headline) -> Picture:
    """Draw what stands below a picture; kept, because it stays for many pictures."""
    frame = np.full((top + _measure_band_px(width, top), width, 3), SCRIM, np.uint8)
    line = _measure_line_px(width, top)
    margin, big, small = round(0.6 * line), line, round(0.62 * line)
    write_text(frame, headline.phase, (margin, top + round(1.2 * line)), big, WHITE, 600)
    y = top + round(1.2 * line)
    x = width - margin - measure_text(headline.tempo, big, 600)
    if width < WIDE * top:
        x, y = margin, y + round(1.3 * line)
    write_text(frame, headline.tempo, (x, y), big, WHITE, 600)
    y += round(0.95 * line)
    write_text(frame, shorten(headline.note, small, width - 2 * margin), (margin, y), small, MUTED, 400)
    _draw_legend(frame, headline.legend, (margin, y + round(0.9 * line)), small)
    return frame[top:]


def _draw_legend(
    frame: Picture, legend: tuple[tuple[Level, str], ...], at: tuple[int, int], size: int
) -> None:
    """Draw a piece of every line with its word, as many as fit; ``at`` is the left end of their baseline."""
    x, y = at
    right = frame.shape[1] - x
    sample, space, unit = round(2.2 * size), round(0.6 * size), max(1.0, size / 14)
    for level, word in legend:
        end = x + sample + space + measure_text(word, size, 400)
        if end > right:
            return
        middle = y - 0.3 * size
        draw_line(frame, np.array([[x, middle], [x + sample, middle]]), STROKES[level], unit)
        write_text(frame, word, (x + sample + space, y), size, MUTED, 400)
        x = end + 2 * space
