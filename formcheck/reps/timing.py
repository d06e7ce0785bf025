"""Offline timing: the edges of the four phases on a zero-phase signal. It never recounts.

Definition: a phase is the time between 1 % and 99 % of the way between its two resting levels.

The levels are what is hard to know: nobody stands quite still, so 1 % of the range of a whole repetition
finds sway as often as movement. They are therefore taken where the movement rests. From the 15–85 % core
of each movement the speed is followed outward until it has slowed below a tenth of its peak for three
samples; the level is the extreme reached up to 0.1 s beyond, and the edge is where the signal, coming
from the core, gets within 1 % of it. On generated hinges (``python -m benchmarks.tempo``) this brings the
limits of agreement from −0.27…+0.26 s, for the edge of the smoothed speed alone, to −0.12…+0.10 s.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from formcheck.motion.filters import LOW_PASS_HZ, differentiate, resample_evenly, smooth_zero_phase
from formcheck.reps.counter import Cycle
from formcheck.reps.rep import PhaseEdges

CORE_SHARE = 0.15
"""A movement's core lies between this share of its range and one minus it."""
REST_SPEED_SHARE = 0.10
"""Below this share of the phase's peak speed the movement rests."""
REST_SAMPLES = 3
"""For so many samples in a row at 30 Hz (0.1 s)."""
EDGE_SHARE = 0.01
"""Share of the way at which a phase begins and ends: the definition."""
HOME_BEFORE_S = 2.0
"""Home is looked for up to this long before the counter saw it left: a descent of 45° in 4 s needs 1.3 s to
leave the dead band."""
LEVEL_BEYOND_S = 0.1
"""A resting level is looked for up to this far beyond where the speed says the movement rests."""
LONGEST_FILLED_GAP_S = 0.5
SLOW_RATE_HZ = 20.0
SLOW_LOW_PASS_HZ = 3.5
"""Below this frame rate the low-pass is lowered."""

_UNSEEN = PhaseEdges(math.nan, math.nan, math.nan, math.nan)


