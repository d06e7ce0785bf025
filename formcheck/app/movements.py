"""The movements as a menu shows them."""

from __future__ import annotations

from functools import cache

from formcheck.exercises.loader import list_exercises, load_exercise

FAMILIES = {"hinge": "Hip hinges", "row": "Rows", "bird_dog": "Stability"}
"""Families in the order in which people look for them; others come last, under their own name."""


@cache
def name_movements() -> dict[str, str]:
    """Key → name of every movement, family by family, each in the order of the alphabet."""
    return {key: name for names in group_movements().values() for key, name in names.items()}


@cache
def group_movements() -> dict[str, dict[str, str]]:
    """Family in words → its movements, key → name."""
    groups: dict[str, dict[str, str]] = {words: {} for words in FAMILIES.values()}
    for exercise in sorted((load_exercise(key) for key in list_exercises()), key=lambda one: one.name):
        words = FAMILIES.get(exercise.family, exercise.family.replace("_", " ").capitalize())
        groups.setdefault(words, {})[exercise.key] = exercise.name
    return {words: names for words, names in groups.items() if names}
