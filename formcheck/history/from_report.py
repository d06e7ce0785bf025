"""From a finished report to the set that the log keeps: trends are read from columns, never from reports."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from datetime import datetime
from statistics import mean, median
from typing import Any

from formcheck.history.entries import LoggedFault, LoggedRep, LoggedVerdict, NewSet, SetFacts
from formcheck.report.fields import lay_out_report
from formcheck.report.findings import list_counted, measure_slowing
from formcheck.report.set_report import JudgedRep, SetReport
from formcheck.report.verdict import is_clean


def make_entry(
    report: SetReport,
    *,
    athlete: str,
    trained_at: datetime,
    source: str,
    source_key: str | None = None,
    note: str = "",
    rpe: float = math.nan,
    corrections: str = "",
) -> NewSet:
    """Make a set for the log of a report.

    Parameters
    ----------
    report : SetReport
    athlete : str
        Whose; empty: nobody in particular.
    trained_at : datetime
        When the set was done, with its offset to UTC.
    source : str
        "review" or "live".
    source_key : str, optional
        What makes it the same set when it is saved again; the SHA-256 of the clip without.
    note : str
    rpe : float
        1 to 10; NaN: not asked.
    corrections : str
        Text of ``corrections.json``, so that the pose track can be replayed; empty: none.

    Returns
    -------
    NewSet
        Pictures that the report names lie beside the review and are not kept.
    """
    table = lay_out_report(report)
    return NewSet(
        athlete=athlete,
        trained_at=trained_at,
        facts=_collect_facts(report),
        source=source,
        source_key=str(report.source.get("sha256") or "") if source_key is None else source_key,
        note=note,
        rpe=rpe,
        reps=tuple(_make_rep(judged) for judged in report.reps),
        verdicts=tuple(_list_verdicts(report)),
        report=json.dumps(table, ensure_ascii=False, allow_nan=False, separators=(",", ":")),
        corrections=corrections,
    )


def find_identity(source: Mapping[str, Any]) -> tuple[str, str]:
    """Source and key that make it the same set when it is saved again.

    Parameters
    ----------
    source : mapping
        Of a report. A live set has an ``id`` of its own, a clip the SHA-256 of its content.

    Returns
    -------
    source, key : str
        One that has neither is known by everything that is said of it.
    """
    kind = "live" if source.get("kind") == "live" else "review"
    known = source.get("id" if kind == "live" else "sha256")
    about = {name: value for name, value in source.items() if name not in ("load_kg", "damaged")}
    return kind, str(known or json.dumps(about, sort_keys=True, ensure_ascii=False))


def _collect_facts(report: SetReport) -> SetFacts:
    exercise, summary, sides = report.exercise, report.summary, report.side_counts
    kinds = [judged.rep.kind.value for judged in report.reps]
    full = [judged.rep for judged in report.reps if judged.rep.kind.value == "full"]
    ranges = [rep.range for rep in full if not math.isnan(rep.range)]
    tempo_s = [float(middle) for _, middle, _ in summary.tempo_s]
    is_scored = not math.isnan(summary.score)
    return SetFacts(
        exercise_key=exercise.key,
        exercise_name=exercise.name,
        family=exercise.family,
        count=report.count,
        partial_count=kinds.count("partial"),
        failed_count=kinds.count("failed"),
        left_count=sides.get("left"),
        right_count=sides.get("right"),
        clean_count=sum(map(is_clean, list_counted(report))) if is_scored else None,
        load_kg=_read_load_kg(report),
        score=float(summary.score),
        coverage=float(summary.coverage),
        range_mean=float(mean(ranges)) if ranges else math.nan,
        range_median=_find_median(ranges),
        range_unit=exercise.unit,
        eccentric_s=tempo_s[0],
        pause_stretched_s=tempo_s[1],
        concentric_s=tempo_s[2],
        pause_contracted_s=tempo_s[3],
        range_variation=float(summary.depth_variation),
        concentric_variation=float(summary.concentric_variation),
        slowing=float(measure_slowing(report)),
        form_breakdown=float(summary.form_breakdown),
        momentum=math.nan if summary.momentum is None else float(summary.momentum.index),
        duration_s=_measure_duration_s(report),
        view=report.quality.view,
        rate_hz=float(report.quality.rate_hz),
        is_calibrated=report.provenance.get("calibration", "none") != "none",
        source_name=str(report.source.get("name") or ""),
        stop_rep=summary.stop_rep,
    )


def _read_load_kg(report: SetReport) -> float:
    """Load of the set; NaN: not known. 0 kg is a load: nothing but the body."""
    load_kg = report.source.get("load_kg")
    return float(load_kg) if isinstance(load_kg, int | float) else math.nan


def _measure_duration_s(report: SetReport) -> float:
    if not report.reps:
        return math.nan
    return float(max(j.rep.end_s for j in report.reps) - min(j.rep.start_s for j in report.reps))


def _make_rep(judged: JudgedRep) -> LoggedRep:
    rep, tempo = judged.rep, judged.rep.tempo
    return LoggedRep(
        rep_index=rep.index,
        kind=rep.kind.value,
        side=rep.side,
        start_s=float(rep.start_s),
        turn_s=float(rep.turn_s),
        end_s=float(rep.end_s),
        eccentric_s=float(tempo.eccentric_s),
        pause_stretched_s=float(tempo.pause_stretched_s),
        concentric_s=float(tempo.concentric_s),
        pause_contracted_s=float(tempo.pause_contracted_s),
        range=float(rep.range),
        score=float(judged.score),
        coverage=float(judged.coverage),
        momentum=math.nan if judged.momentum is None else float(judged.momentum.index),
        is_changed=judged.changed,
        faults=tuple(
            LoggedFault(f.rule, f.severity, float(f.value), f.unit, float(f.threshold)) for f in judged.faults
        ),
    )


def _list_verdicts(report: SetReport) -> Iterable[LoggedVerdict]:
    units = {rule.name: rule.unit for rule in report.exercise.rules}
    counted = list_counted(report)
    for name, verdict in report.verdicts.items():
        values = [judged.measures[name] for judged in counted if name in judged.measures]
        yield LoggedVerdict(name, verdict.verdict, _find_median(values), units.get(name, ""))


def _find_median(values: Iterable[float]) -> float:
    """The median of what is known; NaN of nothing."""
    known = [float(value) for value in values if not math.isnan(value)]
    return median(known) if known else math.nan
