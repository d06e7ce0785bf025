"""How good a repetition and a set were, and what to say about it.

A score sums up what was judged and says how much that was: what could not be judged costs nothing, but
lowers the coverage, and below 60 % of coverage no score is given. Weights are judgement of the authors.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median

import numpy as np

from formcheck.exercises.exercise import Exercise, TempoTarget
from formcheck.exercises.rules import Rule
from formcheck.faults.judgement import Fault
from formcheck.report.set_report import JudgedRep, SetSummary
from formcheck.reps.rep import TEMPO_PHASES, Rep
from formcheck.window import find_median

PENALTY = {1: 3.0, 2: 12.0, 3: 30.0}
"""Points a fault of each severity costs, of 100."""
RANGE_POINTS = 20.0
RANGE_SPAN = (0.6, 1.0)
"""Share of the own range at which all, and none, of the points for range are lost."""
TEMPO_POINTS = 10.0
TEMPO_FULL_LOSS = 0.5
"""A phase this share of its limit beyond it loses its part of the points for tempo."""
LEAST_COVERAGE = 0.6
SPINE_CAP = 60.0
"""A repetition with a markedly rounded back scores no more than this."""
SPINE_RULE, RANGE_RULE = "spinal_rounding", "short_range"
BREAKDOWN_POINTS = 15.0
STOP_SCORE = 70.0
LEAST_REPS_FOR_TREND = 5
DRIFT_DEG_PER_REP = 1.0
DRIFT_DEG = 8.0
PRAISE_AFTER = 2
PRAISE = "Two clean ones in a row. Keep that."


def score_reps(exercise: Exercise, reps: Sequence[JudgedRep]) -> tuple[JudgedRep, ...]:
    """Give every counted repetition its score, its coverage and its cue.

    Parameters
    ----------
    exercise : Exercise
    reps : sequence of JudgedRep
        In the order of time.

    Returns
    -------
    tuple of JudgedRep
        Those that do not count are left as they are.
    """
    scored = [score_rep(exercise, one) if one.rep.is_counted else one for one in reps]
    counted = [one for one in scored if one.rep.is_counted]
    cues = dict(zip((id(one) for one in counted), choose_cues(exercise.rules, counted), strict=True))
    return tuple(replace(one, cue=cues[id(one)]) if id(one) in cues else one for one in scored)


def score_rep(exercise: Exercise, judged: JudgedRep) -> JudgedRep:
    """Give one repetition its score and coverage.

    Returns
    -------
    JudgedRep
        With a score of NaN below a coverage of 60 %. The range counts by its share of the own range, not by
        the fault of it; the tempo by how far its phases lie beyond their limits.
    """
    unseen = {one.rule for one in judged.not_judged}
    lost = total = seen = 0.0
    for rule in list_scored_rules(exercise, judged):
        weight = RANGE_POINTS if rule.name == RANGE_RULE else weigh_rule(rule)
        total += weight
        if rule.name in unseen:
            continue
        seen += weight
        if rule.name == RANGE_RULE:
            low, high = RANGE_SPAN
            is_dismissed = any(fault.rule == RANGE_RULE for fault in judged.dismissed)
            share = high if is_dismissed else judged.measures.get(RANGE_RULE, high)
            lost += RANGE_POINTS * min(max((high - share) / (high - low), 0.0), 1.0)
        else:
            lost += sum(PENALTY[fault.severity] for fault in judged.faults if fault.rule == rule.name)
    tempo_share = measure_tempo_loss(judged.rep, exercise.tempo)
    total += TEMPO_POINTS
    if not math.isnan(tempo_share):
        seen += TEMPO_POINTS
        lost += TEMPO_POINTS * tempo_share
    coverage = seen / total
    score = max(0.0, 100.0 - lost) if coverage >= LEAST_COVERAGE else math.nan
    if any(fault.rule == SPINE_RULE and fault.severity == 3 for fault in judged.faults):
        score = min(score, SPINE_CAP)
    return replace(judged, score=score, coverage=coverage)


def list_scored_rules(exercise: Exercise, judged: JudgedRep) -> list[Rule]:
    """Rules that count: those the recommended view allows, and any other that was judged all the same."""
    return [
        rule
        for rule in exercise.rules
        if not rule.views or exercise.camera_view in (*rule.views, "any") or rule.name in judged.measures
    ]


def weigh_rule(rule: Rule) -> float:
    """The most a rule can cost."""
    limits = rule.limits
    if not math.isinf(limits.major):
        return PENALTY[3]
    return PENALTY[2] if not math.isinf(limits.minor) else PENALTY[1]


def measure_tempo_loss(rep: Rep, target: TempoTarget) -> float:
    """Share of the points for tempo that a repetition loses, 0 to 1; NaN: not timed.

    A phase within its limits, give or take what it may be off by, loses nothing; one beyond them loses in
    proportion, all of its part at half the limit beyond it.
    """
    losses = []
    for phase in TEMPO_PHASES:
        name = f"{phase.value}_s"
        taken_s, (least_s, most_s) = getattr(rep.tempo, name), getattr(target, name)
        if math.isnan(taken_s):
            continue
        beyond_s = max(least_s - taken_s, taken_s - most_s) - rep.tempo_precision_s
        limit_s = least_s if taken_s < least_s else most_s
        losses.append(min(max(beyond_s / max(TEMPO_FULL_LOSS * limit_s, 0.25), 0.0), 1.0))
    return sum(losses) / len(losses) if losses else math.nan


def rank_faults(rules: Iterable[Rule], faults: Iterable[Fault]) -> list[Fault]:
    """Faults in the order in which a coach would speak of them; those worth only watching are left out."""
    order = {rule.name: rule.priority for rule in rules}
    told = (fault for fault in faults if fault.severity >= 2)
    return sorted(told, key=lambda fault: (order.get(fault.rule, 9), -fault.severity))


def choose_cues(rules: Iterable[Rule], reps: Sequence[JudgedRep]) -> list[str]:
    """Choose what a coach would say after each repetition of a set; see `CueChooser`."""
    chooser = CueChooser(rules)
    return [chooser.choose(judged) for judged in reps]


class CueChooser:
    """Choose what a coach would say after each repetition: at most one thing, and not twice running.

    Parameters
    ----------
    rules : iterable of Rule
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rules)
        self._clean = 0
        self._last = ""

    def choose(self, judged: JudgedRep) -> str:
        """Take the next counted repetition.

        Returns
        -------
        str
            Empty for none: the cue of the gravest fault of the first priority, praise after two clean
            repetitions of which something was judged. A fault worth only watching gives no cue.
        """
        faults = rank_faults(self._rules, judged.faults)
        choices = [fault.cue for fault in faults if fault.cue != self._last]
        clean = 0 if faults else self._clean + bool(judged.measures)
        self._last = choices[0] if choices else ""
        is_praised = not faults and clean == PRAISE_AFTER
        self._clean = 0 if is_praised else clean
        return self._last or (PRAISE if is_praised else "")

    def fork(self) -> CueChooser:
        """Another that has taken the same repetitions so far."""
        other = CueChooser(self._rules)
        other._clean, other._last = self._clean, self._last
        return other


