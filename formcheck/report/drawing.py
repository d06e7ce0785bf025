"""A chart as plain shapes, drawn alike as SVG and in a PDF. Colours are roles of the palette."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points, in pixels; ``dash`` is the length of dash and gap, empty for a whole line."""

    points: tuple[Point, ...]
    role: str
    width: float = 1.0
    dash: tuple[float, float] | tuple[()] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle; an empty role is not drawn. ``is_hatched`` lays diagonals over it."""

    x: float
    y: float
    width: float
    height: float
    role: str
    edge: str = ""
    dash: tuple[float, float] | tuple[()] = ()
    radius: float = 0.0
    is_hatched: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text on its baseline; ``anchor`` is "start", "middle" or "end"."""

    x: float
    y: float
    text: str
    role: str = "ink-2"
    size: float = 13.0
    anchor: str = "start"
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Symbol:
    """The sign of a level around a point.

    ``level`` is "good" (filled disc, tick), "info" (ring, i), "minor" (triangle, !), "major" (diamond, !),
    "unjudged" (dashed square, ?), "partial" (half disc), "dot" (a disc without a sign), "left" (open square,
    L) or "right" (filled disc, R).
    """

    x: float
    y: float
    level: str
    size: float = 16.0


Shape: TypeAlias = Stroke | Box | Label | Symbol


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its words.

    Attributes
    ----------
    title, finding : str
        What it is about, and what it shows.
    width, height : float
        Pixels.
    shapes : tuple of Shape
        From back to front.
    """

    title: str
    finding: str
    width: float
    height: float
    shapes: tuple[Shape, ...]


SIGNS = {"good": "", "info": "i", "minor": "!", "major": "!", "unjudged": "?", "left": "L", "right": "R"}
"""The letter inside a symbol."""
ROLES = {"left": "ink", "right": "ink", "partial": "unjudged", "dot": "good"}
"""The colour of a symbol that is not called like its colour."""
IS_OPEN = ("info", "unjudged", "left")
"""Drawn as an outline."""


def find_outline(symbol: Symbol) -> tuple[Point, ...]:
    """Corners of a symbol; empty for those that are round."""
    x, y, r = symbol.x, symbol.y, symbol.size / 2
    if symbol.level == "minor":
        return (x, y - r), (x + 1.08 * r, y + 0.86 * r), (x - 1.08 * r, y + 0.86 * r)
    if symbol.level == "major":
        r *= 1.12
        return (x, y - r), (x + r, y), (x, y + r), (x - r, y)
    if symbol.level in ("unjudged", "left"):
        r *= 0.86
        return (x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)
    return ()


def find_tick(symbol: Symbol) -> tuple[Point, ...]:
    """The tick inside a good symbol."""
    x, y, r = symbol.x, symbol.y, symbol.size / 2
    return (x - 0.42 * r, y + 0.02 * r), (x - 0.1 * r, y + 0.34 * r), (x + 0.46 * r, y - 0.32 * r)
