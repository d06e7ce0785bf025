"""Gates of the set-up: met, unmet with the one thing to change, or unknown."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from formcheck.live.gates import (
    GATES,
    PARTS,
    Light,
    check_alone,
    check_body,
    check_distance,
    check_level,
    check_light,
    check_rate,
    check_view,
    find_facing,
    measure_light,
)
from formcheck.live.limits import find_wish
from formcheck.live.state import MET, UNKNOWN, UNMET
from formcheck.motion.rate import LEAST_RATE_HZ
from formcheck.motion.roll import LEVEL_ROLL_DEG
from formcheck.motion.signals import measure_torso_px
from formcheck.motion.view import View, ViewReading
from formcheck.pose.landmarks import Pose
from formcheck.quality import LEAST_TORSO_PX
from tests.figure_sets import film, plan
from tests.motion_factory import mirror_pose, scale_pose
from tests.picture_factory import paint
from tests.unit.live.live_factory import hold_still, look, see_nobody

RDL = "romanian_deadlift"
BRIGHT, DARK, FOGGED = Light(120.0, 45.0), Light(8.0, 30.0), Light(120.0, 2.0)


@pytest.fixture
def still(standing: Pose) -> list[Pose]:
    return hold_still(standing, 0.0, 1.0)


@pytest.fixture(scope="module")
def kneeling() -> list[Pose]:
    return film(plan("bird_dog", 2), rate_hz=30.0)[:15]


def shift(pose: Pose, x_px: float, y_px: float = 0.0) -> Pose:
    """The same pose elsewhere in the picture; what leaves it is not seen, as the estimator tells."""
    image = pose.image + np.array([x_px, y_px])
    place = image / pose.size_px
    gone = ~((place >= -0.02) & (place <= 1.02)).all(1)
    world = np.array(pose.world)
    image[gone], world[gone] = np.nan, np.nan
    return replace(pose, image=image, world=world)


def turn(pose: Pose, roll_deg: float) -> Pose:
    """What a camera tilted by so much sees."""
    a = math.radians(roll_deg)
    turned = np.array([[math.cos(a), -math.sin(a)], [math.sin(a), math.cos(a)]])
    middle = np.array(pose.size_px) / 2
    world = np.array(pose.world)
    world[:, :2] = world[:, :2] @ turned.T
    return replace(pose, image=(pose.image - middle) @ turned.T + middle, world=world)


def test_everything_is_met_by_somebody_who_stands_right(still: list[Pose]) -> None:
    scene = look(still, RDL, light=BRIGHT, people=1)
    assert [gate(scene).verdict for gate in GATES] == [MET] * len(GATES)
    assert all(not gate(scene).advice for gate in GATES)


def test_nobody_is_asked_to_step_into_the_picture() -> None:
    check = check_body(look(see_nobody(0.0, 1.0), RDL, light=BRIGHT))
    assert (check.verdict, check.advice) == (UNMET, "Step into the picture")


def test_in_the_dark_the_light_speaks_and_not_the_body() -> None:
    scene = look(see_nobody(0.0, 1.0), RDL, light=DARK)
    assert check_body(scene).verdict == UNKNOWN
    assert check_light(scene).advice == "Switch on more light"


@pytest.mark.parametrize(("down_px", "part"), [(200.0, "feet"), (-250.0, "head")])
def test_what_leaves_the_picture_is_named(standing: Pose, down_px: float, part: str) -> None:
    cut = [shift(pose, 0.0, down_px) for pose in hold_still(standing, 0.0, 1.0)]
    check = check_body(look(cut, RDL))
    assert (check.verdict, check.advice) == (UNMET, "Step back")
    assert part in check.detail


def test_feet_are_not_asked_for_where_a_seat_may_hide_them(standing: Pose) -> None:
    image, world = np.array(standing.image), np.array(standing.world)
    image[[*PARTS["feet"]]], world[[*PARTS["feet"]]] = np.nan, np.nan
    cut = hold_still(replace(standing, image=image, world=world), 0.0, 1.0)
    assert check_body(look(cut, "seated_row")).verdict == MET
    assert check_body(look(cut, RDL)).verdict == UNMET


def test_a_part_that_flickers_counts_as_seen(standing: Pose) -> None:
    poses = hold_still(standing, 0.0, 1.0)
    poses[::3] = [Pose.missing(pose.t_s, pose.size_px) for pose in poses[::3]]
    assert check_body(look(poses, RDL)).verdict == MET


def test_somebody_far_away_is_asked_to_come_closer(standing: Pose) -> None:
    factor = 0.9 * LEAST_TORSO_PX / measure_torso_px(standing)
    small = replace(scale_pose(standing, factor, (200.0, 100.0)), size_px=standing.size_px)
    check = check_distance(look(hold_still(small, 0.0, 1.0), RDL))
    assert (check.verdict, check.advice) == (UNMET, "Come closer")


def test_somebody_at_the_edge_is_asked_to_the_middle(standing: Pose) -> None:
    hips_px = float(np.mean(standing.image[[23, 24], 0]))
    room = find_wish(None).ahead * measure_torso_px(standing)
    beside = shift(standing, standing.size_px[0] - hips_px - 0.7 * room)
    check = check_distance(look(hold_still(beside, 0.0, 1.0), RDL))
    assert (check.verdict, check.advice) == (UNMET, "Move to the middle")
    assert "right" in check.detail


def test_a_bird_dog_needs_room_for_arm_and_leg(kneeling: list[Pose]) -> None:
    assert check_distance(look(kneeling, "bird_dog")).verdict == MET
    narrow = []
    for pose in kneeling:
        hips_px = float(np.mean(pose.image[[23, 24], 0]))
        width = round(3.5 * measure_torso_px(pose))
        moved = shift(pose, 1.7 * measure_torso_px(pose) - hips_px)
        narrow.append(replace(moved, size_px=(width, pose.size_px[1])))
    assert check_distance(look(narrow, "bird_dog")).advice == "Step back"


def test_the_distance_of_nobody_is_not_known() -> None:
    assert check_distance(look(see_nobody(0.0, 1.0), RDL)).verdict == UNKNOWN


@pytest.mark.parametrize(
    ("reading", "verdict", "detail"),
    [
        (ViewReading(View.SIDE, 8.0, 0.1), MET, ""),
        (ViewReading(View.OBLIQUE, 43.0, 0.6), UNMET, "You are about 45° off."),
        (ViewReading(View.OBLIQUE, 12.0, 0.4), UNMET, "Your shoulders are not in line."),
        (ViewReading(View.UNKNOWN, math.nan, math.nan), UNKNOWN, ""),
    ],
)
def test_the_view_is_that_of_the_engine(
    still: list[Pose], reading: ViewReading, verdict: str, detail: str
) -> None:
    check = check_view(look(still, RDL, view=reading))
    assert (check.verdict, check.detail) == (verdict, detail)
    assert check.advice == ("Turn your side to the camera" if verdict == UNMET else "")


def test_another_view_may_be_wanted(still: list[Pose]) -> None:
    scene = look(still, RDL)
    front = replace(scene, wish=replace(scene.wish, view="front"))
    assert check_view(front).advice == "Turn to face the camera"
    assert check_view(replace(scene, wish=replace(scene.wish, view="any"))).verdict == MET


@pytest.mark.parametrize(("roll_deg", "verdict"), [(0.0, MET), (4.0, MET), (14.0, UNMET), (-14.0, UNMET)])
def test_a_tilted_camera_is_told_from_a_level_one(standing: Pose, roll_deg: float, verdict: str) -> None:
    assert pytest.approx(8.0) == LEVEL_ROLL_DEG
    tilted = hold_still(turn(standing, roll_deg), 0.0, 1.0)
    check = check_level(look(tilted, RDL))
    assert check.verdict == verdict
    assert ("tilted" in check.detail) == (verdict == UNMET)


def test_only_somebody_who_stands_tells_the_tilt(hinges: list[Pose], kneeling: list[Pose]) -> None:
    bent = max(hinges, key=lambda pose: float(pose.image[[11, 12], 1].mean()))
    assert check_level(look(hold_still(bent, 0.0, 1.0), RDL)).verdict == UNKNOWN
    assert check_level(look(kneeling, "bird_dog")).verdict == UNKNOWN


@pytest.mark.parametrize(
    ("light", "verdict"), [(BRIGHT, MET), (DARK, UNMET), (FOGGED, UNMET), (None, UNKNOWN)]
)
def test_light_is_mean_and_contrast(still: list[Pose], light: Light | None, verdict: str) -> None:
    assert check_light(look(still, RDL, light=light)).verdict == verdict


def test_the_light_of_a_picture() -> None:
    picture = paint(grey=40)
    picture[:, 320:] = 120
    light = measure_light(picture)
    assert light.mean == pytest.approx(80.0)
    assert light.contrast == pytest.approx(40.0)


@pytest.mark.parametrize(("people", "verdict"), [(1, MET), (3, UNMET), (0, UNKNOWN), (None, UNKNOWN)])
def test_others_are_asked_to_leave(still: list[Pose], people: int | None, verdict: str) -> None:
    assert check_alone(look(still, RDL, people=people)).verdict == verdict


@pytest.mark.parametrize(
    ("rate_hz", "verdict"), [(30.0, MET), (LEAST_RATE_HZ + 1, MET), (LEAST_RATE_HZ - 2, UNMET)]
)
def test_the_frame_rate_is_read_off_the_clocks(standing: Pose, rate_hz: float, verdict: str) -> None:
    check = check_rate(look(hold_still(standing, 0.0, 1.0, rate_hz), RDL))
    assert check.verdict == verdict
    assert f"{rate_hz:.0f} pictures" in check.label + check.detail


def test_two_pictures_tell_no_rate(standing: Pose) -> None:
    assert check_rate(look(hold_still(standing, 0.0, 0.05), RDL)).verdict == UNKNOWN


def test_feet_tell_the_facing_of_somebody_who_stands(standing: Pose) -> None:
    wish = find_wish(None)
    assert find_facing([standing], wish) == 1
    assert find_facing([mirror_pose(standing)], wish) == -1
