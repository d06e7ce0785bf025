"""Charts of two sets: their tempo in one, all else rep by rep in two on the same scales."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Any

import altair as alt
import pandas as pd

from formcheck.app.result.charts.back import find_back_rule
from formcheck.app.result.charts.chart import Chart, Colours, Drawing, draw_rule
from formcheck.app.result.charts.tempo import LONGEST_S
from formcheck.exercises.exercise import Exercise
from formcheck.history.entries import LoggedRep, SetFacts
from formcheck.report.charts import QUALITY_SCORE
from formcheck.report.set_report import SetReport
from formcheck.report.wording import UNITS, start_sentence
from formcheck.reps.rep import TEMPO_PHASES

HEIGHT_PX = 190.0
UNSEEN = math.nan


@dataclass(frozen=True, slots=True)
class Line:
    """One value of every counted repetition of one of two sets.

    Attributes
    ----------
    title : str
    values : tuple of (int, float)
        Number of a repetition, and its value; NaN: not judged.
    unit : str
    decimals : int
    ends : (float, float)
        Of the scale, the same for both.
    most_reps : int
        Of both.
    mark : float
        A line that means something; NaN: none.
    """

    title: str
    values: tuple[tuple[int, float], ...]
    unit: str
    decimals: int
    ends: tuple[float, float]
    most_reps: int
    mark: float = UNSEEN


def lay_out_scores(reps: Sequence[Sequence[LoggedRep]]) -> list[Line]:
    """The scores of both; empty where a set has none."""
    values = [_read(many, lambda rep: rep.score) for many in reps]
    return _pair("Score", values, "", 0, (0.0, 100.0), QUALITY_SCORE)


def lay_out_ranges(reps: Sequence[Sequence[LoggedRep]], unit: str) -> list[Line]:
    """The ranges of both; empty where a set has none."""
    mark, decimals = UNITS.get(unit, ("", 2))
    return _pair("Range", [_read(many, lambda rep: rep.range) for many in reps], mark, decimals, (0.0, 0.0))


def lay_out_back(reports: Sequence[SetReport | None]) -> list[Line]:
    """The backs of both; empty where one was not measured, or only one was calibrated."""
    values, limits, held = [], [], set()
    for report in reports:
        rule = find_back_rule(report) if report is not None else None
        if report is None or rule is None:
            return []
        is_calibrated = report.provenance.get("calibration", "none") != "none"
        without = rule.limits_without_reference
        limits.append((rule.limits if is_calibrated or without is None else without).minor)
        held.add(is_calibrated)
        values.append(
            [
                (judged.rep.index, judged.measures.get(rule.name, UNSEEN))
                for judged in report.reps
                if judged.rep.index is not None
            ]
        )
    # Against an own neutral back and against straight are two measures: never on one scale.
    return _pair("Back position", values, "°", 0, (0.0, 20.0), limits[0]) if len(held) == 1 else []


def chart_line(line: Line, name: str) -> Chart:
    """Lay out one of the two."""
    known = [value for _, value in line.values if not math.isnan(value)]
    finding = (
        f"Median {_say(line, float(median(known)))}, {_say(line, min(known))} to {_say(line, max(known))}."
    )
    unseen = len(line.values) - len(known)
    if unseen:
        finding += f" Not judged: {unseen} of {len(line.values)}."
    return Chart(f"{name}: {line.title.lower()}", finding, partial(_draw_line, line), HEIGHT_PX)


def chart_tempos(facts: Sequence[SetFacts], exercise: Exercise | None) -> Chart | None:
    """Lay out the median of every phase of both; None where nothing was timed."""
    rows, targets, told = [], [], []
    for phase in TEMPO_PHASES:
        words = exercise.phase_words[phase.value] if exercise is not None else phase.value.replace("_", " ")
        times_s = [getattr(one, f"{phase.value}_s") for one in facts]
        for name, taken_s in zip("AB", times_s, strict=True):
            if not math.isnan(taken_s):
                rows.append(
                    {
                        "phase": start_sentence(words),
                        "set": name,
                        "seconds": min(taken_s, LONGEST_S),
                        "what": f"≈{taken_s:.1f} s",
                    }
                )
        if exercise is not None:
            least_s, most_s = getattr(exercise.tempo, f"{phase.value}_s")
            targets.append({"phase": start_sentence(words), "least": least_s, "most": most_s})
        if not any(map(math.isnan, times_s)) and abs(times_s[1] - times_s[0]) >= 0.1:
            told.append((abs(times_s[1] - times_s[0]), words, times_s))
    if not rows:
        return None
    finding = "Both take as long, within 0.1 s."
    if told:
        _, words, (first_s, second_s) = max(told)
        finding = f"Most unlike: {words}, ≈{first_s:.1f} s in A, ≈{second_s:.1f} s in B."
    return Chart("Tempo", f"{finding} Shaded = target.", partial(_draw_tempos, rows, targets))


def _read(reps: Sequence[LoggedRep], read: Callable[[LoggedRep], float]) -> list[tuple[int, float]]:
    return [(rep.rep_index, read(rep)) for rep in reps if rep.rep_index is not None]


def _pair(
    title: str,
    values: Sequence[Sequence[tuple[int, float]]],
    unit: str,
    decimals: int,
    shown: tuple[float, float],
    mark: float = UNSEEN,
) -> list[Line]:
    known = [[value for _, value in many if not math.isnan(value)] for many in values]
    if not all(known):
        return []
    every = [value for many in known for value in many]
    low, high = min(shown[0], *every), max(shown[1], *every)
    room = 0.08 * (high - low) or 1.0
    ends = (low if low == shown[0] else low - room, high + room)
    most = max(number for many in values for number, _ in many)
    return [Line(title, tuple(many), unit, decimals, ends, most, mark) for many in values]


def _say(line: Line, value: float) -> str:
    return f"{round(value, line.decimals) + 0.0:.{line.decimals}f}{line.unit}"  # no "-0"


def _draw_line(line: Line, colours: Colours) -> Drawing:
    table = pd.DataFrame(
        {
            "rep": number,
            "value": value,
            "foot": line.ends[0],
            "what": "not judged" if math.isnan(value) else _say(line, value),
        }
        for number, value in line.values
    )
    axis = alt.Axis(tickMinStep=1, format="d")
    x = alt.X(
        "rep:Q", title="rep", axis=axis, scale=alt.Scale(domain=[0.5, line.most_reps + 0.5], nice=False)
    )
    scale = alt.Scale(domain=list(line.ends), nice=False, zero=False)

    def place(column: str) -> alt.Y:
        return alt.Y(f"{column}:Q", title=None, scale=scale, axis=alt.Axis(tickCount=4))

    tooltip = ["rep", alt.Tooltip("what:N", title=line.title.lower())]
    base, y = alt.Chart(table), place("value")
    layers = [
        base.mark_line(color=colours["l0"], strokeWidth=2, invalid="break-paths-show-path-domains"),
        base.mark_point(filled=True, size=80, opacity=1, color=colours["l0"]),
    ]
    drawn = [layer.encode(x=x, y=y, tooltip=tooltip) for layer in layers]
    unseen = table[table["value"].isna()]
    if len(unseen):
        square = alt.Chart(unseen).mark_point(
            shape="square", size=70, stroke=colours["blind"], strokeDash=[2, 2]
        )
        drawn.append(square.encode(x=x, y=place("foot"), tooltip=tooltip))
    if not math.isnan(line.mark):
        drawn.insert(0, draw_rule(line.mark, "value", colours, y, is_dashed=True))
    return alt.layer(*drawn)


def _draw_tempos(rows: list[dict[str, Any]], targets: list[dict[str, Any]], colours: Colours) -> Drawing:
    table = pd.DataFrame(rows)
    finite = [one["most"] for one in targets if math.isfinite(one["most"])]
    end_s = min(1.08 * max([*finite, *(row["seconds"] for row in rows), 1.0]), LONGEST_S)
    order = [one["phase"] for one in targets] or None
    y = alt.Y("phase:N", title=None, sort=order, axis=alt.Axis(ticks=False, domain=False, labelLimit=140))
    scale, sets = alt.Scale(domain=[0, end_s], nice=False, clamp=True), ["A", "B"]
    x = alt.X("seconds:Q", title="seconds", scale=scale, axis=alt.Axis(tickCount=5))
    height = alt.YOffset("set:N", scale=alt.Scale(domain=sets, range=[-4, 14]))
    fill = alt.Scale(domain=sets, range=[colours["page"], colours["l0"]])
    shape = alt.Scale(domain=sets, range=["square", "circle"])
    ink = alt.Scale(domain=sets, range=[colours["ink"], colours["page"]])
    tooltip = ["phase", "set", alt.Tooltip("what:N", title="median")]
    points = alt.Chart(table).mark_point(size=300, opacity=1, stroke=colours["l0"], strokeWidth=2)
    layers = []
    shown = [{**one, "most": min(one["most"], end_s)} for one in targets if one["least"] < end_s]
    if shown:
        bands = alt.Chart(pd.DataFrame(shown)).mark_bar(size=32, cornerRadius=5, color=colours["target"])
        at = alt.X("least:Q", title="seconds", scale=scale)
        layers.append(bands.encode(y=y, x=at, x2="most:Q"))
    marks = points.encode(
        x=x,
        y=y,
        yOffset=height,
        shape=alt.Shape("set:N", scale=shape, legend=None),
        fill=alt.Fill("set:N", scale=fill, legend=None),
        tooltip=tooltip,
    )
    letters = (
        alt.Chart(table)
        .mark_text(fontSize=12, fontWeight=700)
        .encode(x=x, y=y, text="set:N", color=alt.Color("set:N", scale=ink, legend=None), tooltip=tooltip)
    )
    return alt.layer(*layers, marks, letters).resolve_scale(color="independent", fill="independent")
