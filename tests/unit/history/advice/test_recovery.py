"""Rest, days and quality sets: a truth table under a clock that stands still."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, timezone

import pytest

from formcheck.history.advice.limits import load_limits
from formcheck.history.advice.recovery import list_days, list_quality, list_recovery
from formcheck.history.advice.sayings import Kind
from tests.unit.history.advice.training_factory import (
    BERLIN,
    WEDNESDAY,
    bird_dog,
    deadlift,
    look,
    session,
    train,
)

LIMITS = load_limits()
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def remind(*sets, now: datetime = WEDNESDAY) -> list[str]:
    return [one.headline for one in list_recovery(look(*sets, now=now), LIMITS)]


class TestRecovery:
    @pytest.mark.parametrize(
        ("ago", "headlines"),
        [
            (47 * HOUR, ["Your last row session was 47 h ago; the guideline is 48 h."]),
            (48 * HOUR - MINUTE, ["Your last row session was 47 h ago; the guideline is 48 h."]),
            (48 * HOUR, []),
            (0 * HOUR, ["Your last row session was 0 h ago; the guideline is 48 h."]),
        ],
    )
    def test_47_hours_are_told_and_48_are_not(self, ago: timedelta, headlines: list[str]) -> None:
        assert remind(*session(WEDNESDAY - ago)) == headlines

    def test_it_counts_from_the_last_set_and_says_until_when(self) -> None:
        sets = session(WEDNESDAY - 31 * HOUR)
        (advice,) = list_recovery(look(*sets), LIMITS)
        assert advice.kind is Kind.RECOVERY
        assert advice.set_ids == tuple(one.logged.set_id for one in sets)
        assert advice.reason == (
            "3 working sets of rows, the last on Tuesday 11:00; 48 h are over on Thursday 11:00. Your call."
        )
        assert "Madsen and Bosak 2014" in advice.source

    def test_patterns_are_apart(self) -> None:
        sets = session(WEDNESDAY - 60 * HOUR) + session(WEDNESDAY - 5 * HOUR, make=deadlift)
        assert remind(*sets) == ["Your last hinge session was 5 h ago; the guideline is 48 h."]

    @pytest.mark.parametrize(
        "changes",
        [
            {"sets": 1},
            {"set_type": "warmup"},
            {"rpe": 6.0},
            {"make": bird_dog},
            {"family": "", "exercise_key": "other:bench press"},
            {"count": 0},
        ],
    )
    def test_what_is_not_hard_needs_no_rest(self, changes) -> None:
        assert remind(*session(WEDNESDAY - HOUR, **changes)) == []

    @pytest.mark.parametrize("changes", [{"score": math.nan}, {"rpe": 6.5}, {"set_type": "failure"}])
    def test_what_was_not_judged_was_hard_all_the_same(self, changes) -> None:
        assert len(remind(*session(WEDNESDAY - HOUR, **changes))) == 1

    def test_one_light_set_makes_no_session_light(self) -> None:
        sets = [*session(WEDNESDAY - HOUR, rpe=6.0)[:2], train(WEDNESDAY - HOUR)]
        assert len(remind(*sets)) == 1

    def test_a_lighter_session_since_does_not_hide_the_hard_one(self) -> None:
        assert len(remind(*session(WEDNESDAY - 20 * HOUR), train(WEDNESDAY - HOUR))) == 1

    def test_the_clocks_going_forward_take_no_rest_away(self) -> None:
        trained = datetime(2026, 3, 28, 18, 0, tzinfo=BERLIN)  # forward in the night to the 29th
        on_the_wall = trained + timedelta(hours=48)
        assert (on_the_wall.day, on_the_wall.hour) == (30, 18)
        assert remind(*session(trained), now=on_the_wall) == [
            "Your last row session was 47 h ago; the guideline is 48 h."
        ]
        assert remind(*session(trained), now=on_the_wall + HOUR) == []
        (advice,) = list_recovery(look(*session(trained), now=on_the_wall), LIMITS)
        assert "are over on Monday 19:00" in advice.reason

    def test_the_clocks_going_back_add_none(self) -> None:
        trained = datetime(2026, 10, 24, 18, 0, tzinfo=BERLIN)
        assert remind(*session(trained), now=datetime(2026, 10, 26, 17, 0, tzinfo=BERLIN)) == []
        assert len(remind(*session(trained), now=datetime(2026, 10, 26, 16, 59, tzinfo=BERLIN))) == 1

    def test_a_session_of_another_zone_is_as_long_ago_as_it_is(self) -> None:
        tokyo = timezone(9 * HOUR)
        trained = datetime(2026, 3, 3, 2, 0, tzinfo=tokyo)  # Monday 18:00 in Berlin
        assert remind(*session(trained)) == []
        assert len(remind(*session(trained + MINUTE))) == 1
        assert remind(*session(trained), now=WEDNESDAY.astimezone(UTC)) == []


def say_days(*sets, now: datetime = WEDNESDAY) -> list[str]:
    return [one.headline for one in list_days(look(*sets, now=now), LIMITS)]


def train_days(*days: int) -> list:
    return [train(datetime(2026, 3, day, 12, tzinfo=BERLIN)) for day in days]


class TestDays:
    @pytest.mark.parametrize(
        ("days", "headline"),
        [
            ((1,), "You have done 0 of 2 strength days this week."),  # a Sunday
            ((2,), "You have done 1 of 2 strength days this week."),
            ((2, 2), "You have done 1 of 2 strength days this week."),
            ((2, 4), "You have done 2 strength days this week; 2 are the goal."),
            ((2, 3, 4), "You have done 3 strength days this week; 2 are the goal."),
        ],
    )
    def test_days_of_this_week_against_two(self, days, headline: str) -> None:
        assert say_days(*train_days(*days)) == [headline]

    def test_four_are_more_than_enough(self) -> None:
        sunday = datetime(2026, 3, 8, 20, tzinfo=BERLIN)
        sets = train_days(2, 3, 5, 7)
        (advice,) = list_days(look(*sets, now=sunday), LIMITS)
        assert advice.headline == "You trained strength on 4 days this week; two or three are enough."
        assert advice.reason.endswith("Monday, Tuesday, Thursday, Saturday; after today 0 days are left.")
        assert len(advice.set_ids) == 4

    def test_the_week_ends_when_sunday_does(self) -> None:
        midnight = datetime(2026, 3, 9, 0, 0, tzinfo=BERLIN)
        sets = train_days(2, 4)
        assert "2 strength days" in say_days(*sets, now=midnight - MINUTE)[0]
        assert "0 of 2" in say_days(*sets, now=midnight)[0]

    def test_the_day_of_a_set_is_that_of_its_place(self) -> None:
        honolulu = timezone(-10 * HOUR)
        sunday_evening = train(datetime(2026, 3, 1, 20, 0, tzinfo=honolulu))  # Monday in Berlin
        assert "0 of 2" in say_days(sunday_evening)[0]

    @pytest.mark.parametrize("changes", [{"set_type": "warmup"}, {"count": 0}])
    def test_without_work_nothing_is_said(self, changes) -> None:
        assert say_days(train(WEDNESDAY, **changes)) == []

    def test_mobility_is_asked_of_who_does_it(self) -> None:
        assert say_days(bird_dog(WEDNESDAY - 24 * HOUR)) == [
            "You have not done your bird-dogs today; one easy set is enough."
        ]
        assert say_days(bird_dog(WEDNESDAY - HOUR)) == []
        (advice,) = list_days(look(*(bird_dog(WEDNESDAY - n * 24 * HOUR) for n in (1, 1, 6, 7))), LIMITS)
        assert advice.reason == "2 of the last 7 days had one."


def say_quality(*sets, now: datetime = WEDNESDAY) -> list[tuple[str, str]]:
    return [(one.headline, one.reason) for one in list_quality(look(*sets, now=now), LIMITS)]


class TestQuality:
    def test_a_set_counts_from_70_on(self) -> None:
        sets = [train(WEDNESDAY, score=score) for score in (70.0, 69.9, 100.0)]
        assert say_quality(*sets) == [
            (
                "You have 2 of 10 quality row sets this week.",
                "Of 3 working sets since Monday 2 scored 70 or more, 1 scored less.",
            )
        ]

    def test_what_was_not_judged_is_neither(self) -> None:
        assert say_quality(train(WEDNESDAY), train(WEDNESDAY, score=math.nan)) == [
            (
                "You have 1 of 10 quality row sets this week.",
                "Of 2 working sets since Monday 1 scored 70 or more,"
                " 1 was not judged, which says nothing of them.",
            )
        ]
        assert say_quality(train(WEDNESDAY, score=math.nan))[0][0] == (
            "Your row sets this week were not judged: none can count."
        )

    def test_ten_are_the_goal(self) -> None:
        assert say_quality(*session(WEDNESDAY, 10))[0][0] == (
            "You have 10 quality row sets this week; 10 are the goal."
        )

    def test_warm_ups_and_last_week_are_out(self) -> None:
        sunday = datetime(2026, 3, 1, 12, tzinfo=BERLIN)
        sets = [train(sunday), train(WEDNESDAY), train(WEDNESDAY, set_type="warmup")]
        assert say_quality(*sets)[0][0] == "You have 1 of 10 quality row sets this week."
        assert say_quality(train(sunday))[0] == (
            "You have 0 of 10 quality row sets this week.",
            "Of 0 working sets since Monday 0 scored 70 or more.",
        )
        assert say_quality(train(WEDNESDAY - timedelta(days=28))) == []
