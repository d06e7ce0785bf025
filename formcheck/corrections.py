"""What a person said about a set after seeing its report, and the file it is kept in.

Corrections are a plain value: the history of what was said, in the order in which it was. They name a
repetition by the time of its turn, so that they outlive a new numbering. `formcheck.session.Session.finish`
applies them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeAlias

from formcheck.errors import InputError

FORMAT = "formcheck.corrections/1"
SIDES = ("left", "right")
APPLIED, NO_EFFECT, REFUSED = "applied", "no effect", "refused"
"""What may come of a change, as a report tells it."""


class Mark(StrEnum):
    """What a person calls a movement."""

    REP = "rep"
    PARTIAL = "partial"
    FAILED = "failed"
    """Begun and not completed."""
    NOT_A_REP = "not_a_rep"
    """Another movement: it leaves the report."""


@dataclass(frozen=True, slots=True)
class MarkedRep:
    """A listed movement is something else than it was counted as.

    Attributes
    ----------
    turn_s : float
        When it was deepest, as the report says.
    kind : Mark
    """

    turn_s: float
    kind: Mark


@dataclass(frozen=True, slots=True)
class AddedRep:
    """A repetition was missed.

    Attributes
    ----------
    at_s : float
        Some time within it.
    side : str
        "left" or "right", the arm that worked (of a bird-dog: that was raised); empty: to be found.
    """

    at_s: float
    side: str = ""


@dataclass(frozen=True, slots=True)
class DismissedFault:
    """A fault that was found in a repetition is none.

    Attributes
    ----------
    turn_s : float
        When the repetition was deepest.
    rule : str
        Name of the rule.
    """

    turn_s: float
    rule: str


Change: TypeAlias = MarkedRep | AddedRep | DismissedFault


@dataclass(frozen=True, slots=True)
class Corrections:
    """Everything a person said about a set; of two marks of one repetition the later holds.

    Attributes
    ----------
    changes : tuple of Change
        In the order in which they were made.

    Examples
    --------
    >>> said = Corrections().add(MarkedRep(3.2, Mark.PARTIAL)).add(AddedRep(9.0))
    >>> said.undo().changes
    (MarkedRep(turn_s=3.2, kind=<Mark.PARTIAL: 'partial'>),)
    >>> said.drop(said.changes[0]).changes
    (AddedRep(at_s=9.0, side=''),)
    """

    changes: tuple[Change, ...] = ()

    def add(self, change: Change) -> Corrections:
        """The same with one more change."""
        return replace(self, changes=(*self.changes, change))

    def undo(self) -> Corrections:
        """The same without the last change; nothing stays nothing."""
        return replace(self, changes=self.changes[:-1])

    def drop(self, change: Change) -> Corrections:
        """The same without one change, wherever it stands."""
        return replace(self, changes=tuple(one for one in self.changes if one != change))


def lay_out_change(change: Change) -> dict[str, Any]:
    """A change as JSON values: its ``change`` names its kind."""
    values = {
        name: str(value) if isinstance(value, Mark) else value for name, value in asdict(change).items()
    }
    return {"change": _NAMES[type(change)], **values}


def read_corrections(path: Path) -> Corrections:
    """Read what `write_corrections` wrote; none where there is no file.

    Raises
    ------
    InputError
        When the file cannot be read, or holds anything else.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Corrections()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}.") from error
    try:
        table = _expect_table(json.loads(text), {"format", "changes"})
        if table["format"] != FORMAT:
            raise ValueError(f"format is {table['format']!r}, expected {FORMAT!r}")
        if not isinstance(table["changes"], list):
            raise ValueError(f"changes is {table['changes']!r}, expected a list")
        return Corrections(tuple(_read_change(one) for one in table["changes"]))
    except (ValueError, OverflowError, RecursionError) as error:
        raise InputError(f"{path} is damaged ({error}): delete it and correct the set again.") from error


def write_corrections(corrections: Corrections, path: Path) -> None:
    """Write corrections in one step, so that a reader sees the old ones or the new ones.

    Raises
    ------
    InputError
        When they cannot be written; older ones are then still there.
    """
    table = {"format": FORMAT, "changes": [lay_out_change(one) for one in corrections.changes]}
    draft = path.with_name(f".{path.name}.part")
    try:
        try:
            text = json.dumps(table, ensure_ascii=False, indent=2, allow_nan=False)
            draft.write_text(text + "\n", encoding="utf-8")
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(f"Cannot write {path}: {error.strerror or error}.") from error


def _read_change(table: Any) -> Change:
    name = table.get("change") if isinstance(table, dict) else table
    if not isinstance(name, str) or name not in _READERS:
        raise ValueError(f"a change is {name!r}, expected {', '.join(_READERS)}")
    return _READERS[name](table)


def _read_mark(table: Mapping[str, Any]) -> MarkedRep:
    _expect_table(table, {"change", "turn_s", "kind"})
    return MarkedRep(_expect_time(table, "turn_s"), Mark(_expect_text(table, "kind")))


def _read_addition(table: Mapping[str, Any]) -> AddedRep:
    _expect_table(table, {"change", "at_s", "side"})
    side = _expect_text(table, "side")
    if side not in ("", *SIDES):
        raise ValueError(f"side is {side!r}, expected left, right or nothing")
    return AddedRep(_expect_time(table, "at_s"), side)


def _read_dismissal(table: Mapping[str, Any]) -> DismissedFault:
    _expect_table(table, {"change", "turn_s", "rule"})
    return DismissedFault(_expect_time(table, "turn_s"), _expect_text(table, "rule"))


def _expect_table(table: Any, keys: set[str]) -> Mapping[str, Any]:
    if not isinstance(table, dict) or set(table) != keys:
        found = ", ".join(sorted(map(str, table))) if isinstance(table, dict) else type(table).__name__
        raise ValueError(f"it holds {found}, expected {', '.join(sorted(keys))}")
    return table


def _expect_time(table: Mapping[str, Any], name: str) -> float:
    value = table[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{name} is {value!r}, expected seconds")
    return float(value)


def _expect_text(table: Mapping[str, Any], name: str) -> str:
    value = table[name]
    if not isinstance(value, str):
        raise ValueError(f"{name} is {value!r}, expected a text")
    return value


_NAMES: dict[type, str] = {
    MarkedRep: "marked_rep",
    AddedRep: "added_rep",
    DismissedFault: "dismissed_fault",
}
_READERS: dict[str, Callable[[Mapping[str, Any]], Change]] = {
    "marked_rep": _read_mark,
    "added_rep": _read_addition,
    "dismissed_fault": _read_dismissal,
}
