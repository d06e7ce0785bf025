"""Colours, lines and letters: what everything drawn on a picture is drawn with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.pose.landmarks import Picture

Colour = tuple[int, int, int]
"""Blue, green, red."""

# Contrast on the scrim: white 19.4, aqua 12.2, amber 12.1, muted 11.2, grey 7.5, vermilion 6.9.
SCRIM: Colour = (18, 14, 8)
WHITE: Colour = (255, 255, 255)
MUTED: Colour = (206, 199, 185)
AQUA: Colour = (220, 224, 95)
AMBER: Colour = (71, 194, 255)
VERMILION: Colour = (61, 107, 255)
GREY: Colour = (171, 163, 147)

Level = int | None
"""What a judgement came to: 0 clear, or the fault's severity 1 to 3; None: not judged."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a line is drawn; all lengths in units of the thinnest line.

    Attributes
    ----------
    colour : tuple of int
    thickness : float
    dash, gap : float
        Length of a dash and of the gap after it; a dash of 0 is a line without gaps.
    is_cased : bool
        Has a dark edge, which keeps it visible on any clothes.
    """

    colour: Colour
    thickness: float
    dash: float = 0.0
    gap: float = 0.0
    is_cased: bool = True


STROKES: Mapping[Level, Stroke] = MappingProxyType(
    {
        0: Stroke(AQUA, 2.5),
        1: Stroke(AMBER, 2.5, dash=1.0, gap=6.0),
        2: Stroke(AMBER, 4.0, dash=10.0, gap=9.0),
        3: Stroke(VERMILION, 5.0),
        None: Stroke(GREY, 2.0, dash=5.0, gap=7.0),
    }
)
"""The line of every level. Colour does not tell them apart for everybody: in simulated deuteranopia (Machado
2009) the distance of amber and vermilion in CIELAB falls from 49 to 19, that of aqua and grey from 36 to 16.
So dashes and thickness differ as well."""
CASING = 2.0
"""Width of the dark edge around a line, over its own thickness, that keeps it visible on any clothes."""
_SHIFT = 4
"""Positions are given to OpenCV in sixteenths of a pixel."""


def draw_line(picture: Picture, points: NDArray, stroke: Stroke, unit: float) -> None:
    """Draw a line through points, with its dark edge.

    Parameters
    ----------
    picture : ndarray, shape (H, W, 3), uint8
        Drawn on.
    points : ndarray, shape (N, 2)
        Pixels; NaN breaks the line.
    stroke : Stroke
    unit : float
        The thinnest line in pixels.
    """
    runs = _split_at_gaps(points)
    casing = max(1, round((stroke.thickness + CASING) * unit))
    for run in runs if stroke.is_cased else ():
        _draw_run(picture, run, SCRIM, casing)
    for run in runs:
        for dash in _cut_dashes(run, stroke.dash * unit, stroke.gap * unit):
            _draw_run(picture, dash, stroke.colour, max(1, round(stroke.thickness * unit)))


def _split_at_gaps(points: NDArray) -> list[NDArray]:
    """Runs of at least two points that were seen."""
    seen = np.isfinite(points).all(1)
    cuts = np.flatnonzero(np.diff(seen.astype(int))) + 1
    runs = zip(np.split(points, cuts), np.split(seen, cuts), strict=True)
    return [run for run, is_seen in runs if len(run) >= 2 and is_seen[0]]


def _cut_dashes(run: NDArray, dash_px: float, gap_px: float) -> list[NDArray]:
    """Cut a line into dashes along its length; the whole line where it has none."""
    if not dash_px > 0:
        return [run]
    along_px = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(run, axis=0).T))])
    dashes = []
    for start_px in np.arange(0.0, min(along_px[-1], 1e4), dash_px + gap_px):
        end_px = min(start_px + dash_px, along_px[-1])
        inner_px = along_px[(along_px > start_px) & (along_px < end_px)]
        at_px = np.concatenate([[start_px], inner_px, [end_px]])
        dashes.append(np.column_stack([np.interp(at_px, along_px, run[:, axis]) for axis in (0, 1)]))
    return dashes


def _draw_run(picture: Picture, run: NDArray, colour: Colour, thickness_px: int) -> None:
    line = [np.rint(run * 2**_SHIFT).astype(np.int32)]
    cv2.polylines(picture, line, False, colour, thickness_px, cv2.LINE_AA, shift=_SHIFT)


_FONT: list[cv2.FontFace] = []


def _find_font() -> cv2.FontFace:
    """OpenCV's own sans-serif face, loaded on first use; it knows Unicode."""
    if not _FONT:
        _FONT.append(cv2.FontFace("sans"))
    return _FONT[0]


def measure_text(text: str, size: int, weight: int) -> int:
    """Width of a line of text in pixels."""
    return cv2.getTextSize((8192, 512), text, (0, 0), _find_font(), size, weight)[2] if text else 0


def write_text(
    picture: Picture, text: str, at: tuple[int, int], size: int, colour: Colour, weight: int
) -> None:
    """Write a line of text whose baseline starts at ``at``."""
    if text:
        cv2.putText(picture, text, at, colour, _find_font(), size, weight)


def measure_label(text: str, size: int) -> NDArray[np.int_]:
    """Width and height in pixels of the plate that `write_label` lays under a text."""
    return np.array([measure_text(text, size, 700) + 2 * _measure_pad(size), round(1.35 * size)])


def _measure_pad(size: int) -> int:
    return round(0.3 * size)


def write_label(picture: Picture, text: str, centre: NDArray, size: int, colour: Colour) -> None:
    """Write a short text on a dark plate about a point, moved inside the picture where it would stand out.

    Parameters
    ----------
    picture : ndarray, shape (H, W, 3), uint8
    text : str
    centre : ndarray, shape (2,)
        Pixels.
    size : int
        Height of the letters' line in pixels.
    colour : tuple of int
    """
    width, height = measure_label(text, size).tolist()
    left = int(np.clip(round(float(centre[0]) - width / 2), 0, max(0, picture.shape[1] - width)))
    top = int(np.clip(round(float(centre[1]) - height / 2), 0, max(0, picture.shape[0] - height)))
    darken(picture[top : top + height, left : left + width])
    write_text(picture, text, (left + _measure_pad(size), top + round(1.02 * size)), size, colour, 700)


def darken(part: Picture) -> None:
    """Lay the scrim over a part of a picture, so that text on it can be read."""
    part[:] = (0.14 * part + 0.86 * np.array(SCRIM)).astype(np.uint8)


def shorten(text: str, size: int, room_px: int) -> str:
    """Cut a text at a word so that it fits."""
    if measure_text(text, size, 400) <= room_px:
        return text
    words = text.split()
    while words and measure_text(" ".join(words) + " …", size, 400) > room_px:
        words.pop()
    return " ".join(words) + " …"


def wrap(text: str, size: int, weight: int, room_px: int) -> list[str]:
    """Break a text into lines that fit, at its words; a word that is too long stays whole."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure_text(longer, size, weight) <= room_px:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
