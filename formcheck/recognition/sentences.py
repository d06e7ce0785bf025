"""What is said about a recognition: one line when a movement is named, one sentence when it is not."""

from __future__ import annotations

from collections.abc import Sequence

from formcheck.exercises.loader import load_exercise
from formcheck.recognition.recogniser import Recognition
from formcheck.recognition.weights import load_knowledge


def describe_named(name: str, sureness: float, reasons: Sequence[str]) -> str:
    """The movement, how sure, why, and what to do when it is wrong."""
    why = f": {', '.join(reasons)}" if reasons else ""
    return f"recognised: {_lower(name)} ({100 * sureness:.0f} % sure){why}; not right? --exercise NAME"


def describe_unnamed(recognition: Recognition, clip: str) -> str:
    """A sentence that asks, or that refuses and says what can be checked.

    Parameters
    ----------
    recognition : Recognition
        Without a key.
    clip : str
        What the clip is called.
    """
    if recognition.candidates:
        names = [f"{_find_article(one.name)} {_lower(one.name)}" for one in recognition.candidates]
        keys = [f"--exercise {one.key}" for one in recognition.candidates]
        return f"{clip} looks like {join_with_or(names)}: say which with {join_with_or(keys)}."
    if not recognition.looks_like:
        return f"Hardly anybody was seen in {clip}: film the whole body, well lit, or name the movement."
    known = ", ".join(_lower(load_exercise(key).name) for key in load_knowledge().movements)
    return (
        f"{clip} shows none of the movements that can be checked, but rather {recognition.looks_like};"
        f" if it is one of them after all, name it with --exercise NAME: {known}."
    )


def join_with_or(words: Sequence[str]) -> str:
    """Lay out "a, b or c"."""
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]


def _lower(name: str) -> str:
    """A name within a sentence: "Romanian" and "T-bar" stay as they are."""
    return name if name.startswith(("Romanian", "T-")) else name[0].lower() + name[1:]


def _find_article(name: str) -> str:
    return "an" if name[0].upper() in "AEIOU" and not name.startswith("One") else "a"
