"""How far the shoulder line tilts against the hip line (fault ``uneven_shoulders``)."""

from __future__ import annotations

import math

import numpy as np

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import LEAST_FRAMES, find_span, find_top

SIGNALS = ("shoulder_tilt", "world_trunk_inclination")
_RULE = "shoulder_tilt"
LEAST_TANGENT = 1e-3


def measure(
    window: RepWindow, *, after_end_s: float, most_bend_deg: float, doubt_deg: float, perspective_deg: float
) -> Measure | NotJudged:
    """Measure the tilt of the shoulder line against the hip line while the athlete is upright with the load.

    Parameters
    ----------
    window : RepWindow
        From the front or the back.
    after_end_s : float
        The repetition and so long after it is looked at.
    most_bend_deg : float
        Only frames with a trunk at most so bent are used; their median counts. In a deep hinge the shoulders
        hide the hips from the front, and a camera a little beside it sees them tilted.
    doubt_deg : float
        How far the tilt may be off, seen straight from the front.
    perspective_deg : float
        How far above or below the camera's height the shoulders appear. A camera that stands beside the front
        sees level shoulders tilted by this times the cotangent of the yaw, which is added to the doubt.

    Returns
    -------
    Measure or NotJudged
        Degrees, whichever shoulder is lower.
    """
    tilt_deg = window.signals["shoulder_tilt"]
    frames = (window.during | find_top(window, window.rep.end_s, after_end_s)) & np.isfinite(tilt_deg)
    frames &= window.signals["world_trunk_inclination"] <= most_bend_deg
    if frames.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, "Shoulders or hips were not seen: keep the whole body in the picture.")
    beside = 1.0 / max(math.tan(math.radians(window.yaw_deg)), LEAST_TANGENT)
    doubt = doubt_deg + perspective_deg * beside
    return Measure(abs(float(np.median(tilt_deg[frames]))), *find_span(window, frames), doubt=doubt)
