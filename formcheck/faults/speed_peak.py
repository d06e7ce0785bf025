"""How early and how high the trunk's speed peaks in a lift (fault ``ballistic_pull`` of hinges)."""

from __future__ import annotations

import numpy as np

from formcheck.faults.course import Course, follow_trunk
from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import UNCLEAR_FACING
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
        As `measure_peak`.
    """
    if not window.facing:
        return NotJudged(_RULE, UNCLEAR_FACING)
    too_little = "The trunk moves too little in this lift to tell."
    return measure_peak(window, follow_trunk(window), least_range_deg, too_little)


def measure_peak(
    window: RepWindow, course: Course, least_range: float, too_little: str
) -> Measure | NotJudged:
    """Measure the peak speed of a course in the concentric phase over its mean speed.

    Parameters
    ----------
    window : RepWindow
        With its concentric phase timed.
    course : Course
        What moves.
    least_range : float
        It must move so far to tell, in its own unit.
    too_little : str
        What is said otherwise.

    Returns
    -------
    Measure or NotJudged
        A ratio: 1.0 is steady, 1.88 the smoothest lift there is (minimum jerk). The second value is the
        share of the phase's time still to come at the peak.
    """
    lifts = [span for span in window.rep.phases if span.phase is Phase.CONCENTRIC]
    if not lifts:
        return NotJudged(_RULE, window.rep.tempo_reason or "The lift was not timed: stay in the picture.")
    start_s, end_s = lifts[0].start_s, lifts[0].end_s
    part = course.cut(start_s, end_s)
    if part is None:
        return NotJudged(
            _RULE, "Too little of the lift was seen: stay in the picture, at 30 frames a second."
        )
    gone = float(np.ptp(part.way))
    if gone < least_range:
        return NotJudged(_RULE, too_little)
    at = int(np.argmax(part.speed))
    peak_s = float(part.t_s[at])
    mean_speed = gone / (end_s - start_s)
    to_come = (end_s - peak_s) / (end_s - start_s)
    return Measure(float(part.speed[at]) / mean_speed, start_s, end_s, also=to_come, at_s=peak_s)
