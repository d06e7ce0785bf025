"""Sets of a span of days as a table: CSV for spreadsheets, HTML to read and print."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from formcheck.history.advice.sayings import say_many
from formcheck.history.entries import LoggedSet, SetFacts, TrainingSession
from formcheck.history.log_book import LogBook
from formcheck.history.queries import SetFilter, list_sessions, list_sets
from formcheck.report.html import build_page
from formcheck.report.tempo import say_tempo
from formcheck.report.training_log import format_amount
from formcheck.report.wording import MEDICAL_LINE

COLUMNS: tuple[str, ...] = (
    "date", "time", "utc_offset", "athlete", "session", "movement", "set_type", "load_kg", "reps", "partial",
    "failed", "clean", "score", "coverage", "eccentric_s", "pause_stretched_s", "concentric_s",
    "pause_contracted_s", "range", "range_unit", "rpe", "source", "note",
)  # fmt: skip
NOT_JUDGED = "not judged"
_HEADS = ("Time", "Movement", "Load", "Reps", "Clean", "Score", "Tempo, s", "Effort", "Note")


def write_sets_csv(log: LogBook, path: Path, which: SetFilter) -> int:
    """Write one row a set, the earliest first; an empty cell is "not known" or "not judged", never zero.

    Returns
    -------
    int
        How many sets there are.
    """
    sets, sessions = _read(log, which)
    titles = {one.session_id: one.title for one in sessions}
    # The byte-order mark makes spreadsheets read accents rightly.
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(_lay_out(one, titles.get(one.session_id or 0, "")) for one in sets)
    return len(sets)


def write_sets_html(log: LogBook, path: Path, which: SetFilter) -> int:
    """Write a page with a table for every session, the latest first; returns how many sets there are."""
    sets, sessions = _read(log, which)
    path.write_text(build_sets_page(sets, sessions), encoding="utf-8")
    return len(sets)


def build_sets_page(sets: Sequence[LoggedSet], sessions: Sequence[TrainingSession]) -> str:
    """Build the page; sets in the order in which they were done."""
    by_session: dict[int | None, list[LoggedSet]] = {}
    for one in sets:
        by_session.setdefault(one.session_id, []).append(one)
    cards = [
        _write_session(one, by_session[one.session_id]) for one in sessions if one.session_id in by_session
    ]
    days = sorted(one.local_day for one in sets)
    span = f"{days[0]:%Y-%m-%d} to {days[-1]:%Y-%m-%d}" if days else "no sets"
    reps = sum(one.facts.count for one in sets)
    unjudged = sum(math.isnan(one.facts.score) for one in sets)
    counted = ", ".join(
        say_many(number, what)
        for number, what in ((len(cards), "session"), (len(sets), "set"), (reps, "rep"))
    )
    facts = f"{counted}; {say_many(unjudged, 'set')} {'was' if unjudged == 1 else 'were'} not judged"
    title = f"Training log, {span}"
    head = f'<header><h1>{escape(title)}</h1><p class="quiet">{escape(facts)}.</p></header>'
    return build_page(title, [head, *cards, f'<p class="quiet">{escape(MEDICAL_LINE)}</p>'])


def read_tempo(facts: SetFacts) -> tuple[float, float, float, float]:
    """The median phases of a set, in the order of a tempo."""
    return facts.eccentric_s, facts.pause_stretched_s, facts.concentric_s, facts.pause_contracted_s


def _read(log: LogBook, which: SetFilter) -> tuple[list[LoggedSet], list[TrainingSession]]:
    return list_sets(log, which, -1)[::-1], list_sessions(log, which.athlete)


def _lay_out(one: LoggedSet, title: str) -> dict[str, Any]:
    facts, at = one.facts, one.trained_at
    numbers = ("load_kg", "score", "coverage", *(name for name in COLUMNS if name.endswith("_s")))
    return {
        "date": f"{at:%Y-%m-%d}", "time": f"{at:%H:%M:%S}", "utc_offset": f"{at:%z}", "athlete": one.athlete,
        "session": title, "movement": facts.exercise_name, "set_type": facts.set_type, "reps": facts.count,
        "partial": facts.partial_count, "failed": facts.failed_count, "clean": facts.clean_count,
        "range": _round(facts.range_median, 3), "range_unit": facts.range_unit, "rpe": _round(one.rpe, 1),
        "source": one.source, "note": one.note,
        **{name: _round(getattr(facts, name), 3) for name in numbers},
    }  # fmt: skip


def _round(value: float, digits: int) -> str:
    return format_amount(value if math.isnan(value) else round(value, digits))


def _write_session(session: TrainingSession, sets: Iterable[LoggedSet]) -> str:
    heads = "".join(f"<th{_class(head)}>{escape(head)}</th>" for head in _HEADS)
    rows = "".join(f"<tr>{''.join(_write_cells(one))}</tr>" for one in sets)
    what = " · ".join(part for part in (session.athlete, session.title, session.note) if part)
    quiet = f'<p class="quiet">{escape(what)}</p>' if what else ""
    return (
        f'<section class="card"><h2>{session.began_at:%Y-%m-%d %H:%M}</h2>{quiet}<div class="scroll"><table>'
        f"<caption>Sets of {session.began_at:%Y-%m-%d}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div></section>"
    )


def _write_cells(one: LoggedSet) -> Iterable[str]:
    facts = one.facts
    kind = "" if facts.set_type == "normal" else f" ({facts.set_type})"
    texts = (
        f"{one.trained_at:%H:%M}",
        f"{facts.exercise_name}{kind}",
        f"{format_amount(facts.load_kg)} kg" if facts.load_kg > 0 else "–",
        f"{facts.count}{f' + {facts.partial_count} partial' if facts.partial_count else ''}",
        NOT_JUDGED if facts.clean_count is None else str(facts.clean_count),
        NOT_JUDGED if math.isnan(facts.score) else f"{facts.score:.0f}",
        say_tempo(read_tempo(facts)),
        format_amount(one.rpe) or "–",
        one.note,
    )
    for head, text in zip(_HEADS, texts, strict=True):
        yield f"<td{_class(head)}>{escape(text)}</td>"


def _class(head: str) -> str:
    return ' class="text"' if head in ("Movement", "Note") else ""
