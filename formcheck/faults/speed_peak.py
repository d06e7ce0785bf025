"""How early and how high the speed of a lift peaks (fault ``ballistic_pull``)."""

from __future__ import annotations

import numpy as np

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import UNCLEAR_FACING
from formcheck.faults.trunk_motion import follow_trunk
from formcheck.reps.rep import Phase

SIGNALS = ("trunk_lean",)
_RULE = "speed_peak"


def measure(window: RepWindow, *, least_range_deg: float) -> Measure | NotJudged:
    """Measure the peak speed of the trunk in the lift over its mean speed.

    Parameters
    ----------
    window : RepWindow
        Side-on, with its lift timed.
    least_range_deg : float
        The trunk must move so far to tell.

    Returns
    -------
    Measure or NotJudged
        A ratio: 1.0 is steady, 1.88 the smoothest lift there is (minimum jerk). The second value is the
        share of the lift's time still to come at the peak.
    """
    if not window.facing:
        return NotJudged(_RULE, UNCLEAR_FACING)
    lifts = [span for span in window.rep.phases if span.phase is Phase.CONCENTRIC]
    if not lifts:
        return NotJudged(_RULE, window.rep.tempo_reason or "The lift was not timed: stay in the picture.")
    start_s, end_s = lifts[0].start_s, lifts[0].end_s
    motion = follow_trunk(window).cut(start_s, end_s)
    if motion is None:
        return NotJudged(
            _RULE, "Too little of the lift was seen: stay in the picture, at 30 frames a second."
        )
    range_deg = float(np.ptp(motion.rise_deg))
    if range_deg < least_range_deg:
        return NotJudged(_RULE, "The trunk moves too little in this lift to tell.")
    at = int(np.argmax(motion.speed))
    peak_s = float(motion.t_s[at])
    mean_speed = range_deg / (end_s - start_s)
    to_come = (end_s - peak_s) / (end_s - start_s)
    return Measure(float(motion.speed[at]) / mean_speed, start_s, end_s, also=to_come, at_s=peak_s)
