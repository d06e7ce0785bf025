"""May the near leg be measured? Plates hide it, an oblique view shortens it, and one leg may not carry."""

from __future__ import annotations

import numpy as np

from formcheck.faults.judgement import RepWindow
from formcheck.faults.moments import LEAST_FRAMES, Mask, find_depth
from formcheck.motion.legs import SEGMENT_SPAN, find_clear_legs

LEG_SIGNALS = ("thigh_length", "shank_length", "near_hip_angle", "hip_flexion")
LEAST_SHARE = 0.6
"""So many of the frames a rule looks at must show a whole leg."""
CARRYING_SHARE = 0.5
"""A leg that carries bends its hip at least half as far as the repetition goes; a raised leg stays in line
with the trunk."""
AROUND_DEPTH_S = 0.25

HIDDEN = "Something hides the legs (plates?): film from where the near leg is seen from hip to foot."
SHORTENED = "The legs look too short from here: film exactly side-on, with the whole leg in the picture."
RAISED = "The leg nearer to the camera is the raised one: film from the side of the standing leg."


def find_clear_frames(window: RepWindow, frames: Mask, least_thigh: float = SEGMENT_SPAN[0]) -> Mask:
    """Those of some frames in which the near leg has human proportions, there and around.

    The first frames of a tracking, which are not settled, tell nothing about their neighbours. Nor do those
    after the count about those before it: what is judged live must be judged the same in the report.
    """
    settled = window.signals["settled"] > 0
    clear = np.zeros_like(frames)
    for known in (settled, settled & (window.t_s < window.rep.counted_s)):
        thigh, shank = window.signals["thigh_length"][known], window.signals["shank_length"][known]
        clear[known] = find_clear_legs(window.t_s[known], thigh, shank, least_thigh)
    return frames & clear


def find_leg_problem(window: RepWindow, frames: Mask, least_thigh: float = SEGMENT_SPAN[0]) -> str:
    """Say why the near leg must not be measured in some frames; empty when it may.

    Parameters
    ----------
    window : RepWindow
        With the signals ``LEG_SIGNALS``.
    frames : ndarray, shape (N,), bool
        The frames a measure would use.
    least_thigh : float
        Torso lengths; the thigh of a wide stance looks shorter from the side.

    Returns
    -------
    str
        One sentence for the athlete.
    """
    clear = int(find_clear_frames(window, frames, least_thigh).sum())
    if clear < LEAST_FRAMES or clear < LEAST_SHARE * int(frames.sum()):
        return HIDDEN if window.view_shares.get("side", 0.0) > 0.5 else SHORTENED
    flexion_deg = 180.0 - window.signals["near_hip_angle"][find_depth(window, AROUND_DEPTH_S)]
    flexion_deg = flexion_deg[np.isfinite(flexion_deg)]
    if len(flexion_deg) and float(np.median(flexion_deg)) < CARRYING_SHARE * window.rep.range:
        return RAISED
    return ""
