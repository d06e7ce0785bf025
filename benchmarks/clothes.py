"""What clothes and hair do to the index of the back: ``python -m benchmarks.clothes [--sets 8]``.

The same lift of the same drawn body before the same camera, as the pose model finds it: in a close-fitting
top, in a loose shirt, and with long hair.
"""

from __future__ import annotations

import argparse
import math
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.back_cases import Case, draw_case, read_arc_deg
from formcheck.pose.models import get_model
from formcheck.simulate.clip import Clip
from formcheck.simulate.looks import Look
from formcheck.validate.tasks import find_rendered_poses, review_poses

PLAIN = Look()
LOOKS = {
    "loose shirt, 1.8 cm off the trunk": replace(PLAIN, loose_m=0.018),
    "hair down to the shoulders": replace(PLAIN, hair_style="long"),
}
"""What is worn instead of the close-fitting top with short hair."""


def measure_arc_deg(clip: Clip, model: Path) -> float:
    """Dorsal Arc Angle of a clip's first judged repetition, as the pose model finds it; NaN: none was."""
    return read_arc_deg(review_poses(find_rendered_poses(clip, model), clip.plan.movement))


def measure_shifts_deg(number: int, seed: int, model: Path) -> dict[str, float]:
    """How far each look shifts the index of one set, against the plain one."""
    _, _, clip = draw_case(Case(number, seed, "", model))
    plain_deg = measure_arc_deg(replace(clip, look=PLAIN), model)
    return {
        name: measure_arc_deg(replace(clip, look=look), model) - plain_deg for name, look in LOOKS.items()
    }


def main() -> None:
    """Print the shift of every look: median and range over the sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    model = get_model()
    shifts = [measure_shifts_deg(number, options.seed, model) for number in range(options.sets)]
    for name in LOOKS:
        known = np.array([one[name] for one in shifts if not math.isnan(one[name])])
        print(f"{name}: {len(known)} of {len(shifts)} sets measured", end="")
        if len(known):
            print(
                f", {np.median(known):+.1f}° in the median ({known.min():+.1f}…{known.max():+.1f}°)", end=""
            )
        print()


if __name__ == "__main__":
    main()
