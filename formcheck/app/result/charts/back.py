"""How round the back was, rep by rep."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import altair as alt
import pandas as pd

from formcheck.app.result.charts.chart import Chart, Colours, Drawing, draw_rule, mark_points, scale_tints
from formcheck.exercises.rules import Rule
from formcheck.report.findings import is_of_back
from formcheck.report.set_report import JudgedRep, SetReport
from formcheck.report.wording import say_reps

LEAST_REPS = 2
"""One point is no course."""


@dataclass(frozen=True, slots=True)
class _Course:
    """What is drawn: the repetitions in which the back was measured, and where its limits are."""

    rule: Rule
    seen: tuple[JudgedRep, ...]
    minor_deg: float
    major_deg: float
    has_reference: bool


def find_back_rule(report: SetReport) -> Rule | None:
    """The rule that holds the back against round; None: the movement has none."""
    rules = [rule for rule in report.exercise.rules if is_of_back(rule)]
    return next((rule for rule in rules if not rule.flags_below), None)


def chart_back(report: SetReport) -> Chart | None:
    """Lay out the course of the back; None where it was measured in fewer than two repetitions."""
    rule = find_back_rule(report)
    if rule is None:
        return None
    seen = tuple(judged for judged in report.reps if rule.name in judged.measures and judged.rep.is_counted)
    if len(seen) < LEAST_REPS:
        return None
    has_reference = report.provenance.get("calibration", "none") != "none"
    without = rule.limits_without_reference
    limits = rule.limits if has_reference or without is None else without
    over = [
        judged.rep.index or 0
        for judged in seen
        if any(fault.rule == rule.name and fault.severity > 1 for fault in judged.faults)
    ]
    finding = f"Rounder than the limit on {say_reps(over)}." if over else "Held wherever it could be seen."
    course = _Course(rule, seen, limits.minor, limits.major, has_reference)
    return Chart("Back position", finding, partial(_draw, course))


def _draw(course: _Course, colours: Colours) -> Drawing:
    table = pd.DataFrame([_lay_out(judged, course.rule) for judged in course.seen])
    values_deg = [judged.measures[course.rule.name] for judged in course.seen]
    least_deg, most_deg = min(values_deg), max(values_deg)
    top_deg = max(
        most_deg + 5.0, (course.major_deg if most_deg > course.minor_deg else course.minor_deg) + 6.0
    )
    names = {
        0.0: "neutral" if course.has_reference else "straight",
        course.minor_deg: f"rounded +{course.minor_deg:.0f}°",
        course.major_deg: f"marked +{course.major_deg:.0f}°",
    }
    labels = ", ".join(f"'{value:g}': '{name}'" for value, name in names.items())
    axis = alt.Axis(
        values=[value for value in names if value <= top_deg],
        labelExpr=f"{{{labels}}}[datum.value]",
        labelLimit=130,
    )
    scale = alt.Scale(domain=[min(least_deg - 5.0, -6.0), top_deg], nice=False)
    middle_deg = min(course.major_deg, top_deg)
    bands = pd.DataFrame(
        [
            {"low": course.minor_deg, "high": middle_deg, "kind": "l2"},
            {"low": middle_deg, "high": top_deg, "kind": "l3"},
        ]
    )
    tint = alt.Color("kind:N", scale=scale_tints(colours), legend=None)
    ground = alt.Y("low:Q", title=None, scale=scale, axis=axis)
    x = alt.X("rep:O", title="rep", sort=None, axis=alt.Axis(labelAngle=0))
    y = alt.Y("value:Q", title=None, scale=scale, axis=axis)
    return alt.layer(
        alt.Chart(bands).mark_rect().encode(y=ground, y2="high:Q", color=tint),
        draw_rule(0.0, "value", colours, y, is_dashed=False),
        alt.Chart(table).mark_line(color=colours["ink_2"], strokeWidth=1.5).encode(x=x, y=y),
        mark_points(table, colours, x=x, y=y),
    ).resolve_scale(color="independent")


def _lay_out(judged: JudgedRep, rule: Rule) -> dict[str, object]:
    value = judged.measures[rule.name]
    level = max((fault.severity for fault in judged.faults if fault.rule == rule.name), default=0)
    return {"rep": str(judged.rep.index), "value": value, "kind": f"l{level}", "what": f"{value:+.0f}°"}
