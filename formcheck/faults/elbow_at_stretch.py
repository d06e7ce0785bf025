"""How long the arms get between two pulls (fault ``short_stretch``)."""

from __future__ import annotations

import numpy as np

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import LEAST_FRAMES, find_home, find_span
from formcheck.faults.row_moments import HIDDEN_ARM, STRETCH_NOT_SEEN, find_arm_problem

_PARTS = ("clear_elbow", "upper_arm", "forearm")
SIGNALS = (*(f"{side}_{part}" for side in ("left", "right") for part in _PARTS), "shoulder_depth")
_RULE = "elbow_at_stretch"


def measure(
    window: RepWindow, *, percentile: float, least_upper_arm: float, least_forearm: float, doubt_deg: float
) -> Measure | NotJudged:
    """Measure the interior elbow angle of the working arm before it pulls: 180° straight.

    Parameters
    ----------
    window : RepWindow
        Side-on.
    percentile : float
        Of the angles in that time, 0 to 100: the longest but for outliers.
    least_upper_arm, least_forearm : float
        Torso lengths; an arm that looks shorter is hidden, or not in the plane of the picture.
    doubt_deg : float
        How far the angle may be off.

    Returns
    -------
    Measure or NotJudged
        Degrees, with its doubt.
    """
    problem = find_arm_problem(window)
    if problem:
        return NotJudged(_RULE, problem)
    angle_deg, upper_arm, forearm = (window.signals[f"{window.arm}_{part}"] for part in _PARTS)
    frames = find_home(window)
    if frames.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, STRETCH_NOT_SEEN)
    frames &= np.isfinite(angle_deg) & (upper_arm >= least_upper_arm) & (forearm >= least_forearm)
    if frames.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, HIDDEN_ARM)
    value = float(np.percentile(angle_deg[frames], percentile))
    at = int(np.argmin(np.where(frames, np.abs(angle_deg - value), np.inf)))
    return Measure(value, *find_span(window, frames), doubt=doubt_deg, at_s=float(window.t_s[at]))
