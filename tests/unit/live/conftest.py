"""Poses that several tests of the live coach share."""

from __future__ import annotations

import pytest

from formcheck.pose.landmarks import Pose
from tests.calibration_factory import film_opened_set
from tests.figure_sets import film, plan


@pytest.fixture(scope="session")
def hinges() -> list[Pose]:
    """Four Romanian deadlifts, side-on, without a hold before them."""
    return film(plan("romanian_deadlift", 4, lead_s=2.0, tail_s=2.5), rate_hz=30.0)


@pytest.fixture(scope="session")
def opened_set() -> list[Pose]:
    """Standing tall, a still neutral hinge, and three repetitions."""
    return film_opened_set()


@pytest.fixture(scope="session")
def standing(hinges: list[Pose]) -> Pose:
    """Somebody who stands tall, side-on, whole in the picture."""
    return hinges[10]
