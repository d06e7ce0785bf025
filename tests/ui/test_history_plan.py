"""The next session on the History page: why, what else the log says, and what the user makes of it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from formcheck.app.history.plan_editor import NO_MOVEMENT, TypedItem, change_plan
from formcheck.app.settings import Settings, write_settings
from formcheck.errors import InputError
from formcheck.history.advice.planning import Plan, PlanItem
from formcheck.history.log_book import LogBook
from formcheck.history.plans import read_plan
from tests.ui.conftest import read_page
from tests.ui.history_visits import NOW, log, open_history, tmp_path
from tests.unit.history.set_factory import make_set

__all__ = ["log", "tmp_path"]

ROW = PlanItem("barbell_row", "Barbell row", "row", 3, 8, 61.2349, reason="Because.")
PLAN = Plan("Ann", NOW.date(), (ROW,), "48 h are over.")


def train(log: LogBook, load_kg: float = 61.23496995) -> None:
    """Two clean sessions of three sets with a repetition to spare: more load is due."""
    clean: dict[str, Any] = {"score": 95.0, "form_breakdown": 0.0, "clean_count": 9, "view": "side"}
    moments = [NOW - timedelta(days=day) + timedelta(minutes=5 * k) for day in (7, 3) for k in range(3)]
    log.save_sets([make_set(moment, 9, load_kg=load_kg, **clean) for moment in moments])


def find_plan_told(app: AppTest) -> str:
    (told,) = (
        one.proto.json for one in app.get("bidi_component") if one.proto.component_name.endswith("plan")
    )
    return " ".join(json.loads(told).values())


def test_every_advice_has_its_numbers_and_its_source(log: LogBook) -> None:
    train(log)
    words = read_page(open_history())
    assert "**Add 2.5 kg to your barbell row: 63.73 kg next time.**" in words
    assert "every set at 61.23 kg had 9 reps or more" in words
    assert "ACSM 2009" in words
    assert "quality row sets this week" in words


def test_who_lifts_pounds_is_advised_in_pounds(log: LogBook) -> None:
    write_settings(Settings("Ann", "lb"))
    train(log)
    app = open_history()
    words = read_page(app)
    assert "**Add 5 lb to your barbell row: 140 lb next time.**" in words
    assert "every set at 135 lb had 9 reps or more" in words
    assert "3 × 8 at 140 lb" in find_plan_told(app)
    assert " kg" not in words + find_plan_told(app)


def test_the_plan_is_changed_holds_and_is_forgotten(log: LogBook) -> None:
    write_settings(Settings("Ann", "lb"))
    train(log)
    app = open_history()
    app.number_input(key="plan_Ann_0_barbell_row_sets").set_value(5)
    app.number_input(key="plan_Ann_0_barbell_row_load").set_value(100.0)
    app.selectbox(key="plan_Ann_0_add").select("bird_dog")
    app.button(key="plan_Ann_0_save").click().run()
    assert not app.exception
    stored = read_plan(log, "Ann")
    assert stored is not None
    assert [(one.exercise_key, one.sets, one.count) for one in stored.items] == [
        ("barbell_row", 5, 8), ("bird_dog", 3, 8),
    ]  # fmt: skip
    assert stored.items[0].load_kg == pytest.approx(45.359237)
    again = open_history()
    assert "5 × 8 at 100 lb" in find_plan_told(again)
    assert "Changed by you" in find_plan_told(again)
    again.button(key="plan_Ann_0_reset").click().run()
    assert not again.exception
    assert read_plan(log, "Ann") is None
    assert "3 × 8 at 140 lb" in find_plan_told(again)


def test_a_plan_without_a_movement_is_refused_in_a_sentence(log: LogBook) -> None:
    train(log)
    app = open_history()
    app.checkbox(key="plan_Ann_0_barbell_row_drop").check()
    app.button(key="plan_Ann_0_save").click().run()
    assert not app.exception
    assert [one.value for one in app.error] == [NO_MOVEMENT]
    assert read_plan(log, "Ann") is None


class TestChanging:
    """What is typed becomes a plan."""

    def change(self, *typed: TypedItem, added: str = "", unit: str = "kg") -> Plan:
        return change_plan(PLAN, PLAN.day + timedelta(days=1), list(typed), added, Settings(load_unit=unit))

    def test_what_is_left_as_it_is_keeps_its_exact_load_and_its_reason(self) -> None:
        changed = self.change(TypedItem("barbell_row", 3, 8, 135.0), unit="lb")
        assert changed.items == PLAN.items
        assert changed.is_edited
        assert changed.day == PLAN.day + timedelta(days=1)

    def test_what_is_changed_has_no_reason_but_the_user(self) -> None:
        (item,) = self.change(TypedItem("barbell_row", 3, 6, 61.2)).items
        assert (item.count, item.load_kg, item.reason) == (6, 61.2349, "")

    def test_a_load_may_be_left_open(self) -> None:
        (item,) = self.change(TypedItem("barbell_row", 3, 8, None)).items
        assert item.load_kg != item.load_kg

    def test_a_load_that_cannot_be_is_refused(self) -> None:
        with pytest.raises(InputError, match="between 0 and 1000 kg"):
            self.change(TypedItem("barbell_row", 3, 8, 5000.0))

    def test_one_is_left_out_and_another_added(self) -> None:
        changed = self.change(TypedItem("barbell_row", 3, 8, 61.2, is_dropped=True), added="good_morning")
        assert [one.exercise_key for one in changed.items] == ["good_morning"]
