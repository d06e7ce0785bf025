"""A bent lifter in the picture whose back has a known arc, reports about it, and what was found in it."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from formcheck.exercises.loader import load_exercise
from formcheck.exercises.rules import Rule
from formcheck.fault_pictures.scene import Finding
from formcheck.faults.judgement import BackReference, Fault, NotJudged
from formcheck.pose.landmarks import STATION_COUNT, STATION_SPAN, Landmark, Pose
from formcheck.report.set_report import Gate, JudgedRep, Quality, SetReport
from formcheck.reps.rep import Rep, RepKind
from formcheck.scores import summarise_scores

EXERCISE = load_exercise("conventional_deadlift")
TRUNK_PX = 120.0
HIP = np.array([300.0, 250.0])
STATIONS = np.linspace(*STATION_SPAN, STATION_COUNT)


def make_lifter(
    lean_deg: float = 60.0, arc_deg: float = 0.0, facing: int = 1, t_s: float = 0.0, depth: float = 0.12
) -> Pose:
    """A lifter bent forward in a picture of 640 × 480, the right side nearer.

    The back lies ``depth`` trunk lengths behind the line hip → shoulder at both ends of what is judged, and
    bulges between them by a parabola of ``arc_deg``.
    """
    places = _place_landmarks(lean_deg, facing)
    image, world = np.full((33, 2), np.nan), np.full((33, 3), np.nan)
    for number, place in places.items():
        image[number] = place
        world[number] = (*((place - HIP) / TRUNK_PX * 0.5), 0.1 if number % 2 else -0.1)
    seen = np.isfinite(image[:, 0])
    return Pose(
        t_s=t_s,
        image=image.astype(np.float32),
        world=world.astype(np.float32),
        visibility=np.ones(33, np.float32),
        reliable=seen,
        flanks=_lay_flanks(image, arc_deg, facing, depth).astype(np.float32),
        size_px=(640, 480),
    )


def _place_landmarks(lean_deg: float, facing: int) -> dict[int, NDArray]:
    """Pixels of the landmarks of both sides, which cover each other."""
    lean = math.radians(lean_deg)
    trunk = TRUNK_PX * np.array([facing * math.sin(lean), -math.cos(lean)])
    shoulder, forward, down = HIP + trunk, np.array([facing, 0.0]), np.array([0.0, 1.0])
    pairs = {
        Landmark.LEFT_SHOULDER: shoulder,
        Landmark.LEFT_ELBOW: shoulder + 60 * down,
        Landmark.LEFT_WRIST: shoulder + 110 * down,
        Landmark.LEFT_HIP: HIP,
        Landmark.LEFT_KNEE: HIP + 40 * forward + 90 * down,
        Landmark.LEFT_ANKLE: HIP + 10 * forward + 180 * down,
        Landmark.LEFT_HEEL: HIP + 190 * down,
        Landmark.LEFT_FOOT_INDEX: HIP + 45 * forward + 195 * down,
        Landmark.LEFT_EAR: shoulder + 0.3 * trunk,
    }
    places = {int(left): place for left, place in pairs.items()}
    places |= {left + 1: place for left, place in places.items()}
    places[Landmark.NOSE] = shoulder + 0.3 * trunk + 25 * forward + 5 * down
    return places


def _lay_flanks(image: NDArray, arc_deg: float, facing: int, depth: float) -> NDArray:
    trunk = image[Landmark.LEFT_SHOULDER] - image[Landmark.LEFT_HIP]
    feet = image[Landmark.LEFT_HIP] + STATIONS[:, None] * trunk
    first = np.array([trunk[1], -trunk[0]])
    share = (STATIONS - 0.05) / 0.8
    rise = depth + 0.8 * 0.5 * math.radians(arc_deg) * share * (1.0 - share)
    back, belly = rise[:, None] * facing * first, -0.2 * facing * first
    return np.array([feet + back, feet + belly] if facing > 0 else [feet + belly, feet + back])


def find_rule(name: str) -> Rule:
    """A rule of the exercise by name."""
    return next(rule for rule in EXERCISE.rules if rule.name == name)


def make_fault(
    rule: str,
    severity: int,
    value: float,
    at_s: float = 2.0,
    threshold: float = 16.0,
    unit: str | None = None,
) -> Fault:
    unit = find_rule(rule).unit if unit is None else unit
    return Fault(
        rule=rule,
        severity=severity,
        value=value,
        unit=unit,
        threshold=threshold,
        start_s=at_s - 0.5,
        end_s=at_s + 0.5,
        cue="Cue.",
        at_s=at_s,
    )


def make_finding(
    rule: str,
    severity: int,
    value: float,
    *,
    threshold: float = 16.0,
    rep: int = 3,
    facing: int = 1,
    reference: BackReference | None = None,
    unit: str | None = None,
) -> Finding:
    fault = make_fault(rule, severity, value, threshold=threshold, unit=unit)
    return Finding(find_rule(rule), fault, rep, facing, reference)


def make_rep(index: int | None, start_s: float) -> Rep:
    """A repetition of two seconds."""
    return Rep(
        index=index,
        kind=RepKind.PARTIAL if index is None else RepKind.FULL,
        side="both",
        start_s=start_s,
        turn_s=start_s + 1.0,
        end_s=start_s + 2.0,
        counted_s=start_s + 1.8,
        phases=(),
        range=80.0,
        range_unit="deg",
    )


def make_report(
    *reps: JudgedRep, facing: str = "right", lean_deg: float = 60.0, duration_s: float = 12.0
) -> SetReport:
    """A report of a set seen side-on, ten pictures a second."""
    t_s = np.arange(0.0, duration_s, 0.1)
    sign = -1.0 if facing == "left" else 1.0
    signals = {"t_s": t_s, "found": np.ones_like(t_s), "side": np.ones_like(t_s)}
    signals |= {"settled": np.ones_like(t_s), "thigh_length": 0.85 * np.ones_like(t_s)}
    signals["shank_length"] = signals["thigh_length"]
    signals["trunk_lean"] = np.full_like(t_s, sign * lean_deg)
    gates = (Gate("view", True, 1.0, 0.8, ""),)
    return SetReport(
        exercise=EXERCISE,
        source={},
        reps=reps,
        verdicts={},
        signals=signals,
        quality=Quality(len(t_s), 1.0, 10.0, "side", 5.0, 1.0, facing, gates),
        summary=summarise_scores(reps),
        provenance={},
    )


def judge(index: int | None, start_s: float, *faults: Fault, unseen: tuple[str, ...] = ()) -> JudgedRep:
    """A repetition with its faults, and rules that could not see."""
    return JudgedRep(make_rep(index, start_s), faults, tuple(NotJudged(rule, "Why.") for rule in unseen))


def without(report: SetReport, *rules: str) -> SetReport:
    """The report of an exercise that has not these rules."""
    kept = tuple(rule for rule in report.exercise.rules if rule.name not in rules)
    return replace(report, exercise=replace(report.exercise, rules=kept))
