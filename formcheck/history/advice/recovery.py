"""Rest between hard sessions, days of the week, and quality sets of the week."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from formcheck.history.advice.limits import Limits
from formcheck.history.advice.sayings import DAYS, Advice, Kind, name_pattern, say_many, say_moment
from formcheck.history.advice.training import Bout, TrainedSet, Training


def list_recovery(training: Training, limits: Limits) -> Iterator[Advice]:
    """A reminder for every pattern whose last hard session was less than 48 hours ago."""
    now = training.now.astimezone(UTC)
    for family in limits.strength:
        bout = find_last_hard(training, family, limits)
        if bout is None:
            continue
        passed_h = (now - bout.sets[-1].at_utc) / timedelta(hours=1)
        rest_h = limits.recovery.rest_h
        if passed_h >= rest_h:
            continue
        name, ready = name_pattern(family), find_ready(bout, limits).astimezone(training.now.tzinfo)
        last = bout.sets[-1].logged.trained_at
        yield Advice(
            Kind.RECOVERY,
            f"Your last {name} session was {math.floor(passed_h)} h ago; the guideline is {rest_h:g} h.",
            f"{say_many(len(bout.sets), 'working set')} of {name}s, the last on {say_moment(last)};"
            f" {rest_h:g} h are over on {say_moment(ready)}. Your call.",
            limits.recovery.source,
            bout.set_ids,
            family=family,
        )


def find_last_hard(training: Training, family: str, limits: Limits) -> Bout | None:
    """The last session that was hard for a pattern; None: there is none."""
    bouts = training.bouts_of(lambda one: one.facts.family == family)
    return next((bout for bout in reversed(bouts) if is_hard(bout, limits)), None)


def is_hard(bout: Bout, limits: Limits) -> bool:
    """Whether a session was hard for its pattern: several working sets, not all of them known to be light."""
    efforts = [one.logged.rpe for one in bout.sets]
    is_light = all(effort <= limits.recovery.light_rpe for effort in efforts)  # NaN is not
    return len(bout.sets) >= limits.recovery.hard_sets and not is_light


def find_ready(bout: Bout, limits: Limits) -> datetime:
    """When the rest after a session is over, UTC."""
    return bout.sets[-1].at_utc + timedelta(hours=limits.recovery.rest_h)


def list_days(training: Training, limits: Limits) -> Iterator[Advice]:
    """Strength days of this week against two, and mobility today for those who do it."""
    week = [one for one in training.work_of(limits.strength) if one.logged.local_day >= training.monday]
    if training.work_of(limits.strength):
        yield _advise_strength(training, week, limits)
    mobility = training.work_of(limits.mobility)
    if not mobility or training.today in {one.logged.local_day for one in mobility}:
        return
    since = training.today - timedelta(days=limits.mobility_days.days_a_week)
    recent = [one for one in mobility if one.logged.local_day > since]
    days = len({one.logged.local_day for one in recent})
    yield Advice(
        Kind.MOBILITY_DAYS,
        "You have not done your bird-dogs today; one easy set is enough.",
        f"{days} of the last {limits.mobility_days.days_a_week} days had one.",
        limits.mobility_days.source,
        tuple(one.logged.set_id for one in recent),
    )


def _advise_strength(training: Training, week: list[TrainedSet], limits: Limits) -> Advice:
    days = sorted({one.logged.local_day for one in week})
    goal, most = limits.week.strength_days, limits.week.most_strength_days
    left = 6 - training.today.weekday()
    if len(days) > most:
        headline = f"You trained strength on {len(days)} days this week; two or three are enough."
    elif len(days) >= goal:
        headline = f"You have done {len(days)} strength days this week; {goal} are the goal."
    else:
        headline = f"You have done {len(days)} of {goal} strength days this week."
    told = ", ".join(DAYS[day.weekday()] for day in days) or "none yet"
    return Advice(
        Kind.STRENGTH_DAYS,
        headline,
        f"Days with working sets of hinges or rows since Monday: {told};"
        f" after today {say_many(left, 'day')} {'is' if left == 1 else 'are'} left.",
        limits.week.source,
        tuple(one.logged.set_id for one in week),
    )


def list_quality(training: Training, limits: Limits) -> Iterator[Advice]:
    """Quality sets of this week against ten, for every pattern that was trained in the last weeks."""
    since = training.today - timedelta(days=limits.recent_days)
    for family in limits.strength:
        work = [one for one in training.work_of([family]) if one.logged.local_day > since]
        week = [one for one in work if one.logged.local_day >= training.monday]
        if work:
            yield _advise_quality(week, family, limits)


def _advise_quality(week: list[TrainedSet], family: str, limits: Limits) -> Advice:
    goal, least, name = limits.quality.sets_a_week, limits.quality.least_score, name_pattern(family)
    scored = [one for one in week if one.is_scored]
    good = [one for one in scored if limits.quality.counts(one.logged.facts)]
    unjudged, below = len(week) - len(scored), len(scored) - len(good)
    if week and not scored:
        headline = f"Your {name} sets this week were not judged: none can count."
    elif len(good) >= goal:
        headline = f"You have {len(good)} quality {name} sets this week; {goal} are the goal."
    else:
        headline = f"You have {len(good)} of {goal} quality {name} sets this week."
    parts = [f"{len(good)} scored {least:g} or more"]
    if below:
        parts.append(f"{below} scored less")
    if unjudged:
        parts.append(
            f"{unjudged} {'was' if unjudged == 1 else 'were'} not judged, which says nothing of them"
        )
    reason = f"Of {say_many(len(week), 'working set')} since Monday {', '.join(parts)}."
    ids = tuple(one.logged.set_id for one in week)
    return Advice(Kind.QUALITY_SETS, headline, reason, limits.quality.source, ids, family=family)
