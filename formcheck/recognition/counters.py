"""The counters of all kinds of movements side by side: whichever counts is strong evidence for its own.

Each knows the home posture of its movement, what contradicts it and what a repetition must show, so most of
them count nothing in another movement. They also tell where in the clip the repetitions are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from formcheck.counting import SetCounter
from formcheck.exercises.exercise import Exercise
from formcheck.exercises.loader import load_exercise
from formcheck.motion.flips import FlipRepairer
from formcheck.motion.view import View, ViewReading
from formcheck.pose.landmarks import Pose
from formcheck.recognition.traits import Span
from formcheck.recording import Recording

KINDS: dict[str, str] = {
    "hinge": "conventional_deadlift",
    "single_leg_hinge": "single_leg_romanian_deadlift",
    "hinge_without_hands": "good_morning",
    "bent_over_row": "alternating_row",
    "seated_row": "seated_row",
    "supported_row": "chest_supported_row",
    "suspension_row": "suspension_row",
    "upright_row": "upright_row",
    "bird_dog": "bird_dog",
}
"""Kind of movement → the exercise that counts it; the stricter before the laxer. A bent-over row is counted
with each arm by itself: that covers one arm, both and both in turn."""
COUNTS_SHARE = 0.5
"""A counter counts when its repetitions take so much of the time that those of any other do."""
LEADS_SHARE = 0.8
"""Of counters that take nearly as much time, the strictest says where the repetitions are."""
AROUND_S = 0.3
"""A counter is late to see a repetition begin: so much more on either side belongs to it."""
_NO_VIEW = ViewReading(View.UNKNOWN, math.nan, math.nan)


class _Strand:
    """Counters that want left and right repaired alike: one recording serves them all."""

    def __init__(self, exercises: Mapping[str, Exercise]) -> None:
        first = next(iter(exercises.values()))
        lanes = tuple(lane for exercise in exercises.values() for lane in exercise.lanes)
        self._recording = Recording(replace(first, lanes=lanes, rules=()), keeps_outlines=False)
        self._repairer = FlipRepairer(first.facing_by)
        self.counters = {kind: SetCounter(exercise) for kind, exercise in exercises.items()}

    def push(self, pose: Pose) -> None:
        """Take the next pose."""
        values = self._recording.append(self._repairer.repair(pose), _NO_VIEW)
        for counter in self.counters.values():
            counter.push(values, self._recording)


class KindCounters:
    """Count every kind of movement at once."""

    def __init__(self) -> None:
        exercises = {kind: load_exercise(key) for kind, key in KINDS.items()}
        self._strands = [
            _Strand({kind: one for kind, one in exercises.items() if one.facing_by == facing})
            for facing in sorted({exercise.facing_by for exercise in exercises.values()})
        ]

    def push(self, pose: Pose) -> None:
        """Take the next pose, later than the one before."""
        for strand in self._strands:
            strand.push(pose)

    @property
    def spans(self) -> dict[str, list[Span]]:
        """Kind → its full repetitions so far."""
        counters = {kind: one for strand in self._strands for kind, one in strand.counters.items()}
        return {
            kind: [
                Span(cycle.start_s, cycle.counted_s, cycle.side)
                for cycle in counters[kind].choose_cycles()
                if cycle.is_full
            ]
            for kind in KINDS
        }


def find_counting(spans: Mapping[str, Sequence[Span]]) -> NDArray[np.bool_]:
    """Which kinds count, in the order of ``KINDS``; none when there is no repetition."""
    covered_s = _measure_cover(spans)
    return (covered_s > 0) & (covered_s >= COUNTS_SHARE * covered_s.max())


def choose_spans(spans: Mapping[str, Sequence[Span]]) -> tuple[str, list[Span]]:
    """The kind that leads, and its repetitions and a bit; "" and the whole clip where none does."""
    covered_s = _measure_cover(spans)
    if not covered_s.any():
        return "", [Span(-math.inf, math.inf)]
    lead = list(KINDS)[int(np.argmax(covered_s >= LEADS_SHARE * covered_s.max()))]
    return lead, [Span(start_s - AROUND_S, end_s + AROUND_S, side) for start_s, end_s, side in spans[lead]]


def _measure_cover(spans: Mapping[str, Sequence[Span]]) -> NDArray[np.float64]:
    """Seconds that each kind's repetitions take, in the order of ``KINDS``."""
    return np.array([sum(end_s - start_s for start_s, end_s, _ in spans[kind]) for kind in KINDS])
