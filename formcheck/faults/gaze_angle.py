"""Where the head looks against the trunk where the movement turns (fault ``neck_craning``)."""

from __future__ import annotations

import numpy as np

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import LEAST_FRAMES, UNCLEAR_FACING, find_depth, find_span

SIGNALS = ("hip_flexion", "gaze", "head_length", "torso_length", "trunk_lean")
TURN_NOT_SEEN = "The turn was not seen: start the video before the set, the whole body in the picture."
_RULE = "gaze_angle"


def measure(
    window: RepWindow, *, around_s: float, least_head: float, doubt_deg: float
) -> Measure | NotJudged:
    """Measure the angle of the line ear → nose to the perpendicular of the trunk.

    Parameters
    ----------
    window : RepWindow
        Side-on.
    around_s : float
        Frames up to so far from the turn are used, a hinge's lowest position or a row's squeeze; their median
        counts.
    least_head : float
        Torso lengths from ear to nose; a head that looks shorter is turned away or hidden, and the pose model
        invents where it looks.
    doubt_deg : float
        How far the angle may be off.

    Returns
    -------
    Measure or NotJudged
        Degrees, 0 with the head in line with the trunk, whether it is lifted or tucked; the second value has
        the sign: positive looks up, negative tucks the chin.
    """
    if not window.facing:
        return NotJudged(_RULE, UNCLEAR_FACING)
    gaze_deg, lean_deg = window.signals["gaze"], window.signals["trunk_lean"]
    depth = find_depth(window, around_s)
    if depth.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, TURN_NOT_SEEN)
    frames = depth & np.isfinite(gaze_deg) & np.isfinite(lean_deg)
    if frames.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, "The head was not seen where the movement turns: keep it in the picture.")
    if not np.median((window.signals["head_length"] / window.signals["torso_length"])[frames]) >= least_head:
        return NotJudged(_RULE, "Something hides the face (hair, a plate?), or it is turned away.")
    up_deg = gaze_deg[frames] if window.facing > 0 else 180.0 - gaze_deg[frames]
    up_deg = (up_deg + window.facing * lean_deg[frames] + 180.0) % 360.0 - 180.0
    value = float(np.median(up_deg))
    return Measure(abs(value), *find_span(window, frames), also=value, doubt=doubt_deg)
