"""The renderer at low resolution: a person where the joints are, never compared by pixel hashes."""

import json
from dataclasses import replace

import cv2
import numpy as np
import pytest

from formcheck.simulate import MOVEMENTS, Build, Camera, plan_set, pose_figure, simulate_poses
from formcheck.simulate.clip import Clip, describe_truth, render_frames, write_clip
from formcheck.simulate.equipment import hold_equipment
from formcheck.simulate.figure import take_frame
from formcheck.simulate.looks import LOOKS
from formcheck.simulate.scene import Scene
from formcheck.simulate.skeleton import grip_point

SMALL = Camera(size_px=(160, 120), distance_m=4.0, target_m=(0.05, 0.0, 0.8))
QUIET = Scene(background="plain", noise=0.0)


def _shoot(clip, t_s):
    return next(iter(render_frames(clip, [t_s])))


@pytest.mark.parametrize("movement", sorted(MOVEMENTS))
def test_the_mask_covers_the_joints(movement):
    plan = plan_set(movement, 1)
    picture = _shoot(Clip(plan, SMALL, QUIET), 3.2)
    assert picture.rgb.shape == (120, 160, 3)
    assert picture.rgb.dtype == np.uint8
    pixels = simulate_poses(plan, [3.2], SMALL).image[0][11:29].astype(int)
    joints = [i for i in range(18) if i + 11 not in (17, 18, 19, 20, 21, 22)]
    assert picture.mask[pixels[joints, 1], pixels[joints, 0]].min() > 0.5


@pytest.mark.parametrize("look", sorted(LOOKS))
def test_every_look_is_drawn_in_its_colours(look):
    plan = plan_set("romanian_deadlift", 1)
    picture = _shoot(Clip(plan, SMALL, QUIET, LOOKS[look]), 0.0)
    hue = np.array(LOOKS[look].shirt, float)
    inside = picture.rgb[picture.mask > 0.99].astype(float)
    cosine = inside @ hue / (np.linalg.norm(inside, axis=1) * np.linalg.norm(hue) + 1e-9)
    assert (cosine > 0.985).mean() > 0.1


@pytest.mark.parametrize(
    ("movement", "equipment"),
    [
        ("conventional_deadlift", "barbell"),
        ("good_morning", "barbell_on_back"),
        ("dumbbell_row", "dumbbells"),
        ("kettlebell_deadlift", "kettlebell"),
        ("seated_row", "cable"),
        ("suspension_row", "straps"),
        ("t_bar_row", "landmine"),
        ("landmine_row", "landmine"),
    ],
)
def test_equipment_is_drawn_and_is_no_part_of_the_person(movement, equipment):
    plan = plan_set(movement, 1)
    bare = _shoot(Clip(plan, SMALL, QUIET), 0.0)
    loaded = _shoot(Clip(plan, SMALL, QUIET, equipment=equipment), 0.0)
    assert (np.abs(loaded.rgb.astype(int) - bare.rgb).max(axis=2) > 40).sum() > 15
    assert (loaded.mask - bare.mask).clip(min=0).sum() < 0.01 * bare.mask.sum()


@pytest.mark.parametrize("equipment", ["kettlebell", "dumbbells", "barbell"])
@pytest.mark.parametrize(("side", "facing"), [("left", "left"), ("right", "right")])
def test_one_hand_holds_one_load(equipment, side, facing):
    """Everything drawn lies about the one hand: nothing hangs from the other or between them."""
    plan = plan_set("suitcase_deadlift", 1, side=side)
    skeleton = pose_figure(plan, [0.0])
    figure = take_frame(skeleton, 0)
    patches = hold_equipment(figure, equipment)
    assert not any(patch.person for patch in patches)
    points = np.concatenate([patch.points.reshape(-1, 3) for patch in patches])
    away = np.linalg.norm((points - grip_point(skeleton, side)[0])[:, 1:], axis=1)
    assert away.max() < 0.35
    camera = replace(SMALL, facing=facing)
    bare, loaded = (_shoot(Clip(plan, camera, QUIET, equipment=e), 0.0).rgb for e in ("none", equipment))
    assert (np.abs(loaded.astype(int) - bare).max(axis=2) > 40).sum() > 15


@pytest.mark.parametrize("movement", ["seated_row", "chest_supported_row", "one_arm_row"])
def test_furniture_is_drawn_and_is_no_part_of_the_person(movement):
    plan = plan_set(movement, 1)
    picture = _shoot(Clip(plan, SMALL, QUIET), 0.0)
    pad = pose_figure(plan, [0.0]).furniture[0]
    dark = np.array(pad.color, float)
    like_pad = np.abs(picture.rgb - dark).max(axis=2) < 40
    column, row, _ = SMALL.project(pad.center).astype(int)
    around = np.s_[row - 15 : row + 15, column - 15 : column + 15]
    assert (like_pad[around] & (picture.mask[around] < 0.1)).sum() > 30


