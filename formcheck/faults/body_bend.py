"""How far hips leave the line of a straight body (fault ``hip_sag``)."""

from __future__ import annotations

import numpy as np

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.leg_view import HIDDEN, LEAST_SHARE, find_clear_frames
from formcheck.faults.moments import LEAST_FRAMES, UNCLEAR_FACING, find_span

SIGNALS = ("signed_hip", "thigh_length", "shank_length")
_RULE = "body_bend"
STRAIGHT_DEG = 180.0


def measure(window: RepWindow, *, percentile: float, doubt_deg: float) -> Measure | NotJudged:
    """Measure the bend of the near hip, whichever way.

    Parameters
    ----------
    window : RepWindow
        Side-on.
    percentile : float
        Of the bends over the repetition, 0 to 100: for the rest of the time the hips are as far out of line.
    doubt_deg : float
        How far the angle may be off.

    Returns
    -------
    Measure or NotJudged
        Degrees missing to straight. The second value has the sign: positive where the hips sag, which bends
        them, negative where they are pushed up.

    Notes
    -----
    Shoulder, hip and knee, not the ankle: knees may be bent, which makes the row easier and the line no less
    straight.
    """
    if not window.facing:
        return NotJudged(_RULE, UNCLEAR_FACING)
    angle_deg = window.signals["signed_hip"]
    seen = window.during & np.isfinite(angle_deg)
    frames = find_clear_frames(window, seen)
    if frames.sum() < max(LEAST_FRAMES, LEAST_SHARE * window.during.sum()):
        return NotJudged(_RULE, HIDDEN)
    bend_deg = STRAIGHT_DEG - (angle_deg if window.facing > 0 else 360.0 - angle_deg)
    value = float(np.percentile(np.abs(bend_deg[frames]), percentile))
    at = int(np.argmin(np.where(frames, np.abs(np.abs(bend_deg) - value), np.inf)))
    return Measure(
        value,
        *find_span(window, frames),
        also=float(bend_deg[at]),
        doubt=doubt_deg,
        at_s=float(window.t_s[at]),
    )
