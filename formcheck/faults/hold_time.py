"""How long a bird-dog is held (faults ``hold_too_short`` and ``uneven_sides``)."""

from __future__ import annotations

from dataclasses import replace

from formcheck.faults import squeeze_time
from formcheck.faults.full_reach import FOOT_OUTSIDE, LEG, leaves_picture
from formcheck.faults.judgement import Measure, NotJudged, RepWindow

SIGNALS = ("thigh_raise", "feet_inside")
_RULE = "hold_time"


def measure(window: RepWindow, *, allowed_s: float) -> Measure | NotJudged:
    """Measure the pause at full reach.

    Parameters
    ----------
    window : RepWindow
        A timed repetition.
    allowed_s : float
        So much of what the tempo may be off by is part of the limits already: only what is beyond it is a
        doubt.

    Returns
    -------
    Measure or NotJudged
        Seconds.
    """
    held = squeeze_time.measure(window)
    if isinstance(held, NotJudged):
        reason = window.rep.tempo_reason or "The hold was not timed: stay in the picture."
        return NotJudged(_RULE, reason)
    if leaves_picture(window, LEG):  # the thigh that times the hold is pulled along
        return NotJudged(_RULE, FOOT_OUTSIDE)
    return replace(held, doubt=max(held.doubt - allowed_s, 0.0))
