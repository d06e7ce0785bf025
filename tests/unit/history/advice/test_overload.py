"""The overload gate and form breakdown: a truth table."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

import pytest

from formcheck.history.advice.breakdown import list_breakdowns
from formcheck.history.advice.limits import load_limits
from formcheck.history.advice.overload import Step, find_decrease_kg, find_increase_kg, plan_step
from formcheck.history.advice.sayings import Kind
from formcheck.history.load_units import KG_PER_LB
from tests.unit.history.advice.training_factory import WEDNESDAY, look, rep_with, session, train

LIMITS = load_limits()
DAY = timedelta(days=1)
BEFORE, LAST = WEDNESDAY - 4 * DAY, WEDNESDAY - DAY


def step(before: dict[str, Any], last: dict[str, Any], targets=None) -> Step:
    """What follows two sessions of three sets each."""
    sets = session(BEFORE, **before) + session(LAST, **last)
    return plan_step(look(*sets), "barbell_row", LIMITS, targets)


NINE = {"count": 9}


@pytest.mark.parametrize(
    ("before", "last", "kind", "headline"),
    [
        (NINE, NINE, Kind.ADD_LOAD, "Add 2.5 kg to your barbell row: 62.5 kg next time."),
        (NINE, {"count": 8}, Kind.ADD_REPS, "Add one rep to your barbell row: 9 at 60 kg."),
        ({"count": 8}, NINE, Kind.ADD_REPS, "Add one rep to your barbell row: 10 at 60 kg."),
        # 60 kg was new in the last session.
        ({**NINE, "load_kg": 57.5}, NINE, Kind.ADD_REPS, "Add one rep to your barbell row: 10 at 60 kg."),
        ({**NINE, "load_kg": 62.5}, NINE, Kind.ADD_LOAD, None),
        # Nothing, or too little, to add to.
        ({**NINE, "load_kg": math.nan}, {**NINE, "load_kg": math.nan}, Kind.ADD_REPS,
         "Add one rep to your barbell row: 10."),
        ({**NINE, "load_kg": 10.0}, {**NINE, "load_kg": 10.0}, Kind.ADD_REPS,
         "Add one rep to your barbell row: 10 at 10 kg."),
        # Every gate, one at a time, at its limit and beyond it.
        ({**NINE, "score": 85.0}, NINE, Kind.ADD_LOAD, None),
        ({**NINE, "score": 84.9}, NINE, Kind.SLOWER_TEMPO,
         "Keep your barbell row at 60 kg and lower for ≈3.0 s."),
        (NINE, {**NINE, "score": 84.9}, Kind.SLOWER_TEMPO, None),
        (NINE, {**NINE, "score": 69.0}, Kind.KEEP_LOAD,
         "Keep your barbell row at 60 kg until form holds twice."),
        (NINE, {**NINE, "form_breakdown": 14.9}, Kind.ADD_LOAD, None),
        (NINE, {**NINE, "form_breakdown": 15.0}, Kind.KEEP_LOAD, None),
        ({**NINE, "reps": (rep_with(1, "torso_swing", 3),)}, NINE, Kind.KEEP_LOAD, None),
        ({**NINE, "reps": (rep_with(1, "torso_swing", 2),)}, NINE, Kind.ADD_LOAD, None),
        (NINE, {**NINE, "score": 80.0, "eccentric_s": 3.0}, Kind.KEEP_LOAD, None),
        (NINE, {**NINE, "score": 80.0, "eccentric_s": math.nan}, Kind.KEEP_LOAD, None),
        # What was not judged is neither for nor against.
        (NINE, {**NINE, "form_breakdown": math.nan}, Kind.NOT_ENOUGH,
         "Last reps of your barbell row were not judged: I cannot tell."),
        (NINE, {**NINE, "range_median": math.nan}, Kind.NOT_ENOUGH,
         "Ranges of your barbell row were not judged: I cannot tell."),
        (NINE, {**NINE, "score": math.nan}, Kind.NOT_ENOUGH,
         "One more judged session of your barbell row and I can tell."),
        ({"score": math.nan}, {"score": math.nan}, Kind.NOT_ENOUGH,
         "Two more judged sessions of your barbell row and I can tell."),
    ],
)  # fmt: skip
def test_gate(before, last, kind: Kind, headline: str | None) -> None:
    advice = step(before, last).advice
    assert advice.kind is kind
    assert headline in (None, advice.headline)


def test_a_set_whose_score_was_withheld_gates_nothing() -> None:
    """Neither its few repetitions nor its fault nor its missing range stand in the way."""
    withheld = {"score": math.nan, "count": 3, "reps": (rep_with(1, "torso_swing", 3),)}
    sets = [*session(BEFORE, **NINE), *session(LAST, **NINE), train(LAST, **withheld, range_median=math.nan)]
    found = plan_step(look(*sets), "barbell_row", LIMITS)
    assert found.advice.kind is Kind.ADD_LOAD
    assert sets[-1].logged.set_id not in found.advice.set_ids


def test_a_session_without_a_score_lies_between_two_that_have_one() -> None:
    sets = [*session(BEFORE, **NINE), *session(BEFORE + DAY, score=math.nan), *session(LAST, **NINE)]
    assert plan_step(look(*sets), "barbell_row", LIMITS).advice.kind is Kind.ADD_LOAD


def test_a_short_range_stands_in_the_way() -> None:
    earlier = session(BEFORE - 7 * DAY, **NINE)  # 0.5 trunk lengths are usual
    sets = [*earlier, *session(BEFORE, **NINE), *session(LAST, **NINE, range_median=0.44)]
    advice = plan_step(look(*sets), "barbell_row", LIMITS).advice
    assert advice.kind is Kind.SLOWER_TEMPO
    assert "range was 88 % of your usual one" in advice.reason
    assert "≈1.4 s" in advice.reason
    ranges = [*earlier, *session(BEFORE, **NINE), *session(LAST, **NINE, range_median=0.45)]
    assert plan_step(look(*ranges), "barbell_row", LIMITS).advice.kind is Kind.ADD_LOAD


def test_ranges_of_other_views_are_not_mixed() -> None:
    sets = [*session(BEFORE, **NINE), *session(LAST, **NINE, range_median=0.2, view="front")]
    assert plan_step(look(*sets), "barbell_row", LIMITS).advice.kind is Kind.ADD_LOAD


def test_sets_too_short_to_break_down_need_no_breakdown() -> None:
    few = {"count": 4, "form_breakdown": math.nan}
    assert step(few, few, {"barbell_row": 3}).advice.kind is Kind.ADD_LOAD


def test_the_plan_of_ones_own_sets_the_target() -> None:
    assert step({"count": 6}, {"count": 6}, {"barbell_row": 5}).advice.kind is Kind.ADD_LOAD
    found = step({"count": 12}, {"count": 12}, {"barbell_row": 12})
    assert (found.advice.kind, found.count) == (Kind.ADD_REPS, 13)


def test_what_the_advice_says_is_what_is_done() -> None:
    found = step(NINE, NINE)
    assert (found.load_kg, found.count) == (62.5, 8)
    assert math.isnan(found.eccentric_s)
    assert len(found.advice.set_ids) == 6
    assert found.advice.reason == (
        "Scores 90 and 90 in your last two sessions; form held, and every set at 60 kg had 9 reps or more."
    )
    assert "ACSM 2009" in found.advice.source
    slower = step({**NINE, "score": 80.0}, NINE)
    assert (slower.load_kg, slower.count, slower.eccentric_s) == (60.0, 9, 3.0)


@pytest.mark.parametrize(
    ("load_kg", "more_kg"),
    [(24.9, math.nan), (25.0, 2.5), (100.0, 2.5), (100.5, 5.0), (140.0, 5.0), (0.0, math.nan), (200.0, 5.0)],
)
def test_an_increase_is_a_step_of_plates_of_2_5_to_10_percent(load_kg: float, more_kg: float) -> None:
    found = find_increase_kg(load_kg, LIMITS)
    assert (found == more_kg) or (math.isnan(found) and math.isnan(more_kg))


@pytest.mark.parametrize(
    ("load_lb", "headline"),
    [
        (135.0, "Add 5 lb to your barbell row: 140 lb next time."),
        (225.0, "Add 10 lb to your barbell row: 235 lb next time."),
        (40.0, "Add one rep to your barbell row: 10 at 40 lb."),
    ],
)
def test_who_loads_pounds_is_told_pounds_and_steps_by_their_plates(load_lb: float, headline: str) -> None:
    pounds = LIMITS.use_step(unit="lb")
    sets = [one for at in (BEFORE, LAST) for one in session(at, count=9, load_kg=load_lb * KG_PER_LB)]
    found = plan_step(look(*sets), "barbell_row", pounds).advice
    assert found.headline == headline
    assert "kg" not in found.headline + found.reason


def test_a_step_is_given_in_its_own_unit() -> None:
    assert LIMITS.use_step(1.25).overload.smallest_step_kg == 1.25
    assert LIMITS.use_step(2.5, "lb").overload.smallest_step_kg == pytest.approx(1.13398, abs=1e-5)
    assert LIMITS.use_step() == LIMITS
    assert LIMITS.say_load(62.5) == "62.5 kg"


def test_a_smaller_step_is_known() -> None:
    fine = LIMITS.use_step(0.5)
    assert find_increase_kg(10.0, fine) == 0.5
    assert [find_decrease_kg(load, fine) for load in (10.0, 12.0)] == [1.0, 1.5]


ROUNDED = tuple(rep_with(n, "spinal_rounding" if n == 1 else "") for n in range(1, 5))
WATCHED = tuple(rep_with(n, "spinal_rounding", 1) for n in range(1, 5))
FLAT = tuple(rep_with(n) for n in range(1, 5))


class TestBackingOff:
    @pytest.mark.parametrize(
        ("before", "last", "is_back_off"),
        [
            (ROUNDED, ROUNDED, True),
            (ROUNDED, FLAT, False),
            (FLAT, ROUNDED, False),
            (WATCHED, WATCHED, False),
            (ROUNDED, (*ROUNDED, rep_with(5)), False),  # one of five
        ],
    )
    def test_a_quarter_of_the_reps_in_two_sessions(self, before, last, is_back_off: bool) -> None:
        found = step({"reps": before}, {"reps": last})
        assert (found.advice.kind is Kind.BACK_OFF) == is_back_off

    def test_ten_percent_in_whole_steps(self) -> None:
        found = step({"reps": ROUNDED}, {"reps": ROUNDED})
        assert found.load_kg == 52.5
        assert found.advice.headline == "Back off your barbell row to 52.5 kg next time."
        assert "25 % and 25 %" in found.advice.reason
        unknown = {"reps": ROUNDED, "load_kg": math.nan}
        assert step(unknown, unknown).advice.headline == "Take 10 % off your barbell row next time."

    def test_a_back_that_was_not_judged_says_nothing(self) -> None:
        unseen = {"reps": FLAT, "is_back_judged": False}
        assert step({"reps": ROUNDED}, unseen).advice.kind is not Kind.BACK_OFF
        sets = [
            *session(BEFORE, reps=ROUNDED),
            *session(BEFORE + DAY, **unseen),
            *session(LAST, reps=ROUNDED, score=math.nan),  # the back was judged, the rest was not
        ]
        assert plan_step(look(*sets), "barbell_row", LIMITS).advice.kind is Kind.BACK_OFF

    def test_reps_that_do_not_count_are_out(self) -> None:
        partial = rep_with(1, "spinal_rounding", rep_index=None, kind="partial")
        found = step({"reps": (partial, *FLAT)}, {"reps": (partial, *FLAT)})
        assert found.advice.kind is not Kind.BACK_OFF


def break_down(*stops: int | None, rule: str = "spinal_rounding", **changes: Any) -> list[str]:
    reps = tuple(rep_with(n, rule if n > 6 else "") for n in range(1, 9))
    sets = [
        train(LAST + timedelta(minutes=n), stop_rep=stop, reps=reps, **changes)
        for n, stop in enumerate(stops)
    ]
    return [one.headline for one in list_breakdowns(look(*sets), LIMITS)]


class TestBreakdown:
    @pytest.mark.parametrize(
        ("stops", "headlines"),
        [
            ((6, 6), ["Your back starts to go at rep 7: stop at 6."]),
            ((7, None, 6), ["Your back starts to go at rep 7: stop at 6."]),
            ((6, None, None), []),
            ((6,), []),
            ((6, 6, None, None), []),  # those were long ago
            ((None, None, None), []),
        ],
    )
    def test_two_of_the_last_three_sets(self, stops, headlines: list[str]) -> None:
        assert break_down(*stops) == headlines

    def test_what_is_not_the_back_is_form(self) -> None:
        assert break_down(6, 6, rule="torso_swing") == ["Your form starts to go at rep 7: stop at 6."]
        sets = [train(LAST, stop_rep=6), train(LAST, stop_rep=5)]
        (advice,) = list_breakdowns(look(*sets), LIMITS)
        assert advice.headline == "Your form starts to go at rep 6: stop at 5."
        assert advice.reason == "Barbell row: form stayed down after rep 6 and 5 in 2 of your last 2 sets."

    @pytest.mark.parametrize("changes", [{"score": math.nan}, {"count": 4}, {"set_type": "warmup"}])
    def test_sets_that_carry_nothing_are_out(self, changes) -> None:
        assert break_down(6, 6, 6, **changes) == []
