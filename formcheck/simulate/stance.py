"""Feet on the floor: how wide, and where the hips are above them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from formcheck.simulate.anatomy import Build
from formcheck.simulate.rotations import Floats
from formcheck.simulate.skeleton import SIDES, Skeleton, place_leg

ANKLE_X_M = -0.02
"""Where the ankles stand, ahead of the origin (1.78 m figure)."""
LOWEST_SEAT_M = 0.25
"""Nobody's hips come nearer to the height of the ankles, however deep a dial asks to squat."""


@dataclass(frozen=True, slots=True)
class Stance:
    """Where the feet are and where they point.

    Attributes
    ----------
    half_m : float
        Half the distance between the ankles, 1.78 m figure.
    toes_out : float
        Where the feet point, sideways per forward: 0.12 is 7°, 0.78 is 38°.
    knees_out : float or None
        The same of the way in which the knees bend; None: as the feet. Between wide feet it takes more
        to keep the knees above them.
    """

    half_m: float = 0.11
    toes_out: float = 0.12
    knees_out: float | None = None


def lean_shank(knee_deg: Floats) -> Floats:
    """Forward lean of the shank for a knee flexion, degrees.

    Upright in a Romanian deadlift, 14° at 68° of knee, 30° at 110°: what keeps the body over the feet.
    """
    return 3.0 + 0.0022 * knee_deg**2


def stand_on_feet(
    build: Build, knee_deg: Floats, stance: Stance, towards_left_m: Floats | float = 0.0
) -> Floats:
    """Mid-hip above fixed feet for a knee flexion, shape (N, 3); legs apart stand a little lower.

    Parameters
    ----------
    build : Build
    knee_deg : ndarray, shape (N,)
        Of both legs, or of the one that carries.
    stance : Stance
    towards_left_m : float or ndarray, shape (N,)
        How far the hips are over the left foot, or, negative, over the right one, which then carries.
    """
    shank = np.deg2rad(lean_shank(knee_deg))
    thigh = np.deg2rad(knee_deg) - shank
    x = build.shank_m * np.sin(shank) - build.thigh_m * np.sin(thigh)
    z = build.shank_m * np.cos(shank) + build.thigh_m * np.cos(thigh)
    y = np.broadcast_to(np.asarray(towards_left_m, float), x.shape)
    aside = stance.half_m * build.scale - build.half_hips_m - np.abs(y)
    z = np.sqrt(np.maximum(z**2 - aside**2, (LOWEST_SEAT_M * build.scale) ** 2))
    return np.stack([x + ANKLE_X_M * build.scale, y, z + build.ankle_height_m], -1)


def plant_feet(
    skeleton: Skeleton, stance: Stance, heels_m: Floats | float = 0.0, cave_m: Floats | float = 0.0
) -> None:
    """Stand both legs on the floor, heels raised and knees moved inward by so many metres."""
    build, count = skeleton.build, len(skeleton)
    lift, cave = (np.broadcast_to(np.asarray(a, float), (count,)) for a in (heels_m, cave_m))
    for side, sign in SIDES:
        ankle = np.zeros((count, 3))
        ankle[:, 0] = ANKLE_X_M * build.scale + 0.25 * lift
        ankle[:, 1] = sign * stance.half_m * build.scale
        ankle[:, 2] = build.ankle_height_m + lift
        slope = lift / (0.2 * build.scale)
        toe = np.stack([np.ones(count), np.full(count, sign * stance.toes_out), -slope], -1)
        sole = np.stack([slope, np.zeros(count), np.ones(count)], -1)
        outward = stance.toes_out if stance.knees_out is None else stance.knees_out
        bend = sign * (outward - cave / (0.25 * build.scale))
        pole = np.stack([np.ones(count), bend, np.zeros(count)], -1)
        place_leg(skeleton, side, ankle, pole, toe, sole)
