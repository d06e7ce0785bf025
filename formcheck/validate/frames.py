"""Frame by frame: what the pictures read, beside what the truth file says of the same instant."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from formcheck.motion.legs import find_clear_legs, measure_shank_length, measure_thigh_length
from formcheck.motion.posture import measure_arm_part, measure_clear_joint_deg
from formcheck.motion.signals import (
    NEAR_JOINTS,
    find_near_side,
    measure_trunk_lean_deg,
)
from formcheck.pose.landmarks import Pose
from formcheck.validate.truth import Truth

JOINTS = tuple(NEAR_JOINTS)
ANGLES = (*JOINTS, "trunk")
"""What is compared, in degrees."""
LEG_JOINTS = ("hip", "knee")
AROUND_SET_S = 0.5
"""Frames are compared from so long before the first repetition until so long after the last."""

Columns = dict[str, NDArray[np.float64]]


def read_frames(poses: Iterable[Pose], facing: int, least_arm: tuple[float, float]) -> Columns:
    """Read every angle that is compared off every pose.

    Parameters
    ----------
    poses : iterable of Pose
    facing : int
        +1 image-right, -1 image-left, 0 unclear.
    least_arm : tuple of float
        Least length of upper arm and forearm in trunk lengths.

    Returns
    -------
    dict of str to ndarray, shape (N,)
        ``t_s``; ``hip``, ``knee``, ``elbow`` (interior, near side, in the picture) and ``trunk``
        (inclination, forward positive) in degrees.
        NaN: not seen, or with a landmark that must not be measured with, or with a leg or an arm that
        something hides.
    """
    rows = [_read_frame(pose, facing) for pose in poses]
    names = ("t_s", *ANGLES, "thigh", "shank", "upper_arm", "forearm")
    frames = dict(zip(names, np.array(rows, float).reshape(-1, len(names)).T, strict=True))
    hidden = ~find_clear_legs(frames["t_s"], frames.pop("thigh"), frames.pop("shank"))
    for joint in LEG_JOINTS:
        frames[joint] = np.where(hidden, math.nan, frames[joint])
    arm_parts = frames.pop("upper_arm"), frames.pop("forearm")
    is_whole = (arm_parts[0] >= least_arm[0]) & (arm_parts[1] >= least_arm[1])
    frames["elbow"] = np.where(is_whole, frames["elbow"], math.nan)
    return frames


def _read_frame(pose: Pose, facing: int) -> tuple[float, ...]:
    if not pose.reliable.any():
        return (pose.t_s, *(math.nan,) * (len(ANGLES) + 4))
    joints = [measure_clear_joint_deg(pose, joint) for joint in JOINTS]
    shoulder, hip = NEAR_JOINTS["hip"][find_near_side(pose)][:2]
    is_sure = facing and pose.reliable[shoulder] and pose.reliable[hip]
    trunk = facing * measure_trunk_lean_deg(pose) if is_sure else math.nan
    legs = (measure_thigh_length(pose), measure_shank_length(pose))
    return (pose.t_s, *joints, trunk, *legs, measure_arm_part(pose, 0), measure_arm_part(pose, 1))


def align_truth(truth: Truth, t_s: NDArray[np.float64], facing: int) -> Columns:
    """Read the truth's signals at the times of the frames, in the plane they are compared in.

    Parameters
    ----------
    truth : Truth
        With signals.
    t_s : ndarray, shape (N,)
    facing : int
        As reported; used where the truth does not say which side was near.

    Returns
    -------
    dict of str to ndarray, shape (N,)
        The names of ``ANGLES`` and ``lumbar``, where the truth has them, in degrees; NaN outside its
        samples and outside the set.
    """
    # A camera at the right side of a person sees the person look to the right.
    near = truth.facing or ("right" if facing > 0 else "left")
    names = {joint: f"{joint}_{near}_sagittal" for joint in JOINTS} | {"trunk": "trunk", "lumbar": "lumbar"}
    inside = _find_set(truth, t_s)
    return {
        name: np.where(
            inside,
            np.interp(t_s, truth.signals["t_s"], truth.signals[column], left=math.nan, right=math.nan),
            math.nan,
        )
        for name, column in names.items()
        if column in truth.signals
    }


def _find_set(truth: Truth, t_s: NDArray[np.float64]) -> NDArray[np.bool_]:
    times = [t for rep in truth.reps for t in (rep.start_s, rep.end_s) if math.isfinite(t)]
    if not times:
        return np.ones(len(t_s), bool)
    return (t_s >= min(times) - AROUND_SET_S) & (t_s <= max(times) + AROUND_SET_S)


def measure_lumbar_deg(
    truth: Columns,
    t_s: NDArray[np.float64],
    start_s: float,
    end_s: float,
    least_bend_deg: float,
    peak_share: float,
) -> float:
    """True lumbar flexion of a repetition, over the frames whose back is judged.

    Parameters
    ----------
    truth : dict
        From `align_truth`.
    t_s : ndarray, shape (N,)
        Times of the frames.
    start_s, end_s : float
        Half-open interval of the repetition.
    least_bend_deg, peak_share : float
        Which of its frames the rule looks at.

    Returns
    -------
    float
        Median in degrees over the frames bent at least ``least_bend_deg`` and ``peak_share`` times as far as
        the deepest ones; NaN where the truth does not say or the trunk was never bent.
    """
    if "lumbar" not in truth or "trunk" not in truth:
        return math.nan
    inside = (t_s >= start_s) & (t_s < end_s) & np.isfinite(truth["lumbar"])
    if not inside.any():
        return math.nan
    peak_deg = float(np.nanpercentile(truth["trunk"][inside], 95))
    bent = inside & (truth["trunk"] >= max(least_bend_deg, peak_share * peak_deg))
    return float(np.median(truth["lumbar"][bent])) if bent.any() else math.nan
