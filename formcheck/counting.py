"""Count one set: one lane for the whole body, or one for each arm, and what they come to together.

Every count is final the moment it is made. Where both arms work at once the set counts what the arm that
shows more repetitions counts: a hidden arm is missed rather than invented.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from formcheck.exercises.exercise import Exercise, Sides
from formcheck.exercises.lane import Lane
from formcheck.motion.filters import CausalHampel, OneEuro
from formcheck.recording import Recording
from formcheck.reps.counter import Cycle, RepCounter, Stage
from formcheck.reps.proof import BEFORE_S, comes_back, find_raised_side, goes_far, hand_leads, stays_put

SAME_MOVEMENT_SHARE = 0.5
"""Movements of two arms that overlap for more than this share of the shorter one are one and the same."""
SHARED_DEPTH = 0.5
"""As much of the least depth of a repetition the near arm goes when both arms work: a choice."""
LEAST_DEPTH_M = 0.1
"""From the front both arms are seen; a shoulder hides behind the other once it is so much further away.
Shoulders are 0.3-0.4 m apart, so this is up to a yaw of about 70°."""


@dataclass(frozen=True, slots=True)
class CountedCycle(Cycle):
    """A cycle, whose it is, and the bout it belongs to.

    Attributes
    ----------
    bout : int
        Grows every time a counter is armed anew: between two bouts the athlete left the home posture's hold.
    side : str
        "both", or the "left" or "right" arm that worked (of a bird-dog: that was raised).
    lane : int
        Number of the lane that counted it.
    """

    bout: int = 0
    side: str = "both"
    lane: int = 0

    @classmethod
    def of(cls, cycle: Cycle, bout: int, side: str = "both", lane: int = 0) -> CountedCycle:
        """Add to a cycle whose it is."""
        return cls(cycle.left_s, cycle.turn_s, cycle.counted_s, cycle.depth, cycle.is_full, bout, side, lane)

    @property
    def start_s(self) -> float:
        """Leaving home, or the lowest point of a lift off the floor."""
        return self.turn_s if math.isnan(self.left_s) else self.left_s

    def overlaps(self, other: CountedCycle) -> bool:
        """Whether this is the same movement as another's, seen on another lane."""
        shared_s = min(self.counted_s, other.counted_s) - max(self.start_s, other.start_s)
        shorter_s = min(self.counted_s - self.start_s, other.counted_s - other.start_s)
        return self.lane != other.lane and shared_s > SAME_MOVEMENT_SHARE * shorter_s


def find_near_lane(recording: Recording, cycle: CountedCycle) -> int | None:
    """Which arm was nearer to the camera during a movement: 0 left, 1 right; None: neither, or not seen."""
    depth_m = recording.read("shoulder_depth", cycle.start_s, cycle.counted_s)
    seen = depth_m[np.isfinite(depth_m)]
    middle_m = float(np.median(seen)) if len(seen) else 0.0
    return None if abs(middle_m) < LEAST_DEPTH_M else int(middle_m > 0)


