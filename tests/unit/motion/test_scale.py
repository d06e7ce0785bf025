"""The rulers: trunk lengths over all poses so far."""

from __future__ import annotations

import math

import pytest

from formcheck.motion.scale import BodyScale, measure_px_per_m
from formcheck.pose.landmarks import Landmark, Pose
from tests.unit.motion.pose_factory import make_pose


def make_trunk(length_m: float, px_per_m: float, lean_deg: float = 0.0) -> Pose:
    """An upright trunk, and legs below it; the trunk may lean towards the camera."""
    lean = math.radians(lean_deg)
    world = {
        Landmark.LEFT_SHOULDER: (0.2, -length_m * math.cos(lean), -length_m * math.sin(lean)),
        Landmark.RIGHT_SHOULDER: (-0.2, -length_m * math.cos(lean), -length_m * math.sin(lean)),
        Landmark.LEFT_HIP: (0.1, 0.0, 0.0), Landmark.RIGHT_HIP: (-0.1, 0.0, 0.0),
        Landmark.LEFT_ANKLE: (0.1, 0.8, 0.0), Landmark.RIGHT_ANKLE: (-0.1, 0.8, 0.0),
    }  # fmt: skip
    image = {name: (300 + px_per_m * x, 200 + px_per_m * y) for name, (x, y, _) in world.items()}
    return make_pose(image=image, world=world)


def test_nothing_is_known_before_a_trunk_was_seen() -> None:
    scale = BodyScale()
    scale.push(Pose.missing(0.0))
    assert math.isnan(scale.torso_px)
    assert math.isnan(scale.torso_m)
    assert math.isnan(measure_px_per_m(Pose.missing(0.0)))


@pytest.mark.parametrize("lean_deg", [0.0, 45.0, 80.0, 90.0])
def test_a_trunk_that_leans_to_the_camera_keeps_its_length(lean_deg: float) -> None:
    scale = BodyScale()
    scale.push(make_trunk(0.5, 200.0, lean_deg))
    assert scale.torso_m == pytest.approx(0.5, rel=1e-5)
    assert scale.torso_px == pytest.approx(100.0, rel=1e-5)


def test_both_are_medians_so_a_few_wrong_pictures_decide_nothing() -> None:
    scale = BodyScale()
    for length_m, px_per_m in [(0.5, 200.0)] * 20 + [(0.9, 90.0)] * 9:
        scale.push(make_trunk(length_m, px_per_m))
    assert scale.torso_px == pytest.approx(100.0, rel=1e-5)


def test_only_the_past_counts() -> None:
    scale, lengths = BodyScale(), []
    for px_per_m in (200.0, 300.0, 210.0):
        scale.push(make_trunk(0.5, px_per_m))
        lengths.append(scale.torso_px)
    assert lengths == pytest.approx([100.0, 150.0, 105.0], rel=1e-5)


def test_a_point_has_no_scale() -> None:
    assert math.isnan(
        measure_px_per_m(make_pose(image={Landmark.NOSE: (3, 4)}, world={Landmark.NOSE: (0, 0, 0)}))
    )
