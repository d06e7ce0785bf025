"""The next session, all advice together, and how both are worded."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from formcheck.errors import InputError
from formcheck.history.advice.advising import advise
from formcheck.history.advice.limits import load_limits
from formcheck.history.advice.planning import (
    PlanItem,
    StoredPlan,
    add_to_plan,
    drop_from_plan,
    edit_plan,
    find_plan,
    find_targets,
    propose_plan,
)
from formcheck.history.advice.sayings import MOST_WORDS, Kind, name_movement
from formcheck.history.advice.training import read_training
from formcheck.history.entries import LoggedVerdict
from formcheck.history.log_book import LogBook
from formcheck.history.plans import drop_plan, read_plan, save_plan
from tests.unit.history.advice.training_factory import (
    BERLIN,
    WEDNESDAY,
    bird_dog,
    deadlift,
    look,
    rep_with,
    session,
    train,
)
from tests.unit.history.set_factory import NOON, make_rep, make_set, type_in

LIMITS = load_limits()
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LONG: dict[str, Any] = {
    "exercise_key": "single",
    "exercise_name": "One very long name of some movement",
    "family": "row",
}


class TestPlan:
    def test_the_first_pattern_that_is_rested(self) -> None:
        sets = [*session(WEDNESDAY - 40 * HOUR, make=deadlift), *session(WEDNESDAY - 20 * HOUR)]
        plan = propose_plan(look(*sets), LIMITS)
        assert plan.day == date(2026, 3, 5)  # 2:00 at night; the rows are rested on the 5th at 22:00 too
        assert [item.exercise_key for item in plan.items] == ["conventional_deadlift", "barbell_row"]
        assert plan.reason == (
            "Hinges: last hard session Tuesday 02:00, 48 h are over Thursday 02:00."
            " Rows: last hard session Tuesday 22:00, 48 h are over Thursday 22:00."
        )

    def test_what_needs_longer_is_left_for_another_day(self) -> None:
        sets = [*session(WEDNESDAY - 72 * HOUR, make=deadlift), *session(WEDNESDAY - HOUR)]
        plan = propose_plan(look(*sets), LIMITS)
        assert (plan.day, [item.family for item in plan.items]) == (date(2026, 3, 4), ["hinge"])
        assert "Hinges: last hard session Sunday 18:00, rested." in plan.reason

    def test_the_day_is_that_of_the_athlete_whatever_the_clocks_do(self) -> None:
        trained = datetime(2026, 3, 28, 23, 30, tzinfo=BERLIN)
        plan = propose_plan(look(*session(trained), now=trained + HOUR), LIMITS)
        assert plan.day == date(2026, 3, 31)  # 0:30 of the clock, 48 h later
        plan = propose_plan(look(*session(trained), now=(trained + HOUR).astimezone(UTC)), LIMITS)
        assert plan.day == date(2026, 3, 30)

    def test_what_is_advised_is_planned(self) -> None:
        sets = [*session(WEDNESDAY - 7 * DAY, count=9), *session(WEDNESDAY - 4 * DAY, sets=4, count=9)]
        (item,) = propose_plan(look(*sets), LIMITS).items
        assert (item.sets, item.count, item.load_kg) == (4, 8, 62.5)
        assert item.reason == "Add 2.5 kg to your barbell row: 62.5 kg next time."

    def test_mobility_goes_along(self) -> None:
        sets = [*session(WEDNESDAY - 3 * DAY), bird_dog(WEDNESDAY - DAY), bird_dog(WEDNESDAY - DAY, count=6)]
        items = propose_plan(look(*sets), LIMITS).items
        assert [(item.exercise_key, item.sets, item.count) for item in items] == [
            ("barbell_row", 3, 8),
            ("bird_dog", 2, 6),
        ]

    @pytest.mark.parametrize(
        "sets",
        [[], [bird_dog(WEDNESDAY)], [train(WEDNESDAY - 28 * DAY)], [train(WEDNESDAY, set_type="warmup")]],
    )
    def test_without_sets_there_is_none(self, sets) -> None:
        plan = propose_plan(look(*sets), LIMITS)
        assert plan.items == ()
        assert "one session, and I can plan" in plan.reason


class TestEditing:
    SETS = (*session(WEDNESDAY - 3 * DAY),)

    def test_one_movement_is_changed(self) -> None:
        plan = find_plan(look(*self.SETS), LIMITS)
        changed = edit_plan(plan, "barbell_row", sets=5, count=5, load_kg=70.0)
        (item,) = changed.items
        assert (item.sets, item.count, item.load_kg, item.reason) == (5, 5, 70.0, "")
        assert changed.is_edited
        assert not plan.is_edited
        assert drop_from_plan(changed, "barbell_row").items == ()
        more = add_to_plan(plan, "pendlay_row", "Pendlay row", "row")
        assert add_to_plan(more, "pendlay_row", "Pendlay row", "row") is more
        added = edit_plan(more, "pendlay_row", count=6, load_kg=40.0)
        assert [(one.exercise_key, one.load_kg) for one in added.items][1] == ("pendlay_row", 40.0)
        assert edit_plan(plan, "nothing", sets=2).items == plan.items

    @pytest.mark.parametrize(
        ("since", "is_kept"),
        [
            ([], True),
            ([deadlift(WEDNESDAY - HOUR)], True),
            ([train(WEDNESDAY - HOUR, set_type="warmup")], True),
            ([train(WEDNESDAY - HOUR)], False),
        ],
    )
    def test_it_holds_until_it_was_trained(self, since, is_kept: bool) -> None:
        item = PlanItem("barbell_row", "Barbell row", "row", 5, 5, 70.0)
        stored = StoredPlan((WEDNESDAY - DAY).astimezone(UTC), date(2026, 3, 6), (item,))
        plan = find_plan(look(*self.SETS, *since), LIMITS, stored)
        assert plan.is_edited == is_kept
        assert (plan.items == (item,)) == is_kept
        assert find_targets(stored) == {"barbell_row": 5}

    def test_it_is_kept_in_the_log(self, log: LogBook) -> None:
        assert read_plan(log, "Ann") is None
        plan = edit_plan(find_plan(look(*self.SETS), LIMITS), "barbell_row", count=5, load_kg=math.nan)
        save_plan(log, plan, WEDNESDAY)
        save_plan(log, plan, WEDNESDAY)
        stored = read_plan(log, "ann")
        assert stored is not None
        assert repr(stored.items) == repr(plan.items)
        assert (stored.day, stored.saved_at) == (plan.day, WEDNESDAY)
        assert drop_plan(log, "Ann")
        assert not drop_plan(log, "Ann")
        assert read_plan(log, "Ann") is None

    def test_it_goes_with_its_athlete(self, log: LogBook) -> None:
        save_plan(log, find_plan(look(*self.SETS), LIMITS), WEDNESDAY)
        log.remove_athlete("Ann")
        assert log.read("SELECT 1 FROM plans") == []
        with pytest.raises(InputError, match="Nobody called"):
            log.remove_athlete("Ann")


ALL = {
    "nothing": [],
    "others": [train(WEDNESDAY, family="", exercise_key="other:x", exercise_name="X")],
    "mobility": [bird_dog(WEDNESDAY - DAY)],
    "fresh": session(WEDNESDAY - 2 * HOUR),
    "load": [*session(WEDNESDAY - 4 * DAY, count=9), *session(WEDNESDAY - DAY, count=9)],
    "long": [*session(WEDNESDAY - 4 * DAY, **LONG), *session(WEDNESDAY - DAY, **LONG)],
    "weak": [*session(WEDNESDAY - 4 * DAY, score=60.0), *session(WEDNESDAY - DAY, score=60.0)],
    "slow": [*session(WEDNESDAY - 4 * DAY, score=80.0), *session(WEDNESDAY - DAY, score=80.0)],
    "broken": session(WEDNESDAY - DAY, stop_rep=6, reps=(rep_with(7, "spinal_rounding"),)),
    "unjudged": session(WEDNESDAY - DAY, score=math.nan),
    "rounded": [
        one
        for at in (WEDNESDAY - 4 * DAY, WEDNESDAY - DAY)
        for one in session(
            at, make=deadlift, reps=(rep_with(1, "spinal_rounding"),), exercise_key="single",
            exercise_name="Single-leg kettlebell Romanian deadlift", load_kg=62.5,
        )
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", ALL)
def test_every_advice_is_plain(name: str) -> None:
    found = advise(look(*ALL[name]), LIMITS)
    assert found
    for one in found:
        assert len(one.headline.split()) <= MOST_WORDS, one.headline
        assert re.search(r"\b(you|your|i can)", one.headline.lower()), one.headline
        assert one.reason.endswith(".")
        text = f"{one.headline} {one.reason}"
        assert "!" not in text
        assert "nan" not in text
        assert not re.search(r"injur|pain|danger|diagnos|risk|should", text.lower()), text
        assert all("≈" in part or "≈" in text for part in re.findall(r"\d s\b", text))
        if one.set_ids:
            assert one.source
    kinds = [list(Kind).index(one.kind) for one in found]
    assert kinds == sorted(kinds)


def test_without_sets_that_is_said() -> None:
    assert [(one.kind, one.headline) for one in advise(look(), LIMITS)] == [
        (Kind.NOT_ENOUGH, "You have no sets to go by: train one, and I can begin.")
    ]
    assert [one.kind for one in advise(look(*ALL["others"]), LIMITS)] == [Kind.NOT_ENOUGH]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Barbell row", "barbell row"),
        ("Romanian deadlift", "Romanian deadlift"),
        ("TRX row", "TRX row"),
        ("T-bar row", "T-bar row"),
        ("A name of five words", "this movement"),
    ],
)
def test_names_within_a_sentence(name: str, said: str) -> None:
    assert name_movement(name) == said


def test_every_limit_has_its_source() -> None:
    for table in (LIMITS.recovery, LIMITS.week, LIMITS.mobility_days, LIMITS.quality, LIMITS.overload,
                  LIMITS.tempo, LIMITS.back_off, LIMITS.breakdown):  # fmt: skip
        assert len(table.source) > 20


class TestReading:
    NOW = NOON + 3 * HOUR

    def test_of_one_athlete_and_up_to_now(self, log: LogBook) -> None:
        log.save_set(make_set(NOON, reps=2))
        log.save_set(make_set(self.NOW + HOUR))
        log.save_set(make_set(NOON, athlete="Bob"))
        log.save_set(make_set(NOON - 60 * DAY))
        found = read_training(log, "ann", self.NOW, LIMITS)
        assert [one.logged.trained_at for one in found.sets] == [NOON]
        assert [len(one.counted) for one in found.sets] == [2]
        assert found.monday == date(2026, 3, 2)

    def test_what_was_found_of_the_back(self, log: LogBook) -> None:
        told = {"present": True, "absent": True, "not_judged": False}
        for verdict in told:
            log.save_set(
                make_set(
                    NOON, verdicts=(LoggedVerdict("spinal_rounding", verdict, 20.0, "deg"),),
                    reps=2,
                )
            )  # fmt: skip
        log.save_set(make_set(NOON))  # the rule is not known of it
        log.save_set(type_in(NOON))
        sets = read_training(log, "Ann", self.NOW, LIMITS).sets
        assert [one.is_back_judged for one in sets] == [*told.values(), False, False]
        assert sets[-1].reps == ()

    def test_partial_reps_do_not_count(self, log: LogBook) -> None:
        reps = (make_rep(1), make_rep(2, kind="partial", rep_index=None))
        log.save_set(type_in(NOON))
        new = make_set(NOON)
        log.save_set(type(new)(**{**{f: getattr(new, f) for f in new.__slots__}, "reps": reps}))
        sets = read_training(log, "Ann", self.NOW, LIMITS).sets
        assert [len(one.counted) for one in sets] == [0, 1]

    def test_a_moment_needs_its_offset(self, log: LogBook) -> None:
        with pytest.raises(ValueError, match="no offset"):
            read_training(log, "Ann", datetime(2026, 3, 2), LIMITS)
