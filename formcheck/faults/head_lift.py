"""How far the head is lifted on the way into the hold (fault ``neck_craning`` on hands and knees)."""

from __future__ import annotations

import numpy as np

from formcheck.faults.full_reach import NOT_REACHED, REST_NOT_SEEN, REST_SIGNALS, find_hold, find_rest
from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import LEAST_FRAMES, UNCLEAR_FACING, Mask, find_span

SIGNALS = (*REST_SIGNALS, "gaze", "head_length", "torso_length", "trunk_lean")
_RULE = "head_lift"


def measure(window: RepWindow, *, least_head: float, doubt_deg: float) -> Measure | NotJudged:
    """Measure how much the head turns up against the trunk, from the own rest to full reach.

    Parameters
    ----------
    window : RepWindow
        Side-on.
    least_head : float
        Torso lengths from ear to nose; a head that looks shorter is hidden by the arm, or turned away, and
        the pose model invents where it looks.
    doubt_deg : float
        How far the angle may be off.

    Returns
    -------
    Measure or NotJudged
        Degrees, positive where the head is lifted.
    """
    if not window.facing:
        return NotJudged(_RULE, UNCLEAR_FACING)
    signals = window.signals
    seen = np.isfinite(signals["gaze"]) & np.isfinite(signals["trunk_lean"])
    hold, rest = find_hold(window), find_rest(window)
    if hold.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, NOT_REACHED)
    if rest.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, REST_NOT_SEEN)
    share = signals["head_length"] / signals["torso_length"]
    for frames in (hold & seen, rest & seen):
        if frames.sum() < LEAST_FRAMES or not float(np.median(share[frames])) >= least_head:
            return NotJudged(_RULE, "The raised arm or something else hides the face, or it is turned away.")
    turned_deg = find_head_deg(window, hold & seen) - find_head_deg(window, rest & seen)
    lifted_deg = (turned_deg + 180.0) % 360.0 - 180.0
    return Measure(lifted_deg, *find_span(window, hold & seen), doubt=doubt_deg)


def find_head_deg(window: RepWindow, frames: Mask) -> float:
    """Median angle of the line ear → nose to the perpendicular of the trunk, upward positive.

    Parameters
    ----------
    window : RepWindow
        With its facing and the signals "gaze" and "trunk_lean".
    frames : ndarray, shape (N,), bool
        At least one, all with both signals seen.

    Returns
    -------
    float
        Degrees; 0 with the head in line with the trunk.
    """
    gaze_deg = window.signals["gaze"][frames]
    up_deg = gaze_deg if window.facing > 0 else 180.0 - gaze_deg
    up_deg = up_deg + window.facing * window.signals["trunk_lean"][frames]
    return float(np.median((up_deg + 180.0) % 360.0 - 180.0))
