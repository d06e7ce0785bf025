"""From the cycles a session counted to timed repetitions, on zero-phase signals. It never recounts."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import count
from statistics import median

import numpy as np

from formcheck.counting import CountedCycle
from formcheck.exercises.exercise import Exercise
from formcheck.exercises.lane import Lane
from formcheck.exercises.rules import VIEW_SHARE
from formcheck.faults.moments import find_length_px
from formcheck.quality import LEAST_RATE_HZ
from formcheck.recording import Recording
from formcheck.report.set_report import Quality
from formcheck.reps.lean_back import VERTICAL_DEG, cut_lean_back
from formcheck.reps.rep import PhaseEdges, Rep, RepKind
from formcheck.reps.timing import UNSEEN, PhaseTimer

HOME_S = 0.3
"""An arm is longest at home, so long before it is left and after it is reached."""
HIDDEN_ARM = (
    "The hand or the elbow is hidden, as behind a plate: film with smaller plates, or from the other side."
)
COARSE_RATE_HZ = 20.0
"""Up to this frame rate the tempo is good to ± 0.3 s."""
PICK_UP_DWELL_S = 1.5
PICK_UP_DEPTH = 1.2


def time_reps(
    exercise: Exercise,
    recording: Recording,
    cycles: Sequence[CountedCycle],
    quality: Quality,
    facing: int,
) -> list[Rep]:
    """Time every cycle and measure its range.

    Parameters
    ----------
    exercise : Exercise
    recording : Recording
        Every pose's signals.
    cycles : sequence of CountedCycle
        As decided by the causal counter, in the order of time.
    quality : Quality
    facing : int
        +1 image-right, -1 image-left, 0 unclear.

    Returns
    -------
    list of Rep
        One a cycle, in the same order, not yet numbered: see `number_reps`.
    """
    if not cycles:
        return []
    first_s, last_s = (float(recording.read("t_s")[end]) for end in (0, -1))
    edges: dict[int, PhaseEdges] = {}
    ranges: dict[int, float] = {}
    hidden: set[int] = set()
    for lane, own in _split_by_lane(exercise, cycles):
        mine = [cycles[k] for k in own]
        if _is_hidden(exercise, lane, recording, mine, quality):
            edges |= dict.fromkeys(own, UNSEEN)
            ranges |= dict.fromkeys(own, math.nan)
            hidden.update(own)
            continue
        timer, ranger = _make_timers(exercise, lane, recording, mine, quality, facing)
        measurer = timer if exercise.timing.measures_range else ranger
        for before, k, after in zip([None, *own], own, [*own[1:], None], strict=False):
            from_s = first_s if before is None else cycles[before].counted_s
            to_s = last_s if after is None else cycles[after].turn_s
            edges[k] = timer.find_edges(cycles[k], from_s, to_s)
            home_from_s = -math.inf if before is None else from_s
            ranges[k] = measurer.measure_range(cycles[k], home_from_s, cycles[k].counted_s + 0.5)
    joined = _join(cycles, [edges[k] for k in range(len(cycles))])
    reps: list[Rep] = []
    for k, (cycle, edge) in enumerate(zip(cycles, joined, strict=True)):
        corrected = edge.correct_home(recording.edge_delay_s, first_s)
        why = HIDDEN_ARM if k in hidden else ""
        reps.append(_make_rep(exercise, cycle, corrected, ranges[k], quality, why))
    return reps


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


def make_ranger(exercise: Exercise, lane: Lane, recording: Recording, rate_hz: float) -> PhaseTimer:
    """A timer of the signal that a lane counts."""
    settled = recording.read("settled") != 0
    counted = np.where(settled, exercise.sign * recording.read(lane.signal.name), np.nan)
    return PhaseTimer(recording.read("t_s"), counted, exercise.timing.rest_speed, rate_hz)


def _is_hidden(
    exercise: Exercise, lane: Lane, recording: Recording, cycles: Sequence[CountedCycle], quality: Quality
) -> bool:
    """Whether the limb that would be timed side-on looks too short, as an arm behind a plate does."""
    signal, least_length = lane.times_side, exercise.timing.least_length
    if signal is None or signal.unit != "px" or not quality.side_on_share >= VIEW_SHARE:
        return False
    lengths = recording.read(signal.name) / find_length_px(recording.read("torso_length"))
    t_s = recording.read("t_s")
    longest = [lengths[(t_s >= c.start_s - HOME_S) & (t_s <= c.counted_s + HOME_S)] for c in cycles]
    seen = [float(np.nanmax(part)) for part in longest if np.isfinite(part).any()]
    return bool(seen) and median(seen) < least_length


def _split_by_lane(exercise: Exercise, cycles: Sequence[CountedCycle]) -> list[tuple[Lane, list[int]]]:
    """Numbers of the cycles of every lane that has any."""
    split = [
        (lane, [k for k, c in enumerate(cycles) if c.lane == n]) for n, lane in enumerate(exercise.lanes)
    ]
    return [(lane, own) for lane, own in split if own]


def _make_timers(
    exercise: Exercise,
    lane: Lane,
    recording: Recording,
    cycles: Sequence[CountedCycle],
    quality: Quality,
    facing: int,
) -> tuple[PhaseTimer, PhaseTimer]:
    """What times the phases of a lane, and a timer of the signal it counts."""
    rule, rate_hz = exercise.timing, quality.rate_hz
    t_s = recording.read("t_s")
    settled = recording.read("settled") != 0
    ranger = make_ranger(exercise, lane, recording, rate_hz)
    values = _read_timing_signal(exercise, lane, recording, quality, facing)
    if values is None or not _find_span(t_s, values, cycles) >= rule.least_range:
        return ranger, ranger
    height = VERTICAL_DEG - values if rule.is_trunk else exercise.sign * values
    height = np.where(settled, height, np.nan)
    if not rule.is_trunk:
        return PhaseTimer(t_s, height, rule.rest_speed, rate_hz), ranger
    height = cut_lean_back(t_s, height, cycles, rule.rest_speed, rate_hz)
    return PhaseTimer(t_s, height, rule.rest_speed, rate_hz, hips=ranger), ranger


def _read_timing_signal(
    exercise: Exercise, lane: Lane, recording: Recording, quality: Quality, facing: int
) -> np.ndarray | None:
    """Values of the signal that times a lane from this view, lengths in trunks; None: the one it counts.

    The trunk is read as the picture shows it side-on, in space from anywhere else: there it follows the true
    trunk within 3° at a yaw of 45°, where the hip flexion jumps by 25° half-way down, which made the
    eccentric read 0.6 s short (rendered figure).
    """
    is_side_on = quality.side_on_share >= VIEW_SHARE and (facing != 0 or not exercise.timing.is_trunk)
    signal = lane.times_side if is_side_on else lane.times
    if signal is None:
        return None
    values = recording.read(signal.name)
    if signal.unit == "px":
        return values / find_length_px(recording.read("torso_length"))
    return facing * values if is_side_on and exercise.timing.is_trunk else values


def _find_span(t_s: np.ndarray, values: np.ndarray, cycles: Sequence[CountedCycle]) -> float:
    """Median over the repetitions of how far a signal moves."""
    spans = []
    for cycle in cycles:
        inside = values[(t_s >= cycle.start_s) & (t_s <= cycle.counted_s)]
        inside = inside[np.isfinite(inside)]
        if len(inside):
            spans.append(float(inside.max() - inside.min()))
    return median(spans) if spans else math.nan


def _join(cycles: Sequence[CountedCycle], edges: Sequence[PhaseEdges]) -> list[PhaseEdges]:
    """Let neighbours neither overlap on one lane nor share a pause across two bouts."""
    joined = list(edges)
    for k in range(1, len(joined)):
        before, after = joined[k - 1], joined[k]
        if cycles[k - 1].lane == cycles[k].lane and after.out_start_s < before.back_end_s:
            after = replace(after, out_start_s=before.back_end_s)
        joined[k] = after
        if cycles[k - 1].bout == cycles[k].bout and not after.out_start_s < before.back_end_s:
            joined[k - 1] = replace(before, next_start_s=after.out_start_s)
    return joined


def _make_rep(
    exercise: Exercise,
    cycle: CountedCycle,
    edges: PhaseEdges,
    reach: float,
    quality: Quality,
    reason: str,
) -> Rep:
    if quality.rate_hz < LEAST_RATE_HZ:
        rate = f"{quality.rate_hz:.0f}"
        reason = f"Filmed at {rate} frames a second: tempo needs at least {LEAST_RATE_HZ:.0f}."
    elif not reason and math.isnan(edges.back_end_s):
        reason = "The athlete was out of sight for more than half a second in this repetition."
    if reason:
        edges = PhaseEdges(math.nan, math.nan, math.nan, math.nan)
    start_s = cycle.start_s if math.isnan(edges.out_start_s) else edges.out_start_s
    end_s = cycle.counted_s if math.isnan(edges.back_end_s) else edges.back_end_s
    return Rep(
        index=None,
        kind=RepKind.FULL if cycle.is_full else RepKind.PARTIAL,
        side=cycle.side,
        start_s=start_s,
        turn_s=cycle.turn_s,
        end_s=end_s,
        counted_s=cycle.counted_s,
        phases=exercise.read_phases(edges),
        range=reach,
        range_unit=exercise.unit,
        tempo_reason=reason,
        tempo_precision_s=_find_precision_s(quality),
    )


def _find_precision_s(quality: Quality) -> float:
    """What a phase may be off by."""
    is_fine = quality.rate_hz >= COARSE_RATE_HZ and quality.side_on_share >= VIEW_SHARE
    return 0.1 if is_fine else 0.3


def _label_pick_up(exercise: Exercise, reps: list[Rep], told: Collection[float]) -> list[Rep]:
    """Label a first repetition that looks like picking the load up: a long stay, deeper than the rest.

    Standing empty-handed is the same posture as standing loaded, so it cannot be told from a repetition
    by geometry; it stays counted.
    """
    counted = [rep for rep in reps if rep.is_counted]
    if not exercise.has_pick_up or len(counted) < 2 or counted[0].turn_s in told:
        return reps
    first, later = counted[0], [rep.range for rep in counted[1:] if not math.isnan(rep.range)]
    dwells = first.tempo.pause_stretched_s >= PICK_UP_DWELL_S
    if dwells and later and first.range > PICK_UP_DEPTH * median(later):
        return [replace(rep, kind=RepKind.PICK_UP) if rep is first else rep for rep in reps]
    return reps
