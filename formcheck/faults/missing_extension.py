"""How much hips and knees lack to straight at the top (fault ``soft_lockout``)."""

from __future__ import annotations

import numpy as np

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.leg_view import LEG_SIGNALS, find_clear_frames, find_leg_problem
from formcheck.faults.moments import LEAST_FRAMES, TOP_NOT_SEEN, find_span, find_top

SIGNALS = ("near_knee_angle", *LEG_SIGNALS)
_RULE = "missing_extension"


def measure(
    window: RepWindow,
    *,
    before_end_s: float,
    after_end_s: float,
    knee_allowance_deg: float,
    percentile: float,
    doubt_deg: float,
) -> Measure | NotJudged:
    """Measure the degrees that the hip, or the knee less its allowance, lacks to 180° at the top.

    Parameters
    ----------
    window : RepWindow
        Side-on.
    before_end_s, after_end_s : float
        So long before and after the end of the lift is looked at.
    knee_allowance_deg : float
        A knee may be softer than a hip by so much.
    percentile : float
        Of the angles in that time, 0 to 100: the straightest but for outliers.
    doubt_deg : float
        How far an angle may be off.

    Returns
    -------
    Measure or NotJudged
        Degrees, the larger of both.
    """
    hip_deg, knee_deg = window.signals["near_hip_angle"], window.signals["near_knee_angle"]
    from_s = window.rep.end_s - before_end_s
    frames = find_top(window, from_s, before_end_s + after_end_s)
    frames &= np.isfinite(hip_deg) & np.isfinite(knee_deg)
    if frames.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, TOP_NOT_SEEN)
    problem = find_leg_problem(window, frames)
    if problem:
        return NotJudged(_RULE, problem)
    frames = find_clear_frames(window, frames)
    hip_lacks_deg = 180.0 - float(np.percentile(hip_deg[frames], percentile))
    knee_lacks_deg = 180.0 - float(np.percentile(knee_deg[frames], percentile)) - knee_allowance_deg
    return Measure(max(hip_lacks_deg, knee_lacks_deg), *find_span(window, frames), doubt=doubt_deg)
