"""Sets of a span of days as a table for spreadsheets."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import Any

from formcheck.history.entries import LoggedSet
from formcheck.history.log_book import LogBook
from formcheck.history.queries import SetFilter, list_sessions, list_sets
from formcheck.report.training_log import format_amount

COLUMNS: tuple[str, ...] = (
    "date", "time", "utc_offset", "athlete", "session", "movement", "set_type", "load_kg", "reps", "partial",
    "failed", "clean", "score", "coverage", "eccentric_s", "pause_stretched_s", "concentric_s",
    "pause_contracted_s", "range", "range_unit", "rpe", "source", "note",
)  # fmt: skip


def write_sets_csv(log: LogBook, path: Path, which: SetFilter) -> int:
    """Write one row a set, the earliest first; an empty cell is "not known" or "not judged", never zero.

    Returns
    -------
    int
        How many sets there are.
    """
    sets = list_sets(log, which, -1)[::-1]
    titles = {one.session_id: one.title for one in list_sessions(log, which.athlete)}
    # The byte-order mark makes spreadsheets read accents rightly.
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(_lay_out(one, titles.get(one.session_id or 0, "")) for one in sets)
    return len(sets)


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
