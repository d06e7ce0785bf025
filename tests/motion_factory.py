"""Poses of closed-form motion: expectations of the tests are arithmetic on its schedule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.generated_sets import make_poses as generate_poses
from formcheck.pose.landmarks import LANDMARK_COUNT, LEFT_RIGHT_PAIRS, Pose
from formcheck.simulate import Camera, SetPlan, lay_out


def ease(share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Way made after a share of the time of a half-cosine movement, both 0 to 1."""
    return 0.5 - 0.5 * np.cos(np.pi * np.clip(share, 0.0, 1.0))


def make_times(
    plan: SetPlan,
    rate_hz: float = 30.0,
    jitter: float = 0.0,
    drop: float = 0.0,
    rng: np.random.Generator | None = None,
) -> NDArray[np.float64]:
    """Frame times over a whole plan; ``jitter`` in shares of a frame, ``drop`` the share left out."""
    t_s = np.arange(0.0, lay_out(plan).duration_s, 1.0 / rate_hz)
    rng = rng or np.random.default_rng(0)
    t_s = t_s + rng.uniform(-jitter, jitter, len(t_s)) / rate_hz
    return t_s[rng.random(len(t_s)) >= drop]


def make_poses(
    plan: SetPlan,
    t_s: NDArray[np.float64],
    camera: Camera | None = None,
    noise_m: float = 0.0,
    rng: np.random.Generator | None = None,
) -> list[Pose]:
    """Poses of a plan at the given times, side-on and without noise unless told otherwise."""
    return generate_poses(plan, t_s, camera or Camera(), noise_m, rng or np.random.default_rng(0))


def mirror_pose(pose: Pose) -> Pose:
    """The pose a mirrored picture gives: x turned round, left and right exchanged."""
    order = np.arange(LANDMARK_COUNT)
    for left, right in LEFT_RIGHT_PAIRS:
        order[[left, right]] = right, left
    image, world = np.array(pose.image[order]), np.array(pose.world[order])
    image[:, 0] = pose.size_px[0] - 1 - image[:, 0]
    world[:, 0] = -world[:, 0]
    flanks = np.array(pose.flanks[::-1])
    flanks[..., 0] = pose.size_px[0] - 1 - flanks[..., 0]
    reliable, visibility = pose.reliable[order], pose.visibility[order]
    return replace(pose, image=image, world=world, flanks=flanks, reliable=reliable, visibility=visibility)


def scale_pose(pose: Pose, factor: float, shift_px: Sequence[float]) -> Pose:
    """The same pose filmed larger or smaller, elsewhere in the picture."""
    width, height = pose.size_px
    return replace(
        pose,
        image=pose.image * factor + np.asarray(shift_px),
        flanks=pose.flanks * factor + np.asarray(shift_px),
        size_px=(round(width * factor), round(height * factor)),
    )
