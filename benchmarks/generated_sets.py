"""Random sets of closed-form hinges, and how a counter or a session reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from formcheck.exercises.exercise import Exercise
from formcheck.exercises.loader import load_exercise
from formcheck.motion.filters import CausalHampel, OneEuro
from formcheck.pose.landmarks import LANDMARK_COUNT, Pose
from formcheck.report.set_report import SetReport
from formcheck.reps.counter import RepCounter
from formcheck.session import Session
from formcheck.simulate import Camera, SetPlan, lay_out, plan_set, simulate_poses

SHAPES = ("minimum_jerk", "half_cosine", "constant_speed", "late_peak")
"""The four velocity shapes a movement may have."""
FULL_RANGE_DEG = {
    "romanian_deadlift": 83.0,
    "good_morning": 78.0,
    "kettlebell_deadlift": 113.0,
    "conventional_deadlift": 123.0,
}
"""Hip flexion of a full repetition of the figure."""
NOISE_DEG = 3.0
"""Noise of the counting signal, standard deviation: five times that of a good track."""
NOISE_M = 0.0135
"""Noise of every world landmark that gives the hip flexion a standard deviation of 3° (measured)."""


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


def draw_sets(number: int, seed: int) -> Iterator[GeneratedSet]:
    """Draw random sets: 1–10 repetitions, one in seven partial, pauses of 0–8 s, all four shapes."""
    for child in np.random.SeedSequence(seed).spawn(number):
        yield draw_set(np.random.default_rng(child))


def draw_set(rng: np.random.Generator) -> GeneratedSet:
    """Draw one random set."""
    movement = str(rng.choice(sorted(FULL_RANGE_DEG)))
    reps = int(rng.integers(1, 11))
    is_partial = rng.random(reps) < 1 / 7
    # Partial: 18–33°, well under the 40° of a full repetition; full: from 55° on.
    partial = rng.uniform(18.0, 33.0, reps) / FULL_RANGE_DEG[movement]
    full = rng.uniform(max(0.75, 55.0 / FULL_RANGE_DEG[movement]), 1.0, reps)
    plan = plan_set(
        movement,
        reps=reps,
        tempo_s=(rng.uniform(0.8, 3.5), rng.uniform(0, 3), rng.uniform(0.6, 2.5), rng.uniform(0.1, 8)),
        jitter=0.1,
        seed=int(rng.integers(1 << 31)),
        shape=str(rng.choice(SHAPES)),
        depth=tuple(np.where(is_partial, partial, full).tolist()),
        lead_s=float(rng.uniform(1.0, 4.0)),
    )
    rate_hz = rng.uniform(15.0, 60.0)
    t_s = np.arange(0.0, lay_out(plan).duration_s, 1.0 / rate_hz)
    t_s = np.sort(t_s + rng.uniform(-0.45, 0.45, len(t_s)) / rate_hz)
    return GeneratedSet(plan, t_s[rng.random(len(t_s)) >= 0.2], int((~is_partial).sum()))


def count_signal(generated: GeneratedSet, rng: np.random.Generator) -> int:
    """Count with the filters and the counter alone, on hip flexion with 3° of noise."""
    exercise = generated.exercise
    flexion_deg = FULL_RANGE_DEG[generated.plan.movement] * lay_out(generated.plan).drive(generated.t_s)
    flexion_deg = flexion_deg + rng.normal(0.0, NOISE_DEG, len(flexion_deg))
    hampel, one_euro = CausalHampel(), OneEuro(beta=exercise.filter_beta)
    counter = RepCounter(exercise.counting)
    count = 0
    for t_s, value in zip(generated.t_s.tolist(), flexion_deg.tolist(), strict=True):
        height = one_euro.push(t_s, hampel.push(t_s, -value))
        cycle = counter.push(t_s, height, at_home=value <= 30.0)
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
    for pose in make_poses(generated.plan, generated.t_s, camera, NOISE_M, rng):
        session.push(pose)
    return session.finish()
