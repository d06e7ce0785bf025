"""Left against right, where the sides work apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import altair as alt
import pandas as pd

from formcheck.app.result.charts.chart import Chart, Colours, Drawing
from formcheck.app.result.charts.side_marks import ALIKE, SIDES, draw_side_marks
from formcheck.report.charts import measure_sides
from formcheck.report.set_report import JudgedRep, SetReport
from formcheck.report.tempo import read_phase_s
from formcheck.report.wording import start_sentence
from formcheck.reps.rep import TEMPO_PHASES

COMPARED_BY = ("uneven_sides", "uneven_levels")
"""Rules that may say whether the sides differ; where they see nothing, the chart says nothing either."""


def chart_sides(report: SetReport) -> Chart | None:
    """Lay out both sides; None where they do not work apart, or one of them never did."""
    if not report.side_counts or not all(report.side_counts.values()):
        return None
    rows = [row for name, read in _list_values(report) for row in _compare(report, name, read)]
    return (
        Chart("Left against right", _say(report, rows), partial(_draw, pd.DataFrame(rows))) if rows else None
    )


def _list_values(report: SetReport) -> Iterator[tuple[str, Callable[[JudgedRep], float]]]:
    yield "Range", lambda judged: judged.rep.range
    for phase in TEMPO_PHASES:
        name = start_sentence(report.exercise.phase_words[phase.value])
        yield f"{name}, time", lambda judged, phase=phase: read_phase_s(judged.rep, phase)


def _compare(report: SetReport, name: str, read: Callable[[JudgedRep], float]) -> Iterator[dict[str, Any]]:
    """One row a side, in per cent of the larger median; none where a side was not measured."""
    medians = measure_sides(report, read)
    if medians is None or not min(medians) > 0:
        return
    for side, value in zip(SIDES, medians, strict=True):
        share = 100 * value / max(medians)
        yield {"name": name, "side": side, "share": share, "value": value}


def _say(report: SetReport, rows: list[dict[str, Any]]) -> str:
    judged = [report.verdicts[rule].verdict for rule in COMPARED_BY if rule in report.verdicts]
    if judged and all(verdict == "not_judged" for verdict in judged):
        return "As seen; not judged, for the far side is seen less well."
    ranges = {row["side"]: row["share"] for row in rows if row["name"] == "Range"}
    if not ranges:
        return "The range of one side was not measured."
    least = min(SIDES, key=lambda side: ranges[side])
    behind = 1.0 - ranges[least] / 100.0
    if behind < ALIKE:
        return f"Both go equally far, within {100 * ALIKE:.0f} %."
    return f"{start_sentence(least)} goes {100 * behind:.0f} % less far."


def _draw(table: pd.DataFrame, colours: Colours) -> Drawing:
    axis = alt.Axis(ticks=False, domain=False, labelLimit=160)
    y = alt.Y("name:N", title=None, sort=None, axis=axis)
    scale = alt.Scale(domain=[0, 106], nice=False)
    x = alt.X("share:Q", title="per cent of the larger", scale=scale)
    tooltip = ["name", "side", alt.Tooltip("value:Q", format=".2f")]
    return draw_side_marks(table, "share", "name", x, y, tooltip, colours)
