"""What advice is worked out from: the sets of the last weeks, seen from one moment."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from formcheck.history.advice.limits import Limits
from formcheck.history.details import read_reps, read_verdicts
from formcheck.history.entries import LoggedRep, LoggedSet, find_monday
from formcheck.history.log_book import LogBook
from formcheck.history.queries import SetFilter, list_sets
from formcheck.history.trends import SPINE_RULE

MAJOR, MINOR = 3, 2
"""Severities, as of a report's fault."""


@dataclass(frozen=True, slots=True)
class TrainedSet:
    """A set with what was found in its repetitions.

    Attributes
    ----------
    logged : LoggedSet
    reps : tuple of LoggedRep
        None of a set that nobody filmed.
    is_back_judged : bool
        Whether the rule of the back said something of this set.
    """

    logged: LoggedSet
    reps: tuple[LoggedRep, ...] = ()
    is_back_judged: bool = False

    @property
    def is_work(self) -> bool:
        """Whether it was done to train: not to warm up, and something was done."""
        facts = self.logged.facts
        return facts.set_type != "warmup" and (facts.count > 0 or facts.duration_s > 0)

    @property
    def is_scored(self) -> bool:
        """Whether enough was judged for a score; without, a set is neither clean nor bad."""
        return not math.isnan(self.logged.facts.score)

    @property
    def counted(self) -> tuple[LoggedRep, ...]:
        """Repetitions that count."""
        return tuple(rep for rep in self.reps if rep.rep_index is not None)

    @property
    def at_utc(self) -> datetime:
        """When it was done, UTC: times of one zone would be subtracted by the clock on the wall."""
        return self.logged.trained_at.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Bout:
    """Working sets of one session that belong together: of one pattern, or of one movement."""

    sets: tuple[TrainedSet, ...]

    @property
    def set_ids(self) -> tuple[int, ...]:
        """The earliest first."""
        return tuple(one.logged.set_id for one in self.sets)

    @property
    def scored(self) -> tuple[TrainedSet, ...]:
        """Those with a score."""
        return tuple(one for one in self.sets if one.is_scored)

    @property
    def local_day(self) -> date:
        """The day it was at the place where it began."""
        return self.sets[0].logged.local_day


@dataclass(frozen=True, slots=True)
class Training:
    """An athlete's sets up to a moment, the earliest first.

    Attributes
    ----------
    athlete : str
    now : datetime
        With an offset to UTC; its zone is that of the athlete, for weeks and days to come.
    sets : tuple of TrainedSet
        None from after the moment.
    """

    athlete: str
    now: datetime
    sets: tuple[TrainedSet, ...]

    @property
    def today(self) -> date:
        """The day it is for the athlete."""
        return self.now.date()

    @property
    def monday(self) -> date:
        """The day on which this week began."""
        return find_monday(self.today)

    def work_of(self, families: Iterable[str]) -> list[TrainedSet]:
        """Working sets of some patterns."""
        wanted = set(families)
        return [one for one in self.sets if one.is_work and one.logged.facts.family in wanted]

    def bouts_of(self, is_wanted: Callable[[LoggedSet], bool]) -> list[Bout]:
        """Working sets by session, the earliest first."""
        groups: dict[int | None, list[TrainedSet]] = {}
        for one in self.sets:
            if one.is_work and is_wanted(one.logged):
                groups.setdefault(one.logged.session_id, []).append(one)
        return [Bout(tuple(group)) for group in groups.values()]


def read_training(log: LogBook, athlete: str, now: datetime, limits: Limits) -> Training:
    """Read what advice is worked out from.

    Parameters
    ----------
    log : LogBook
    athlete : str
    now : datetime
        With an offset to UTC, or better a zone: then a change of its clocks is known.
    limits : Limits

    Raises
    ------
    InputError
        When the log cannot be read.
    ValueError
        When the moment has no offset.
    """
    if now.utcoffset() is None:
        raise ValueError(f"{now} has no offset to UTC: weeks and rests could not be told")
    first = now.date() - timedelta(days=limits.look_back_days)
    # A day more on either end: the sets may be from elsewhere, where it is another day.
    which = SetFilter(athlete, first_day=first, last_day=now.date() + timedelta(days=1))
    found = [one for one in list_sets(log, which, -1)[::-1] if one.trained_at.astimezone(UTC) <= now]
    return Training(athlete, now, tuple(_read_set(log, one) for one in found))


def _read_set(log: LogBook, logged: LoggedSet) -> TrainedSet:
    if not logged.has_report:
        return TrainedSet(logged)
    verdicts = {one.rule: one.verdict for one in read_verdicts(log, logged.set_id)}
    is_judged = verdicts.get(SPINE_RULE, "not_judged") != "not_judged"
    return TrainedSet(logged, read_reps(log, logged.set_id), is_judged)
