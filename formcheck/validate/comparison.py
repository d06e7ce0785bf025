"""One clip: its report against its truth, as plain errors that can be pooled over clips."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from formcheck.exercises.rules import Rule, is_verdict
from formcheck.pose.landmarks import Pose
from formcheck.report.set_report import JudgedRep, SetReport
from formcheck.reps.rep import TEMPO_PHASES
from formcheck.validate.frames import ANGLES, LEG_JOINTS, align_truth, measure_lumbar_deg, read_frames
from formcheck.validate.truth import ABSENT, PRESENT, TrueRep, Truth

SIDE_ON_DEG = 20.0
"""Up to this yaw a clip's faults can be judged; from ``OBLIQUE_DEG`` on they must not be."""
OBLIQUE_DEG = 25.0
EDGES = ("start_s", "end_s")
TURNED_OUT = ("sumo_deadlift",)
"""Legs that are turned out do not move in the picture's plane: their hip and knee read up to 12° low from the
side, with exact landmarks too. No rule uses them, and they are not compared."""
SPINE_RULE = "spinal_rounding"
LEANS_BACK = "overextended_lockout"
"""With this fault the trunk moves on after the way up, by a second movement that the truth does not count
to the way up and the picture cannot tell from it: such repetitions are timed, but not held to the aims."""
TEMPO_NAMES = tuple(f"{phase.value}_s" for phase in TEMPO_PHASES)


