"""Find and read the movements' TOMLs: our own, other packages' and the user's."""

from __future__ import annotations

import difflib
import importlib
import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import platformdirs

from formcheck.errors import InputError
from formcheck.exercises.exercise import Condition, Exercise, TempoTarget
from formcheck.exercises.rules import Rule
from formcheck.motion.signals import SIGNALS, Signal
from formcheck.reps.counter import CountingRule
from formcheck.reps.rep import TEMPO_PHASES

ENTRY_POINT = "formcheck.exercises"
"""Another package may name a folder of TOMLs here (any object with ``iterdir``, such as a Path)."""

_COUNTING_KEYS = ("dead_band", "least_depth", "first_hold_s", "later_hold_s", "counts_floor_start")


def find_user_folder() -> Path:
    """Where a user's own TOMLs are read from."""
    return Path(platformdirs.user_data_path("formcheck")) / "exercises"


def list_exercises() -> list[str]:
    """Keys of all movements that can be loaded, sorted."""
    return sorted(key for key in _find_files() if not _is_family(key))


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
    for entry in metadata.entry_points(group=ENTRY_POINT):
        folders.append(entry.load())
    user_folder = find_user_folder()
    if user_folder.is_dir():
        folders.append(user_folder)
    files: dict[str, Traversable] = {}
    for folder in folders:
        for file in folder.iterdir():
            if file.name.endswith(".toml"):
                files[file.name.removesuffix(".toml")] = file
    return files


def _is_family(key: str) -> bool:
    return "name" not in _read(key)


@cache
def _read(key: str) -> dict[str, Any]:
    file = _find_files()[key]
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise InputError(f"The exercise file {file} cannot be read: {error}.") from error


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
    return _merge(_read_merged(parent, (*seen, key)), own) if parent else own


def _merge(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a table over the one it inherits; ``false`` in place of a table drops the inherited one."""
    merged = dict(base)
    for key, value in own.items():
        inherits_table = isinstance(merged.get(key), dict)
        if inherits_table and value is False:
            del merged[key]
        else:
            merged[key] = _merge(merged[key], value) if inherits_table else value
    return merged


def _build(key: str, table: Mapping[str, Any]) -> Exercise:
    try:
        counting = table["counting"]
        return Exercise(
            key=key,
            name=table["name"],
            family=table["family"],
            also_called=tuple(_read(key).get("also_called", ())),
            camera_view=table["camera"]["view"],
            camera_advice=table["camera"]["advice"],
            counting_signal=_find_signal(counting["signal"]),
            home_is_low=counting["home_is_low"],
            counting=CountingRule(**{name: counting[name] for name in _COUNTING_KEYS}),
            rest_speed=float(counting["rest_speed"]),
            filter_beta=float(counting["filter_beta"]),
            starts_stretched=counting["starts_stretched"],
            has_pick_up=counting["has_pick_up"],
            home_needs=_read_conditions(table["home"].get("needs", {})),
            home_bars=_read_conditions(table["home"].get("bars", {})),
            disarms=_read_conditions(table.get("disarms", {})),
            tempo=_read_tempo(table["tempo"]),
            phase_words={phase.value: table["phase_words"][phase.value] for phase in TEMPO_PHASES},
            rules=tuple(_read_rule(name, rule) for name, rule in table.get("rules", {}).items()),
            thresholds=table,
        )
    except (KeyError, TypeError, ValueError) as error:
        problem = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise InputError(f"The exercise file {key}.toml cannot be used: {problem}.") from error


def _find_signal(name: str) -> Signal:
    if name not in SIGNALS:
        raise ValueError(f"there is no signal {name!r}, only {', '.join(SIGNALS)}")
    return SIGNALS[name]


def _read_conditions(table: Mapping[str, Any]) -> tuple[Condition, ...]:
    conditions = []
    for name, limits in table.items():
        unknown = set(limits) - {"least", "most"}
        if unknown:
            raise ValueError(f"{name} has {', '.join(sorted(unknown))}, expected least or most")
        least, most = float(limits.get("least", -math.inf)), float(limits.get("most", math.inf))
        conditions.append(Condition(_find_signal(name), least, most))
    return tuple(conditions)


def _read_tempo(table: Mapping[str, Any]) -> TempoTarget:
    spans = [table[f"{phase.value}_s"] for phase in TEMPO_PHASES]
    return TempoTarget(*((float(least), float(most)) for least, most in spans), source=table["source"])


def _read_rule(name: str, table: Mapping[str, Any]) -> Rule:
    try:
        measure = importlib.import_module(f"formcheck.faults.{table['measure']}").measure
    except (ImportError, AttributeError) as error:
        raise ValueError(f"rule {name} names the measure {table['measure']!r}, which is unknown") from error
    flags_below = bool(table.get("flags_below", False))
    return Rule(
        name=name,
        measure=measure,
        unit=table["unit"],
        minor=float(table["minor"]),
        major=float(table.get("major", -math.inf if flags_below else math.inf)),
        clear=float(table["clear"]),
        flags_below=flags_below,
        needs_side_view=bool(table.get("needs_side_view", False)),
        cue=table["cue"],
        source=table["source"],
    )
