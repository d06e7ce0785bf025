"""Two sets on the same scales."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import pytest

from formcheck.app.history.compare_charts import (
    chart_line,
    chart_tempos,
    lay_out_back,
    lay_out_ranges,
    lay_out_scores,
)
from formcheck.app.history.compare_clips import HOW_TO_KEEP, lay_out_reps, say_missing
from formcheck.app.result.charts.chart import DARK, LIGHT, Colours, dress
from formcheck.app.reviews import load_review
from formcheck.exercises.loader import load_exercise
from formcheck.history.entries import SetFacts
from tests.unit.history.set_factory import make_rep

ROW = load_exercise("barbell_row")
GONE = "No clip of B is kept on this computer."


def rate(*scores: float):
    return [replace(make_rep(number), score=score) for number, score in enumerate(scores, 1)]


def time_phases(**times_s: Any) -> SetFacts:
    return SetFacts("barbell_row", "Barbell row", "row", 8, **times_s)


def test_both_have_one_scale() -> None:
    lines = lay_out_scores([rate(90.0, 80.0), rate(50.0, 60.0, 70.0)])
    assert lines[0].ends == lines[1].ends
    assert {line.most_reps for line in lines} == {3}
    assert chart_line(lines[1], "B").finding == "Median 60, 50 to 70."


def test_what_was_not_judged_is_told_and_a_gap() -> None:
    line = lay_out_scores([rate(90.0, math.nan, 80.0), rate(50.0)])[0]
    chart = chart_line(line, "A")
    assert chart.finding.endswith("Not judged: 1 of 3.")
    rows = [row for rows in chart.draw(LIGHT).to_dict()["datasets"].values() for row in rows]
    assert {row["value"] for row in rows if row.get("rep") == 2} == {None}


def test_a_set_without_any_value_is_not_compared() -> None:
    assert lay_out_scores([rate(90.0), rate(math.nan)]) == []
    assert lay_out_ranges([rate(90.0), []], "deg") == []
    assert lay_out_back([None, None]) == []


def test_the_phase_that_differs_most_is_told() -> None:
    first = time_phases(eccentric_s=2.0, concentric_s=1.0)
    second = time_phases(eccentric_s=1.0, concentric_s=1.2)
    chart = chart_tempos([first, second], ROW)
    assert chart is not None
    assert chart.finding == "Most unlike: lowering, ≈2.0 s in A, ≈1.0 s in B. Shaded = target."
    alike = chart_tempos([first, first], ROW)
    assert alike is not None
    assert alike.finding.startswith("Both take as long")
    assert chart_tempos([time_phases(), time_phases()], ROW) is None


def test_backs_are_compared_where_both_are_held_against_the_same(make_review) -> None:
    report = load_review(make_review("squatted")).report
    calibrated = replace(report, provenance={**report.provenance, "calibration": {"origin": "given"}})
    assert [line.title for line in lay_out_back([report, report])] == ["Back position"] * 2
    assert lay_out_back([report, calibrated]) == []


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_everything_can_be_drawn(colours: Colours) -> None:
    facts = [time_phases(eccentric_s=2.0, concentric_s=20.0), time_phases(eccentric_s=1.0)]
    charts = [chart_line(line, "A") for line in lay_out_scores([rate(90.0, math.nan), rate(50.0)])]
    charts += [chart for one in (ROW, None) if (chart := chart_tempos(facts, one)) is not None]
    assert len(charts) == 4
    for chart in charts:
        assert json.dumps(dress(chart.draw(colours), colours).to_dict(), allow_nan=False)


@pytest.mark.parametrize(
    ("is_kept", "is_filmed", "told"),
    [
        ((True, True), (True, True), ""),
        ((True, False), (True, True), f"{GONE} {HOW_TO_KEEP}"),
        ((False, False), (True, True), f"No clip of A and B is kept on this computer. {HOW_TO_KEEP}"),
        ((True, False), (True, False), "B was not filmed."),
        ((False, False), (False, False), "A and B were not filmed."),
        (
            (False, False),
            (False, True),
            f"A was not filmed. No clip of B is kept on this computer. {HOW_TO_KEEP}",
        ),
    ],
)
def test_why_there_are_not_two_clips(is_kept: tuple, is_filmed: tuple, told: str) -> None:
    assert say_missing(is_kept, is_filmed) == told


def test_clips_are_aligned_by_the_reps_that_count() -> None:
    reps = [make_rep(1), make_rep(2, rep_index=None, kind="partial"), make_rep(3, rep_index=2)]
    assert lay_out_reps(reps) == [
        {"label": "1", "start_s": 5.0, "end_s": 9.0},
        {"label": "2", "start_s": 15.0, "end_s": 19.0},
    ]
