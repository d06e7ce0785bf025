"""Sets of the drawn figure that a person corrects."""

from __future__ import annotations

from functools import cache
from typing import Any

from formcheck.corrections import Change, Corrections
from formcheck.exercises.loader import load_exercise
from formcheck.report.fields import lay_out_report
from formcheck.report.set_report import JudgedRep, Momentum, SetReport, SetSummary
from formcheck.session import Session
from formcheck.summary import summarise_set
from tests.figure_sets import film, plan

SETS: dict[str, tuple[str, dict[str, Any]]] = {
    "hinges": ("romanian_deadlift", {"reps": 5, "depth": (1.0, 1.0, 0.7, 0.35, 1.0)}),
    "pick_up": ("romanian_deadlift", {"reps": 4}),
    "swung_rows": ("barbell_row", {"reps": 4, "faults": {"torso_swing": 33.0}}),
    "alternating_rows": ("alternating_row", {"reps": 6}),
    "bird_dogs": ("bird_dog", {"reps": 5}),
}


@cache
def run(kind: str) -> Session:
    """A session that has seen one of the sets."""
    movement, options = SETS[kind]
    session = Session(load_exercise(movement))
    for pose in film(plan(movement, **options)):
        session.push(pose)
    return session


def finish(kind: str, *changes: Change) -> SetReport:
    return run(kind).finish({"name": kind}, {}, Corrections(changes))


@cache
def list_turns(kind: str) -> tuple[float, ...]:
    return tuple(judged.rep.turn_s for judged in finish(kind).reps)


def finish_without(kind: str, number: int, *changes: Change) -> SetReport:
    """The report of a set of which the counter missed one movement."""
    session = run(kind)
    cycles = list(session._counter.choose_cycles())
    del cycles[number]
    leader, facing = session._counter.leader, session._facing.facing
    said = Corrections(changes)
    return summarise_set(session.exercise, session._recording, cycles, facing, {}, {}, None, said, leader)


def tell(report: SetReport) -> list[tuple[str, str]]:
    return [(one["outcome"], one["reason"]) for one in report.provenance["corrections"]]


def lay_out(report: SetReport) -> dict[str, Any]:
    """The report without what is told of the corrections themselves."""
    table = lay_out_report(report)
    for name in ("corrections", "count_before_corrections"):
        table["provenance"].pop(name, None)
    return table


def list_sides(report: SetReport) -> list[str]:
    return [judged.rep.side for judged in report.reps if judged.rep.is_counted]


def check_numbers(report: SetReport) -> None:
    indices = [judged.rep.index for judged in report.reps if judged.rep.is_counted]
    assert indices == list(range(1, report.count + 1))
    assert all(judged.rep.index is None for judged in report.reps if not judged.rep.is_counted)


def find_fault(judged: JudgedRep, rule: str) -> Any:
    return next((fault for fault in judged.faults if fault.rule == rule), None)


def read_momentum(of: JudgedRep | SetSummary) -> Momentum:
    assert of.momentum is not None
    return of.momentum
