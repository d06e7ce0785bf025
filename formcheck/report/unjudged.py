"""What of a set could not be judged, in words: whole rules, single repetitions, conditions that failed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from formcheck.report.set_report import JudgedRep, SetReport
from formcheck.report.wording import find_words, join_words, say_reps, start_sentence

GATE_WORDS = {
    "person": "Much of the set was not seen.",
    "frame_rate": "Too few pictures a second.",
    "size": "You are small in the picture.",
    "view": "You are not side-on.",
    "both_arms": "One arm was hidden.",
    "slow_motion": "Times may be wrong.",
    "calibration": "Your own neutral back is not known.",
    "hold_depth": "Your own neutral back is not used.",
    "level": "The camera is tilted.",
    "camera": "The camera has moved.",
}
"""What a failed condition is called."""


@dataclass(frozen=True, slots=True)
class Unjudged:
    """What could not be judged, and what to do about it.

    Attributes
    ----------
    text : str
        "Shoulder level, hip shift and knees not judged."
    advice : str
        Why, and how to film it better; empty: nothing can be done.
    """

    text: str
    advice: str


def list_unjudged(report: SetReport) -> Iterator[Unjudged]:
    """What was not judged in the whole set, then on single repetitions; one entry for every reason."""
    counted = [judged for judged in report.reps if judged.rep.is_counted]
    if report.count and math.isnan(report.summary.score):
        share = report.summary.coverage
        yield Unjudged(f"Score withheld: only {100 * share:.0f} % could be judged.", "")
    whole: dict[str, list[str]] = {}
    for rule, verdict in report.verdicts.items():
        if verdict.verdict == "not_judged":
            whole.setdefault(verdict.reason, []).append(find_words(rule).subject)
    single: dict[tuple[str, tuple[int, ...]], list[str]] = {}
    for subject, reason, reps in _list_gaps(report, counted):
        if len(reps) == len(counted):
            whole.setdefault(reason, []).append(subject)
        else:
            single.setdefault((reason, reps), []).append(subject)
    for reason, subjects in whole.items():
        yield Unjudged(_say_subjects(subjects), reason)
    for gate in report.quality.gates:
        if not gate.ok and gate.hint not in whole:
            yield Unjudged(GATE_WORDS.get(gate.name, f"{find_words(gate.name).name}."), gate.hint)
    for (reason, reps), subjects in single.items():
        yield Unjudged(f"{_say_subjects(subjects).removesuffix('.')} on {say_reps(reps)}.", reason)


def list_gaps(report: SetReport, judged: JudgedRep) -> list[str]:
    """What one repetition misses though the set has a verdict on it, each subject once."""
    return list(dict.fromkeys(subject for subject, _, _ in _list_gaps(report, [judged])))


def _list_gaps(report: SetReport, counted: list[JudgedRep]) -> list[tuple[str, str, tuple[int, ...]]]:
    """What single repetitions miss though the set has a verdict: (subject, reason, repetitions)."""
    gaps: dict[tuple[str, str], list[int]] = {}
    for judged in counted:
        for unseen in judged.not_judged:
            verdict = report.verdicts.get(unseen.rule)
            if verdict is None or verdict.verdict != "not_judged":
                subject = find_words(unseen.rule).subject
                gaps.setdefault((subject, unseen.reason), []).append(judged.rep.index or 0)
    return [(subject, reason, tuple(dict.fromkeys(reps))) for (subject, reason), reps in gaps.items()]


def _say_subjects(subjects: list[str]) -> str:
    """Name what was not judged, each once."""
    return f"{start_sentence(join_words(list(dict.fromkeys(subjects))))} not judged."
