"""How far the knees extend with the pull of a row (fault ``leg_drive``)."""

from __future__ import annotations

import numpy as np

from formcheck.faults.course import cut_pull, find_pull, follow
from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.leg_view import HIDDEN, LEG_SIGNALS, find_clear_frames, find_leg_problem

SIGNALS = ("near_knee_angle", *LEG_SIGNALS)
_RULE = "leg_drive"


def measure(window: RepWindow, *, before_s: float) -> Measure | NotJudged:
    """Measure how far the near knee extends, from its most bent on, until the pull has ended.

    Parameters
    ----------
    window : RepWindow
        Side-on.
    before_s : float
        So long before the pull is looked at: a dip comes first.

    Returns
    -------
    Measure or NotJudged
        Degrees; 0 where the knee only bends further.
    """
    start_s, end_s = find_pull(window)
    frames = window.find_frames(start_s - before_s, end_s)
    problem = find_leg_problem(window, frames)
    if problem:
        return NotJudged(_RULE, problem)
    clear = find_clear_frames(window, np.ones_like(frames))
    knee_deg = np.where(clear & (window.signals["settled"] > 0), window.signals["near_knee_angle"], np.nan)
    pull = cut_pull(follow(window, window.t_s, knee_deg), window, before_s)
    if pull is None:
        return NotJudged(_RULE, HIDDEN)
    rise = pull.find_rise()
    return Measure(rise.size, float(pull.t_s[0]), float(pull.t_s[-1]), at_s=rise.to_s)
