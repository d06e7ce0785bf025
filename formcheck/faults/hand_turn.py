"""How hard the hand turns round between two repetitions of a row (fault ``bounced_bottom`` of rows)."""

from __future__ import annotations

import math

import numpy as np

from formcheck.faults.course import HAND_SIGNALS, follow_hand
from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.turn_acceleration import describe_slow_rate, measure_turn
from formcheck.reps.rep import Phase

SIGNALS = HAND_SIGNALS
_RULE = "hand_turn"


def measure(
    window: RepWindow, *, most_pause_s: float, around_s: float, least_rate_hz: float, least_range: float
) -> Measure | NotJudged:
    """Measure the hand's peak acceleration out of long arms into the next pull, in ranges a second squared.

    Parameters
    ----------
    window : RepWindow
        Side-on and timed, with what lies beyond it.
    most_pause_s : float
        After a longer pause with long arms nothing rebounds: the acceleration counts as zero.
    around_s : float
        The acceleration is looked for so long before the end of the lowering and after the next pull's start.
    least_rate_hz : float
        Frames a second, from the times of the frames.
    least_range : float
        Torso lengths the hand must move to tell.

    Returns
    -------
    Measure or NotJudged
        The range is that of the lowering.
    """
    rep = window.rep
    if math.isnan(rep.tempo.eccentric_s):
        return NotJudged(_RULE, rep.tempo_reason or "The lowering was not timed: stay in the picture.")
    spans = {span.phase: span for span in rep.phases}
    if Phase.PAUSE_STRETCHED not in spans:
        return NotJudged(_RULE, "No repetition follows this one, so there is no turn to look at.")
    lowering, rest = spans[Phase.ECCENTRIC], spans[Phase.PAUSE_STRETCHED]
    if rep.tempo.pause_stretched_s > most_pause_s:
        return Measure(0.0, rest.start_s, rest.end_s)
    if window.rate_hz < least_rate_hz:
        return NotJudged(_RULE, describe_slow_rate(least_rate_hz))
    course = follow_hand(window)
    whole = course.cut(lowering.start_s, lowering.end_s)
    turn = course.cut(rest.start_s - around_s, rest.end_s + around_s)
    if whole is None or turn is None:
        return NotJudged(_RULE, "The working hand was out of sight in this turn: film from its side.")
    reach = float(np.ptp(whole.way))
    if reach < least_range:
        return NotJudged(_RULE, "The hand moves too little in this repetition to tell.")
    return measure_turn(turn, reach, rest.start_s - around_s, rest.end_s + around_s)
