"""Why a movement is taken for what it is, in words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

MOST_REASONS = 3


@cache
def read_words() -> dict[str, Any]:
    """The table of aspects and their words."""
    file = resources.files("formcheck.recognition") / "words.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def tell_reasons(
    values: Mapping[str, float], speakers: Mapping[str, float], kind: str, repetitions: int
) -> list[str]:
    """Say what a clip shows: the posture, then what speaks most, then what was counted.

    Parameters
    ----------
    values : mapping of str to float
        Every trait; NaN: not seen.
    speakers : mapping of str to float
        How much each speaks for the movement that is named.
    kind : str
        Whose counter leads; empty: none counts.
    repetitions : int
        That it counted.
    """
    table = read_words()
    said = []
    for aspect, about in table.items():
        words = _choose_words(about.get("words", ()), values)
        if words:
            spoken = sum(value for name, value in speakers.items() if strip_trait(name) in about["traits"])
            said.append((aspect != "posture", -spoken, words))
    reasons = [words for _, _, words in sorted(said)][:MOST_REASONS]
    if kind:
        noun = table["counted"]["kinds"][kind]
        reasons.append(f"{repetitions} {noun}{'' if repetitions == 1 else 's'} counted")
    return reasons


def strip_trait(name: str) -> str:
    """What a trait is of: "rest_hip_more" is of "hip"."""
    return name.removeprefix("rest_").removeprefix("work_").removesuffix("_more").removesuffix("_less")


def _choose_words(words: Sequence[Mapping[str, Any]], values: Mapping[str, float]) -> str:
    for one in words:
        if all(least <= values[name] <= most for name, (least, most) in one["when"].items()):
            return one["say"]
    return ""
