"""The next session: when, what, and why; worked out from the log, or as somebody changed it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from formcheck.history.advice.limits import Limits
from formcheck.history.advice.overload import plan_step
from formcheck.history.advice.recovery import find_last_hard, find_ready
from formcheck.history.advice.sayings import name_pattern, say_moment
from formcheck.history.advice.training import Bout, Training
from formcheck.report.wording import start_sentence

NEW_SETS, NEW_COUNT = 3, 8
"""Of a movement that is added to a plan without saying more."""


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One movement of a session.

    Attributes
    ----------
    exercise_key, exercise_name, family : str
    sets, count : int
        Working sets, and repetitions of each.
    load_kg : float
        NaN: as it comes.
    eccentric_s : float
        Lowering to aim at; NaN: as usual.
    reason : str
        Why so; empty: somebody said so.
    """

    exercise_key: str
    exercise_name: str
    family: str
    sets: int
    count: int
    load_kg: float = math.nan
    eccentric_s: float = math.nan
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The next session.

    Attributes
    ----------
    athlete : str
    day : date
        On which, for the athlete.
    items : tuple of PlanItem
        Empty: the log does not carry a plan, and ``reason`` says what is missing.
    reason, source : str
    set_ids : tuple of int
        What it is based on.
    is_edited : bool
        Somebody changed it.
    """

    athlete: str
    day: date
    items: tuple[PlanItem, ...]
    reason: str
    source: str = ""
    set_ids: tuple[int, ...] = ()
    is_edited: bool = False


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A plan as somebody changed it, and when (UTC)."""

    saved_at: datetime
    day: date
    items: tuple[PlanItem, ...]


def find_plan(training: Training, limits: Limits, stored: StoredPlan | None = None) -> Plan:
    """The plan that holds: the one somebody changed until something of it was trained, else a new one.

    Parameters
    ----------
    training : Training
    limits : Limits
    stored : StoredPlan, optional

    Returns
    -------
    Plan
    """
    if stored is not None and not _is_over(training, stored):
        reason = "Changed by you; it holds until you train one of its movements."
        return Plan(training.athlete, stored.day, stored.items, reason, is_edited=True)
    return propose_plan(training, limits, find_targets(stored))


def find_targets(stored: StoredPlan | None) -> dict[str, int]:
    """Repetitions of a set that somebody set for themselves, by movement."""
    return {} if stored is None else {one.exercise_key: one.count for one in stored.items if one.count > 0}


def propose_plan(training: Training, limits: Limits, targets: Mapping[str, int] | None = None) -> Plan:
    """Work a plan out: the movements of the last sessions, on the first day that leaves enough rest.

    Parameters
    ----------
    training : Training
    limits : Limits
    targets : mapping of str to int, optional
        Movement → repetitions of a set to aim at.
    """
    since = training.today - timedelta(days=limits.recent_days)
    last = {family: _find_last(training, family, since) for family in (*limits.strength, *limits.mobility)}
    strength = {family: last[family] for family in limits.strength if last[family] is not None}
    if not strength:
        reason = f"No hinge or row in the last {limits.recent_days} days: one session, and I can plan."
        return Plan(training.athlete, training.today, (), reason)
    ready = {family: _find_ready(training, family, limits) for family in strength}
    days = {family: moment.astimezone(training.now.tzinfo).date() for family, moment in ready.items()}
    day = min(days.values())
    chosen = [family for family in strength if days[family] <= day]
    mobile = [family for family in limits.mobility if last[family] is not None]
    bouts = [(family, bout) for family in (*chosen, *mobile) if (bout := last[family]) is not None]
    items = tuple(item for family, bout in bouts for item in _plan_bout(training, bout, limits, targets))
    return Plan(
        training.athlete,
        day,
        items,
        " ".join(_say_rest(training, family, ready[family], limits) for family in strength),
        limits.recovery.source,
        tuple(number for _, bout in bouts for number in bout.set_ids),
    )


def edit_plan(
    plan: Plan,
    exercise_key: str,
    sets: int | None = None,
    count: int | None = None,
    load_kg: float | None = None,
) -> Plan:
    """Change one movement of a plan.

    Parameters
    ----------
    plan : Plan
    exercise_key : str
    sets, count, load_kg : optional
        None: as it is.

    Returns
    -------
    Plan
        Not stored yet; unchanged where the movement is not in it.
    """
    items = list(plan.items)
    for number, item in enumerate(items):
        if item.exercise_key == exercise_key:
            items[number] = replace(
                item,
                sets=item.sets if sets is None else sets,
                count=item.count if count is None else count,
                load_kg=item.load_kg if load_kg is None else load_kg,
                reason="",
            )
    return replace(plan, items=tuple(items), is_edited=True)


def add_to_plan(plan: Plan, exercise_key: str, exercise_name: str, family: str) -> Plan:
    """The plan with a movement, with what one begins with; as it is where the movement is in it already."""
    if any(item.exercise_key == exercise_key for item in plan.items):
        return plan
    item = PlanItem(exercise_key, exercise_name, family, NEW_SETS, NEW_COUNT)
    return replace(plan, items=(*plan.items, item), is_edited=True)


def drop_from_plan(plan: Plan, exercise_key: str) -> Plan:
    """The plan without a movement; not stored yet."""
    kept = tuple(item for item in plan.items if item.exercise_key != exercise_key)
    return replace(plan, items=kept, is_edited=True)


def _is_over(training: Training, stored: StoredPlan) -> bool:
    keys = {item.exercise_key for item in stored.items}
    return any(
        one.is_work and one.logged.facts.exercise_key in keys and one.at_utc > stored.saved_at
        for one in training.sets
    )


def _find_last(training: Training, family: str, since: date) -> Bout | None:
    bouts = training.bouts_of(lambda one: one.facts.family == family and one.local_day > since)
    return bouts[-1] if bouts else None


def _find_ready(training: Training, family: str, limits: Limits) -> datetime:
    """When a pattern may be trained hard again, UTC; not before now."""
    now = training.now.astimezone(UTC)
    bout = find_last_hard(training, family, limits)
    return now if bout is None else max(now, find_ready(bout, limits))


def _plan_bout(
    training: Training, bout: Bout, limits: Limits, targets: Mapping[str, int] | None
) -> Iterable[PlanItem]:
    numbers: dict[str, int] = {}
    for one in bout.sets:
        numbers[one.logged.facts.exercise_key] = numbers.get(one.logged.facts.exercise_key, 0) + 1
    for key, sets in numbers.items():
        facts = next(one.logged.facts for one in reversed(bout.sets) if one.logged.facts.exercise_key == key)
        if facts.family in limits.mobility:
            yield PlanItem(key, facts.exercise_name, facts.family, sets, facts.count, facts.load_kg)
            continue
        step = plan_step(training, key, limits, targets)
        yield PlanItem(
            key, facts.exercise_name, facts.family, sets, step.count, step.load_kg, step.eccentric_s,
            step.advice.headline,
        )  # fmt: skip


def _say_rest(training: Training, family: str, ready: datetime, limits: Limits) -> str:
    name, bout = start_sentence(f"{name_pattern(family)}s"), find_last_hard(training, family, limits)
    if bout is None:
        return f"{name}: no hard session lately."
    told = f"{name}: last hard session {say_moment(bout.sets[-1].logged.trained_at)}"
    if ready <= training.now.astimezone(UTC):
        return f"{told}, rested."
    until = ready.astimezone(training.now.tzinfo)
    return f"{told}, {limits.recovery.rest_h:g} h are over {say_moment(until)}."
