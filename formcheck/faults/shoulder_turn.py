"""How far the shoulders turn with the pull of a one-arm row (fault ``trunk_twist``)."""

from __future__ import annotations

import math

import numpy as np

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import find_span
from formcheck.faults.row_moments import (
    PULL_NOT_SEEN,
    REACH_SIGNALS,
    STRETCH_NOT_SEEN,
    find_median,
    find_squeeze,
    find_stretched,
)

SIGNALS = ("shoulder_twist", *REACH_SIGNALS)
_RULE = "shoulder_turn"


def measure(window: RepWindow, *, most_twist_deg: float, doubt_deg: float) -> Measure | NotJudged:
    """Measure how far the shoulder line turns against the hip line about the trunk, from long arms to the pull.

    Parameters
    ----------
    window : RepWindow
        From the front, the back or obliquely.
    most_twist_deg : float
        Nobody's shoulders are turned further than this against the hips: a pose that shows more has left and
        right of one of them exchanged, and is not used.
    doubt_deg : float
        How far the turn may be off.

    Returns
    -------
    Measure or NotJudged
        Degrees, to whichever side, of the medians.
    """
    twist_deg = window.signals["shoulder_twist"]
    twist_deg = np.where(np.abs(twist_deg) <= most_twist_deg, twist_deg, math.nan)
    squeeze = find_squeeze(window)
    hanging_deg, pulled_deg = find_median(twist_deg, find_stretched(window)), find_median(twist_deg, squeeze)
    if math.isnan(hanging_deg):
        return NotJudged(_RULE, STRETCH_NOT_SEEN)
    if math.isnan(pulled_deg):
        return NotJudged(_RULE, PULL_NOT_SEEN)
    return Measure(abs(pulled_deg - hanging_deg), *find_span(window, squeeze), doubt=doubt_deg)
