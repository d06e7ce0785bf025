"""Arms that row: along a straight line, to a bar that turns about its far end, or to a handle."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from formcheck.simulate.arms import hang_wrist
from formcheck.simulate.rotations import Floats, ease, normalize
from formcheck.simulate.schedule import Side, Timeline
from formcheck.simulate.skeleton import Skeleton, bend_two_bones, place_arm

TOP = (0.285, 0.175)
"""Wrist at the end of the pull: metres from the shoulder along the trunk towards the hip, and ahead of
the trunk's mid-line, 1.78 m figure; 0.66 torso lengths from the shoulder (0.41 to 0.77 in real rows)."""
GRIP_TOP = (0.290, 0.245)
"""The same of what the hand holds, where the forearm points forward out of the trunk."""
_USUAL_FLARE_DEG = 12.0
_CURL_ROUNDS = 6
"""The forearm turns when the wrist moves: after so many rounds the bend is right to 0.1°."""


@dataclass(frozen=True, slots=True, eq=False)
class Lever:
    """A bar that turns about one fixed end, in a plane at the figure's side or in its middle.

    Attributes
    ----------
    pivot : ndarray, shape (3,)
    radius_m : float
        From there to the hand.
    """

    pivot: Floats
    radius_m: float

    def point_at(self, angle: Floats, y: float) -> Floats:
        """Where the hand is for an angle above the floor in radians, and a distance to the left; (N, 3)."""
        x = self.pivot[0] + self.radius_m * np.cos(angle)
        z = self.pivot[2] + self.radius_m * np.sin(angle)
        return np.stack([x, np.full_like(x, y), z], -1)

    def hang(self, shoulder: Floats, y: float, length_m: float) -> Floats:
        """Angle at which an arm of a length hangs down to the bar, shape (N,)."""
        planar = np.sqrt(length_m**2 - (y - shoulder[:, 1]) ** 2)
        away = (shoulder - self.pivot)[:, [0, 2]]
        far = np.linalg.norm(away, axis=-1)
        cosine = (far**2 + self.radius_m**2 - planar**2) / (2 * far * self.radius_m)
        return np.arctan2(away[:, 1], away[:, 0]) - np.arccos(np.clip(cosine, -1.0, 1.0))

    def aim(self, target: Floats) -> Floats:
        """Angle at which the bar points at a target (N, 3), shape (N,)."""
        away = target - self.pivot
        return np.arctan2(away[:, 2], away[:, 0])


def lean_with_pull(
    trunk_deg: Floats, timeline: Timeline, t_s: Floats, drive: Floats, dials: dict[str, Floats]
) -> Floats:
    """Inclination of a trunk that swings, goes first or dips with the pull, in degrees."""
    early = ease(timeline.elapsed(t_s, "out") / 0.35) * (1 - ease(timeline.elapsed(t_s, "back") / 0.8))
    dip = dials["chest_dip"] * ease((drive - 0.6) / 0.4)
    return trunk_deg - dials["torso_swing"] * drive - dials["hips_before_pull"] * early + dip


def share_pull(
    timeline: Timeline, t_s: Floats, drive: Floats, dials: dict[str, Floats], side: Side
) -> Floats:
    """How far one arm has pulled, 0 hanging to 1 at the ribs, for a drive that is 0 while it rests."""
    late = ease((timeline.elapsed(t_s, "out") - 0.3) / 0.4)
    held_back = np.where(dials["hips_before_pull"] > 0, late, 1.0)
    most = 1.0 - dials["short_pull"] - (dials["uneven_sides"] if side == "right" else 0.0)
    bent = dials["short_stretch"]
    return bent + (np.maximum(most, bent) - bent) * drive * held_back


def pull_freely(
    skeleton: Skeleton,
    side: Side,
    across_m: float,
    share: Floats,
    dials: dict[str, Floats],
    *,
    overhand: bool = False,
) -> None:
    """Pull what hangs free straight to the lower ribs; the elbow leads up and back.

    Parameters
    ----------
    skeleton : Skeleton
        Bent over.
    side : {"left", "right"}
    across_m : float
        Where the hand is, to the left.
    share : ndarray, shape (N,)
    dials : dict of str to ndarray, shape (N,)
    overhand : bool
        Palms back, not towards each other.
    """
    build, scale = skeleton.build, skeleton.build.scale
    sign = 1.0 if side == "left" else -1.0
    shoulder = skeleton.joints[f"shoulder_{side}"]
    hanging = hang_wrist(shoulder, shoulder[:, 0] + 0.02, across_m, build.soft_arm_m) - shoulder
    axes = skeleton.axes_at(build.shoulder_s_m * 0.6)
    top = (-axes[:, :, 2] * TOP[0] + axes[:, :, 0] * TOP[1]) * scale
    top[:, 1] = hanging[:, 1]
    wrist = shoulder + hanging + (top - hanging) * share[:, None]
    flare = np.deg2rad(_USUAL_FLARE_DEG + dials["elbow_flare"])
    pole = np.stack([-0.85 * np.cos(flare), sign * np.sin(flare), 0.5 * np.cos(flare)], -1)
    palm = (-1.0, 0.0, 0.0) if overhand else None
    place_arm(skeleton, side, wrist, pole, palm=palm)
    hand = _curl(skeleton, side, dials["wrist_curl"] * share, -axes[:, :, 2])
    place_arm(skeleton, side, wrist, pole, hand=hand, palm=palm)


