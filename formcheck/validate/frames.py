"""Frame by frame: what the pictures read, beside what the truth file says of the same instant."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from formcheck.motion.back import measure_back
from formcheck.motion.signals import (
    NEAR_JOINTS,
    find_near_side,
    measure_near_joint_deg,
    measure_trunk_lean_deg,
)
from formcheck.pose.landmarks import Pose
from formcheck.validate.truth import Truth

JOINTS = tuple(NEAR_JOINTS)
ANGLES = (*JOINTS, "trunk")
"""What is compared, in degrees."""
BENT_DEG = (35.0, 110.0)
"""Trunk inclination between which the shape of the back is read: only a hinge lays clothes on the back."""
AROUND_SET_S = 0.5
"""Frames are compared from so long before the first repetition until so long after the last."""

Columns = dict[str, NDArray[np.float64]]


def read_frames(poses: Iterable[Pose], facing: int) -> Columns:
    """Read every angle that is compared off every pose.

    Parameters
    ----------
    poses : iterable of Pose
    facing : int
        +1 image-right, -1 image-left, 0 unclear.

    Returns
    -------
    dict of str to ndarray, shape (N,)
        ``t_s``; ``hip``, ``knee``, ``elbow`` (interior, near side, in the picture), ``trunk``
        (inclination, forward positive) and ``arc`` (Dorsal Arc Angle of a bent trunk) in degrees.
        NaN: not seen, or with a landmark that must not be measured with.
    """
    rows = [_read_frame(pose, facing) for pose in poses]
    table = np.array(rows, float).reshape(-1, len(ANGLES) + 2)
    return dict(zip(("t_s", *ANGLES, "arc"), table.T, strict=True))


def _read_frame(pose: Pose, facing: int) -> tuple[float, ...]:
    if not pose.reliable.any():
        return (pose.t_s, *(math.nan,) * (len(ANGLES) + 1))
    side = find_near_side(pose)
    joints = [
        measure_near_joint_deg(pose, joint)
        if pose.reliable[list(NEAR_JOINTS[joint][side])].all()
        else math.nan
        for joint in JOINTS
    ]
    shoulder, hip = NEAR_JOINTS["hip"][side][:2]
    is_sure = facing and pose.reliable[shoulder] and pose.reliable[hip]
    trunk = facing * measure_trunk_lean_deg(pose) if is_sure else math.nan
    bent = BENT_DEG[0] <= trunk <= BENT_DEG[1]
    return (pose.t_s, *joints, trunk, measure_back(pose, facing).arc_deg if bent else math.nan)


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


def pair_back_with_spine(
    frames: Columns, truth: Columns, spans_s: Iterable[tuple[float, float]], least_frames: int = 5
) -> tuple[tuple[float, float], ...]:
    """Median lumbar flexion and median Dorsal Arc Angle of every repetition, over the same frames.

    Parameters
    ----------
    frames, truth : dict
        From `read_frames` and `align_truth`.
    spans_s : iterable of (float, float)
        Half-open intervals of the repetitions.
    least_frames : int
        A repetition with fewer bent frames in which the outline was found is left out.

    Returns
    -------
    tuple of (float, float)
        (true lumbar flexion, index) in degrees.
    """
    if "lumbar" not in truth:
        return ()
    pairs = []
    both = np.isfinite(frames["arc"]) & np.isfinite(truth["lumbar"])
    for start_s, end_s in spans_s:
        inside = both & (frames["t_s"] >= start_s) & (frames["t_s"] < end_s)
        if inside.sum() >= least_frames:
            pairs.append((float(np.median(truth["lumbar"][inside])), float(np.median(frames["arc"][inside]))))
    return tuple(pairs)
