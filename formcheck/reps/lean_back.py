"""The lift ends at the home level: a trunk that leans back beyond it makes a movement of its own."""

from __future__ import annotations

import math
from collections.abc import Sequence

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


def cut_lean_back(
    t_s: NDArray, height_deg: NDArray, cycles: Sequence[Cycle], rest_speed: float, rate_hz: float
) -> NDArray:
    """Hold the trunk at its home level for as long as it leans back.

    Parameters
    ----------
    t_s, height_deg : ndarray, shape (N,)
        Strictly increasing seconds and the height of the trunk, 90° less its inclination; NaN where not
        seen.
    cycles : sequence of Cycle
        As counted, in the order of time.
    rest_speed : float
        The least speed that counts as moving, degrees a second.
    rate_hz : float
        Frame rate of the signal.

    Returns
    -------
    ndarray, shape (N,)
        The height; where it stays above home and reaches ``LEAN_BACK_DEG`` beyond it, home instead.
    """
    home_deg = _find_home_deg(PhaseTimer(t_s, height_deg, rest_speed, rate_hz), cycles)
    leans_deg = max(home_deg, VERTICAL_DEG) + LEAN_BACK_DEG
    result = height_deg.copy()
    for run in find_runs(np.where(height_deg > home_deg, height_deg, np.nan)):
        if height_deg[run].max() > leans_deg:
            result[run] = home_deg
    return result


def _find_home_deg(timer: PhaseTimer, cycles: Sequence[Cycle]) -> float:
    """Level at which the athlete first stood before a descent; infinite when that was never seen."""
    counted_s = -math.inf
    for cycle in cycles:
        level_deg = timer.find_standing_level(max(cycle.left_s - HOME_BEFORE_S, counted_s), cycle.left_s)
        if not math.isnan(level_deg):
            return level_deg
        counted_s = cycle.counted_s
    return math.inf
