"""What the screen of a live set is drawn with: regions, plates, symbols and words that fit."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.pose.landmarks import Picture
from formcheck.video.ink import AMBER, AQUA, GREY, SCRIM, VERMILION, WHITE, Colour, measure_text, write_text

DARK_ON_AMBER: Colour = (0, 19, 29)
DARK_ON_VERMILION: Colour = (0, 8, 30)
TRACK: Colour = (75, 65, 50)
"""The empty part of a bar; 3.1 : 1 against white."""
HATCH_SHARE = 0.16
"""Distance of the strokes of a hatch, in shares of its height."""
CAP_SHARE = 0.7
"""Height of a capital in shares of the size of its letters."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the stage, in shares of its width and height."""

    left: float
    top: float
    right: float
    bottom: float

    def find_px(self, stage: Picture) -> tuple[int, int, int, int]:
        """Left, top, right and bottom in pixels."""
        height, width = stage.shape[:2]
        return (
            round(self.left * width),
            round(self.top * height),
            round(self.right * width),
            round(self.bottom * height),
        )


def lay_plate(stage: Picture, region: Region, radius_px: int = 12) -> None:
    """Lay the scrim, with round corners, over a part of the stage."""
    left, top, right, bottom = region.find_px(stage)
    part = stage[top:bottom, left:right]
    mask = np.zeros(part.shape[:2], np.uint8)
    _fill_round(mask, (0, 0, right - left, bottom - top), radius_px, 255)
    dark = (0.14 * part + 0.86 * np.array(SCRIM)).astype(np.uint8)
    part[mask > 0] = dark[mask > 0]


def fill_bar(stage: Picture, box: tuple[int, int, int, int], colour: Colour) -> None:
    """Fill a box (left, top, right, bottom) with round corners."""
    left, top, right, bottom = box
    if right > left and bottom > top:
        _fill_round(stage, box, min(8, (right - left) // 2, (bottom - top) // 2), colour)


def _fill_round(
    picture: NDArray, box: tuple[int, int, int, int], radius_px: int, colour: Colour | int
) -> None:
    left, top, right, bottom = box
    right, bottom = right - 1, bottom - 1
    r = max(0, radius_px)
    ink = (colour,) if isinstance(colour, int) else colour
    cv2.rectangle(picture, (left + r, top), (right - r, bottom), ink, -1)
    cv2.rectangle(picture, (left, top + r), (right, bottom - r), ink, -1)
    for x in (left + r, right - r):
        for y in (top + r, bottom - r):
            cv2.circle(picture, (x, y), r, ink, -1, cv2.LINE_AA)


def fit_size(text: str, size: int, weight: int, room_px: int) -> int:
    """The largest size up to ``size`` at which a line of text fits."""
    width = measure_text(text, size, weight)
    return size if width <= room_px else max(10, math.floor(size * room_px / width))


def write_centred(stage: Picture, text: str, x: int, baseline: int, size: int, colour: Colour) -> None:
    """Write bold text centred about ``x``."""
    write_text(stage, text, (x - measure_text(text, size, 700) // 2, baseline), size, colour, 700)


def hatch(stage: Picture, region: Region) -> None:
    """Fill a part of the stage with the hatch of what is not judged."""
    left, top, right, bottom = region.find_px(stage)
    part = stage[top:bottom, left:right]
    part[:] = SCRIM
    height, width = part.shape[:2]
    step = max(8, round(HATCH_SHARE * height))
    for x in range(-height, width, step):
        cv2.line(part, (x, height), (x + height, 0), (58, 48, 40), max(2, step // 8), cv2.LINE_AA)


def draw_symbol(stage: Picture, level: str, centre: tuple[int, int], radius: int, ink: Colour | None) -> None:
    """Draw the symbol of a level: each has a shape of its own.

    Parameters
    ----------
    stage : ndarray, shape (H, W, 3), uint8
    level : str
        "good", "info", "minor", "major" or "unjudged".
    centre : tuple of int
    radius : int
        Pixels.
    ink : tuple of int or None
        Its colour; None: the one of its level.
    """
    x, y = centre
    colours = {"good": AQUA, "info": AMBER, "minor": AMBER, "major": VERMILION, "unjudged": GREY}
    colour, line = ink or colours[level], max(2, radius // 5)
    inner = SCRIM if ink is None else WHITE if level == "unjudged" else _find_ground(level)
    if level in ("good", "info"):
        cv2.circle(stage, centre, radius, colour, -1 if level == "good" else line, cv2.LINE_AA)
        if level == "good":
            tick = np.array(
                [[x - radius // 2, y], [x - radius // 8, y + radius // 3], [x + radius // 2, y - radius // 3]]
            )
            cv2.polylines(stage, [tick.astype(np.int32)], False, inner, line, cv2.LINE_AA)
        return
    if level == "unjudged":
        cv2.rectangle(stage, (x - radius, y - radius), (x + radius, y + radius), colour, line)
        write_centred(stage, "?", x, y + round(0.55 * radius), round(1.5 * radius), colour)
        return
    corners = (
        [(x, y - radius), (x + radius, y + round(0.8 * radius)), (x - radius, y + round(0.8 * radius))]
        if level == "minor"
        else [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]
    )
    cv2.fillPoly(stage, [np.array(corners, np.int32)], colour, cv2.LINE_AA)
    low = y + (round(0.55 * radius) if level == "minor" else round(0.42 * radius))
    cv2.line(stage, (x, y - round(0.4 * radius)), (x, low - round(0.42 * radius)), inner, line, cv2.LINE_AA)
    cv2.circle(stage, (x, low - line // 3), max(2, round(0.7 * line)), inner, -1, cv2.LINE_AA)


def _find_ground(level: str) -> Colour:
    return AMBER if level == "minor" else VERMILION
