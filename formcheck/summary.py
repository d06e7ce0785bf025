"""From what a session recorded to its report: times, ranges, verdicts. It never recounts; a person may."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from formcheck.correcting import Movement, NamedRep, correct_cycles
from formcheck.corrections import Corrections
from formcheck.counting import CountedCycle
from formcheck.exercises.exercise import Exercise
from formcheck.exercises.rules import RepJudgement, judge_reps, sum_up_rule
from formcheck.faults.judgement import BackReference, NotJudged, RepWindow
from formcheck.momentum import measure_momentum, sum_up_momentum
from formcheck.motion.filters import describe_filters
from formcheck.quality import assess_quality
from formcheck.recording import Recording
from formcheck.report.set_report import JudgedRep, SetReport
from formcheck.reps.rep import Rep
from formcheck.retiming import SetTimer
from formcheck.scores import score_reps, summarise_scores
from formcheck.window import make_window

NO_REP_SEEN = (
    "We saw no full repetition: is the whole body in view for the whole set, and is it this movement?"
)


def find_own_range(reps: Iterable[Rep]) -> float:
    """The athlete's own full range: mean of the best two of the first three counted repetitions.

    Parameters
    ----------
    reps : iterable of Rep
        In the order of time; no more are asked for than it takes.

    Returns
    -------
    float
        In the unit of ``Rep.range``; NaN while fewer than two are known.

    Notes
    -----
    Where the range of one of the first three was not seen, later ones take its place and three must be
    known: of only two, the one may be short and the full one unseen.
    """
    known: list[float] = []
    is_one_unseen = False
    for number, rep in enumerate(rep for rep in reps if rep.is_counted):
        if not math.isnan(rep.range):
            known.append(rep.range)
        elif number < 3:
            is_one_unseen = True
        if len(known) == 3:
            break
    if len(known) < (3 if is_one_unseen else 2):
        return math.nan
    return sum(sorted(known)[-2:]) / 2


@dataclass(frozen=True, slots=True)
class SetView:
    """A set as it is known at one instant: what every movement of it is judged in the light of.

    Attributes
    ----------
    exercise : Exercise
    recording : Recording
    timer : SetTimer
        Of the movements.
    own_range : float
        The athlete's own full range; NaN: unknown.
    facing : int
        +1 image-right, -1 image-left, 0 unclear.
    reference : BackReference or None
        The athlete's own neutral hinge.
    """

    exercise: Exercise
    recording: Recording
    timer: SetTimer
    own_range: float
    facing: int
    reference: BackReference | None

    def cut_window(self, k: int, rep: Rep) -> RepWindow:
        """What the rules may look at of movement number ``k``, named as a repetition."""
        span_s = self.timer.find_free_span(k)
        return make_window(self.recording, rep, self.own_range, self.facing, self.reference, span_s)

    def put_together(self, rep: Rep, window: RepWindow | None, result: RepJudgement) -> JudgedRep:
        """A repetition with what the rules said of it, not scored yet; without a window it does not count."""
        untimed = (NotJudged("tempo", rep.tempo_reason),) if rep.tempo_reason else ()
        clear = {fault.rule for fault in result.dismissed}
        momentum = None if window is None else measure_momentum(self.exercise.momentum, window, clear)
        return JudgedRep(
            rep,
            result.faults,
            result.not_judged + untimed,
            result.measures,
            momentum=momentum,
            dismissed=result.dismissed,
        )


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
    quality = assess_quality(exercise, recording, corrected.counted, facing)
    timer = SetTimer(exercise, recording, corrected.cycles, facing)
    named = corrected.name_reps(exercise, [timer.time(k) for k in range(len(corrected.movements))])
    own_range = find_own_range(one.rep for one in named if one.rep is not None)
    view = SetView(exercise, recording, timer, own_range, facing, reference)
    judged = _judge_all(view, corrected.movements, named)
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


def _judge_all(
    view: SetView, movements: Sequence[Movement], named: Sequence[NamedRep]
) -> dict[int, JudgedRep]:
    """Judge those movements that count; those that are listed only have nothing said about them.

    Returns
    -------
    dict of int to JudgedRep
        By number of the movement, those that are listed, in the order of time; without scores.
    """
    reps = {k: one.rep for k, one in enumerate(named) if one.rep is not None}
    windows = {k: view.cut_window(k, rep) for k, rep in reps.items() if rep.is_counted}
    dismissed = [movements[k].dismissed for k in windows]
    judged = judge_reps(view.exercise.rules, list(windows.values()), dismissed)
    said = dict(zip(windows, judged, strict=True))
    results = {}
    for k, rep in reps.items():
        result = view.put_together(rep, windows.get(k), said.get(k, RepJudgement()))
        results[k] = replace(result, changed=named[k].is_changed or bool(result.dismissed))
    return results
