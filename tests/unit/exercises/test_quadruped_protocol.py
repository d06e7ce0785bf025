"""The calibration of the bird-dog: rest on hands and knees, and one good hold."""

from __future__ import annotations

import pytest

from formcheck.exercises.loader import load_exercise
from formcheck.exercises.protocol import CalibrationProtocol, QuadrupedProtocol, read_protocol
from formcheck.faults import hold_arc

BIRD_DOG = load_exercise("bird_dog")
TABLE = BIRD_DOG.thresholds["calibration"]


def change(**values: object) -> dict[str, object]:
    return {**TABLE, **values}


def test_the_bird_dog_has_its_own() -> None:
    protocol = BIRD_DOG.calibration
    assert isinstance(protocol, QuadrupedProtocol)
    assert protocol.kind == "quadruped"
    assert protocol.rule.measure is hold_arc.measure
    assert {check.name for check in protocol.checks} == set(TABLE["checks"])
    assert (protocol.hold_s, protocol.rest_deg, protocol.hold_deg) == (2, -60, -30)


def test_a_hinge_says_nothing_of_a_kind_and_is_one() -> None:
    protocol = load_exercise("romanian_deadlift").calibration
    assert isinstance(protocol, CalibrationProtocol)
    assert protocol.kind == "hinge"


def test_without_a_rule_of_the_hold_there_is_none() -> None:
    checks = [rule for rule in BIRD_DOG.rules if rule.name in TABLE["checks"]]
    assert read_protocol(TABLE, checks) is None
    assert read_protocol(change(rule="knee_bent"), BIRD_DOG.rules) is None  # it does not read the back


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        (change(kind="standing"), "kind is 'standing'"),
        (change(checks=["knee_bend"]), "checks is"),
        (change(checks="knee_bent"), "checks is"),
        (change(hold_s=0), "hold_s is 0"),
        (change(rest_deg="low"), "rest_deg is 'low'"),
        (change(arc_deg=[-25, 12]), "arc_deg is not known"),
        ({key: value for key, value in TABLE.items() if key != "hold_deg"}, "'hold_deg' is missing"),
        ({key: value for key, value in TABLE.items() if key != "rule"}, "'rule' is missing"),
    ],
)
def test_a_malformed_one_is_refused(table: dict[str, object], problem: str) -> None:
    with pytest.raises(ValueError, match="calibration: ") as told:
        read_protocol(table, BIRD_DOG.rules)
    assert problem in str(told.value)
