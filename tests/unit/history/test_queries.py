"""What a history shows of sets whose numbers are known."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest

from formcheck.history.entries import LoggedVerdict
from formcheck.history.log_book import LogBook
from formcheck.history.queries import (
    DayTotal,
    SetFilter,
    VerdictCount,
    WeekTotal,
    count_sets,
    count_verdicts,
    list_exercises,
    list_sessions,
    list_sets,
    total_days,
    total_weeks,
)
from formcheck.history.trends import BESTS, find_bests, list_rep_records, read_rule_trend, read_trend
from tests.unit.history.set_factory import NOON, make_set, type_in

DAY = timedelta(days=1)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def ids(log: LogBook) -> list[int]:
    """Three weeks of Ann, a set of Bob, and one that was deleted."""
    hinge = {"exercise_key": "deadlift", "exercise_name": "Deadlift", "family": "hinge"}
    sets = [
        make_set(NOON, reps=5, load_kg=60.0, score=70.0),
        make_set(NOON + timedelta(minutes=5), reps=3, load_kg=80.0, clean_count=3, score=90.0),
        make_set(NOON + 6 * DAY, reps=4, load_kg=100.0, **hinge, clean_count=None, score=math.nan),
        make_set(NOON + 7 * DAY, reps=8, load_kg=math.nan, score=90.0),
        type_in(NOON + 14 * DAY, reps=3, load_kg=80.0),
        make_set(NOON, reps=9, load_kg=500.0, athlete="Bob"),
        make_set(NOON, reps=9, load_kg=500.0),
    ]
    saved = [log.save_set(one).set_id for one in sets]
    log.delete_sets(saved[-1:])
    return saved


def test_days_of_a_calendar(log: LogBook, ids: list[int]) -> None:
    assert total_days(log, "Ann", *YEAR) == [
        DayTotal(date(2026, 3, 2), 2, 8, 540.0),
        DayTotal(date(2026, 3, 8), 1, 4, 400.0),
        DayTotal(date(2026, 3, 9), 1, 8, 0.0),
        DayTotal(date(2026, 3, 16), 1, 3, 240.0),
    ]
    assert [one.day.day for one in total_days(log, "Ann", date(2026, 3, 8), date(2026, 3, 9))] == [8, 9]
    assert total_days(log, None, *YEAR)[0] == DayTotal(date(2026, 3, 2), 3, 17, 5040.0)
    assert total_days(log, "Nobody", *YEAR) == []


def test_weeks_begin_on_monday(log: LogBook, ids: list[int]) -> None:
    assert total_weeks(log, "ann", *YEAR) == [
        WeekTotal(date(2026, 3, 2), "hinge", 1, 4, 400.0),
        WeekTotal(date(2026, 3, 2), "row", 2, 8, 540.0),
        WeekTotal(date(2026, 3, 9), "row", 1, 8, 0.0),
        WeekTotal(date(2026, 3, 16), "row", 1, 3, 240.0),
    ]


def test_every_day_belongs_to_the_week_of_its_monday(log: LogBook) -> None:
    for number in range(15):
        log.save_set(make_set(NOON + number * DAY))
    assert [(one.monday.weekday(), one.sets) for one in total_weeks(log, "Ann", *YEAR)] == [
        (0, 7),
        (0, 7),
        (0, 1),
    ]


def test_pages_of_the_table(log: LogBook, ids: list[int]) -> None:
    ann = SetFilter("Ann")
    assert [one.set_id for one in list_sets(log, ann, limit=2)] == [ids[4], ids[3]]
    assert [one.set_id for one in list_sets(log, ann, limit=10, offset=2)] == [ids[2], ids[1], ids[0]]
    assert count_sets(log, ann) == 5


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        (SetFilter(), [0, 1, 2, 3, 4, 5]),
        (SetFilter("Ann", exercise_key="deadlift"), [2]),
        (SetFilter("Ann", family="row"), [0, 1, 3, 4]),
        (SetFilter(first_day=date(2026, 3, 8)), [2, 3, 4]),
        (SetFilter("Ann", last_day=date(2026, 3, 8)), [0, 1, 2]),
        (SetFilter(is_deleted=True), [6]),
        (SetFilter("' OR 1 = 1 --"), []),
    ],
)
def test_filters(log: LogBook, ids: list[int], which: SetFilter, expected: list[int]) -> None:
    assert sorted(one.set_id for one in list_sets(log, which)) == [ids[number] for number in expected]
    assert count_sets(log, which) == len(expected)


def test_movements_and_sessions(log: LogBook, ids: list[int]) -> None:
    assert list_exercises(log, "Ann") == [("barbell_row", "Barbell row", 4), ("deadlift", "Deadlift", 1)]
    march = list_sessions(log, "Ann", date(2026, 3, 2), date(2026, 3, 8))
    assert [(one.local_day.day, one.sets, one.reps) for one in march] == [(8, 1, 4), (2, 2, 8)]


def test_a_verdict_that_was_not_judged_is_counted_as_that(log: LogBook) -> None:
    for verdict in ("present", "absent", "absent", "not_judged"):
        said = (
            LoggedVerdict("torso_swing", verdict, 12.0, "deg"),
            LoggedVerdict("rushed", "absent", 1.0, "s"),
        )
        log.save_set(make_set(verdicts=said))
    assert count_verdicts(log, SetFilter("Ann")) == [
        VerdictCount("torso_swing", 1, 2, 1),
        VerdictCount("rushed", 0, 4, 0),
    ]


class TestTrends:
    def test_every_set_of_a_movement_in_the_order_of_time(self, log: LogBook, ids: list[int]) -> None:
        points = read_trend(log, "Ann", "barbell_row")
        assert [one.set_id for one in points] == [ids[0], ids[1], ids[3], ids[4]]
        assert [one.load_kg for one in points[:2]] == [60.0, 80.0]
        assert math.isnan(points[2].load_kg)
        assert math.isnan(points[3].score)
        assert [one.trained_at for one in points][:2] == [NOON, NOON + timedelta(minutes=5)]
        assert points[0].range_median == 0.5

    def test_back_and_sides_are_what_their_rules_measured(self, log: LogBook) -> None:
        said = (
            LoggedVerdict("spinal_rounding", "absent", 4.5, "deg"),
            LoggedVerdict("uneven_sides", "present", 0.25, "of the pull"),
        )
        log.save_set(make_set(verdicts=said, is_calibrated=True))
        log.save_set(make_set(verdicts=said[:1]))
        first, second = read_trend(log, None, "barbell_row")
        assert (first.back_arc_deg, first.side_difference, first.is_calibrated) == (4.5, 0.25, True)
        assert (second.back_arc_deg, second.is_calibrated) == (4.5, False)
        assert math.isnan(second.side_difference)

    def test_a_rule_over_time(self, log: LogBook) -> None:
        for number, verdict in enumerate(("absent", "not_judged")):
            said = (LoggedVerdict("rushed", verdict, math.nan if number else 2.0, "s"),)
            log.save_set(make_set(NOON + number * DAY, verdicts=said))
        log.save_set(type_in())
        first, second = read_rule_trend(log, "Ann", "barbell_row", "rushed")
        assert (first.verdict, first.median, first.unit) == ("absent", 2.0, "s")
        assert second.verdict == "not_judged"
        assert math.isnan(second.median)

    def test_bests_are_the_first_of_equal_ones(self, log: LogBook, ids: list[int]) -> None:
        bests = {(one.exercise_key, one.kind): (one.value, one.set_id) for one in find_bests(log, "Ann")}
        assert bests == {
            ("barbell_row", "heaviest"): (80.0, ids[1]),
            ("barbell_row", "heaviest_clean"): (80.0, ids[1]),
            ("barbell_row", "most_reps"): (8.0, ids[3]),
            ("barbell_row", "most_volume"): (300.0, ids[0]),
            ("barbell_row", "best_score"): (90.0, ids[1]),
            ("deadlift", "heaviest"): (100.0, ids[2]),
            ("deadlift", "most_reps"): (4.0, ids[2]),
            ("deadlift", "most_volume"): (400.0, ids[2]),
        }
        assert {one.kind for one in find_bests(log, "Ann", "deadlift")} == set(BESTS) - {
            "heaviest_clean",
            "best_score",
        }

    def test_a_set_without_repetitions_is_no_best(self, log: LogBook) -> None:
        log.save_set(make_set(reps=0, load_kg=200.0, score=math.nan))
        assert find_bests(log, "Ann") == []

    def test_more_repetitions_hold_the_record_for_fewer(self, log: LogBook, ids: list[int]) -> None:
        log.save_set(make_set(reps=4, load_kg=50.0))
        records = [
            (one.count, one.load_kg, one.set_id) for one in list_rep_records(log, "Ann", "barbell_row")
        ]
        assert records == [(3, 80.0, ids[1]), (5, 60.0, ids[0])]
