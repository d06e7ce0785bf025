"""An exercise's own words for stages and phases, and its conditions."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from formcheck.exercises.lane import Condition
from formcheck.exercises.loader import load_exercise
from formcheck.motion.catalogue import SIGNALS
from formcheck.reps.counter import Stage
from formcheck.reps.rep import Phase, PhaseEdges, PhaseSpan, Tempo

HINGE = load_exercise("romanian_deadlift")
ROW = replace(HINGE, starts_stretched=True)


@pytest.mark.parametrize(
    ("value", "holds"),
    [(9.9, False), (10.0, True), (15.0, True), (20.0, True), (20.1, False), (math.nan, False)],
)
def test_a_condition_holds_within_its_limits(value: float, holds: bool) -> None:
    condition = Condition(SIGNALS["hip_flexion"], 10.0, 20.0)
    assert condition.holds({"hip_flexion": value, "wrist_drop": 0.0}) is holds


def test_a_hinge_goes_out_eccentrically_and_a_row_concentrically() -> None:
    stages = (Stage.OUT, Stage.TURN, Stage.BACK, Stage.HOME)
    assert [HINGE.name_phase(stage) for stage in stages] == [
        Phase.ECCENTRIC, Phase.PAUSE_STRETCHED, Phase.CONCENTRIC, Phase.PAUSE_CONTRACTED
    ]  # fmt: skip
    assert [ROW.name_phase(stage) for stage in stages] == [
        Phase.CONCENTRIC, Phase.PAUSE_CONTRACTED, Phase.ECCENTRIC, Phase.PAUSE_STRETCHED
    ]  # fmt: skip
    assert HINGE.name_phase(Stage.WAITING) is Phase.WAITING


def test_phases_lie_between_their_edges() -> None:
    edges = PhaseEdges(1.0, 3.0, 3.5, 5.0, 6.25)
    assert HINGE.read_phases(edges) == (
        PhaseSpan(Phase.ECCENTRIC, 1.0, 3.0),
        PhaseSpan(Phase.PAUSE_STRETCHED, 3.0, 3.5),
        PhaseSpan(Phase.CONCENTRIC, 3.5, 5.0),
        PhaseSpan(Phase.PAUSE_CONTRACTED, 5.0, 6.25),
    )
    assert Tempo.of(ROW.read_phases(edges)) == Tempo(1.5, 1.25, 2.0, 0.5)


def test_a_phase_with_an_unknown_edge_is_left_out() -> None:
    floor_start = PhaseEdges(math.nan, math.nan, 3.5, 5.0)
    assert HINGE.read_phases(floor_start) == (PhaseSpan(Phase.CONCENTRIC, 3.5, 5.0),)
    assert HINGE.read_phases(PhaseEdges(math.nan, math.nan, math.nan, math.nan)) == ()


def test_overlapping_edges_are_a_pause_of_no_length() -> None:
    spans = HINGE.read_phases(PhaseEdges(1.0, 3.02, 3.0, 5.0, 4.98))
    assert [span.end_s - span.start_s for span in spans] == pytest.approx([2.02, 0.0, 2.0, 0.0])


def test_everybody_has_words_for_the_phases() -> None:
    assert HINGE.phase_words["eccentric"] == "lowering"
    assert set(HINGE.phase_words) == {"eccentric", "pause_stretched", "concentric", "pause_contracted"}
