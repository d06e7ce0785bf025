"""Tempo against truth on generated hinges: ``python -m benchmarks.tempo [--sets 200] [--rate 30]``.

Two truths: the phases by their definition (1 % to 99 % of the range), and the mathematical start and end
of the movement, which a soft start hides from any observer: by definition a minimum-jerk movement is
21 % shorter than its mathematical duration.
"""

from __future__ import annotations

import argparse
from collections import defaultdict

import numpy as np

from benchmarks.generated_sets import SHAPES, make_poses
from formcheck.exercises.loader import load_exercise
from formcheck.reps.rep import TEMPO_PHASES
from formcheck.session import Session
from formcheck.simulate import Camera, lay_out, measure_reps, plan_set

NOISE_M = 0.0045
"""Landmark noise that gives the hip flexion a standard deviation of 1°."""


def measure_errors(
    sets: int, rate_hz: float, seed: int, tempo_s: tuple[float, float, float, float] | None = None
) -> dict[tuple[str, str], list[float]]:
    """Errors in seconds by (truth, phase); a random tempo for every set, or the one given."""
    errors: dict[tuple[str, str], list[float]] = defaultdict(list)
    rng = np.random.default_rng(seed)
    for number in range(sets):
        random_s = (rng.uniform(1, 3.5), rng.uniform(0.3, 2), rng.uniform(0.7, 2.5), rng.uniform(0.5, 2))
        shape = SHAPES[number % len(SHAPES)]
        plan = plan_set(
            "romanian_deadlift",
            reps=4,
            tempo_s=tempo_s or random_s,
            jitter=0.08,
            seed=number,
            shape=shape,
        )
        t_s = np.arange(0.0, lay_out(plan).duration_s, 1.0 / rate_hz)
        session = Session(load_exercise(plan.movement))
        for pose in make_poses(plan, t_s, Camera(), NOISE_M, rng):
            session.push(pose)
        counted = [judged.rep for judged in session.finish().reps if judged.rep.is_counted]
        truths = measure_reps(plan)
        if len(counted) != len(truths):
            raise AssertionError(f"set {number}: counted {len(counted)}, expected {len(truths)}")
        for rep, truth in zip(counted, truths, strict=True):
            out, back = truth.planned_s["out"], truth.planned_s["back"]
            planned = {
                "eccentric": out[1] - out[0],
                "pause_stretched": back[0] - out[1],
                "concentric": back[1] - back[0],
            }
            for phase in TEMPO_PHASES:
                read_s = getattr(rep.tempo, f"{phase.value}_s")
                errors["1 % definition", phase.value].append(read_s - truth.tempo[f"{phase.value}_s"])
                if phase.value in planned:
                    errors["mathematical", phase.value].append(read_s - planned[phase.value])
    return errors


def main() -> None:
    """Print bias, spread and limits of agreement of every phase."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=200)
    parser.add_argument("--rate", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tempo", help="one tempo for all sets, such as 2-0.5-1-0.8; random by default")
    wanted = parser.parse_args()
    tempo_s = None
    if wanted.tempo:
        out_s, hold_s, back_s, rest_s = (float(part) for part in wanted.tempo.split("-"))
        tempo_s = (out_s, hold_s, back_s, rest_s)
    errors = measure_errors(wanted.sets, wanted.rate, wanted.seed, tempo_s)
    print(f"{wanted.sets} sets of 4 reps, {wanted.rate:g} fps, 1° of noise, four velocity shapes; seconds")
    print(f"{'truth':<16}{'phase':<20}{'n':>6}{'bias':>8}{'SD':>7}{'MAE':>7}   limits of agreement")
    for (truth, phase), values in errors.items():
        e = np.array(values)
        e = e[np.isfinite(e)]
        bias, sd = e.mean(), e.std()
        limits = f"{bias - 1.96 * sd:+.2f} … {bias + 1.96 * sd:+.2f}"
        print(f"{truth:<16}{phase:<20}{len(e):>6}{bias:>+8.2f}{sd:>7.2f}{np.abs(e).mean():>7.2f}   {limits}")


if __name__ == "__main__":
    main()
