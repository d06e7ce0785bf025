"""What a rule sees of a repetition, and what every measure must answer when there was nothing to see."""

from __future__ import annotations

import importlib
import math
import pkgutil
from dataclasses import FrozenInstanceError, fields, replace

import numpy as np
import pytest
from numpy.typing import NDArray

import formcheck.faults
from formcheck.exercises.loader import list_exercises, load_exercise
from formcheck.faults.judgement import BackReference, Fault, Measure, NotJudged, RepWindow
from formcheck.motion.catalogue import SIGNALS
from formcheck.recording import ALWAYS_RECORDED
from formcheck.reps.rep import Phase, PhaseSpan, Rep, RepKind

MEASURES = sorted(
    module.name
    for module in pkgutil.iter_modules(formcheck.faults.__path__)
    if hasattr(importlib.import_module(f"formcheck.faults.{module.name}"), "measure")
)
RULES = {f"{key}: {rule.name}": rule for key in list_exercises() for rule in load_exercise(key).rules}
REP = Rep(
    index=1, kind=RepKind.FULL, side="both", start_s=1.0, turn_s=2.0, end_s=3.0, counted_s=2.8,
    phases=(), range=math.nan, range_unit="deg",
)  # fmt: skip
T_S = np.arange(0, 135) / 30.0


def make_window(rep: Rep = REP, settled: float | NDArray = 1.0, facing: int = 1) -> RepWindow:
    """A repetition of which no signal was seen."""
    signals = {name: np.full(len(T_S), np.nan) for name in SIGNALS}
    signals["settled"] = np.broadcast_to(settled, T_S.shape).astype(float)
    outlines = np.full((len(T_S), 47), np.nan)
    return RepWindow(rep, T_S, signals, math.nan, {}, math.nan, facing, outlines)


class TestWindow:
    def test_frames_are_those_of_the_half_open_interval(self) -> None:
        found = make_window().find_frames(1.0, 2.0)
        np.testing.assert_array_equal(np.flatnonzero(found), np.arange(30, 60))
        assert not make_window().find_frames(2.0, 2.0).any()
        assert not make_window().find_frames(math.nan, 2.0).any()
        assert not make_window().find_frames(1.0, math.nan).any()
        assert make_window().find_frames(-math.inf, math.inf).all()

    def test_what_is_not_settled_is_left_out(self) -> None:
        window = make_window(settled=T_S >= 1.5)
        np.testing.assert_array_equal(np.flatnonzero(window.find_frames(1.0, 2.0)), np.arange(45, 60))
        assert not make_window(settled=0.0).during.any()

    def test_the_repetition_itself_reaches_to_where_it_was_counted(self) -> None:
        np.testing.assert_array_equal(np.flatnonzero(make_window().during), np.arange(30, 90))
        late = make_window(replace(REP, counted_s=3.5))
        np.testing.assert_array_equal(np.flatnonzero(late.during), np.arange(30, 105))

    def test_a_phase_is_found_by_its_name(self) -> None:
        spans = (PhaseSpan(Phase.ECCENTRIC, 1.0, 1.5), PhaseSpan(Phase.CONCENTRIC, 2.0, 3.0))
        window = make_window(replace(REP, phases=spans))
        np.testing.assert_array_equal(np.flatnonzero(window.find_phase(Phase.ECCENTRIC)), np.arange(30, 45))
        np.testing.assert_array_equal(np.flatnonzero(window.find_phase(Phase.CONCENTRIC)), np.arange(60, 90))
        assert not window.find_phase(Phase.PAUSE_STRETCHED).any()

    def test_unless_told_nothing_of_the_back_is_known(self) -> None:
        window = RepWindow(REP, T_S, {}, 80.0, {"side": 1.0}, 5.0)
        assert (window.facing, window.reference, window.outlines.shape) == (0, None, (0, 47))


class TestMeasures:
    def test_there_are_some(self) -> None:
        assert {"range_share", "back_arc"} <= set(MEASURES)

    @pytest.mark.parametrize("name", RULES)
    @pytest.mark.parametrize("facing", [1, -1, 0])
    def test_one_that_saw_nothing_says_so(self, name: str, facing: int) -> None:
        rule = RULES[name]
        for settled in (1.0, 0.0):
            window = make_window(settled=settled, facing=facing)
            result = rule.measure(window, **rule.settings)
            assert isinstance(result, NotJudged)
            assert result.reason.endswith(".")

    def test_every_one_is_used_by_a_movement(self) -> None:
        used = {rule.measure.__module__ for rule in RULES.values()}
        scales = [load_exercise(key).momentum for key in list_exercises()]
        used |= {part.rule.measure.__module__ for scale in scales if scale for part in scale.parts}
        assert used >= {f"formcheck.faults.{name}" for name in MEASURES}

    @pytest.mark.parametrize("name", MEASURES)
    def test_each_names_signals_that_there_are(self, name: str) -> None:
        module = importlib.import_module(f"formcheck.faults.{name}")
        assert set(module.SIGNALS) <= set(SIGNALS)

    @pytest.mark.parametrize("name", RULES)
    def test_none_reads_a_signal_it_did_not_name(self, name: str) -> None:
        rule = RULES[name]
        window = make_window()
        recorded = ("settled", *ALWAYS_RECORDED, *rule.signals)
        few = replace(window, signals={signal: window.signals[signal] for signal in recorded})
        assert isinstance(rule.measure(few, **rule.settings), NotJudged)


@pytest.mark.parametrize(
    "value",
    [
        Measure(1.0, 0.0, 1.0, at_s=0.5, also=2.0),
        NotJudged("tempo", "Why."),
        Fault("short_range", 2, 0.7, "own range", 0.75, 0.0, 1.0, "Deeper.", at_s=0.5),
        BackReference(1.0, 2.0),
    ],
)
def test_judgements_are_plain_values(value: Measure | NotJudged | Fault | BackReference) -> None:
    assert len({value, replace(value)}) == 1
    for field in fields(value):
        with pytest.raises(FrozenInstanceError):
            setattr(value, field.name, None)


def test_a_measure_is_sure_of_itself_unless_it_says_otherwise() -> None:
    measured = Measure(1.0, 0.0, 1.0)
    assert (measured.doubt, measured.confidence, measured.has_reference) == (0.0, 1.0, False)
    assert math.isnan(measured.also)
    assert math.isnan(measured.at_s)
