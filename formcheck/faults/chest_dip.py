"""How far the chest dips towards the hands at the end of the pull (fault ``chest_dip``)."""

from __future__ import annotations

import numpy as np

from formcheck.faults.course import find_pull, follow_trunk
from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import UNCLEAR_FACING
from formcheck.reps.rep import Phase

SIGNALS = ("trunk_lean",)
TRUNK_NOT_SEEN = "The trunk was not seen through the whole pull: stay in the picture."
_RULE = "chest_dip"


def measure(window: RepWindow, *, last_share: float, after_s: float) -> Measure | NotJudged:
    """Measure how much further the trunk leans in the last part of the pull.

    Parameters
    ----------
    window : RepWindow
        Side-on, with its pull timed.
    last_share : float
        Share of the pull's time that is looked at, its last,
    after_s : float
        and so long after it.

    Returns
    -------
    Measure or NotJudged
        Degrees from the most upright position in that time to the lowest after it; 0 where it only rises.
    """
    if not window.facing:
        return NotJudged(_RULE, UNCLEAR_FACING)
    if not window.find_phase(Phase.CONCENTRIC).any():
        return NotJudged(_RULE, window.rep.tempo_reason or "The pull was not timed: stay in the picture.")
    start_s, end_s = find_pull(window)
    last = follow_trunk(window).cut(end_s - last_share * (end_s - start_s), end_s + after_s)
    if last is None:
        return NotJudged(_RULE, TRUNK_NOT_SEEN)
    fallen_deg = np.maximum.accumulate(last.way) - last.way
    at = int(np.argmax(fallen_deg))
    return Measure(float(fallen_deg[at]), float(last.t_s[0]), float(last.t_s[-1]), at_s=float(last.t_s[at]))
