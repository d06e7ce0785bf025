"""The next session in words."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest

from formcheck.app.history.plan import describe_plan
from formcheck.app.settings import Settings
from formcheck.history.advice.planning import Plan, PlanItem

TODAY = date(2026, 3, 6)
HINGE = PlanItem("romanian_deadlift", "Romanian deadlift", "hinge", 3, 7, 45.359237)
BIRD_DOG = PlanItem("bird_dog", "Bird-dog", "bird_dog", 2, 6)


def describe(*items: PlanItem, days: int = 0, unit: str = "kg") -> tuple[str, str]:
    plan = Plan("Ann", TODAY + timedelta(days=days), items, "48 h are over.")
    return describe_plan(plan, Settings(load_unit=unit), TODAY)


def test_the_first_movement_leads_and_the_others_follow() -> None:
    headline, rest = describe(HINGE, BIRD_DOG, unit="lb")
    assert headline == "Today or later: Romanian deadlift, 3 × 7 at 100 lb"
    assert rest == "Then Bird-dog, 2 × 6."


@pytest.mark.parametrize(
    ("days", "when"), [(-2, "Today"), (0, "Today"), (1, "Tomorrow"), (2, "Sunday"), (9, "15 Mar")]
)
def test_the_day_is_told_as_people_say_it(days: int, when: str) -> None:
    assert describe(BIRD_DOG, days=days)[0].startswith(f"{when} or later: ")


def test_a_slower_lowering_is_part_of_it() -> None:
    slow = PlanItem("barbell_row", "Barbell row", "row", 3, 8, math.nan, 3.0)
    assert describe(slow)[0] == "Today or later: Barbell row, 3 × 8, lowering ≈3 s"


def test_without_a_plan_that_is_said() -> None:
    assert describe() == ("No plan yet", "")
