"""Patches of surface: grids of points with colours, and the shapes they are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from formcheck.simulate.rotations import Floats, ease, normalize

FloatGrid = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Patch:
    """A piece of surface.

    Attributes
    ----------
    points : ndarray, shape (h, w, 3), float32
        Metres. Columns run around, the last meets the first; rows run along.
    texture : ndarray, shape (H, W, 3), float32
        RGB stretched over the grid.
    person : bool
        False for equipment, which is drawn but is no part of the person mask.
    """

    points: FloatGrid
    texture: FloatGrid
    person: bool = True


def plain(color: ArrayLike) -> FloatGrid:
    """Make a texture of one colour."""
    return np.asarray(color, np.float32).reshape(1, 1, 3)


def bands(edges: Floats, colors: Sequence[tuple[float, ArrayLike]], rows: int = 256) -> FloatGrid:
    """Make a texture of bands across a tube.

    Parameters
    ----------
    edges : ndarray, shape (h,)
        Value of some parameter at every row of the grid, rising.
    colors : list of (float, colour)
        The colour up to each value of the parameter.
    rows : int
        Height of the texture.
    """
    value = np.interp(np.linspace(0, len(edges) - 1, rows), np.arange(len(edges)), edges)
    texture = np.empty((rows, 1, 3), np.float32)
    below = -np.inf
    for upto, color in colors:
        texture[(value > below) & (value <= upto)] = np.asarray(color, np.float32)
        below = upto
    return texture


CAP_STEPS = np.array([0.38, 0.71, 0.92, 1.0])
"""Where the rings of a rounded end lie, as shares of its height."""


def sweep(
    centers: Floats,
    forward: Floats,
    left: Floats,
    radii: Sequence[ArrayLike],
    *,
    around: int = 28,
    power: float = 2.0,
    caps: tuple[bool, bool] = (True, True),
) -> FloatGrid:
    """Sweep a section along a line.

    Parameters
    ----------
    centers, forward, left : ndarray, shape (h, 3)
        The line and the axes of its sections (one axis of shape (3,) serves all).
    radii : three array_like, shape (h,) or scalar
        To the front, to the back, sideways.
    around : int
        Points of a section.
    power : float
        2 is an ellipse, more is squarer.
    caps : tuple of bool
        Whether the first and the last end are closed by a rounded cap (4 more rows each).

    Returns
    -------
    ndarray, shape (h + 4 per cap, around + 1, 3), float32
    """
    angle = np.linspace(0, 2 * np.pi, around + 1)
    c, s = np.cos(angle), np.sin(angle)
    if power != 2.0:
        c, s = np.sign(c) * np.abs(c) ** (2 / power), np.sign(s) * np.abs(s) ** (2 / power)
    count = len(centers)
    front, back, side = (np.broadcast_to(np.asarray(r, float), (count,))[:, None] for r in radii)
    forward, left = (np.broadcast_to(a, (count, 3)) for a in (forward, left))
    depth = np.where(c >= 0, front, back) * c
    grid = centers[:, None] + forward[:, None] * depth[..., None] + left[:, None] * (side * s)[..., None]
    rows = [grid]
    if caps[0]:
        rows.insert(0, _round_off(centers[0] - centers[1], grid[0], centers[0], front[0] + back[0])[::-1])
    if caps[1]:
        rows.append(_round_off(centers[-1] - centers[-2], grid[-1], centers[-1], front[-1] + back[-1]))
    return np.concatenate(rows).astype(np.float32)


def _round_off(outward: Floats, ring: Floats, center: Floats, thickness: Floats) -> Floats:
    height = normalize(outward) * 0.375 * float(thickness[0])
    k = CAP_STEPS[:, None, None]
    return center + height * k + (ring - center) * np.sqrt(np.maximum(1 - k * k, 0.0))


def extend_edges(parameter: Floats, caps: tuple[bool, bool]) -> Floats:
    """Repeat the first and last value for the rows of the caps, for `bands`."""
    first = [parameter[:1]] * (len(CAP_STEPS) * caps[0])
    last = [parameter[-1:]] * (len(CAP_STEPS) * caps[1])
    return np.concatenate([*first, parameter, *last])


def bend_line(
    start: Floats, joint: Floats, end: Floats, rounding_m: float, counts: tuple[int, int] = (16, 16)
) -> tuple[Floats, Floats, Floats]:
    """Run a line from start over a joint to an end, rounded at the joint.

    Returns
    -------
    parameter : ndarray, shape (h,)
        0 at the start, 1 at the joint, 2 at the end.
    points, tangents : ndarray, shape (h, 3)
    """
    first, second = joint - start, end - joint
    lengths = np.linalg.norm(first), np.linalg.norm(second)
    u, v = normalize(first), normalize(second)
    t = np.concatenate([np.linspace(0, 1, counts[0], endpoint=False), np.linspace(1, 2, counts[1])])
    before = (t <= 1)[:, None]
    x = np.where(t <= 1, (t - 1) * lengths[0], (t - 1) * lengths[1])[:, None]
    points = joint + np.where(before, u, v) * x
    w = np.clip((x + rounding_m) / (2 * rounding_m), 0, 1)
    curve = (
        (1 - w) ** 2 * (joint - u * rounding_m) + 2 * w * (1 - w) * joint + w**2 * (joint + v * rounding_m)
    )
    points = np.where(np.abs(x) < rounding_m, curve, points)
    return t, points, normalize(u * (1 - ease(w)) + v * ease(w))


def ellipsoid(
    center: Floats, axes: Floats, radii: ArrayLike, counts: tuple[int, int] = (14, 22)
) -> FloatGrid:
    """Make an ellipsoid; ``axes`` (3, 3) holds its directions as columns."""
    polar = np.linspace(0.001, np.pi - 0.001, counts[0])[:, None]
    around = np.linspace(-np.pi, np.pi, counts[1])[None, :]
    unit = np.stack(
        [np.sin(polar) * np.cos(around), np.sin(polar) * np.sin(around), np.cos(polar) + 0 * around], -1
    )
    return (center + (unit * np.asarray(radii, float)) @ axes.T).astype(np.float32)


def frame_line(tangents: Floats, toward: Floats) -> tuple[Floats, Floats]:
    """Section axes along a line: (forward, left), ``left`` as near to ``toward`` as the line allows."""
    left = normalize(toward - tangents * (tangents @ toward)[:, None])
    return np.cross(left, tangents), left
