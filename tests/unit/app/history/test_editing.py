"""Only what somebody changed is changed."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from typing import Any

import pytest

from formcheck.app.history.editing import find_changes
from formcheck.app.settings import Settings
from formcheck.history.entries import LoggedSet, SetEdit
from formcheck.history.log_book import LogBook
from tests.unit.history.set_factory import BERLIN, make_set

AT = datetime(2026, 3, 2, 12, 34, 56, tzinfo=BERLIN)


@pytest.fixture
def logged(tmp_path) -> LoggedSet:
    with LogBook(tmp_path / "log") as log:
        return log.find_set(log.save_set(make_set(AT, load_kg=61.234, note="easy")).set_id)


def type_again(logged: LoggedSet, unit: str = "kg", **changes: Any) -> SetEdit:
    """What comes of the form when only this was changed in it."""
    load = {"kg": 61.2, "lb": 135.0}[unit]
    typed: dict[str, Any] = {
        "day": date(2026, 3, 2), "at": time(12, 34), "load": load, "rpe": None, "athlete": "Ann",
        "note": "easy",
    }  # fmt: skip
    return find_changes(logged, Settings(load_unit=unit), **{**typed, **changes})


@pytest.mark.parametrize("unit", ["kg", "lb"])
def test_nothing_typed_is_nothing_changed(logged: LoggedSet, unit: str) -> None:
    assert type_again(logged, unit) == SetEdit()


def test_a_load_is_typed_in_the_unit_of_the_settings(logged: LoggedSet) -> None:
    assert type_again(logged, load=70.0) == SetEdit(load_kg=70.0)
    edit = type_again(logged, "lb", load=100.0)
    assert edit.load_kg == pytest.approx(45.359237)
    cleared = type_again(logged, load=None).load_kg
    assert cleared is not None
    assert math.isnan(cleared)


def test_a_time_stays_in_the_place_where_it_was(logged: LoggedSet) -> None:
    edit = type_again(logged, day=date(2026, 3, 1), at=time(9, 0))
    assert edit == SetEdit(trained_at=datetime(2026, 3, 1, 9, 0, tzinfo=BERLIN))


def test_effort_athlete_and_note(logged: LoggedSet) -> None:
    assert type_again(logged, rpe=8.5) == SetEdit(rpe=8.5)
    assert type_again(logged, athlete=" Ben ") == SetEdit(athlete="Ben")
    assert type_again(logged, note="") == SetEdit(note="")
