"""What to tell somebody before a movement is filmed: where the camera stands, what is judged, what is not."""

from __future__ import annotations

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
