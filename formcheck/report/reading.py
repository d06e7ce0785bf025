"""Read ``report.json`` back: everything but the signals, which replaying the pose track brings back."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from formcheck.errors import InputError
from formcheck.exercises.loader import load_exercise
from formcheck.exercises.rules import Verdict
from formcheck.faults.judgement import Fault, NotJudged
from formcheck.report.fields import DIGITS
from formcheck.report.set_report import SCHEMA, Gate, JudgedRep, Momentum, Quality, SetReport, SetSummary
from formcheck.reps.rep import Phase, PhaseSpan, Rep, RepKind

REPORT_FILE = "report.json"
SEVERITIES = (1, 2, 3)
_Kind = TypeVar("_Kind", str, int, bool)


def read_report(path: Path) -> SetReport:
    """Read a report back.

    Parameters
    ----------
    path : Path
        A ``report.json`` of this version.

    Returns
    -------
    SetReport
        Without signals; its numbers are as rounded as in the file. What the file says is not worked out
        anew; the exercise is the one that goes by the same key today.

    Raises
    ------
    InputError
        When the file is missing, is no report or is damaged, or its exercise is not known here.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        reason = "it is not there" if isinstance(error, FileNotFoundError) else error.strerror or str(error)
        raise InputError(
            f"Cannot read {path} ({reason}): give a folder that `formcheck review` wrote."
        ) from error
    except ValueError as error:  # no UTF-8
        raise InputError(f"{path} is not a report, or a damaged one: review the clip again.") from error
    return parse_report(text, str(path))


def parse_report(text: str, name: str) -> SetReport:
    """Read a report back from its text; as `read_report`.

    Parameters
    ----------
    text : str
        What a ``report.json`` says.
    name : str
        What it is called when it is damaged.
    """
    try:
        table = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name} is not a report, or a damaged one: review the clip again.") from error
    found = table.get("schema") if isinstance(table, dict) else None
    if found != SCHEMA:
        raise InputError(
            f"{name} is not a report that this version can read ({SCHEMA}): review the clip again."
        )
    try:
        return _read_table(table)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"{name} is damaged ({error!r}): review the clip again.") from error


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is not JSON")


def _read_table(table: Mapping[str, Any]) -> SetReport:
    return SetReport(
        exercise=load_exercise(table["exercise"]["key"]),
        source=dict(table["source"]),
        reps=tuple(_read_rep(rep) for rep in table["reps"]),
        verdicts={
            name: Verdict(
                _expect(verdict["verdict"], str),
                tuple(_expect(index, int) for index in verdict["reps"]),
                _expect(verdict["reason"], str),
            )
            for name, verdict in table["verdicts"].items()
        },
        signals={},
        quality=_read_quality(table["quality"]),
        summary=_read_summary(table["summary"]),
        provenance=dict(table["provenance"]),
    )


def _read_rep(rep: Mapping[str, Any]) -> JudgedRep:
    return JudgedRep(
        rep=Rep(
            index=None if rep["index"] is None else _expect(rep["index"], int),
            kind=RepKind(rep["kind"]),
            side=_expect(rep["side"], str),
            start_s=_expect_number(rep["start_s"]),
            turn_s=_expect_number(rep["turn_s"]),
            end_s=_expect_number(rep["end_s"]),
            counted_s=_expect_number(rep["counted_s"]),
            phases=tuple(
                PhaseSpan(
                    Phase(span["phase"]), _expect_number(span["start_s"]), _expect_number(span["end_s"])
                )
                for span in rep["phases"]
            ),
            range=_read_number(rep["range"]),
            range_unit=_expect_unit(rep["range_unit"]),
            tempo_reason=next((n["reason"] for n in rep["not_judged"] if n["rule"] == "tempo"), ""),
            tempo_precision_s=_expect_number(rep["tempo_precision_s"]),
        ),
        faults=tuple(_read_fault(fault) for fault in rep["faults"]),
        not_judged=tuple(
            NotJudged(_expect(one["rule"], str), _expect(one["reason"], str)) for one in rep["not_judged"]
        ),
        measures={name: _read_number(value) for name, value in rep["measures"].items()},
        score=_read_number(rep["score"]),
        coverage=_read_number(rep["coverage"]),
        cue=_expect(rep["cue"], str),
        pictures={rule: _expect(name, str) for rule, name in rep["pictures"].items()},
        momentum=_read_momentum(rep["momentum"]),
        changed=_expect(rep["changed"], bool),
        dismissed=tuple(_read_fault(fault) for fault in rep["dismissed"]),
    )


def _read_fault(fault: Mapping[str, Any]) -> Fault:
    numbers = ("value", "threshold", "start_s", "end_s", "confidence", "at_s")
    return Fault(
        rule=_expect(fault["rule"], str),
        severity=SEVERITIES[fault["severity"] - 1],
        unit=_expect(fault["unit"], str),
        cue=_expect(fault["cue"], str),
        **{name: _expect_number(fault[name]) for name in numbers},
    )


def _read_span(span: Mapping[str, Any]) -> PhaseSpan:
    return PhaseSpan(Phase(span["phase"]), _expect_number(span["start_s"]), _expect_number(span["end_s"]))


def _read_unseen(unseen: Mapping[str, Any]) -> NotJudged:
    return NotJudged(_expect(unseen["rule"], str), _expect(unseen["reason"], str))


def _read_momentum(momentum: Mapping[str, Any] | None) -> Momentum | None:
    if momentum is None:
        return None
    return Momentum(
        _read_number(momentum["index"]), _expect(momentum["verdict"], str), _read_number(momentum["share"])
    )


def _read_quality(quality: Mapping[str, Any]) -> Quality:
    gates = tuple(
        Gate(
            _expect(g["name"], str),
            _expect(g["ok"], bool),
            _read_number(g["value"]),
            _read_number(g["limit"]),
            _expect(g["hint"], str),
        )
        for g in quality["gates"]
    )
    numbers = ("person_share", "rate_hz", "yaw_deg", "side_on_share")
    return Quality(
        frames=_expect(quality["frames"], int),
        view=_expect(quality["view"], str),
        facing=_expect(quality["facing"], str),
        gates=gates,
        **{name: _read_number(quality[name]) for name in numbers},
    )


def _read_summary(summary: Mapping[str, Any]) -> SetSummary:
    quartiles = (tuple(map(_read_number, values)) for values in summary["tempo_quartiles"].values())
    numbers = (
        "score", "coverage", "depth_variation", "concentric_variation", "form_breakdown", "back_drift_deg",
    )  # fmt: skip
    return SetSummary(
        tempo_s=tuple((low, middle, high) for low, middle, high in quartiles),
        stop_rep=None if summary["stop_rep"] is None else _expect(summary["stop_rep"], int),
        is_back_drifting=_expect(summary["is_back_drifting"], bool),
        momentum=_read_momentum(summary["momentum"]),
        **{name: _read_number(summary[name]) for name in numbers},
    )


def _expect(value: Any, kind: type[_Kind]) -> _Kind:
    """The value, if it is of this kind; a truth value is no number."""
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise TypeError(f"{value!r}, expected {kind.__name__}")
    return value


def _expect_unit(value: Any) -> str:
    if value not in DIGITS:
        raise ValueError(f"{value!r}, expected {' or '.join(DIGITS)}")
    return value


def _expect_number(value: Any) -> float:
    """A number that is always known."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r}, expected a number")
    return float(value)


def _read_number(value: float | None) -> float:
    """None, "not judged", is NaN again."""
    return math.nan if value is None else float(value)
