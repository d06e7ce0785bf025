"""docs/accuracy.md and the code agree."""

from __future__ import annotations

import copy

import pytest

from benchmarks.accuracy import (
    PAGE,
    find_differences,
    keep_totals,
    measure_check_plan,
    read_check_plan,
)

TOLERANCE = 0.02
"""Of a figure, relative above 1: other processors round differently."""


@pytest.fixture(scope="module")
def made():
    return measure_check_plan()


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_the_page_and_the_code_agree_on_a_small_plan(page, made):
    differences = list(find_differences(read_check_plan(page), made, TOLERANCE))
    assert differences == [], "make the page anew: python -m benchmarks.accuracy"


def test_the_plan_measures_something(made):
    assert made["counts"]["all"]["sets"] == 8
    assert made["counts"]["all"]["exact"] == 8
    assert made["angles_deg"]["0-15"]["hip"]["frames"] > 500
    assert made["edges_s"]["end_s"]["n"] > 5
    assert made["spine_index"]["n"] > 5


def test_differences_are_found(made):
    other = copy.deepcopy(made)
    other["counts"]["all"]["exact"] -= 1
    other["edges_s"]["end_s"]["mae"] += 0.1
    del other["withheld"]
    assert len(list(find_differences(made, other, TOLERANCE))) == 3


def test_the_page_says_what_it_does_not_prove(page):
    assert "does not prove accuracy on every real body" in page
    assert "--rendered 300" in page


def test_footage_of_others_gives_totals_only():
    row = {"sets": 1, "reps": 5}
    accuracy = {
        "made": {"command": "formcheck validate secret"},
        "measured": {"counts": {"all": row, "good_morning": row}},
        "not_supported": {"plank": 1},
        "checked_as_another": {"exercise": "good_morning", "clips": 9, "counted": [["anna.mp4", "squat", 5]]},
        "problems": ["anna.mp4 cannot be read"],
        "sets": [{"name": "anna.mp4"}],
    }
    kept = keep_totals(accuracy)
    assert kept["measured"]["counts"] == {"all": row}
    assert "anna" not in str(kept)
    assert "secret" not in str(kept)
    assert kept["notes"] == [
        "9 clips of other movements were checked as good_morning: 8 counted nothing, the others 5 in all."
    ]
