"""One movement over time, and the best of it, read from columns; `formcheck.history.queries` says how."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from formcheck.history.log_book import LogBook
from formcheck.history.queries import SetFilter, write_condition
from formcheck.history.rows import read_cell, read_instant

SPINE_RULE, SIDES_RULE = "spinal_rounding", "uneven_sides"
BESTS = {
    "heaviest": "CASE WHEN count > 0 AND load_kg > 0 THEN load_kg END",
    "heaviest_clean": "CASE WHEN count > 0 AND load_kg > 0 AND clean_count = count THEN load_kg END",
    "most_reps": "CASE WHEN count > 0 THEN count END",
    "most_volume": "CASE WHEN load_kg * count > 0 THEN load_kg * count END",
    "best_score": "score",
}
"""What one can be best at, and its value of a set; NULL: this set is out."""
BEST_NAMES = {
    "heaviest": "heaviest",
    "heaviest_clean": "heaviest, every rep clean",
    "most_reps": "most reps in a set",
    "most_volume": "most load times reps",
    "best_score": "best score",
}
"""What each of them is called."""
_NUMBERS = (
    "load_kg", "score", "coverage", "range_mean", "range_median", "range_variation", "eccentric_s",
    "pause_stretched_s", "concentric_s", "pause_contracted_s", "slowing", "form_breakdown", "momentum",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A set as a point of a trend; NaN: not known, or not judged.

    Attributes
    ----------
    set_id : int
    trained_at : datetime
        In the time of the place.
    count : int
    clean_count : int or None
        None: too little was judged.
    range_unit : str
    view : str
        Ranges, backs and tempos of other views are not as exact.
    is_calibrated : bool
        ``back_arc_deg`` is a difference to the athlete's own neutral back, else an arc: never one line.
    back_arc_deg : float
        Median Dorsal Arc Angle of the repetitions.
    side_difference : float
        Median of what the rule for uneven sides measured: the share of a pull, range or hold by which one
        side is behind the other.
    load_kg, score, coverage, range_mean, range_median, range_variation : float
    eccentric_s, pause_stretched_s, concentric_s, pause_contracted_s : float
    slowing, form_breakdown, momentum : float
        As of `formcheck.history.entries.SetFacts`.
    """

    set_id: int
    trained_at: datetime
    count: int
    clean_count: int | None
    range_unit: str
    view: str
    is_calibrated: bool
    back_arc_deg: float = math.nan
    side_difference: float = math.nan
    load_kg: float = math.nan
    score: float = math.nan
    coverage: float = math.nan
    range_mean: float = math.nan
    range_median: float = math.nan
    range_variation: float = math.nan
    eccentric_s: float = math.nan
    pause_stretched_s: float = math.nan
    concentric_s: float = math.nan
    pause_contracted_s: float = math.nan
    slowing: float = math.nan
    form_breakdown: float = math.nan
    momentum: float = math.nan


@dataclass(frozen=True, slots=True)
class RulePoint:
    """What a rule said of a set: "present", "absent" or "not_judged", and the median it measured, or NaN."""

    set_id: int
    trained_at: datetime
    verdict: str
    median: float
    unit: str


@dataclass(frozen=True, slots=True)
class Best:
    """The best set of a movement.

    Attributes
    ----------
    exercise_key, exercise_name : str
    kind : str
        One of ``BESTS``.
    value : float
        In kg, repetitions or points of score.
    set_id : int
        Of equal ones the first.
    trained_at : datetime
    """

    exercise_key: str
    exercise_name: str
    kind: str
    value: float
    set_id: int
    trained_at: datetime


@dataclass(frozen=True, slots=True)
class RepRecord:
    """The heaviest load of a movement for so many repetitions or more."""

    count: int
    load_kg: float
    set_id: int
    trained_at: datetime