@dataclass(frozen=True, slots=True)
class FaultTally:
    """How often a rule was right.

    Attributes
    ----------
    hits, misses : int
        The fault was there, and was found or was judged to be absent.
    false_alarms, correct_rejections : int
        It was not there, and was found or was judged to be absent.
    not_judged : int
        The rule could not see, or the repetition was not counted.
    """

    hits: int = 0
    misses: int = 0
    false_alarms: int = 0
    correct_rejections: int = 0
    not_judged: int = 0

    @classmethod
    def of(cls, is_there: bool, said: str) -> FaultTally:
        """Tally one judgement: "present", "absent" or "not_judged"."""
        if said == PRESENT:
            return cls(hits=int(is_there), false_alarms=int(not is_there))
        if said == ABSENT:
            return cls(misses=int(is_there), correct_rejections=int(not is_there))
        return cls(not_judged=1)

    def __add__(self, other: FaultTally) -> FaultTally:
        return FaultTally(
            self.hits + other.hits,
            self.misses + other.misses,
            self.false_alarms + other.false_alarms,
            self.correct_rejections + other.correct_rejections,
            self.not_judged + other.not_judged,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """What one clip adds to the accuracy table. All errors are measured minus true.

    Attributes
    ----------
    name, exercise : str
    expected : int or None
        True count; None: not to be counted.
    tolerance, counted, partial : int
    yaw_deg : float
        True yaw where it is known, else as reported; NaN: unknown.
    is_side_on, is_oblique : bool
        Faults can be judged, must not be judged; neither in between.
    leans_back : bool
        A repetition shows ``LEANS_BACK``.
    rate_hz, person_share : float
    remarks : tuple of str
        What the report could not judge, in its own words.
    edges, tempo : mapping of str to tuple of float
        Seconds, one a repetition that was counted and is true.
    angles : mapping of str to ndarray, shape (N,)
        Degrees, one a frame of the set; NaN: not measured.
    spine : tuple of (float, float)
        True lumbar flexion and spine index, one a repetition whose back was measured.
    faults : mapping of str to (FaultTally, FaultTally)
        Rule → over the set, over its repetitions; side-on only.
    withheld : tuple of int
        Rules that need a side view: how many withheld their verdict, of how many. Oblique only.
    """

    name: str
    exercise: str
    expected: int | None
    tolerance: int
    counted: int
    partial: int
    yaw_deg: float
    is_side_on: bool
    is_oblique: bool
    leans_back: bool
    rate_hz: float
    person_share: float
    remarks: tuple[str, ...]
    edges: Mapping[str, tuple[float, ...]]
    tempo: Mapping[str, tuple[float, ...]]
    angles: Mapping[str, NDArray[np.float64]]
    spine: tuple[tuple[float, float], ...]
    faults: Mapping[str, tuple[FaultTally, FaultTally]]
    withheld: tuple[int, int]

    @property
    def worst_edge_s(self) -> float:
        """Largest absolute error of a start or an end; NaN: none was compared."""
        return _find_worst(self.edges)

    @property
    def worst_phase_s(self) -> float:
        """Largest absolute error of a phase of the tempo; NaN: none was compared."""
        return _find_worst(self.tempo)

    @property
    def is_within(self) -> bool:
        """True when the count is within the truth's tolerance, or was not asked for."""
        return self.expected is None or abs(self.counted - self.expected) <= self.tolerance


def _find_worst(errors: Mapping[str, tuple[float, ...]]) -> float:
    return max((abs(error) for column in errors.values() for error in column), default=math.nan)


def compare_set(name: str, report: SetReport, poses: Iterable[Pose], truth: Truth) -> Comparison:
    """Compare a report and the poses it rests on with the truth.

    Parameters
    ----------
    name : str
        Of the clip.
    report : SetReport
    poses : iterable of Pose
        Read once, and only where the truth has signals.
    truth : Truth

    Returns
    -------
    Comparison
    """
    facing = {"right": 1, "left": -1}.get(report.quality.facing, 0)
    yaw_deg = report.quality.yaw_deg if math.isnan(truth.yaw_deg) else truth.yaw_deg
    knows_yaw = not math.isnan(truth.yaw_deg)
    is_side_on = yaw_deg <= SIDE_ON_DEG if knows_yaw else truth.view == "side"
    is_oblique = yaw_deg >= OBLIQUE_DEG if knows_yaw else truth.view not in ("side", "")
    pairs = match_reps(truth.counted_reps, report.reps)
    angles, spine = _compare_frames(report, poses, truth, facing)
    rules = report.exercise.rules
    return Comparison(
        name=name,
        exercise=report.exercise.key,
        expected=truth.count,
        tolerance=truth.count_tolerance,
        counted=report.count,
        partial=report.partial_count,
        yaw_deg=yaw_deg,
        is_side_on=is_side_on,
        is_oblique=is_oblique,
        leans_back=truth.faults.get(LEANS_BACK, ABSENT) != ABSENT,
        rate_hz=report.quality.rate_hz,
        person_share=report.quality.person_share,
        remarks=tuple(gate.hint for gate in report.quality.gates if not gate.ok),
        edges=_compare_edges(pairs),
        tempo=_compare_tempo(pairs),
        angles=angles,
        spine=spine,
        faults=tally_faults(rules, report, truth) if is_side_on else {},
        withheld=_count_withheld(rules, report) if is_oblique else (0, 0),
    )


def match_reps(
    true_reps: Iterable[TrueRep], judged: Iterable[JudgedRep]
) -> list[tuple[TrueRep, JudgedRep | None]]:
    """Pair every true repetition with the counted one that overlaps it most, each used once."""
    free = [one for one in judged if one.rep.is_counted]
    pairs: list[tuple[TrueRep, JudgedRep | None]] = []
    for true in true_reps:
        overlaps_s = [min(true.end_s, j.rep.end_s) - max(true.start_s, j.rep.start_s) for j in free]
        best = int(np.argmax(overlaps_s)) if overlaps_s else -1
        is_same = best >= 0 and overlaps_s[best] > 0
        pairs.append((true, free.pop(best) if is_same else None))
    return pairs


def _compare_edges(pairs: list[tuple[TrueRep, JudgedRep | None]]) -> dict[str, tuple[float, ...]]:
    """Errors of start and end; only where the tempo was timed, because else they are the live ones."""
    timed = [(true, judged.rep) for true, judged in pairs if judged and not judged.rep.tempo_reason]
    starts = [rep.start_s - true.start_s for true, rep in timed if true.has_way_out]
    ends = [rep.end_s - true.end_s for true, rep in timed]
    return {
        "start_s": tuple(float(error) for error in starts if math.isfinite(error)),
        "end_s": tuple(float(error) for error in ends if math.isfinite(error)),
    }


def _compare_tempo(pairs: list[tuple[TrueRep, JudgedRep | None]]) -> dict[str, tuple[float, ...]]:
    errors: dict[str, tuple[float, ...]] = {}
    for name in TEMPO_NAMES:
        read = [(getattr(j.rep.tempo, name), true.tempo.get(name, math.nan)) for true, j in pairs if j]
        errors[name] = tuple(float(got - is_true) for got, is_true in read if math.isfinite(got - is_true))
    return errors


def _compare_frames(
    report: SetReport, poses: Iterable[Pose], truth: Truth, facing: int
) -> tuple[dict[str, NDArray[np.float64]], tuple[tuple[float, float], ...]]:
    if not truth.signals:
        return {}, ()
    frames = read_frames(poses, facing)
    true = align_truth(truth, frames["t_s"], facing)
    angles = {}
    for name in ANGLES:
        if name in true and not (name in LEG_JOINTS and report.exercise.key in TURNED_OUT):
            known = np.isfinite(true[name])
            angles[name] = (frames[name] - true[name])[known]
    spine = [
        (measure_lumbar_deg(true, frames["t_s"], one.rep.start_s, one.rep.end_s), one.measures[SPINE_RULE])
        for one in report.reps
        if SPINE_RULE in one.measures
    ]
    return angles, tuple(pair for pair in spine if math.isfinite(pair[0]))


def tally_faults(
    rules: Iterable[Rule], report: SetReport, truth: Truth
) -> dict[str, tuple[FaultTally, FaultTally]]:
    """Tally every rule of the exercise of which the truth says something: over the set, over its reps."""
    tallies = {}
    for rule in rules:
        if rule.name in truth.faults:
            in_set = _find_in_set(truth, rule)
            over_set = (
                FaultTally() if in_set is None else FaultTally.of(in_set, report.verdicts[rule.name].verdict)
            )
            tallies[rule.name] = over_set, _tally_reps(rule.name, report, truth)
    return tallies


def _find_in_set(truth: Truth, rule: Rule) -> bool | None:
    """Whether a fault is a verdict on the set; None for one that too few counted repetitions show."""
    known = truth.faults[rule.name]
    if isinstance(known, str):
        return known == PRESENT
    shown = sum(rep.is_counted for number, rep in enumerate(truth.reps, 1) if number in known)
    if not shown and truth.reps:
        return False
    return True if is_verdict(rule, shown, len(truth.counted_reps)) else None


def _tally_reps(rule: str, report: SetReport, truth: Truth) -> FaultTally:
    tally = FaultTally()
    said = {id(true): judged for true, judged in match_reps(truth.counted_reps, report.reps)}
    for number, true in enumerate(truth.reps, 1):
        is_there = truth.shows(rule, number)
        if true.is_counted and is_there is not None:
            tally += FaultTally.of(is_there, _read_judgement(rule, said[id(true)]))
    return tally


def _read_judgement(rule: str, judged: JudgedRep | None) -> str:
    if judged is None or any(unseen.rule == rule for unseen in judged.not_judged):
        return "not_judged"
    severity = max((fault.severity for fault in judged.faults if fault.rule == rule), default=0)
    if severity == 1:  # worth watching: neither there nor not there
        return "not_judged"
    return PRESENT if severity else ABSENT


def _count_withheld(rules: Iterable[Rule], report: SetReport) -> tuple[int, int]:
    verdicts = [report.verdicts[rule.name].verdict for rule in rules if rule.needs_side_view]
    return verdicts.count("not_judged"), len(verdicts)
