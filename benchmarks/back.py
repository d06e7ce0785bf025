"""The judged back on drawn lifters: ``python -m benchmarks.back [--sets 150] [--jobs 2] [--json FILE]``.

One repetition each, found by the pose model: body, clothes, hair, room, light, camera, load and the true
lumbar flexion differ from one to the next. A third is neutral (14–25°), a third marked (45–56°), a third in
between. Further sets lie outside one gate each and must be refused with that gate's reason.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, get_args

import numpy as np

from formcheck.pose.models import get_model
from formcheck.simulate import SHAPES, Build, Camera, plan_set
from formcheck.simulate.clip import Clip
from formcheck.simulate.equipment import Equipment
from formcheck.simulate.framing import frame_set
from formcheck.simulate.looks import LOOKS
from formcheck.simulate.scene import Background, Scene
from formcheck.simulate.workers import map_in_order
from formcheck.validate.agreement import find_wilson_interval, fit_line
from formcheck.validate.setups import EQUIPMENT
from formcheck.validate.tasks import find_exact_poses, find_rendered_poses, review_poses

RULE = "spinal_rounding"
MOVEMENTS = (
    "romanian_deadlift",
    "conventional_deadlift",
    "kettlebell_deadlift",
    "kettlebell_romanian_deadlift",
)
NEUTRAL_DEG, BETWEEN_DEG, MARKED_DEG = (14.0, 25.0), (25.0, 45.0), (45.0, 56.0)
MEANT_DEG = 39.0
"""Lumbar flexion that the threshold of 16° of arc stands for on this figure."""
TEMPO_S = (1.0, 0.5, 0.8, 0.5)
FPS = 15.0
OUTSIDE = {
    "turned 30 to 60° off side-on": "side-on",
    "trunk below 45 px": "closer",
    "squatted, trunk above 35°": "upright",
    "arms on a bar behind the back": "arm",
}
"""What lies outside a gate → a word of the reason it must be refused with."""


@dataclass(frozen=True, slots=True)
class Case:
    """One set to be judged.

    Attributes
    ----------
    number, seed : int
    outside : str
        Which gate it lies outside of, a key of ``OUTSIDE``; empty: none.
    model : Path
        Of the pose.
    """

    number: int
    seed: int
    outside: str
    model: Path


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of a set: verdict, highest severity, its reason, and the index as measured and exactly."""

    number: int
    outside: str
    lumbar_deg: float
    look: str
    facing: str
    verdict: str
    severity: int
    reason: str
    arc_deg: float
    exact_arc_deg: float