class LaneCounter:
    """Count one lane of an exercise.

    Parameters
    ----------
    exercise : Exercise
    number : int
        Of the lane.

    Attributes
    ----------
    cycles : list of CountedCycle
        Full and partial ones, in the order of time.
    full_count : int
    bout : int
        How often the counter was armed.
    """

    def __init__(self, exercise: Exercise, number: int) -> None:
        self._exercise, self._number = exercise, number
        self._lane: Lane = exercise.lanes[number]
        self._hampel, self._one_euro = CausalHampel(), OneEuro(beta=exercise.filter_beta)
        self._counter = RepCounter(exercise.counting)
        self.cycles: list[CountedCycle] = []
        self.full_count = 0
        self.bout = 0
        self._was_armed = False
        self._has_settled = False

    @property
    def side(self) -> str:
        """Whose lane it is: "both", or an arm."""
        return self._lane.side

    @property
    def stage(self) -> Stage:
        """Where in the movement this lane is."""
        return self._counter.stage

    @property
    def left_s(self) -> float:
        """Last time at home; NaN while unarmed."""
        return self._counter.left_s

    @property
    def depth(self) -> float:
        """How far from home this lane is, in units of its signal; NaN while unarmed."""
        return self._counter.depth

    def push(self, values: Mapping[str, float], recording: Recording) -> CountedCycle | None:
        """Take the signals of the pose recorded last; returns what they decided."""
        t_s = recording.last_s
        height = self._exercise.sign * values[self._lane.signal.name]
        if self._has_settled and not recording.is_settled:
            # A figure lost and found again and again reads a bent arm each time; only a clip's start is used.
            height = math.nan
        self._has_settled |= recording.is_settled
        height = self._one_euro.push(t_s, self._hampel.push(t_s, height))
        cycle = self._counter.push(
            t_s,
            height,
            self._lane.is_home(values),
            self._lane.is_contradicted(values),
            self._lane.is_away(values),
        )
        if self._counter.is_armed and not self._was_armed:
            self.bout += 1
        self._was_armed = self._counter.is_armed
        if cycle is None:
            return None
        side = self._prove(cycle, recording)
        if side is None:
            return None
        counted = CountedCycle.of(cycle, self.bout, side, self._number)
        if not self._is_shared(counted, recording):
            return None
        self.cycles.append(counted)
        self.full_count += cycle.is_full
        return counted

    def _is_shared(self, cycle: CountedCycle, recording: Recording) -> bool:
        """Whether the near arm moved too, where both work at once: a hidden far arm alone is a guess."""
        if self._exercise.sides is not Sides.LEADING_ARM:
            return True
        near = find_near_lane(recording, cycle)
        if near is None or near == self._number:
            return True
        way_out = recording.read(self._exercise.lanes[near].signal.name, cycle.start_s, cycle.turn_s)
        return goes_far(way_out, SHARED_DEPTH * self._exercise.counting.least_depth)

    def _prove(self, cycle: Cycle, recording: Recording) -> str | None:
        """Side of a movement that shows what the exercise asks for; None: it is another movement."""
        lane = self._lane
        if math.isnan(cycle.left_s):
            return lane.side
        if lane.proof.is_diagonal:
            return find_diagonal_side(lane, cycle, recording)
        return lane.side if _is_proven(lane, cycle, recording) else None


def find_diagonal_side(lane: Lane, cycle: Cycle, recording: Recording) -> str | None:
    """Which arm a bird-dog raised; None: none that could be seen (`formcheck.reps.proof`)."""
    columns = np.array([_read(recording, s.name, cycle.left_s, cycle) for s in lane.watched])
    t_s = _read(recording, "t_s", cycle.left_s, cycle)
    return find_raised_side(t_s, columns[:2], columns[2:4], columns[4], columns[5], cycle.turn_s)


def _is_proven(lane: Lane, cycle: Cycle, recording: Recording) -> bool:
    from_s = cycle.left_s - BEFORE_S
    t_s = _read(recording, "t_s", from_s, cycle)
    for signal, least in lane.proof.changes:
        if not goes_far(_read(recording, signal.name, from_s, cycle), least):
            return False
    for signal, most in lane.proof.returns:
        if not comes_back(t_s, _read(recording, signal.name, from_s, cycle), cycle.left_s, most):
            return False
    for signal, most in lane.proof.stays:
        if not stays_put(_read(recording, signal.name, cycle.left_s, cycle), most):
            return False
    if not lane.proof.hand_leads:
        return True
    ends = np.searchsorted(t_s, [cycle.left_s, cycle.turn_s]).clip(0, len(t_s) - 1)
    hand_px = np.array([_read(recording, signal.name, from_s, cycle)[ends] for signal in lane.watched]).T
    return hand_leads(hand_px[:, :2], hand_px[:, 2:])


def _read(recording: Recording, name: str, from_s: float, cycle: Cycle) -> NDArray[np.float64]:
    """Read one column up to the decision, its own sample included."""
    return recording.read(name, from_s, math.nextafter(cycle.counted_s, math.inf))


