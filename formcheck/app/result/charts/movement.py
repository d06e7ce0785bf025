"""The movement signal over the set, its phases below it, faults tinted."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from formcheck.app.levels import find_kind, say_what
from formcheck.app.parts import UNITS
from formcheck.app.result.charts.chart import Chart, Colours, Drawing, mark_points, scale_tints
from formcheck.exercises.exercise import Sides
from formcheck.report.set_report import SetReport
from formcheck.report.verdict import name_rep
from formcheck.report.wording import say_reps, start_sentence

POINTS = 900
"""Of a signal, at most: more than a screen has."""
PHASE_OPACITY = {"eccentric": 0.55, "pause_stretched": 0.18, "concentric": 1.0, "pause_contracted": 0.18}
_SIDES = ("left ", "right ", "world ", "near ")


def chart_movement(report: SetReport) -> Chart:
    """Lay out the movement of a set."""
    faulty = [judged.rep.index or 0 for judged in report.reps if find_kind(judged) in ("l2", "l3")]
    finding = (
        f"Tinted where a fault was found: {say_reps(faulty)}." if faulty else "No fault was found on the way."
    )
    if _has_arms(report):
        finding += " Solid = left, dashed = right."
    name = report.exercise.lanes[0].shown.name.replace("_", " ")
    for word in _SIDES:
        name = name.removeprefix(word)
    return Chart(f"{start_sentence(name)}, rep by rep", finding, partial(_draw, report))


def _has_arms(report: SetReport) -> bool:
    return report.exercise.sides is Sides.EACH_ARM and len(report.exercise.lanes) > 1


def _draw(report: SetReport, colours: Colours) -> Drawing:
    lines, unit = _read_lines(report)
    stage = _Stage.around(lines["value"].to_numpy(), unit)
    end_s = float(report.signals["t_s"][-1])
    x = alt.X("t:Q", title="seconds", scale=alt.Scale(domain=[0, end_s], nice=False))
    decimals = ".0f" if unit == "deg" else ".1f"
    label = f"format(datum.value, '{decimals}') + '{UNITS.get(unit, '')}'"
    axis = alt.Axis(values=[stage.low, stage.high], labelExpr=label)
    dash = alt.Scale(domain=["", "left", "right"], range=[[1, 0], [1, 0], [6, 3]])
    line = alt.Chart(lines).mark_line(color=colours["ink"], strokeWidth=2.2)
    drawn = line.encode(
        x=x,
        y=alt.Y("value:Q", title=None, scale=stage.scale, axis=axis),
        strokeDash=alt.StrokeDash("arm:N", legend=None, scale=dash),
    )
    layers = [*_draw_faults(report, stage, colours), drawn, *_draw_phases(report, stage, colours)]
    return alt.layer(*layers).resolve_scale(color="independent", fill="independent", shape="independent")


@dataclass(frozen=True)
class _Stage:
    """Heights of what is drawn: the signal's own, and places above and below it."""

    low: float
    high: float

    @classmethod
    def around(cls, values: NDArray[np.float64], unit: str) -> _Stage:
        low, high = float(np.nanmin(values)), float(np.nanmax(values))
        return cls(min(low, 0.0), max(high, 90.0)) if unit == "deg" else cls(low, max(high, low + 1e-6))

    def above(self, share: float) -> float:
        """So many heights above the signal; below it where negative."""
        height = self.high - self.low
        return self.high + share * height if share > 0 else self.low + share * height

    @property
    def scale(self) -> alt.Scale:
        return alt.Scale(domain=[self.above(-0.26), self.above(0.16)], nice=False)


def _read_lines(report: SetReport) -> tuple[pd.DataFrame, str]:
    """The signal of each lane that people see; NaN is a gap."""
    exercise, t_s = report.exercise, report.signals["t_s"]
    signal = exercise.lanes[0].shown
    chosen = [("", signal)]
    if _has_arms(report):
        chosen = [(lane.side, lane.shown) for lane in exercise.lanes]
    step = max(1, math.ceil(len(t_s) / POINTS))
    parts = [
        pd.DataFrame(
            {"t": t_s[::step], "value": np.asarray(report.signals[one.name], float)[::step], "arm": side}
        )
        for side, one in chosen
    ]
    return pd.concat(parts, ignore_index=True), signal.unit


def _draw_faults(report: SetReport, stage: _Stage, colours: Colours) -> list[alt.Chart]:
    has_sides = bool(report.side_counts)
    rows = [
        {
            "start_s": judged.rep.start_s,
            "end_s": judged.rep.end_s,
            "middle_s": judged.rep.turn_s,
            "low": stage.low,
            "high": stage.high,
            "above": stage.above(0.09),
            "kind": find_kind(judged),
            "rep": name_rep(judged, has_sides),
            "what": say_what(judged),
        }
        for judged in report.reps
        if find_kind(judged) in ("l2", "l3")
    ]
    if not rows:
        return []
    table = pd.DataFrame(rows)
    y = alt.Y("low:Q", title=None, scale=stage.scale)
    tint = alt.Color("kind:N", scale=scale_tints(colours), legend=None)
    ground = alt.Chart(table).mark_rect().encode(x="start_s:Q", x2="end_s:Q", y=y, y2="high:Q", color=tint)
    above = alt.Y("above:Q", title=None, scale=stage.scale)
    return [ground, mark_points(table, colours, x="middle_s:Q", y=above)]


def _draw_phases(report: SetReport, stage: _Stage, colours: Colours) -> list[alt.Chart]:
    has_sides, words = bool(report.side_counts), report.exercise.phase_words
    numbers = [
        {"t": judged.rep.turn_s, "y": stage.above(-0.19), "rep": name_rep(judged, has_sides)}
        for judged in report.reps
    ]
    spans = [
        {
            "start_s": span.start_s,
            "end_s": span.end_s,
            "y": stage.above(-0.09),
            "opacity": PHASE_OPACITY.get(span.phase.value, 0.18),
            "rep": name_rep(judged, has_sides),
            "phase": words.get(span.phase.value, span.phase.value),
            "lasted": f"≈{span.end_s - span.start_s:.1f} s",
        }
        for judged in report.reps
        for span in judged.rep.phases
        if span.end_s > span.start_s
    ]
    y = alt.Y("y:Q", title=None, scale=stage.scale)
    text = alt.Chart(pd.DataFrame(numbers)).mark_text(fontSize=13, fontWeight=600, color=colours["ink_2"])
    layers = [text.encode(x="t:Q", y=y, text="rep:N")] if numbers else []
    if spans:
        bars = alt.Chart(pd.DataFrame(spans)).mark_bar(size=9, color=colours["l0"])
        opacity = alt.Opacity("opacity:Q", scale=None)
        tooltip = ["rep", "phase", "lasted"]
        layers.append(bars.encode(x="start_s:Q", x2="end_s:Q", y=y, opacity=opacity, tooltip=tooltip))
    return layers
