"""The next session: what, when and why; what else the log advises; and what the user makes of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import streamlit as st

from formcheck.app.component import declare
from formcheck.app.history.plan_editor import show_plan_editor
from formcheck.app.history.words import say_day, say_load
from formcheck.app.settings import Settings
from formcheck.app.wording import escape
from formcheck.history.advice.advising import advise
from formcheck.history.advice.limits import load_limits
from formcheck.history.advice.planning import Plan, PlanItem, find_plan, find_targets
from formcheck.history.advice.sayings import Advice, say_many
from formcheck.history.advice.training import read_training
from formcheck.history.log_book import LogBook
from formcheck.history.plans import read_plan

_PLAN = declare(
    "plan",
    '<section aria-label="Next session"><div class="what"><div class="label">Next session</div><h2></h2>'
    '<p class="rest"></p></div><div class="why"><div class="label">Why</div><p></p></div></section>',
)


def show_plan(log: LogBook, athlete: str, settings: Settings, now: datetime) -> None:
    """Show the plan that holds in a band, and below it the advice and the form that changes the plan."""
    limits = load_limits().use_step(unit=settings.load_unit)
    training, stored = read_training(log, athlete, now, limits), read_plan(log, athlete)
    plan = find_plan(training, limits, stored)
    headline, rest = describe_plan(plan, settings, now.date())
    _PLAN(data={"headline": headline, "rest": rest, "why": _say_why(plan)}, key="plan")
    found = advise(training, limits, find_targets(stored))
    left, right = st.columns([1.62, 1], gap="medium")
    with (
        left,
        st.expander(
            f"{say_many(len(found), 'thing')} your log says, and why", icon=":material/tips_and_updates:"
        ),
    ):
        st.markdown(lay_out_advice(found))
    with right:
        show_plan_editor(log, plan, settings, now)


def describe_plan(plan: Plan, settings: Settings, today: date) -> tuple[str, str]:
    """The first movement with its day, and the others.

    Returns
    -------
    headline, rest : str
        "Sunday or later: Romanian deadlift, 3 × 7 at 32 kg"; the rest may be empty.
    """
    if not plan.items:
        return "No plan yet", ""
    first, *others = (_say_item(item, settings) for item in plan.items)
    rest = f"Then {'; '.join(others)}." if others else ""
    return f"{_say_when(plan.day, today)} or later: {first}", rest


def lay_out_advice(found: Sequence[Advice]) -> str:
    """A list in Markdown: what to do, the numbers it rests on, and who says so."""
    lines = []
    for one in found:
        source = f"  \n  :gray[{escape(one.source)}]" if one.source else ""
        lines.append(f"- **{escape(one.headline)}**  \n  {escape(one.reason)}{source}")
    return "\n".join(lines)


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
