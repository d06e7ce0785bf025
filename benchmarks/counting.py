"""Count random generated sets: ``python -m benchmarks.counting [--sets 1000] [--seed 1] [--families row]``.

Two tables: the counter alone on a noisy signal, and whole sessions on noisy poses from random views.
"""

from __future__ import annotations

import argparse

import numpy as np

from benchmarks.generated_sets import FAMILIES, count_signal, draw_sets, review_poses


def main() -> None:
    """Print exact and off-by-one shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--families", nargs="+", default=list(FAMILIES), choices=list(FAMILIES))
    parser.add_argument("--misses", action="store_true", help="name every set that was miscounted")
    wanted = parser.parse_args()
    rng = np.random.default_rng(wanted.seed)
    print("15-60 fps, stamps jittered by 45 %, 20 % of the frames lost, noise, partials, pauses of 0-8 s")
    print(f"{'what':<38}{'sets':>6}{'reps':>7}{'exact':>9}{'off by 1':>10}{'MAE':>8}")
    for family in wanted.families:
        for name, count in (
            ("counter on a signal", lambda g: count_signal(g, rng)),
            ("session on poses, any view", lambda g: review_poses(g, rng).count),
        ):
            errors, reps = [], 0
            for generated in draw_sets(wanted.sets, wanted.seed, family):
                error = count(generated) - generated.count
                errors.append(abs(error))
                reps += generated.count
                if error and wanted.misses:
                    print(f"  {generated.plan.movement}: {error:+d} of {generated.count}")
            off = np.array(errors)
            exact, near = (off == 0).mean(), (off <= 1).mean()
            what = f"{family}, {name}"
            print(f"{what:<38}{len(off):>6}{reps:>7}{exact:>9.2%}{near:>10.2%}{off.mean():>8.4f}")


if __name__ == "__main__":
    main()
