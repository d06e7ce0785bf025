"""The benchmark asks what a history asks; and what it asks is found by an index, however long the log is."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.log_queries import YEARS, list_questions, make_sets, measure
from formcheck.history.log_book import LogBook
from formcheck.history.queries import SetFilter, count_sets, total_days

MANY = 90


@pytest.fixture
def full(log: LogBook) -> LogBook:
    log.save_sets(make_sets(MANY))
    return log


def test_every_question_has_an_answer(full: LogBook) -> None:
    _, timings = measure(full, runs=1)
    assert [one.name for one in timings if not one.values] == []
    assert count_sets(full, SetFilter("Ann")) == MANY
    assert [repr(one) for one in make_sets(MANY)] == [repr(one) for one in make_sets(MANY)]


def test_sets_are_spread_over_the_years(full: LogBook) -> None:
    first, last = full.read("SELECT min(substr(local_day, 1, 4)), max(substr(local_day, 1, 4)) FROM sets")[0]
    assert int(last) - int(first) == YEARS - 1


@pytest.mark.parametrize(
    ("name", "is_sorted_anew"),
    [
        ("calendar of a year", False),
        ("table of sets, first page", False),
        ("trend of one movement, all", False),
        ("personal bests", False),
        ("how many sets", False),
        ("sessions of a year", True),
    ],
)
def test_an_index_leads_to_the_sets(full: LogBook, monkeypatch, name: str, is_sorted_anew: bool) -> None:
    ask = list_questions(full)[name]
    plans: list[str] = []

    def explain(statement: str, values=()):
        plans.extend(row["detail"] for row in read(f"EXPLAIN QUERY PLAN {statement}", values))
        return read(statement, values)

    read = full.read
    monkeypatch.setattr(full, "read", explain)
    ask()
    plan = "\n".join(plans)
    assert "SEARCH sets USING" in plan
    assert "SCAN sets" not in plan
    assert ("TEMP B-TREE FOR ORDER BY" in plan) == is_sorted_anew


def test_a_calendar_of_another_year_is_empty(full: LogBook) -> None:
    assert total_days(full, "Ann", date(1999, 1, 1), date(1999, 12, 31)) == []
