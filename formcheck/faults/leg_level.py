"""How far the raised leg is from level (faults ``leg_too_low``, ``leg_too_high`` and ``uneven_levels``)."""

from __future__ import annotations

import numpy as np

from formcheck.faults.full_reach import LEG_SIGNALS, find_leg_frames
from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import find_span

SIGNALS = LEG_SIGNALS
_RULE = "leg_level"


def measure(window: RepWindow, *, least_knee_deg: float, doubt_deg: float) -> Measure | NotJudged:
    """Measure the elevation of the line hip–ankle of the raised leg at full reach.

    Parameters
    ----------
    window : RepWindow
        Side-on.
    least_knee_deg : float
        With a knee more bent than this the line does not tell how high the leg is.
    doubt_deg : float
        How far the angle may be off.

    Returns
    -------
    Measure or NotJudged
        Degrees, 0 level, positive above it.
    """
    frames = find_leg_frames(window, least_knee_deg)
    if isinstance(frames, str):
        return NotJudged(_RULE, frames)
    leg_deg = float(np.median(window.signals["leg_line"][frames]))
    return Measure(leg_deg, *find_span(window, frames), doubt=doubt_deg)
