"""What is told of a set in the middle of it."""

from __future__ import annotations

import math
from dataclasses import replace

from formcheck.app.findings import sum_up_so_far
from formcheck.app.levels import NOT_JUDGED, PARTIAL, PENDING, grade_rep
from formcheck.exercises.loader import load_exercise
from formcheck.faults.judgement import Fault
from formcheck.report.set_report import JudgedRep, SetReport
from formcheck.reps.rep import Phase, PhaseSpan, Rep, RepKind
from formcheck.session import Session

EXERCISE = load_exercise("romanian_deadlift")


def make_rep(index: int | None, at_s: float = 0.0) -> Rep:
    phases = (
        PhaseSpan(Phase.ECCENTRIC, at_s, at_s + 2.0),
        PhaseSpan(Phase.CONCENTRIC, at_s + 2.0, at_s + 3.2),
    )
    kind = RepKind.PARTIAL if index is None else RepKind.FULL
    return Rep(index, kind, "both", at_s, at_s + 2.0, at_s + 3.2, at_s + 3.0, phases, 80.0, "deg")


def make_fault(severity: int) -> Fault:
    return Fault("spinal_rounding", severity, 20.0, "deg", 16.0, 1.0, 2.0, "Chest proud.", 0.9, 1.5)


def make_report(*reps: JudgedRep) -> SetReport:
    return replace(Session(EXERCISE).finish(), reps=reps)


def test_a_repetition_is_graded_by_its_worst_fault() -> None:
    rep = make_rep(1)
    assert grade_rep(JudgedRep(rep, score=100.0)) == 0
    assert grade_rep(JudgedRep(rep, (make_fault(1), make_fault(3)), score=50.0)) == 3
    assert grade_rep(JudgedRep(rep)) == NOT_JUDGED  # never fine
    assert grade_rep(JudgedRep(make_rep(None))) == PARTIAL


def test_a_repetition_that_is_only_just_over_is_being_judged() -> None:
    report = make_report(JudgedRep(make_rep(1)))
    assert sum_up_so_far(report, now_s=3.5).reps[0].level == PENDING
    assert sum_up_so_far(report, now_s=6.0).reps[0].level == NOT_JUDGED
    assert sum_up_so_far(report).reps[0].words == "not judged"


def test_findings_name_the_fault_and_its_repetitions() -> None:
    reps = [JudgedRep(make_rep(n, 5.0 * n), (make_fault(2),) if n > 1 else (), score=80.0) for n in (1, 2, 3)]
    found = sum_up_so_far(make_report(*reps))
    assert [(level, what) for level, what, _ in found.findings] == [
        (1, "3 reps, 2 with a fault so far."),
        (2, "Your low back rounded on reps 2 and 3."),
    ]
    assert found.findings[0][2] == "Tempo ≈2.0 s lowering, ≈1.2 s lifting."
    assert found.findings[1][2] == "Chest proud."


def test_a_clean_start_is_told_and_scores_may_be_withheld() -> None:
    found = sum_up_so_far(make_report(JudgedRep(make_rep(1), score=100.0), JudgedRep(make_rep(None))))
    assert found.findings[0][:2] == (0, "1 rep, none with a fault so far.")
    assert found.reps[0].words == "clean"
    assert (found.reps[1].label, found.reps[1].level) == ("–", PARTIAL)
    assert math.isnan(found.reps[1].score)


def test_nothing_is_said_before_the_first_repetition() -> None:
    found = sum_up_so_far(make_report())
    assert (found.reps, found.findings, found.not_judged) == ((), (), ())


def test_what_cannot_be_judged_comes_with_its_reason() -> None:
    session = Session(EXERCISE)
    report = replace(session.finish(), reps=(JudgedRep(make_rep(1), score=100.0),))
    lines = sum_up_so_far(report).not_judged
    named = ", ".join(names for names, _ in lines)
    assert "back" in named
    assert all(reason for _, reason in lines)