class PhaseTimer:
    """Time the phases of repetitions on one recorded height signal.

    Parameters
    ----------
    t_s, height : ndarray, shape (N,)
        Strictly increasing seconds and the signal, high at home; NaN where not seen.
    rest_speed : float
        The least speed that counts as moving, units of the signal a second (5 °/s; 0.05 torso
        lengths a second).
    rate_hz : float
        Frame rate of the signal.
    """

    def __init__(self, t_s: NDArray, height: NDArray, rest_speed: float, rate_hz: float) -> None:
        self._rest_speed = rest_speed
        self._rate_hz = min(max(rate_hz, 1.0), 60.0)
        self._t_s, raw = resample_evenly(t_s, height, self._rate_hz, LONGEST_FILLED_GAP_S)
        self._smooth = np.full_like(raw, np.nan)
        self._speed = np.full_like(raw, np.nan)
        cutoff_hz = LOW_PASS_HZ if self._rate_hz >= SLOW_RATE_HZ else SLOW_LOW_PASS_HZ
        for run in _find_runs(raw):
            low_passed = smooth_zero_phase(raw[run], self._rate_hz, cutoff_hz)
            self._smooth[run], self._speed[run] = differentiate(low_passed, self._rate_hz)

    def measure_range(self, cycle: Cycle, from_s: float, end_s: float) -> float:
        """How far the signal went: from home before the turn (a lift off the floor: after it) down to it.

        Parameters
        ----------
        cycle : Cycle
            As counted.
        from_s : float
            When the repetition before was counted: home is not looked for earlier.
        end_s : float
            Until when home is looked for after a lift off the floor.

        Returns
        -------
        float
            In units of the signal; NaN where it was not seen.
        """
        if math.isnan(cycle.left_s):
            home = self._between(cycle.turn_s, end_s)
        else:
            home = self._between(max(cycle.left_s - HOME_BEFORE_S, from_s), cycle.turn_s)
        bottom = self._between(cycle.turn_s - 0.3, cycle.turn_s + 0.3)
        if not (np.isfinite(home).any() and np.isfinite(bottom).any()):
            return math.nan
        return float(np.nanmax(home) - np.nanmin(bottom))

    def _between(self, from_s: float, to_s: float) -> NDArray:
        return self._smooth[(self._t_s >= from_s) & (self._t_s <= to_s)]

    def find_edges(self, cycle: Cycle, from_s: float, to_s: float) -> PhaseEdges:
        """Find where the phases of one repetition begin and end.

        Parameters
        ----------
        cycle : Cycle
            As counted.
        from_s, to_s : float
            Where its edges may lie: from the end of the repetition before to the next turn.

        Returns
        -------
        PhaseEdges
            NaN for what the signal does not show; all NaN when the signal has a gap longer than
            0.5 s anywhere in between. ``next_start_s`` is left to the caller.
        """
        first, last = np.searchsorted(self._t_s, [from_s, to_s])
        last = min(last, len(self._t_s) - 1)
        turn = int(np.searchsorted(self._t_s, cycle.turn_s))
        if last - first < 2 * REST_SAMPLES or not first <= turn <= last:
            return _UNSEEN
        needed = self._smooth[self._index(cycle.left_s, turn) : self._index(cycle.counted_s, last) + 1]
        if not np.isfinite(needed).all():
            return _UNSEEN
        first, last = self._trim_to_seen(first, turn, last)
        counted = self._index(cycle.counted_s, last)
        descent = self._index(cycle.left_s, first)
        turn = descent + int(np.argmin(self._smooth[descent : counted + 1]))
        out = (math.nan, math.nan) if math.isnan(cycle.left_s) else self._find_out(first, turn, last)
        back = self._find_back(first, turn, last)
        return PhaseEdges(*out, *back)

    def _index(self, t_s: float, default: int) -> int:
        if math.isnan(t_s):
            return default
        return min(int(np.searchsorted(self._t_s, t_s)), len(self._t_s) - 1)

    def _trim_to_seen(self, first: int, turn: int, last: int) -> tuple[int, int]:
        """Shrink the window to the unbroken run of seen samples around the turn."""
        unseen = np.flatnonzero(~np.isfinite(self._smooth[first : last + 1])) + first
        before, after = unseen[unseen < turn], unseen[unseen > turn]
        return (int(before[-1]) + 1 if len(before) else first, int(after[0]) - 1 if len(after) else last)

    def _find_out(self, first: int, turn: int, last: int) -> tuple[float, float]:
        height = self._smooth
        top, bottom = float(height[first : turn + 1].max()), float(height[turn])
        core = CORE_SHARE * (top - bottom)
        begin = _last_true(height[first : turn + 1] > top - core, first)
        end = _first_true(height[begin : turn + 1] < bottom + core, begin)
        return self._walk_out(begin, end, first, last, sign=-1)

    def _find_back(self, first: int, turn: int, last: int) -> tuple[float, float]:
        height = self._smooth
        top, bottom = float(height[turn : last + 1].max()), float(height[turn])
        core = CORE_SHARE * (top - bottom)
        end = _first_true(height[turn : last + 1] > top - core, turn)
        begin = _last_true(height[turn : end + 1] < bottom + core, turn)
        return self._walk_out(begin, end, first, last, sign=1)

    def _walk_out(self, begin: int, end: int, first: int, last: int, sign: int) -> tuple[float, float]:
        """Widen the core begin..end both ways to the edges of the movement; ``sign`` of its direction."""
        speed = sign * self._speed
        limit = max(REST_SPEED_SHARE * float(speed[begin : end + 1].max()), self._rest_speed)
        beyond = max(1, round(LEVEL_BEYOND_S * self._rate_hz))
        start = max(self._find_rest(speed, begin, first, -1, limit) - beyond, first)
        stop = min(self._find_rest(speed, end, last, 1, limit) + beyond, last)
        way = sign * self._smooth[start : stop + 1]
        core_begin, core_end = begin - start, end - start
        low, high = float(way[: core_begin + 1].min()), float(way[core_end:].max())
        tolerance = EDGE_SHARE * (high - low)
        return (
            float(self._t_s[start]) + _cross_down(way, core_begin, -1, low + tolerance) / self._rate_hz,
            float(self._t_s[start]) + _cross_down(-way, core_end, 1, -high + tolerance) / self._rate_hz,
        )

    def _find_rest(self, speed: NDArray, index: int, border: int, step: int, limit: float) -> int:
        """Where the speed first stays below the limit; the border when it never rests."""
        samples = max(2, round(REST_SAMPLES * self._rate_hz / 30.0))
        slow = 0
        while index != border:
            slow = slow + 1 if speed[index] < limit else 0
            if slow >= samples:
                return index - step * (slow - 1)
            index += step
        return border


def _cross_down(values: NDArray, index: int, step: int, level: float) -> float:
    """Where, walking from ``index``, the values first fall to the level, between samples."""
    border = 0 if step < 0 else len(values) - 1
    while index != border and values[index] > level:
        index += step
    before = values[index - step] if 0 <= index - step < len(values) else level
    if not before > level >= values[index]:
        return float(index)
    return index - step * float((level - values[index]) / (before - values[index]))


def _find_runs(values: NDArray) -> list[slice]:
    """Unbroken runs of seen samples."""
    seen = np.concatenate([[False], np.isfinite(values), [False]])
    edges = np.flatnonzero(seen[1:] != seen[:-1])
    return [slice(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _first_true(flags: NDArray, offset: int) -> int:
    return offset + int(np.argmax(flags))


def _last_true(flags: NDArray, offset: int) -> int:
    return offset + len(flags) - 1 - int(np.argmax(flags[::-1]))
