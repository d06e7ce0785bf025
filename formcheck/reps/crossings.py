"""Where an evenly sampled signal is seen, and where it first or last meets a condition."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def cross_down(values: NDArray, index: int, step: int, level: float) -> float:
    """Where, walking from ``index``, the values first fall to the level, between samples.

    Parameters
    ----------
    values : ndarray, shape (N,)
        Without NaN.
    index, step : int
        Where the walk begins, and its direction: 1 or -1.
    level : float
        In the unit of the values.

    Returns
    -------
    float
        An index, interpolated; the border when they never fall to the level.
    """
    border = 0 if step < 0 else len(values) - 1
    while index != border and values[index] > level:
        index += step
    before = values[index - step] if 0 <= index - step < len(values) else level
    if not before > level >= values[index]:
        return float(index)
    return index - step * float((level - values[index]) / (before - values[index]))


def find_runs(values: NDArray) -> list[slice]:
    """Unbroken runs of samples that are not NaN."""
    seen = np.concatenate([[False], np.isfinite(values), [False]])
    edges = np.flatnonzero(seen[1:] != seen[:-1])
    return [slice(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def find_first(flags: NDArray, offset: int) -> int:
    """Index of the first true flag, counted from ``offset``; the offset itself when none is true."""
    return offset + int(np.argmax(flags))


def find_last(flags: NDArray, offset: int) -> int:
    """Index of the last true flag, counted from ``offset``; the last one of all when none is true."""
    return offset + len(flags) - 1 - int(np.argmax(flags[::-1]))
