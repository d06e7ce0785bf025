"""A small drawing surface that writes SVG: lines, outlines, arcs, arrows and words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import ArrayLike, NDArray

INK, SOFT_INK, LINE, PAPER, PANEL = "#12202A", "#4C5B66", "#D5DBDA", "#FFFFFF", "#F1F4F3"
TEAL, TEAL_TINT = "#0B6470", "#E0F2F2"
ORANGE, ORANGE_TINT = "#C07A00", "#FFF1D2"
RED, RED_TINT = "#C43D1B", "#FCE6DF"
BLUE, BLUE_TINT = "#3F6FB5", "#E6EEF9"
GREY = "#6A7880"
BODY = "#CFE7E8"
"""The light theme of the project."""

LETTER_SHARE = 0.6
"""Width of an average letter over its size, on the generous side: viewers bring their own fonts."""

Anchor = Literal["start", "middle", "end"]


def shift(point: ArrayLike, right: float, down: float) -> NDArray[np.float64]:
    """Move a point."""
    x, y = np.asarray(point, float)
    return np.array([x + right, y + down])


class Drawing:
    """One picture.

    Parameters
    ----------
    width, height : float
        In pixels; y grows downward.
    title : str
        For people who cannot see it.
    """

    def __init__(self, width: float, height: float, title: str) -> None:
        self._head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}"'
            f' height="{height:g}" role="img" font-family="Source Sans 3, Helvetica, Arial, sans-serif">'
            f"<title>{escape(title)}</title>"
        )
        self._parts: list[str] = []
        self.box((0, 0), (width, height), fill=PAPER)

    def __str__(self) -> str:
        return "\n".join([self._head, *self._parts, "</svg>"]) + "\n"

    def save(self, path: Path) -> None:
        """Write the picture."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(self), encoding="utf-8", newline="\n")

    def box(
        self,
        corner: ArrayLike,
        size: ArrayLike,
        *,
        fill: str = PANEL,
        stroke: str = "none",
        radius: float = 0,
    ) -> None:
        """Draw a rectangle from its upper left corner."""
        (x, y), (width, height) = np.asarray(corner, float), np.asarray(size, float)
        self._parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{radius:g}"'
            f' fill="{fill}" stroke="{stroke}"/>'
        )

    def shape(
        self,
        outlines: Sequence[ArrayLike],
        *,
        fill: str = TEAL_TINT,
        stroke: str = "none",
        width: float = 1.2,
        opacity: float = 1.0,
    ) -> None:
        """Fill closed outlines; one inside another is a hole."""
        path = "".join(f"M{_join(outline)}Z" for outline in outlines)
        self._parts.append(
            f'<path d="{path}" fill="{fill}" fill-rule="evenodd" fill-opacity="{opacity:g}" stroke="{stroke}"'
            f' stroke-width="{width:g}" stroke-linejoin="round"/>'
        )

    def line(
        self, points: ArrayLike, colour: str = INK, width: float = 2.0, dash: str = "", opacity: float = 1.0
    ) -> None:
        """Draw straight lines from point to point, shape (N, 2)."""
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        faint = f' stroke-opacity="{opacity:g}"' if opacity < 1.0 else ""
        self._parts.append(
            f'<path d="M{_join(points)}" fill="none" stroke="{colour}" stroke-width="{width:g}"{dashes}'
            f'{faint} stroke-linecap="round" stroke-linejoin="round"/>'
        )

    def dot(self, point: ArrayLike, colour: str = INK, radius: float = 4.0) -> None:
        """Draw a dot with a pale rim."""
        x, y = np.asarray(point, float)
        self._parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{colour}" stroke="{PAPER}"'
            ' stroke-width="1.5"/>'
        )

    def arc(
        self, centre: ArrayLike, start: ArrayLike, end: ArrayLike, radius: float, colour: str = INK
    ) -> None:
        """Draw the smaller angle at a point between the directions ``start`` and ``end``."""
        first, last = (math.atan2(*np.asarray(way, float)[::-1].tolist()) for way in (start, end))
        turn = (last - first + math.pi) % (2.0 * math.pi) - math.pi
        angles = first + turn * np.linspace(0.0, 1.0, 25)
        points = np.asarray(centre, float) + radius * np.stack([np.cos(angles), np.sin(angles)], -1)
        self.line(points, colour, 2.5)

    def arrow(
        self, start: ArrayLike, end: ArrayLike, colour: str = INK, width: float = 2.0, *, both: bool = False
    ) -> None:
        """Draw an arrow; with ``both``, a dimension line with a head at either end."""
        a, b = np.asarray(start, float), np.asarray(end, float)
        self.line([a, b], colour, width)
        for tip, tail in ((b, a), (a, b))[: 1 + both]:
            way = (tip - tail) / max(float(np.linalg.norm(tip - tail)), 1e-9)
            side = np.array([-way[1], way[0]])
            size = 3.0 + 2.0 * width
            self.shape(
                [[tip, tip - size * way + 0.45 * size * side, tip - size * way - 0.45 * size * side]],
                fill=colour,
            )

    def text(
        self,
        point: ArrayLike,
        words: str,
        size: float = 15.0,
        colour: str = INK,
        anchor: Anchor = "middle",
        *,
        bold: bool = False,
        paper: bool = False,
    ) -> None:
        """Write one line with its baseline at a point; with ``paper``, on a pale ground."""
        x, y = np.asarray(point, float)
        if paper:
            width = LETTER_SHARE * size * len(words) + 8.0
            left = x - {"start": 4.0, "middle": 0.5 * width, "end": width - 4.0}[anchor]
            self.box((left, y - 0.86 * size), (width, 1.18 * size), fill=PAPER, radius=4)
        weight = ' font-weight="700"' if bold else ""
        self._parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{colour}"'
            f' text-anchor="{anchor}"{weight}>'
            f"{escape(words)}</text>"
        )

    def note(
        self, point: ArrayLike, lines: Sequence[str], size: float = 14.0, colour: str = SOFT_INK
    ) -> None:
        """Write several lines below each other, centred, the first one bold."""
        x, y = np.asarray(point, float)
        for number, words in enumerate(lines):
            first = number == 0
            self.text((x, y + 1.3 * size * number), words, size, INK if first else colour, bold=first)


def _join(points: ArrayLike) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in np.asarray(points, float).tolist())
