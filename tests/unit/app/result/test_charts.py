"""Charts: what they say, and that they can be drawn in both themes."""

from __future__ import annotations

import json

import pytest

from formcheck.app.levels import WORDS, find_kind
from formcheck.app.result.charts import chart_back, chart_movement, chart_score, chart_sides, chart_tempo
from formcheck.app.result.charts.chart import DARK, LEVELS, LIGHT, SHAPES, Chart, Colours, dress
from formcheck.app.reviews import load_review
from formcheck.report.set_report import SetReport

ALL = (chart_movement, chart_back, chart_tempo, chart_score, chart_sides)


def list_charts(report: SetReport) -> list[Chart]:
    return [chart for make in ALL if (chart := make(report)) is not None]


def measure_contrast(first: str, second: str) -> float:
    """WCAG 2 contrast of two colours."""

    def lightness(colour: str) -> float:
        parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((lightness(first), lightness(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("kind", ["squatted", "swung_rows", "alternating_rows", "bird_dogs", "hinges"])
@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_every_chart_is_drawn_and_told(make_review, kind: str, colours: Colours) -> None:
    charts = list_charts(load_review(make_review(kind)).report)
    assert {"Tempo against target", "Score over the set"} < {chart.title for chart in charts}
    for chart in charts:
        assert chart.finding.endswith(".")
        drawn = dress(chart.draw(colours), colours).to_dict()
        assert json.dumps(drawn, allow_nan=False)


def test_the_movement_marks_the_repetitions_with_a_fault(make_review) -> None:
    report = load_review(make_review("squatted")).report
    assert all(find_kind(judged) in ("l2", "l3") for judged in report.reps)
    assert chart_movement(report).finding == "Tinted where a fault was found: reps 1–4."
    clean = load_review(make_review("pick_up")).report
    assert chart_movement(clean).finding == "No fault was found on the way."


def test_two_arms_are_two_lines(make_review) -> None:
    chart = chart_movement(load_review(make_review("alternating_rows")).report)
    assert "Solid = left, dashed = right" in chart.finding
    data = chart.draw(LIGHT).to_dict()["datasets"].values()
    assert {"left", "right"} == {row["arm"] for rows in data for row in rows if "arm" in row}


def test_a_tempo_beside_its_target_is_named(make_review) -> None:
    chart = chart_tempo(load_review(make_review("hinges")).report)
    assert chart is not None
    assert chart.finding == "Shaded = target. Beside it: reps 1–4."


def test_sides_are_compared_where_they_work_apart(make_review) -> None:
    assert chart_sides(load_review(make_review("hinges")).report) is None
    chart = chart_sides(load_review(make_review("bird_dogs")).report)
    assert chart is not None
    assert chart.title == "Left against right"


def test_without_a_back_rule_there_is_no_course_of_the_back(make_review) -> None:
    assert chart_back(load_review(make_review("bird_dogs")).report) is None


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_text_and_marks_can_be_read(colours: Colours) -> None:
    for name in ("ink", "ink_2"):
        assert measure_contrast(colours[name], colours["page"]) >= 4.5
    for level in LEVELS:
        assert measure_contrast(colours[level], colours["page"]) >= 3.0


def test_levels_differ_by_shape_and_by_word() -> None:
    assert set(WORDS) == set(SHAPES)
    assert SHAPES["l0"] != SHAPES["l2"] != SHAPES["l3"] != SHAPES["l0"]
    assert SHAPES["l0"] != SHAPES["blind"]
