"""Drawn lifters whose back is judged: body, clothes, room, camera, load and the true shape of the back."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

import numpy as np

from formcheck.report.set_report import SetReport
from formcheck.simulate import SHAPES, Camera, SetPlan, measure_reps, plan_set, simulate_poses
from formcheck.simulate.clip import Clip
from formcheck.simulate.equipment import Equipment
from formcheck.simulate.framing import frame_set
from formcheck.simulate.looks import LOOKS
from formcheck.simulate.scene import Background, Scene
from formcheck.simulate.spine import NEUTRAL_HINGE_LUMBAR_DEG, flex_neutrally
from formcheck.validate.setups import EQUIPMENT, draw_build, pick

RULE = "spinal_rounding"
MOVEMENTS = (
    "romanian_deadlift",
    "conventional_deadlift",
    "kettlebell_deadlift",
    "kettlebell_romanian_deadlift",
)
NEUTRAL_DEG, BETWEEN_DEG, MARKED_DEG = (14.0, 25.0), (25.0, 45.0), (45.0, 56.0)
TEMPO_S = (1.0, 0.5, 0.8, 0.5)
FPS = 15.0
SHALLOW = "of squat-like lifts, trunk at 27 to 34°"
SHALLOW_MOVEMENTS = ("kettlebell_deadlift", "conventional_deadlift")
SHALLOW_LEAN_DEG = (27.0, 34.0)
SHALLOW_NEUTRAL_DEG = (6.0, 25.0)
"""The lumbar spine of a neutral hinge flexes with its depth: by 8 to 10° here."""
MOST_SQUATTED_DEG = 65.0
OUTSIDE = {
    "turned 30 to 60° off side-on": "side-on",
    "trunk below 45 px": "closer",
    "squatted, trunk not as far as 25°": "upright",
    "arms on a bar behind the back": "arm",
}
"""What lies outside a gate → a word of the reason it must be refused with."""


@dataclass(frozen=True, slots=True)
class Case:
    """One set to be judged.

    Attributes
    ----------
    number, seed : int
    group : str
        ``SHALLOW``, or which gate it lies outside of, a key of ``OUTSIDE``; empty: within all of them.
    model : Path
        Of the pose.
    """

    number: int
    seed: int
    group: str
    model: Path


def draw_case(case: Case) -> tuple[float, str, Clip]:
    """Draw true lumbar flexion, clothes and clip of a case."""
    rng = np.random.default_rng(np.random.SeedSequence(case.seed, spawn_key=(case.number,)))
    is_shallow = case.group == SHALLOW
    movements = SHALLOW_MOVEMENTS if is_shallow else MOVEMENTS
    movement = movements[case.number % len(movements)]
    bands_deg = (SHALLOW_NEUTRAL_DEG if is_shallow else NEUTRAL_DEG, BETWEEN_DEG, MARKED_DEG)
    lumbar_deg = float(rng.uniform(*bands_deg[case.number // len(movements) % 3]))
    faults = {RULE: lumbar_deg}
    yaw_deg = float(rng.uniform(-15.0, 15.0))
    if case.group.startswith("turned"):
        yaw_deg = float(rng.choice([-1, 1]) * rng.uniform(30.0, 60.0))
    elif case.group.startswith("squatted"):
        movement, yaw_deg = "kettlebell_deadlift", 0.5 * yaw_deg
        faults = {"squatted_hinge": MOST_SQUATTED_DEG}
    elif case.group.startswith("arms"):
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
        build=draw_build(rng),
    )
    if is_shallow:
        plan = squat(plan, float(rng.uniform(*SHALLOW_LEAN_DEG)), lumbar_deg)
    view = Camera(
        facing=pick(("right", "left"), rng),
        yaw_deg=yaw_deg,
        height_m=rng.uniform(0.75, 1.15),
        roll_deg=rng.uniform(-2.0, 2.0),
        size_px=(480, 360),
    )
    camera = frame_set(replace(plan, lead_in="stand"), view, load)
    away = 2.8 if case.group.startswith("trunk below") else rng.uniform(1.0, 1.6)
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


def read_arc_deg(report: SetReport) -> float:
    """Dorsal Arc Angle of the first repetition whose back was measured; NaN: none was."""
    return next((one.measures[RULE] for one in report.reps if RULE in one.measures), math.nan)


def squat(plan: SetPlan, lean_deg: float, lumbar_deg: float) -> SetPlan:
    """Turn the dials of a lift from the floor so that trunk and lumbar spine lean and flex so far."""
    rounding_deg = NEUTRAL_HINGE_LUMBAR_DEG + lumbar_deg - float(flex_neutrally(np.array(lean_deg)))
    turns_s = [rep.turn_s for rep in measure_reps(plan)]
    low_deg, high_deg = 0.0, MOST_SQUATTED_DEG
    for _ in range(10):
        dials = {"squatted_hinge": 0.5 * (low_deg + high_deg), RULE: rounding_deg}
        plan = replace(plan, reps=tuple(replace(rep, dials=dials) for rep in plan.reps))
        leans = simulate_poses(plan, turns_s).angles["trunk"].mean() > lean_deg
        low_deg, high_deg = (
            (dials["squatted_hinge"], high_deg) if leans else (low_deg, dials["squatted_hinge"])
        )
    return plan
