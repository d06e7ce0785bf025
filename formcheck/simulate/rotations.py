"""Directions and rotations of the figure, each over any number of frames.

Axes everywhere in this package: X forward, Y to the figure's left, Z up; metres and degrees.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def normalize(vectors: Floats) -> Floats:
    """Scale vectors along the last axis to length 1; a zero vector stays zero."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return vectors / np.maximum(length, 1e-12)


def pitch_matrix(angle_deg: ArrayLike) -> Floats:
    """Rotate about Y; positive tips "up" forward. Shape (..., 3, 3) for angles of shape (...)."""
    angle = np.deg2rad(np.asarray(angle_deg, float))
    c, s, one, zero = np.cos(angle), np.sin(angle), np.ones_like(angle), np.zeros_like(angle)
    return _stack([[c, zero, s], [zero, one, zero], [-s, zero, c]])


def roll_matrix(angle_deg: ArrayLike) -> Floats:
    """Rotate about X; positive lowers the figure's right side. Shape (..., 3, 3)."""
    angle = np.deg2rad(np.asarray(angle_deg, float))
    c, s, one, zero = np.cos(angle), np.sin(angle), np.ones_like(angle), np.zeros_like(angle)
    return _stack([[one, zero, zero], [zero, c, -s], [zero, s, c]])


def yaw_matrix(angle_deg: ArrayLike) -> Floats:
    """Rotate about Z; positive turns the figure to its left. Shape (..., 3, 3)."""
    angle = np.deg2rad(np.asarray(angle_deg, float))
    c, s, one, zero = np.cos(angle), np.sin(angle), np.ones_like(angle), np.zeros_like(angle)
    return _stack([[c, -s, zero], [s, c, zero], [zero, zero, one]])


def rotate(matrices: Floats, vectors: ArrayLike) -> Floats:
    """Apply matrices (..., 3, 3) to vectors (..., 3), broadcasting the leading axes."""
    return np.einsum("...ij,...j->...i", matrices, np.asarray(vectors, float))


def measure_angle(first: Floats, vertex: Floats, last: Floats) -> Floats:
    """Interior angle at ``vertex`` in degrees, 0 to 180, over the leading axes.

    Works in the plane or in space (last axis 2 or 3) by ``atan2(|u×v|, u·v)``, which stays accurate
    near 180° where the arc cosine does not.
    """
    u, v = first - vertex, last - vertex
    dot = (u * v).sum(-1)
    cross_squared = (u * u).sum(-1) * (v * v).sum(-1) - dot**2
    return np.degrees(np.arctan2(np.sqrt(np.maximum(cross_squared, 0.0)), dot))


def ease(x: ArrayLike) -> Floats:
    """Cubic smooth step from 0 at ``x <= 0`` to 1 at ``x >= 1``."""
    clipped = np.clip(np.asarray(x, float), 0.0, 1.0)
    return clipped * clipped * (3.0 - 2.0 * clipped)


def _stack(rows: list[list[Floats]]) -> Floats:
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)
