"""Corrections applied to what was counted: which movements are listed, and as what; and what came of each.

Nothing is guessed: a change that no movement can be found for is refused, with a sentence that says so. A
movement that is no repetition still bounds the times of its neighbours, which therefore stay as they were.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from formcheck.adding import find_added_rep
from formcheck.corrections import (
    APPLIED,
    NO_EFFECT,
    REFUSED,
    AddedRep,
    Change,
    Corrections,
    DismissedFault,
    Mark,
    MarkedRep,
    lay_out_change,
)
from formcheck.counting import CountedCycle
from formcheck.exercises.exercise import Exercise
from formcheck.recording import Recording
from formcheck.report.fields import to_number
from formcheck.reps.rep import Rep, RepKind
from formcheck.retiming import number_reps

TURN_WITHIN_S = 0.25
"""A movement is meant by a time so near to its turn: half of the shortest one that is counted."""
KINDS = {
    Mark.REP: RepKind.FULL,
    Mark.PARTIAL: RepKind.PARTIAL,
    Mark.FAILED: RepKind.FAILED,
    Mark.NOT_A_REP: None,
}


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement that was counted or added, and what a person said of it.

    Attributes
    ----------
    cycle : CountedCycle
    mark : Mark or None
        None: nothing.
    is_added : bool
    dismissed : frozenset of str
        Rules whose fault is none.
    """

    cycle: CountedCycle
    mark: Mark | None = None
    is_added: bool = False
    dismissed: frozenset[str] = frozenset()

    @property
    def kind(self) -> RepKind | None:
        """What it is listed as, a pick-up apart; None: it is not."""
        if self.mark is not None:
            return KINDS[self.mark]
        return RepKind.FULL if self.cycle.is_full else RepKind.PARTIAL


@dataclass(frozen=True, slots=True)
class NamedRep:
    """A movement as the report names it.

    Attributes
    ----------
    rep : Rep or None
        Numbered; None: it is not listed.
    was : RepKind or None
        Its kind without corrections; None: it was not listed.
    """

    rep: Rep | None
    was: RepKind | None

    @property
    def is_changed(self) -> bool:
        """Whether the corrections gave it another kind, or made it."""
        return (self.rep.kind if self.rep else None) != self.was


@dataclass(frozen=True, slots=True)
class CorrectedSet:
    """The movements of a set, corrected.

    Attributes
    ----------
    movements : tuple of Movement
        In the order of time, those that are not listed as well.
    changes : tuple of Change
    places : tuple of int or str
        For every change the number of its movement, or why it is refused.
    """

    movements: tuple[Movement, ...]
    changes: tuple[Change, ...]
    places: tuple[int | str, ...]

    @property
    def cycles(self) -> list[CountedCycle]:
        """All movements as cycles, to be timed together."""
        return [one.cycle for one in self.movements]

    @property
    def counted(self) -> list[CountedCycle]:
        """Those that count."""
        return [one.cycle for one in self.movements if one.kind is RepKind.FULL]

    def name_reps(self, exercise: Exercise, timed: Sequence[Rep]) -> list[NamedRep]:
        """Give the timed movements, one each, their kinds and numbers."""
        before = [k for k, one in enumerate(self.movements) if not one.is_added]
        was = dict(zip(before, number_reps(exercise, [timed[k] for k in before]), strict=True))
        kinds = {k: one.kind for k, one in enumerate(self.movements) if one.kind is not None}
        told = {one.cycle.turn_s for one in self.movements if one.is_added or one.mark is not None}
        reps = number_reps(exercise, [replace(timed[k], kind=kind) for k, kind in kinds.items()], told)
        named = dict(zip(kinds, reps, strict=True))
        return [NamedRep(named.get(k), was[k].kind if k in was else None) for k in range(len(timed))]

    def tell_changes(
        self, named: Sequence[NamedRep], dismissed: Mapping[int, frozenset[str]]
    ) -> list[dict[str, Any]]:
        """Tell of every change what came of it, for the report.

        Parameters
        ----------
        named : sequence of NamedRep
            From `name_reps`.
        dismissed : mapping of int to frozenset of str
            Number of a movement → rules of which a fault was dismissed.

        Returns
        -------
        list of dict
            JSON values in the order of time: the change as `lay_out_change` gives it, ``outcome`` "applied",
            "no effect" or "refused", and its ``reason``, empty when applied; of a marked repetition what it
            ``was`` counted as (None: added), of an added one its ``turn_s``.
        """
        told = []
        for number in sorted(range(len(self.changes)), key=lambda k: _find_order(self.changes[k])):
            change, place = self.changes[number], self.places[number]
            table = lay_out_change(change)
            reason = place if isinstance(place, str) else self._explain(number, named, dismissed)
            if isinstance(place, int) and isinstance(change, MarkedRep):
                was = named[place].was
                table["was"] = None if was is None else was.value
            if isinstance(place, int) and isinstance(change, AddedRep):
                table["turn_s"] = to_number(self.movements[place].cycle.turn_s)
            outcome = REFUSED if isinstance(place, str) else NO_EFFECT if reason else APPLIED
            told.append({**table, "outcome": outcome, "reason": reason})
        return told

    def _explain(
        self, number: int, named: Sequence[NamedRep], dismissed: Mapping[int, frozenset[str]]
    ) -> str:
        """Why a change makes no difference; empty: it does."""
        change, place = self.changes[number], self.places[number]
        assert isinstance(place, int)
        later = zip(self.changes[number + 1 :], self.places[number + 1 :], strict=True)
        if any(where == place and _replaces(other, change) for other, where in later):
            return "It was said again later."
        if isinstance(change, MarkedRep) and not named[place].is_changed:
            return "It is listed as that already."
        if isinstance(change, DismissedFault) and change.rule not in dismissed.get(place, ()):
            return "This fault was not found there."
        return ""


