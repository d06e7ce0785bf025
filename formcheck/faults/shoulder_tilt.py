"""How far the shoulder line tilts against the hip line (fault ``uneven_shoulders``)."""

from __future__ import annotations

import numpy as np

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import LEAST_FRAMES, find_span

SIGNALS = ("shoulder_tilt", "world_trunk_inclination")
_RULE = "shoulder_tilt"


def measure(window: RepWindow, *, most_bend_deg: float) -> Measure | NotJudged:
    """Measure the tilt of the shoulder line against the hip line over the upright part of a repetition.

    Parameters
    ----------
    window : RepWindow
        From the front or the back.
    most_bend_deg : float
        Only frames with a trunk at most so bent are used; their median counts. In a deep hinge the shoulders
        hide the hips from the front, and a camera a little beside it sees them tilted.

    Returns
    -------
    Measure or NotJudged
        Degrees, whichever shoulder is lower.
    """
    tilt_deg = window.signals["shoulder_tilt"]
    frames = window.during & np.isfinite(tilt_deg)
    frames &= window.signals["world_trunk_inclination"] <= most_bend_deg
    if frames.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, "Shoulders or hips were not seen: keep the whole body in the picture.")
    return Measure(abs(float(np.median(tilt_deg[frames]))), *find_span(window, frames))
