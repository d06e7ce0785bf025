"""The numbers of the live coach, as its TOML says them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from formcheck.exercises.exercise import Exercise

EVERYBODY = "hinge"
"""As whose family a movement is set up that is not known yet."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Numbers of the live coach; the TOML beside this file says what each is and where it comes from."""

    span_s: float
    settle_s: float
    people_every_s: float
    least_mean: float
    least_contrast: float
    edge: float
    most_flexion_deg: float
    most_trunk_deg: float
    skip_reps: int
    rest_after_s: float
    idle_after_s: float
    first_target: float
    look_every_s: float
    times_running: int
    least_confidence: float


@dataclass(frozen=True, slots=True)
class Wish:
    """What one movement needs of the picture.

    Attributes
    ----------
    parts : tuple of str
        Parts of the body that must be seen.
    ahead, behind : float
        Room from the hips on to where the athlete faces and behind, in trunk lengths.
    view : str
        "side", "front" or "any".
    facing_by : str
        As of the exercise.
    """

    parts: tuple[str, ...]
    ahead: float
    behind: float
    view: str
    facing_by: str


@cache
def _read() -> dict[str, dict]:
    file = resources.files("formcheck.live") / "set_up.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def load_limits() -> Limits:
    """The numbers as they come with the package."""
    tables = [table for name, table in _read().items() if name != "family"]
    return Limits(**{key: value for table in tables for key, value in table.items() if key != "source"})


def find_wish(exercise: Exercise | None) -> Wish:
    """What a movement needs of the picture; one that is not known yet is taken for a hinge."""
    families = _read()["family"]
    family = exercise.family if exercise is not None and exercise.family in families else EVERYBODY
    table = families[family]
    return Wish(
        parts=tuple(table["parts"]),
        ahead=table["ahead"],
        behind=table["behind"],
        view="side" if exercise is None else exercise.camera_view,
        facing_by="lean" if exercise is None else exercise.facing_by,
    )
