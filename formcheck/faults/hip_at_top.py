"""How far the hips go past straight at the top (fault ``overextended_lockout``)."""

from __future__ import annotations

import numpy as np

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.leg_view import LEG_SIGNALS, find_clear_frames, find_leg_problem
from formcheck.faults.moments import LEAST_FRAMES, TOP_NOT_SEEN, UNCLEAR_FACING, find_span, find_top

SIGNALS = ("signed_hip", *LEG_SIGNALS)
_RULE = "hip_at_top"


def measure(window: RepWindow, *, after_s: float, percentile: float) -> Measure | NotJudged:
    """Measure the signed hip angle shoulder–hip–knee at the top: 180° straight, above it hips in front.

    Parameters
    ----------
    window : RepWindow
        Side-on.
    after_s : float
        So long after the repetition was counted is looked at.
    percentile : float
        Of the angles in that time, 0 to 100.

    Returns
    -------
    Measure or NotJudged
        Degrees.
    """
    if not window.facing:
        return NotJudged(_RULE, UNCLEAR_FACING)
    angle_deg = window.signals["signed_hip"]
    frames = find_top(window, window.rep.counted_s, after_s) & np.isfinite(angle_deg)
    if frames.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, TOP_NOT_SEEN)
    problem = find_leg_problem(window, frames)
    if problem:
        return NotJudged(_RULE, problem)
    frames = find_clear_frames(window, frames)
    angle_deg = angle_deg if window.facing > 0 else 360.0 - angle_deg
    value = float(np.percentile(angle_deg[frames], percentile))
    at = int(np.argmin(np.where(frames, np.abs(angle_deg - value), np.inf)))
    return Measure(value, *find_span(window, frames), at_s=float(window.t_s[at]))
