"""Whether arm and leg of the same side are raised (fault ``same_side``)."""

from __future__ import annotations

import math

import numpy as np

from formcheck.faults.full_reach import (
    ARM,
    ARM_SIGNALS,
    ARM_UNSTEADY,
    LEG,
    LEG_SIGNALS,
    LEG_UNSTEADY,
    MOST_EXCHANGED,
    find_limb_frames,
)
from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import find_span

SIGNALS = tuple(dict.fromkeys((*ARM_SIGNALS, *LEG_SIGNALS, "raised_thigh")))
_RULE = "same_side"


def measure(window: RepWindow, *, raised_deg: float) -> Measure | NotJudged:
    """Measure for how long arm and leg of the same side are up together.

    Parameters
    ----------
    window : RepWindow
        Side-on, or from the front.
    raised_deg : float
        An arm and a thigh so far from level, or higher, are raised.

    Returns
    -------
    Measure or NotJudged
        Seconds.

    Notes
    -----
    Not judged where left and right are exchanged anywhere while a limb is raised: a leg that is taken for the
    other one makes a good repetition look like this.
    """
    for limb in (ARM, LEG):
        frames = find_limb_frames(window, limb)
        if isinstance(frames, str):
            return NotJudged(_RULE, frames)
    signals, during = window.signals, window.during
    up = {
        ARM_UNSTEADY: (during & (signals["raised_arm"] >= raised_deg), signals["raised_arm_side"]),
        LEG_UNSTEADY: (during & (signals["raised_thigh"] >= raised_deg), signals["raised_leg_side"]),
    }
    for reason, (frames, sides) in up.items():
        right = float(np.mean(sides[frames])) if frames.any() else math.nan
        if not min(right, 1.0 - right) <= MOST_EXCHANGED:
            return NotJudged(_RULE, reason)
    (arm, arm_side), (leg, leg_side) = up.values()
    together = arm & leg
    alike = together & (arm_side == leg_side)
    span = find_span(window, together if together.any() else during)
    return Measure(float(alike.sum()) / window.rate_hz, *span)
