"""The rulers: trunk lengths over all poses so far."""

from __future__ import annotations

import math

import numpy as np
import pytest

from formcheck.motion.scale import BodyScale
from formcheck.pose.landmarks import Landmark, Pose
from tests.unit.motion.pose_factory import make_pose


def make_trunk(length_px: float, length_m: float) -> Pose:
    """An upright trunk."""
    return make_pose(
        image={
            Landmark.LEFT_SHOULDER: (100, 200 - length_px), Landmark.RIGHT_SHOULDER: (100, 200 - length_px),
            Landmark.LEFT_HIP: (100, 200), Landmark.RIGHT_HIP: (100, 200),
        },
        world={
            Landmark.LEFT_SHOULDER: (0, -length_m, 0), Landmark.RIGHT_SHOULDER: (0, -length_m, 0),
            Landmark.LEFT_HIP: (0, 0, 0), Landmark.RIGHT_HIP: (0, 0, 0),
        },
    )  # fmt: skip


def test_nothing_is_known_before_a_trunk_was_seen() -> None:
    scale = BodyScale()
    assert math.isnan(scale.torso_px)
    assert math.isnan(scale.torso_m)
    scale.push(Pose.missing(0.0))
    assert math.isnan(scale.torso_px)
    assert math.isnan(scale.torso_m)


def test_the_picture_gives_the_ninetieth_percentile_and_space_the_median() -> None:
    scale = BodyScale()
    lengths = np.random.default_rng(1).permutation(np.arange(100, 201))
    for length in lengths.tolist():
        scale.push(make_trunk(length, length / 400))
    assert scale.torso_px == pytest.approx(190.0)
    assert scale.torso_m == pytest.approx(150 / 400)


def test_a_trunk_that_leans_to_the_camera_does_not_shorten_the_ruler() -> None:
    scale = BodyScale()
    for length in [150.0] * 20 + [60.0] * 100:
        scale.push(make_trunk(length, 0.5))
    assert scale.torso_px == pytest.approx(150.0)


def test_only_the_past_counts() -> None:
    scale, lengths = BodyScale(), []
    for length in (120.0, 160.0, 130.0, 150.0):
        scale.push(make_trunk(length, 0.5))
        lengths.append(scale.torso_px)
    assert lengths == pytest.approx([120.0, 160.0, 160.0, 160.0])
