"""How unlike two arms pull that row together (fault ``uneven_sides``)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import find_span
from formcheck.faults.row_moments import ARMS_NOT_SEEN

SIGNALS = ("left_reach", "right_reach")
AROUND_S = 0.3
"""So long before the pull and after its turn is looked at: one arm may be later."""
HALF_WAY = 0.5
_RULE = "arm_difference"


def measure(window: RepWindow, *, least_way: float, share_per_s: float, doubt: float) -> Measure | NotJudged:
    """Measure by which share one hand is pulled less far than the other, or how much later.

    Parameters
    ----------
    window : RepWindow
        From the front or the back.
    least_way : float
        Trunk lengths that the hand which is pulled farther must go to tell.
    share_per_s : float
        Share that one second of delay, half-way, counts as.
    doubt : float
        How far the share may be off.

    Returns
    -------
    Measure or NotJudged
        Share of the way of the hand that goes farther; the larger of both.
    """
    rep = window.rep
    frames = window.find_frames(rep.start_s - AROUND_S, rep.turn_s + AROUND_S)
    pulls = []
    for side in ("left", "right"):
        reach = window.signals[f"{side}_reach"]
        seen = frames & np.isfinite(reach)
        if not seen.any() or seen.sum() < HALF_WAY * frames.sum():
            return NotJudged(_RULE, ARMS_NOT_SEEN)
        pulls.append(_follow_pull(window.t_s[seen], reach[seen]))
    (left, left_s), (right, right_s) = pulls
    farther = max(left, right)
    if farther < least_way:
        return NotJudged(_RULE, ARMS_NOT_SEEN)
    short = abs(left - right) / farther
    late = 0.0 if math.isnan(left_s + right_s) else share_per_s * abs(left_s - right_s)
    return Measure(max(short, late), *find_span(window, frames), doubt=doubt)


def _follow_pull(t_s: NDArray[np.float64], reach: NDArray[np.float64]) -> tuple[float, float]:
    """How far a hand is pulled, and when it is half-way; NaN for one that does not move."""
    nearest = int(np.argmin(reach))
    out = reach[: nearest + 1]
    way = float(out.max() - reach[nearest])
    if not way > 0:
        return 0.0, math.nan
    level = float(reach[nearest]) + HALF_WAY * way
    after = int(np.flatnonzero(out > level)[-1])
    share = (out[after] - level) / (out[after] - out[after + 1])
    return way, float(t_s[after] + share * (t_s[after + 1] - t_s[after]))