def read_trend(log: LogBook, athlete: str | None, exercise_key: str) -> list[TrendPoint]:
    """Every set of a movement, the first first."""
    condition, values = write_condition(SetFilter(athlete, exercise_key))
    numbers = ", ".join(f"sets.{name}" for name in _NUMBERS)
    rows = log.read(
        "SELECT id, trained_at_ms, utc_offset_s, count, clean_count, range_unit, view, is_calibrated,"
        f" back.median AS back_arc_deg, sides.median AS side_difference, {numbers} FROM sets"
        " LEFT JOIN verdicts AS back ON back.set_id = sets.id AND back.rule = ?"
        " LEFT JOIN verdicts AS sides ON sides.set_id = sets.id AND sides.rule = ?"
        f" WHERE {condition} ORDER BY trained_at_ms, id",
        [SPINE_RULE, SIDES_RULE, *values],
    )
    return [
        TrendPoint(
            set_id=row["id"],
            trained_at=read_instant(row["trained_at_ms"], row["utc_offset_s"]),
            count=row["count"],
            clean_count=row["clean_count"],
            range_unit=row["range_unit"],
            view=row["view"],
            is_calibrated=bool(row["is_calibrated"]),
            **{
                name: read_cell(row[name], "float") for name in ("back_arc_deg", "side_difference", *_NUMBERS)
            },
        )
        for row in rows
    ]


def read_rule_trend(log: LogBook, athlete: str | None, exercise_key: str, rule: str) -> list[RulePoint]:
    """What a rule said of every set of a movement that was reviewed, the first first."""
    condition, values = write_condition(SetFilter(athlete, exercise_key))
    rows = log.read(
        "SELECT id, trained_at_ms, utc_offset_s, verdict, median, unit FROM sets"
        f" JOIN verdicts ON set_id = id AND rule = ? WHERE {condition} ORDER BY trained_at_ms, id",
        [rule, *values],
    )
    return [
        RulePoint(set_id, read_instant(at_ms, offset_s), verdict, read_cell(middle, "float"), unit)
        for set_id, at_ms, offset_s, verdict, middle, unit in rows
    ]


def find_bests(log: LogBook, athlete: str | None, exercise_key: str = "") -> list[Best]:
    """The best set of every movement, or of one, in every way of ``BESTS`` that it has a value for."""
    condition, values = write_condition(SetFilter(athlete, exercise_key))
    rows = log.read(
        "SELECT exercise_key, exercise_name, id, trained_at_ms, utc_offset_s,"
        f" {', '.join(BESTS.values())} FROM sets WHERE {condition} ORDER BY trained_at_ms, id",
        values,
    )
    best: dict[tuple[str, int], Best] = {}
    for key, name, set_id, at_ms, offset_s, *amounts in rows:
        for place, (kind, amount) in enumerate(zip(BESTS, amounts, strict=True)):
            before = best.get((key, place))
            if amount is not None and (before is None or amount > before.value):
                trained_at = read_instant(at_ms, offset_s)
                best[key, place] = Best(key, name, kind, float(amount), set_id, trained_at)
    return [best[place] for place in sorted(best)]


def list_rep_records(log: LogBook, athlete: str | None, exercise_key: str) -> list[RepRecord]:
    """The heaviest load of a movement by repetitions, the fewest first.

    Returns
    -------
    list of RepRecord
        Loads only fall: who lifted more with more repetitions holds that record for fewer too.
    """
    condition, values = write_condition(SetFilter(athlete, exercise_key))
    rows = log.read(
        "SELECT count, load_kg, id, trained_at_ms, utc_offset_s FROM sets"
        f" WHERE {condition} AND count > 0 AND load_kg > 0"
        " ORDER BY load_kg DESC, count DESC, trained_at_ms, id",
        values,
    )
    records: list[RepRecord] = []
    for count, load_kg, set_id, at_ms, offset_s in rows:
        if not records or count > records[-1].count:
            records.append(RepRecord(count, load_kg, set_id, read_instant(at_ms, offset_s)))
    return records
