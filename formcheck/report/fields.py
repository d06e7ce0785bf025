"""The SetReport as plain rows and tables: the one home of every field name, shared by all formats."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from formcheck.faults.judgement import Fault
from formcheck.report.set_report import SCHEMA, JudgedRep, Momentum, SetReport, SetSummary
from formcheck.reps.rep import TEMPO_PHASES, PhaseSpan, Rep, Tempo

DIGITS = {"deg": 1, "torso": 3}
"""Decimals of a range, by its unit: 0.1° and 0.001 trunk lengths are less than what can be measured."""


def to_number(value: float, digits: int = 3) -> float | None:
    """Round for people and files; NaN ("not judged") and infinity ("open") become None."""
    return round(float(value), digits) if math.isfinite(value) else None


def lay_out_report(report: SetReport) -> dict[str, Any]:
    """The whole report as JSON values, in the order in which people read it."""
    return {
        "schema": SCHEMA,
        "exercise": _lay_out_exercise(report),
        "source": _to_json(dict(report.source)),
        "count": report.count,
        "partial_count": report.partial_count,
        "side_counts": report.side_counts or None,
        "reps": [lay_out_rep(judged) for judged in report.reps],
        "verdicts": {
            name: {"verdict": v.verdict, "reps": list(v.reps), "reason": v.reason}
            for name, v in report.verdicts.items()
        },
        "summary": _lay_out_summary(report.summary),
        "quality": _lay_out_quality(report),
        "provenance": _to_json(report.provenance),
    }


def lay_out_rep(judged: JudgedRep) -> dict[str, Any]:
    """One repetition as JSON values."""
    rep = _round_rep(judged.rep)
    return {
        "index": rep.index,
        "kind": rep.kind.value,
        "side": rep.side,
        "start_s": to_number(rep.start_s),
        "turn_s": to_number(rep.turn_s),
        "end_s": to_number(rep.end_s),
        "counted_s": to_number(rep.counted_s),
        "tempo": lay_out_tempo(rep.tempo),
        "tempo_text": str(rep.tempo),
        "tempo_precision_s": rep.tempo_precision_s,
        "phases": [
            {"phase": span.phase.value, "start_s": span.start_s, "end_s": span.end_s} for span in rep.phases
        ],
        "range": to_number(rep.range, DIGITS[rep.range_unit]),
        "range_unit": rep.range_unit,
        "mean_concentric_speed": to_number(rep.mean_concentric_speed, DIGITS[rep.range_unit]),
        "score": to_number(judged.score, 0),
        "coverage": to_number(judged.coverage, 2),
        "momentum": _lay_out_momentum(judged.momentum),
        "cue": judged.cue,
        "measures": {name: to_number(value) for name, value in judged.measures.items()},
        "faults": [_lay_out_fault(fault, judged) for fault in judged.faults],
        "not_judged": [{"rule": n.rule, "reason": n.reason} for n in judged.not_judged],
        "changed": judged.changed,
        "dismissed": [_lay_out_fault(fault, judged) for fault in judged.dismissed],
        "pictures": dict(judged.pictures),
    }


def _lay_out_fault(fault: Fault, judged: JudgedRep) -> dict[str, Any]:
    return {
        "rule": fault.rule,
        "severity": fault.severity,
        "value": to_number(fault.value),
        "unit": fault.unit,
        "threshold": to_number(fault.threshold),
        "start_s": to_number(fault.start_s),
        "end_s": to_number(fault.end_s),
        "cue": fault.cue,
        "confidence": to_number(fault.confidence, 2),
        "at_s": to_number(fault.at_s),
        "picture": judged.pictures.get(fault.rule),
    }


def _round_rep(rep: Rep) -> Rep:
    """Round what the rest is worked out from, so that a report read back says the same to the last digit."""
    phases = (PhaseSpan(span.phase, round(span.start_s, 3), round(span.end_s, 3)) for span in rep.phases)
    return replace(rep, phases=tuple(phases), range=round(rep.range, DIGITS[rep.range_unit]))


def lay_out_tempo(tempo: Tempo) -> dict[str, float | None]:
    """The four phases in seconds, None where not judged."""
    return {
        "eccentric_s": to_number(tempo.eccentric_s, 2),
        "pause_stretched_s": to_number(tempo.pause_stretched_s, 2),
        "concentric_s": to_number(tempo.concentric_s, 2),
        "pause_contracted_s": to_number(tempo.pause_contracted_s, 2),
    }


def _lay_out_momentum(momentum: Momentum | None) -> dict[str, Any] | None:
    if momentum is None:
        return None
    return {
        "index": to_number(momentum.index, 0),
        "verdict": momentum.verdict,
        "share": to_number(momentum.share, 2),
    }


def _lay_out_exercise(report: SetReport) -> dict[str, Any]:
    exercise = report.exercise
    target = exercise.tempo
    spans = {
        "eccentric_s": target.eccentric_s,
        "pause_stretched_s": target.pause_stretched_s,
        "concentric_s": target.concentric_s,
        "pause_contracted_s": target.pause_contracted_s,
    }
    return {
        "key": exercise.key,
        "name": exercise.name,
        "family": exercise.family,
        "tempo_target": {name: [to_number(least), to_number(most)] for name, (least, most) in spans.items()},
    }


def _lay_out_summary(summary: SetSummary) -> dict[str, Any]:
    names = [f"{phase.value}_s" for phase in TEMPO_PHASES]
    return {
        "score": to_number(summary.score, 0),
        "coverage": to_number(summary.coverage, 2),
        "tempo_quartiles": {
            name: [to_number(value, 2) for value in quartiles]
            for name, quartiles in zip(names, summary.tempo_s, strict=True)
        },
        "depth_variation": to_number(summary.depth_variation),
        "concentric_variation": to_number(summary.concentric_variation),
        "form_breakdown": to_number(summary.form_breakdown, 0),
        "stop_rep": summary.stop_rep,
        "back_drift_deg": to_number(summary.back_drift_deg, 1),
        "is_back_drifting": summary.is_back_drifting,
        "momentum": _lay_out_momentum(summary.momentum),
    }


def _lay_out_quality(report: SetReport) -> dict[str, Any]:
    quality = report.quality
    return {
        "frames": quality.frames,
        "person_share": to_number(quality.person_share),
        "rate_hz": to_number(quality.rate_hz, 2),
        "view": quality.view,
        "yaw_deg": to_number(quality.yaw_deg, 0),
        "side_on_share": to_number(quality.side_on_share),
        "facing": quality.facing,
        "gates": [
            {
                "name": gate.name,
                "ok": gate.ok,
                "value": to_number(gate.value),
                "limit": to_number(gate.limit),
                "hint": gate.hint,
            }
            for gate in quality.gates
        ],
    }


def _to_json(value: Any) -> Any:
    """Copy nested values; a float JSON cannot hold (an open limit) becomes None."""
    if isinstance(value, dict):
        return {key: _to_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_to_json(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
