"""The momentum index of an exercise's TOML: which rows have one, of what, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from formcheck.exercises.loader import list_exercises, load_exercise
from formcheck.exercises.momentum_scale import read_momentum

ROW = load_exercise("barbell_row")
TABLE = ROW.thresholds["momentum"]
WEIGHTS = {
    "torso_swing": 0.35, "bounced_bottom": 0.2, "leg_drive": 0.15,
    "trunk_speed": 0.15, "ballistic_pull": 0.1, "dropped_lowering": 0.05,
}  # fmt: skip
LACKS = {
    "barbell_row": set(),
    "dumbbell_row": set(),
    "one_arm_row": set(),
    "landmine_row": set(),
    "t_bar_row": set(),
    "alternating_row": {"bounced_bottom"},
    "pendlay_row": {"ballistic_pull"},
    "seated_row": {"leg_drive"},
    "chest_supported_row": {"leg_drive"},
}


def change(**values: Any) -> dict[str, Any]:
    return {**TABLE, **values}


def test_rows_of_a_bent_or_seated_trunk_have_one_and_nothing_else_has() -> None:
    found = {key for key in list_exercises() if load_exercise(key).momentum is not None}
    assert found == set(LACKS)


@pytest.mark.parametrize(("key", "lacks"), LACKS.items())
def test_it_weighs_what_the_movement_has(key: str, lacks: set[str]) -> None:
    exercise = load_exercise(key)
    scale = exercise.momentum
    assert scale is not None
    weights = {part.rule.name: part.weight for part in scale.parts}
    assert weights == {name: weight for name, weight in WEIGHTS.items() if name not in lacks}
    assert (scale.some_swing_from, scale.mostly_swing_from, scale.least_share) == (25.0, 55.0, 0.6)
    own = {rule.name: rule for rule in exercise.rules}
    for part in scale.parts:
        assert part.rule.name == "trunk_speed" or part.rule is own[part.rule.name]


def test_a_part_of_its_own_is_no_rule() -> None:
    assert "trunk_speed" not in {rule.name for rule in ROW.rules}
    assert ROW.momentum is not None
    speed = next(part.rule for part in ROW.momentum.parts if part.rule.name == "trunk_speed")
    assert (speed.limits.minor, speed.limits.clear) == (40.0, 28.0)


def test_an_exercise_may_have_none() -> None:
    assert read_momentum(None, ROW.rules) is None


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        (change(weights={"torso_swing": 0.5, "wind": 0.5}), "weighs wind, expected rules"),
        (change(weights={"torso_swing": -0.5, "leg_drive": 1}), "weights of at least 0"),
        (change(weights={"torso_swing": 0}), "one above it"),
        (change(weights={"torso_swing": "much"}), "torso_swing is 'much'"),
        (change(weights={"jerky_pull": 1}), "whose clear limit is inf"),
        (change(some_swing_from=60), "expected less than mostly_swing_from"),
        (change(least_share=0), "least_share is 0"),
        (change(source=3), "source is 3"),
        (change(measures={"trunk_speed": {"measure": "wind"}}), "wind"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(table: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        read_momentum(table, ROW.rules)


@pytest.mark.parametrize("key", ["weights", "some_swing_from", "mostly_swing_from", "least_share", "source"])
def test_nothing_may_be_missing(key: str) -> None:
    table = {name: value for name, value in TABLE.items() if name != key}
    with pytest.raises(KeyError, match=key):
        read_momentum(table, ROW.rules)
