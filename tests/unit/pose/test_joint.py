"""When two finders see the same, and where one takes over."""

from __future__ import annotations

import math

import pytest

from formcheck.pose.finder import Sighting
from formcheck.pose.joint import DOUBLES_IN, MOST, NOISE, WANTED, Joint, measure_apart
from formcheck.pose.landmarks import Landmark
from tests.unit.pose.sighting_factory import make_sighting

TORSO_PX = 100.0  # of the figure that `make_detection` draws


def stand_apart(noises: float) -> Sighting:
    """Beside ``make_sighting()``, by so many times the noise of the trunk."""
    return make_sighting(hip_px=(320.0 + noises * NOISE[Landmark.LEFT_HIP] * TORSO_PX, 230.0))


def test_the_distance_is_told_in_units_of_the_models_noise() -> None:
    assert measure_apart(make_sighting(), make_sighting()) == 0.0
    assert measure_apart(make_sighting(), stand_apart(0.9)) == pytest.approx(0.9)
    assert measure_apart(make_sighting(), stand_apart(2.0)) == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("number", "noises"),
    [(Landmark.LEFT_WRIST, 5.0), (Landmark.RIGHT_ANKLE, 3.33), (Landmark.LEFT_PINKY, 0.0)],
)
def test_one_landmark_is_enough_but_for_the_fingers(number: Landmark, noises: float) -> None:
    one, other = make_sighting(), make_sighting()
    assert other.detection is not None
    other.detection.image[number, 0] += 20.0
    assert measure_apart(one, other) == pytest.approx(noises, abs=0.01)


def test_exchanged_sides_are_not_the_same() -> None:
    one, other = make_sighting(), make_sighting()
    assert other.detection is not None
    arms = [11, 12, 13, 14, 15, 16]
    other.detection.image[arms] = other.detection.image[[12, 11, 14, 13, 16, 15]]
    assert measure_apart(one, other) > MOST


def test_what_only_one_of_them_sees_is_a_difference() -> None:
    one, other = make_sighting(), make_sighting()
    assert other.detection is not None
    other.detection.presence[Landmark.LEFT_ANKLE] = 0.1
    assert measure_apart(one, other) == math.inf
    assert one.detection is not None
    one.detection.presence[Landmark.LEFT_ANKLE] = 0.2
    assert measure_apart(one, other) == 0.0


def test_nobody_is_the_same_only_when_nobody_is_waited_for() -> None:
    gone = make_sighting(hip_px=None, is_free=True)
    waiting = make_sighting(hip_px=None, is_free=False)
    assert measure_apart(gone, gone) == 0.0
    assert measure_apart(gone, waiting) == math.inf
    assert measure_apart(waiting, waiting) == math.inf
    assert measure_apart(gone, make_sighting()) == math.inf


def find_joint(noises: float, start: int = 40) -> int | None:
    """Picture after which the later one counts, of two that stand so far apart; None: it never does."""
    joint = Joint(start)
    one, other = make_sighting(), stand_apart(noises)
    return next((k for k in range(start - 16, start + 100) if joint.is_reached(k, one, other)), None)


def test_who_agrees_takes_over_at_the_start() -> None:
    assert find_joint(0.9) == 39


@pytest.mark.parametrize("noises", [1.5, 2.0, 2.9])
def test_the_longer_it_takes_the_more_they_may_differ(noises: float) -> None:
    late = math.ceil((noises - 1.0) * DOUBLES_IN)
    assert find_joint(noises) == 40 + late - 1 + WANTED - 1


def test_what_is_too_far_apart_never_joins() -> None:
    assert find_joint(MOST + 0.1) is None


def test_a_moment_is_not_enough() -> None:
    joint = Joint(40)
    one, near, far = make_sighting(), stand_apart(0.5), stand_apart(9.0)
    told = [joint.is_reached(k, one, far if k % WANTED == 0 else near) for k in range(24, 140)]
    assert not any(told)
