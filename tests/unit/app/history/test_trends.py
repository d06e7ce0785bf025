"""Which trends there are, what they say, and what is drawn."""

from __future__ import annotations

import json
import math
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from formcheck.app.history.trends import Trends, lay_out_trends
from formcheck.app.result.charts.chart import DARK, LIGHT, Chart, Colours, dress
from formcheck.app.settings import Settings
from formcheck.exercises.exercise import Exercise
from formcheck.exercises.loader import load_exercise
from formcheck.history.trends import TrendPoint

BEGIN = datetime(2026, 3, 2, 18, tzinfo=timezone(timedelta(hours=1)))
TODAY = date(2026, 12, 1)
HINGE, ROW = load_exercise("romanian_deadlift"), load_exercise("one_arm_row")


def make_point(day: int, **changes: Any) -> TrendPoint:
    values: dict[str, Any] = {
        "count": 8, "clean_count": 8, "range_unit": "deg", "view": "side", "is_calibrated": True,
        "back_arc_deg": 5.0, "load_kg": 40.0, "score": 80.0, "range_median": 80.0, "eccentric_s": 2.0,
        "pause_stretched_s": 0.5, "concentric_s": 1.2, "pause_contracted_s": 0.6,
    }  # fmt: skip
    return TrendPoint(day, BEGIN + timedelta(days=day), **{**values, **changes})


def lay_out(points: list[TrendPoint], exercise: Exercise | None = HINGE, unit: str = "kg") -> Trends:
    return lay_out_trends(points, exercise, Settings(load_unit=unit), TODAY)


def find(trends: Trends, title: str) -> Chart:
    return next(one for one in [*trends.first, *trends.more] if one.title == title)


def read_rows(chart: Chart, column: str) -> list[dict[str, Any]]:
    """Rows of the data of a chart that have a column."""
    datasets = chart.draw(LIGHT).to_dict()["datasets"].values()
    return [row for rows in datasets for row in rows if column in row]


def test_load_score_and_back_come_first() -> None:
    trends = lay_out([make_point(0), make_point(7, load_kg=45.0, score=90.0)])
    assert [one.title for one in trends.first] == ["Load", "Score", "Back position"]
    assert find(trends, "Load").finding == "40 kg on 2 Mar, 45 kg on 9 Mar. Best: 45 kg on 9 Mar."
    assert find(trends, "Score").finding == "80 on 2 Mar, 90 on 9 Mar. Shaded = quality."


def test_every_phase_has_a_chart_of_its_own() -> None:
    titles = [one.title for one in lay_out([make_point(0)]).more]
    words = HINGE.phase_words
    assert [f"{words[name][0].upper()}{words[name][1:]}, time" for name in words] == titles[2:]
    assert titles[:2] == ["Reps a set", "Range"]


def test_loads_are_in_the_unit_of_the_settings() -> None:
    chart = find(lay_out([make_point(0, load_kg=45.359237)], unit="lb"), "Load")
    assert chart.finding.startswith("100 lb on 2 Mar.")


def test_calibrated_and_uncalibrated_backs_are_never_one_line() -> None:
    points = [make_point(k, is_calibrated=k > 2, back_arc_deg=20.0 - k) for k in range(5)]
    trends = lay_out(points)
    own, straight = find(trends, "Back position"), find(trends, "Back, not calibrated")
    assert [row["value"] for row in read_rows(own, "told") if row["told"] == "17°"]
    assert {row["value"] for row in read_rows(own, "told")} == {17.0, 16.0}
    assert {row["value"] for row in read_rows(straight, "told")} == {20.0, 19.0, 18.0}
    assert "neutral back" in own.finding
    assert "straight" in straight.finding


def test_what_was_not_judged_is_a_gap_and_is_told() -> None:
    points = [make_point(0), make_point(1, score=math.nan), make_point(2)]
    chart = find(lay_out(points), "Score")
    assert "Not judged on 1 day." in chart.finding
    line = read_rows(chart, "low")
    assert [row["value"] for row in line if row.get("at") == 1] == [None] * len(
        [row for row in line if row.get("at") == 1]
    )
    marks = read_rows(chart, "foot")
    assert [row["told"] for row in marks] == ["not judged"]


def test_what_was_never_judged_is_told_and_not_drawn() -> None:
    trends = lay_out([make_point(k, back_arc_deg=math.nan) for k in range(3)])
    assert ("Back position", "Not judged in all 3 trainings so far.") in trends.not_judged
    assert "Back position" not in [one.title for one in [*trends.first, *trends.more]]


def test_sets_that_were_typed_in_are_neither_judged_nor_a_gap() -> None:
    typed = make_point(1, view="", score=math.nan, is_calibrated=False, back_arc_deg=math.nan)
    trends = lay_out([make_point(0), typed, make_point(2)])
    assert "Not judged" not in find(trends, "Score").finding
    assert len({row["at"] for row in read_rows(find(trends, "Load"), "told")}) == 3


def test_ranges_of_another_view_are_left_out() -> None:
    points = [make_point(0), make_point(1, view="front", range_median=20.0), make_point(2)]
    chart = find(lay_out(points), "Range")
    assert {row["value"] for row in read_rows(chart, "told")} == {80.0}
    assert "from the side" in chart.finding


def test_sides_and_momentum_are_there_where_they_were_measured() -> None:
    points = [make_point(k, side_difference=0.1, momentum=20.0, range_unit="torso") for k in range(2)]
    trends = lay_out(points, ROW)
    assert find(trends, "One side behind the other").finding.startswith("10 % on 2 Mar")
    assert find(trends, "Momentum").finding.startswith("20 on")
    assert "Momentum" not in [one.title for one in lay_out([make_point(0)]).more]


def test_a_movement_of_another_app_has_what_it_has() -> None:
    points = [make_point(0, view="", range_unit="", score=math.nan, range_median=math.nan)]
    trends = lay_out(points, None)
    assert [one.title for one in [*trends.first, *trends.more]] == ["Load", "Reps a set"]
    assert trends.not_judged == ()


def test_many_days_are_weekly_medians_with_a_band() -> None:
    chart = find(lay_out([make_point(k, score=70.0 + k % 7) for k in range(140)]), "Score")
    assert "Weekly medians" in chart.finding
    drawn = chart.draw(LIGHT).to_dict()
    assert "area" in [layer["mark"]["type"] for layer in drawn["layer"]]
    assert len({row["at"] for row in read_rows(chart, "told")}) == 20


@pytest.mark.parametrize("colours", [LIGHT, DARK])
@pytest.mark.parametrize("days", [1, 2, 30, 700])
def test_every_trend_can_be_drawn(colours: Colours, days: int) -> None:
    points = [
        make_point(k, is_calibrated=k % 2 > 0, score=math.nan if k % 3 == 1 else 80.0, momentum=3.0)
        for k in range(days)
    ]
    for exercise in (HINGE, ROW, None):
        trends = lay_out(points, exercise)
        for chart in [*trends.first, *trends.more]:
            assert chart.finding.endswith(".")
            assert json.dumps(dress(chart.draw(colours), colours).to_dict(), allow_nan=False)
