"""Poses that are put away come back as they were, disk or no disk."""

from __future__ import annotations

import math
from dataclasses import fields, replace

import numpy as np
import pytest

from formcheck.pose import pose_store
from formcheck.pose.landmarks import Pose
from formcheck.pose.pose_store import PoseStore
from formcheck.pose.track import BLOCK_POSES
from formcheck.simulate import plan_set
from tests.motion_factory import make_poses, make_times


@pytest.fixture(scope="module")
def poses() -> list[Pose]:
    """More than two blocks, one of them without anybody."""
    set_plan = plan_set("romanian_deadlift", reps=5)
    made = make_poses(set_plan, make_times(set_plan, 30.0))[: 2 * BLOCK_POSES + 40]
    made = [replace(pose, edge_delay_s=0.25) for pose in made]
    made[300] = Pose.missing(made[300].t_s, made[300].size_px)
    return made


def are_equal(some: list[Pose], others: list[Pose]) -> bool:
    assert len(some) == len(others)
    for one, other in zip(some, others, strict=True):
        for field in fields(Pose):
            if field.name != "edge_delay_s":  # one for a whole track
                np.testing.assert_array_equal(getattr(one, field.name), getattr(other, field.name))
    return True


def fill(poses: list[Pose]) -> PoseStore:
    store = PoseStore()
    for pose in poses:
        store.append(pose)
    return store


def test_they_come_back_as_often_as_one_likes(poses: list[Pose]) -> None:
    store = fill(poses)
    assert len(store) == len(poses) > 2 * BLOCK_POSES
    assert store.last_s == poses[-1].t_s
    assert are_equal(list(store), poses)
    assert are_equal(list(store), poses)
    assert next(iter(store)).edge_delay_s == 0.25
    store.close()


def test_what_is_cleared_is_gone(poses: list[Pose]) -> None:
    store = fill(poses)
    store.clear()
    assert len(store) == 0
    assert list(store) == []
    assert math.isnan(store.last_s)
    store.append(poses[0])
    assert are_equal(list(store), poses[:1])


def test_more_may_come_after_a_look(poses: list[Pose]) -> None:
    store = fill(poses[: BLOCK_POSES + 5])
    assert are_equal(list(store), poses[: BLOCK_POSES + 5])
    for pose in poses[BLOCK_POSES + 5 :]:
        store.append(pose)
    assert are_equal(list(store), poses)
    store.close()


def test_a_disk_without_room_costs_no_pose(poses: list[Pose], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pose_store.tempfile, "TemporaryFile", refuse)
    assert are_equal(list(fill(poses)), poses)


def test_a_disk_that_fills_up_costs_no_pose(poses: list[Pose]) -> None:
    store = fill(poses[:BLOCK_POSES])
    assert store._file is not None
    store._file.close()  # writing to it fails from now on, and so does reading: keep what was read
    store = fill(poses[:BLOCK_POSES])
    real = store._file
    assert real is not None

    class Full:
        """Writes half of what it is given."""

        def seek(self, *where: int) -> int:
            return real.seek(*where)

        def write(self, data: bytes) -> int:
            return real.write(data[: len(data) // 2])

        def read(self, size: int) -> bytes:
            return real.read(size)

        def close(self) -> None:
            real.close()

    store._file = Full()  # type: ignore[assignment]
    for pose in poses[BLOCK_POSES:]:
        store.append(pose)
    assert are_equal(list(store), poses)
    store.close()
