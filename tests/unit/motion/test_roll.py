"""The roll of the camera, on a stick that stands: expectations are the formula's own arithmetic."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from formcheck.motion.roll import measure_roll_deg
from formcheck.pose.landmarks import Landmark, Pose

BODY = {
    Landmark.LEFT_SHOULDER: (0.0, -300.0),
    Landmark.LEFT_ANKLE: (0.0, 0.0),
    Landmark.LEFT_HEEL: (-20.0, 10.0),
    Landmark.LEFT_FOOT_INDEX: (60.0, 10.0),
}


def stand(roll_deg: float = 0.0, foot_fall_deg: float = -2.5, facing: int = 1) -> Pose:
    """A stick whose vertical leans by ``roll_deg`` to image-right and whose foot falls by so much."""
    image = np.full((33, 2), np.nan)
    turn = math.radians(roll_deg)
    for landmark, (x, y) in BODY.items():
        if landmark is Landmark.LEFT_FOOT_INDEX:
            y += 80.0 * math.tan(math.radians(foot_fall_deg))
        x *= facing
        image[landmark] = (
            300 + x * math.cos(turn) - y * math.sin(turn),
            400 + x * math.sin(turn) + y * math.cos(turn),
        )
    return replace(Pose.missing(0.0, (640, 480)), image=image)


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize("roll_deg", [-20, -5, 0, 3, 15])
def test_a_turned_picture_reads_its_turn(facing, roll_deg) -> None:
    assert measure_roll_deg(stand(roll_deg, facing=facing), facing) == pytest.approx(roll_deg, abs=1e-3)


def test_body_and_foot_are_weighed_seven_to_three() -> None:
    assert measure_roll_deg(stand(foot_fall_deg=7.5), 1) == pytest.approx(0.3 * 10.0, abs=1e-3)
    assert measure_roll_deg(stand(foot_fall_deg=7.5, facing=-1), -1) == pytest.approx(-0.3 * 10.0, abs=1e-3)


@pytest.mark.parametrize("landmark", BODY)
def test_what_was_not_seen_is_not_made_up(landmark) -> None:
    pose = stand()
    image = np.array(pose.image)
    image[landmark] = np.nan
    assert math.isnan(measure_roll_deg(replace(pose, image=image), 1))
