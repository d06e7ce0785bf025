"""Numbers of a row, read off landmarks that a test puts where it wants them."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from formcheck.motion import row_posture
from formcheck.motion.catalogue import SIGNALS
from formcheck.pose.landmarks import Landmark, Pose
from tests.motion_factory import mirror_pose, scale_pose
from tests.unit.motion.pose_factory import distrust, make_pose

L, R = 0, 1
SHOULDER = (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
HIP = (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
ELBOW = (Landmark.LEFT_ELBOW, Landmark.RIGHT_ELBOW)
WRIST = (Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST)


def point(deg: float, length: float) -> np.ndarray:
    """A way in the picture, 0° to the right and 90° up."""
    return length * np.array([math.cos(math.radians(deg)), -math.sin(math.radians(deg))])


def make_side_on(lean_deg: float = 60.0, arm_deg: float = -90.0, elbow_deg: float = 180.0) -> Pose:
    """An athlete who faces image-right, trunk 100 px: upper arm 60 px, forearm 50 px, hand 10 px."""
    hip = np.array([300.0, 300.0])
    shoulder = hip + point(90.0 - lean_deg, 100.0)
    elbow = shoulder + point(arm_deg, 60.0)
    wrist = elbow + point(arm_deg + 180.0 - elbow_deg, 50.0)
    ear = shoulder + point(90.0 - lean_deg, 40.0)
    places = {HIP: hip, SHOULDER: shoulder, ELBOW: elbow, WRIST: wrist, row_posture.EAR: ear}
    image = {pair[side]: tuple(place) for pair, place in places.items() for side in (L, R)}
    for side, (index, little) in enumerate(row_posture.KNUCKLES):
        along = point(arm_deg + 180.0 - elbow_deg, 10.0)
        across = point(arm_deg + 270.0 - elbow_deg, 4.0)
        image[index], image[little] = tuple(wrist + along + across), tuple(wrist + along - across)
        assert side in (L, R)
    return make_pose(image)


@pytest.mark.parametrize("elbow_deg", [180.0, 155.0, 70.0])
def test_an_elbow_is_measured_where_its_arm_is_clear(elbow_deg: float) -> None:
    pose = make_side_on(elbow_deg=elbow_deg)
    assert row_posture.measure_clear_elbow_deg(pose, L) == pytest.approx(elbow_deg, abs=0.01)
    hidden = distrust(pose, Landmark.LEFT_WRIST)
    assert math.isnan(row_posture.measure_clear_elbow_deg(hidden, L))
    assert row_posture.measure_clear_elbow_deg(hidden, R) == pytest.approx(elbow_deg, abs=0.01)


def test_parts_of_an_arm_are_told_in_trunks() -> None:
    pose = make_side_on()
    assert row_posture.measure_upper_arm(pose, R) == pytest.approx(0.6, abs=1e-4)
    assert row_posture.measure_forearm(pose, R) == pytest.approx(0.5, abs=1e-4)
    assert math.isnan(row_posture.measure_forearm(distrust(pose, Landmark.RIGHT_ELBOW), R))
    twice = scale_pose(pose, 2.0, (5.0, 7.0))
    assert row_posture.measure_upper_arm(twice, R) == pytest.approx(0.6, abs=1e-4)


@pytest.mark.parametrize(
    ("lean_deg", "arm_deg", "past_px"),
    [(0.0, 0.0, -60.0), (0.0, -90.0, 0.0), (0.0, 180.0, 60.0), (60.0, -90.0, -60.0 * math.sin(math.pi / 3))],
)
def test_an_elbow_is_behind_the_trunk_or_before_it(lean_deg: float, arm_deg: float, past_px: float) -> None:
    pose = make_side_on(lean_deg, arm_deg)
    assert row_posture.measure_elbow_past_px(pose, L) == pytest.approx(past_px, abs=0.01)
    assert row_posture.measure_elbow_past_px(mirror_pose(pose), R) == pytest.approx(-past_px, abs=0.01)
    assert math.isnan(row_posture.measure_elbow_past_px(distrust(pose, Landmark.RIGHT_HIP), L))


@pytest.mark.parametrize(
    ("lean_deg", "arm_deg", "behind"),
    [(45.0, -90.0, -0.6 * math.sin(math.radians(45.0))), (60.0, -150.0, 0.0), (45.0, 180.0, 0.424264)],
)
def test_how_far_an_elbow_is_behind_is_told_in_trunks_for_either_facing(
    lean_deg: float, arm_deg: float, behind: float
) -> None:
    pose = scale_pose(make_side_on(lean_deg, arm_deg), 2.0, (5.0, 7.0))
    for one in (distrust(pose, Landmark.LEFT_HIP), mirror_pose(pose)):  # a guess may be measured with, too
        assert row_posture.measure_elbow_behind(one, L) == pytest.approx(behind, abs=1e-3)


def test_no_elbow_is_behind_a_trunk_that_leans_too_little_in_the_picture() -> None:
    assert math.isnan(row_posture.measure_elbow_behind(make_side_on(24.0), L))
    assert not math.isnan(row_posture.measure_elbow_behind(make_side_on(26.0), L))


@pytest.mark.parametrize("lean_deg", [0.0, 60.0, -40.0])
def test_an_ear_lies_above_its_shoulder_along_the_trunk(lean_deg: float) -> None:
    pose = make_side_on(lean_deg)
    assert row_posture.measure_ear_gap_px(pose, L) == pytest.approx(40.0, abs=0.01)
    assert math.isnan(row_posture.measure_ear_gap_px(distrust(pose, Landmark.LEFT_EAR), L))


@pytest.mark.parametrize("bend_deg", [0.0, 30.0, -50.0])
def test_a_wrist_bends_whichever_way_the_palm_faces(bend_deg: float) -> None:
    pose = make_side_on()
    image = np.array(pose.image)
    for side in (L, R):
        wrist = image[WRIST[side]]
        along, across = point(-90.0 + bend_deg, 10.0), point(bend_deg, 4.0)
        index, little = row_posture.KNUCKLES[side]
        image[index], image[little] = wrist + along + across, wrist + along - across
    bent = make_pose({Landmark(k): (float(x), float(y)) for k, (x, y) in enumerate(image) if x == x})
    assert row_posture.measure_wrist_deg(bent, R) == pytest.approx(180.0 - abs(bend_deg), abs=0.01)
    assert math.isnan(row_posture.measure_wrist_deg(distrust(bent, Landmark.RIGHT_PINKY), R))


def make_in_space(flare_deg: float, turn_deg: float) -> Pose:
    """An upright athlete seen from the back and turned before the camera, with hanging arms led out."""
    world: dict[Landmark, np.ndarray] = {}
    for side, sign in ((L, -1.0), (R, 1.0)):
        world[HIP[side]] = np.array([sign * 0.1, 0.0, 0.0])
        shoulder = np.array([sign * 0.2, -0.5, 0.0])
        out = math.radians(flare_deg)
        arm = 0.3 * np.array([sign * math.sin(out), math.cos(out), 0.0])
        world[SHOULDER[side]], world[ELBOW[side]] = shoulder, shoulder + arm
    cosine, sine = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    about_y = np.array([[cosine, 0.0, sine], [0.0, 1.0, 0.0], [-sine, 0.0, cosine]])
    return make_pose(world={name: tuple(about_y @ place) for name, place in world.items()})


@pytest.mark.parametrize("turn_deg", [0.0, 40.0, 180.0])
@pytest.mark.parametrize("flare_deg", [0.0, 20.0, 75.0, -10.0])
def test_elbows_are_led_out_by_so_much_in_every_view(flare_deg: float, turn_deg: float) -> None:
    pose = make_in_space(flare_deg, turn_deg)
    for side in (L, R):
        assert row_posture.measure_elbow_flare_deg(pose, side) == pytest.approx(flare_deg, abs=0.01)
    assert math.isnan(row_posture.measure_elbow_flare_deg(distrust(pose, Landmark.LEFT_ELBOW), L))


@pytest.mark.parametrize("lift_deg", [-80.0, -20.0, 0.0, 30.0])
def test_arms_are_lifted_by_so_much(lift_deg: float) -> None:
    pose = make_side_on(arm_deg=lift_deg, elbow_deg=170.0)
    for seen in (pose, mirror_pose(pose)):
        for side in (L, R):
            assert row_posture.measure_upper_arm_lift_deg(seen, side) == pytest.approx(lift_deg, abs=0.01)
            assert row_posture.measure_forearm_lift_deg(seen, side) == pytest.approx(
                lift_deg + 10.0, abs=0.01
            )
    assert math.isnan(row_posture.measure_upper_arm_lift_deg(distrust(pose, Landmark.LEFT_ELBOW), L))
    assert math.isnan(row_posture.measure_forearm_lift_deg(distrust(pose, Landmark.LEFT_WRIST), L))


@pytest.mark.parametrize(
    ("name", "measure"),
    [
        ("clear_elbow", row_posture.measure_clear_elbow_deg),
        ("wrist_angle", row_posture.measure_wrist_deg),
        ("upper_arm", row_posture.measure_upper_arm),
        ("forearm", row_posture.measure_forearm),
        ("elbow_past", row_posture.measure_elbow_past_px),
        ("ear_gap", row_posture.measure_ear_gap_px),
    ],
)
def test_the_catalogue_has_one_of_either_side(name: str, measure: Callable[[Pose, int], float]) -> None:
    pose = make_side_on(50.0, -70.0, 120.0)
    moved = np.array(pose.image)
    moved[[Landmark.RIGHT_ELBOW, Landmark.RIGHT_EAR]] += (7.0, 3.0)
    pose = make_pose({Landmark(k): (float(x), float(y)) for k, (x, y) in enumerate(moved) if x == x})
    left, right = (SIGNALS[f"{side}_{name}"].compute(pose) for side in ("left", "right"))
    assert (left, right) == (measure(pose, L), measure(pose, R))
    assert left != right


def test_nobody_is_not_measured() -> None:
    nobody = Pose.missing(0.0, (640, 480))
    of_arm = (
        "clear_elbow", "wrist_angle", "elbow_flare", "upper_arm_lift", "forearm_lift", "upper_arm", "forearm",
        "elbow_past", "ear_gap",
    )  # fmt: skip
    for name in (f"left_{name}" for name in of_arm):
        assert math.isnan(SIGNALS[name].compute(nobody)), name
