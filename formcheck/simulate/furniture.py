"""What stands in the room for a movement: seats, benches, the machine's post. Boxes, none of the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from formcheck.simulate.looks import Color
from formcheck.simulate.rotations import Floats, normalize
from formcheck.simulate.surface import Patch, plain

PAD, FRAME = (44, 44, 50), (122, 126, 134)
PAD_THICK_M = 0.07
BENCH_WIDE_M = 0.28
_TUBE_M = 0.055
_GRID_M = 0.03
"""Distance of a box's points: close enough for its shadow."""


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """A box that stands still.

    Attributes
    ----------
    center : ndarray, shape (3,)
    axes : ndarray, shape (3, 3)
        Directions of its length, breadth and thickness, as columns.
    half_m : tuple of 3 float
        Half of each.
    color : tuple of int
    """

    center: Floats
    axes: Floats
    half_m: tuple[float, float, float]
    color: Color

    def move(self, shift_m: ArrayLike) -> Box:
        """Put the same box elsewhere."""
        return replace(self, center=self.center + np.asarray(shift_m, float))

    def holds(self, points: ArrayLike) -> np.ndarray:
        """Which of some points (..., 3) lie inside."""
        away = np.abs((np.asarray(points, float) - self.center) @ self.axes)
        return np.asarray((away < self.half_m).all(axis=-1), bool)


def stretch_box(start: ArrayLike, end: ArrayLike, broad_m: float, thick_m: float, color: Color) -> Box:
    """Stretch a box from the middle of one end to that of the other, its breadth as level as can be."""
    first, last = np.asarray(start, float), np.asarray(end, float)
    length = normalize(last - first)
    across = np.array([0.0, 1.0, 0.0]) if abs(length[1]) < 0.9 else np.array([1.0, 0.0, 0.0])
    thick = normalize(np.cross(length, across))
    axes = np.stack([length, np.cross(thick, length), thick], axis=1)
    half = 0.5 * float(np.linalg.norm(last - first)), 0.5 * broad_m, 0.5 * thick_m
    return Box(0.5 * (first + last), axes, half, color)


def build_bench(start: ArrayLike, end: ArrayLike, scale: float) -> tuple[Box, ...]:
    """Build a bench, level or inclined, on two posts.

    Parameters
    ----------
    start, end : array_like, shape (3,)
        Where the middle of its upper surface begins and ends.
    scale : float
        Of who uses it.

    Returns
    -------
    tuple of Box
        The pad first.
    """
    first, last = np.asarray(start, float), np.asarray(end, float)
    along = normalize(last - first)
    thick = PAD_THICK_M * scale
    sunk = normalize(np.cross([0.0, 1.0, 0.0], along)) * (0.5 * thick)
    pad = stretch_box(first + sunk, last + sunk, BENCH_WIDE_M * scale, thick, PAD)
    parts = [pad]
    for share in (0.2, 0.8):
        top = first + (last - first) * share + sunk
        parts += _build_post(top, scale)
    return tuple(parts)


def _build_post(top: Floats, scale: float, foot_m: float = 0.40) -> list[Box]:
    """Stand a post on the floor, on a foot that lies across."""
    tube = _TUBE_M * scale
    x, y, z = (float(a) for a in top)
    half_foot = 0.5 * foot_m * scale
    return [
        stretch_box((x, y, 0.0), (x, y, z), tube, tube, FRAME),
        stretch_box((x, y - half_foot, 0.5 * tube), (x, y + half_foot, 0.5 * tube), tube, tube, FRAME),
    ]


def build_row_machine(
    seat: ArrayLike, soles: Sequence[Floats], sole_up: Floats, pulley: ArrayLike, scale: float
) -> tuple[Box, ...]:
    """Build what a seated row needs: a low seat, plates for the feet, and a post with the pulley.

    Parameters
    ----------
    seat : array_like, shape (3,)
        Middle of the seat's upper surface.
    soles : sequence of ndarray, shape (3,)
        Middle of each sole.
    sole_up : ndarray, shape (3,)
        From a plate to the foot on it.
    pulley : array_like, shape (3,)
    scale : float
        Of who uses it.

    Returns
    -------
    tuple of Box
        The seat first, then the plates in the order of the soles.
    """
    x, y, top = (float(a) for a in np.asarray(seat, float))
    thick, tube, half_long = PAD_THICK_M * scale, _TUBE_M * scale, 0.20 * scale
    middle = top - 0.5 * thick
    pad = stretch_box((x - half_long, y, middle), (x + half_long, y, middle), 0.34 * scale, thick, PAD)
    along = np.cross([0.0, 1.0, 0.0], sole_up) * (0.15 * scale)
    plates = []
    for sole in soles:
        behind = sole - sole_up * (0.015 * scale)
        plates.append(stretch_box(behind - along, behind + along, 0.13 * scale, 0.03 * scale, FRAME))
    far = np.asarray(pulley, float)
    lowest = np.mean([plate.center for plate in plates], axis=0)
    return (
        pad,
        *plates,
        *_build_post(np.array([x, y, middle]), scale),
        stretch_box((x, y, 0.5 * tube), (far[0], y, 0.5 * tube), tube, tube, FRAME),
        stretch_box((lowest[0], y - 0.15 * scale, lowest[2]), (lowest[0], y + 0.15 * scale, lowest[2]), tube,
                    tube, FRAME),
        stretch_box((lowest[0], y, 0.0), (lowest[0], y, lowest[2]), tube, tube, FRAME),
        *_build_post(far + np.array([0.0, 0.0, 0.10 * scale]), scale, foot_m=0.55),
    )  # fmt: skip


def draw_furniture(furniture: Sequence[Box]) -> list[Patch]:
    """Surfaces of boxes; none of them belongs to the person."""
    return [_draw_box(box) for box in furniture]


def _draw_box(box: Box) -> Patch:
    """Draw a box as a ring of points that runs along its length and closes over both ends."""
    length, broad, thick = box.half_m
    inner = np.linspace(-length, length, max(2, int(2 * length / _GRID_M)))
    q = np.array([-length, -length, -length, *inner, length, length, length])
    shrink = np.array([0.02, 0.6, 0.97, *np.ones(len(inner)), 0.97, 0.6, 0.02])
    ring = _trace_rectangle(broad, thick)
    points = (
        box.center
        + (box.axes[:, 0] * q[:, None])[:, None]
        + (ring @ box.axes[:, 1:].T)[None] * shrink[:, None, None]
    )
    return Patch(points.astype(np.float32), plain(box.color), person=False)


def _trace_rectangle(broad_m: float, thick_m: float) -> Floats:
    """Points around a rectangle of these half sides, the last on the first, shape (n, 2)."""
    corners = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1), (1, 1)]) * (broad_m, thick_m)
    sides = []
    for first, last in pairwise(corners):
        count = max(3, int(np.linalg.norm(last - first) / _GRID_M))
        sides.append(first + (last - first) * np.linspace(0.0, 1.0, count, endpoint=False)[:, None])
    return np.concatenate([*sides, corners[:1]])