def test_a_bystander_brings_his_own_bench():
    plan = plan_set("romanian_deadlift", 1)
    alone, watched = (
        _shoot(Clip(plan, SMALL, QUIET, bystander=other), 0.0)
        for other in (None, plan_set("chest_supported_row", 1))
    )
    assert (np.abs(watched.rgb.astype(int) - alone.rgb).max(axis=2) > 40).sum() > 100
    assert np.abs(watched.mask - alone.mask).sum() < 0.02 * alone.mask.sum()


def test_a_heavier_build_covers_more_and_a_far_figure_less():
    plan = plan_set("romanian_deadlift", 1)
    plain = _shoot(Clip(plan, SMALL, QUIET), 0.0).mask.sum()
    heavy = _shoot(Clip(replace(plan, build=Build(girth=1.25)), SMALL, QUIET), 0.0).mask.sum()
    far = _shoot(Clip(plan, replace(SMALL, distance_m=8.0), QUIET), 0.0).mask.sum()
    assert heavy > 1.1 * plain
    assert far == pytest.approx(plain / 4.0, rel=0.1)


def test_a_bystander_is_drawn_but_not_in_the_mask():
    plan = plan_set("romanian_deadlift", 1)
    alone = _shoot(Clip(plan, SMALL, QUIET), 0.0)
    watched = _shoot(Clip(plan, SMALL, QUIET, bystander=plan_set("dumbbell_row", 1)), 0.0)
    assert (np.abs(watched.rgb.astype(int) - alone.rgb).max(axis=2) > 40).sum() > 100
    assert np.abs(watched.mask - alone.mask).sum() < 0.02 * alone.mask.sum()


def test_a_figure_outside_the_picture_leaves_the_room_empty():
    away = replace(SMALL, pitch_deg=60.0)
    assert _shoot(Clip(plan_set("romanian_deadlift", 1), away, QUIET), 0.0).mask.max() == 0.0


def test_an_open_shutter_blurs_what_moves():
    plan = plan_set("romanian_deadlift", 1, tempo_s=(0.6, 0.1, 0.6, 0.5))
    sharp = _shoot(Clip(plan, SMALL, QUIET), 1.3).mask
    blurred = _shoot(Clip(plan, SMALL, QUIET, exposure=1.0), 1.3).mask
    partial = lambda mask: ((mask > 0.1) & (mask < 0.9)).sum()  # noqa: E731
    assert partial(blurred) > 1.2 * partial(sharp)


@pytest.mark.parametrize("background", ["room", "plain", "gym", "garage"])
def test_backgrounds_differ_and_are_neither_black_nor_white(background):
    scene = Scene(background=background, brightness=0.9)
    empty = _shoot(Clip(plan_set("romanian_deadlift", 1), replace(SMALL, pitch_deg=0.0), scene), 0.0)
    room = empty.rgb[empty.mask == 0.0]
    assert 40 < room.mean() < 220


def test_a_clip_is_written_with_its_truth(tmp_path):
    plan = plan_set("romanian_deadlift", 1, tempo_s=(0.5, 0.1, 0.4, 0.2), lead_s=0.2, tail_s=0.1)
    clip = Clip(plan, SMALL, QUIET, fps=12.0)
    truth = json.loads(write_clip(clip, tmp_path / "rdl.webm").read_text())
    assert (tmp_path / "rdl.truth.json").exists()
    assert truth["exercise"] == "romanian_deadlift"
    assert truth["view"] == "side"
    assert len(truth["reps"]) == 1
    assert truth["faults"]["spinal_rounding"] == "absent"
    video = cv2.VideoCapture(str(tmp_path / "rdl.webm"))
    frames = 0
    while video.read()[0]:
        frames += 1
    video.release()
    assert frames == len(clip.times_s) == len(truth["signals"]["t_s"]) == len(truth["signals"]["trunk_deg"])


def test_truth_names_the_repetitions_that_show_a_fault_and_leaves_out_the_doubtful():
    plan = plan_set("romanian_deadlift", 3, faults={"spinal_rounding": (24.0, 45.0, 50.0), "arms_bend": 10.0})
    truth = describe_truth(Clip(plan, replace(SMALL, yaw_deg=35.0), QUIET))
    assert truth["view"] == "oblique"
    assert truth["faults"]["spinal_rounding"] == [2, 3]
    assert "arms_bend" not in truth["faults"]
    assert truth["faults"]["heels_lift"] == "absent"
