"""``formcheck log weeks``, ``trend``, ``bests`` and ``compare``."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from formcheck.log_command import looking
from tests.unit.history.set_factory import BERLIN, NOON, make_rep, make_set, type_in
from tests.unit.test_log_command import Run, data_folder, run, save

__all__ = ["data_folder", "run"]
DAY = timedelta(days=1)
HINGE: dict[str, Any] = {
    "exercise_key": "romanian_deadlift",
    "exercise_name": "Romanian deadlift",
    "family": "hinge",
}


@pytest.fixture(autouse=True)
def thursday(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that stands still: the Thursday after ``NOON``."""
    monkeypatch.setattr(looking, "read_now", lambda _: datetime(2026, 3, 5, 9, 0, tzinfo=BERLIN))


def test_weeks_show_days_and_volume_by_pattern(run: Run) -> None:
    save(make_set(), make_set(NOON + 2 * DAY, load_kg=50.0), make_set(NOON + 2 * DAY, load_kg=100.0, **HINGE))
    save(make_set(NOON - 7 * DAY, load_kg=math.nan))
    told = run("weeks", "--weeks", "3")
    assert "2026-03-02 M·W· hinge 1 3 300 kg row 2 6 330 kg" in told
    assert "2026-02-23 M······ row 1 3 2026-02-16" in told
    assert told.endswith("2026-02-16 ······· 0 0")


def test_a_trend_says_what_was_not_judged(run: Run) -> None:
    save(make_set(view="side", score=math.nan, clean_count=None, range_median=math.nan))
    save(make_set(NOON + DAY, view="side", load_kg=62.5), type_in(NOON + 2 * DAY))
    told = run("trend", "Barbell row", "--athlete", "ann")
    assert "3 2026-03-04 12:00" in told
    assert "2 2026-03-03 12:00 62.5 kg 3 80 0.50" in told
    assert "1 2026-03-02 12:00 60 kg 3 not judged not judged" in told
    assert "2 more: --limit 3" in run("trend", "barbell_row", "--limit", "1")
    assert "No set of Good morning" in run("trend", "good morning", code=2)


def test_bests_of_all_and_of_one_movement(run: Run) -> None:
    assert "No set that could be a best" in run("bests", code=2)
    save(make_set(load_kg=80.0), make_set(NOON + DAY, reps=10, load_kg=60.0), make_set(load_kg=90.0, **HINGE))
    told = run("bests")
    assert "Barbell row heaviest 80 kg 2026-03-02 1" in told
    assert "Barbell row most reps in a set 10 2026-03-03 2" in told
    assert "Romanian deadlift heaviest 90 kg 2026-03-02 3" in told
    told = run("bests", "barbell row")
    assert "Romanian" not in told
    assert "heaviest for 10 reps 60 kg 2026-03-03 2" in told


def test_two_sets_side_by_side(run: Run) -> None:
    lighter = make_set(NOON + DAY, 1, load_kg=65.0)
    save(make_set(note="a [b]"), replace(lighter, reps=(make_rep(1, score=70.0),)))
    told = run("compare", "1", "2")
    assert "movement Barbell row Barbell row" in told
    assert "load 60 kg 65 kg" in told
    assert "note a [b]" in told
    assert "reps 3 1" in told
    assert "90" in told.split("tempo A")[1]
    assert "70" in told.split("tempo A")[1]
    assert "no longer in the training log" in run("compare", "1", "9", code=2)
