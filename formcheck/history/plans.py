"""The plan that somebody changed, in the log: one for each athlete."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from formcheck.history.advice.planning import Plan, PlanItem, StoredPlan
from formcheck.history.log_book import LogBook
from formcheck.history.rows import make_name_key, read_cell, read_instant, write_cell, write_instant_ms
from formcheck.history.saving import find_or_add_athlete

_NOT_SAVED = "The plan was not saved in the training log"


def save_plan(log: LogBook, plan: Plan, now: datetime) -> None:
    """Keep a plan in the place of the one before.

    Parameters
    ----------
    log : LogBook
    plan : Plan
    now : datetime
        With an offset to UTC: what is trained later ends the plan.

    Raises
    ------
    InputError
        When it cannot be saved.
    """
    items = [{name: write_cell(value) for name, value in asdict(item).items()} for item in plan.items]
    content = json.dumps({"day": plan.day.isoformat(), "items": items}, ensure_ascii=False, allow_nan=False)
    with log.write(_NOT_SAVED) as connection:
        connection.execute(
            "INSERT OR REPLACE INTO plans (athlete_id, saved_at_ms, content) VALUES (?, ?, ?)",
            (find_or_add_athlete(connection, plan.athlete), write_instant_ms(now), content),
        )


def drop_plan(log: LogBook, athlete: str) -> bool:
    """Forget the changed plan of an athlete; returns whether there was one."""
    with log.write(_NOT_SAVED) as connection:
        statement = "DELETE FROM plans WHERE athlete_id = (SELECT id FROM athletes WHERE name_key = ?)"
        return connection.execute(statement, (make_name_key(athlete),)).rowcount > 0


def read_plan(log: LogBook, athlete: str) -> StoredPlan | None:
    """The changed plan of an athlete; None: there is none."""
    rows = log.read(
        "SELECT saved_at_ms, content FROM plans JOIN athletes ON athletes.id = athlete_id WHERE name_key = ?",
        (make_name_key(athlete),),
    )
    if not rows:
        return None
    table: dict[str, Any] = json.loads(rows[0]["content"])
    kinds = {field.name: str(field.type) for field in fields(PlanItem)}
    items = tuple(
        PlanItem(**{name: read_cell(item.get(name, math.nan), kind) for name, kind in kinds.items()})
        for item in table["items"]
    )
    return StoredPlan(read_instant(rows[0]["saved_at_ms"]), date.fromisoformat(table["day"]), items)
