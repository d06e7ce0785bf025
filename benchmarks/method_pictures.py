"""Draw the pictures of ``docs/method.md``: ``python -m benchmarks.method_pictures [--out docs/pictures]``.

All of them are drawn from the rendered figure, and every number in them is measured on it by the code that
measures an athlete.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from benchmarks.pictures.back import draw_backs, draw_construction
from benchmarks.pictures.canvas import Drawing
from benchmarks.pictures.movement import draw_angles, draw_calibration, draw_phases, draw_views
from benchmarks.pictures.rules import draw_front_rules, draw_side_rules

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"

PICTURES: dict[str, Callable[[], Drawing]] = {
    "dorsal_arc_angle": draw_construction,
    "three_backs": draw_backs,
    "phases": draw_phases,
    "views": draw_views,
    "angles": draw_angles,
    "calibration": draw_calibration,
    "side_rules": draw_side_rules,
    "front_rules": draw_front_rules,
}
"""Name of the file → what draws it."""


def main() -> None:
    """Draw every picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER)
    folder = parser.parse_args().out
    for name, draw in PICTURES.items():
        path = folder / f"{name}.svg"
        draw().save(path)
        print(f"{path} ({path.stat().st_size / 1024:.0f} KB)")


if __name__ == "__main__":
    main()
