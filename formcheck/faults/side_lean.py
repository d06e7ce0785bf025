"""How far the trunk leans to one side at the top (fault ``uneven_shoulders`` with a load in one hand)."""

from __future__ import annotations

import numpy as np

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import LEAST_FRAMES, TOP_NOT_SEEN, find_span, find_top

SIGNALS = ("side_lean", "world_trunk_inclination")
_RULE = "side_lean"


def measure(
    window: RepWindow, *, after_end_s: float, most_bend_deg: float, level_doubt_deg: float
) -> Measure | NotJudged:
    """Measure the sideways lean of the trunk while standing with the load.

    Parameters
    ----------
    window : RepWindow
        From the front or the back.
    after_end_s : float
        So long after the end of the lift is looked at; the median counts.
    most_bend_deg : float
        Only frames with a trunk at most so bent are used: seen a little from the side, a bent trunk looks as
        if it leaned.
    level_doubt_deg : float
        How far the camera may be off level.

    Returns
    -------
    Measure or NotJudged
        Degrees, to whichever side; with the camera's level as its doubt.
    """
    lean_deg = window.signals["side_lean"]
    frames = find_top(window, window.rep.end_s, after_end_s) & np.isfinite(lean_deg)
    if frames.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, TOP_NOT_SEEN)
    frames &= window.signals["world_trunk_inclination"] <= most_bend_deg
    if frames.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, "The trunk was never upright after the lift: stand tall before the next one.")
    value = abs(float(np.median(lean_deg[frames])))
    return Measure(value, *find_span(window, frames), doubt=level_doubt_deg)
