"""Random sets of closed-form movements, and how a counter or a session reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from formcheck.exercises.exercise import Exercise
from formcheck.exercises.loader import load_exercise
from formcheck.motion.filters import CausalHampel, OneEuro
from formcheck.motion.scale import BodyScale
from formcheck.pose.landmarks import LANDMARK_COUNT, Pose
from formcheck.report.set_report import SetReport
from formcheck.reps.counter import RepCounter
from formcheck.session import Session
from formcheck.simulate import MOVEMENTS, Camera, SetPlan, lay_out, plan_set, simulate_poses

SHAPES = ("minimum_jerk", "half_cosine", "constant_speed", "late_peak")
"""The four velocity shapes a movement may have."""
FAMILIES: dict[str, tuple[str, ...]] = {
    "hinge": ("conventional_deadlift", "good_morning", "kettlebell_deadlift", "romanian_deadlift"),
    "row": tuple(sorted(name for name, movement in MOVEMENTS.items() if movement.family == "row")),
    "bird_dog": ("bird_dog",),
}
NOISE_SHARE = 0.3
"""Noise of the counting signal in dead bands, standard deviation: 3° of hip flexion, five times that of a
good track, and 0.015 torso lengths of reach."""
HOME_SHARE = 0.75
"""Where the counter alone is told that somebody is at home: below this share of the least depth."""
NOISE_M = {"hinge": 0.0135, "row": 0.008, "bird_dog": 0.0135}
"""Noise of every world landmark that gives the counted signal so much (measured)."""
PARTIAL_SHARES = {"hinge": (0.45, 0.825), "row": (0.45, 0.7), "bird_dog": (0.45, 0.825)}
FULL_SHARE = 1.375
"""Depth of partial repetitions, and the least of full ones, in least depths: of a hinge 18–33° and 55°. A
row's depth is read from the extremes of a noisier signal."""
LEAST_FULL_DEPTH = 0.75
TEMPO_S = {
    "hinge": ((0.8, 3.5), (0, 3), (0.6, 2.5), (0.1, 8)),
    "row": ((0.5, 2.5), (0, 3), (0.6, 3.5), (0.1, 8)),
    "bird_dog": ((0.8, 3), (0.2, 5), (0.8, 3), (0.4, 8)),
}
"""Of the way out, the turn, the way back and home: from least to most."""


@dataclass(frozen=True)
class GeneratedSet:
    """One random set.

    Attributes
    ----------
    plan : SetPlan
    t_s : ndarray, shape (N,)
        Frame times: 15–60 a second, jittered by ± 45 % of a frame, 20 % left out.
    count : int
        Full repetitions in it.
    """

    plan: SetPlan
    t_s: NDArray[np.float64]
    count: int

    @property
    def exercise(self) -> Exercise:
        """The movement, as the engine knows it."""
        return load_exercise(self.plan.movement)


def draw_sets(number: int, seed: int, family: str = "hinge") -> Iterator[GeneratedSet]:
    """Draw random sets: 1–10 repetitions, one in seven partial, pauses of 0–8 s, all four shapes."""
    for child in np.random.SeedSequence(seed).spawn(number):
        yield draw_set(np.random.default_rng(child), family)


def draw_set(rng: np.random.Generator, family: str = "hinge") -> GeneratedSet:
    """Draw one random set of a family."""
    movement = str(rng.choice(FAMILIES[family]))
    least_depth, full_range = load_exercise(movement).counting.least_depth, measure_full_range(movement)
    reps = int(rng.integers(1, 11))
    is_partial = rng.random(reps) < 1 / 7
    partial = rng.uniform(*PARTIAL_SHARES[family], reps) * least_depth
    full = rng.uniform(max(LEAST_FULL_DEPTH * full_range, FULL_SHARE * least_depth), full_range, reps)
    out_s, turn_s, back_s, home_s = (rng.uniform(*span_s) for span_s in TEMPO_S[family])
    plan = plan_set(
        movement,
        reps=reps,
        tempo_s=(out_s, turn_s, back_s, home_s),
        jitter=0.1,
        seed=int(rng.integers(1 << 31)),
        shape=str(rng.choice(SHAPES)),
        depth=tuple(find_drive(movement, np.where(is_partial, partial, full)).tolist()),
        lead_s=float(rng.uniform(1.0, 4.0)),
    )
    rate_hz = rng.uniform(15.0, 60.0)
    t_s = np.arange(0.0, lay_out(plan).duration_s, 1.0 / rate_hz)
    t_s = np.sort(t_s + rng.uniform(-0.45, 0.45, len(t_s)) / rate_hz)
    return GeneratedSet(plan, t_s[rng.random(len(t_s)) >= 0.2], int((~is_partial).sum()))


