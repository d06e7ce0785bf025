"""What the narrator says at any instant of a reviewed set."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from formcheck.annotate import Narrator
from formcheck.exercises.loader import load_exercise
from formcheck.report.set_report import Gate, JudgedRep, Quality, SetReport
from formcheck.reps.rep import Phase, PhaseSpan, Rep, RepKind

GATE = Gate("view", True, 1.0, 0.8, "")
QUALITY = Quality(300, 1.0, 30.0, "side", 5.0, 1.0, "right", (GATE,))
WORDS = load_exercise("romanian_deadlift").phase_words


def make_rep(index: int | None, start_s: float, tempo_s: tuple[float, ...]) -> Rep:
    """A repetition whose phases follow each other; a phase of NaN is not known."""
    phases, t_s = [], start_s
    order = (Phase.ECCENTRIC, Phase.PAUSE_STRETCHED, Phase.CONCENTRIC, Phase.PAUSE_CONTRACTED)
    for phase, length_s in zip(order, tempo_s, strict=True):
        if not math.isnan(length_s):
            phases.append(PhaseSpan(phase, t_s, t_s + length_s))
            t_s += length_s
    return Rep(
        index=index,
        kind=RepKind.PARTIAL if index is None else RepKind.FULL,
        side="both",
        start_s=start_s,
        turn_s=start_s + 2.0,
        end_s=start_s + 4.0,
        counted_s=start_s + 3.5,
        phases=tuple(phases),
        range=80.0,
        range_unit="deg",
    )


def make_report(*reps: Rep, gates: tuple[Gate, ...] = (GATE,)) -> SetReport:
    return SetReport(
        exercise=load_exercise("romanian_deadlift"),
        source={},
        reps=tuple(JudgedRep(rep) for rep in reps),
        verdicts={},
        signals={"t_s": np.array([0.0]), "side_on": np.array([1.0])},
        quality=replace(QUALITY, gates=gates),
        provenance={},
    )


def make_narrator(*reps: Rep, gates: tuple[Gate, ...] = (GATE,)) -> Narrator:
    return Narrator(make_report(*reps, gates=gates))


FIRST = make_rep(1, 1.0, (2.0, 0.5, 1.5, 1.0))  # to 6.0
SECOND = make_rep(2, 6.0, (1.0, 0.0, 1.0, math.nan))  # to 8.0


@pytest.mark.parametrize(
    ("t_s", "count", "phase"),
    [
        (-1.0, 0, ""),
        (0.999, 0, ""),
        (1.0, 0, "eccentric"),
        (2.999, 0, "eccentric"),
        (3.0, 0, "pause_stretched"),
        (3.5, 0, "concentric"),
        (4.499, 0, "concentric"),
        (4.5, 1, "concentric"),  # decided before the top
        (5.0, 1, "pause_contracted"),
        (6.0, 1, "eccentric"),
        (7.0, 1, "concentric"),  # a pause of no length is not told
        (8.0, 1, ""),
        (9.5, 2, ""),
        (900.0, 2, ""),
    ],
)
def test_count_and_phase_at_any_instant(t_s: float, count: int, phase: str) -> None:
    headline = make_narrator(FIRST, SECOND).describe(t_s)
    assert headline.count == count
    assert headline.phase == (WORDS[phase] if phase else "")


@pytest.mark.parametrize(
    ("t_s", "tempo"),
    [
        (4.4, ""),
        (4.5, "rep 1  ≈2.0-0.5-1.5-1.0"),
        (9.4, "rep 1  ≈2.0-0.5-1.5-1.0"),
        (9.5, "rep 2  ≈1.0-0.0-1.0-?"),
    ],
)
def test_the_tempo_is_that_of_the_last_one_counted(t_s: float, tempo: str) -> None:
    assert make_narrator(FIRST, SECOND).describe(t_s).tempo == tempo


def test_a_tempo_that_is_not_judged_says_so() -> None:
    unseen = make_rep(1, 1.0, (math.nan,) * 4)
    assert make_narrator(unseen).describe(5.0).tempo == "rep 1  not judged"
    assert make_narrator(unseen).describe(2.0).phase == ""


def test_a_partial_one_has_phases_and_no_count() -> None:
    narrator = make_narrator(make_rep(None, 1.0, (1.0, 1.0, 1.0, 1.0)), replace(SECOND, index=1))
    headline = narrator.describe(4.8)
    assert (headline.count, headline.phase, headline.tempo) == (0, WORDS["pause_contracted"], "")
    assert narrator.describe(9.5).tempo.startswith("rep 1 ")


def test_a_lift_off_the_floor_begins_with_the_way_up() -> None:
    lift = make_rep(1, 1.0, (math.nan, math.nan, 1.5, 1.0))
    narrator = make_narrator(lift)
    assert narrator.describe(1.2).phase == WORDS["concentric"]
    assert narrator.describe(5.0).tempo == "rep 1  ≈?-?-1.5-1.0"


def test_an_empty_set_says_its_name_and_nothing_else() -> None:
    headline = make_narrator().describe(3.0)
    assert (headline.count, headline.phase, headline.tempo) == (0, "", "")
    assert headline.note == "Romanian deadlift"


def test_the_first_failed_gate_is_noted_in_its_place() -> None:
    gates = (GATE, Gate("size", False, 40.0, 45.0, "Come closer."), Gate("view", False, 0.1, 0.8, "Turn."))
    assert make_narrator(gates=gates).describe(0.0).note == "Not judged: Come closer."


@pytest.mark.parametrize(("facing", "expected"), [("right", 1), ("left", -1), ("unknown", 0)])
def test_the_back_is_drawn_only_side_on(facing, expected):
    quality = replace(make_report().quality, facing=facing)
    signals = {"t_s": np.array([0.0, 1.0, 2.0]), "side_on": np.array([1.0, 0.0, 1.0])}
    narrator = Narrator(replace(make_report(), quality=quality, signals=signals))
    assert [narrator.find_back(t_s) for t_s in (0.0, 1.0, 2.0)] == [expected, 0, expected]


def test_no_picture_shows_no_back():
    empty = {"t_s": np.empty(0), "side_on": np.empty(0)}
    assert Narrator(replace(make_report(), signals=empty)).find_back(0.0) == 0
