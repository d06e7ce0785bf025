"""From what a session recorded to its report: times, ranges, verdicts. It never recounts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

import numpy as np

from formcheck.exercises.exercise import Exercise
from formcheck.exercises.rules import VIEW_SHARE, RepJudgement, judge_reps, sum_up_rule
from formcheck.faults.judgement import BackReference, NotJudged
from formcheck.motion.filters import describe_filters
from formcheck.quality import LEAST_RATE_HZ, assess_quality
from formcheck.recording import Recording
from formcheck.report.set_report import JudgedRep, Quality, SetReport
from formcheck.reps.counter import Cycle
from formcheck.reps.lean_back import VERTICAL_DEG, cut_lean_back
from formcheck.reps.rep import PhaseEdges, Rep, RepKind
from formcheck.reps.timing import PhaseTimer
from formcheck.scores import score_reps, summarise_scores
from formcheck.window import make_window

TRUNK_TIMING_RANGE_DEG = 25.0
"""The trunk times the phases when it moves at least this far (a squat-like pull moves it 15–20°); otherwise
the counting signal does."""
COARSE_RATE_HZ = 20.0
"""Up to this frame rate the tempo is good to ± 0.3 s."""
NO_REP_SEEN = (
    "We saw no full repetition: is the whole body in view for the whole set, and is it this movement?"
)
PICK_UP_DWELL_S = 1.5
PICK_UP_DEPTH = 1.2


@dataclass(frozen=True, slots=True)
class CountedCycle(Cycle):
    """A cycle and the bout it belongs to: between two bouts the athlete left the home posture's hold.

    Attributes
    ----------
    bout : int
        Grows every time the counter is armed anew.
    """

    bout: int = 0

    @classmethod
    def of(cls, cycle: Cycle, bout: int) -> CountedCycle:
        """Add the bout to a cycle."""
        return cls(cycle.left_s, cycle.turn_s, cycle.counted_s, cycle.depth, cycle.is_full, bout)

    @property
    def start_s(self) -> float:
        """Leaving home, or the lowest point of a lift off the floor."""
        return self.turn_s if math.isnan(self.left_s) else self.left_s


def find_own_range(reps: Sequence[Rep]) -> float:
    """The athlete's own full range: mean of the best two of the first three counted repetitions.

    Returns
    -------
    float
        In the unit of ``Rep.range``; NaN while fewer than two are known.

    Notes
    -----
    Where the range of one of the first three was not seen, later ones take its place and three must be
    known: of only two, the one may be short and the full one unseen.
    """
    counted = [rep.range for rep in reps if rep.is_counted]
    known = [reach for reach in counted if not math.isnan(reach)][:3]
    if len(known) < (3 if any(math.isnan(reach) for reach in counted[:3]) else 2):
        return math.nan
    return sum(sorted(known)[-2:]) / 2


def summarise_set(
    exercise: Exercise,
    recording: Recording,
    cycles: Sequence[CountedCycle],
    facing: int,
    source: Mapping[str, Any],
    provenance: Mapping[str, Any],
    reference: BackReference | None = None,
) -> SetReport:
    """Time and judge every counted cycle.

    Parameters
    ----------
    exercise : Exercise
    recording : Recording
        Every pose's signals.
    cycles : sequence of CountedCycle
        As decided by the causal counter, in the order of time.
    facing : int
        +1 image-right, -1 image-left, 0 unclear.
    source, provenance : mapping
        Copied into the report.
    reference : BackReference, optional
        The athlete's own neutral hinge.

    Returns
    -------
    SetReport
    """
    durations_s = [cycle.counted_s - cycle.start_s for cycle in cycles if cycle.is_full]
    quality = assess_quality(exercise, recording, durations_s, facing)
    reps = _time_reps(exercise, recording, cycles, quality, facing)
    own_range = find_own_range(reps)
    counted = [rep for rep in reps if rep.is_counted]
    ends_s = [-math.inf, *(rep.end_s for rep in reps)]
    starts_s = [*(rep.start_s for rep in reps[1:]), math.inf]
    windows = [
        make_window(recording, rep, own_range, facing, reference, (before_s, after_s))
        for rep, before_s, after_s in zip(reps, ends_s, starts_s, strict=False)
        if rep.is_counted
    ]
    judged = dict(zip(counted, judge_reps(exercise.rules, windows), strict=True))
    results = []
    for rep in reps:
        said = judged.get(rep, RepJudgement())
        untimed = (NotJudged("tempo", rep.tempo_reason),) if rep.tempo_reason else ()
        results.append(JudgedRep(rep, said.faults, said.not_judged + untimed, said.measures))
    results = score_reps(exercise, results)
    sums = [(r.rep.index or 0, r.faults, r.not_judged) for r in results if r.rep.is_counted]
    nothing = NO_REP_SEEN if quality.person_share > 0 else "Nobody was seen."
    return SetReport(
        exercise=exercise,
        source=source,
        reps=results,
        verdicts={rule.name: sum_up_rule(rule, sums, nothing) for rule in exercise.rules},
        signals=recording.read_all(),
        quality=quality,
        summary=summarise_scores(results),
        provenance={**provenance, "filters": describe_filters(), "thresholds": exercise.thresholds},
    )


def _time_reps(
    exercise: Exercise,
    recording: Recording,
    cycles: Sequence[CountedCycle],
    quality: Quality,
    facing: int,
) -> list[Rep]:
    if not cycles:
        return []
    t_s = recording.read("t_s")
    settled = recording.read("settled") != 0
    rest_speed, rate_hz = exercise.rest_speed, quality.rate_hz
    counted_height = exercise.sign * recording.read(exercise.counting_signal.name)
    timer = ranger = PhaseTimer(t_s, np.where(settled, counted_height, np.nan), rest_speed, rate_hz)
    trunk_deg = _choose_trunk_deg(recording, quality, facing)
    if _find_span(t_s, trunk_deg, cycles) >= TRUNK_TIMING_RANGE_DEG:
        height_deg = np.where(settled, VERTICAL_DEG - trunk_deg, np.nan)
        height_deg = cut_lean_back(t_s, height_deg, cycles, rest_speed, rate_hz)
        timer = PhaseTimer(t_s, height_deg, rest_speed, rate_hz, hips=ranger)
    edges = [
        edge.correct_home(recording.edge_delay_s, float(t_s[0]))
        for edge in _find_all_edges(timer, cycles, float(t_s[0]), float(t_s[-1]))
    ]
    reps: list[Rep] = []
    number = 0
    before_s = -math.inf
    for cycle, edge in zip(cycles, edges, strict=True):
        number += cycle.is_full
        reach = ranger.measure_range(cycle, before_s, cycle.counted_s + 0.5)
        reps.append(_make_rep(exercise, cycle, edge, number, reach, quality))
        before_s = cycle.counted_s
    return _label_pick_up(exercise, reps)


def _choose_trunk_deg(recording: Recording, quality: Quality, facing: int) -> np.ndarray:
    """Trunk inclination: as the picture shows it side-on, in space from anywhere else.

    In space it follows the true trunk within 3° at a yaw of 45° where the hip flexion jumps by 25° half-way
    down, which made the eccentric read 0.6 s short (rendered figure).
    """
    if quality.side_on_share >= VIEW_SHARE and facing:
        return facing * recording.read("trunk_lean")
    return recording.read("world_trunk_inclination")


def _find_span(t_s: np.ndarray, trunk_deg: np.ndarray, cycles: Sequence[CountedCycle]) -> float:
    """Median over the repetitions of how far the trunk moves."""
    spans = []
    for cycle in cycles:
        inside = trunk_deg[(t_s >= cycle.start_s) & (t_s <= cycle.counted_s)]
        inside = inside[np.isfinite(inside)]
        if len(inside):
            spans.append(float(inside.max() - inside.min()))
    return median(spans) if spans else math.nan


def _find_all_edges(
    timer: PhaseTimer, cycles: Sequence[CountedCycle], first_s: float, last_s: float
) -> list[PhaseEdges]:
    """Edges of every cycle; neighbours neither overlap nor share a pause across two bouts."""
    edges: list[PhaseEdges] = []
    for number, cycle in enumerate(cycles):
        from_s = cycles[number - 1].counted_s if number else first_s
        to_s = cycles[number + 1].turn_s if number + 1 < len(cycles) else last_s
        edges.append(timer.find_edges(cycle, from_s, to_s))
    for number in range(1, len(edges)):
        before, after = edges[number - 1], edges[number]
        if after.out_start_s < before.back_end_s:
            after = replace(after, out_start_s=before.back_end_s)
        edges[number] = after
        if cycles[number - 1].bout == cycles[number].bout:
            edges[number - 1] = replace(before, next_start_s=after.out_start_s)
    return edges


def _make_rep(
    exercise: Exercise,
    cycle: CountedCycle,
    edges: PhaseEdges,
    number: int,
    reach: float,
    quality: Quality,
) -> Rep:
    reason = ""
    if quality.rate_hz < LEAST_RATE_HZ:
        rate = f"{quality.rate_hz:.0f}"
        reason = f"Filmed at {rate} frames a second: tempo needs at least {LEAST_RATE_HZ:.0f}."
    elif math.isnan(edges.back_end_s):
        reason = "The athlete was out of sight for more than half a second in this repetition."
    if reason:
        edges = PhaseEdges(math.nan, math.nan, math.nan, math.nan)
    start_s = cycle.start_s if math.isnan(edges.out_start_s) else edges.out_start_s
    end_s = cycle.counted_s if math.isnan(edges.back_end_s) else edges.back_end_s
    return Rep(
        index=number if cycle.is_full else None,
        kind=RepKind.FULL if cycle.is_full else RepKind.PARTIAL,
        side="both",
        start_s=start_s,
        turn_s=cycle.turn_s,
        end_s=end_s,
        counted_s=cycle.counted_s,
        phases=exercise.read_phases(edges),
        range=reach,
        range_unit=exercise.counting_signal.unit,
        tempo_reason=reason,
        tempo_precision_s=_find_precision_s(quality),
    )


def _find_precision_s(quality: Quality) -> float:
    """What a phase may be off by."""
    is_fine = quality.rate_hz >= COARSE_RATE_HZ and quality.side_on_share >= VIEW_SHARE
    return 0.1 if is_fine else 0.3


def _label_pick_up(exercise: Exercise, reps: list[Rep]) -> list[Rep]:
    """Label a first repetition that looks like picking the load up: a long stay, deeper than the rest.

    Standing empty-handed is the same posture as standing loaded, so it cannot be told from a repetition
    by geometry; it stays counted.
    """
    counted = [rep for rep in reps if rep.is_counted]
    if not exercise.has_pick_up or len(counted) < 2:
        return reps
    first, later = counted[0], [rep.range for rep in counted[1:] if not math.isnan(rep.range)]
    dwells = first.tempo.pause_stretched_s >= PICK_UP_DWELL_S
    if dwells and later and first.range > PICK_UP_DEPTH * median(later):
        return [replace(rep, kind=RepKind.PICK_UP) if rep is first else rep for rep in reps]
    return reps
