"""The benchmark that asks whether the pose model finds the figure: its plan and its arithmetic."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.pose_found import BODIES, YAWS_DEG, Filming, Found, describe_movement, plan_filmings
from formcheck.simulate import MOVEMENTS
from formcheck.simulate.anatomy import BUILDS
from formcheck.simulate.equipment import USUAL_EQUIPMENT

MODEL = Path("model.task")


def test_every_movement_is_done_by_every_body_and_seen_from_every_side():
    filmings = plan_filmings(list(MOVEMENTS), YAWS_DEG, MODEL)
    assert {(f.movement, f.body, f.yaw_deg) for f in filmings} == {
        (movement, body, yaw) for movement in MOVEMENTS for body in BODIES for yaw in YAWS_DEG
    }
    assert len(filmings) == len(MOVEMENTS) * len(BODIES) * len(YAWS_DEG)


def test_the_bodies_span_stature_girth_and_sex():
    builds = [BUILDS[body] for body in BODIES]
    for name in ("stature_m", "girth"):
        everyone = [getattr(build, name) for build in BUILDS.values()]
        chosen = [getattr(build, name) for build in builds]
        assert (min(chosen), max(chosen)) == (min(everyone), max(everyone))
    assert {build.sex for build in builds} == {"male", "female"}


@pytest.mark.parametrize("movement", sorted(MOVEMENTS))
def test_a_clip_is_short_small_and_holds_the_usual_load(movement):
    clip = Filming(movement, "tall_man", 30.0, MODEL).clip
    assert 50 <= len(clip.times_s) <= 65
    assert clip.camera.size_px == (480, 360)
    assert clip.camera.yaw_deg == 30.0
    assert clip.equipment == USUAL_EQUIPMENT[movement]


def test_smaller_plates_are_drawn_and_filmed_from_nearer():
    large, small = (
        plan_filmings(["good_morning"], [0.0], MODEL, radius_m)[0].clip for radius_m in (0.225, 0.115)
    )
    assert (large.plate_radius_m, small.plate_radius_m) == (0.225, 0.115)
    assert small.camera.distance_m < large.camera.distance_m


@pytest.mark.parametrize(("lost", "met"), [(0, "yes"), (1, "yes"), (2, "NO")])
def test_a_movement_is_summed_up_over_its_frames(lost, met):
    whole, broken = (
        Filming("bird_dog", "heavy_man", 0.0, MODEL),
        Filming("bird_dog", "tall_man", 150.0, MODEL),
    )
    row = describe_movement("bird_dog", [Found(whole, 100, 100), Found(broken, 50, 50 - lost)])
    assert row.split()[:3] == ["bird_dog", "2", "150"]
    assert f"{1 - lost / 150:.2%}" in row
    assert f" {met} " in row
    assert row.endswith(f"{(50 - lost) / 50:.1%}  tall_man, yaw 150" if lost else "heavy_man, yaw 0")
