"""From what a session recorded to its report: times, ranges, verdicts. It never recounts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

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
    reps = time_reps(exercise, recording, cycles, quality, facing)
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
    momenta = [measure_momentum(exercise.momentum, window) for window in windows]
    swung = dict(zip(counted, momenta, strict=True))
    results = []
    for rep in reps:
        said = judged.get(rep, RepJudgement())
        untimed = (NotJudged("tempo", rep.tempo_reason),) if rep.tempo_reason else ()
        unseen = said.not_judged + untimed
        results.append(JudgedRep(rep, said.faults, unseen, said.measures, momentum=swung.get(rep)))
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
        summary=replace(summarise_scores(results), momentum=sum_up_momentum(exercise.momentum, results)),
        provenance={**provenance, "filters": describe_filters(), "thresholds": exercise.thresholds},
    )
