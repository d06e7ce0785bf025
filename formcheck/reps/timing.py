"""Offline timing: the edges of the four phases on a zero-phase signal. It never recounts.

Definition: a phase is the time between 1 % and 99 % of the way between its two resting levels.

The levels are what is hard to know: nobody stands quite still, so 1 % of the range of a whole repetition
finds sway as often as movement. They are therefore taken where the movement rests. From the 15–85 % core
of each movement the speed is followed outward until it has slowed below a tenth of its peak for three
samples; the level is the extreme reached up to 0.1 s beyond, and the edge is where the signal, coming
from the core, gets within 1 % of it. On generated hinges (``python -m benchmarks.tempo``) this brings the
limits of agreement from −0.27…+0.26 s, for the edge of the smoothed speed alone, to −0.12…+0.10 s.

The deepest point is not always where the way back starts: when the knees extend first, the trunk tips
further down with the lift begun. A way out ends where it first rests, and a trunk that then falls on while
the hips do not flex with it is on its way back. On side-on set-ups of the rendered figure
(``formcheck validate --rendered 60 --poses``) the worst error of an eccentric fell from 1.23 to 0.09 s.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from formcheck.motion.filters import LOW_PASS_HZ, differentiate, resample_evenly, smooth_zero_phase
from formcheck.reps.counter import Cycle
from formcheck.reps.crossings import cross_down, find_first, find_last, find_runs
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
TIP_SHARE, LARGEST_TIP_SHARE = 0.05, 0.35
"""A trunk tips after the pause when it falls on by between these shares of its range (rendered figure with
the fault: 0.15–0.25); less is settling, and a rest further up is a stop on the way down."""
HIPS_FOLLOW_SHARE = 0.7
"""With still knees the hips flex as far as the trunk falls; with extending ones at most 0.05 of it in lifts
off the floor, 0.3 in Romanian deadlifts and 0.56 in good mornings (rendered figure, 1° of noise)."""
BOTTOM_WITHIN_S = 0.3
"""The lowest height is looked for so far around the turn."""
SEEN_AFTER_S, MISSED_SHARE = 0.4, 0.05
"""A turn that was not seen, as in the first 0.3 s of tracking, is known by what is seen so soon after it,
when at most this share of the range was missed (judgement of the authors)."""
LONGEST_FILLED_GAP_S = 0.5
SLOW_RATE_HZ = 20.0
SLOW_LOW_PASS_HZ = 3.5
"""Below this frame rate the low-pass is lowered."""

SURROUND_S = 3.0
"""To time a part of a signal as within the whole, so much more of it is needed on both sides: up to half a
second is looked at beyond the part, a gap of half a second is filled, and in the two seconds left a low-pass
of 3.5 Hz forgets its start to 1e-13."""

UNSEEN = PhaseEdges(math.nan, math.nan, math.nan, math.nan)
"""Edges of a repetition that could not be timed."""


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
    hips : PhaseTimer, optional
        Of the height that was counted, in the same unit, where ``height`` is the trunk's: it tells a trunk
        that tips because the knees extend first from one that is lowered further.
    whole_s : tuple of float, optional
        As of `formcheck.motion.filters.resample_evenly`, where ``height`` is a part of the signal: within
        ``SURROUND_S`` of its ends it is smoothed otherwise than the whole.
    """

    def __init__(
        self,
        t_s: NDArray,
        height: NDArray,
        rest_speed: float,
        rate_hz: float,
        hips: PhaseTimer | None = None,
        whole_s: tuple[float, float] | None = None,
    ) -> None:
        self._hips = hips
        self._rest_speed = rest_speed
        self._rate_hz = min(max(rate_hz, 1.0), 60.0)
        self._t_s, raw = resample_evenly(t_s, height, self._rate_hz, LONGEST_FILLED_GAP_S, whole_s)
        self._smooth = np.full_like(raw, np.nan)
        self._speed = np.full_like(raw, np.nan)
        cutoff_hz = LOW_PASS_HZ if self._rate_hz >= SLOW_RATE_HZ else SLOW_LOW_PASS_HZ
        for run in find_runs(raw):
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
            In units of the signal; NaN where it was not seen. Of a turn in the first moments of tracking
            the lowest height seen afterwards is taken, unless the signal is already rising there so fast
            that it may have come from elsewhere.
        """
        if math.isnan(cycle.left_s):
            home = self._between(cycle.turn_s, end_s)
        else:
            home = self._between(max(cycle.left_s - HOME_BEFORE_S, from_s), cycle.turn_s)
        if not np.isfinite(home).any():
            return math.nan
        top = float(np.nanmax(home))
        if math.isnan(self.read(cycle.turn_s)):
            return self._measure_risen(cycle, top)
        return top - float(
            np.nanmin(self._between(cycle.turn_s - BOTTOM_WITHIN_S, cycle.turn_s + BOTTOM_WITHIN_S))
        )

    def _measure_risen(self, cycle: Cycle, top: float) -> float:
        """Range from what is seen after a turn that was not."""
        inside = (self._t_s >= cycle.turn_s) & (self._t_s <= cycle.counted_s) & np.isfinite(self._smooth)
        seen = np.flatnonzero(inside)
        if not len(seen) or self._t_s[seen[0]] > cycle.turn_s + SEEN_AFTER_S:
            return math.nan
        lowest = seen[np.argmin(self._smooth[seen])]
        reach = top - float(self._smooth[lowest])
        # A lift gathers speed: so far it has risen by no more than it would have at the speed of now.
        risen = float(self._speed[lowest] * (self._t_s[lowest] - cycle.turn_s)) if lowest == seen[0] else 0.0
        return reach if risen < MISSED_SHARE * reach else math.nan

    def find_standing_level(self, from_s: float, to_s: float) -> float:
        """Median height while the signal rests in [from_s, to_s]; NaN where it never does."""
        inside = (self._t_s >= from_s) & (self._t_s <= to_s) & (np.abs(self._speed) < self._rest_speed)
        return float(np.median(self._smooth[inside])) if inside.any() else math.nan

    def read(self, t_s: float) -> float:
        """Smoothed height at the nearest sample; NaN where it was not seen."""
        index = round((t_s - self._t_s[0]) * self._rate_hz) if len(self._t_s) else -1
        return float(self._smooth[index]) if 0 <= index < len(self._smooth) else math.nan

    def trace(self, from_s: float, to_s: float) -> tuple[NDArray, NDArray]:
        """Times and smoothed heights within [from_s, to_s]; NaN where it was not seen."""
        inside = (self._t_s >= from_s) & (self._t_s <= to_s)
        return self._t_s[inside], self._smooth[inside]

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
            return UNSEEN
        needed = self._smooth[self._index(cycle.left_s, turn) : self._index(cycle.counted_s, last) + 1]
        if not np.isfinite(needed).all():
            return UNSEEN
        first, last = self._trim_to_seen(first, turn, last)
        counted = self._index(cycle.counted_s, last)
        descent = self._index(cycle.left_s, first)
        turn = descent + int(np.argmin(self._smooth[descent : counted + 1]))
        back_start_s, back_end_s = self._find_back(first, turn, last)
        rest = self._find_rest_before_tip(descent, turn, counted)
        bottom, end = (turn, last) if rest is None else (rest, rest)
        out = (math.nan, math.nan) if math.isnan(cycle.left_s) else self._find_out(first, bottom, end)
        if rest is not None and self._turns_at_once(rest, turn, counted):
            size = self.read(back_end_s) - float(self._smooth[rest])
            back_start_s = self._find_tip_start(self._index(out[1], first), rest, turn, EDGE_SHARE * size)
        return PhaseEdges(*out, back_start_s, back_end_s)

    def _find_rest_before_tip(self, first: int, turn: int, counted: int) -> int | None:
        """Where the trunk last rested before it tipped down to the turn without the hips; None: nowhere."""
        if self._hips is None:
            return None
        height = self._smooth
        size = float(height[first : counted + 1].max() - height[turn])
        higher = np.flatnonzero(height[first:turn] > height[turn] + TIP_SHARE * size)
        if not len(higher):
            return None
        limit = self._find_slow_limit(turn, counted)
        rest = self._find_rest(-self._speed, first + int(higher[-1]), first, -1, limit)
        tip = float(height[rest] - height[turn])
        is_slow = float(self._speed[rest:turn].min()) > -limit
        if rest == first or is_slow or tip > LARGEST_TIP_SHARE * size:
            return None
        flexed = self._hips._measure_fall(float(self._t_s[rest]), float(self._t_s[turn]))
        return rest if flexed < HIPS_FOLLOW_SHARE * tip else None

    def _measure_fall(self, from_s: float, to_s: float) -> float:
        """How far the signal falls within from_s..to_s below its median just before; NaN: not seen."""
        before, within = self._between(from_s - BOTTOM_WITHIN_S, from_s), self._between(from_s, to_s)
        return float(np.median(before) - within.min()) if len(before) and len(within) else math.nan

    def _turns_at_once(self, rest: int, turn: int, counted: int) -> bool:
        """Tell a tip of the lift from a trunk that is set anew: that one stands longer than it tipped."""
        moving = np.abs(self._speed[rest : counted + 1]) >= self._find_slow_limit(turn, counted)
        moves = np.flatnonzero(moving) + rest
        before, after = moves[moves < turn], moves[moves > turn]
        return bool(len(before) and len(after) and after[0] - before[-1] <= before[-1] - rest)

    def _find_slow_limit(self, first: int, last: int) -> float:
        """The speed below which a lift that peaks in first..last rests."""
        return max(REST_SPEED_SHARE * float(self._speed[first : last + 1].max()), self._rest_speed)

    def _find_tip_start(self, first: int, rest: int, turn: int, tolerance: float) -> float:
        """Where the trunk leaves its rest to tip down to the turn: the lift has begun."""
        start = max(rest - max(1, round(LEVEL_BEYOND_S * self._rate_hz)), first)
        fallen = -self._smooth[start : turn + 1]
        level = float(fallen[: rest - start + 1].min())
        core = find_last(fallen < level + CORE_SHARE * (float(fallen[-1]) - level), 0)
        edge = cross_down(fallen, core, -1, level + tolerance)
        return float(self._t_s[start]) + edge / self._rate_hz

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
        begin = find_last(height[first : turn + 1] > top - core, first)
        end = find_first(height[begin : turn + 1] < bottom + core, begin)
        return self._walk_out(begin, end, first, last, sign=-1)

    def _find_back(self, first: int, turn: int, last: int) -> tuple[float, float]:
        height = self._smooth
        top, bottom = float(height[turn : last + 1].max()), float(height[turn])
        core = CORE_SHARE * (top - bottom)
        end = find_first(height[turn : last + 1] > top - core, turn)
        begin = find_last(height[turn : end + 1] < bottom + core, turn)
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
            float(self._t_s[start]) + cross_down(way, core_begin, -1, low + tolerance) / self._rate_hz,
            float(self._t_s[start]) + cross_down(-way, core_end, 1, -high + tolerance) / self._rate_hz,
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
