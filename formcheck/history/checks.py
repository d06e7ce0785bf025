"""What somebody typed is looked at before it goes into the log."""

from __future__ import annotations

import math

from formcheck.errors import InputError
from formcheck.history.entries import SOURCES, NewSet, SetEdit

MOST_KG = 1000.0
"""Nobody has lifted half as much off the floor: more is a slip of the finger."""
MOST_REPS = 10_000
RPE = (1.0, 10.0)
LONGEST_NAME = 100


def check_set(new: NewSet) -> None:
    """Refuse a set that cannot be.

    Raises
    ------
    InputError
        When somebody typed something that cannot be.
    ValueError
        When the program made a mistake.
    """
    if new.source not in SOURCES:
        raise ValueError(f"source is {new.source!r}, expected one of {SOURCES}")
    facts = new.facts
    if facts.clean_count is not None and facts.clean_count > facts.count:
        raise ValueError(f"{facts.clean_count} clean repetitions of {facts.count}")
    if not facts.exercise_key or not facts.exercise_name.strip():
        raise InputError("A set needs the name of its movement.")
    _check_athlete(new.athlete)
    _check_load(facts.load_kg)
    _check_rpe(new.rpe)
    _check_count(facts.count)


def check_edit(edit: SetEdit) -> None:
    """Refuse an edit that cannot be; errors as of `check_set`."""
    if edit.athlete is not None:
        _check_athlete(edit.athlete)
    if edit.load_kg is not None:
        _check_load(edit.load_kg)
    if edit.rpe is not None:
        _check_rpe(edit.rpe)
    if edit.count is not None:
        _check_count(edit.count)
    if edit.exercise is not None and not (edit.exercise[0] and edit.exercise[1].strip()):
        raise InputError("A set needs the name of its movement.")


def _check_athlete(name: str) -> None:
    if len(name) > LONGEST_NAME:
        raise InputError(f"The name of an athlete has {LONGEST_NAME} characters at most, not {len(name)}.")


def _check_load(load_kg: float) -> None:
    if not (math.isnan(load_kg) or 0.0 <= load_kg <= MOST_KG):
        raise InputError(f"A load lies between 0 and {MOST_KG:g} kg, expected no {load_kg:g} kg.")


def _check_rpe(rpe: float) -> None:
    least, most = RPE
    if not (math.isnan(rpe) or least <= rpe <= most):
        raise InputError(f"An effort (RPE) lies between {least:g} and {most:g}, expected no {rpe:g}.")


def _check_count(count: int) -> None:
    if not 0 <= count <= MOST_REPS:
        raise InputError(f"A set has 0 to {MOST_REPS} repetitions, expected no {count}.")
