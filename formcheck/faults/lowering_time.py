"""How slowly the load is lowered (fault ``dropped_lowering``)."""

from __future__ import annotations

import math

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.reps.rep import Phase

SIGNALS = ()
_RULE = "lowering_time"


def measure(window: RepWindow, *, least_s: float, lift_share: float) -> Measure | NotJudged:
    """Measure the time of the lowering against the least it should take.

    Parameters
    ----------
    window : RepWindow
        A timed repetition.
    least_s : float
        A lowering should take at least so long,
    lift_share : float
        and at least this share of the time of the lift.

    Returns
    -------
    Measure or NotJudged
        1.0 is just slow enough; the precision of the tempo is its doubt.
    """
    rep = window.rep
    tempo = rep.tempo
    if math.isnan(tempo.eccentric_s) or math.isnan(tempo.concentric_s):
        return NotJudged(_RULE, rep.tempo_reason or "The lowering was not seen from its start.")
    needed_s = max(least_s, lift_share * tempo.concentric_s)
    span = next(span for span in rep.phases if span.phase is Phase.ECCENTRIC)
    return Measure(
        tempo.eccentric_s / needed_s, span.start_s, span.end_s, doubt=rep.tempo_precision_s / needed_s
    )
