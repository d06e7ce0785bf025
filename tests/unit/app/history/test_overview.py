"""Calendar, quality, volume and sides."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from formcheck.app.history.calendar import chart_calendar, find_first_day
from formcheck.app.history.sides import chart_sides, read_sides
from formcheck.app.history.weeks import chart_quality, chart_volume
from formcheck.app.result.charts.chart import DARK, LIGHT, Chart, Colours, dress
from formcheck.app.settings import Settings
from formcheck.history.advice.limits import load_limits
from formcheck.history.entries import LoggedSet, LoggedVerdict, NewSet
from formcheck.history.log_book import LogBook
from formcheck.history.queries import list_sets, total_weeks
from tests.unit.history.set_factory import BERLIN, NOON, make_rep, make_set, type_in

TODAY = date(2026, 3, 6)
"""The Friday of the week of ``NOON``."""
HINGE: dict[str, Any] = {
    "exercise_key": "romanian_deadlift",
    "exercise_name": "Romanian deadlift",
    "family": "hinge",
}
BIRD_DOG: dict[str, Any] = {"exercise_key": "bird_dog", "exercise_name": "Bird-dog", "family": "bird_dog"}


@pytest.fixture
def log(tmp_path: Path) -> Iterator[LogBook]:
    with LogBook(tmp_path / "log") as opened:
        yield opened


def save(log: LogBook, *sets: Any) -> list[LoggedSet]:
    for one in sets:
        log.save_set(one)
    return list_sets(log, limit=-1)


def read_cells(chart: Chart) -> dict[tuple[int, str], dict[str, Any]]:
    datasets = chart.draw(LIGHT).to_dict()["datasets"].values()
    return {(row["week"], row["weekday"]): row for rows in datasets for row in rows}


def test_the_calendar_begins_on_a_monday_and_ends_today(log: LogBook) -> None:
    cells = read_cells(chart_calendar([], TODAY))
    assert find_first_day(TODAY).weekday() == 0
    assert max(cells) == (9, "Wed") or (9, "Fri") in cells
    assert (9, "Sat") not in cells
    assert [key for key, cell in cells.items() if cell["is_today"]] == [(9, "Fri")]


def test_days_have_the_letters_of_what_was_trained(log: LogBook) -> None:
    sets = save(
        log,
        make_set(),
        make_set(NOON + timedelta(hours=1), **HINGE),
        type_in(NOON + timedelta(days=1), family=""),
    )
    chart = chart_calendar(sets, TODAY)
    cells = read_cells(chart)
    assert cells[9, "Mon"]["letters"] == "HR"
    assert cells[9, "Mon"]["what"] == "Hinge: 1 set, Row: 1 set"
    assert cells[9, "Tue"]["letters"] == "O"
    assert chart.finding == "2 days in 10 weeks. H hinge, R row, O other. Box = today."


def test_a_day_is_the_local_one_of_where_it_was(log: LogBook) -> None:
    late = datetime(2026, 3, 4, 0, 30, tzinfo=BERLIN)  # still Tuesday in UTC
    assert read_cells(chart_calendar(save(log, make_set(late)), TODAY))[9, "Wed"]["letters"] == "R"


def test_nothing_in_the_last_weeks_is_said(log: LogBook) -> None:
    old = save(log, make_set(NOON - timedelta(days=200)))
    assert chart_calendar(old, TODAY).finding == "No training in the last 10 weeks. Box = today."


def test_a_set_of_quality_scores_seventy(log: LogBook) -> None:
    sets = save(
        log,
        make_set(score=70.0),
        make_set(score=69.9),
        make_set(score=math.nan, clean_count=None),
        make_set(score=90.0, set_type="warmup"),
        make_set(NOON - timedelta(days=7), score=99.0, **HINGE),
    )
    assert [load_limits().quality.counts(one.facts) for one in sets].count(True) == 2
    chart = chart_quality(sets, TODAY)
    assert chart is not None
    assert chart.finding == "Hinge 0 and row 1. Line = 10 sets that score 70 or more."


def test_without_a_movement_of_ours_there_is_no_quality(log: LogBook) -> None:
    assert chart_quality(save(log, type_in(family="")), TODAY) is None


def test_volume_is_told_by_week_in_the_unit_of_the_settings(log: LogBook) -> None:
    save(log, make_set(reps=5, load_kg=100.0), make_set(NOON - timedelta(days=7), reps=8, load_kg=100.0))
    weeks = total_weeks(log, "Ann", find_first_day(TODAY), TODAY)
    chart = chart_volume(weeks, TODAY, Settings())
    assert chart is not None
    assert chart.finding == "500 kg this week. Most: row, 800 kg in the week of 23 Feb."
    pounds = chart_volume(weeks, TODAY, Settings(load_unit="lb"))
    assert pounds is not None
    assert pounds.finding.startswith("1,102 lb this week.")


def test_without_a_load_there_is_no_volume(log: LogBook) -> None:
    save(log, make_set(load_kg=math.nan))
    assert chart_volume(total_weeks(log, "Ann", find_first_day(TODAY), TODAY), TODAY, Settings()) is None


def hold(day: int, left_s: float, right_s: float, verdict: str = "absent") -> NewSet:
    """A set of bird-dogs held so long on each side."""
    times_s = {"left": left_s, "right": right_s}
    reps = tuple(
        make_rep(number, side=side, pause_contracted_s=times_s[side])
        for number, side in enumerate(("left", "right", "left", "right"), 1)
    )
    made = make_set(
        NOON + timedelta(days=day),
        count=4,
        left_count=2,
        right_count=2,
        verdicts=(LoggedVerdict("uneven_sides", verdict, 0.1, ""),),
        **BIRD_DOG,
    )
    return replace(made, reps=reps)


def test_holds_are_compared_day_by_day(log: LogBook) -> None:
    sets = save(log, hold(0, 2.4, 2.9), hold(1, 2.8, 2.9), make_set(NOON + timedelta(days=2)))
    course = read_sides(log, "Ann", sets)
    assert course is not None
    assert [(one.left, one.right) for one in course.days] == [(2.4, 2.9), (2.8, 2.9)]
    assert chart_sides(course, TODAY).finding == "Bird-dog hold. Right leads by 0.1 s."


def test_sides_that_do_the_same_are_told_so(log: LogBook) -> None:
    course = read_sides(log, "Ann", save(log, hold(0, 2.5, 2.5)))
    assert course is not None
    assert "do the same" in chart_sides(course, TODAY).finding


def test_a_far_side_that_could_not_be_judged_is_told_so(log: LogBook) -> None:
    course = read_sides(log, "Ann", save(log, hold(0, 2.0, 3.0, "not_judged")))
    assert course is not None
    assert "not judged" in chart_sides(course, TODAY).finding
    assert "leads" not in chart_sides(course, TODAY).finding


def test_without_both_sides_there_is_nothing_to_compare(log: LogBook) -> None:
    assert read_sides(log, "Ann", save(log, make_set())) is None
    assert read_sides(log, "Ann", save(log, hold(0, 2.0, math.nan))) is None


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_everything_can_be_drawn(log: LogBook, colours: Colours) -> None:
    sets = save(log, make_set(), make_set(**HINGE), hold(1, 2.4, 2.9), type_in(family=""))
    course = read_sides(log, "Ann", sets)
    assert course is not None
    weeks = total_weeks(log, "Ann", find_first_day(TODAY), TODAY)
    charts = [
        chart_calendar(sets, TODAY),
        chart_calendar([], TODAY),
        chart_quality(sets, TODAY),
        chart_volume(weeks, TODAY, Settings()),
        chart_sides(course, TODAY),
    ]
    for chart in charts:
        assert chart is not None
        assert json.dumps(dress(chart.draw(colours), colours).to_dict(), allow_nan=False)
