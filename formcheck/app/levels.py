"""How a repetition looks everywhere on the page: its level, its symbol and its cell."""

from __future__ import annotations

import math

from formcheck.report.set_report import JudgedRep
from formcheck.report.wording import find_words
from formcheck.reps.rep import RepKind

PARTIAL, NOT_JUDGED, PENDING = -1, -2, -3
"""Levels of a repetition that has none: listed as partial, too little of it seen, or only just over."""
KINDS = {PARTIAL: "part", NOT_JUDGED: "blind", PENDING: "next", 0: "l0", 1: "l1", 2: "l2", 3: "l3"}
"""Level → the name of its symbol."""
WORDS = {"l0": "clean", "l1": "worth watching", "l2": "fault", "l3": "clear fault"}
WORDS |= {"part": "partial", "failed": "failed", "blind": "not judged"}
SIGNS = {"l0": "●", "l1": "○", "l2": "▲", "l3": "◆", "part": "◐", "failed": "✕", "blind": "▢"}
DEGREES = {1: "{} (worth watching)", 2: "{}", 3: "clearly {}"}


def grade_rep(judged: JudgedRep) -> int:
    """Level of a repetition: that of its worst fault, or ``PARTIAL``, or ``NOT_JUDGED``."""
    if judged.rep.kind is RepKind.PARTIAL:
        return PARTIAL
    worst = max((fault.severity for fault in judged.faults), default=0)
    return NOT_JUDGED if worst == 0 and math.isnan(judged.score) else worst


def find_kind(judged: JudgedRep) -> str:
    """Name of the symbol of a repetition."""
    return "failed" if judged.rep.kind is RepKind.FAILED else KINDS[grade_rep(judged)]


def say_score(score: float) -> str:
    """The score, or "–"."""
    return "–" if math.isnan(score) else f"{score:.0f}"


def say_what(judged: JudgedRep) -> str:
    """What was seen: "clearly rounded back, rushed way back", or "clean"."""
    kind = find_kind(judged)
    if kind in ("part", "failed"):
        return f"{WORDS[kind]}, not counted"
    found = [DEGREES[fault.severity].format(find_words(fault.rule).name) for fault in judged.faults]
    return ", ".join(found) or WORDS[kind]


def lay_out_cell(kind: str, label: str, score: float, words: str) -> dict[str, str]:
    """The cell of a repetition as ``cell.js`` takes it."""
    told = "" if math.isnan(score) else f", score {say_score(score)}"
    return {"kind": kind, "label": label, "score": say_score(score), "alt": f"Rep {label}: {words}{told}"}
