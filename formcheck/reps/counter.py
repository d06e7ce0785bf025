"""The causal repetition counter: every decision uses the past only and is final.

The signal it reads is *height*: high at home (standing tall in a hinge), low where the movement turns.
Nothing depends on speed, so pauses of any length up to ``CountingRule.longest_s`` are free.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

MIN_PARTIAL_SHARE = 0.4
"""Share of the least depth of a repetition from which a movement is listed as partial."""
PAUSE_AFTER_S = 0.25
"""Live phases only: how long the lowest point must stand before it is called a pause."""
PHASE_EDGE_SHARE = 0.1
"""Live phases only: share of the depth that must be climbed before the way back is announced."""
FORGET_AFTER_S = 1.5
"""Without the signal for longer than this the unfinished repetition is forgotten."""
CONTRADICTION_S = 0.3
"""How long a contradiction must last before it disarms."""
TOP_FORGOTTEN_PER_S = 0.015
"""Share of the highest height that is forgotten every second: a wrong one must not bar home for good."""
FLOOR_START_WITHIN_S = 10.0
"""A first lift may take this long from its lowest point to the top."""


@dataclass(frozen=True, slots=True)
class CountingRule:
    """What makes a repetition of one exercise, in units of its signal.

    Attributes
    ----------
    dead_band : float
        The height must fall this far below home before anything begins.
    least_depth : float
        Depth of a full repetition; from 0.4 of it on a movement is listed as partial.
    first_hold_s, later_hold_s : float
        How long the home posture must be held to arm: short while nothing has contradicted the
        exercise since tracking began, long afterwards (a swing's upright moment lasts 0.2–0.3 s).
    counts_floor_start : bool
        True where a first ascent without a descent before it is a repetition (a lift off the floor).
    return_share : float
        Share of the depth that must be climbed back for the repetition to count.
    shortest_s, longest_s : float
        Limits of its duration, from leaving home to the instant it counts.
    home_within : float
        Home is no further below the highest height so far, which is slowly forgotten: an arm is long again.
    """

    dead_band: float
    least_depth: float
    first_hold_s: float = 0.3
    later_hold_s: float = 0.8
    counts_floor_start: bool = False
    return_share: float = 0.7
    shortest_s: float = 0.5
    longest_s: float = 20.0
    home_within: float = math.inf


class Stage(StrEnum):
    """Where in the movement the athlete is, as far as the past can tell."""

    WAITING = "waiting"
    HOME = "home"
    OUT = "out"
    TURN = "turn"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Cycle:
    """One movement out and back, as the counter saw it.

    Attributes
    ----------
    left_s : float
        Last time at home before it; NaN for a lift off the floor, whose descent was never seen.
    turn_s : float
        When it was lowest.
    counted_s : float
        When it was decided.
    depth : float
        From home to the lowest point, in units of the signal.
    is_full : bool
        False: only partial, listed and not counted.
    """

    left_s: float
    turn_s: float
    counted_s: float
    depth: float
    is_full: bool


class RepCounter:
    """Count repetitions in a height signal, one sample at a time.

    Parameters
    ----------
    rule : CountingRule
        What makes a repetition.

    Notes
    -----
    Unarmed → home → out → home. *Unarmed*: waits for the home posture, so setting up, walking in and
    waving count nothing. *Home*: the home level follows the signal upward at once and leaks downward
    slowly, so that drift is no descent and one glitch cannot block the set. *Out*: the lowest point is
    kept; once ``return_share`` of the depth has been climbed back the movement is decided, and never
    revoked. A put-down is not counted because counting needs the return.
    """

    def __init__(self, rule: CountingRule) -> None:
        self.rule = rule
        self.stage = Stage.WAITING
        self._untouched = True
        self._last_seen_s = math.nan
        self._height = math.nan
        self._top = -math.inf
        self._forget()

    def _forget(self) -> None:
        """Drop the unfinished repetition and wait for the home posture."""
        self.stage = Stage.WAITING
        self._home_level = math.nan
        self._left_s = math.nan
        self._lowest = math.nan
        self._lowest_s = math.nan
        self._first_lowest = math.nan
        self._first_lowest_s = math.nan
        self._home_since_s = math.nan
        self._contradicted_since_s = math.nan

    @property
    def is_armed(self) -> bool:
        """True once the home posture was held."""
        return self.stage is not Stage.WAITING

    @property
    def left_s(self) -> float:
        """Last time at home; NaN while unarmed."""
        return self._left_s

    @property
    def depth(self) -> float:
        """How far below home the last height was, in units of the signal; NaN while unarmed."""
        return self._home_level - self._height

    def push(
        self, t_s: float, height: float, at_home: bool, contradicted: bool = False, away: bool = False
    ) -> Cycle | None:
        """Take one sample.

        Parameters
        ----------
        t_s : float
            Strictly increasing seconds.
        height : float
            The signal, high at home; NaN while not seen (the counter holds for 1.5 s).
        at_home : bool
            The posture is the exercise's home posture.
        contradicted : bool
            The posture cannot belong to the exercise (hands overhead in a deadlift).
        away : bool
            The posture cannot be that of a movement that is back (an elbow behind the trunk in a row).

        Returns
        -------
        Cycle or None
            The movement decided by this very sample.
        """
        if math.isnan(height):
            if t_s - self._last_seen_s > FORGET_AFTER_S:
                self._forget()
            return None
        self._height = height
        gap_s = 0.0 if math.isnan(self._last_seen_s) else t_s - self._last_seen_s
        if gap_s > FORGET_AFTER_S:  # the samples in between never came, not even as "not seen"
            self._forget()
        self._last_seen_s = t_s
        at_home = self._is_near_top(height, gap_s) and at_home
        if self._is_disarmed(t_s, contradicted):
            return None
        if not at_home:
            self._home_since_s = math.nan
        elif math.isnan(self._home_since_s):
            self._home_since_s = t_s
        if not self.is_armed:
            return self._wait(t_s, height, at_home)
        return self._follow(t_s, height, gap_s, away)

    def _is_near_top(self, height: float, gap_s: float) -> bool:
        """Follow the highest height and tell whether this one is near it."""
        forgotten = TOP_FORGOTTEN_PER_S * gap_s * abs(self._top) if math.isfinite(self._top) else 0.0
        self._top = max(height, self._top - forgotten)
        return height >= self._top - self.rule.home_within

    def _is_disarmed(self, t_s: float, contradicted: bool) -> bool:
        if not contradicted:
            self._contradicted_since_s = math.nan
            return False
        if math.isnan(self._contradicted_since_s):
            self._contradicted_since_s = t_s
        since_s = self._contradicted_since_s
        if t_s - since_s < CONTRADICTION_S:
            return False
        self._forget()
        self._contradicted_since_s = since_s
        self._untouched = False
        return True

    def _wait(self, t_s: float, height: float, at_home: bool) -> Cycle | None:
        """Unarmed: wait until home was held, or a first lift off the floor arrives there."""
        if not height >= self._first_lowest:
            self._first_lowest, self._first_lowest_s = height, t_s
        if not at_home:
            return None
        rise = height - self._first_lowest
        rising_s = t_s - self._first_lowest_s
        rule = self.rule
        if (
            rule.counts_floor_start
            and self._untouched
            and rise >= rule.least_depth
            and rising_s <= FLOOR_START_WITHIN_S
        ):
            turn_s = self._first_lowest_s
            self._arm(t_s, height)
            return Cycle(math.nan, turn_s, t_s, rise, is_full=True)
        hold_s = rule.first_hold_s if self._untouched else rule.later_hold_s
        if t_s - self._home_since_s >= hold_s:
            self._arm(t_s, height)
        return None

    def _arm(self, t_s: float, height: float) -> None:
        self._untouched = False
        self._come_home(t_s, height)

    def _come_home(self, t_s: float, height: float) -> None:
        self.stage = Stage.HOME
        self._home_level, self._left_s = height, t_s
        self._lowest = self._lowest_s = math.nan

    def _follow(self, t_s: float, height: float, gap_s: float, away: bool) -> Cycle | None:
        """Armed: follow the home level, the way out, the turn and the way back."""
        rule = self.rule
        if self.stage is Stage.HOME:
            if height > self._home_level:
                self._home_level = height
            else:
                self._home_level -= min(self._home_level - height, rule.least_depth / 10.0 * gap_s)
            if height >= self._home_level - rule.dead_band:
                self._left_s = t_s
                return None
            self._lowest, self._lowest_s = height, t_s
        if height < self._lowest:
            self._lowest, self._lowest_s = height, t_s
        depth = self._home_level - self._lowest
        if away or height < self._lowest + max(rule.return_share * depth, rule.dead_band):
            if t_s - self._left_s > rule.longest_s:
                self._forget()  # sat down, or a glitch put home out of reach: wait for home again
            else:
                self._announce_stage(t_s, height, depth)
            return None
        return self._decide(t_s, height, depth)

    def _announce_stage(self, t_s: float, height: float, depth: float) -> None:
        if height > self._lowest + max(PHASE_EDGE_SHARE * depth, 0.2 * self.rule.dead_band):
            self.stage = Stage.BACK
        elif t_s - self._lowest_s >= PAUSE_AFTER_S:
            self.stage = Stage.TURN
        else:
            self.stage = Stage.OUT

    def _decide(self, t_s: float, height: float, depth: float) -> Cycle | None:
        rule = self.rule
        left_s, turn_s = self._left_s, self._lowest_s
        self._come_home(t_s, height)
        in_time = rule.shortest_s <= t_s - left_s <= rule.longest_s
        if not in_time or depth < MIN_PARTIAL_SHARE * rule.least_depth:
            return None
        return Cycle(left_s, turn_s, t_s, depth, is_full=depth >= rule.least_depth)
