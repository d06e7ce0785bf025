"""How an athlete's own neutral posture is found: the calibration of an exercise's TOML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar, TypeAlias

from formcheck.exercises.rules import Rule
from formcheck.exercises.toml_values import choose, expect, expect_positive, read_span
from formcheck.faults import back_arc, hold_arc

HINGE, QUADRUPED = "hinge", "quadruped"
"""Kinds of calibration: what the athlete holds still."""


@dataclass(frozen=True, slots=True)
class CalibrationProtocol:
    """Stand tall, then hold a neutral hinge: what counts as either, and which hold is refused.

    Attributes
    ----------
    rule : Rule
        The rule whose reference is wanted; its measure and its gates read the hold.
    hold_s : float
        How long either posture is held.
    still_speed : float
        Degrees a second; a trunk slower than this is still.
    standing_trunk_deg, standing_flexion_deg : float
        Up to this trunk inclination and hip flexion somebody stands.
    hinge_trunk_deg : tuple of float
        Trunk inclination of a hinge, (least, most).
    arc_deg : tuple of float
        Dorsal Arc Angle of a neutral hinge, (least, most).
    most_spread_deg : float
        Most spread of that angle over the hold.
    moved_share : float
        A trunk that appears longer or shorter by more than this share tells that the camera moved.
    unasked_arc_deg : tuple of float
        The same of a hold that nobody called neutral: the first still hinge of a set.
    unasked_within_s : float
        So long after the athlete was first seen such a hold is looked for.
    source : str
        Where the thresholds come from.
    """

    rule: Rule
    hold_s: float
    still_speed: float
    standing_trunk_deg: float
    standing_flexion_deg: float
    hinge_trunk_deg: tuple[float, float]
    arc_deg: tuple[float, float]
    most_spread_deg: float
    moved_share: float
    unasked_arc_deg: tuple[float, float]
    unasked_within_s: float
    source: str
    kind: ClassVar[str] = HINGE


@dataclass(frozen=True, slots=True)
class QuadrupedProtocol:
    """Rest on hands and knees, then hold one good bird-dog: what counts as either, and which is refused.

    Attributes
    ----------
    rule : Rule
        The rule whose reference is wanted; its gates read the back.
    checks : tuple of Rule
        What the hold must not have, in the order of telling.
    hold_s : float
        How long either posture is held.
    still_speed : float
        Degrees a second; arm and thigh together are still below it.
    most_tilt_deg : float
        Up to this tilt of the trunk in space somebody is on hands and knees.
    rest_deg : float
        Up to this elevation arms and thighs hang.
    hold_deg : float
        From this elevation on an arm and a thigh are raised.
    most_spread_deg : float
        Most spread of the Dorsal Arc Angle over the hold.
    moved_share : float
        A trunk at rest that appears longer or shorter by more than this share tells that the camera moved.
    source : str
        Where the thresholds come from.
    """

    rule: Rule
    checks: tuple[Rule, ...]
    hold_s: float
    still_speed: float
    most_tilt_deg: float
    rest_deg: float
    hold_deg: float
    most_spread_deg: float
    moved_share: float
    source: str
    kind: ClassVar[str] = QUADRUPED


Protocol: TypeAlias = CalibrationProtocol | QuadrupedProtocol


def read_protocol(table: Mapping[str, Any] | None, rules: Sequence[Rule]) -> Protocol | None:
    """Read the calibration of an exercise.

    Parameters
    ----------
    table : mapping or None
        None: the exercise has no calibration.
    rules : sequence of Rule
        Of the same exercise; the table names one of them.

    Returns
    -------
    CalibrationProtocol, QuadrupedProtocol or None
        As its ``kind`` says, "hinge" where it says none. None too where the movement dropped the rule, or
        replaced it by one that does not read the back.

    Raises
    ------
    ValueError
        When the table cannot be used, and why.
    """
    if table is None:
        return None
    if not isinstance(table, Mapping):
        raise ValueError(f"calibration is {table!r}, expected a table")
    try:
        kind = choose({"kind": HINGE, **table}, "kind", (HINGE, QUADRUPED))
        is_hinge = kind == HINGE
        known = {field.name for field in fields(CalibrationProtocol if is_hinge else QuadrupedProtocol)}
        if unknown := sorted(set(table) - known - {"kind"}):
            raise ValueError(f"{', '.join(unknown)} is not known, expected {', '.join(sorted(known))}")
        rule = next((rule for rule in rules if rule.name == table["rule"]), None)
        if rule is None or rule.measure is not (back_arc if is_hinge else hold_arc).measure:
            return None
        return _read_hinge(table, rule) if is_hinge else _read_quadruped(table, rule, rules)
    except KeyError as error:
        raise ValueError(f"calibration: {error} is missing") from error
    except ValueError as error:
        raise ValueError(f"calibration: {error}") from error


def _read_hinge(table: Mapping[str, Any], rule: Rule) -> CalibrationProtocol:
    return CalibrationProtocol(
        rule=rule,
        hold_s=expect_positive(table, "hold_s"),
        still_speed=expect_positive(table, "still_speed"),
        standing_trunk_deg=expect_positive(table, "standing_trunk_deg"),
        standing_flexion_deg=expect_positive(table, "standing_flexion_deg"),
        hinge_trunk_deg=read_span(table, "hinge_trunk_deg", "degrees"),
        arc_deg=read_span(table, "arc_deg", "degrees"),
        most_spread_deg=expect_positive(table, "most_spread_deg"),
        moved_share=expect_positive(table, "moved_share"),
        unasked_arc_deg=read_span(table, "unasked_arc_deg", "degrees"),
        unasked_within_s=expect_positive(table, "unasked_within_s"),
        source=expect(table, "source", str),
    )


def _read_quadruped(table: Mapping[str, Any], rule: Rule, rules: Sequence[Rule]) -> QuadrupedProtocol:
    names = table["checks"]
    by_name = {one.name: one for one in rules}
    if not isinstance(names, list) or not set(names) <= set(by_name):
        raise ValueError(f"checks is {names!r}, expected a list of rules")
    return QuadrupedProtocol(
        rule=rule,
        checks=tuple(by_name[name] for name in names),
        hold_s=expect_positive(table, "hold_s"),
        still_speed=expect_positive(table, "still_speed"),
        most_tilt_deg=expect_positive(table, "most_tilt_deg"),
        rest_deg=expect(table, "rest_deg", float),
        hold_deg=expect(table, "hold_deg", float),
        most_spread_deg=expect_positive(table, "most_spread_deg"),
        moved_share=expect_positive(table, "moved_share"),
        source=expect(table, "source", str),
    )
