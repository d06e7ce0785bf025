"""Every timed phase against its target."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial
from typing import Any

import altair as alt
import pandas as pd

from formcheck.app.result.charts.chart import Chart, Colours, Drawing, mark_points
from formcheck.report.set_report import SetReport
from formcheck.report.tempo import measure_miss_s, read_phase_s, read_target_s
from formcheck.report.verdict import name_rep
from formcheck.report.wording import say_reps, start_sentence
from formcheck.reps.rep import TEMPO_PHASES, Phase

LONGEST_S = 12.0
"""What lasts longer is drawn at the edge."""
ROWS = 3
"""Dots of a phase lie on so many heights, so that they do not cover each other."""
HEIGHT_STEP = 11.0


def chart_tempo(report: SetReport) -> Chart | None:
    """Lay out the tempo of a set; None where nothing was timed."""
    rows = [row for phase in TEMPO_PHASES for row in _list_times(report, phase)]
    if not rows:
        return None
    off = sorted({row["index"] for row in rows if row["kind"] != "l0"})
    finding = f"Shaded = target. Beside it: {say_reps(off)}." if off else "Shaded = target. All is within it."
    targets = []
    for phase in TEMPO_PHASES:
        least_s, most_s = read_target_s(report.exercise, phase)
        targets.append({"phase": _name(report, phase), "least": least_s, "most": most_s})
    return Chart("Tempo against target", finding, partial(_draw, rows, targets))


def _name(report: SetReport, phase: Phase) -> str:
    return start_sentence(report.exercise.phase_words[phase.value])


def _list_times(report: SetReport, phase: Phase) -> Iterator[dict[str, Any]]:
    has_sides = bool(report.side_counts)
    for number, judged in enumerate(judged for judged in report.reps if judged.rep.is_counted):
        taken_s = read_phase_s(judged.rep, phase)
        if math.isnan(taken_s):
            continue
        is_off = bool(measure_miss_s(report.exercise, judged.rep, phase))
        label = name_rep(judged, has_sides)
        yield {
            "phase": _name(report, phase),
            "seconds": taken_s,
            "index": judged.rep.index or 0,
            "rep": label,
            "kind": "l2" if is_off else "l0",
            "height": (number % ROWS - ROWS // 2) * HEIGHT_STEP,
            "what": f"≈{taken_s:.1f} s",
        }


def _draw(rows: list[dict[str, Any]], targets: list[dict[str, Any]], colours: Colours) -> Drawing:
    table = pd.DataFrame(rows)
    finite = [one["most"] for one in targets if math.isfinite(one["most"])]
    end_s = min(1.05 * max([*finite, max(row["seconds"] for row in rows), 1.0]), LONGEST_S)
    shown = [{**one, "most": min(one["most"], end_s)} for one in targets if one["least"] < end_s]
    axis = alt.Axis(ticks=False, domain=False, labelLimit=140)
    y = alt.Y("phase:N", title=None, sort=[one["phase"] for one in targets], axis=axis)
    scale = alt.Scale(domain=[0, end_s], nice=False, clamp=True)
    x = alt.X("least:Q", title="seconds", scale=scale, axis=alt.Axis(tickMinStep=1))
    height = alt.YOffset("height:Q", scale=alt.Scale(domain=[-30, 30]))
    bands = alt.Chart(pd.DataFrame(shown)).mark_bar(size=32, cornerRadius=5, color=colours["target"])
    place = alt.X("seconds:Q", scale=scale)
    return alt.layer(
        bands.encode(y=y, x=x, x2="most:Q"), mark_points(table, colours, x=place, y=y, yOffset=height)
    )
