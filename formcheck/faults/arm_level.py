"""How far the raised arm is from level (fault ``arm_off_level``)."""

from __future__ import annotations

import numpy as np

from formcheck.faults.full_reach import ARM, ARM_SIGNALS, find_limb_frames
from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import find_span

SIGNALS = ARM_SIGNALS
_RULE = "arm_level"


def measure(window: RepWindow, *, high_allowance_deg: float, doubt_deg: float) -> Measure | NotJudged:
    """Measure the elevation of the line shoulder–wrist at full reach.

    Parameters
    ----------
    window : RepWindow
        Side-on.
    high_allowance_deg : float
        An arm may be so much further above level than below it.
    doubt_deg : float
        How far the angle may be off.

    Returns
    -------
    Measure or NotJudged
        Degrees below level, or above it less the allowance. The second value is the elevation itself.
    """
    frames = find_limb_frames(window, ARM)
    if isinstance(frames, str):
        return NotJudged(_RULE, frames)
    arm_deg = float(np.median(window.signals["arm_line"][frames]))
    off_deg = max(-arm_deg, arm_deg - high_allowance_deg)
    return Measure(off_deg, *find_span(window, frames), also=arm_deg, doubt=doubt_deg)