class SetCounter:
    """Count a set of an exercise over all its lanes.

    Parameters
    ----------
    exercise : Exercise
    """

    def __init__(self, exercise: Exercise) -> None:
        self._sides = exercise.sides
        self._lanes = [LaneCounter(exercise, number) for number in range(len(exercise.lanes))]
        self._depth_m = 0.0
        self._accepted: list[CountedCycle] = []
        self._twins: dict[int, tuple[CountedCycle, int | None]] = {}
        self._chosen: dict[int, list[CountedCycle]] = {}
        self.count = 0

    @property
    def bout(self) -> int:
        """How often a lane was armed."""
        return sum(lane.bout for lane in self._lanes)

    @property
    def followed(self) -> LaneCounter:
        """The lane that tells where in the movement the athlete is: the one that moves, or leads."""
        moving = [lane for lane in self._lanes if lane.stage not in (Stage.WAITING, Stage.HOME)]
        if self._sides is Sides.EACH_ARM and moving:
            return max(moving, key=lambda lane: lane.full_count)
        return self._lanes[self.leader]

    @property
    def stage(self) -> Stage:
        """Where in the movement the athlete is."""
        return self.followed.stage

    def push(self, values: Mapping[str, float], recording: Recording) -> list[CountedCycle]:
        """Take the signals of the pose recorded last.

        Returns
        -------
        list of CountedCycle
            What they decided, for good, in order.
        """
        depth_m = values["shoulder_depth"]
        self._depth_m += 0.0 if math.isnan(depth_m) else depth_m
        decided = [lane.push(values, recording) for lane in self._lanes]
        if any(decided):
            self._chosen.clear()
        accepted = [cycle for cycle in decided if cycle is not None and self._accept(cycle, recording)]
        if self._sides is Sides.LEADING_ARM:
            return [replace(cycle, side="both") for cycle in accepted]
        return accepted

    def _accept(self, cycle: CountedCycle, recording: Recording) -> bool:
        """Whether a lane's cycle is one of the set."""
        if self._sides is Sides.LEADING_ARM:
            is_ahead = self._lanes[cycle.lane].full_count > self.count
            if not is_ahead and (cycle.is_full or cycle.lane != self.leader):
                return False
        elif self._find_twin(cycle, recording) is not None:
            return False
        if self._sides is Sides.EACH_ARM:
            # Every arm in the set is one bout: what one of them leaves, both have left.
            cycle = replace(cycle, bout=self.bout)
        self._accepted.append(cycle)
        self.count += cycle.is_full
        return True

    def _find_twin(self, cycle: CountedCycle, recording: Recording) -> int | None:
        """Number of the accepted cycle that is the same movement, seen on the other arm; None: none is."""
        for number in range(len(self._accepted) - 1, -1, -1):
            other = self._accepted[number]
            if cycle.overlaps(other) and other.is_full >= cycle.is_full:
                if cycle.is_full == other.is_full:
                    near_lane = find_near_lane(recording, cycle)
                    self._twins[number] = replace(cycle, bout=other.bout), near_lane
                return number
            if other.counted_s < cycle.start_s and other.lane == cycle.lane:
                return None
        return None

    @property
    def leader(self) -> int:
        """Number of the lane with most repetitions; the near arm's where two are level."""
        if len(self._lanes) == 1:
            return 0
        left, right = (lane.full_count for lane in self._lanes)
        return (0 if self._depth_m <= 0 else 1) if left == right else int(right > left)

    def choose_cycles(self) -> Sequence[CountedCycle]:
        """The cycles of the set as its report lists them, in the order of time.

        Where both arms work at once all are those of the leading arm, so that one arm is timed throughout;
        there are exactly as many repetitions as were counted.
        """
        leader = self.leader
        if leader not in self._chosen:  # asked for with every picture, and changes with a movement
            self._chosen[leader] = self._choose(leader)
        return self._chosen[leader]

    def _choose(self, leader: int) -> list[CountedCycle]:
        if self._sides is Sides.LEADING_ARM:
            return [replace(cycle, side="both") for cycle in self._lanes[leader].cycles]
        chosen = [self._choose_twin(number, cycle) for number, cycle in enumerate(self._accepted)]
        full = [cycle for cycle in chosen if cycle.is_full]
        return [
            cycle for cycle in chosen if cycle.is_full or not any(cycle.overlaps(other) for other in full)
        ]

    def _choose_twin(self, number: int, cycle: CountedCycle) -> CountedCycle:
        """Of one movement seen on both arms, choose the cycle of the arm that worked.

        A near arm is seen to rest; a far one that is hidden is drawn along. So it is the near arm, and from
        the front, where both are seen, the one that went further.
        """
        if number not in self._twins:
            return cycle
        twin, near_lane = self._twins[number]
        if near_lane is None:
            return max(cycle, twin, key=lambda one: one.depth)
        return cycle if cycle.lane == near_lane else twin
