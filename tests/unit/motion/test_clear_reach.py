"""How far a hand is from its shoulder, where both may be measured with."""

from __future__ import annotations

import math

import pytest

from formcheck.motion.catalogue import SIGNALS
from formcheck.pose.landmarks import Landmark
from tests.unit.motion.pose_factory import distrust, hide, make_pose

POSE = make_pose(
    {
        Landmark.LEFT_SHOULDER: (100.0, 100.0),
        Landmark.LEFT_WRIST: (130.0, 140.0),
        Landmark.RIGHT_SHOULDER: (110.0, 100.0),
        Landmark.RIGHT_WRIST: (110.0, 190.0),
    }
)


@pytest.mark.parametrize(
    ("side", "shoulder", "wrist", "reach_px"),
    [
        ("left", Landmark.LEFT_SHOULDER, Landmark.LEFT_WRIST, 50.0),
        ("right", Landmark.RIGHT_SHOULDER, Landmark.RIGHT_WRIST, 90.0),
    ],
)
def test_it_is_the_distance_in_the_picture(
    side: str, shoulder: Landmark, wrist: Landmark, reach_px: float
) -> None:
    signal = SIGNALS[f"{side}_clear_reach"]
    assert signal.unit == "px"
    assert signal.compute(POSE) == pytest.approx(reach_px)
    for landmark in (shoulder, wrist):
        for spoil in (hide, distrust):
            assert math.isnan(signal.compute(spoil(POSE, landmark)))