def pull_lever(
    skeleton: Skeleton,
    side: Side,
    lever: Lever,
    across_m: float,
    share: Floats,
    dials: dict[str, Floats],
) -> None:
    """Pull a bar that turns about its far end to the belly.

    Parameters
    ----------
    skeleton : Skeleton
        Bent over.
    side : {"left", "right"}
    lever : Lever
    across_m : float
        Where the hand is, to the left.
    share : ndarray, shape (N,)
        The bar's angle is linear in it.
    dials : dict of str to ndarray, shape (N,)
    """
    build = skeleton.build
    shoulder = skeleton.joints[f"shoulder_{side}"]
    axes = skeleton.axes_at(build.shoulder_s_m * 0.6)
    down, ahead = GRIP_TOP
    top = shoulder + (-axes[:, :, 2] * down + axes[:, :, 0] * ahead) * build.scale
    hanging = lever.hang(shoulder, across_m, build.soft_arm_m + build.grip_m)
    grip = lever.point_at(hanging + (lever.aim(top) - hanging) * share, across_m)
    hold_grip(skeleton, side, grip, lead_elbow(skeleton, side, dials), dials["wrist_curl"] * share)


def lead_elbow(skeleton: Skeleton, side: Side, dials: dict[str, Floats]) -> Floats:
    """Direction in which an elbow is led: behind the back and a little towards the hips; (N, 3)."""
    axes = skeleton.axes_at(skeleton.build.shoulder_s_m * 0.6)
    flare = np.deg2rad(_USUAL_FLARE_DEG + dials["elbow_flare"])[:, None]
    sign = 1.0 if side == "left" else -1.0
    back = -0.86 * axes[:, :, 0] - 0.48 * axes[:, :, 2]
    return back * np.cos(flare) + sign * axes[:, :, 1] * np.sin(flare)


def hold_grip(
    skeleton: Skeleton,
    side: Side,
    grip: Floats,
    pole: Floats,
    curl_deg: Floats,
    palm: ArrayLike | None = None,
) -> None:
    """Close a hand around a point, hand and forearm in one line but for the wrist's curl.

    Parameters
    ----------
    skeleton : Skeleton
    side : {"left", "right"}
    grip : ndarray, shape (N, 3)
        Middle of the closed hand; where it is out of reach, the hand comes as near as it can.
    pole : ndarray, shape (N, 3)
        Where the elbow points.
    curl_deg : ndarray, shape (N,)
        Bend of the wrist towards the hips. The grip stays; the wrist makes room.
    palm : array_like, optional
        Where the palm faces; towards the other hand by default.
    """
    build = skeleton.build
    shoulder = skeleton.joints[f"shoulder_{side}"]
    elbow, held = bend_two_bones(
        shoulder, grip, build.upper_arm_m, build.forearm_m + build.grip_m, np.broadcast_to(pole, grip.shape)
    )
    hand = normalize(held - elbow)
    place_arm(skeleton, side, held - hand * build.grip_m, pole, hand=hand, palm=palm)
    if not np.any(curl_deg):
        return
    towards_hips = -skeleton.axes_at(build.shoulder_s_m * 0.6)[:, :, 2]
    for _ in range(_CURL_ROUNDS):
        hand = _curl(skeleton, side, curl_deg, towards_hips)
        place_arm(skeleton, side, held - hand * build.grip_m, pole, hand=hand, palm=palm)


def _curl(skeleton: Skeleton, side: Side, curl_deg: Floats, towards: Floats) -> Floats:
    """Direction of a hand that bends from its forearm towards a direction, (N, 3)."""
    curl = np.deg2rad(curl_deg)[:, None]
    forearm = normalize(skeleton.joints[f"wrist_{side}"] - skeleton.joints[f"elbow_{side}"])
    back = normalize(towards - forearm * (towards * forearm).sum(-1, keepdims=True))
    return normalize(forearm * np.cos(curl) + back * np.sin(curl))
