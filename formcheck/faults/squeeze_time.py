"""How long the load is held where the arms are shortest (fault ``no_squeeze``)."""

from __future__ import annotations

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.reps.rep import Phase

SIGNALS = ()


def measure(window: RepWindow) -> Measure | NotJudged:
    """Measure the pause in the contracted position.

    Parameters
    ----------
    window : RepWindow
        A timed repetition.

    Returns
    -------
    Measure or NotJudged
        Seconds; the precision of the tempo is its doubt.
    """
    rep = window.rep
    for span in rep.phases:
        if span.phase is Phase.PAUSE_CONTRACTED:
            held_s = span.end_s - span.start_s
            return Measure(held_s, span.start_s, span.end_s, doubt=rep.tempo_precision_s)
    reason = rep.tempo_reason or "The squeeze was not timed: keep the hands in the picture through the set."
    return NotJudged("squeeze_time", reason)
