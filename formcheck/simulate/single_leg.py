"""Standing on one leg while the other travels back in line with the trunk."""

from __future__ import annotations

import numpy as np

from formcheck.simulate.rotations import Floats, ease, pitch_matrix, rotate
from formcheck.simulate.skeleton import SIDES, Skeleton, middle, place_leg
from formcheck.simulate.stance import Stance

OVER_FOOT = 0.85
"""How far the middle of the hips goes towards the standing foot, 1 being right above it."""
_LIFTED_AT = 0.15
"""Drive from which on the free leg is in line with the trunk; below, its foot is still leaving the floor."""
_FOOT_SET = (0.1, 0.5)
"""Drives between which the foot goes from level with the floor to square with its shank."""
_SOFT_LEG = 0.9975
"""Share of its length that the free leg spans: 8° of knee flexion."""


def shift_over_leg(stance: Stance, scale: float, left_leg: Floats, drive: Floats) -> Floats:
    """How far the middle of the hips is to the left, metres, shape (N,).

    Parameters
    ----------
    stance : Stance
        At home, on both feet.
    scale : float
        Of the build.
    left_leg : ndarray, shape (N,)
        1 where the left leg is the standing one, 0 where the right one is.
    drive : ndarray, shape (N,)
        0 stands on both.
    """
    return (2.0 * left_leg - 1.0) * OVER_FOOT * stance.half_m * scale * ease(drive / _LIFTED_AT)


def raise_free_leg(skeleton: Skeleton, left_leg: Floats, drive: Floats) -> None:
    """Take the leg that is not the standing one off the floor, into line with the trunk.

    Parameters
    ----------
    skeleton : Skeleton
        With both feet planted.
    left_leg, drive : ndarray, shape (N,)
        As above.
    """
    build = skeleton.build
    trunk = middle(skeleton, "shoulder") - middle(skeleton, "hip")
    lean = np.arctan2(trunk[:, 0], trunk[:, 2])
    lean_back = pitch_matrix(np.degrees(lean))
    straight = rotate(lean_back, (0.0, 0.0, -_SOFT_LEG * (build.thigh_m + build.shank_m)))
    knee_ahead = rotate(lean_back, (1.0, 0.0, 0.0))
    set_share = ease((drive - _FOOT_SET[0]) / (_FOOT_SET[1] - _FOOT_SET[0]))
    for side, _ in SIDES:
        is_free = 1.0 - left_leg if side == "left" else left_leg
        lifted = (is_free * ease(drive / _LIFTED_AT))[:, None]
        hip, ankle = skeleton.joints[f"hip_{side}"], skeleton.joints[f"ankle_{side}"]
        planted_pole = skeleton.joints[f"knee_{side}"] - 0.5 * (hip + ankle)
        foot_turn = pitch_matrix(np.degrees(lean) * set_share * is_free)
        place_leg(
            skeleton,
            side,
            ankle + (hip + straight - ankle) * lifted,
            planted_pole * (1.0 - lifted) + knee_ahead * lifted,
            rotate(foot_turn, skeleton.directions[f"foot_{side}"]),
            rotate(foot_turn, skeleton.directions[f"sole_{side}"]),
        )
