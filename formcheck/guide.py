"""What to tell somebody before a movement is filmed: where the camera stands, what is judged, what is not."""

from __future__ import annotations

import math

from formcheck.exercises.exercise import Exercise
from formcheck.exercises.rules import Rule

VIEW_WORDS = {
    ("side",): "Side-on",
    ("front",): "From the front or the back",
    ("oblique", "front"): "From the front, the back or obliquely",
    ("side", "oblique"): "Side-on or obliquely",
    ("side", "front"): "Side-on, or from the front or the back",
    (): "From anywhere",
}
"""Views a rule is judged in, as people say it."""


def list_judged(exercise: Exercise) -> dict[str, tuple[Rule, ...]]:
    """Rules of a movement by where they are judged from, in the order of ``VIEW_WORDS``.

    Returns
    -------
    dict of str to tuple of Rule
        View in words → its rules; views without any are left out.
    """
    judged = {
        words: tuple(r for r in exercise.rules if r.views == views) for views, words in VIEW_WORDS.items()
    }
    known = {rule.name for rules in judged.values() for rule in rules}
    others = tuple(rule for rule in exercise.rules if rule.name not in known)
    return {words: rules for words, rules in {**judged, "From some views": others}.items() if rules}


def say_rule(rule: Rule) -> str:
    """Name a rule in plain words."""
    return rule.name.replace("_", " ")


METHOD_LIMITS = (
    "One camera sees positions, not forces: it knows nothing of effort, pain or single vertebrae.",
    "The back is read off the edge of your outline. A loose shirt, long hair, a belt or an arm hides it.",
    "Side-on, tempo is good to about 0.1 s; from elsewhere, or below 20 frames a second, to 0.3 s.",
    "Film alone: with somebody close behind you the pose model may follow them instead.",
    "What was not seen well enough is called not judged. It is never called fine.",
)
"""What holds of every movement, in plain words; measured in docs/method.md and docs/accuracy.md."""


def say_limit(rule: Rule) -> str:
    """Say from which value on a rule speaks, in its own unit: "above 15° of arc, clearly above 25".

    A rule that only ever asks to be watched says so; one that needs a second measure as well says that, too.
    """
    limits = rule.limits
    side = "below" if rule.flags_below else "above"
    value = limits.minor if math.isfinite(limits.minor) else limits.watch
    words = f"{side} {say_value(value, rule.unit)}"
    if math.isfinite(limits.minor) and math.isfinite(limits.major):
        words += f", clearly {side} {limits.major:g}"
    if not math.isnan(limits.also_minor):
        words += ", with a second measure agreeing"
    return words if math.isfinite(limits.minor) else f"{words}: only worth watching"


def say_value(value: float, unit: str) -> str:
    """A value with its unit as people write it: 15° of arc."""
    if unit.startswith("deg"):
        return f"{value:g}°{unit.removeprefix('deg')}"
    return f"{value:g} of your own range" if unit == "own range" else f"{value:g} {unit}"
