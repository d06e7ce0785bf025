"""The rules of an exercise's TOML: the measure each one names, its limits and its settings."""

from __future__ import annotations

import importlib
import inspect
import math
from collections.abc import Mapping
from typing import Any

from formcheck.exercises.rules import FIRST_REPS, OTHER_SIDE, Rule, Thresholds
from formcheck.exercises.toml_values import choose, expect

_RULE_VIEWS = ("side", "oblique", "front")
_LIMITS = {"watch", "minor", "major", "clear", "also_minor", "also_major"}
_RULE_KEYS = _LIMITS | {
    "measure", "unit", "flags_below", "views", "cue", "source", "settings", "without_reference", "strict",
    "priority", "against", "as_share",
}  # fmt: skip


def read_rules(tables: Mapping[str, Any]) -> tuple[Rule, ...]:
    """Read the rules of an exercise.

    Parameters
    ----------
    tables : mapping of str to mapping
        Rule by name; one may take the settings of another by naming it as its own, or, to change some of
        them, as ``like`` among them.

    Returns
    -------
    tuple of Rule
        In the order of the tables.

    Raises
    ------
    ValueError
        When one cannot be used: which, and why.
    """
    rules = []
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise ValueError(f"rule {name} is {table!r}, expected a table")
        settings = _find_settings(name, tables)
        rules.append(_read_rule(name, {**table, "settings": settings}))
    return tuple(rules)


def _find_settings(name: str, tables: Mapping[str, Any]) -> dict[str, Any]:
    """Settings of a rule: its own, over those of the rule that it names."""
    own = tables[name].get("settings", {})
    if isinstance(own, str):
        own = {"like": own}
    if not isinstance(own, dict):
        raise ValueError(f"rule {name}: settings is {own!r}, expected a table or a rule with one")
    if "like" not in own:
        return own
    other = own["like"]
    if not isinstance(other, str) or other not in tables:
        raise ValueError(f"rule {name} takes the settings of {other!r}, which is no rule")
    theirs = tables[other].get("settings", {})
    if not isinstance(theirs, dict):
        raise ValueError(f"rule {name}: settings is {theirs!r}, expected a table or a rule with one")
    return {**theirs, **{key: value for key, value in own.items() if key != "like"}}


def _read_rule(name: str, table: Mapping[str, Any]) -> Rule:
    try:
        module = importlib.import_module(f"formcheck.faults.{table['measure']}")
        measure, signals = module.measure, module.SIGNALS
    except KeyError as error:
        raise ValueError(f"rule {name}: {error} is missing") from error
    except (ImportError, AttributeError) as error:
        raise ValueError(f"rule {name} names the measure {table['measure']!r}, which is unknown") from error
    without = table.get("without_reference")
    try:
        flags_below = expect({"flags_below": False, **table}, "flags_below", bool)
        settings = {key: expect(table["settings"], key, float) for key in table["settings"]}
        inspect.signature(measure).bind(None, **settings)  # a TypeError names what is missing or unknown
        _refuse_unknown(table, _RULE_KEYS)
        if not isinstance(without, dict | None):
            raise ValueError(f"without_reference is {without!r}, expected a table")
        _refuse_unknown(without or {}, _LIMITS)
        return Rule(
            name=name,
            measure=measure,
            signals=tuple(signals),
            unit=expect(table, "unit", str),
            limits=_read_thresholds(table, flags_below),
            flags_below=flags_below,
            views=_read_views(table.get("views", [])),
            cue=expect(table, "cue", str),
            source=expect(table, "source", str),
            settings=settings,
            limits_without_reference=None if without is None else _read_thresholds(without, flags_below),
            is_strict=expect({"strict": False, **table}, "strict", bool),
            against=choose({"against": "", **table}, "against", ("", FIRST_REPS, OTHER_SIDE)),
            as_share=expect({"as_share": False, **table}, "as_share", bool),
            priority=int(expect({"priority": 5.0, **table}, "priority", float)),
        )
    except KeyError as error:
        raise ValueError(f"rule {name}: {error} is missing") from error
    except (TypeError, ValueError) as error:
        raise ValueError(f"rule {name}: {error}") from error


def _refuse_unknown(table: Mapping[str, Any], known: set[str]) -> None:
    """Refuse a key nobody reads: a misspelt limit would never be reached."""
    if unknown := sorted(set(table) - known):
        raise ValueError(f"{', '.join(unknown)} is not known, expected {', '.join(sorted(known))}")


def _read_thresholds(table: Mapping[str, Any], flags_below: bool) -> Thresholds:
    """Read the limits: at least ``watch`` or ``minor``; ``major`` needs ``minor``."""
    if "minor" not in table and ("watch" not in table or "major" in table):
        raise KeyError("minor")
    never = -math.inf if flags_below else math.inf
    minor = expect({"minor": never, **table}, "minor", float)
    return Thresholds(
        watch=expect({"watch": never, **table}, "watch", float),
        minor=minor,
        major=expect({"major": never, **table}, "major", float),
        clear=expect({"clear": minor, **table}, "clear", float),
        also_minor=expect({"also_minor": math.nan, **table}, "also_minor", float),
        also_major=expect({"also_major": math.nan, **table}, "also_major", float),
    )


def _read_views(names: Any) -> tuple[str, ...]:
    if not isinstance(names, list) or not set(names) <= set(_RULE_VIEWS):
        raise ValueError(f"views is {names!r}, expected a list of {', '.join(_RULE_VIEWS)}")
    return tuple(names)
