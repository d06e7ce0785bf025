"""Poses of which only a few landmarks are seen, put where a test wants them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from formcheck.pose.landmarks import Landmark, Pose


def make_pose(
    image: Mapping[Landmark, tuple[float, float]] | None = None,
    world: Mapping[Landmark, tuple[float, float, float]] | None = None,
) -> Pose:
    """A pose of which only the given landmarks were seen, all of them reliable."""
    pose = Pose.missing(0.0, (640, 480))
    pixels, metres, reliable = np.array(pose.image), np.array(pose.world), np.array(pose.reliable)
    for landmark, place in (image or {}).items():
        pixels[landmark] = place
        reliable[landmark] = True
    for landmark, point in (world or {}).items():
        metres[landmark] = point
        reliable[landmark] = True
    return replace(pose, image=pixels, world=metres, reliable=reliable)


def hide(pose: Pose, *landmarks: Landmark) -> Pose:
    """The pose without these landmarks."""
    image, world = np.array(pose.image), np.array(pose.world)
    image[list(landmarks)], world[list(landmarks)] = np.nan, np.nan
    return replace(distrust(pose, *landmarks), image=image, world=world)


def distrust(pose: Pose, *landmarks: Landmark) -> Pose:
    """The pose with these landmarks seen, but not to be measured with."""
    reliable = np.array(pose.reliable)
    reliable[list(landmarks)] = False
    return replace(pose, reliable=reliable)
