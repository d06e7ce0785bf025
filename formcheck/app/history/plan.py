"""The next session: what, when and why."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta

from formcheck.app.component import declare
from formcheck.app.history.words import say_day, say_load
from formcheck.app.settings import Settings
from formcheck.history.advice.limits import load_limits
from formcheck.history.advice.planning import Plan, PlanItem, find_plan
from formcheck.history.advice.training import read_training
from formcheck.history.log_book import LogBook
from formcheck.history.plans import read_plan

_PLAN = declare(
    "plan",
    '<section aria-label="Next session"><div class="what"><div class="label">Next session</div><h2></h2>'
    '<p class="rest"></p></div><div class="why"><div class="label">Why</div><p></p></div></section>',
)


def show_plan(log: LogBook, athlete: str, settings: Settings, now: datetime) -> None:
    """Show the plan that holds, in a band."""
    limits = load_limits()
    plan = find_plan(read_training(log, athlete, now, limits), limits, read_plan(log, athlete))
    headline, rest = describe_plan(plan, settings, now.date())
    _PLAN(data={"headline": headline, "rest": rest, "why": _say_why(plan)}, key="plan")


def describe_plan(plan: Plan, settings: Settings, today: date) -> tuple[str, str]:
    """The first movement with its day, and the others.

    Returns
    -------
    headline, rest : str
        "Sunday or later: Romanian deadlift, 3 × 7 at 32 kg"; the rest may be empty.
    """
    if not plan.items:
        return "No plan yet", ""
    first, *others = (_say_item(one, settings) for one in plan.items)
    rest = f"Then {'; '.join(others)}." if others else ""
    return f"{_say_when(plan.day, today)} or later: {first}", rest


def _say_item(item: PlanItem, settings: Settings) -> str:
    load = "" if math.isnan(item.load_kg) or not item.load_kg else f" at {say_load(item.load_kg, settings)}"
    slow = "" if math.isnan(item.eccentric_s) else f", lowering ≈{item.eccentric_s:g} s"
    return f"{item.exercise_name}, {item.sets} × {item.count}{load}{slow}"


def _say_when(day: date, today: date) -> str:
    if day <= today:
        return "Today"
    if day == today + timedelta(days=1):
        return "Tomorrow"
    return f"{day:%A}" if day < today + timedelta(days=7) else say_day(day, today)


def _say_why(plan: Plan) -> str:
    reasons = dict.fromkeys([plan.reason, *(one.reason for one in plan.items)])
    return " ".join(one for one in reasons if one)
