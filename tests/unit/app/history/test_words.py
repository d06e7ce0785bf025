"""How a set is told in a line."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest

from formcheck.app.history.words import (
    name_pattern,
    order_patterns,
    say_count,
    say_day,
    say_load,
    say_result,
)
from formcheck.app.settings import Settings
from formcheck.history.details import read_reps, read_verdicts
from formcheck.history.entries import LoggedFault, LoggedVerdict, NewSet
from formcheck.history.log_book import LogBook
from tests.unit.history.set_factory import make_rep, make_set, type_in


@pytest.fixture
def tell(tmp_path):
    """Saves a set and says what came of it."""

    def say(new: NewSet) -> tuple[str, str]:
        with LogBook(tmp_path / "log") as log:
            set_id = log.save_set(new).set_id
            return say_result(log.find_set(set_id), read_reps(log, set_id), read_verdicts(log, set_id))

    return say


def test_the_gravest_fault_leads_with_its_sign_and_repetitions(tell) -> None:
    reps = (
        make_rep(1, "torso_swing"),
        make_rep(2, "torso_swing"),
        replace(make_rep(3), faults=(LoggedFault("spinal_rounding", 3, 30.0, "deg", 20.0),)),
    )
    assert tell(replace(make_set(), reps=reps))[0] == "◆ Clearly rounded back, rep 3; 1 more"


def test_clean_is_only_what_was_judged(tell) -> None:
    clean = make_set(count=2, clean_count=2)
    assert tell(replace(clean, reps=(make_rep(1), make_rep(2))))[0] == "● All clean"
    partly = make_set(count=2, clean_count=1)
    assert tell(replace(partly, reps=(make_rep(1), make_rep(2))))[0] == "▢ 1 clean, the rest not judged"
    unseen = make_set(count=2, clean_count=None, score=math.nan)
    assert tell(replace(unseen, reps=(make_rep(1), make_rep(2))))[0].startswith("▢ Not judged")


def test_what_was_not_judged_stands_beside_the_result(tell) -> None:
    verdicts = (
        LoggedVerdict("knees_cave", "not_judged", math.nan, "deg"),
        LoggedVerdict("torso_swing", "present", 30.0, "deg"),
    )
    assert tell(make_set(verdicts=verdicts))[1] == "knees"
    assert tell(make_set(verdicts=()))[1] == "–"


def test_a_set_that_was_not_filmed_says_so(tell) -> None:
    assert tell(type_in())[0] == "Typed in, not filmed"
    assert tell(type_in(source="import"))[0] == "Imported, not filmed"


def test_no_repetition_is_no_clean_set(tell) -> None:
    empty = replace(make_set(count=0, clean_count=0), reps=())
    assert tell(empty)[0] == "◐ No full rep"


@pytest.mark.parametrize(
    ("unit", "load_kg", "told"),
    [("kg", 32.0, "32 kg"), ("kg", 32.5, "32.5 kg"), ("lb", 45.359237, "100 lb"), ("kg", math.nan, "–")],
)
def test_a_load_is_told_in_the_unit_of_the_settings(unit: str, load_kg: float, told: str) -> None:
    assert say_load(load_kg, Settings(load_unit=unit)) == told


def test_sides_are_counted_apart(tmp_path) -> None:
    with LogBook(tmp_path / "log") as log:
        both = log.find_set(log.save_set(make_set(count=9, left_count=5, right_count=4)).set_id)
        one = log.find_set(log.save_set(make_set(count=5, left_count=0, right_count=5)).set_id)
        partial = log.find_set(log.save_set(make_set(count=5, partial_count=2)).set_id)
    assert [say_count(logged) for logged in (both, one, partial)] == ["5 L + 4 R", "5 R", "5, 2 partial"]


def test_a_year_is_told_where_it_is_not_the_present_one() -> None:
    assert say_day(date(2026, 11, 3), date(2026, 12, 1)) == "3 Nov"
    assert say_day(date(2025, 11, 3), date(2026, 12, 1)) == "3 Nov 2025"


def test_patterns_stand_in_the_order_of_the_menu_and_others_last() -> None:
    assert order_patterns(["", "bird_dog", "row", "sled_push", "hinge", "row"])[:3] == [
        "hinge", "row", "bird_dog"
    ]  # fmt: skip
    assert [name_pattern(one) for one in ("hinge", "sled_push", "")] == ["Hinge", "Sled push", "Other"]
