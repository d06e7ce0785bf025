"""All advice of a moment, the most pressing first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from formcheck.history.advice.breakdown import list_breakdowns
from formcheck.history.advice.limits import Limits
from formcheck.history.advice.overload import plan_step
from formcheck.history.advice.recovery import list_days, list_quality, list_recovery
from formcheck.history.advice.sayings import Advice, Kind
from formcheck.history.advice.training import Training

_ORDER = tuple(Kind)


def advise(training: Training, limits: Limits, targets: Mapping[str, int] | None = None) -> list[Advice]:
    """Everything the log advises.

    Parameters
    ----------
    training : Training
        As of `formcheck.history.advice.training.read_training`, with its moment.
    limits : Limits
    targets : mapping of str to int, optional
        Movement → repetitions of a set that the athlete's own plan asks for.

    Returns
    -------
    list of Advice
        In the order of `Kind`; never empty: where nothing can be said, that is.
    """
    if not any(one.is_work for one in training.sets):
        days = limits.look_back_days
        headline = "You have no sets to go by: train one, and I can begin."
        return [Advice(Kind.NOT_ENOUGH, headline, f"No working set in the last {days} days.", "")]
    found = [
        *list_recovery(training, limits),
        *list_days(training, limits),
        *list_quality(training, limits),
        *list_breakdowns(training, limits),
        *_list_steps(training, limits, targets),
    ]
    if not found:
        headline = "You have no hinge, row or bird-dog to go by: I cannot tell."
        found = [Advice(Kind.NOT_ENOUGH, headline, "Other movements are kept, not judged.", "")]
    return sorted(found, key=lambda one: _ORDER.index(one.kind))


def _list_steps(training: Training, limits: Limits, targets: Mapping[str, int] | None) -> Iterator[Advice]:
    since = training.today - timedelta(days=limits.recent_days)
    recent = [one for one in training.work_of(limits.strength) if one.logged.local_day > since]
    for key in dict.fromkeys(one.logged.facts.exercise_key for one in reversed(recent)):
        yield plan_step(training, key, limits, targets).advice
