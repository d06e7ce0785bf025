"""Training whose numbers are known, seen from a moment that stands still."""

from __future__ import annotations

import math
from datetime import datetime, timedelta, timezone
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from formcheck.history.advice.training import TrainedSet, Training
from formcheck.history.entries import LoggedFault, LoggedRep, LoggedSet, SetFacts
from tests.unit.history.set_factory import make_rep

BERLIN = ZoneInfo("Europe/Berlin")
WEDNESDAY = datetime(2026, 3, 4, 18, 0, tzinfo=BERLIN)
_ids = count(1)


def train(at: datetime, session: int | None = None, **changes: Any) -> TrainedSet:
    """A scored working set of eight barbell rows at 60 kg; facts and set may be changed."""
    facts: dict[str, Any] = {
        "exercise_key": "barbell_row", "exercise_name": "Barbell row", "family": "row", "count": 8,
        "load_kg": 60.0, "score": 90.0, "coverage": 0.9, "range_median": 0.5, "range_unit": "torso",
        "view": "side", "eccentric_s": 1.4, "form_breakdown": 3.0,
    }  # fmt: skip
    reps = changes.pop("reps", ())
    is_back_judged = changes.pop("is_back_judged", bool(reps))
    rpe = changes.pop("rpe", math.nan)
    facts |= changes
    logged = LoggedSet(
        set_id=next(_ids),
        session_id=session or at.toordinal(),
        athlete="Ann",
        trained_at=at.replace(tzinfo=None).replace(tzinfo=_fix(at)),
        facts=SetFacts(**facts),
        source="review",
        source_key="",
        note="",
        rpe=rpe,
        has_report=True,
        track="",
        saved_at=at,
        deleted_at=None,
    )
    return TrainedSet(logged, reps, is_back_judged)


def deadlift(at: datetime, **changes: Any) -> TrainedSet:
    """The same of a conventional deadlift."""
    hinge = {"exercise_key": "conventional_deadlift", "exercise_name": "Conventional deadlift"}
    return train(at, **{**hinge, "family": "hinge", **changes})


def bird_dog(at: datetime, **changes: Any) -> TrainedSet:
    """The same of a bird-dog."""
    mobility = {"exercise_key": "bird_dog", "exercise_name": "Bird-dog", "family": "bird_dog"}
    return train(at, **{**mobility, "load_kg": math.nan, **changes})


def look(*sets: TrainedSet, now: datetime = WEDNESDAY) -> Training:
    """Training as it is seen from a moment."""
    return Training("Ann", now, tuple(sorted(sets, key=lambda one: one.at_utc)))


def session(at: datetime, sets: int = 3, make=train, **changes: Any) -> list[TrainedSet]:
    """Several sets, five minutes apart; the last one at the moment given."""
    begin = at - timedelta(minutes=5) * (sets - 1)
    return [make(begin + timedelta(minutes=5) * number, **changes) for number in range(sets)]


def rep_with(number: int, rule: str = "", severity: int = 2, **changes: Any) -> LoggedRep:
    """A repetition, with a fault of a severity or without."""
    faults = (LoggedFault(rule, severity, 20.0, "deg", 16.0),) if rule else ()
    made = make_rep(number, **changes)
    return LoggedRep(
        **{name: getattr(made, name) for name in LoggedRep.__slots__ if name != "faults"}, faults=faults
    )


def _fix(at: datetime):
    offset = at.utcoffset()
    assert offset is not None
    return timezone(offset)
