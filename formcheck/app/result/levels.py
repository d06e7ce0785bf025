"""How a repetition looks everywhere on the page: its symbol, its word, its shape in a chart."""

from __future__ import annotations

import math

from formcheck.app.findings import NOT_JUDGED, PARTIAL, grade_rep
from formcheck.report.set_report import JudgedRep
from formcheck.report.wording import find_words
from formcheck.reps.rep import RepKind

KINDS = {PARTIAL: "part", NOT_JUDGED: "blind", 0: "l0", 1: "l1", 2: "l2", 3: "l3"}
"""Level → the name of its symbol."""
WORDS = {"l0": "clean", "l1": "worth watching", "l2": "fault", "l3": "clear fault"}
WORDS |= {"part": "partial", "failed": "failed", "blind": "not judged"}
SIGNS = {"l0": "●", "l1": "○", "l2": "▲", "l3": "◆", "part": "◐", "failed": "✕", "blind": "▢"}
DEGREES = {1: "{} (worth watching)", 2: "{}", 3: "clearly {}"}


def find_kind(judged: JudgedRep) -> str:
    """Name of the symbol of a repetition."""
    return "failed" if judged.rep.kind is RepKind.FAILED else KINDS[grade_rep(judged)]


def name_rep(judged: JudgedRep, has_sides: bool) -> str:
    """What a repetition is called: "3", "3 L", or "–" of one that does not count."""
    side = judged.rep.side[0].upper() if has_sides and judged.rep.side != "both" else ""
    return f"{judged.rep.index or '–'} {side}".strip()


def say_score(judged: JudgedRep) -> str:
    """The score, or "–"."""
    return "–" if math.isnan(judged.score) else f"{judged.score:.0f}"


def say_what(judged: JudgedRep) -> str:
    """What was seen: "clearly rounded back, rushed way back", or "clean"."""
    kind = find_kind(judged)
    if kind in ("part", "failed"):
        return f"{WORDS[kind]}, not counted"
    found = [DEGREES[fault.severity].format(find_words(fault.rule).name) for fault in judged.faults]
    return ", ".join(found) or WORDS[kind]
