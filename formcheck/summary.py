"""From what a session recorded to its report: times, ranges, verdicts. It never recounts; a person may."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from formcheck.correcting import Movement, NamedRep, correct_cycles
from formcheck.corrections import Corrections
from formcheck.counting import CountedCycle
from formcheck.exercises.exercise import Exercise
from formcheck.exercises.rules import RepJudgement, judge_reps, sum_up_rule
from formcheck.faults.judgement import BackReference, NotJudged
from formcheck.momentum import measure_momentum, sum_up_momentum
from formcheck.motion.filters import describe_filters
from formcheck.quality import assess_quality
from formcheck.recording import Recording
from formcheck.report.set_report import JudgedRep, SetReport
from formcheck.reps.rep import Rep
from formcheck.retiming import time_reps
from formcheck.scores import score_reps, summarise_scores
from formcheck.window import make_window

NO_REP_SEEN = (
    "We saw no full repetition: is the whole body in view for the whole set, and is it this movement?"
)


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
    corrections: Corrections | None = None,
    leader: int = 0,
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
    corrections : Corrections, optional
        What a person changed about the set.
    leader : int
        Number of the lane that leads, for repetitions that were added.

    Returns
    -------
    SetReport
    """
    corrected = correct_cycles(exercise, recording, cycles, corrections or Corrections(), leader)
    quality = assess_quality(exercise, recording, corrected.durations_s, facing)
    timed = time_reps(exercise, recording, corrected.cycles, quality, facing)
    named = corrected.name_reps(exercise, timed)
    judged = _judge_counted(exercise, recording, corrected.movements, timed, named, facing, reference)
    results = score_reps(exercise, [judged[k] for k in sorted(judged)])
    sums = [(r.rep.index or 0, r.faults, r.not_judged) for r in results if r.rep.is_counted]
    nothing = NO_REP_SEEN if quality.person_share > 0 else "Nobody was seen."
    told: dict[str, Any] = {}
    if corrected.changes:
        dismissed = {k: frozenset(fault.rule for fault in one.dismissed) for k, one in judged.items()}
        told["corrections"] = corrected.tell_changes(named, dismissed)
        told["count_before_corrections"] = sum(cycle.is_full for cycle in cycles)
    return SetReport(
        exercise=exercise,
        source=source,
        reps=results,
        verdicts={rule.name: sum_up_rule(rule, sums, nothing) for rule in exercise.rules},
        signals=recording.read_all(),
        quality=quality,
        summary=replace(summarise_scores(results), momentum=sum_up_momentum(exercise.momentum, results)),
        provenance={**provenance, "filters": describe_filters(), "thresholds": exercise.thresholds, **told},
    )


def _judge_counted(
    exercise: Exercise,
    recording: Recording,
    movements: Sequence[Movement],
    timed: Sequence[Rep],
    named: Sequence[NamedRep],
    facing: int,
    reference: BackReference | None,
) -> dict[int, JudgedRep]:
    """Judge those movements that count; those that are listed only have nothing said about them.

    Returns
    -------
    dict of int to JudgedRep
        By number of the movement, those that are listed, in the order of time; without scores.
    """
    reps = {k: one.rep for k, one in enumerate(named) if one.rep is not None}
    counted = [k for k, rep in reps.items() if rep.is_counted]
    own_range = find_own_range(list(reps.values()))
    ends_s = [-math.inf, *(rep.end_s for rep in timed)]
    starts_s = [*(rep.start_s for rep in timed[1:]), math.inf]
    windows = {
        k: make_window(recording, reps[k], own_range, facing, reference, (ends_s[k], starts_s[k]))
        for k in counted
    }
    dismissed = [movements[k].dismissed for k in counted]
    said = dict(zip(counted, judge_reps(exercise.rules, list(windows.values()), dismissed), strict=True))
    results = {}
    for k, rep in reps.items():
        result = said.get(k, RepJudgement())
        untimed = (NotJudged("tempo", rep.tempo_reason),) if rep.tempo_reason else ()
        clear = {fault.rule for fault in result.dismissed}
        results[k] = JudgedRep(
            rep,
            result.faults,
            result.not_judged + untimed,
            result.measures,
            momentum=measure_momentum(exercise.momentum, windows[k], clear) if k in windows else None,
            changed=named[k].is_changed or bool(clear),
            dismissed=result.dismissed,
        )
    return results
