"""The calibration of an exercise's TOML: every hinge has it, and a malformed one is refused by name."""

from __future__ import annotations

import pytest

from formcheck.exercises.loader import list_exercises, load_exercise
from formcheck.exercises.protocol import CalibrationProtocol, read_protocol

RDL = load_exercise("romanian_deadlift")
TABLE = RDL.thresholds["calibration"]


def change(**values) -> dict:
    return {**TABLE, **values}


def test_every_hinge_has_the_same() -> None:
    hinges = [load_exercise(key) for key in list_exercises() if load_exercise(key).family == "hinge"]
    assert len(hinges) >= 8
    for exercise in hinges:
        protocol = exercise.calibration
        assert isinstance(protocol, CalibrationProtocol)
        assert protocol.rule is next(rule for rule in exercise.rules if rule.name == "spinal_rounding")
        assert (protocol.hold_s, protocol.still_speed) == (2, 5)
        assert (protocol.standing_trunk_deg, protocol.standing_flexion_deg) == (15, 20)
        assert protocol.hinge_trunk_deg == (35, 110)
        assert (protocol.arc_deg, protocol.most_spread_deg) == ((-25, 12), 4)
        assert protocol.moved_share == 0.08
        assert (protocol.unasked_arc_deg, protocol.unasked_within_s) == ((-7, 3), 30)


def test_an_unasked_reference_hardly_hides_a_rounded_back() -> None:
    """Its highest arc lifts no limit of rounding by more than 2 degrees over the one without a reference."""
    for exercise in (load_exercise(key) for key in list_exercises()):
        if not isinstance(protocol := exercise.calibration, CalibrationProtocol):
            continue
        assert protocol.rule.limits_without_reference is not None
        with_it, without = protocol.rule.limits, protocol.rule.limits_without_reference
        for level in ("watch", "minor", "major"):
            raised = protocol.unasked_arc_deg[1] + getattr(with_it, level) - getattr(without, level)
            assert raised <= 2.0


def test_an_exercise_may_have_none() -> None:
    assert read_protocol(None, RDL.rules) is None


def test_a_movement_without_a_rule_of_the_back_has_none() -> None:
    others = [rule for rule in RDL.rules if rule.name != "spinal_rounding"]
    assert read_protocol(TABLE, others) is None
    assert read_protocol(change(rule="short_range"), RDL.rules) is None  # it does not read the back
    assert read_protocol(change(rule="over_arched_back"), others) is not None


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ({key: value for key, value in TABLE.items() if key != "rule"}, "'rule' is missing"),
        (change(hold_s=0), "hold_s is 0"),
        (change(still_speed="slow"), "still_speed is 'slow'"),
        (change(hinge_trunk_deg=[110, 35]), r"hinge_trunk_deg is \[110, 35\].*in degrees"),
        (change(arc_deg=12), "arc_deg is 12"),
        (change(unasked_arc_deg=[3, -7]), r"unasked_arc_deg is \[3, -7\].*in degrees"),
        (change(unasked_within_s=0), "unasked_within_s is 0"),
        (change(source=3), "source is 3"),
        (change(hold=2), "hold is not known"),
        ({key: value for key, value in TABLE.items() if key != "arc_deg"}, "'arc_deg' is missing"),
    ],
)
def test_a_malformed_one_is_refused(table, problem) -> None:
    with pytest.raises(ValueError, match=problem) as told:
        read_protocol(table, RDL.rules)
    assert str(told.value).startswith("calibration: ")


@pytest.mark.parametrize("table", ["yes", 3, True, []])
def test_anything_but_a_table_is_refused(table) -> None:
    with pytest.raises(ValueError, match="expected a table"):
        read_protocol(table, RDL.rules)
