"""The table of repetitions as people read it: the same cells in every format."""

from __future__ import annotations

import math
from dataclasses import dataclass

from formcheck.report.set_report import JudgedRep, SetReport
from formcheck.report.tempo import read_phase_s
from formcheck.report.unjudged import list_gaps
from formcheck.report.verdict import grade_rep
from formcheck.report.wording import UNITS, join_words, name_fault, start_sentence
from formcheck.reps.rep import TEMPO_PHASES, RepKind

UNKNOWN = "–"


@dataclass(frozen=True, slots=True)
class RepRow:
    """One repetition.

    Attributes
    ----------
    level : str
        What it is shown with; see `formcheck.report.verdict.grade_rep`.
    number : str
        "3", or "–" where it does not count.
    score : str
        Also one of the cells.
    cells : tuple of str
        Under the columns of the table.
    seen, unjudged : str
        What was seen, and what was not judged.
    is_changed : bool
        By a person.
    """

    level: str
    number: str
    score: str
    cells: tuple[str, ...]
    seen: str
    unjudged: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class RepTable:
    """Columns of numbers between "Rep" and "What we saw", and the rows."""

    columns: tuple[str, ...]
    rows: tuple[RepRow, ...]


def make_rep_table(report: SetReport) -> RepTable:
    """Lay the repetitions of a report out; what is not known is "–"."""
    words, unit = report.exercise.phase_words, UNITS[report.exercise.unit][0].strip()
    sides = ("Side",) if report.side_counts else ()
    phases = (f"{start_sentence(words[phase.value])} ≈s" for phase in TEMPO_PHASES)
    columns = (*sides, "Score", *phases, f"Range {unit}", f"Speed {unit}/s")
    return RepTable(columns, tuple(_make_row(report, judged) for judged in report.reps))


def _make_row(report: SetReport, judged: JudgedRep) -> RepRow:
    rep, (_, digits) = judged.rep, UNITS[report.exercise.unit]
    score = _format(judged.score, 0)
    cells = (
        *((rep.side,) if report.side_counts else ()),
        score,
        *(_format(read_phase_s(rep, phase), 1) for phase in TEMPO_PHASES),
        _format(rep.range, digits),
        _format(rep.mean_concentric_speed, digits),
    )
    gaps = join_words(list_gaps(report, judged))
    number = str(rep.index) if rep.is_counted else UNKNOWN
    seen = say_seen(judged)
    unjudged = start_sentence(gaps) or UNKNOWN
    return RepRow(grade_rep(judged), number, score, cells, seen, unjudged, judged.changed)


def say_seen(judged: JudgedRep) -> str:
    """What was seen in a repetition: its faults, or that it was clean, or that too little was judged."""
    if not judged.rep.is_counted:
        return f"{start_sentence(judged.rep.kind.value)}, not counted"
    said = ["looks like the pick-up"] if judged.rep.kind is RepKind.PICK_UP else []
    said += [name_fault(fault) for fault in sorted(judged.faults, key=lambda fault: -fault.severity)]
    if not said:
        return "Too little judged" if math.isnan(judged.score) else "Clean"
    return start_sentence(", ".join(said))


def _format(value: float, digits: int) -> str:
    return UNKNOWN if math.isnan(value) else f"{value:.{digits}f}"
