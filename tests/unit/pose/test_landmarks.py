"""The Pose: its shapes, its read-only arrays, and what "not seen" looks like."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace
from typing import Any

import numpy as np
import pytest

from formcheck.pose.landmarks import BONES, LANDMARK_COUNT, LEFT_RIGHT_PAIRS, STATION_COUNT, Landmark, Pose
from formcheck.simulate.landmarks import NAMES

ARRAYS = ("image", "world", "visibility", "reliable", "flanks")


def make_pose() -> Pose:
    doubles: dict[str, Any] = {
        "image": np.arange(66.0).reshape(33, 2),
        "world": np.arange(99.0).reshape(33, 3),
        "visibility": np.ones(33),
        "reliable": np.ones(33, int),
        "flanks": np.zeros((2, 47, 2)),
    }
    return Pose(t_s=1.5, size_px=(640, 480), **doubles)


def test_the_figure_and_the_model_number_the_landmarks_alike() -> None:
    assert [landmark.name.lower() for landmark in Landmark] == list(NAMES)
    assert list(Landmark) == list(range(LANDMARK_COUNT))


def test_every_landmark_but_the_nose_has_a_twin_of_its_own_name() -> None:
    for left, right in LEFT_RIGHT_PAIRS:
        assert Landmark(left).name.replace("LEFT", "RIGHT") == Landmark(right).name
    assert sorted(n for pair in LEFT_RIGHT_PAIRS for n in pair) == list(range(1, LANDMARK_COUNT))


def test_bones_are_the_same_on_both_sides() -> None:
    twin = {a: b for left, right in LEFT_RIGHT_PAIRS for a, b in ((left, right), (right, left))}
    bones = {frozenset(bone) for bone in BONES}
    assert {frozenset(twin[n] for n in bone) for bone in bones} == bones
    assert len(bones) == len(BONES)


def test_arrays_become_read_only_float32() -> None:
    pose = make_pose()
    for name in ARRAYS:
        array = getattr(pose, name)
        assert array.dtype == (bool if name == "reliable" else np.float32)
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_a_pose_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        make_pose().t_s = 2.0  # type: ignore[misc]


@pytest.mark.parametrize("name", ARRAYS)
def test_a_wrong_shape_is_named(name: str) -> None:
    short = np.array(getattr(make_pose(), name))[:-1]
    with pytest.raises(ValueError, match=rf"Pose\.{name} has shape .*, expected"):
        replace(make_pose(), **{name: short})


def test_a_missing_pose_holds_no_number_at_all() -> None:
    pose = Pose.missing(3.25, (320, 240))
    assert (pose.t_s, pose.size_px, pose.found) == (3.25, (320, 240), False)
    for name in ("image", "world", "visibility", "flanks"):
        assert np.isnan(getattr(pose, name)).all()
    assert not pose.reliable.any()
    assert pose.flanks.shape == (2, STATION_COUNT, 2)


def test_one_landmark_is_enough_to_be_found() -> None:
    image = np.full((33, 2), np.nan, np.float32)
    one_seen = image.copy()
    one_seen[Landmark.RIGHT_HEEL] = 10.0, 20.0
    assert not replace(make_pose(), image=image).found
    assert replace(make_pose(), image=one_seen).found


def test_a_pose_is_described_field_by_field() -> None:
    described = Pose.__doc__ or ""
    assert all(f"{field.name} :" in described for field in fields(Pose))


@pytest.mark.parametrize("name", ARRAYS)
def test_the_callers_array_stays_its_own(name: str) -> None:
    own = np.array(getattr(make_pose(), name))  # already of the right type
    pose = replace(make_pose(), **{name: own})
    assert own.flags.writeable
    kept = own.copy()
    own[:] = ~own if name == "reliable" else own + 100
    np.testing.assert_array_equal(getattr(pose, name), kept)
    assert not np.shares_memory(getattr(pose, name), own)


def test_a_row_of_a_larger_array_is_copied_too() -> None:
    rows = np.zeros((5, 33, 2), np.float32)
    pose = replace(make_pose(), image=rows[3])
    rows[3] = 7.0
    assert not pose.image.any()
    assert pose.image.base is None
