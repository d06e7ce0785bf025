"""Reports written by hand, so that what is said of them is known."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from formcheck.exercises.loader import load_exercise
from formcheck.exercises.rules import sum_up_rule
from formcheck.faults.judgement import Fault, NotJudged
from formcheck.report.set_report import JudgedRep, SetReport
from formcheck.reps.rep import Phase, PhaseSpan, Rep, RepKind
from formcheck.scores import score_reps, summarise_scores
from tests.unit.report.report_factory import make_report

TEMPO_S = (2.4, 0.4, 1.2, 0.8)
TURN = "Judged from the front only: turn to face the camera."


def make_rep(number: int, kind: RepKind = RepKind.FULL, tempo_s: Sequence[float] = TEMPO_S, **changes) -> Rep:
    """A repetition that begins at ``6 · number`` seconds; a phase of NaN was not timed."""
    at_s, phases = 6.0 * number, []
    for phase, length_s in zip(list(Phase)[1:], tempo_s, strict=True):
        if not math.isnan(length_s):
            phases.append(PhaseSpan(phase, at_s, at_s + length_s))
            at_s += length_s
    values = {"side": "both", "range": 80.0, "range_unit": "deg", **changes}
    start_s, end_s = 6.0 * number, 6.0 * number + 4.0
    index = None if kind in (RepKind.PARTIAL, RepKind.FAILED) else number
    return Rep(index, kind, values.pop("side"), start_s, start_s + 2.5, end_s, end_s, tuple(phases), **values)


def tell(
    reps: Sequence[Rep],
    faults: Mapping[int, Sequence[tuple[str, int, float]]] | None = None,
    unseen: Mapping[str, Sequence[int] | None] | None = None,
    exercise: str = "romanian_deadlift",
    **changes,
) -> SetReport:
    """A report of repetitions with faults (rule, severity, value), and of rules that could not see.

    ``unseen`` names for every rule the repetitions it missed; None: all of them.
    """
    movement = load_exercise(exercise)
    faults, unseen = faults or {}, unseen or {}
    rules = {rule.name: rule for rule in movement.rules}
    judged = []
    for rep in reps:
        index = rep.index or -1
        found = tuple(
            Fault(name, level, value, rules[name].unit, rules[name].limits.minor, rep.start_s, rep.end_s,
                  rules[name].cue, at_s=rep.turn_s)
            for name, level, value in faults.get(index, ())
        )  # fmt: skip
        missed = tuple(
            NotJudged(name, TURN) for name, where in unseen.items() if where is None or index in where
        )
        measures = {name: 0.0 for name in rules if name not in unseen and name != "short_range"}
        judged.append(JudgedRep(rep, found, missed, measures))
    scored = score_reps(movement, judged)
    sums = [(one.rep.index or 0, one.faults, one.not_judged) for one in scored if one.rep.is_counted]
    report = replace(
        make_report("full"),
        exercise=movement,
        reps=tuple(scored),
        verdicts={name: sum_up_rule(rule, sums, "Nothing.") for name, rule in rules.items()},
        summary=summarise_scores(scored),
    )
    return replace(report, **changes)
