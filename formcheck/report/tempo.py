"""Timed phases against the target of the movement."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from formcheck.exercises.exercise import Exercise
from formcheck.report.set_report import SetReport
from formcheck.report.wording import say_reps, start_sentence
from formcheck.reps.rep import TEMPO_PHASES, Phase, Rep, Tempo

BEYOND_S = 0.2
"""A phase is off its target from here on; times are good to 0.1 s, or less where the report says so."""
OFTEN = 0.5
"""Share of the timed repetitions that must miss a target before it is told."""
MOVES = (Phase.ECCENTRIC, Phase.CONCENTRIC)
"""The other two phases are pauses."""


@dataclass(frozen=True, slots=True)
class TempoMiss:
    """A phase that was often off its target, to one side.

    Attributes
    ----------
    phase : Phase
    is_short : bool
        False: it took too long.
    reps : tuple of int
        Indices of the repetitions.
    times_s : tuple of float
        Of those repetitions.
    """

    phase: Phase
    is_short: bool
    reps: tuple[int, ...]
    times_s: tuple[float, ...]


def read_phase_s(rep: Rep, phase: Phase) -> float:
    """How long a phase took; NaN: not timed."""
    return getattr(rep.tempo, f"{phase.value}_s")


def read_target_s(exercise: Exercise, phase: Phase) -> tuple[float, float]:
    """Least and most a phase should take; infinite where open."""
    return getattr(exercise.tempo, f"{phase.value}_s")


def measure_miss_s(exercise: Exercise, rep: Rep, phase: Phase) -> float:
    """How far a phase is beyond its target: negative too short, positive too long, 0 within; NaN not timed.

    What the time may be off by, at least ``BEYOND_S``, is no miss.
    """
    taken_s, (least_s, most_s) = read_phase_s(rep, phase), read_target_s(exercise, phase)
    if math.isnan(taken_s):
        return math.nan
    allowed_s = max(BEYOND_S, rep.tempo_precision_s)
    if taken_s < least_s - allowed_s:
        return taken_s - least_s
    return taken_s - most_s if taken_s > most_s + allowed_s else 0.0


def find_tempo_misses(report: SetReport) -> list[TempoMiss]:
    """Phases that half of the timed repetitions or more, and at least two, took too long or too short."""
    misses = []
    counted = [judged.rep for judged in report.reps if judged.rep.is_counted]
    for phase in TEMPO_PHASES:
        timed = [(rep, measure_miss_s(report.exercise, rep, phase)) for rep in counted]
        timed = [(rep, miss_s) for rep, miss_s in timed if not math.isnan(miss_s)]
        for is_short in (True, False):
            off = [rep for rep, miss_s in timed if (miss_s < 0 if is_short else miss_s > 0)]
            if len(off) >= max(2, OFTEN * len(timed)):
                reps = tuple(rep.index or 0 for rep in off)
                times_s = tuple(read_phase_s(rep, phase) for rep in off)
                misses.append(TempoMiss(phase, is_short, reps, times_s))
    return misses


def say_tempo_miss(report: SetReport, miss: TempoMiss) -> tuple[str, str, str]:
    """What happened, how long it took against the target, and what to do."""
    word = report.exercise.phase_words[miss.phase.value]
    least_s, most_s = read_target_s(report.exercise, miss.phase)
    is_move = miss.phase in MOVES
    how = ("quick" if is_move else "short") if miss.is_short else ("slow" if is_move else "long")
    text = f"{start_sentence(word)} was {how} on {say_reps(miss.reps, report.count)}."
    low_s, high_s = min(miss.times_s), max(miss.times_s)
    taken = f"≈{low_s:.1f} s" if high_s - low_s < 0.1 else f"≈{low_s:.1f} to ≈{high_s:.1f} s"
    detail = f"{taken}; target {say_span_s(least_s, most_s)}"
    if miss.is_short and is_move:
        return text, detail, f"Slow the {word} to {least_s:g} s."
    wanted = f"at least {least_s:g} s" if miss.is_short else f"at most {most_s:g} s"
    return text, detail, f"{start_sentence(word)}: {wanted}."


def say_span_s(least_s: float, most_s: float) -> str:
    """A target in words: "1–3 s", "1 s or more", "up to 3 s", "any"."""
    if math.isinf(most_s):
        return f"{least_s:g} s or more" if least_s else "any"
    return f"{least_s:g}–{most_s:g} s" if least_s else f"up to {most_s:g} s"


def say_tempo(phases_s: Iterable[float]) -> str:
    """Four phases in the order of a tempo, as one is written: "≈1.8-0.5-1.2-0.9"."""
    return str(Tempo(*phases_s))
