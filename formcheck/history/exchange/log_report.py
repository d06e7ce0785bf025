"""Sets of a span of days as a page to read, print and hand on: what they come to, then each of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from statistics import median

from formcheck.history.advice.limits import load_limits
from formcheck.history.advice.sayings import name_pattern, say_many
from formcheck.history.entries import LoggedRep, LoggedSet, SetFacts, TrainingSession, find_monday
from formcheck.history.load_units import LOAD_UNITS, say_load
from formcheck.history.log_book import LogBook
from formcheck.history.queries import SetFilter, VerdictCount, count_verdicts, list_sessions, list_sets
from formcheck.history.trends import TrendPoint
from formcheck.report.html import build_page
from formcheck.report.tempo import say_tempo
from formcheck.report.training_log import format_amount
from formcheck.report.wording import MEDICAL_LINE, find_words, start_sentence

NOT_JUDGED = "not judged"
MOST_FINDINGS = 8
_SETS = ("Time", "Movement", "Load", "Reps", "Clean", "Score", "Tempo, s", "Effort", "Note")
_MOVEMENTS = (
    "Movement",
    "Sets",
    "Reps",
    "Heaviest",
    "Load × reps",
    "Median score",
    "Quality sets",
    "From",
    "To",
)
_WEEKS = ("Week of", "Pattern", "Days", "Sets", "Quality sets", "Reps", "Load × reps")
_FINDINGS = ("Finding", "Seen in", "Not seen in", "Not judged in")
_TEXT_HEADS = ("Movement", "Note", "Pattern", "Finding", "Week of")


@dataclass(frozen=True, slots=True)
class LogReport:
    """What a page is written of.

    Attributes
    ----------
    sets : sequence of LoggedSet
        In the order in which they were done.
    sessions : sequence of TrainingSession
        The latest first.
    verdicts : sequence of VerdictCount
    athlete : str or None
        None: everybody.
    unit : str
        In which loads are said.
    """

    sets: Sequence[LoggedSet]
    sessions: Sequence[TrainingSession]
    verdicts: Sequence[VerdictCount] = ()
    athlete: str | None = None
    unit: str = "kg"


def write_sets_html(log: LogBook, path: Path, which: SetFilter, unit: str = "kg") -> int:
    """Write a page of what some days come to, with a table for every session; returns how many sets it has.

    Parameters
    ----------
    log : LogBook
    path : Path
        Replaced when it is there.
    which : SetFilter
    unit : str
        "kg" or "lb".
    """
    sets = list_sets(log, which, -1)[::-1]
    sessions = list_sessions(log, which.athlete)
    report = LogReport(sets, sessions, count_verdicts(log, which), which.athlete, unit)
    path.write_text(build_log_page(report), encoding="utf-8")
    return len(sets)


def build_log_page(report: LogReport) -> str:
    """Build the page; it opens offline."""
    sets = report.sets
    by_session: dict[int | None, list[LoggedSet]] = {}
    for one in sets:
        by_session.setdefault(one.session_id, []).append(one)
    sessions = [one for one in report.sessions if one.session_id in by_session]
    days = sorted(one.local_day for one in sets)
    span = f"{days[0]:%Y-%m-%d} to {days[-1]:%Y-%m-%d}" if days else "no sets"
    reps = sum(one.facts.count for one in sets)
    unjudged = sum(math.isnan(one.facts.score) for one in sets)
    counted = ", ".join(
        say_many(number, what)
        for number, what in (
            (len(set(days)), "day"), (len(sessions), "session"), (len(sets), "set"), (reps, "rep")
        )
    )  # fmt: skip
    facts = f"{counted}; {say_many(unjudged, 'set')} {'was' if unjudged == 1 else 'were'} {NOT_JUDGED}"
    title = f"Training log, {span}"
    who = f'<p class="quiet">{escape(report.athlete)}</p>' if report.athlete else ""
    head = f'<header><h1>{escape(title)}</h1>{who}<p class="quiet">{escape(facts)}.</p></header>'
    cards = [
        _write_movements(sets, report.unit),
        _write_weeks(sets, report.unit),
        _write_verdicts(report.verdicts),
        *(_write_session(one, by_session[one.session_id], report.unit) for one in sessions),
    ]
    return build_page(title, [head, *filter(None, cards), f'<p class="quiet">{escape(MEDICAL_LINE)}</p>'])


def read_tempo(timed: SetFacts | LoggedRep | TrendPoint) -> tuple[float, float, float, float]:
    """The phases of a repetition, or their medians over a set, in the order of a tempo."""
    return timed.eccentric_s, timed.pause_stretched_s, timed.concentric_s, timed.pause_contracted_s


def _write_movements(sets: Sequence[LoggedSet], unit: str) -> str:
    groups: dict[str, list[LoggedSet]] = {}
    for one in sets:
        groups.setdefault(one.facts.exercise_key, []).append(one)
    rows = [
        (
            many[-1].facts.exercise_name, str(len(many)), str(sum(one.facts.count for one in many)),
            _say_heaviest(many, unit), _say_volume(many, unit), _say_median(many), _count_quality(many),
            f"{many[0].local_day:%Y-%m-%d}", f"{many[-1].local_day:%Y-%m-%d}",
        )
        for many in sorted(groups.values(), key=len, reverse=True)
    ]  # fmt: skip
    return _write_card("By movement", _MOVEMENTS, rows)


def _write_weeks(sets: Sequence[LoggedSet], unit: str) -> str:
    groups: dict[tuple[date, str], list[LoggedSet]] = {}
    for one in sets:
        monday = find_monday(one.local_day)
        groups.setdefault((monday, one.facts.family), []).append(one)
    rows = [
        (
            f"{monday:%Y-%m-%d}", start_sentence(name_pattern(family)) if family else "Other",
            str(len({one.local_day for one in many})), str(len(many)), _count_quality(many),
            str(sum(one.facts.count for one in many)), _say_volume(many, unit),
        )
        for (monday, family), many in sorted(groups.items(), key=_order_week)
    ]  # fmt: skip
    return _write_card("By week", _WEEKS, rows)


def _order_week(group: tuple[tuple[date, str], object]) -> tuple[int, str]:
    """The latest week first, in it the patterns by name."""
    (monday, family), _ = group
    return -monday.toordinal(), family


def _write_verdicts(verdicts: Sequence[VerdictCount]) -> str:
    rows = [
        (start_sentence(find_words(one.rule).name), *(
            say_many(number, "set") if number else "–" for number in (one.present, one.absent, one.not_judged)
        ))
        for one in verdicts
        if one.present
    ]  # fmt: skip
    return _write_card("What was seen most often", _FINDINGS, rows[:MOST_FINDINGS])


def _write_session(session: TrainingSession, sets: Sequence[LoggedSet], unit: str) -> str:
    what = " · ".join(part for part in (session.athlete, session.title, session.note) if part)
    rows = [tuple(_lay_out_set(one, unit)) for one in sets]
    return _write_card(f"{session.began_at:%Y-%m-%d %H:%M}", _SETS, rows, what)


def _lay_out_set(one: LoggedSet, unit: str) -> Iterable[str]:
    facts = one.facts
    kind = "" if facts.set_type == "normal" else f" ({facts.set_type})"
    yield f"{one.trained_at:%H:%M}"
    yield f"{facts.exercise_name}{kind}"
    yield say_load(facts.load_kg, unit) if facts.load_kg > 0 else "–"
    yield f"{facts.count}{f' + {facts.partial_count} partial' if facts.partial_count else ''}"
    yield NOT_JUDGED if facts.clean_count is None else str(facts.clean_count)
    yield NOT_JUDGED if math.isnan(facts.score) else f"{facts.score:.0f}"
    yield say_tempo(read_tempo(facts))
    yield format_amount(one.rpe) or "–"
    yield one.note


def _say_heaviest(sets: Iterable[LoggedSet], unit: str) -> str:
    loads_kg = [one.facts.load_kg for one in sets if one.facts.load_kg > 0]
    return say_load(max(loads_kg), unit) if loads_kg else "–"


def _say_volume(sets: Iterable[LoggedSet], unit: str) -> str:
    volume_kg = sum(one.facts.load_kg * one.facts.count for one in sets if one.facts.load_kg > 0)
    return f"{volume_kg / LOAD_UNITS[unit]:,.0f} {unit}" if volume_kg else "–"


def _say_median(sets: Iterable[LoggedSet]) -> str:
    scores = [one.facts.score for one in sets if not math.isnan(one.facts.score)]
    return f"{median(scores):.0f}" if scores else NOT_JUDGED


def _count_quality(sets: Iterable[LoggedSet]) -> str:
    quality = load_limits().quality
    return str(sum(quality.counts(one.facts) for one in sets))


def _write_card(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], note: str = "") -> str:
    """A card with a table; empty where it would have no row."""
    if not rows:
        return ""
    are_texts = [head in _TEXT_HEADS for head in heads]
    body = "".join(f"<tr>{_write_cells('td', row, are_texts)}</tr>" for row in rows)
    quiet = f'<p class="quiet">{escape(note)}</p>' if note else ""
    return (
        f'<section class="card"><h2>{escape(title)}</h2>{quiet}<div class="scroll"><table>'
        f"<caption>{escape(title)}</caption><thead><tr>{_write_cells('th', heads, are_texts)}</tr></thead>"
        f"<tbody>{body}</tbody></table></div></section>"
    )


def _write_cells(tag: str, cells: Sequence[str], are_texts: Sequence[bool]) -> str:
    classes = [' class="text"' if is_text else "" for is_text in are_texts]
    return "".join(f"<{tag}{kind}>{escape(cell)}</{tag}>" for cell, kind in zip(cells, classes, strict=True))
