"""How well two readings of the same thing agree: the statistics of the accuracy table."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

Z_95 = 1.959963984540054
"""Standard normal quantile of a two-sided 95 % interval."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Errors (measured minus true), summed up.

    Attributes
    ----------
    n : int
        Errors that are numbers; the rest are left out.
    bias, sd, mae, worst : float
        Mean, standard deviation (n - 1), mean absolute and largest absolute error.
    low, high : float
        95 % limits of agreement, bias ± 1.96 SD (Bland & Altman, Lancet 1986).

    Notes
    -----
    NaN for what needs more errors than there are.
    """

    n: int
    bias: float
    sd: float
    mae: float
    worst: float
    low: float
    high: float


def measure_agreement(errors: ArrayLike) -> Agreement:
    """Sum up errors; NaN among them is "not measured" and left out.

    Parameters
    ----------
    errors : array_like, shape (N,)

    Returns
    -------
    Agreement
    """
    values = np.asarray(errors, float).ravel()
    values = values[np.isfinite(values)]
    n = len(values)
    if n == 0:
        return Agreement(0, *(math.nan,) * 6)
    bias = float(values.mean())
    sd = float(values.std(ddof=1)) if n > 1 else math.nan
    size = np.abs(values)
    return Agreement(n, bias, sd, float(size.mean()), float(size.max()), bias - Z_95 * sd, bias + Z_95 * sd)


def find_wilson_interval(hits: int, total: int) -> tuple[float, float]:
    """95 % interval of a share.

    Parameters
    ----------
    hits, total : int
        So many of so many.

    Returns
    -------
    low, high : float
        Shares, 0 to 1; NaN when ``total`` is 0.

    Notes
    -----
    E. B. Wilson, J. Am. Stat. Assoc. 22:209 (1927): unlike p ± 1.96 SE it stays within 0 to 1 and is
    honest about small numbers (10 of 10 is 72 % to 100 %).
    """
    if total == 0:
        return math.nan, math.nan
    share, weight = hits / total, Z_95**2 / total
    centre = share + weight / 2.0
    spread = Z_95 * math.sqrt(share * (1.0 - share) / total + weight / (4.0 * total))
    return max((centre - spread) / (1.0 + weight), 0.0), min((centre + spread) / (1.0 + weight), 1.0)


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line through points, ``y = offset + slope * x``.

    Attributes
    ----------
    n : int
    slope, offset : float
        By least squares.
    r : float
        Correlation.
    residual_sd : float
        Standard deviation of y about the line (n - 2).

    Notes
    -----
    NaN where there are too few points, or all at one x.
    """

    n: int
    slope: float
    offset: float
    r: float
    residual_sd: float


def fit_line(points: Iterable[tuple[float, float]]) -> Line:
    """Fit y to x over (x, y) pairs; pairs with a NaN are left out."""
    pairs = np.array([pair for pair in points if math.isfinite(pair[0] + pair[1])], float).reshape(-1, 2)
    n = len(pairs)
    if n < 2 or np.ptp(pairs[:, 0]) == 0:
        return Line(n, *(math.nan,) * 4)
    x, y = pairs.T
    dx, dy = x - x.mean(), y - y.mean()
    slope = float((dx * dy).sum() / (dx * dx).sum())
    rest = dy - slope * dx
    sd = math.sqrt(float((rest * rest).sum()) / (n - 2)) if n > 2 else math.nan
    size = math.sqrt(float((dx * dx).sum() * (dy * dy).sum()))
    r = float((dx * dy).sum()) / size if size > 0 else math.nan
    return Line(n, slope, float(y.mean() - slope * x.mean()), r, sd)
