"""Angles and distances between points. Not seen (NaN) in, not seen out."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray


def measure_angle_deg(u: NDArray, v: NDArray) -> NDArray:
    """Unsigned angle between vectors, 0 to 180 degrees.

    Parameters
    ----------
    u, v : ndarray, shape (..., D)
        Vectors in any unit; the last axis holds the D components.

    Returns
    -------
    ndarray, shape (...)
        Degrees; NaN where either vector is NaN.

    Notes
    -----
    ``atan2(|u x v|, u . v)``: unlike ``acos`` it neither loses precision near 0 and 180 degrees nor
    leaves its domain through rounding. ``|u x v|`` is taken from Lagrange's identity, which holds in
    any number of dimensions.
    """
    dot = (u * v).sum(-1)
    cross_squared = (u * u).sum(-1) * (v * v).sum(-1) - dot * dot
    return np.degrees(np.arctan2(np.sqrt(np.maximum(cross_squared, 0.0)), dot))


def measure_joint_angle_deg(first: NDArray, joint: NDArray, last: NDArray) -> NDArray:
    """Interior angle at ``joint`` between the bones to ``first`` and to ``last``.

    Parameters
    ----------
    first, joint, last : ndarray, shape (..., D)
        Points in one common unit.

    Returns
    -------
    ndarray, shape (...)
        Degrees, 180 for a straight limb; NaN where a point was not seen.
    """
    return measure_angle_deg(first - joint, last - joint)


def average_seen(a: NDArray, b: NDArray) -> NDArray:
    """Midpoint of two points, or the one of them that was seen.

    Parameters
    ----------
    a, b : ndarray, shape (D,)
        Left and right point; a point with any NaN counts as not seen.

    Returns
    -------
    ndarray, shape (D,)
        NaN when neither was seen.
    """
    total = a + b
    if total[0] == total[0]:  # both seen, by far the most common case
        return total * 0.5
    return b if np.isnan(a[0]) else a


def mean_seen(left: float, right: float) -> float:
    """Mean of the same number of both sides, or the one that was seen; NaN when neither was."""
    if math.isnan(left):
        return right
    return left if math.isnan(right) else 0.5 * (left + right)
