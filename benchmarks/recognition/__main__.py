"""How well movements are recognised: ``python -m benchmarks.recognition [FOLDER] [--sets 6] [--seed 2]``.

First drawn sets of other seeds than those learnt from: confusion, and what is asked. Then, given a folder of
clips with truth files (or of pose tracks, ``NAME.npz`` or ``NAME/**/*.npz``, with the truth files in
``--truth``), what becomes of each of them.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.recognition.drawing import draw_set, list_classes
from benchmarks.recognition.learning import name_class, seed_set
from formcheck.errors import InputError
from formcheck.exercises.loader import load_exercise
from formcheck.pose.landmarks import Pose
from formcheck.pose.track import Track
from formcheck.recognition import Recogniser, Recognition
from formcheck.recognition.weights import load_knowledge
from formcheck.simulate import MOVEMENTS
from formcheck.simulate.workers import map_in_order

NONE = "none"


@dataclass(frozen=True)
class Result:
    """What became of one clip.

    Attributes
    ----------
    name, movement : str
        The clip's, and the true one.
    found : Recognition
    frames : int
    seconds : float
        Of recognition alone.
    """

    name: str
    movement: str
    found: Recognition
    frames: int
    seconds: float

    @property
    def is_ours(self) -> bool:
        """Whether it can be checked."""
        return self.movement in load_knowledge().movements

    @property
    def answer(self) -> str:
        """The key, or "none", or what is asked."""
        if self.found.key:
            return self.found.key
        return " or ".join(one.key for one in self.found.candidates) or NONE

    @property
    def is_right(self) -> bool:
        """Named rightly, or rightly refused."""
        return self.found.key == self.movement if self.is_ours else not self.found.candidates

    @property
    def is_family_right(self) -> bool:
        """In the right family, or rightly refused."""
        if not self.is_ours:
            return not self.found.candidates
        return self.found.family == load_exercise(self.movement).family

    @property
    def is_likeliest(self) -> bool:
        """Named rightly, or offered first where it asks; or rightly refused."""
        likeliest = self.found.candidates[0].key if self.found.candidates else NONE
        return likeliest == (self.movement if self.is_ours else NONE)

    @property
    def is_asked(self) -> bool:
        """Asked, with the right one among what is offered."""
        return not self.found.key and any(one.key == self.movement for one in self.found.candidates)


def recognise(name: str, movement: str, poses: Iterator[Pose]) -> Result:
    """Recognise one clip."""
    held = list(poses)
    started_s = time.perf_counter()
    recogniser = Recogniser()
    for pose in held:
        recogniser.push(pose)
    found = recogniser.finish()
    return Result(name, movement, found, len(held), time.perf_counter() - started_s)


def recognise_drawn(task: tuple[str, int, int]) -> list[Result]:
    """Recognise drawn sets of one movement: (movement, how many, seed)."""
    movement, count, seed = task
    sets = [draw_set(movement, seed_set(movement, seed, number)) for number in range(count)]
    return [recognise(f"{movement} {number}", movement, drawn.poses()) for number, drawn in enumerate(sets)]


def read_folder(folder: Path, truths: Path) -> Iterator[tuple[str, str, Iterator[Pose]]]:
    """Every clip that has a truth file: its name, its movement and its poses."""
    for truth in sorted(truths.glob("*.truth.json")):
        name = truth.name.removesuffix(".truth.json")
        tracks = [folder / f"{name}.npz", *sorted((folder / name).rglob("*.npz"))]
        track = next((path for path in tracks if path.is_file()), None)
        clip = next((path for path in sorted(folder.glob(f"{name}.*")) if path.suffix != ".json"), None)
        if track is not None:
            poses = iter(Track(track))
        elif clip is not None:
            poses = find_poses(clip)
        else:
            continue
        movement = json.loads(truth.read_text(encoding="utf-8"))["exercise"]
        with suppress(InputError):  # none of ours keeps its name
            movement = load_exercise(movement).key
        yield name, movement, poses


def find_poses(clip: Path) -> Iterator[Pose]:
    """Poses of a video."""
    from formcheck.pose.mediapipe import open_estimator
    from formcheck.pose.models import get_model
    from formcheck.video.reader import open_video

    with open_video(clip) as video, open_estimator(get_model()) as estimator:
        for frame in video:
            yield estimator.estimate(frame.image, frame.t_s)


def show_shares(results: list[Result]) -> None:
    """Print how many of ours, and of others, were right."""
    for what, some in (
        ("ours", [one for one in results if one.is_ours]),
        ("none of ours", [one for one in results if not one.is_ours]),
    ):
        if some:
            count = len(some)
            family, likeliest, right, asked = (
                sum(getattr(one, name) for one in some)
                for name in ("is_family_right", "is_likeliest", "is_right", "is_asked")
            )
            wrong = sum(one.found.key is not None and not one.is_right for one in some)
            print(
                f"{what}: {count} clips; family {family / count:.1%}, likeliest movement"
                f" {likeliest / count:.1%}, named rightly {right / count:.1%}, asked with the right one"
                f" offered {asked / count:.1%}, wrongly named {wrong / count:.1%}"
            )
    spent = sum(one.seconds for one in results) / max(sum(one.frames for one in results), 1)
    print(f"{1000.0 * spent:.2f} ms a picture")


def show_confusion(results: list[Result]) -> None:
    """Print what became of every class."""
    for label in dict.fromkeys(name_class(one.movement) for one in results):
        answers = Counter(one.answer for one in results if name_class(one.movement) == label)
        told = ", ".join(f"{answer} {count}" for answer, count in answers.most_common(5))
        print(f"  {label:<36} {told}")


def show_clips(results: list[Result]) -> None:
    """Print every clip."""
    for one in results:
        mark = (
            "ok    "
            if one.is_right
            else "asked "
            if one.is_asked
            else "family"
            if one.is_family_right
            else "WRONG "
        )
        why = one.found.looks_like or ", ".join(one.found.reasons)
        shares = ", ".join(f"{c.key} {c.likelihood:.2f}" for c in one.found.candidates)
        print(f"{mark} {one.name} ({one.movement}): {one.answer} {one.found.sureness:.2f} [{shares}] {why}")


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="clips or pose tracks")
    parser.add_argument("--truth", type=Path, help="folder of the truth files, if another")
    parser.add_argument("--sets", type=int, default=6, help="drawn sets of every movement; 0: none")
    parser.add_argument("--seed", type=int, default=2, help="1 was learnt from")
    parser.add_argument("--jobs", type=int, default=1)
    wanted = parser.parse_args()
    if wanted.sets:
        tasks = [
            (name, wanted.sets if name in MOVEMENTS else max(wanted.sets // 2, 1), wanted.seed)
            for name in list_classes()
        ]
        results = [one for some in map_in_order(recognise_drawn, tasks, wanted.jobs) for one in some]
        show_confusion(results)
        show_shares(results)
    if wanted.folder:
        results = [recognise(*one) for one in read_folder(wanted.folder, wanted.truth or wanted.folder)]
        show_clips(results)
        show_shares(results)


if __name__ == "__main__":
    main()
