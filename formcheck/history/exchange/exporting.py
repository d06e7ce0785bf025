"""The log as a file that Strong's and Hevy's readers take, and what such a file cannot hold."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from formcheck.history.entries import LoggedSet
from formcheck.history.log_book import LogBook
from formcheck.history.queries import SetFilter, list_sessions, list_sets
from formcheck.report.training_log import WorkoutRow, write_hevy_rows, write_strong_rows

WRITERS: dict[str, Callable[[Iterable[WorkoutRow], Path], None]] = {
    "strong": write_strong_rows,
    "hevy": write_hevy_rows,
}
_EVERYTHING = -1
"""SQLite's way to say: no limit."""


@dataclass(frozen=True, slots=True)
class ExportResult:
    """How many sets were written, and a sentence for everything the file cannot hold of them."""

    sets: int
    losses: tuple[str, ...]


def export_log(log: LogBook, path: Path, app: str, which: SetFilter) -> ExportResult:
    """Write sets as a file of Strong or Hevy.

    Parameters
    ----------
    log : LogBook
    path : Path
        Replaced when it is there.
    app : str
        A key of ``WRITERS``.
    which : SetFilter
        Of one athlete: the files do not say whose sets they are.

    Returns
    -------
    ExportResult
        Read into an empty log, the file gives these sets again, but for what ``losses`` say.
    """
    rows = list_rows(log, which)
    WRITERS[app]((row for _, row in rows), path)
    return ExportResult(len(rows), tuple(_tell_losses(rows, app)))


def list_rows(log: LogBook, which: SetFilter) -> list[tuple[LoggedSet, WorkoutRow]]:
    """Sets with their rows, in the order in which they were done.

    What was imported keeps the time at which its workout began. All else of a session is one workout, which
    began with its first set.
    """
    sets = list_sets(log, which, _EVERYTHING)[::-1]
    sessions = {one.session_id: one for one in list_sessions(log, which.athlete)}
    begins = _find_begins(sets)
    lengths_s = _measure_workouts(sets, begins)
    rows = []
    for one in sets:
        session = sessions.get(one.session_id or 0)
        facts, begin = one.facts, begins[one.set_id]
        is_imported = one.source == "import"
        row = WorkoutRow(
            began_at=begin.replace(tzinfo=None, microsecond=0),
            exercise=facts.exercise_name,
            count=facts.count,
            workout=session.title if session else "",
            workout_note=session.note if session else "",
            note=one.note,
            workout_s=facts.workout_s if is_imported else lengths_s.get(begin, math.nan),
            set_type=facts.set_type,
            load_kg=facts.load_kg,
            distance_m=facts.distance_m,
            duration_s=math.nan if one.has_report else facts.duration_s,
            rpe=one.rpe,
        )
        rows.append((one, row))
    return rows


def _find_begins(sets: Iterable[LoggedSet]) -> dict[int, datetime]:
    """When the workout of every set began."""
    first: dict[int | None, datetime] = {}
    begins = {}
    for one in sets:
        begins[one.set_id] = (
            one.trained_at if one.source == "import" else first.setdefault(one.session_id, one.trained_at)
        )
    return begins


def _measure_workouts(sets: Iterable[LoggedSet], begins: Mapping[int, datetime]) -> dict[datetime, float]:
    """How long every workout took that was not imported, from its first set to its last, by its beginning."""
    lengths_s: dict[datetime, float] = defaultdict(lambda: math.nan)
    for one in sets:
        seconds = (one.trained_at - begins[one.set_id]) // timedelta(seconds=1)
        if one.source != "import" and seconds > 0:
            lengths_s[begins[one.set_id]] = float(seconds)
    return lengths_s


def _tell_losses(rows: Iterable[tuple[LoggedSet, WorkoutRow]], app: str) -> Iterator[str]:
    sets = [one for one, _ in rows]
    if any(one.athlete for one in sets):
        yield "Whose sets they are is not in the file."
    if len({one.trained_at.utcoffset() for one in sets}) > 1:
        yield "Times are those of the clock where each set was done, without its zone."
    elif sets:
        yield "Times are those of the clock, without a zone."
    if any(one.trained_at.replace(tzinfo=None, microsecond=0) != row.began_at for one, row in rows):
        yield "When within a workout each set was done is left out, as these apps do; their order is kept."
    if app == "hevy" and any(row.began_at.second or not _is_whole(row.workout_s) for _, row in rows):
        yield "Hevy's times have no seconds."
    if any(one.has_report for one in sets):
        yield "What formcheck saw (scores, findings, single repetitions, pose tracks) has no column there."
    if any(one.facts.partial_count or one.facts.failed_count for one in sets):
        yield "Partial and failed repetitions are left out."
    if any(one.source != "import" for one in sets):
        yield "Filmed and typed sets come back as imported ones."


def _is_whole(workout_s: float) -> bool:
    return math.isnan(workout_s) or workout_s % 60 == 0
