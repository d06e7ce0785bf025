"""Write docs/accuracy.md: ``python -m benchmarks.accuracy [--rendered FILE] [--poses FILE] …``.

The files are what ``formcheck validate`` wrote as accuracy.json: of set-ups it drew (``--rendered N --family
F``) and of their exact landmarks (with ``--poses``), family by family, of a folder of clips of our own figure
(``--samples``), and of footage that cannot be published, of which only totals are taken over (``--footage``).
The page also carries, in a comment, the figures of a small plan without pixels; a test makes them anew.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from formcheck.validate.accuracy import sum_up
from formcheck.validate.record import CAVEAT, write_head
from formcheck.validate.setups import draw_setup
from formcheck.validate.tables import lay_out_sheets, write_markdown
from formcheck.validate.tasks import compare_drawn

PAGE = Path(__file__).parents[1] / "docs" / "accuracy.md"
CHECKED_SETS, CHECKED_SEED = 8, 7
CHECKED_MOVEMENTS = (
    "romanian_deadlift",
    "conventional_deadlift",
    "kettlebell_deadlift",
    "good_morning",
)
_DRAWN = (
    "set-ups of a seeded plan: movement, body, clothes, room, load, tempo, fault, facing, yaw, roll, "
    "distance and frame rate differ from one to the next. So few say little about rare events: mind "
    "the intervals."
)
_EXACT = (
    "set-ups of the same plan with the figure's own landmarks instead of found ones: what counting, "
    "timing and geometry add by themselves."
)
CHAPTERS = {
    "rendered": ("Hinges of the drawn figure, found by the pose model", _DRAWN),
    "poses": ("Hinges, exact landmarks", _EXACT),
    "rows": ("Rows of the drawn figure, found by the pose model", _DRAWN),
    "row_poses": ("Rows, exact landmarks", _EXACT),
    "bird_dogs": ("Bird-dogs of the drawn figure, found by the pose model", _DRAWN),
    "bird_dog_poses": ("Bird-dogs, exact landmarks", _EXACT),
    "samples": ("Sample videos", "clips of `sample_videos/`."),
    "footage": (
        "Real footage",
        "clips of real people, labelled by eye, that belong to others: totals only.",
    ),
}
"""Kind of accuracy file → title, and what its number of sets is followed by."""
OPEN, CLOSE = "<!-- check plan\n", "\n-->"


def measure_check_plan() -> dict[str, Any]:
    """Tables of a small plan from exact landmarks: arithmetic that a test can repeat in seconds."""
    setups = (draw_setup(number, CHECKED_SEED, CHECKED_MOVEMENTS) for number in range(CHECKED_SETS))
    outcomes = [compare_drawn(setup, None) for setup in setups]
    return sum_up([outcome.exact for outcome in outcomes if outcome.exact])


def read_check_plan(page: str) -> dict[str, Any]:
    """Read the tables back that the page carries."""
    return json.loads(page.split(OPEN, 1)[1].split(CLOSE, 1)[0])


def find_differences(written: Any, made: Any, tolerance: float, where: str = "") -> Iterator[str]:
    """Where two tables differ by more than a tolerance; what is only in ``made`` is not looked at."""
    if isinstance(written, dict):
        for key, value in written.items():
            if key in made:
                yield from find_differences(value, made[key], tolerance, f"{where}/{key}")
            else:
                yield f"{where}/{key} is written, and no longer made"
    elif isinstance(written, list):
        for number, (old, new) in enumerate(zip(written, made, strict=True)):
            yield from find_differences(old, new, tolerance, f"{where}/{number}")
    elif isinstance(written, float) and isinstance(made, int | float):
        if abs(written - made) > tolerance * max(1.0, abs(written)):
            yield f"{where}: {written} written, {made} made"
    elif written != made:
        yield f"{where}: {written} written, {made} made"


def keep_totals(accuracy: dict[str, Any]) -> dict[str, Any]:
    """Leave out of an accuracy file everything that tells one clip from another."""
    measured = {**accuracy["measured"], "counts": {"all": accuracy["measured"]["counts"]["all"]}}
    others = accuracy["checked_as_another"]
    notes = []
    if others:
        quiet = others["clips"] - len(others["counted"])
        wrongly = sum(count for *_, count in others["counted"])
        what = f"{others['clips']} clips of other movements were checked as {others['exercise']}"
        notes = [f"{what}: {quiet} counted nothing, the others {wrongly} in all."]
    return {
        **accuracy,
        "made": {**accuracy["made"], "command": "formcheck validate DIR"},
        "measured": measured,
        "not_supported": {},
        "checked_as_another": None,
        "problems": [],
        "sets": [],
        "notes": notes,
    }


def write_part(title: str, accuracy: dict[str, Any], text: str) -> str:
    """One chapter: what it is, how it was made, its tables."""
    tables = write_markdown(lay_out_sheets(accuracy), 3)
    paragraphs = [f"## {title}", text, write_head(accuracy), tables.rstrip(), *accuracy.get("notes", [])]
    return "\n\n".join(paragraphs) + "\n"


def write_page(files: dict[str, dict[str, Any]], notes: dict[str, str]) -> str:
    """Compose the page.

    Parameters
    ----------
    files : dict
        Accuracy files by the names of ``CHAPTERS``; any may be missing.
    notes : dict
        What the author of the page found out about them, by the same names.
    """
    parts = [
        "# Accuracy\n",
        f"{CAVEAT}\n",
        "Every table comes from `formcheck validate`, which holds reports against truth files. More set-ups "
        "tell more: `formcheck validate --rendered 300 --family row` takes a few hours, with `--poses` "
        "minutes.\n",
    ]
    for kind, (title, text) in CHAPTERS.items():
        if kind in files:
            accuracy = keep_totals(files[kind]) if kind == "footage" else files[kind]
            sets = accuracy["measured"]["pose_found"]["sets"]
            note = f"\n\n{notes[kind]}" if kind in notes else ""
            parts.append(write_part(title, accuracy, f"{sets} {text}{note}"))
    check = json.dumps(measure_check_plan(), indent=1)
    return "\n".join(parts).rstrip() + f"\n\n{OPEN}{check}{CLOSE}\n"


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    for kind in CHAPTERS:
        option = kind.replace("_", "-")
        parser.add_argument(f"--{option}", type=Path, metavar="FILE")
        parser.add_argument(
            f"--{option}-note", default="", metavar="TEXT", help="What you found out about it."
        )
    given = vars(parser.parse_args())
    paths = {kind: given[kind] for kind in CHAPTERS if given[kind]}
    notes = {kind: given[f"{kind}_note"] for kind in CHAPTERS if given[f"{kind}_note"]}
    files = {kind: json.loads(path.read_text(encoding="utf-8")) for kind, path in paths.items()}
    page = write_page(files, notes)
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page, encoding="utf-8")
    print(PAGE)


if __name__ == "__main__":
    main()
