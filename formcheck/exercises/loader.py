"""Find and read the movements' TOMLs: our own, other packages' and the user's."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from formcheck.data_folder import find_data_folder
from formcheck.errors import InputError
from formcheck.exercises.exercise import Exercise, TempoTarget
from formcheck.exercises.lane_tables import read_counting, read_lanes, read_sides, read_timing
from formcheck.exercises.momentum_scale import read_momentum
from formcheck.exercises.protocol import read_protocol
from formcheck.exercises.rule_tables import read_rules
from formcheck.exercises.toml_values import choose, expect, read_span
from formcheck.reps.rep import TEMPO_PHASES

ENTRY_POINT = "formcheck.exercises"
"""Another package may name a folder of TOMLs here (any object with ``iterdir``, such as a Path)."""

_VIEWS = ("side", "front", "any")
_FACING_BY = ("lean", "hands")
_TOP_LEVEL = {
    "name", "extends", "family", "also_called", "camera", "counting", "home", "disarms", "away", "proof",
    "phase_words", "timing", "tempo", "guide", "rules", "calibration", "momentum",
}  # fmt: skip


def find_user_folder() -> Path:
    """Where a user's own TOMLs are read from."""
    return find_data_folder() / "exercises"


def list_exercises() -> list[str]:
    """List the keys of all movements, sorted; a file that cannot be read is left out."""
    return sorted(key for key in _find_files() if _is_movement(key))


def load_exercise(name: str) -> Exercise:
    """Load a movement by its key, its name or one of its other names.

    Parameters
    ----------
    name : str
        "romanian_deadlift", "Romanian deadlift" or "RDL"; case, spaces, hyphens do not matter.

    Returns
    -------
    Exercise

    Raises
    ------
    InputError
        When it is unknown (with the nearest names), or its TOML cannot be used (with the reason).
    """
    names = _index_names()
    key = names.get(_simplify(name))
    if key is None and name in _find_files():
        _read(name)  # says what is wrong with the file, or it is a family
    if key is None:
        near = difflib.get_close_matches(_simplify(name), names, n=3, cutoff=0.5)
        keys = list(dict.fromkeys(names[n] for n in near))
        hint = f"did you mean {' or '.join(keys)}?" if keys else f"known are {', '.join(list_exercises())}."
        raise InputError(f"There is no exercise called {name!r}: {hint}")
    return _build(key, _read_merged(key))


@cache
def _find_files() -> dict[str, Traversable]:
    """Every TOML by its key; a user's own comes last and wins."""
    package = resources.files("formcheck.exercises")
    folders: list[Traversable] = [package / "families", package / "movements"]
    folders += [entry.load() for entry in metadata.entry_points(group=ENTRY_POINT)]
    user_folder = find_user_folder()
    if user_folder.is_dir():
        folders.append(user_folder)
    files: dict[str, Traversable] = {}
    for folder in folders:
        for file in folder.iterdir():
            if file.name.endswith(".toml"):
                files[file.name.removesuffix(".toml")] = file
    return files


def _is_movement(key: str) -> bool:
    """Tell a movement from a family, which has no name of its own, and from a broken file."""
    try:
        return "name" in _read(key)
    except InputError:
        return False


@cache
def _read(key: str) -> dict[str, Any]:
    file = _find_files()[key]
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise InputError(f"The exercise file {file} cannot be read: {error}.") from error
    problem = _find_problem(table)
    if problem:
        raise InputError(f"The exercise file {file} cannot be used: {problem}.")
    return table


