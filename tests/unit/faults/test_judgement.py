"""What every measure must answer when there was nothing to see."""

from __future__ import annotations

import importlib
import math
import pkgutil
from dataclasses import FrozenInstanceError, fields, replace

import numpy as np
import pytest

import formcheck.faults
from formcheck.exercises.loader import list_exercises, load_exercise
from formcheck.faults.judgement import Fault, Measure, NotJudged, RepWindow
from formcheck.motion.signals import SIGNALS
from formcheck.reps.rep import Rep, RepKind

MEASURES = sorted(
    module.name
    for module in pkgutil.iter_modules(formcheck.faults.__path__)
    if hasattr(importlib.import_module(f"formcheck.faults.{module.name}"), "measure")
)


def make_blind_window() -> RepWindow:
    """A counted repetition of which no signal was seen."""
    rep = Rep(
        index=1, kind=RepKind.FULL, side="both", start_s=0.0, turn_s=1.0, end_s=2.0, counted_s=1.8,
        phases=(), range=math.nan, range_unit="deg",
    )  # fmt: skip
    t_s = np.arange(0.0, 2.0, 1 / 30)
    signals = {name: np.full(len(t_s), np.nan) for name in SIGNALS}
    return RepWindow(rep, t_s, signals, math.nan, math.nan, math.nan)


def test_there_are_measures() -> None:
    assert "range_share" in MEASURES


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_that_saw_nothing_says_so(name: str) -> None:
    result = importlib.import_module(f"formcheck.faults.{name}").measure(make_blind_window())
    assert isinstance(result, NotJudged)
    assert result.reason.endswith(".")


def test_every_measure_is_used_by_a_movement() -> None:
    used = {rule.measure.__module__ for key in list_exercises() for rule in load_exercise(key).rules}
    assert used >= {f"formcheck.faults.{name}" for name in MEASURES}


@pytest.mark.parametrize(
    "value",
    [
        Measure(1.0, 0.0, 1.0),
        NotJudged("tempo", "Why."),
        Fault("short_range", 2, 0.7, "own range", 0.75, 0.0, 1.0, "Deeper."),
    ],
)
def test_judgements_are_plain_values(value: Measure | NotJudged | Fault) -> None:
    assert len({value, replace(value)}) == 1
    for field in fields(value):
        with pytest.raises(FrozenInstanceError):
            setattr(value, field.name, None)
