"""Where a row's pull ends, and which arm a measure may look at. Long arms are home."""

from __future__ import annotations

import math

import numpy as np

from formcheck.faults.judgement import RepWindow
from formcheck.faults.moments import LEAST_FRAMES, Mask

REACH_SIGNALS = ("left_reach", "right_reach", "shoulder_depth")
"""What `find_squeeze` and `find_arm_problem` read."""
SQUEEZE_SHARE = 0.3
"""The end of the pull: the hand is within this last share of its way, going and coming back."""
MOSTLY = 0.5

STRETCH_NOT_SEEN = (
    "Long arms were not seen before the pull: stay in the picture from before the first one on."
)
PULL_NOT_SEEN = "The end of the pull was not seen: keep shoulder, elbow and hand in the picture."
FAR_ARM = "The working arm is the far one: film from its side, or turn round when you change arms."
ARMS_NOT_SEEN = "Both arms must be seen through the whole pull: film from straight ahead, or from behind."
HIDDEN_ARM = "Something hides the arm: film from where shoulder, elbow and hand are seen."


def find_squeeze(window: RepWindow, share: float = SQUEEZE_SHARE) -> Mask:
    """Frames in which the hand is near the end of the pull, from any view.

    Parameters
    ----------
    window : RepWindow
        With the signals ``REACH_SIGNALS``; "reach" tells a pull from every view.
    share : float
        Last share of the hand's way.

    Returns
    -------
    ndarray, shape (N,), bool
        None where the pull was not seen. The same in a live set as in its report: only frames before the
        instant of the count are looked at.
    """
    reach = window.signals[f"{window.arm}_reach"]
    frames = window.find_frames(window.rep.start_s, window.rep.counted_s) & np.isfinite(reach)
    if frames.sum() < LEAST_FRAMES:
        return np.zeros_like(frames)
    nearest = float(reach[frames].min())
    farthest = float(reach[frames & (window.t_s <= window.rep.turn_s)].max(initial=nearest))
    return frames & (reach <= nearest + share * (farthest - nearest))


def find_arm_problem(window: RepWindow) -> str:
    """Say why the working arm must not be measured; empty when it may.

    Side-on the trunk and the near arm hide the far one, and the pose model guesses it.
    """
    is_side_on = window.view_shares.get("side", 0.0) > MOSTLY
    return FAR_ARM if is_side_on and window.arm != window.near_side else ""


def find_median(values: np.ndarray, frames: Mask) -> float:
    """Median over some frames of what was seen; NaN where fewer than ``LEAST_FRAMES`` were."""
    seen = values[frames & np.isfinite(values)]
    return float(np.median(seen)) if len(seen) >= LEAST_FRAMES else math.nan