def _find_problem(table: Mapping[str, Any]) -> str:
    """Say what is wrong with a file before anything it inherits is known; empty when nothing is."""
    if not table.get("name", "unnamed family") or ("name" not in table and "family" not in table):
        return "it has no name"
    for key in ("name", "extends", "family"):
        if not isinstance(table.get(key, ""), str):
            return f"{key} is {table[key]!r}, expected a text"
    names = table.get("also_called", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return f"also_called is {names!r}, expected a list of texts"
    unknown = sorted(set(table) - _TOP_LEVEL)
    return f"{', '.join(unknown)} is not known, expected {', '.join(sorted(_TOP_LEVEL))}" if unknown else ""


def _index_names() -> dict[str, str]:
    """Every way to call a movement, simplified, to its key."""
    names: dict[str, str] = {}
    for key in list_exercises():
        for name in (*_read(key).get("also_called", ()), _read(key)["name"], key):
            names[_simplify(name)] = key
    return names


def _simplify(name: str) -> str:
    return "".join(c for c in name.lower() if c.isalnum())


def _read_merged(key: str, seen: tuple[str, ...] = ()) -> dict[str, Any]:
    """Read a TOML with everything it inherits."""
    if key in seen:
        raise InputError(f"The exercise files {' → '.join((*seen, key))} extend each other in a circle.")
    if key not in _find_files():
        raise InputError(f"The exercise file {seen[-1]}.toml extends {key!r}, which does not exist.")
    own = _read(key)
    parent = own.get("extends")
    if not parent:
        return own
    try:
        return _merge(_read_merged(parent, (*seen, key)), own)
    except ValueError as error:
        raise InputError(f"The exercise file {key}.toml cannot be used: {error}.") from error


def _merge(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a table over the one it inherits; ``false`` in place of a table drops the inherited one.

    A rule with another measure than the inherited one replaces it: its numbers mean something else.
    """
    merged = dict(base)
    for key, value in own.items():
        inherited = merged.get(key)
        if not isinstance(inherited, dict):
            merged[key] = value
        elif value is False:
            del merged[key]
        elif not isinstance(value, dict):
            raise ValueError(f"{key} is {value!r}, expected a table, or false to drop the inherited one")
        elif value.get("measure", inherited.get("measure")) != inherited.get("measure"):
            merged[key] = value
        else:
            merged[key] = _merge(inherited, value)
    return merged


def _build(key: str, table: Mapping[str, Any]) -> Exercise:
    try:
        counting = table["counting"]
        rules = read_rules(table.get("rules", {}))
        return Exercise(
            key=key,
            name=table["name"],
            family=table["family"],
            also_called=tuple(_read(key).get("also_called", ())),
            camera_view=choose(table["camera"], "view", _VIEWS),
            camera_advice=expect(table["camera"], "advice", str),
            view_trunk_deg=expect(table["camera"], "view_trunk_deg", float),
            facing_by=choose(table["camera"], "facing_by", _FACING_BY),
            sides=read_sides(counting),
            lanes=read_lanes(table),
            home_is_low=expect(counting, "home_is_low", bool),
            counting=read_counting(counting),
            timing=read_timing(table["timing"]),
            filter_beta=expect(counting, "filter_beta", float),
            starts_stretched=expect(counting, "starts_stretched", bool),
            has_pick_up=expect(counting, "has_pick_up", bool),
            takes_turns=expect(counting, "takes_turns", bool),
            tempo=_read_tempo(table["tempo"]),
            phase_words={p.value: expect(table["phase_words"], p.value, str) for p in TEMPO_PHASES},
            rules=rules,
            not_judged=_read_sentences(table["guide"], "not_judged"),
            thresholds=table,
            calibration=read_protocol(table.get("calibration"), rules),
            momentum=read_momentum(table.get("momentum"), rules),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        problem = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise InputError(f"The exercise file {key}.toml cannot be used: {problem}.") from error


def _read_sentences(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    sentences = table[key]
    if not isinstance(sentences, list) or not all(isinstance(text, str) for text in sentences):
        raise ValueError(f"{key} is {sentences!r}, expected a list of texts")
    return tuple(sentences)


def _read_tempo(table: Mapping[str, Any]) -> TempoTarget:
    return TempoTarget(
        *(read_span(table, f"{phase.value}_s") for phase in TEMPO_PHASES),
        source=expect(table, "source", str),
    )
