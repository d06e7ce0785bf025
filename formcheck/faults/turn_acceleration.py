"""How hard the trunk turns round at the bottom of a hinge (fault ``bounced_bottom`` of hinges)."""

from __future__ import annotations

import math

import numpy as np

from formcheck.faults.course import Course, follow_trunk
from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import UNCLEAR_FACING
from formcheck.reps.rep import Phase

SIGNALS = ("trunk_lean",)
_RULE = "turn_acceleration"


def measure(
    window: RepWindow, *, most_pause_s: float, around_s: float, least_rate_hz: float, least_range_deg: float
) -> Measure | NotJudged:
    """Measure the trunk's peak acceleration out of the lowest position, in ranges a second squared.

    Parameters
    ----------
    window : RepWindow
        Side-on and timed.
    most_pause_s : float
        After a longer pause at the bottom nothing rebounds: the acceleration counts as zero.
    around_s : float
        The acceleration is looked for so long before the end of the lowering and after the start of the lift.
    least_rate_hz : float
        Frames a second, from the times of the frames.
    least_range_deg : float
        The trunk must move so far to tell.

    Returns
    -------
    Measure or NotJudged
        The range is that of the trunk in this repetition.
    """
    rep = window.rep
    pause_s = rep.tempo.pause_stretched_s
    if math.isnan(pause_s):
        return NotJudged(_RULE, rep.tempo_reason or "The way down was not seen from its start.")
    spans = {span.phase: span for span in rep.phases}
    bottom = spans[Phase.PAUSE_STRETCHED]
    if pause_s > most_pause_s:
        return Measure(0.0, bottom.start_s, bottom.end_s)
    if window.rate_hz < least_rate_hz:
        return NotJudged(_RULE, describe_slow_rate(least_rate_hz))
    if not window.facing:
        return NotJudged(_RULE, UNCLEAR_FACING)
    course = follow_trunk(window)
    whole = course.cut(spans[Phase.ECCENTRIC].start_s, spans[Phase.CONCENTRIC].end_s)
    turn = course.cut(bottom.start_s - around_s, bottom.end_s + around_s)
    if whole is None or turn is None:
        return NotJudged(_RULE, "The trunk was out of sight in this repetition: stay in the picture.")
    range_deg = float(np.ptp(whole.way))
    if range_deg < least_range_deg:
        return NotJudged(_RULE, "The trunk moves too little in this lift to tell.")
    return measure_turn(turn, range_deg, bottom.start_s - around_s, bottom.end_s + around_s)


def measure_turn(turn: Course, reach: float, from_s: float, to_s: float) -> Measure:
    """Peak acceleration of a course about its turn, in ranges ``reach`` a second squared."""
    at = int(np.argmax(turn.acceleration))
    return Measure(float(turn.acceleration[at]) / reach, from_s, to_s, at_s=float(turn.t_s[at]))


def describe_slow_rate(least_rate_hz: float) -> str:
    """Say that the camera is too slow."""
    return f"Film with at least {least_rate_hz:.0f} frames a second: the turn is too quick."
