"""How quickly arm and leg are stretched out and brought back (fault ``rushed``)."""

from __future__ import annotations

import math

import numpy as np

from formcheck.faults.course import follow
from formcheck.faults.full_reach import FOOT_OUTSIDE, LEG, LEG_SIGNALS, leaves_picture
from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.reps.rep import Phase, PhaseSpan

SIGNALS = (*LEG_SIGNALS, "picture_thigh_raise", "arm_line")
LIMBS = ("picture_thigh_raise", "arm_line")
_RULE = "move_pace"


def measure(window: RepWindow, *, least_s: float, most_speed: float, late_s: float) -> Measure | NotJudged:
    """Measure the quicker of the ways out and back against the quickest it should be.

    Parameters
    ----------
    window : RepWindow
        Side-on, timed.
    least_s : float
        Either way should take at least so long,
    most_speed : float
        and neither thigh nor arm should be quicker than so many degrees a second.
    late_s : float
        So much shorter than it is a way may be read, because a far leg is seen late.

    Returns
    -------
    Measure or NotJudged
        1.0 is just slow enough; the precision of the tempo is its doubt.
    """
    rep = window.rep
    ways = [span for span in rep.phases if span.phase in (Phase.CONCENTRIC, Phase.ECCENTRIC)]
    if len(ways) < 2:
        return NotJudged(_RULE, rep.tempo_reason or "The way out or back was not timed: stay in the picture.")
    if leaves_picture(window, LEG):  # the thigh that times them is pulled along
        return NotJudged(_RULE, FOOT_OUTSIDE)
    quickest = min(ways, key=lambda way: way.end_s - way.start_s)
    share = (quickest.end_s - quickest.start_s + late_s) / least_s
    doubt = rep.tempo_precision_s / least_s
    for way in ways:
        speed = _find_peak_speed(window, way)
        if speed > 0 and most_speed / speed < share:
            share, quickest = most_speed / speed, way
    return Measure(share, quickest.start_s, quickest.end_s, doubt=doubt)


def _find_peak_speed(window: RepWindow, way: PhaseSpan) -> float:
    """Peak speed of thigh or arm on a way, degrees a second; NaN: neither was seen throughout."""
    peaks = []
    for name in LIMBS:
        values = np.where(window.signals["settled"] > 0, window.signals[name], np.nan)
        course = follow(window, window.t_s, values).cut(way.start_s, way.end_s)
        if course is not None:
            peaks.append(float(np.abs(course.speed).max()))
    return max(peaks, default=math.nan)
