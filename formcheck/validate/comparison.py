"""One clip: its report against its truth, as plain errors that can be pooled over clips."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from formcheck.exercises.exercise import Sides
from formcheck.exercises.rules import IN_DOUBT, Rule, is_verdict
from formcheck.pose.landmarks import Pose
from formcheck.report.set_report import JudgedRep, SetReport
from formcheck.reps.rep import TEMPO_PHASES
from formcheck.validate.frames import ANGLES, LEG_JOINTS, align_truth, measure_lumbar_deg, read_frames
from formcheck.validate.truth import ABSENT, PRESENT, TrueRep, Truth

SIDE_ON_DEG, OBLIQUE_DEG, FRONTAL_DEG = 20.0, (25.0, 60.0), 70.0
"""A known yaw up to, within, and from here on is one of the views that rules name; between them either of
two names would do."""
EDGES = ("start_s", "end_s")
TURNED_OUT = ("sumo_deadlift",)
"""Legs that are turned out do not move in the picture's plane: their hip and knee read up to 12° low from the
side, with exact landmarks too. No rule uses them, and they are not compared."""
SPINE_RULE, ARM_RULE = "spinal_rounding", "arms_bend"
"""Rules that say which frames may be measured with: an elbow that no rule reads is not compared."""
LEANS_BACK = "overextended_lockout"
"""With this fault the trunk moves on after the way up, by a second movement that is no part of it. In a set
that begins on the floor the athlete is never seen to stand without leaning back, so nothing tells the two
apart: such sets are timed, but not held to the aims."""
WATCH = "watch"
NAMES_SIDES = (Sides.EACH_ARM, Sides.DIAGONAL)
"""Movements whose repetitions are told by side; of a single-leg hinge or a suitcase deadlift they are not."""
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
    watched : int
        It was measured and called worth watching: between clear and faulty.
    not_judged : int
        The rule could not see, or the repetition was not counted.
    """

    hits: int = 0
    misses: int = 0
    false_alarms: int = 0
    correct_rejections: int = 0
    watched: int = 0
    not_judged: int = 0

    @classmethod
    def of(cls, is_there: bool, said: str) -> FaultTally:
        """Tally one judgement: "present", "absent", "watch" or "not_judged"."""
        if said == PRESENT:
            return cls(hits=int(is_there), false_alarms=int(not is_there))
        if said == ABSENT:
            return cls(misses=int(is_there), correct_rejections=int(not is_there))
        return cls(watched=1) if said == WATCH else cls(not_judged=1)

    def __add__(self, other: FaultTally) -> FaultTally:
        return FaultTally(
            self.hits + other.hits,
            self.misses + other.misses,
            self.false_alarms + other.false_alarms,
            self.correct_rejections + other.correct_rejections,
            self.watched + other.watched,
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
    view : str
        The true one: "side", "oblique" or "front"; empty between them.
    is_alone : bool
        False where somebody else is in the picture.
    has_plates : bool
        A barbell is drawn, whose plates hide what is behind them.
    leans_back : bool
        A repetition shows ``LEANS_BACK`` in a set that begins on the floor.
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
        Rule → over the set, over its repetitions; only of rules that can judge this view.
    withheld : tuple of int
        Rules that need a side view, seen from elsewhere: how many withheld their verdict, of how many, and
        how many gave a wrong one.
    sides : tuple of int
        Repetitions under the right name of their side, and all that were counted and have one.
    """

    name: str
    exercise: str
    expected: int | None
    tolerance: int
    counted: int
    partial: int
    yaw_deg: float
    view: str
    is_alone: bool
    has_plates: bool
    leans_back: bool
    rate_hz: float
    person_share: float
    remarks: tuple[str, ...]
    edges: Mapping[str, tuple[float, ...]]
    tempo: Mapping[str, tuple[float, ...]]
    angles: Mapping[str, NDArray[np.float64]]
    spine: tuple[tuple[float, float], ...]
    faults: Mapping[str, tuple[FaultTally, FaultTally]]
    withheld: tuple[int, int, int]
    sides: tuple[int, int] = (0, 0)

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
    view = _find_view(truth)
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
        view=view,
        is_alone=truth.is_alone,
        has_plates=truth.equipment.startswith("barbell"),
        leans_back=_leans_back_off_the_floor(truth),
        rate_hz=report.quality.rate_hz,
        person_share=report.quality.person_share,
        remarks=tuple(gate.hint for gate in report.quality.gates if not gate.ok),
        edges=_compare_edges(pairs),
        tempo=_compare_tempo(pairs),
        angles=angles,
        spine=spine,
        faults=tally_faults([rule for rule in rules if not rule.views or view in rule.views], report, truth),
        withheld=_count_withheld(rules, report, truth) if view in ("oblique", "front") else (0, 0, 0),
        sides=_compare_sides(pairs) if report.exercise.sides in NAMES_SIDES else (0, 0),
    )


def _compare_sides(pairs: list[tuple[TrueRep, JudgedRep | None]]) -> tuple[int, int]:
    named = [(true.side, judged.rep.side) for true, judged in pairs if true.side and judged]
    return sum(is_true == got for is_true, got in named), len(named)


def _leans_back_off_the_floor(truth: Truth) -> bool:
    starts_on_floor = any(not rep.has_way_out for rep in truth.reps[:1])
    return starts_on_floor and truth.faults.get(LEANS_BACK, ABSENT) != ABSENT


def _find_view(truth: Truth) -> str:
    """Name the view a clip is really seen from; empty where either of two names would do."""
    if math.isnan(truth.yaw_deg):
        return truth.view
    low_deg, high_deg = OBLIQUE_DEG
    if truth.yaw_deg <= SIDE_ON_DEG:
        return "side"
    if low_deg <= truth.yaw_deg <= high_deg:
        return "oblique"
    return "front" if truth.yaw_deg >= FRONTAL_DEG else ""


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
    settings = {rule.name: rule.settings for rule in report.exercise.rules}
    arm, back = settings.get(ARM_RULE), settings.get(SPINE_RULE)
    least_arm = (arm["least_upper_arm"], arm["least_forearm"]) if arm else (math.inf, math.inf)
    frames = read_frames(poses, facing, least_arm)
    true = align_truth(truth, frames["t_s"], facing)
    unread = {*(() if arm else ("elbow",)), *(LEG_JOINTS if report.exercise.key in TURNED_OUT else ())}
    angles = {}
    for name in ANGLES:
        if name in true and name not in unread:
            known = np.isfinite(true[name])
            angles[name] = (frames[name] - true[name])[known]
    if not back:
        return angles, ()
    bent = back["least_bend_deg"], back["peak_share"]
    spine = [
        (
            measure_lumbar_deg(true, frames["t_s"], one.rep.start_s, one.rep.end_s, *bent),
            one.measures[SPINE_RULE],
        )
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
            over_set = FaultTally() if in_set is None else FaultTally.of(in_set, _read_verdict(rule, report))
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


def _read_verdict(rule: Rule, report: SetReport) -> str:
    """The verdict on a set; "watch" where nothing but values between clear and faulty prevents one."""
    said = report.verdicts[rule.name]
    return WATCH if said.verdict == "not_judged" and said.reason == IN_DOUBT else said.verdict


def _read_judgement(rule: str, judged: JudgedRep | None) -> str:
    if judged is None or any(unseen.rule == rule for unseen in judged.not_judged):
        return "not_judged"
    severity = max((fault.severity for fault in judged.faults if fault.rule == rule), default=0)
    if severity == 1:
        return WATCH
    return PRESENT if severity else ABSENT


def _count_withheld(rules: Iterable[Rule], report: SetReport, truth: Truth) -> tuple[int, int, int]:
    asked = [rule for rule in rules if rule.needs_side_view]
    withheld = sum(report.verdicts[rule.name].verdict == "not_judged" for rule in asked)
    tally = sum((over_set for over_set, _ in tally_faults(asked, report, truth).values()), FaultTally())
    return withheld, len(asked), tally.misses + tally.false_alarms
