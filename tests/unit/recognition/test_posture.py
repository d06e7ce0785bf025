"""Postures: the same from everywhere, in lengths of the trunk."""

from __future__ import annotations

import numpy as np
import pytest

from formcheck.recognition.posture import LANDMARKS, ONLY_LEANING, PAIRED, WHOLE, fold_sides, measure_postures
from formcheck.simulate import Build
from tests.figure_sets import film, plan, stack_world

ANGLES = ("trunk", "thigh", "hip", "knee", "elbow")
BOTTOM = 34
"""Picture of the first repetition's lowest point at 15 a second."""


def measure(movement: str, yaw_deg: float = 0.0, facing: str = "right", **options):
    return measure_postures(stack_world(film(plan(movement, 1, **options), yaw_deg, facing)))


def test_every_name_is_measured_in_its_shape() -> None:
    postures = measure("romanian_deadlift")
    assert set(postures) == {*WHOLE, *PAIRED}
    count = len(postures["trunk"])
    assert all(postures[name].shape == (count,) for name in WHOLE)
    assert all(postures[name].shape == (count, 2) for name in PAIRED)


def test_a_hinge_reads_what_the_figure_does() -> None:
    postures = measure("romanian_deadlift")
    assert postures["trunk"][0] == pytest.approx(2.0, abs=0.5)
    assert postures["trunk"][BOTTOM] == pytest.approx(78.0, abs=0.5)
    assert postures["knee"][BOTTOM] == pytest.approx([22.0, 22.0], abs=0.5)
    assert postures["chest_down"][BOTTOM] > 0.95
    assert abs(postures["chest_down"][0]) < 0.15


def test_somebody_who_leans_back_shows_the_chest_to_the_ceiling() -> None:
    assert (measure("suspension_row")["chest_down"] < -0.3).all()
    assert (measure("bird_dog")["chest_down"] > 0.9).all()


@pytest.mark.parametrize("movement", ["romanian_deadlift", "barbell_row", "single_leg_romanian_deadlift"])
@pytest.mark.parametrize(
    ("yaw_deg", "facing"), [(0.0, "left"), (40.0, "right"), (-70.0, "right"), (90.0, "left")]
)
def test_the_camera_does_not_matter(movement: str, yaw_deg: float, facing: str) -> None:
    from_side, from_there = measure(movement), measure(movement, yaw_deg, facing)
    for name in (*WHOLE, *PAIRED):
        if name in ONLY_LEANING:
            continue
        tolerance = 2.0 if name in ANGLES else 0.05
        assert np.nanmax(np.abs(from_side[name] - from_there[name])) < tolerance, name


def test_body_height_does_not_matter() -> None:
    small, tall = (measure("barbell_row", build=Build(stature_m=height_m)) for height_m in (1.5, 1.95))
    for name in (*WHOLE, *PAIRED):
        tolerance = 1.0 if name in ANGLES else 0.05
        assert np.allclose(small[name], tall[name], atol=tolerance, equal_nan=True), name


def test_hands_are_told_before_the_feet_only_of_a_trunk_that_leans() -> None:
    postures = measure("conventional_deadlift")
    assert np.isnan(postures["hand_over_foot"][0]).all()
    assert 0.0 < postures["hand_over_foot"][BOTTOM][0] < 0.6


def test_one_arm_that_was_not_seen_leaves_the_other() -> None:
    world = stack_world(film(plan("barbell_row", 1)))
    whole = measure_postures(world)
    world[:, 13:23:2] = np.nan
    postures = measure_postures(world)
    assert np.isnan(postures["reach"][:, 0]).all()
    assert postures["reach"][:, 1] == pytest.approx(whole["reach"][:, 1])
    assert fold_sides(np.maximum, postures["reach"]) == pytest.approx(whole["reach"][:, 1])
    assert postures["trunk"] == pytest.approx(whole["trunk"])


def test_only_the_named_landmarks_are_read() -> None:
    world = stack_world(film(plan("barbell_row", 1)))
    bare = np.full_like(world, np.nan)
    bare[:, list(LANDMARKS)] = world[:, list(LANDMARKS)]
    for (name, one), other in zip(
        measure_postures(world).items(), measure_postures(bare).values(), strict=True
    ):
        assert np.array_equal(one, other, equal_nan=True), name


def test_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match=r"shape \(5, 3\), expected \(N, 33, 3\)"):
        measure_postures(np.zeros((5, 3)))
