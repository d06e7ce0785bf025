"""Arms that hang, with a load or without, or hold a bar on the back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from formcheck.simulate.rotations import Floats, ease
from formcheck.simulate.schedule import Side
from formcheck.simulate.skeleton import SIDES, Skeleton, place_arm

_LOCKED = 0.995
"""Share of its length that an arm under load spans at most."""
_FREE_ASIDE_M = 0.06
"""How far a free hand hangs outside its shoulder, clear of the leg."""


@dataclass(frozen=True, slots=True)
class Grip:
    """How a load hangs in the hands.

    Attributes
    ----------
    half_m : float
        Half the distance between the hands, or from the mid-line to the only one; 1.78 m figure.
    path : {"before", "between", "beside"}
        Where the load is when it is low: before the shins, between the feet, or beside the foot.
    """

    half_m: float = 0.24
    path: Literal["before", "between", "beside"] = "before"


def hang_arms(
    skeleton: Skeleton,
    grip: Grip,
    *,
    ahead_m: Floats | float = 0.0,
    bend_deg: Floats | float = 0.0,
    middle_m: Floats | float = 0.0,
    left_leg: Floats | float = 1.0,
) -> None:
    """Let the hands with a load hang as close to the legs as its path goes, and others freely.

    Parameters
    ----------
    skeleton : Skeleton
        With legs, and its loaded hands named.
    grip : Grip
    ahead_m : float or ndarray, shape (N,)
        How far the load hangs ahead of its path.
    bend_deg : float or ndarray, shape (N,)
        Flexion of the elbows.
    middle_m : float or ndarray, shape (N,)
        Where the middle between the hands is, to the left.
    left_leg : float or ndarray, shape (N,)
        1: the load passes the left leg, 0: the right one. A symmetric figure has either.
    """
    build = skeleton.build
    bend = np.deg2rad(bend_deg)
    length = np.sqrt(
        build.upper_arm_m**2 + build.forearm_m**2 + 2 * build.upper_arm_m * build.forearm_m * np.cos(bend)
    )
    length = np.minimum(length, build.arm_m * _LOCKED)
    for side, sign in SIDES:
        if side not in skeleton.loaded:
            hang_freely(skeleton, side, sign)
            continue
        shoulder = skeleton.joints[f"shoulder_{side}"]
        y = middle_m + sign * grip.half_m * build.scale
        planar = np.sqrt(np.maximum(length**2 - (y - shoulder[:, 1]) ** 2, 0.01))
        path = _follow_leg(skeleton, grip, shoulder[:, 0], shoulder[:, 2] - planar, left_leg)
        wrist = hang_wrist(shoulder, path + ahead_m, y, length)
        palm = (0.0, -sign, 0.0) if grip.path == "beside" else (-1.0, 0.0, 0.0)
        place_arm(skeleton, side, wrist, (-1.0, sign * 0.15, 0.15), palm=palm)


def hang_wrist(shoulder: Floats, x: Floats, y: Floats | float, length_m: Floats | float) -> Floats:
    """Wrist at the end of an arm that hangs down to a line across the floor, shape (N, 3).

    Parameters
    ----------
    shoulder : ndarray, shape (N, 3)
    x, y : float or ndarray, shape (N,)
        Where the wrist is wanted, forward and to the left; at most 49° from hanging forward.
    length_m : float or ndarray, shape (N,)
        Shoulder to wrist.
    """
    planar = np.sqrt(np.maximum(length_m**2 - (y - shoulder[:, 1]) ** 2, 0.01))
    sine = np.clip((x - shoulder[:, 0]) / planar, -0.75, 0.75)
    wrist = np.empty_like(shoulder)
    wrist[:, 0] = shoulder[:, 0] + planar * sine
    wrist[:, 1] = y
    wrist[:, 2] = shoulder[:, 2] - planar * np.sqrt(1.0 - sine**2)
    return wrist


def hold_bar_on_back(skeleton: Skeleton) -> None:
    """Hold a bar that lies across the upper back, hands beside the shoulders, elbows down and back."""
    build = skeleton.build
    axes = skeleton.axes_at(build.shoulder_s_m)
    for side, sign in SIDES:
        wrist = skeleton.point_at(build.shoulder_s_m, np.array([-0.075, sign * 0.34, 0.035]) * build.scale)
        hand = axes[:, :, 2] * 0.9 - axes[:, :, 0] * 0.35
        place_arm(skeleton, side, wrist, -axes[:, :, 2] - 0.6 * axes[:, :, 0], hand=hand, palm=axes[:, :, 0])


def hang_freely(skeleton: Skeleton, side: Side, sign: float) -> None:
    """Let an empty hand hang straight down, a little aside and with a soft elbow."""
    build = skeleton.build
    shoulder = skeleton.joints[f"shoulder_{side}"]
    aside = shoulder[:, 1] + sign * _FREE_ASIDE_M * build.scale
    wrist = hang_wrist(shoulder, shoulder[:, 0], aside, build.soft_arm_m)
    place_arm(skeleton, side, wrist, (-1.0, sign * 0.15, 0.15))


def _follow_leg(
    skeleton: Skeleton, grip: Grip, shoulder_x: Floats, height: Floats, left_leg: Floats | float
) -> Floats:
    """X of hands at a height that keep a load close to its path."""
    build = skeleton.build
    knee, hip, ankle = (
        skeleton.joints[f"{name}_left"] * np.atleast_1d(left_leg)[:, None]
        + skeleton.joints[f"{name}_right"] * (1.0 - np.atleast_1d(left_leg))[:, None]
        for name in ("knee", "hip", "ankle")
    )
    low = np.clip((height - ankle[:, 2]) / (knee[:, 2] - ankle[:, 2]), 0.0, 1.0)
    high = np.clip((height - knee[:, 2]) / np.maximum(hip[:, 2] - knee[:, 2], 0.05), 0.0, 1.0)
    leg = ankle[:, 0] + (knee[:, 0] - ankle[:, 0]) * low + (hip[:, 0] - knee[:, 0]) * high
    before = leg + (0.085 + 0.035 * high) * build.girth * build.scale
    if grip.path == "before":
        return before
    on_floor, free = (0.12, shoulder_x) if grip.path == "beside" else (0.05, before)
    low_x = ankle[:, 0] + on_floor * build.scale
    return low_x + (free - low_x) * ease((height - 0.42 * build.scale) / (0.30 * build.scale))
