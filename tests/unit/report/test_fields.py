"""Numbers as they leave for files, and where every field of a report comes from."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from formcheck.exercises.rules import Verdict
from formcheck.faults.judgement import Fault, NotJudged
from formcheck.report.fields import lay_out_rep, lay_out_report, lay_out_tempo, to_number
from formcheck.report.set_report import Gate, JudgedRep, Momentum, SetSummary
from formcheck.reps.rep import Phase, PhaseSpan, Rep, RepKind, Tempo
from tests.unit.report.report_factory import KINDS, make_report

REP = Rep(
    index=2,
    kind=RepKind.FULL,
    side="both",
    start_s=1.00049,
    turn_s=3.2,
    end_s=5.0,
    counted_s=4.6,
    phases=(PhaseSpan(Phase.ECCENTRIC, 1.0, 3.126), PhaseSpan(Phase.CONCENTRIC, 3.5, 5.0)),
    range=75.04,
    range_unit="deg",
)


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (1.23456, 3, 1.235),
        (1.23456, 0, 1.0),
        (-0.5, 1, -0.5),
        (0.0, 3, 0.0),
        (math.nan, 3, None),
        (math.inf, 3, None),
        (-math.inf, 3, None),
        (np.float32(2.5), 1, 2.5),
    ],
)
def test_not_judged_and_open_become_none(value: float, digits: int, expected: float | None) -> None:
    number = to_number(value, digits)
    assert number == expected
    assert number is None or type(number) is float


def test_a_tempo_keeps_its_gaps() -> None:
    assert lay_out_tempo(Tempo(3.126, math.nan, 1.5, math.nan)) == {
        "eccentric_s": 3.13, "pause_stretched_s": None, "concentric_s": 1.5, "pause_contracted_s": None
    }  # fmt: skip


def test_a_repetition_is_laid_out_field_by_field() -> None:
    fault = Fault(
        "short_range", 2, 0.70004, "own range", 0.75, 1.0, 5.0, "Deeper.", confidence=0.706, at_s=3.20049
    )  # fmt: skip
    judged = JudgedRep(
        REP,
        (fault,),
        (NotJudged("neck_craning", "Ears hidden."),),
        measures={"short_range": 0.70004},
        score=87.6,
        coverage=0.666,
        cue="Deeper.",
        pictures={"short_range": "pictures/2.jpg"},
        momentum=Momentum(38.6, "some swing", 0.8504),
    )
    assert lay_out_rep(judged) == {
        "index": 2,
        "kind": "full",
        "side": "both",
        "start_s": 1.0,
        "turn_s": 3.2,
        "end_s": 5.0,
        "counted_s": 4.6,
        "tempo": {
            "eccentric_s": 2.13, "pause_stretched_s": None, "concentric_s": 1.5, "pause_contracted_s": None
        },
        "tempo_text": "≈2.1-?-1.5-?",
        "tempo_precision_s": 0.1,
        "phases": [
            {"phase": "eccentric", "start_s": 1.0, "end_s": 3.126},
            {"phase": "concentric", "start_s": 3.5, "end_s": 5.0},
        ],
        "range": 75.0,
        "range_unit": "deg",
        "mean_concentric_speed": 50.0,
        "score": 88.0,
        "coverage": 0.67,
        "momentum": {"index": 39.0, "verdict": "some swing", "share": 0.85},
        "cue": "Deeper.",
        "measures": {"short_range": 0.7},
        "faults": [
            {
                "rule": "short_range",
                "severity": 2,
                "value": 0.7,
                "unit": "own range",
                "threshold": 0.75,
                "start_s": 1.0,
                "end_s": 5.0,
                "cue": "Deeper.",
                "confidence": 0.71,
                "at_s": 3.2,
                "picture": "pictures/2.jpg",
            }
        ],
        "not_judged": [{"rule": "neck_craning", "reason": "Ears hidden."}],
        "changed": False,
        "dismissed": [],
        "pictures": {"short_range": "pictures/2.jpg"},
    }  # fmt: skip


def test_what_was_not_judged_is_none_and_never_zero() -> None:
    partial = replace(REP, index=None, kind=RepKind.PARTIAL, range=math.nan, phases=())
    rep = lay_out_rep(JudgedRep(partial))
    assert (rep["index"], rep["kind"]) == (None, "partial")
    assert rep["range"] is rep["mean_concentric_speed"] is rep["score"] is rep["coverage"] is None
    assert rep["momentum"] is None
    assert set(rep["tempo"].values()) == {None}
    assert rep["tempo_text"] == "not judged"


def test_a_report_reads_in_its_order() -> None:
    table = lay_out_report(make_report("full"))
    promised = ["schema", "exercise", "source", "reps", "verdicts", "summary", "quality", "provenance"]
    assert [key for key in table if key in promised] == promised
    assert table["schema"] == "formcheck.report/1"
    assert table["exercise"]["key"] == "romanian_deadlift"
    assert table["exercise"]["tempo_target"]["eccentric_s"] == [2.0, 4.0]
    assert table["exercise"]["tempo_target"]["pause_contracted_s"] == [0.5, None]  # None: open
    assert table["provenance"]["pose"] == {"model": "full"}
    assert table["provenance"]["thresholds"]["counting"]["least_depth"] == 40
    assert table["provenance"]["filters"]["low_pass_hz"] == 6.0


@pytest.mark.parametrize("kind", KINDS)
def test_counts_are_those_of_the_listed_repetitions(kind: str) -> None:
    table = lay_out_report(make_report(kind))
    indices = [rep["index"] for rep in table["reps"] if rep["index"] is not None]
    assert indices == list(range(1, table["count"] + 1))
    assert table["partial_count"] == len(table["reps"]) - len(indices)


@pytest.mark.parametrize("kind", KINDS)
def test_every_rule_of_the_exercise_has_a_verdict(kind: str) -> None:
    report = make_report(kind)
    table = lay_out_report(report)
    assert list(table["verdicts"]) == [rule.name for rule in report.exercise.rules]
    for verdict in table["verdicts"].values():
        assert (verdict["verdict"] == "not_judged") == bool(verdict["reason"])


def test_a_summary_is_laid_out_field_by_field() -> None:
    quartiles = ((1.004, 1.5, 2.0), (0.0, 0.1, 0.2), (1.0, 1.1, 1.2), (math.nan, math.nan, math.nan))
    summary = SetSummary(
        score=81.4, coverage=0.755, tempo_s=quartiles, depth_variation=0.05149, concentric_variation=math.nan,
        form_breakdown=-3.6, stop_rep=None, back_drift_deg=8.06, is_back_drifting=True,
        momentum=Momentum(math.nan, "not judged", math.nan),
    )  # fmt: skip
    table = lay_out_report(replace(make_report("full"), summary=summary))["summary"]
    assert table == {
        "score": 81.0,
        "coverage": 0.76,
        "tempo_quartiles": {
            "eccentric_s": [1.0, 1.5, 2.0],
            "pause_stretched_s": [0.0, 0.1, 0.2],
            "concentric_s": [1.0, 1.1, 1.2],
            "pause_contracted_s": [None, None, None],
        },
        "depth_variation": 0.051,
        "concentric_variation": None,
        "form_breakdown": -4.0,
        "stop_rep": None,
        "back_drift_deg": 8.1,
        "is_back_drifting": True,
        "momentum": {"index": None, "verdict": "not judged", "share": None},
    }


@pytest.mark.parametrize(
    ("kind", "verdicts"),
    [("full", {None}), ("swung_row", {"some swing"}), ("oblique_row", {"not judged"})],
)
def test_momentum_is_told_of_rows_alone(kind: str, verdicts: set[str | None]) -> None:
    table = lay_out_report(make_report(kind))
    told = [place["momentum"] for place in (*table["reps"], table["summary"])]
    assert {one and one["verdict"] for one in told} == verdicts
    assert all(one["index"] is None for one in told if one and one["verdict"] == "not judged")


def test_verdicts_and_gates_are_copied_as_they_are() -> None:
    report = make_report("full")
    gate = Gate("size", False, math.nan, 45.0, "Come closer.")
    changed = replace(
        report,
        verdicts={"short_range": Verdict("present", (1, 3), "")},
        quality=replace(report.quality, gates=(gate,), yaw_deg=math.nan, rate_hz=29.97003),
    )
    table = lay_out_report(changed)
    assert table["verdicts"] == {"short_range": {"verdict": "present", "reps": [1, 3], "reason": ""}}
    assert table["quality"]["gates"] == [
        {"name": "size", "ok": False, "value": None, "limit": 45.0, "hint": "Come closer."}
    ]
    assert table["quality"]["yaw_deg"] is None
    assert table["quality"]["rate_hz"] == 29.97
