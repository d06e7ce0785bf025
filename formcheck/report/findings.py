"""What was seen in a set, in words: faults with their repetitions, and what is worth knowing besides."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from formcheck.exercises.rules import Rule
from formcheck.faults import back_arc
from formcheck.faults.judgement import Fault
from formcheck.report.set_report import JudgedRep, SetReport
from formcheck.report.tempo import find_tempo_misses, say_tempo_miss
from formcheck.report.wording import (
    describe_bend,
    describe_value,
    find_words,
    format_number,
    say_reps,
    start_sentence,
)
from formcheck.reps.rep import Phase, RepKind

WATCH, MINOR, MAJOR = 1, 2, 3
"""Severities, as of a Fault."""
LEVELS = ("good", "info", "minor", "major")
"""How each severity is called where it is drawn; 0 is none."""
SLOWING = 0.2
"""Loss of concentric speed worth telling: after 20 % lifters stop well short of failure (Sánchez-Medina and
González-Badillo 2011)."""
TREND_REPS = 5
"""So many repetitions make a trend: three first ones against two last ones."""
TIMED_BY_RULE = {
    Phase.ECCENTRIC: ("dropped_lowering", "rushed"),
    Phase.CONCENTRIC: ("rushed",),
    Phase.PAUSE_CONTRACTED: ("hold_too_short", "no_squeeze"),
}
"""Where one of these rules found a phase too short, its tempo tells the same once more."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was seen, and on which repetitions.

    Attributes
    ----------
    rule : str
        Name of the rule; empty: not of a rule (a trend, the tempo, a partial repetition).
    severity : int
        1 information, 2 minor, 3 major.
    text : str
        One sentence: "Your low back rounded on reps 3 and 4."
    detail : str
        The worst value and its limit: "Rep 4: 29° over straight; limit 28°"; empty: none.
    reps : tuple of int
        Indices of the repetitions; empty: the whole set.
    cue : str
        What a coach would say; empty: nothing.
    """

    rule: str
    severity: int
    text: str
    detail: str = ""
    reps: tuple[int, ...] = ()
    cue: str = ""


def list_faults(report: SetReport) -> list[Finding]:
    """Faults of the counted repetitions: clear ones and verdicts on the set first, then by priority."""
    found = []
    for rule in report.exercise.rules:
        seen = [
            (judged.rep.index or 0, fault)
            for judged in list_counted(report)
            for fault in judged.faults
            if fault.rule == rule.name
        ]
        worst = [(index, fault) for index, fault in seen if fault.severity >= MINOR]
        if seen:
            found.append(_make_finding(report, rule, worst or seen))
    present = {name for name, verdict in report.verdicts.items() if verdict.verdict == "present"}
    priorities = {rule.name: rule.priority for rule in report.exercise.rules}
    found.sort(
        key=lambda one: (
            one.severity < MINOR,
            one.severity < MAJOR and one.rule not in present,
            priorities[one.rule],
            -one.severity,
        )
    )
    return found


def _make_finding(report: SetReport, rule: Rule, seen: list[tuple[int, Fault]]) -> Finding:
    sign = -1.0 if rule.flags_below else 1.0
    index, worst = max(seen, key=lambda one: (one[1].severity, sign * one[1].value))
    words = find_words(rule.name)
    reps = tuple(number for number, _ in seen)
    where = say_reps(reps, report.count)
    if worst.severity == WATCH:
        text = f"Worth watching: {words.name} on {where}."
    else:
        text = f"{words.happened} on {where}."
    limit = format_number(abs(worst.threshold) if is_of_back(rule) else worst.threshold, worst.unit)
    detail = f"Rep {index}: {say_value(report, worst).replace(': ', ', ', 1)}; limit {limit}"
    return Finding(rule.name, worst.severity, text, detail, reps, worst.cue if worst.severity > WATCH else "")


def say_value(report: SetReport, fault: Fault) -> str:
    """What was measured of a fault, as people say it: "29° over straight", "68 % of own range"."""
    rule = next((rule for rule in report.exercise.rules if rule.name == fault.rule), None)
    if rule is not None and is_of_back(rule):
        return describe_bend(fault, report.provenance.get("calibration", "none") != "none")
    return describe_value(fault)


def is_of_back(rule: Rule) -> bool:
    """Whether a rule holds the outline of the back against something."""
    return rule.measure.__module__ == back_arc.__name__


def list_trends(report: SetReport, faults: Sequence[Finding]) -> Iterator[Finding]:
    """What is worth knowing and no fault of a rule: tempo, momentum, what changed over the set."""
    known = {one.rule for one in faults if one.severity >= MINOR}
    for miss in find_tempo_misses(report):
        if not (miss.is_short and known.intersection(TIMED_BY_RULE.get(miss.phase, ()))):
            text, detail, cue = say_tempo_miss(report, miss)
            yield Finding("", WATCH, text, detail, miss.reps, cue)
    momentum = report.summary.momentum
    if momentum is not None and momentum.verdict in ("some swing", "mostly swing"):
        detail = f"momentum {momentum.index:.0f} of 100"
        yield Finding("", WATCH, f"{start_sentence(momentum.verdict)} in the pulls.", detail)
    loss = measure_slowing(report)
    if loss >= SLOWING:
        word = start_sentence(report.exercise.phase_words["concentric"])
        yield Finding("", WATCH, f"{word} slowed by {100 * loss:.0f} %. Normal tiredness, not a fault.")
    summary = report.summary
    if summary.is_back_drifting and "spinal_rounding" not in known:
        yield Finding("", WATCH, f"Your back got {summary.back_drift_deg:.0f}° rounder over the set.")
    if summary.stop_rep is not None and not (known and find_stop(report, faults[0])):
        yield Finding("", WATCH, f"Form held up to rep {summary.stop_rep}.")
    for kind in (RepKind.PARTIAL, RepKind.FAILED):
        number = sum(judged.rep.kind is kind for judged in report.reps)
        if number:
            yield Finding("", WATCH, f"{say_count(number, f'{kind.value} ')}, not counted.")
    if any(judged.rep.kind is RepKind.PICK_UP for judged in report.reps):
        yield Finding("", WATCH, "The first rep looks like the pick-up.", reps=(1,))


def measure_slowing(report: SetReport) -> float:
    """Share of its concentric speed a set lost: median of the first three full repetitions to the last two.

    Returns
    -------
    float
        NaN below five timed ones, and where the sides take turns: arms are not seen equally well.
    """
    if report.exercise.sides.are_apart:
        return math.nan
    speeds = [one.rep.mean_concentric_speed for one in report.reps if one.rep.kind is RepKind.FULL]
    speeds = [speed for speed in speeds if not math.isnan(speed)]
    if len(speeds) < TREND_REPS:
        return math.nan
    return 1.0 - median(speeds[-2:]) / median(speeds[:3])


def find_stop(report: SetReport, lead: Finding) -> int | None:
    """The repetition to stop at, where what the headline is about only came after it."""
    stop = report.summary.stop_rep
    return stop if stop is not None and min(lead.reps, default=0) > stop else None


def say_count(count: int, of: str = "") -> str:
    """A number of repetitions in words: "Three clean reps" for 3 of "clean "."""
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
    number = words[count] if count < len(words) else str(count)
    return f"{number} {of}rep{'' if count == 1 else 's'}"


def list_counted(report: SetReport) -> list[JudgedRep]:
    """Repetitions that count."""
    return [judged for judged in report.reps if judged.rep.is_counted]
