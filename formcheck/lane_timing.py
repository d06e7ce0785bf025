"""What times the movements of one lane of a set, and measures how far they went, on zero-phase signals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from statistics import median

import numpy as np
from numpy.typing import NDArray

from formcheck.counting import CountedCycle
from formcheck.exercises.exercise import Exercise
from formcheck.exercises.lane import Lane
from formcheck.faults.moments import find_length_px
from formcheck.motion.signals import Signal
from formcheck.recording import Recording
from formcheck.reps.lean_back import VERTICAL_DEG, cut_lean_back, find_home_deg
from formcheck.reps.rep import PhaseEdges
from formcheck.reps.timing import SURROUND_S, UNSEEN, PhaseTimer

HOME_S = 0.3
"""An arm is longest at home, so long before it is left and after it is reached."""
FLOOR_HOME_S = 0.5
"""The home of a lift off the floor is looked for up to so long after it was counted."""


class LaneTimer:
    """Time the movements of one lane.

    Parameters
    ----------
    exercise : Exercise
    recording : Recording
        Every pose's signals; nothing may be added to it while this is in use.
    lane : Lane
    cycles : sequence of CountedCycle
        Those of the lane, in the order of time.
    facing : int
        +1 image-right, -1 image-left, 0 unclear.
    rate_hz : float
        Frame rate of the recording.
    is_side_on : bool
        Whether it was filmed from the side.

    Notes
    -----
    Which signal times a lane is decided over the whole set. A movement itself is timed on the recording
    around it alone, so that one takes as long in a long set as in a short one.
    """

    def __init__(
        self,
        exercise: Exercise,
        recording: Recording,
        lane: Lane,
        cycles: Sequence[CountedCycle],
        facing: int,
        rate_hz: float,
        is_side_on: bool,
    ) -> None:
        self._exercise, self._recording, self._lane = exercise, recording, lane
        self._cycles, self._facing, self._rate_hz, self._is_side_on = cycles, facing, rate_hz, is_side_on

    def measure(
        self, cycle: CountedCycle, before: CountedCycle | None, after: CountedCycle | None
    ) -> tuple[PhaseEdges, float]:
        """Time one movement.

        Parameters
        ----------
        cycle : CountedCycle
            One of the lane.
        before, after : CountedCycle or None
            Its neighbours on the lane.

        Returns
        -------
        edges : PhaseEdges
        range : float
            How far it went; NaN: not judged.
        """
        if self.is_hidden:
            return UNSEEN, math.nan
        from_s = self._recording.first_s if before is None else before.counted_s
        to_s = self._recording.last_s if after is None else after.turn_s
        home_to_s = cycle.counted_s + FLOOR_HOME_S
        timer, ranger = self._make_timers(cycle, from_s, max(to_s, home_to_s))
        edges, home_from_s = timer.find_edges(cycle, from_s, to_s), -math.inf if before is None else from_s
        if not self._exercise.timing.measures_range:
            return edges, ranger.measure_range(cycle, home_from_s, home_to_s)
        reach = timer.measure_range(cycle, home_from_s, home_to_s)
        return edges, reach if self.timed is None else reach / self._find_scale(self.timed)

    @cached_property
    def is_hidden(self) -> bool:
        """Whether the limb that would be timed side-on looks too short, as an arm behind a plate does."""
        signal, least_length = self._lane.times_side, self._exercise.timing.least_length
        if signal is None or signal.unit != "px" or not self._is_side_on:
            return False
        spans = [
            self._recording.find_extremes(signal.name, c.start_s - HOME_S, c.counted_s + HOME_S)
            for c in self._cycles
        ]
        longest = [most_px / self._torso_px for _, most_px in spans]
        seen = [length for length in longest if not math.isnan(length)]
        return bool(seen) and median(seen) < least_length

    @cached_property
    def timed(self) -> Signal | None:
        """The signal that times the lane from this view; None: the one it counts.

        The trunk is read as the picture shows it side-on, in space from anywhere else: there it follows the
        true trunk within 3° at a yaw of 45°, where the hip flexion jumps by 25° half-way down, which made the
        eccentric read 0.6 s short (rendered figure).
        """
        signal = self._lane.times_side if self._reads_picture else self._lane.times
        if signal is None:
            return None
        scale = self._find_scale(signal)
        spans = [
            most / scale - least / scale
            for least, most in (
                self._recording.find_extremes(signal.name, c.start_s, c.counted_s) for c in self._cycles
            )
        ]
        seen = [span for span in spans if not math.isnan(span)]
        return signal if seen and median(seen) >= self._exercise.timing.least_range else None

    @property
    def _reads_picture(self) -> bool:
        return self._is_side_on and (self._facing != 0 or not self._exercise.timing.is_trunk)

    @cached_property
    def _torso_px(self) -> float:
        return find_length_px(self._recording.read("torso_length"))

    def _find_scale(self, signal: Signal) -> float:
        """What a signal is divided by: lengths in the picture are told in trunks."""
        return self._torso_px if signal.unit == "px" else 1.0

    def _find_rest_speed(self, cycle: CountedCycle) -> float:
        """The least speed of the timed signal that counts as moving, in pixels a second where it is a length.

        There it is told by the trunk as it is seen in the movement itself: the trunk of the whole set changes
        with every picture, and must not set the edges of what has long been over.
        """
        rest_speed = self._exercise.timing.rest_speed
        if self.timed is None or self.timed.unit != "px":
            return rest_speed
        own_px = find_length_px(self._recording.read("torso_length", cycle.start_s, cycle.counted_s))
        return rest_speed * (self._torso_px if math.isnan(own_px) else own_px)

    @cached_property
    def _home_deg(self) -> float:
        """Home level of a trunk that is timed."""
        return find_home_deg(self._cycles, self._make_trunk_timer)

    def _make_timers(self, cycle: CountedCycle, from_s: float, to_s: float) -> tuple[PhaseTimer, PhaseTimer]:
        """What times a movement between two times, and a timer of the signal that is counted."""
        ranger = make_ranger(self._exercise, self._lane, self._recording, self._rate_hz, from_s, to_s)
        if self.timed is None:
            return ranger, ranger
        t_s, height = self._read_height(self.timed, from_s, to_s)
        hips = None
        if self._exercise.timing.is_trunk:
            height, hips = cut_lean_back(height, self._home_deg), ranger
        rest_speed = self._find_rest_speed(cycle)
        return PhaseTimer(t_s, height, rest_speed, self._rate_hz, hips=hips, whole_s=self._timed_s), ranger

    def _make_trunk_timer(self, from_s: float, to_s: float) -> PhaseTimer:
        assert self.timed is not None
        t_s, height = self._read_height(self.timed, from_s, to_s)
        rest_speed = self._exercise.timing.rest_speed
        return PhaseTimer(t_s, height, rest_speed, self._rate_hz, whole_s=self._timed_s)

    @cached_property
    def _timed_s(self) -> tuple[float, float]:
        assert self.timed is not None
        return self._recording.find_seen_span(self.timed.name)

    def _read_height(self, signal: Signal, from_s: float, to_s: float) -> tuple[NDArray, NDArray]:
        """Times and heights of the signal that times the lane, and of what surrounds them."""
        t_s, values, settled = _read_around(self._recording, signal, from_s, to_s)
        if self._exercise.timing.is_trunk:
            height = VERTICAL_DEG - (self._facing * values if self._reads_picture else values)
        else:
            height = self._exercise.sign * values
        return t_s, np.where(settled, height, np.nan)


def make_ranger(
    exercise: Exercise,
    lane: Lane,
    recording: Recording,
    rate_hz: float,
    from_s: float = -math.inf,
    to_s: float = math.inf,
) -> PhaseTimer:
    """A timer of the signal that a lane counts, which knows it between two times."""
    t_s, values, settled = _read_around(recording, lane.signal, from_s, to_s)
    height = np.where(settled, exercise.sign * values, np.nan)
    whole_s = recording.find_seen_span(lane.signal.name)
    return PhaseTimer(t_s, height, exercise.timing.rest_speed, rate_hz, whole_s=whole_s)


def _read_around(
    recording: Recording, signal: Signal, from_s: float, to_s: float
) -> tuple[NDArray, NDArray, NDArray]:
    """Times, values and whether tracking was settled, as far around as a timer needs."""
    span_s = from_s - SURROUND_S, to_s + SURROUND_S
    settled = recording.read("settled", *span_s) != 0
    return recording.read("t_s", *span_s), recording.read(signal.name, *span_s), settled
