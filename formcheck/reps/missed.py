"""A repetition that was not counted, found where a person saw it, on the zero-phase signal.

What may have hidden it from the counter is not asked for here: a home posture, a time, a way back all the
way home. It is enough that the signal goes out and back as far as a partial repetition does. This never
counts by itself.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from formcheck.reps.counter import MIN_PARTIAL_SHARE, CountingRule, Cycle

NEARBY_S = 1.0
"""A movement is meant by a time within it, or so long before or after it (judgement of the authors)."""


def find_least_depth(rule: CountingRule) -> float:
    """How far a movement must go to be added: as far as to be listed as partial."""
    return MIN_PARTIAL_SHARE * rule.least_depth


def find_missed_cycle(
    t_s: NDArray, height: NDArray, rule: CountingRule, at_s: float, may_lift_off: bool
) -> Cycle | None:
    """Find the movement out and back that is meant by a time.

    Parameters
    ----------
    t_s, height : ndarray, shape (N,)
        Times between the repetitions before and after, and the smoothed signal, high at home; NaN: not seen.
    rule : CountingRule
        Of the exercise.
    at_s : float
        Some time within the movement, or not more than ``NEARBY_S`` outside of it.
    may_lift_off : bool
        Nothing lies before: the signal may begin at the bottom of a lift off the floor.

    Returns
    -------
    Cycle or None
        A full one, of several the one with the nearest turn; None: nothing goes out and back as far as a
        partial repetition.
    """
    seen = np.isfinite(height)
    cycles = _find_cycles(t_s[seen], height[seen], rule, may_lift_off and rule.counts_floor_start)
    near = [
        cycle
        for cycle in cycles
        if (cycle.turn_s if math.isnan(cycle.left_s) else cycle.left_s) - NEARBY_S
        <= at_s
        <= cycle.counted_s + NEARBY_S
    ]
    return min(near, key=lambda cycle: abs(cycle.turn_s - at_s), default=None)


def _find_cycles(t_s: NDArray, height: NDArray, rule: CountingRule, may_lift_off: bool) -> list[Cycle]:
    """Every movement out and back."""
    lows, begins_low = _find_lows(height, find_least_depth(rule))
    if begins_low and not may_lift_off:
        lows, start = lows[1:], lows[0]
    else:
        start = 0
    cycles = []
    for before, low, after in zip([start, *lows], lows, [*lows[1:], len(height) - 1], strict=False):
        is_lift = begins_low and may_lift_off and low == lows[0]
        bottom, top_after = float(height[low]), float(height[low : after + 1].max())
        left_s, depth = math.nan, top_after - bottom
        if not is_lift:
            first = max(before, int(np.searchsorted(t_s, t_s[low] - rule.longest_s)))
            top = float(height[first : low + 1].max())
            at_home = np.flatnonzero(height[first : low + 1] >= top - rule.dead_band)
            left_s, depth = float(t_s[first + at_home[-1]]), top - bottom
        back = bottom + rule.return_share * min(depth, top_after - bottom)
        counted = low + int(np.argmax(height[low : after + 1] >= back))
        cycles.append(Cycle(left_s, float(t_s[low]), float(t_s[counted]), depth, is_full=True))
    return cycles


def _find_lows(height: NDArray, least: float) -> tuple[list[int], bool]:
    """Where the height turns between a fall and a rise of at least so much; whether it rises first."""
    lows: list[int] = []
    low = high = 0
    is_falling, begins_low = None, False
    for k, now in enumerate(height.tolist()):
        low = k if now < height[low] else low
        high = k if now > height[high] else high
        if is_falling is not False and now - height[low] >= least:
            begins_low = begins_low or is_falling is None
            lows.append(low)
            is_falling, high = False, k
        elif is_falling is not True and height[high] - now >= least:
            is_falling, low = True, k
    return lows, begins_low
