"""The lift ends at the home level: a trunk that leans back beyond it makes a movement of its own."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from formcheck.reps.counter import Cycle
from formcheck.reps.crossings import find_runs
from formcheck.reps.timing import HOME_BEFORE_S, PhaseTimer

VERTICAL_DEG = 90.0
"""Height of an upright trunk: 90° less its inclination."""
LEAN_BACK_DEG = 8.0
"""So far beyond both the vertical and the home level a trunk leans back (judgement of the authors); home
levels that differ by less from one repetition to the next are left as they are."""


def cut_lean_back(height_deg: NDArray, home_deg: float) -> NDArray:
    """Hold the trunk at its home level for as long as it leans back.

    Parameters
    ----------
    height_deg : ndarray, shape (N,)
        Height of the trunk, 90° less its inclination; NaN where not seen.
    home_deg : float
        Its home level, from `find_home_deg`.

    Returns
    -------
    ndarray, shape (N,)
        The height; where it stays above home and reaches ``LEAN_BACK_DEG`` beyond it, home instead.
    """
    leans_deg = max(home_deg, VERTICAL_DEG) + LEAN_BACK_DEG
    result = height_deg.copy()
    for run in find_runs(np.where(height_deg > home_deg, height_deg, np.nan)):
        if height_deg[run].max() > leans_deg:
            result[run] = home_deg
    return result


def find_home_deg(cycles: Iterable[Cycle], make_timer: Callable[[float, float], PhaseTimer]) -> float:
    """Level at which the athlete first stood before a descent; infinite when that was never seen.

    Parameters
    ----------
    cycles : iterable of Cycle
        As counted, in the order of time.
    make_timer : callable
        ``make_timer(from_s, to_s)``: a timer of the trunk's height that knows it between the two.
    """
    counted_s = -math.inf
    for cycle in cycles:
        from_s = max(cycle.left_s - HOME_BEFORE_S, counted_s)
        level_deg = math.nan
        if not math.isnan(cycle.left_s):
            level_deg = make_timer(from_s, cycle.left_s).find_standing_level(from_s, cycle.left_s)
        if not math.isnan(level_deg):
            return level_deg
        counted_s = cycle.counted_s
    return math.inf
