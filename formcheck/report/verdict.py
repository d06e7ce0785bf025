"""A report in words a person can use: the one thing to change, what was good, the rest, what was not judged.

Everything that shows a set to people (the HTML and PDF files, the app) takes its words from here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from formcheck.corrections import APPLIED
from formcheck.report.findings import (
    LEVELS,
    MINOR,
    Finding,
    find_stop,
    list_counted,
    list_faults,
    list_trends,
    say_count,
)
from formcheck.report.set_report import JudgedRep, SetReport
from formcheck.report.unjudged import Unjudged, list_unjudged
from formcheck.report.wording import find_words, start_sentence

MOST_GOOD = 3
"""Praise is short."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One number of the set: "6" reps "clean". A value of "–" is not known."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class SetVerdict:
    """A set in words.

    Attributes
    ----------
    headline : str
        What happened: "Stop at 7. Your low back rounded on rep 8."
    cue : str
        What to do about it next set, as a coach says it; empty: nothing.
    facts : tuple of Fact
        Repetitions, clean ones, score and share judged, in this order.
    good : tuple of str
        What was good, a sentence each.
    findings : tuple of Finding
        Everything seen that differs: first what the headline is about, then the gravest.
    unjudged : tuple of Unjudged
        Never empty because something is "fine": what is missing here was judged.
    """

    headline: str
    cue: str
    facts: tuple[Fact, ...]
    good: tuple[str, ...]
    findings: tuple[Finding, ...]
    unjudged: tuple[Unjudged, ...]

    @property
    def label(self) -> str:
        """What stands above the headline."""
        is_change = self.cue and any(self.headline.endswith(finding.text) for finding in self.findings)
        return "Change one thing next set" if is_change else "Your set"


def sum_up(report: SetReport) -> SetVerdict:
    """Put a report into words.

    Parameters
    ----------
    report : SetReport
        Fresh or read back from a file.

    Returns
    -------
    SetVerdict
    """
    faults = list_faults(report)
    # What the headline is about comes first; behind it severity, and within that the order of the rules.
    rest = sorted([*faults[1:], *list_trends(report, faults)], key=lambda finding: -finding.severity)
    findings = (*faults[:1], *rest)
    unjudged = tuple(list_unjudged(report))
    headline, cue = _write_headline(report, findings, unjudged)
    return SetVerdict(headline, cue, _list_facts(report), _list_good(report), findings, unjudged)


def is_clean(judged: JudgedRep) -> bool:
    """Whether enough of a counted repetition was judged, and nothing found but what is worth watching."""
    return not math.isnan(judged.score) and all(fault.severity < MINOR for fault in judged.faults)


def grade_rep(judged: JudgedRep) -> str:
    """The level a repetition is shown with: "good", "info", "minor", "major", "partial" or "unjudged".

    Where too little was judged for a score it is "unjudged", unless a fault was found all the same.
    """
    if not judged.rep.is_counted:
        return "partial"
    worst = max((fault.severity for fault in judged.faults), default=0)
    if worst < MINOR and math.isnan(judged.score):
        return "unjudged"
    return LEVELS[worst]


def name_rep(judged: JudgedRep, has_sides: bool) -> str:
    """What a repetition is called: "3", "3 L", or "–" of one that does not count."""
    side = judged.rep.side[0].upper() if has_sides and judged.rep.side != "both" else ""
    return f"{judged.rep.index or '–'} {side}".strip()


def describe_corrections(report: SetReport) -> str:
    """Say how much of the report a person changed; what was refused, or made no difference, does not count.

    Returns
    -------
    str
        A sentence; empty: nothing.
    """
    told = report.provenance.get("corrections", ())
    changes = told if isinstance(told, list | tuple) else ()
    number = sum(isinstance(one, Mapping) and one.get("outcome") == APPLIED for one in changes)
    return f"Corrected by you: {number} change{'' if number == 1 else 's'}." if number else ""