def correct_cycles(
    exercise: Exercise,
    recording: Recording,
    cycles: Sequence[CountedCycle],
    corrections: Corrections,
    leader: int = 0,
) -> CorrectedSet:
    """Apply corrections to what was counted.

    Parameters
    ----------
    exercise : Exercise
    recording : Recording
    cycles : sequence of CountedCycle
        As decided by the causal counter, in the order of time.
    corrections : Corrections
    leader : int
        Number of the lane that leads.

    Returns
    -------
    CorrectedSet
        Without corrections every cycle as it was counted. Additions are made first, in the order of time.
    """
    changes = corrections.changes
    listed, added = list(cycles), dict[int, CountedCycle | str]()
    for number in sorted(range(len(changes)), key=lambda k: _find_order(changes[k])):
        if isinstance(change := changes[number], AddedRep):
            found = added[number] = find_added_rep(exercise, recording, listed, change, leader)
            if isinstance(found, CountedCycle):
                later = (k for k, cycle in enumerate(listed) if cycle.counted_s > found.counted_s)
                listed.insert(next(later, len(listed)), found)
    places: list[int | str] = []
    marks: dict[int, Mark] = {}
    dismissed: dict[int, set[str]] = {}
    for number, change in enumerate(changes):
        if isinstance(change, AddedRep):
            found = added[number]
            place = found if isinstance(found, str) else listed.index(found)
        else:
            place = _find_place(exercise, listed, change)
        places.append(place)
        if isinstance(place, int) and isinstance(change, MarkedRep):
            marks[place] = change.kind
        elif isinstance(place, int) and isinstance(change, DismissedFault):
            dismissed.setdefault(place, set()).add(change.rule)
    movements = tuple(
        Movement(cycle, marks.get(k), cycle in added.values(), frozenset(dismissed.get(k, ())))
        for k, cycle in enumerate(listed)
    )
    return CorrectedSet(movements, changes, tuple(places))


def _find_order(change: Change) -> tuple[float, str, str]:
    """Where a change stands in time; of two marks of one repetition the history decides."""
    if isinstance(change, AddedRep):
        return change.at_s, "added", change.side
    return change.turn_s, "marked", change.rule if isinstance(change, DismissedFault) else ""


def _replaces(later: Change, earlier: Change) -> bool:
    """Whether two changes of one movement say the same kind of thing."""
    if isinstance(later, DismissedFault) and isinstance(earlier, DismissedFault):
        return later.rule == earlier.rule
    return isinstance(later, MarkedRep) and isinstance(earlier, MarkedRep)


def _find_place(
    exercise: Exercise, listed: Sequence[CountedCycle], change: MarkedRep | DismissedFault
) -> int | str:
    """Number of the movement a change is about, or why there is none."""
    far_s = {k: abs(cycle.turn_s - change.turn_s) for k, cycle in enumerate(listed)}
    near = sorted((away_s, k) for k, away_s in far_s.items() if away_s <= TURN_WITHIN_S)
    if not near:
        return f"No repetition turns at {change.turn_s:.1f} s."
    if len(near) > 1 and near[0][0] == near[1][0]:
        return f"Two repetitions turn at {change.turn_s:.1f} s, and it is not clear which one is meant."
    if isinstance(change, DismissedFault) and all(change.rule != rule.name for rule in exercise.rules):
        return f"{exercise.name} has no rule {change.rule}."
    return near[0][1]
