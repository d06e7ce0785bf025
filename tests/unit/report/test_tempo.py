"""Timed phases against their targets."""

from __future__ import annotations

import math

import pytest

from formcheck.report.tempo import find_tempo_misses, measure_miss_s, say_span_s, say_tempo_miss
from formcheck.reps.rep import Phase
from tests.unit.report.told_sets import make_rep, tell

# A Romanian deadlift is to be lowered in 2 to 4 s and lifted in 1 to 2 s.


@pytest.mark.parametrize(
    ("taken_s", "precision_s", "miss_s"),
    [(2.4, 0.1, 0.0), (1.85, 0.1, 0.0), (1.5, 0.1, -0.5), (4.1, 0.1, 0.0), (4.5, 0.1, 0.5), (1.75, 0.3, 0.0)],
)
def test_a_phase_is_off_beyond_what_can_be_timed(taken_s: float, precision_s: float, miss_s: float) -> None:
    rep = make_rep(1, tempo_s=(taken_s, 0.4, 1.2, 0.8), tempo_precision_s=precision_s)
    assert measure_miss_s(tell([rep]).exercise, rep, Phase.ECCENTRIC) == pytest.approx(miss_s)


def test_what_was_not_timed_is_neither_on_nor_off() -> None:
    rep = make_rep(1, tempo_s=(math.nan, 0.4, 1.2, 0.8))
    assert math.isnan(measure_miss_s(tell([rep]).exercise, rep, Phase.ECCENTRIC))


def test_half_of_the_timed_repetitions_make_a_miss() -> None:
    lowered_s = (1.2, 1.3, 2.4, 2.4, math.nan)
    reps = [make_rep(n + 1, tempo_s=(length_s, 0.4, 1.2, 0.8)) for n, length_s in enumerate(lowered_s)]
    (miss,) = find_tempo_misses(tell(reps))
    assert (miss.phase, miss.is_short, miss.reps) == (Phase.ECCENTRIC, True, (1, 2))
    assert find_tempo_misses(tell(reps[1:])) == []


def test_a_miss_is_said_with_time_and_target() -> None:
    report = tell([make_rep(n, tempo_s=(1.2 + 0.2 * n, 0.4, 2.8, 0.8)) for n in (1, 2)])
    quick, slow = (say_tempo_miss(report, miss) for miss in find_tempo_misses(report))
    assert quick == (
        "Lowering was quick on every rep.", "≈1.4 to ≈1.6 s; target 2–4 s", "Slow the lowering to 2 s."
    )  # fmt: skip
    assert slow == ("Lifting was slow on every rep.", "≈2.8 s; target 1–2 s", "Lifting: at most 2 s.")


def test_targets_are_said_with_their_open_ends() -> None:
    spans = ((1, 3), (1, math.inf), (0, 3), (0, math.inf))
    assert [say_span_s(*span) for span in spans] == ["1–3 s", "1 s or more", "up to 3 s", "any"]
