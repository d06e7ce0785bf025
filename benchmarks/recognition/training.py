"""Learn to recognise movements from drawn sets: ``python -m benchmarks.recognition.training [--sets 110]``.

Writes the weights that come with the package. Nothing but our own figure goes into them. About 160 seconds of
one core.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import formcheck.recognition
from benchmarks.recognition.drawing import list_classes
from benchmarks.recognition.learning import Example, learn, make_examples
from formcheck.recognition.weights import FILE
from formcheck.simulate import MOVEMENTS
from formcheck.simulate.workers import map_in_order

OUT = Path(formcheck.recognition.__file__).parent / FILE


def draw_examples(sets: int, asked: int, seed: int, jobs: int) -> list[Example]:
    """Draw so many sets of every movement of ours, and half as many of every other."""
    tasks = [(name, sets if name in MOVEMENTS else sets // 2, asked, seed) for name in list_classes()]
    return [one for examples in map_in_order(make_examples, tasks, jobs) for one in examples]


def main() -> None:
    """Draw, learn and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=110, help="of every movement")
    parser.add_argument("--asked", type=int, default=10, help="of them with counters")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--out", type=Path, default=OUT)
    wanted = parser.parse_args()
    started_s = time.perf_counter()
    examples = draw_examples(wanted.sets, wanted.asked, wanted.seed, wanted.jobs)
    print(f"{len(examples)} sets drawn and measured in {time.perf_counter() - started_s:.0f} s")
    knowledge = learn(examples, wanted.seed)
    made_by = f"python -m benchmarks.recognition.training --sets {wanted.sets} --seed {wanted.seed}"
    text = json.dumps(knowledge.lay_out(made_by), ensure_ascii=False, separators=(",", ":"))
    wanted.out.write_text(text + "\n", encoding="utf-8")
    print(f"{wanted.out}: {len(knowledge.kinds.classes)} kinds, {len(text) / 1024:.0f} kB")


if __name__ == "__main__":
    main()