def summarise_scores(reps: Sequence[JudgedRep]) -> SetSummary:
    """Sum a set up.

    Parameters
    ----------
    reps : sequence of JudgedRep
        Scored; partial ones and a pick-up are left out of all but the score.

    Returns
    -------
    SetSummary
    """
    counted = [one for one in reps if one.rep.is_counted]
    full = [one for one in counted if one.rep.kind.value == "full"]
    scores = [(one.rep.index, one.score) for one in counted if not math.isnan(one.score)]
    back = [one.measures[SPINE_RULE] for one in counted if SPINE_RULE in one.measures]
    drift_deg, slope = _measure_drift(back)
    return SetSummary(
        score=find_median([score for _, score in scores]),
        coverage=find_median([one.coverage for one in counted]),
        tempo_s=tuple(
            _find_quartiles([getattr(one.rep.tempo, f"{phase.value}_s") for one in full])
            for phase in TEMPO_PHASES
        ),
        depth_variation=_measure_variation([one.rep.range for one in full]),
        concentric_variation=_measure_variation([one.rep.tempo.concentric_s for one in full]),
        form_breakdown=_measure_breakdown([score for _, score in scores]),
        stop_rep=_find_stop(counted, scores),
        back_drift_deg=drift_deg,
        is_back_drifting=drift_deg >= DRIFT_DEG or slope > DRIFT_DEG_PER_REP,
    )


def _find_quartiles(values: Iterable[float]) -> tuple[float, float, float]:
    known = [value for value in values if not math.isnan(value)]
    if not known:
        return math.nan, math.nan, math.nan
    low, middle, high = np.percentile(known, (25, 50, 75)).tolist()
    return low, middle, high


def _measure_variation(values: Iterable[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    if len(known) < 2 or not sum(known) > 0:
        return math.nan
    return float(np.std(known, ddof=1) / np.mean(known))


def _measure_breakdown(scores: Sequence[float]) -> float:
    if len(scores) < LEAST_REPS_FOR_TREND:
        return math.nan
    return median(scores[:3]) - median(scores[-2:])


def _find_stop(counted: Sequence[JudgedRep], scores: Sequence[tuple[int | None, float]]) -> int | None:
    """The last repetition before the scores stay below 70, when form broke down towards the end."""
    values = [score for _, score in scores]
    breakdown = _measure_breakdown(values)
    late = counted[math.ceil(2 * len(counted) / 3) :]
    early = counted[: len(counted) - len(late)]
    is_new_major = _has_major(late) and not _has_major(early)
    if math.isnan(breakdown) or not (breakdown >= BREAKDOWN_POINTS or is_new_major):
        return None
    number = len(values)
    while number and values[number - 1] < STOP_SCORE:
        number -= 1
    return scores[number - 1][0] if 0 < number < len(values) else None


def _has_major(reps: Iterable[JudgedRep]) -> bool:
    return any(fault.severity == 3 for one in reps for fault in one.faults)


def _measure_drift(back_deg: Sequence[float]) -> tuple[float, float]:
    """How much rounder the back got, first three against last two, and its slope a repetition."""
    if len(back_deg) < LEAST_REPS_FOR_TREND:
        return math.nan, math.nan
    slope = float(np.polyfit(np.arange(len(back_deg)), back_deg, 1)[0])
    return median(back_deg[-2:]) - median(back_deg[:3]), slope