def _write_headline(
    report: SetReport, findings: tuple[Finding, ...], unjudged: tuple[Unjudged, ...]
) -> tuple[str, str]:
    """What happened, and what to do."""
    if not report.quality.person_share > 0:
        return "We saw nobody in this clip.", "Film the whole body, well lit."
    if not report.count:
        return "We saw no full rep.", "Is the whole body in view for the entire set?"
    lead = findings[0] if findings else None
    if lead is not None and lead.severity >= MINOR:
        stop = find_stop(report, lead)
        return (f"Stop at {stop}. " if stop else "") + lead.text, lead.cue
    advice = next((one.advice for one in unjudged if one.advice), "")
    if math.isnan(report.summary.score):
        return f"{say_count(report.count)}, but too little could be judged.", advice
    for finding in findings:
        if finding.cue:
            return finding.text, finding.cue
    return "Nothing to change. Add one rep next time.", ""


def _list_facts(report: SetReport) -> tuple[Fact, ...]:
    summary = report.summary
    clean = str(sum(is_clean(judged) for judged in list_counted(report)))
    partial = f", {report.partial_count} partial" if report.partial_count else ""
    score = "–" if math.isnan(summary.score) else f"{summary.score:.0f}"
    share = "–" if math.isnan(summary.coverage) else f"{100 * summary.coverage:.0f} %"
    return (
        Fact(str(report.count), f"{'rep' if report.count == 1 else 'reps'}{partial}"),
        Fact(clean if score != "–" else "–", "clean"),
        Fact(score, "score withheld" if score == "–" and report.count else "set score"),
        Fact(share, "judged"),
    )


def _list_good(report: SetReport) -> tuple[str, ...]:
    """What was good: clean repetitions, and what was looked at and found in order."""
    counted = list_counted(report)
    clean = sum(is_clean(judged) for judged in counted)
    faulty = {fault.rule for judged in counted for fault in judged.faults}
    rules = sorted(report.exercise.rules, key=lambda rule: rule.priority)
    in_order: dict[str, bool] = {}
    for rule in rules:
        verdict = report.verdicts.get(rule.name)
        is_good = verdict is not None and verdict.verdict == "absent" and rule.name not in faulty
        words = find_words(rule.name).good
        in_order[words] = in_order.get(words, True) and is_good
    praised = [words for words, is_good in in_order.items() if words and is_good][:MOST_GOOD]
    good = [f"{say_count(clean, 'clean ')}."] if clean else []
    if praised:
        good.append(f"{start_sentence(', '.join(praised))}.")
    return tuple(good)


def read_amount(source: Mapping[str, Any], name: str) -> float:
    """A number of what was reviewed; 0: not known."""
    value = source.get(name)
    return float(value) if isinstance(value, int | float) else 0.0


def describe_source(report: SetReport) -> str:
    """Say what was reviewed: load, view, length and name of the clip, and how the movement was found.

    Returns
    -------
    str
        What is known of it; empty: nothing.
    """
    source = report.source
    load_kg, duration_s = (read_amount(source, name) for name in ("load_kg", "duration_s"))
    views = {"side": "filmed from the side", "front": "filmed from the front", "oblique": "filmed obliquely"}
    parts = [
        f"{load_kg:g} kg" if load_kg else "",
        views.get(report.quality.view, ""),
        f"{duration_s:.0f} s" if duration_s else "",
        str(source.get("name", "")),
        _describe_recognition(report.provenance.get("recognition")),
    ]
    return " · ".join(part for part in parts if part)


def _describe_recognition(told: object) -> str:
    """Say how sure it is which movement it was; empty where somebody named it."""
    if not isinstance(told, Mapping) or told.get("decided_by") != "recognition":
        return ""
    sureness = read_amount(told, "sureness")
    return f"movement recognised, {100 * sureness:.0f} % sure" if sureness else "movement recognised"