@cache
def _trace_signal(movement: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Drive of the figure on its way out, and how far the counted signal has gone, seen side-on."""
    exercise = load_exercise(movement)
    plan = plan_set(movement, reps=1, tempo_s=(2.0, 0.5, 1.0, 0.5), lead_s=0.5)
    lane = next(lane for lane in exercise.lanes if lane.side in ("both", plan.reps[0].side or lane.side))
    t_s = np.arange(0.4, 2.5, 0.05)
    scale, values = BodyScale(), []
    for pose in make_poses(plan, t_s, Camera(), 0.0, np.random.default_rng(0)):
        scale.push(pose)
        values.append(lane.signal.read(pose, scale))
    gone = np.abs(np.array(values) - values[0])
    return lay_out(plan).drive(t_s), np.maximum.accumulate(gone)


def measure_full_range(movement: str) -> float:
    """How far the counted signal of the figure goes in a full repetition, in its own unit."""
    return float(_trace_signal(movement)[1][-1])


def find_drive(movement: str, gone: NDArray[np.float64]) -> NDArray[np.float64]:
    """Drive at which the counted signal has gone so far."""
    drive, way = _trace_signal(movement)
    return np.interp(gone, way, drive)


def count_signal(generated: GeneratedSet, rng: np.random.Generator) -> int:
    """Count with the filters and the counter alone, on a noisy signal."""
    exercise = generated.exercise
    rule = exercise.counting
    drive, way = _trace_signal(generated.plan.movement)
    values = np.interp(lay_out(generated.plan).drive(generated.t_s), drive, way)
    values = values + rng.normal(0.0, NOISE_SHARE * rule.dead_band, len(values))
    hampel, one_euro = CausalHampel(), OneEuro(beta=exercise.filter_beta)
    counter = RepCounter(rule)
    count = 0
    for t_s, value in zip(generated.t_s.tolist(), values.tolist(), strict=True):
        height = one_euro.push(t_s, hampel.push(t_s, -value))
        cycle = counter.push(t_s, height, at_home=value <= HOME_SHARE * rule.least_depth)
        count += cycle is not None and cycle.is_full
    return count


def make_poses(
    plan: SetPlan, t_s: NDArray[np.float64], camera: Camera, noise_m: float, rng: np.random.Generator
) -> list[Pose]:
    """Poses of a plan, with noise on every landmark (as many pixels as centimetres)."""
    track = simulate_poses(plan, t_s, camera)
    world = track.world + rng.normal(0.0, noise_m, track.world.shape)
    image = track.image + rng.normal(0.0, noise_m * 100.0, track.image.shape)
    reliable = np.ones(LANDMARK_COUNT, bool)
    return [
        Pose(float(t), image[k], world[k], track.visibility[k], reliable, track.flanks[k], camera.size_px)
        for k, t in enumerate(t_s)
    ]


def review_poses(generated: GeneratedSet, rng: np.random.Generator) -> SetReport:
    """Push noisy poses from a random view through a whole session."""
    camera = Camera(
        facing="left" if rng.random() < 0.5 else "right", yaw_deg=float(rng.choice([0, 10, 30, 60, 90]))
    )
    session = Session(generated.exercise)
    noise_m = NOISE_M[generated.exercise.family]
    for pose in make_poses(generated.plan, generated.t_s, camera, noise_m, rng):
        session.push(pose)
    return session.finish()