def draw_case(case: Case) -> tuple[float, str, Clip]:
    """Draw true lumbar flexion, clothes and clip of a case."""
    rng = np.random.default_rng(np.random.SeedSequence(case.seed, spawn_key=(case.number,)))
    movement = MOVEMENTS[case.number % len(MOVEMENTS)]
    lumbar_deg = float(rng.uniform(*(NEUTRAL_DEG, BETWEEN_DEG, MARKED_DEG)[case.number // 4 % 3]))
    faults = {RULE: lumbar_deg}
    yaw_deg = float(rng.uniform(-15.0, 15.0))
    if case.outside.startswith("turned"):
        yaw_deg = float(rng.choice([-1, 1]) * rng.uniform(30.0, 60.0))
    elif case.outside.startswith("squatted"):
        movement, faults, yaw_deg = "kettlebell_deadlift", {"squatted_hinge": 55.0}, 0.5 * yaw_deg
    elif case.outside.startswith("arms"):
        movement = "good_morning"
    load: Equipment = "none" if movement == "good_morning" else pick(EQUIPMENT[movement], rng)
    plan = plan_set(
        movement,
        1,
        tempo_s=TEMPO_S,
        jitter=0.05,
        seed=int(rng.integers(1 << 30)),
        shape=pick(sorted(SHAPES), rng),
        faults=faults,
        lead_s=0.6,
        tail_s=0.4,
        build=Build(
            stature_m=rng.uniform(1.55, 1.95),
            girth=rng.uniform(0.88, 1.25),
            sex=pick(("male", "female"), rng),
        ),
    )
    view = Camera(
        facing=pick(("right", "left"), rng),
        yaw_deg=yaw_deg,
        height_m=rng.uniform(0.75, 1.15),
        roll_deg=rng.uniform(-2.0, 2.0),
        size_px=(480, 360),
    )
    camera = frame_set(replace(plan, lead_in="stand"), view, load)
    away = 2.8 if case.outside.startswith("trunk below") else rng.uniform(1.0, 1.6)
    camera = replace(camera, distance_m=camera.distance_m * away)
    scene = Scene(
        background=pick(get_args(Background), rng),
        brightness=rng.uniform(0.5, 1.1),
        light_from=rng.uniform(-0.6, 0.6),
        noise=rng.uniform(0.5, 4.0),
        blur_px=rng.uniform(0.4, 1.2),
        seed=int(rng.integers(1 << 16)),
    )
    look = pick(sorted(LOOKS), rng)
    return lumbar_deg, look, Clip(plan, camera, scene, LOOKS[look], equipment=load, fps=FPS)


def pick(options: Sequence[Any], rng: np.random.Generator) -> Any:
    """Draw one of several."""
    return options[int(rng.integers(len(options)))]


def judge_case(case: Case) -> Judged:
    """Draw a case, find its poses and judge it."""
    lumbar_deg, look, clip = draw_case(case)
    found = review_poses(find_rendered_poses(clip, case.model), clip.plan.movement)
    exact = review_poses(find_exact_poses(clip), clip.plan.movement)
    verdict = found.verdicts[RULE]
    faults = [fault for judged in found.reps for fault in judged.faults if fault.rule == RULE]
    arcs = [
        next((judged.measures[RULE] for judged in report.reps if RULE in judged.measures), math.nan)
        for report in (found, exact)
    ]
    return Judged(
        number=case.number,
        outside=case.outside,
        lumbar_deg=lumbar_deg,
        look=look,
        facing=clip.camera.facing,
        verdict=verdict.verdict,
        severity=max((fault.severity for fault in faults), default=0),
        reason=verdict.reason,
        arc_deg=arcs[0],
        exact_arc_deg=arcs[1],
    )


def find_roc_area(negative: Iterable[float], positive: Iterable[float]) -> float:
    """Area under the ROC curve: the chance that a positive value lies above a negative one."""
    low, high = np.array(list(negative)), np.array(list(positive))
    if not len(low) or not len(high):
        return math.nan
    above = high[:, None] > low[None, :]
    same = high[:, None] == low[None, :]
    return float((above + 0.5 * same).mean())


def describe(results: Sequence[Judged]) -> list[str]:
    """Sum the results up in lines of text."""
    inside = [one for one in results if not one.outside]
    measured = [one for one in inside if not math.isnan(one.arc_deg)]
    neutral = [one for one in inside if one.lumbar_deg <= NEUTRAL_DEG[1]]
    marked = [one for one in inside if one.lumbar_deg >= MARKED_DEG[0]]
    lines = [f"{len(inside)} sets within all gates, {len(measured)} measured"]
    for name, arcs in (
        ("as measured", [(one.lumbar_deg, one.arc_deg) for one in measured]),
        ("exact outline", [(one.lumbar_deg, one.exact_arc_deg) for one in measured]),
    ):
        line = fit_line([pair for pair in arcs if not math.isnan(pair[1])])
        lines.append(
            f"{name}: arc = {line.slope:.2f} · lumbar {line.offset:+.1f}, r {line.r:.3f}, "
            f"residual SD {line.residual_sd:.1f}°"
        )
    area = find_roc_area(
        *([one.arc_deg for one in group if not math.isnan(one.arc_deg)] for group in (neutral, marked))
    )
    lines.append(f"ROC area, marked (≥ 45°) against neutral (≤ 25°): {area:.3f}")
    for name, group in (
        ("neutral", neutral),
        ("in between", [one for one in inside if one not in neutral and one not in marked]),
        ("marked", marked),
    ):
        said = Counter(one.verdict for one in group)
        low, high = find_wilson_interval(said["present"], len(group))
        lines.append(
            f"{name}: {len(group)} sets, rounding in {said['present']} ({100 * low:.0f}–{100 * high:.0f} %), "
            f"clear in {said['absent']}, not judged {said['not_judged']}"
        )
    flagged = [one.lumbar_deg for one in inside if one.verdict == "present"]
    cleared = [one.lumbar_deg for one in inside if one.verdict == "absent"]
    if flagged and cleared:
        lines.append(
            f"least lumbar flexion called rounding {min(flagged):.0f}°, greatest called clear "
            f"{max(cleared):.0f}° (the threshold means {MEANT_DEG:.0f}°)"
        )
    lines.append("not judged within all gates: " + (_list_reasons(inside) or "none"))
    for outside, word in OUTSIDE.items():
        group = [one for one in results if one.outside == outside]
        refused = sum(one.verdict == "not_judged" for one in group)
        right = sum(one.verdict == "not_judged" and word in one.reason for one in group)
        lines.append(f"{outside}: {refused} of {len(group)} refused, {right} with the reason expected")
        if right < len(group):
            lines.append("  " + "; ".join(f"{one.verdict}: {one.reason}" for one in group))
    return lines


def _list_reasons(results: Iterable[Judged]) -> str:
    reasons = Counter(one.reason for one in results if one.verdict == "not_judged")
    return "; ".join(f"{count} × {reason}" for reason, count in reasons.most_common())


def main() -> None:
    """Print how well the back is judged."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=150, help="sets within all gates")
    parser.add_argument("--outside", type=int, default=8, help="sets outside each gate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--json", type=Path, help="also write every set's result here")
    options = parser.parse_args()
    model = get_model()
    cases = [Case(k, options.seed, "", model) for k in range(options.sets)]
    cases += [Case(k, options.seed + 1, name, model) for name in OUTSIDE for k in range(options.outside)]
    results: list[Judged] = []
    for result in map_in_order(judge_case, cases, options.jobs):
        results.append(result)
        if len(results) % 20 == 0:
            print(f"{len(results)} of {len(cases)} sets", flush=True)
    print("\n".join(describe(results)))
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in results], indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
