"""Advice and the next session on the command line."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime

from rich.markup import escape
from rich.table import Table

from formcheck.commands import out
from formcheck.errors import InputError
from formcheck.history.advice.advising import advise
from formcheck.history.advice.limits import Limits, load_limits
from formcheck.history.advice.planning import (
    Plan,
    add_to_plan,
    drop_from_plan,
    edit_plan,
    find_plan,
    find_targets,
)
from formcheck.history.advice.sayings import DAYS
from formcheck.history.advice.training import read_training
from formcheck.history.checks import check_edit
from formcheck.history.entries import SetEdit
from formcheck.history.load_units import say_load
from formcheck.history.log_book import LogBook
from formcheck.history.plans import drop_plan, read_plan, save_plan
from formcheck.log_command.opening import choose_athlete, find_movement, open_log, read_day, read_now
from formcheck.report.wording import MEDICAL_LINE


@dataclass(frozen=True, slots=True)
class PlanWish:
    """What is to become of a plan; empty and None: as it is."""

    athlete: str | None
    change: str = ""
    sets: int | None = None
    count: int | None = None
    load_kg: float | None = None
    drop: str = ""
    day: str = ""
    is_reset: bool = False
    zone: str = ""
    step_kg: float | None = None


def show_advice(athlete: str | None, zone: str, step_kg: float | None) -> None:
    """Print everything the log advises, with its reason and its source."""
    now, limits = read_now(zone), _choose_limits(step_kg)
    with open_log() as log:
        name = choose_athlete(log, athlete)
        training = read_training(log, name, now, limits)
        targets = find_targets(read_plan(log, name))
    for one in advise(training, limits, targets):
        out.print(f"[bold]{escape(one.headline)}[/]", soft_wrap=True)
        out.print(f"  {escape(one.reason)}", soft_wrap=True)
        if one.source:
            out.print(f"  [dim]{escape(one.source)}[/]", soft_wrap=True)
    out.print(f"[dim]{MEDICAL_LINE}[/]")


def show_plan(wish: PlanWish) -> None:
    """Print the next session; where something of it is to be changed, keep it so.

    Raises
    ------
    InputError
        When what is to be changed is not in the plan, or cannot be.
    """
    now, limits = read_now(wish.zone), _choose_limits(wish.step_kg)
    with open_log() as log:
        name = choose_athlete(log, wish.athlete)
        if wish.is_reset and not drop_plan(log, name):
            raise InputError("Nothing about the plan was changed by you.")
        plan = find_plan(read_training(log, name, now, limits), limits, read_plan(log, name))
        changed = _change(plan, wish)
        if changed is not plan:
            _keep(log, changed, now)
    _print_plan(changed)


def _choose_limits(step_kg: float | None) -> Limits:
    if step_kg is not None and not 0 < step_kg <= 50:
        raise InputError(f"--step {step_kg:g} is no step of plates: give kilograms, such as 1.25.")
    return load_limits().use_step(step_kg)


def _change(plan: Plan, wish: PlanWish) -> Plan:
    if wish.change:
        plan = _change_item(plan, wish)
    elif (wish.sets, wish.count, wish.load_kg) != (None, None, None):
        raise InputError("Say which movement to change with --change MOVEMENT.")
    if wish.drop:
        key = find_movement(wish.drop).key
        if all(item.exercise_key != key for item in plan.items):
            raise InputError(f"{wish.drop} is not in the plan.")
        plan = drop_from_plan(plan, key)
    if (day := read_day(wish.day, "--day")) is not None:
        plan = replace(plan, day=day, is_edited=True)
    return plan


def _change_item(plan: Plan, wish: PlanWish) -> Plan:
    check_edit(SetEdit(load_kg=wish.load_kg))
    movement = find_movement(wish.change)
    known = {item.exercise_key for item in plan.items}
    if not movement.family and movement.key not in known:
        raise InputError(f"{wish.change} is none of our movements: see `formcheck exercises`.")
    plan = add_to_plan(plan, movement.key, movement.name, movement.family)
    return edit_plan(plan, movement.key, wish.sets, wish.count, wish.load_kg)


def _keep(log: LogBook, plan: Plan, now: datetime) -> None:
    if not plan.items:
        raise InputError("A plan needs a movement: --reset forgets what you changed.")
    save_plan(log, plan, now)


def _print_plan(plan: Plan) -> None:
    if not plan.items:
        out.print(escape(plan.reason), soft_wrap=True)
        return
    edited = ", changed by you" if plan.is_edited else ""
    out.print(f"[bold]next session: {DAYS[plan.day.weekday()]} {plan.day.isoformat()}[/]{edited}")
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for column in ("movement", "sets", "reps", "load", "lowering", "why"):
        table.add_column(column)
    for item in plan.items:
        table.add_row(
            escape(item.exercise_name),
            str(item.sets),
            str(item.count),
            "" if math.isnan(item.load_kg) else say_load(item.load_kg),
            "" if math.isnan(item.eccentric_s) else f"≈{item.eccentric_s:.1f} s",
            escape(item.reason),
        )
    out.print(table)
    for line in (plan.reason, plan.source):
        if line:
            out.print(f"[dim]{escape(line)}[/]", soft_wrap=True)
