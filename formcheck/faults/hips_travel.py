"""How far the hips travel, or the trunk tips, on the way into the hold (fault ``weight_shift``)."""

from __future__ import annotations

import math

import numpy as np

from formcheck.faults.full_reach import NOT_REACHED, REST_NOT_SEEN, REST_SIGNALS, find_hold, find_rest
from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import LEAST_FRAMES, find_span, measure_trunk_px

SIGNALS = (*REST_SIGNALS, "hips_x", "trunk_lean", "torso_length")
_RULE = "hips_travel"


def measure(window: RepWindow, *, doubt: float) -> Measure | NotJudged:
    """Measure how far the body shifts at full reach, against the own rest on hands and knees.

    Parameters
    ----------
    window : RepWindow
        Side-on.
    doubt : float
        Torso lengths; how far it may be off.

    Returns
    -------
    Measure or NotJudged
        Torso lengths: how far the mid-hip travels forward or back, or how far one end of the trunk rises
        against the other, whichever is more. The second value is the mid-hip's way across the picture.

    Notes
    -----
    The ends of a trunk that tips by an angle move apart by twice the sine of half of it: 6° are 0.10 torso
    lengths, 10° are 0.17.
    """
    signals = window.signals
    seen = np.isfinite(signals["hips_x"]) & np.isfinite(signals["trunk_lean"])
    hold, rest = find_hold(window) & seen, find_rest(window) & seen
    if hold.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, NOT_REACHED)
    if rest.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, REST_NOT_SEEN)
    moved_px, tipped_deg = (
        float(np.median(signals[name][hold]) - np.median(signals[name][rest]))
        for name in ("hips_x", "trunk_lean")
    )
    travel = moved_px / measure_trunk_px(window)
    tip = 2.0 * math.sin(math.radians(abs(tipped_deg)) / 2.0)
    return Measure(max(abs(travel), tip), *find_span(window, hold), also=travel, doubt=doubt)
