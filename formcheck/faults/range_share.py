"""How much of the athlete's own range a repetition used (fault ``short_range``)."""

from __future__ import annotations

import math

from formcheck.faults.judgement import Measure, NotJudged, RepWindow

SIGNALS = ()


def measure(window: RepWindow) -> Measure | NotJudged:
    """Measure the range as a share of the athlete's own.

    Parameters
    ----------
    window : RepWindow
        One repetition; needs ``own_range``.

    Returns
    -------
    Measure or NotJudged
        1.0 is the athlete's own full range.

    Notes
    -----
    Absolute angles from one camera carry an unknown offset of up to 10°; shares of one's own range
    within one recording do not (constant offsets cancel).
    """
    rep = window.rep
    if math.isnan(window.own_range) or window.own_range <= 0:
        return NotJudged("short_range", "Your own full range is not known before two full repetitions.")
    if math.isnan(rep.range):
        return NotJudged("short_range", "The range was not seen: keep the whole body in the picture.")
    return Measure(rep.range / window.own_range, rep.start_s, rep.end_s, at_s=rep.turn_s)
