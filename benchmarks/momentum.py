"""Momentum of drawn rows: ``python -m benchmarks.momentum [--sets N] [--exact 60] [--jobs 2]``.

Free-standing rows, every repetition with its own dialled swing of the trunk: none, up to 8°, 8 to 20°, 20
to 32°, and one that is heaved: with the legs as well, quickly and without a rest. They are read from exact
landmarks, and, with ``--sets``, N of them through the pose model on drawn pictures. The figure has no
shoulder blades: in people the swing reads up to 15° more (a strict filmed dumbbell row). ``--shapes`` does
something else: it prints how the hand's speed peaks in smooth, steady and thrown pulls.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

import numpy as np

from benchmarks.back import find_roc_area
from formcheck.exercises.loader import load_exercise
from formcheck.exercises.rules import Thresholds
from formcheck.pose.models import get_model
from formcheck.report.set_report import JudgedRep, SetReport
from formcheck.session import Session
from formcheck.simulate import SHAPES, Camera, SetPlan, measure_reps, plan_set
from formcheck.simulate.clip import Clip
from formcheck.simulate.equipment import Equipment
from formcheck.simulate.framing import frame_set
from formcheck.simulate.looks import LOOKS
from formcheck.simulate.scene import Background, Scene
from formcheck.simulate.workers import map_in_order
from formcheck.validate.agreement import measure_agreement
from formcheck.validate.setups import draw_build, pick
from formcheck.validate.tasks import find_exact_poses, find_rendered_poses, review_poses

RULE = "torso_swing"
MOVEMENTS: dict[str, Equipment] = {
    "barbell_row": "barbell",
    "dumbbell_row": "dumbbells",
    "pendlay_row": "barbell",
}
"""Free-standing rows with both arms: the far arm of an alternating row is seldom seen well enough."""
BANDS_DEG = {"none": (0.0, 0.0), "up to 8": (0.0, 8.0), "8 to 20": (8.0, 20.0), "20 to 32": (20.0, 32.0)}
"""Name of a repetition → its dialled swing."""
HEAVED, HEAVED_DEG, LEG_DRIVE_DEG = "heaved", (27.0, 32.0), (16.0, 25.0)
STRICT_DEG, SWUNG_DEG = 8.0, 20.0
"""A repetition up to the first is strict, from the second on it is swung."""
FPS = 24.0
SHAPE_ROWS = ("barbell_row", "seated_row", "chest_supported_row", "suspension_row", "upright_row")
PULLS_S = (0.7, 1.0, 1.5, 2.5)


@dataclass(frozen=True, slots=True)
class Case:
    """One set.

    Attributes
    ----------
    number, seed : int
    model : Path or None
        Of the pose; None: exact landmarks.
    """

    number: int
    seed: int
    model: Path | None


@dataclass(frozen=True, slots=True)
class Pull:
    """What came of one repetition; NaN: not judged.

    Attributes
    ----------
    movement, band : str
    dialled_deg, read_deg : float
    severity : int
        Of the fault torso_swing; 0: none.
    index : float
    verdict : str
        Of the momentum.
    """

    movement: str
    band: str
    dialled_deg: float
    read_deg: float
    severity: int
    index: float
    verdict: str


def draw_case(case: Case) -> Clip:
    """Draw the clip of a case: its dials tell which repetition swings how much."""
    rng = np.random.default_rng(np.random.SeedSequence(case.seed, spawn_key=(case.number,)))
    movement = sorted(MOVEMENTS)[case.number % len(MOVEMENTS)]
    plan = _plan_set(movement, rng)
    view = Camera(
        facing=pick(("right", "left"), rng),
        yaw_deg=rng.uniform(-10.0, 10.0),
        height_m=rng.uniform(0.75, 1.15),
        roll_deg=rng.uniform(-2.0, 2.0),
        size_px=(480, 360),
    )
    load = MOVEMENTS[movement]
    scene = Scene(
        background=pick(get_args(Background), rng),
        brightness=rng.uniform(0.6, 1.1),
        light_from=rng.uniform(-0.6, 0.6),
        noise=rng.uniform(0.5, 3.0),
        blur_px=rng.uniform(0.4, 1.0),
        seed=int(rng.integers(1 << 16)),
    )
    look = LOOKS[pick(sorted(LOOKS), rng)]
    return Clip(plan, frame_set(plan, view, load), scene, look, equipment=load, fps=FPS)


def _plan_set(movement: str, rng: np.random.Generator) -> SetPlan:
    """Plan a set with one repetition of every band, and a heaved one, in any order."""
    names = rng.permutation([*BANDS_DEG, HEAVED]).tolist()
    dials = [_draw_dials(name, rng) for name in names]
    faults = {rule: tuple(one[rule] for one in dials) for rule in (RULE, "leg_drive")}
    plan = plan_set(
        movement,
        len(names),
        tempo_s=(rng.uniform(0.8, 1.4), 0.6, rng.uniform(1.0, 1.4), 0.5),
        jitter=0.05,
        seed=int(rng.integers(1 << 30)),
        shape=pick(sorted(SHAPES), rng),
        faults=faults,
        lead_s=0.8,
        tail_s=0.6,
        build=draw_build(rng),
    )
    reps = (
        replace(rep, out_s=rng.uniform(0.5, 0.7), hold_s=0.1, back_s=0.6, rest_s=0.0)
        if name == HEAVED
        else rep
        for name, rep in zip(names, plan.reps, strict=True)
    )
    return replace(plan, reps=tuple(reps))


def _draw_dials(name: str, rng: np.random.Generator) -> dict[str, float]:
    if name == HEAVED:
        return {RULE: rng.uniform(*HEAVED_DEG), "leg_drive": rng.uniform(*LEG_DRIVE_DEG)}
    return {RULE: rng.uniform(*BANDS_DEG[name]), "leg_drive": 0.0}


def judge_case(case: Case) -> list[Pull]:
    """Find the poses of a case, exactly or by the model, and judge its repetitions."""
    clip = draw_case(case)
    poses = find_exact_poses(clip) if case.model is None else find_rendered_poses(clip, case.model)
    return list(read_pulls(clip.plan, review_poses(poses, clip.plan.movement)))


def read_pulls(plan: SetPlan, report: SetReport) -> Iterator[Pull]:
    """What a report says of every repetition of its plan; nothing of those that it does not count."""
    for truth, planned in zip(measure_reps(plan), plan.reps, strict=True):
        found = [one for one in report.reps if one.rep.start_s <= truth.turn_s < one.rep.end_s]
        if not found or not found[0].rep.is_counted:
            continue
        one = found[0]
        dialled_deg, legs_deg = planned.dials[RULE], planned.dials["leg_drive"]
        yield Pull(
            movement=plan.movement,
            band=HEAVED if legs_deg else _find_band(dialled_deg),
            dialled_deg=dialled_deg,
            read_deg=one.measures.get(RULE, math.nan),
            severity=_read_severity(one),
            index=one.momentum.index if one.momentum else math.nan,
            verdict=one.momentum.verdict if one.momentum else "",
        )


def _find_band(dialled_deg: float) -> str:
    return next(name for name, (_, most_deg) in BANDS_DEG.items() if dialled_deg <= most_deg)


def _read_severity(judged: JudgedRep) -> int:
    return max((fault.severity for fault in judged.faults if fault.rule == RULE), default=0)


def describe(pulls: Sequence[Pull], sets: int, source: str) -> list[str]:
    """Sum the repetitions up in lines of text."""
    seen = [one for one in pulls if not math.isnan(one.read_deg)]
    whole = sets * (len(BANDS_DEG) + 1)
    lines = [
        f"{source}: {sets} sets, {len(pulls)} of {whole} repetitions counted, the swing of {len(seen)} read"
    ]
    if not seen:
        return lines
    errors = measure_agreement([one.read_deg - one.dialled_deg for one in seen])
    strict = [one for one in seen if one.dialled_deg <= STRICT_DEG]
    swung = [one for one in seen if one.dialled_deg >= SWUNG_DEG]
    area = find_roc_area((one.read_deg for one in strict), (one.read_deg for one in swung))
    alarms = sum(one.severity >= 2 for one in strict)
    lines += [
        f"swing read against dialled: {errors.bias:+.1f} ± {errors.sd:.1f}°, at most {errors.worst:.1f}°",
        f"ROC area, from {SWUNG_DEG:g}° against up to {STRICT_DEG:g}°: {area:.3f}",
        f"strict repetitions flagged: {alarms} of {len(strict)}",
        f"{'dialled, deg':<14}{'n':>4}{'read':>7}{'minor':>7}{'major':>7}{'index':>7}   verdicts",
    ]
    return lines + [
        _describe_band(name, [one for one in seen if one.band == name]) for name in (*BANDS_DEG, HEAVED)
    ]


def _describe_band(name: str, pulls: Sequence[Pull]) -> str:
    if not pulls:
        return f"{name:<14}{0:>4}"
    read_deg = float(np.median([one.read_deg for one in pulls]))
    indices = [one.index for one in pulls if not math.isnan(one.index)]
    index = f"{np.median(indices):.0f}" if indices else "–"
    levels = Counter(one.severity for one in pulls)
    verdicts = ", ".join(
        f"{count} {word}" for word, count in Counter(one.verdict for one in pulls).most_common()
    )
    return f"{name:<14}{len(pulls):>4}{read_deg:>7.1f}{levels[2]:>7}{levels[3]:>7}{index:>7}   {verdicts}"


def describe_shapes() -> list[str]:
    """How the hand's speed peaks: least and most of several rows, exact landmarks, 30 frames a second."""
    lines = [f"{'shape':<18}{'pull, s':>9}{'timed as':>12}{'peak over mean':>17}{'still to come':>16}"]
    for shape in SHAPES:
        for pull_s in PULLS_S:
            read = [_read_peak(movement, shape, pull_s) for movement in SHAPE_ROWS]
            spans = [f"{min(column):.2f}–{max(column):.2f}" for column in zip(*read, strict=True)]
            lines.append(f"{shape:<18}{pull_s:>9.1f}{spans[0]:>12}{spans[1]:>17}{spans[2]:>16}")
    return lines


