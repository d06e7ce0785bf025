"""Draw on a picture what was seen in it: limbs, the back's outline, count, phase and tempo."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.pose.landmarks import BONES, Landmark, Picture, Pose

LONGER_SIDE_PX = 960
"""Annotated pictures are at most this large: sharp on a phone and a laptop, and quick to encode."""
LINE_SHARE = 0.055
"""Height of a line of the band under the picture, in shares of the shorter side."""
WIDE = 1.5
"""From this width over height on, phase and tempo stand side by side."""

# Blue, green, red. Contrast on the scrim: white 19.4, aqua 12.2, grey 6.2.
_SCRIM = (18, 14, 8)
_WHITE = (255, 255, 255)
_MUTED = (206, 199, 185)
_AQUA = (220, 224, 95)
_GREY = (171, 163, 147)


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
    """

    count: int
    phase: str
    tempo: str
    note: str = ""


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
    """Choose the height of the band: two lines, three below a tall picture. It never covers the feet."""
    lines = 2.6 if width >= WIDE * height else 3.9
    return 2 * round(lines * _measure_line_px(width, height) / 2)


def draw_frame(picture: Picture, pose: Pose, facing: int, headline: Headline) -> Picture:
    """Compose one annotated frame.

    Parameters
    ----------
    picture : ndarray, shape (H, W, 3), uint8
        BGR, as read.
    pose : Pose
        Found in this picture, in pixels of whatever size it was analysed at.
    facing : int
        +1 the athlete faces image-right, -1 image-left, 0: no outline is drawn, because the facing is
        unknown or the view shows no back.
    headline : Headline

    Returns
    -------
    ndarray, shape (H', W', 3), uint8
        Of the size `measure_frame_px` gives.
    """
    width, height = choose_overlay_size_px(picture.shape[1], picture.shape[0])
    band = _measure_band_px(width, height)
    frame = np.empty((height + band, width, 3), np.uint8)
    frame[:height] = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
    frame[height:] = _SCRIM
    if pose.found:
        scale = np.array([width / pose.size_px[0], height / pose.size_px[1]])
        view, points = frame[:height], pose.image * scale
        unit = _choose_line_px(points)
        _draw_limbs(view, points, pose, unit)
        if facing:
            _draw_outline(view, pose.flanks[0 if facing > 0 else 1] * scale, unit)
    _draw_count(frame, headline.count, min(width, height))
    _draw_band(frame, height, headline)
    return frame


def _choose_line_px(points: NDArray) -> int:
    """Choose the thinnest line, one pixel for every 220 of the figure, so that a small one stays visible."""
    seen = points[np.isfinite(points[:, 0])]
    return int(np.clip(np.round(np.ptp(seen, axis=0).max() / 220), 1, 4))


def _draw_limbs(frame: Picture, points: NDArray, pose: Pose, unit: int) -> None:
    """Draw bones in white, those of the far side thin and grey."""
    shoulders_z = pose.world[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER], 2]
    far_is_left = bool(shoulders_z[0] > shoulders_z[1])
    for near in (False, True):
        for a, b in BONES:
            is_far = a % 2 == b % 2 and (a % 2 == 1) == far_is_left
            if is_far == near or not np.isfinite(points[[a, b]]).all():
                continue
            start, end = (tuple(np.rint(points[k]).astype(int).tolist()) for k in (a, b))
            colour, thickness = (_WHITE, 2 * unit) if near else (_GREY, unit)
            cv2.line(frame, start, end, _SCRIM, thickness + 2, cv2.LINE_AA)
            cv2.line(frame, start, end, colour, thickness, cv2.LINE_AA)
    for number in range(Landmark.LEFT_SHOULDER, len(points)):
        is_reliable = pose.reliable[number] and np.isfinite(points[number]).all()
        if is_reliable and not Landmark.LEFT_PINKY <= number <= Landmark.RIGHT_THUMB:
            centre = tuple(np.rint(points[number]).astype(int).tolist())
            cv2.circle(frame, centre, 2 * unit, _WHITE, -1, cv2.LINE_AA)


def _draw_outline(frame: Picture, edge: NDArray, unit: int) -> None:
    """Draw the back's outline with a dark casing; broken where no edge was found."""
    seen = np.isfinite(edge).all(1)
    cuts = np.flatnonzero(np.diff(seen.astype(int))) + 1
    for run, is_seen in zip(np.split(edge, cuts), np.split(seen, cuts), strict=True):
        if not is_seen[0] or len(run) < 2:
            continue
        line = [np.rint(run * 16).astype(np.int32)]
        for colour, thickness in ((_SCRIM, 4 * unit), (_AQUA, 2 * unit)):
            cv2.polylines(frame, line, False, colour, thickness, cv2.LINE_AA, shift=4)


def _draw_count(frame: Picture, count: int, shorter: int) -> None:
    size = max(18, round(0.16 * shorter))
    text = str(count)
    width = _measure_text(text, size, 700)
    pad = round(0.28 * size)
    margin = round(0.03 * shorter)
    right, bottom = margin + width + 2 * pad, margin + round(1.3 * size)
    corner = frame[margin:bottom, margin:right]
    corner[:] = (0.14 * corner + 0.86 * np.array(_SCRIM)).astype(np.uint8)
    _write(frame, text, (margin + pad, margin + round(1.02 * size)), size, _WHITE, 700)


def _draw_band(frame: Picture, top: int, headline: Headline) -> None:
    width = frame.shape[1]
    line = _measure_line_px(width, top)
    margin, big, small = round(0.6 * line), line, round(0.62 * line)
    _write(frame, headline.phase, (margin, top + round(1.2 * line)), big, _WHITE, 600)
    y = top + round(1.2 * line)
    x = width - margin - _measure_text(headline.tempo, big, 600)
    if width < WIDE * top:
        x, y = margin, y + round(1.3 * line)
    _write(frame, headline.tempo, (x, y), big, _WHITE, 600)
    note = _shorten(headline.note, small, width - 2 * margin)
    _write(frame, note, (margin, y + round(0.95 * line)), small, _MUTED, 400)


def _shorten(text: str, size: int, room_px: int) -> str:
    """Cut the text at a word so that it fits."""
    if _measure_text(text, size, 400) <= room_px:
        return text
    words = text.split()
    while words and _measure_text(" ".join(words) + " …", size, 400) > room_px:
        words.pop()
    return " ".join(words) + " …"


_FONT: list[cv2.FontFace] = []


def _find_font() -> cv2.FontFace:
    """OpenCV's own sans-serif face, loaded on first use; it knows Unicode."""
    if not _FONT:
        _FONT.append(cv2.FontFace("sans"))
    return _FONT[0]


def _measure_text(text: str, size: int, weight: int) -> int:
    return cv2.getTextSize((8192, 512), text, (0, 0), _find_font(), size, weight)[2] if text else 0


def _write(
    frame: Picture, text: str, at: tuple[int, int], size: int, colour: tuple[int, int, int], weight: int
) -> None:
    if text:
        cv2.putText(frame, text, at, colour, _find_font(), size, weight)
