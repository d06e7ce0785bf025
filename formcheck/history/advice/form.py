"""How a movement went in one session, as far as it was judged."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from formcheck.history.advice.limits import Limits
from formcheck.history.advice.training import MAJOR, Bout, TrainedSet


@dataclass(frozen=True, slots=True)
class Form:
    """How a movement went in one session; NaN: not known.

    Attributes
    ----------
    load_kg : float
        The heaviest of its scored sets.
    least_count : int
        Repetitions of the shortest scored set at that load.
    score : float
        Median over its scored sets.
    breakdown : float
        The most points of score a set lost towards its end.
    is_breakdown_known : bool
        Whether every set that was long enough for it has one.
    range_share : float
        Median range over the usual one.
    has_major : bool
        A repetition of a scored set had a fault of the gravest kind.
    eccentric_s : float
        Median of the lowering.
    set_ids : tuple of int
        The scored ones.
    """

    load_kg: float
    least_count: int
    score: float
    breakdown: float
    is_breakdown_known: bool
    range_share: float
    has_major: bool
    eccentric_s: float
    set_ids: tuple[int, ...]


def sum_up(bout: Bout, usual_range: Mapping[tuple[str, str], float], limits: Limits) -> Form:
    """Sum the scored sets of a movement in one session up; at least one is."""
    scored = bout.scored
    facts = [one.logged.facts for one in scored]
    loads_kg = [one.load_kg for one in facts if not math.isnan(one.load_kg)]
    load_kg = max(loads_kg, default=math.nan)
    heavy = [one for one in facts if math.isnan(load_kg) or one.load_kg == load_kg]
    long = [one for one in facts if one.count >= limits.breakdown.least_reps]
    known = [one.form_breakdown for one in long if not math.isnan(one.form_breakdown)]
    shares = [_share_range(one, usual_range) for one in scored]
    return Form(
        load_kg=load_kg,
        least_count=min(one.count for one in heavy),
        score=median(one.score for one in facts),
        breakdown=max(known, default=math.nan),
        is_breakdown_known=len(known) == len(long),
        range_share=_find_median(shares),
        has_major=any(fault.severity == MAJOR for one in scored for r in one.counted for fault in r.faults),
        eccentric_s=_find_median([one.eccentric_s for one in facts]),
        set_ids=tuple(one.logged.set_id for one in scored),
    )


def find_usual_range(bouts: list[Bout]) -> dict[tuple[str, str], float]:
    """The usual range of a movement: the median of its sets, of each view and unit apart."""
    seen: dict[tuple[str, str], list[float]] = {}
    for facts in (one.logged.facts for bout in bouts for one in bout.sets):
        if not math.isnan(facts.range_median):
            seen.setdefault((facts.view, facts.range_unit), []).append(facts.range_median)
    return {key: median(values) for key, values in seen.items() if len(values) >= 2}


def _share_range(one: TrainedSet, usual: Mapping[tuple[str, str], float]) -> float:
    facts = one.logged.facts
    return facts.range_median / usual.get((facts.view, facts.range_unit), math.nan)


def _find_median(values: list[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return median(known) if known else math.nan