def _read_peak(movement: str, shape: str, pull_s: float) -> tuple[float, float, float]:
    """Time of the pull, its peak speed over the mean, and the share of its time still to come."""
    plan = plan_set(movement, 1, tempo_s=(pull_s, 1.0, 1.4, 0.6), shape=shape)
    exercise = load_exercise(movement)
    # A rule that flags every repetition tells where it looked.
    every = Thresholds(-math.inf, math.inf, math.inf, math.inf)
    rules = (replace(rule, limits=every) for rule in exercise.rules if rule.name == "ballistic_pull")
    session = Session(replace(exercise, rules=tuple(rules), momentum=None))
    for pose in find_exact_poses(Clip(plan, Camera())):
        session.push(pose)
    (judged,) = session.finish().reps
    (fault,) = judged.faults
    taken_s = fault.end_s - fault.start_s
    return taken_s, fault.value, (fault.end_s - fault.at_s) / taken_s


def main() -> None:
    """Print how well the swing of the trunk is read, and what the momentum index makes of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=0, help="sets drawn and found by the pose model")
    parser.add_argument("--exact", type=int, default=60, help="sets with the figure's own landmarks")
    parser.add_argument("--shapes", action="store_true", help="show the peaks of thrown pulls instead")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    if options.shapes:
        print("\n".join(describe_shapes()))
        return
    for source, sets in (("exact landmarks", options.exact), ("pose model", options.sets)):
        if not sets:
            continue
        model = get_model() if source == "pose model" else None
        cases = [Case(number, options.seed, model) for number in range(sets)]
        pulls = [pull for found in map_in_order(judge_case, cases, options.jobs) for pull in found]
        print("\n".join(describe(pulls, sets, source)), flush=True)


if __name__ == "__main__":
    main()
