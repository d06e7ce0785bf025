"""What is known of a set before it is over, in plain words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

from formcheck.app.levels import NOT_JUDGED, PARTIAL, PENDING, grade_rep
from formcheck.app.messages import Found, RepSoFar
from formcheck.faults.judgement import SETTLED_AFTER_S
from formcheck.report.set_report import JudgedRep, SetReport
from formcheck.report.verdict import name_rep
from formcheck.report.wording import find_words, join_words, say_reps


def sum_up_so_far(report: SetReport, now_s: float = math.inf) -> Found:
    """Repetitions, first findings and what cannot be judged, of a report made in the middle of a set.

    Parameters
    ----------
    report : SetReport
    now_s : float
        Time of the last picture: a repetition that is only just over has no level yet.

    Returns
    -------
    Found
    """
    settled_s = now_s - SETTLED_AFTER_S
    reps = tuple(_describe_rep(judged, bool(report.side_counts), settled_s) for judged in report.reps)
    return Found(reps, tuple(_list_findings(report)), tuple(_list_not_judged(report)))


def _describe_rep(judged: JudgedRep, has_sides: bool, settled_s: float) -> RepSoFar:
    level = grade_rep(judged)
    if level == NOT_JUDGED and judged.rep.counted_s > settled_s:
        level = PENDING
    degrees = {1: "a little ", 2: "", 3: "clearly "}
    words = [f"{degrees[fault.severity]}{find_words(fault.rule).name}" for fault in judged.faults]
    usual = {PARTIAL: "partial, not counted", NOT_JUDGED: "not judged", PENDING: "being judged"}
    label = name_rep(judged, has_sides)
    return RepSoFar(label, level, judged.score, ", ".join(words) or usual.get(level, "clean"))


def _list_findings(report: SetReport) -> list[tuple[int, str, str]]:
    counted = [judged for judged in report.reps if judged.rep.is_counted]
    lines: list[tuple[int, str, str]] = []
    faulty = sum(grade_rep(judged) >= 2 for judged in counted)
    if counted:
        noun = "rep" if len(counted) == 1 else "reps"
        words = f"{len(counted)} {noun}, {faulty or 'none'} with a fault so far."
        lines.append((1 if faulty else 0, words, _describe_tempo(report, counted)))
    found: dict[str, list[JudgedRep]] = {}
    for judged in counted:
        for fault in judged.faults:
            if fault.severity >= 2:
                found.setdefault(fault.rule, []).append(judged)
    for rule, reps in found.items():
        level = max(f.severity for judged in reps for f in judged.faults if f.rule == rule)
        numbers = say_reps([judged.rep.index or 0 for judged in reps])
        cue = next(f.cue for f in reps[-1].faults if f.rule == rule)
        lines.append((level, f"{find_words(rule).happened} on {numbers}.", cue))
    return lines


def _describe_tempo(report: SetReport, counted: Sequence[JudgedRep]) -> str:
    words = report.exercise.phase_words
    told = []
    for phase in ("eccentric", "concentric"):
        values = [getattr(judged.rep.tempo, f"{phase}_s") for judged in counted]
        seen = [value for value in values if not math.isnan(value)]
        if seen:
            told.append(f"≈{median(seen):.1f} s {words[phase]}")
    return f"Tempo {', '.join(told)}." if told else ""


def _list_not_judged(report: SetReport) -> list[tuple[str, str]]:
    """Reasons why rules see nothing so far, with what they concern; only where a repetition was seen."""
    if not report.count:
        return []
    concerned: dict[str, list[str]] = {}
    for rule, verdict in report.verdicts.items():
        if verdict.verdict == "not_judged":
            concerned.setdefault(verdict.reason, []).append(find_words(rule).subject)
    return [(join_words(list(dict.fromkeys(names))), reason) for reason, names in concerned.items()]
