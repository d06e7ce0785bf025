"""From the cycles a session counted to timed repetitions, on zero-phase signals. It never recounts."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import count
from statistics import median

import numpy as np

from formcheck.counting import CountedCycle
from formcheck.exercises.exercise import Exercise
from formcheck.exercises.rules import VIEW_SHARE
from formcheck.lane_timing import LaneTimer
from formcheck.motion.rate import LEAST_RATE_HZ, measure_rate_hz
from formcheck.quality import measure_side_on_share
from formcheck.recording import Recording
from formcheck.reps.rep import PhaseEdges, Rep, RepKind

HIDDEN_ARM = (
    "The hand or the elbow is hidden, as behind a plate: film with smaller plates, or from the other side."
)
COARSE_RATE_HZ = 20.0
"""Up to this frame rate the tempo is good to ± 0.3 s."""
CLOCK_STEP_HZ = 0.5
"""Signals are timed on an even clock whose rate is the nearest multiple of this to the frame rate."""
PICK_UP_DWELL_S = 1.5
PICK_UP_DEPTH = 1.2


class SetTimer:
    """Time the movements of a set and measure how far they went, each when it is first asked for.

    Parameters
    ----------
    exercise : Exercise
    recording : Recording
        Every pose's signals; nothing may be added to it while this is in use.
    cycles : sequence of CountedCycle
        As decided by the causal counter, in the order of time.
    facing : int
        +1 image-right, -1 image-left, 0 unclear.

    Attributes
    ----------
    rate_hz : float
        Frame rate of the recording; NaN below two pictures.
    is_side_on : bool
        Whether it was filmed from the side.
    """

    def __init__(
        self, exercise: Exercise, recording: Recording, cycles: Sequence[CountedCycle], facing: int
    ) -> None:
        self._exercise, self._recording, self._cycles = exercise, recording, cycles
        self.rate_hz = measure_rate_hz(recording.read("t_s"))
        self.is_side_on = measure_side_on_share(recording) >= VIEW_SHARE
        by_lane: dict[int, list[int]] = {}
        for k, cycle in enumerate(cycles):
            by_lane.setdefault(cycle.lane, []).append(k)
        # The median step of time trembles with every picture: the clock of the timing must not.
        clock_hz = float(np.round(self.rate_hz / CLOCK_STEP_HZ)) * CLOCK_STEP_HZ
        self._lanes: dict[int, LaneTimer] = {}
        self._neighbours: dict[int, tuple[CountedCycle | None, CountedCycle | None]] = {}
        for lane, own in by_lane.items():
            mine = [cycles[k] for k in own]
            self._lanes[lane] = LaneTimer(
                exercise, recording, exercise.lanes[lane], mine, facing, clock_hz, self.is_side_on
            )
            self._neighbours.update(
                zip(own, zip([None, *mine[:-1]], [*mine[1:], None], strict=True), strict=True)
            )
        self._measured: dict[int, tuple[PhaseEdges, float]] = {}

    @property
    def basis(self) -> tuple[object, ...]:
        """What was decided over the whole set, and every time rests upon."""
        lanes = sorted(self._lanes.items())
        told = [(n, lane.is_hidden, lane.timed.name if lane.timed else "") for n, lane in lanes]
        is_fast_enough = self.rate_hz >= LEAST_RATE_HZ
        return self.is_side_on, is_fast_enough, self._precision_s, self._recording.edge_delay_s, *told

    def time(self, k: int) -> Rep:
        """Time movement number ``k``; not yet numbered as a repetition: see `number_reps`."""
        exercise, recording, cycle = self._exercise, self._recording, self._cycles[k]
        edges = self._join(k).correct_home(recording.edge_delay_s, recording.first_s)
        reason = HIDDEN_ARM if self._lanes[cycle.lane].is_hidden else ""
        if self.rate_hz < LEAST_RATE_HZ:
            rate = f"{self.rate_hz:.0f}"
            reason = f"Filmed at {rate} frames a second: tempo needs at least {LEAST_RATE_HZ:.0f}."
        elif not reason and math.isnan(edges.back_end_s):
            reason = "The athlete was out of sight for more than half a second in this repetition."
        if reason:
            edges = PhaseEdges(math.nan, math.nan, math.nan, math.nan)
        return Rep(
            index=None,
            kind=RepKind.FULL if cycle.is_full else RepKind.PARTIAL,
            side=cycle.side,
            start_s=cycle.start_s if math.isnan(edges.out_start_s) else edges.out_start_s,
            turn_s=cycle.turn_s,
            end_s=cycle.counted_s if math.isnan(edges.back_end_s) else edges.back_end_s,
            counted_s=cycle.counted_s,
            phases=exercise.read_phases(edges),
            range=self._measure(k)[1],
            range_unit=exercise.unit,
            tempo_reason=reason,
            tempo_precision_s=self._precision_s,
        )

    def find_free_span(self, k: int) -> tuple[float, float]:
        """From the end of the movement before to the start of the next one; infinite where there is none."""
        is_last = k + 1 == len(self._cycles)
        return (
            self.time(k - 1).end_s if k else -math.inf,
            math.inf if is_last else self.time(k + 1).start_s,
        )

    def _measure(self, k: int) -> tuple[PhaseEdges, float]:
        """Edges of a movement as if it were alone, and how far it went."""
        if k not in self._measured:
            cycle = self._cycles[k]
            self._measured[k] = self._lanes[cycle.lane].measure(cycle, *self._neighbours[k])
        return self._measured[k]

    def _join(self, k: int) -> PhaseEdges:
        """Let neighbours neither overlap on one lane nor share a pause across two bouts."""
        edges = self._delay_start(k)
        if k + 1 < len(self._cycles) and self._cycles[k].bout == self._cycles[k + 1].bout:
            after = self._delay_start(k + 1)
            if not after.out_start_s < edges.back_end_s:
                edges = replace(edges, next_start_s=after.out_start_s)
        return edges

    def _delay_start(self, k: int) -> PhaseEdges:
        """Edges of a movement that does not begin before the one before it on its lane has ended."""
        edges, _ = self._measure(k)
        if k and self._cycles[k - 1].lane == self._cycles[k].lane:
            ended_s = self._measure(k - 1)[0].back_end_s
            if edges.out_start_s < ended_s:
                return replace(edges, out_start_s=ended_s)
        return edges

    @property
    def _precision_s(self) -> float:
        """What a phase may be off by."""
        return 0.1 if self.rate_hz >= COARSE_RATE_HZ and self.is_side_on else 0.3


def number_reps(exercise: Exercise, reps: Sequence[Rep], told: Collection[float] = ()) -> list[Rep]:
    """Number the repetitions that count, from 1 on, and label a pick-up.

    Parameters
    ----------
    exercise : Exercise
    reps : sequence of Rep
        In the order of time.
    told : collection of float
        Turns of those a person named: they keep their kind.

    Returns
    -------
    list of Rep
    """
    numbers = count(1)
    numbered = [replace(rep, index=next(numbers) if rep.is_counted else None) for rep in reps]
    return _label_pick_up(exercise, numbered, told)


def is_pick_up(exercise: Exercise, first: Rep, later: Iterable[float]) -> bool:
    """Whether a first repetition looks like picking the load up: a long stay, deeper than the rest.

    Standing empty-handed is the same posture as standing loaded, so it cannot be told from a repetition
    by geometry; it stays counted.

    Parameters
    ----------
    exercise : Exercise
    first : Rep
        The first that counts.
    later : iterable of float
        Ranges of the others that count; NaN: not judged.
    """
    if not (exercise.has_pick_up and first.tempo.pause_stretched_s >= PICK_UP_DWELL_S):
        return False
    known = [reach for reach in later if not math.isnan(reach)]
    return bool(known) and first.range > PICK_UP_DEPTH * median(known)


def _label_pick_up(exercise: Exercise, reps: list[Rep], told: Collection[float]) -> list[Rep]:
    """Label a first repetition that looks like picking the load up, unless a person named it."""
    counted = [rep for rep in reps if rep.is_counted]
    if not counted or counted[0].turn_s in told:
        return reps
    first = counted[0]
    if is_pick_up(exercise, first, [rep.range for rep in counted[1:]]):
        return [replace(rep, kind=RepKind.PICK_UP) if rep is first else rep for rep in reps]
    return reps
