"""Which of our movements another app means: "Bent Over Row (Barbell)" is the barbell row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from formcheck.history.rows import make_name_key

_ABBREVIATIONS = {
    "rdl": ("romanian", "deadlift"), "slrdl": ("single", "leg", "romanian", "deadlift"), "db": ("dumbbell",),
    "kb": ("kettlebell",), "bb": ("barbell",), "one": ("single",),
}  # fmt: skip
_USUAL = frozenset({"barbell", "bodyweight"})
"""What other apps add in brackets where we say nothing: "Deadlift (Barbell)"."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One of our movements, and everything it is called."""

    key: str
    name: str
    family: str
    also_called: tuple[str, ...] = ()


class MovementIndex:
    """Find a movement by what another app calls it: the same words in any order, or without the usual load.

    Parameters
    ----------
    movements : iterable of Movement
        Where two share a name, the first has it.
    """

    def __init__(self, movements: Iterable[Movement]) -> None:
        self._by_words: dict[tuple[str, ...], Movement] = {}
        for movement in movements:
            for name in (movement.name, movement.key, *movement.also_called):
                self._by_words.setdefault(_find_words(name), movement)

    def find(self, title: str) -> Movement:
        """Our movement; one that is none of ours under its own name, without a family."""
        words = _find_words(title)
        plain = tuple(word for word in words if word not in _USUAL)
        found = self._by_words.get(words) or self._by_words.get(plain)
        return found or Movement(f"other:{' '.join(make_name_key(title).split())}", title, "")


def _find_words(name: str) -> tuple[str, ...]:
    words = re.findall(r"[^\W_]+", name.casefold())
    return tuple(sorted(long for word in words for long in _ABBREVIATIONS.get(word, (word,))))
