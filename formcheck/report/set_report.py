"""What is known about one set, as plain values. A hand-made label is never a SetReport."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

from formcheck.exercises.exercise import Exercise
from formcheck.exercises.rules import Verdict
from formcheck.faults.judgement import Fault, NotJudged
from formcheck.reps.rep import Rep, RepKind

SCHEMA = "formcheck.report/1"


@dataclass(frozen=True, slots=True)
class Momentum:
    """How much of a repetition, or of a set, was swung.

    Attributes
    ----------
    index : float
        0, all of it controlled, to 100; NaN: too little was seen.
    verdict : str
        "controlled", "some swing", "mostly swing" or "not judged". It speaks of control, not of danger.
    share : float
        Share of its parts that was seen, by weight, 0 to 1; NaN: of a set without repetitions.
    """

    index: float
    verdict: str
    share: float


@dataclass(frozen=True, slots=True)
class JudgedRep:
    """A repetition with what was said about it.

    Attributes
    ----------
    rep : Rep
    faults : tuple of Fault
    not_judged : tuple of NotJudged
        Rules that could not see, and "tempo" where the tempo could not be timed.
    measures : mapping of str to float
        Rule → the value it measured, fault or not, in the rule's unit.
    score, coverage : float
        Quality 0-100, and the share of rules it rests on; NaN: not judged.
    cue : str
        What a coach would say after it; empty: nothing.
    pictures : mapping of str to str
        Rule → the picture that shows its fault, or, in a repetition without it, the same moment of a
        good one; relative to the report.
    momentum : Momentum or None
        None: one that does not count, or the exercise has no momentum index.
    changed : bool
        A person changed what it is counted as, added it, or dismissed a fault of it.
    dismissed : tuple of Fault
        Faults that were found and that a person dismissed; not among ``faults``.
    """

    rep: Rep
    faults: tuple[Fault, ...] = ()
    not_judged: tuple[NotJudged, ...] = ()
    measures: Mapping[str, float] = field(default_factory=dict)
    score: float = math.nan
    coverage: float = math.nan
    cue: str = ""
    pictures: Mapping[str, str] = field(default_factory=dict)
    momentum: Momentum | None = None
    changed: bool = False
    dismissed: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition for judging, and whether it held.

    Attributes
    ----------
    name : str
        "person", "view", "frame_rate", "timing", "size".
    ok : bool
    value, limit : float
        What was measured and what was needed; NaN where it is not a number.
    hint : str
        What to do about it; empty when ok.
    """

    name: str
    ok: bool
    value: float
    limit: float
    hint: str


@dataclass(frozen=True, slots=True)
class Quality:
    """How well the set could be seen.

    Attributes
    ----------
    frames : int
        Pictures analysed.
    person_share : float
        Share of them with the athlete found; NaN without pictures.
    rate_hz : float
        Frames a second, from the median step of time; NaN below two pictures.
    view : str
        "side", "oblique", "front" or "unknown", over the bent frames.
    yaw_deg : float
        Their median yaw, 0 side-on; NaN: unknown.
    side_on_share : float
        Share of them seen side-on; NaN: none.
    facing : str
        "right" or "left" in the picture, or "unknown".
    gates : tuple of Gate
    """

    frames: int
    person_share: float
    rate_hz: float
    view: str
    yaw_deg: float
    side_on_share: float
    facing: str
    gates: tuple[Gate, ...]


@dataclass(frozen=True, slots=True)
class SetSummary:
    """A set in a few numbers; NaN: not known.

    Attributes
    ----------
    score : float
        Median score of the counted repetitions, 0 to 100.
    coverage : float
        Median coverage.
    tempo_s : tuple of (float, float, float)
        Lower quartile, median and upper quartile of each phase, in the order of a tempo.
    depth_variation, concentric_variation : float
        Coefficient of variation of range and of concentric time over the repetitions, 0 to 1.
    form_breakdown : float
        Median score of the first three repetitions minus that of the last two.
    stop_rep : int or None
        The repetition after which form stayed down, by index; None: form held.
    back_drift_deg : float
        How much rounder the back got from the first three to the last two repetitions.
    is_back_drifting : bool
        It got rounder by 8°, or by more than 1° a repetition.
    momentum : Momentum or None
        Median of the repetitions; None: the exercise has no momentum index.
    """

    score: float
    coverage: float
    tempo_s: tuple[tuple[float, float, float], ...]
    depth_variation: float
    concentric_variation: float
    form_breakdown: float
    stop_rep: int | None
    back_drift_deg: float
    is_back_drifting: bool
    momentum: Momentum | None = None


@dataclass(frozen=True, slots=True)
class SetReport:
    """Everything known about one set.

    Attributes
    ----------
    exercise : Exercise
    source : mapping
        Where the pictures came from: name, size, duration, hash.
    reps : tuple of JudgedRep
        Counted repetitions, and partial and failed ones, in the order of time.
    verdicts : mapping of str to Verdict
        One for every rule of the exercise.
    signals : mapping of str to ndarray, shape (N,)
        "t_s" and every recorded signal; NaN: not seen.
    quality : Quality
    summary : SetSummary
    provenance : mapping
        Versions, model hash, thresholds, filters; where a person corrected the set, ``corrections`` and
        ``count_before_corrections``.
    """

    exercise: Exercise
    source: Mapping[str, Any]
    reps: tuple[JudgedRep, ...]
    verdicts: Mapping[str, Verdict]
    signals: Mapping[str, NDArray]
    quality: Quality
    summary: SetSummary
    provenance: Mapping[str, Any]

    @property
    def count(self) -> int:
        """Repetitions counted; partial and failed ones are not."""
        return sum(judged.rep.is_counted for judged in self.reps)

    @property
    def side_counts(self) -> dict[str, int]:
        """Repetitions counted of each side, where the sides work apart; else empty."""
        sides = [judged.rep.side for judged in self.reps if judged.rep.is_counted]
        if not self.exercise.sides.are_apart:
            return {}
        return {side: sides.count(side) for side in ("left", "right")}

    @property
    def partial_count(self) -> int:
        """Movements listed as partial."""
        return sum(judged.rep.kind is RepKind.PARTIAL for judged in self.reps)
