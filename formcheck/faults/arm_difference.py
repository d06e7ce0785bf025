"""How unlike two arms pull that row together (fault ``uneven_sides``)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import Mask, find_span
from formcheck.faults.row_moments import ARMS_NOT_SEEN

SIGNALS = ("left_reach", "right_reach", "left_elbow_angle", "right_elbow_angle")
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
        Share of the way of the hand that goes farther; the larger of both. The second value is the same of the
        bend of the elbows in space, positive where the same arm is behind.

    Notes
    -----
    A camera that stands a little beside the front sees the arms of a seated row move unlike by up to a fifth,
    though they do the same. Their elbows do not.
    """
    rep = window.rep
    frames = window.find_frames(rep.start_s - AROUND_S, rep.turn_s + AROUND_S)
    behind = []
    for name, least in (("reach", least_way), ("elbow_angle", 0.0)):
        values = [window.signals[f"{side}_{name}"] for side in ("left", "right")]
        share = _compare(window.t_s, values, frames, least, share_per_s)
        if math.isnan(share):
            return NotJudged(_RULE, ARMS_NOT_SEEN)
        behind.append(share)
    by_reach, by_elbow = behind
    also = math.copysign(1.0, by_reach) * by_elbow
    return Measure(abs(by_reach), *find_span(window, frames), also=also, doubt=doubt)


def _compare(
    t_s: NDArray[np.float64],
    values: list[NDArray[np.float64]],
    frames: Mask,
    least_way: float,
    share_per_s: float,
) -> float:
    """Tell by which share the left arm is behind, negative: the right one; NaN where it was not seen."""
    pulls = []
    for column in values:
        seen = frames & np.isfinite(column)
        if not seen.any() or seen.sum() < HALF_WAY * frames.sum():
            return math.nan
        pulls.append(_follow_pull(t_s[seen], column[seen]))
    (left, left_s), (right, right_s) = pulls
    larger = max(left, right)
    if not larger > 0 or larger < least_way:
        return math.nan
    short = (right - left) / larger
    late = 0.0 if math.isnan(left_s + right_s) else share_per_s * (left_s - right_s)
    return max(short, late, key=abs)


def _follow_pull(t_s: NDArray[np.float64], values: NDArray[np.float64]) -> tuple[float, float]:
    """How far an arm goes down from its longest, and when it is half-way; NaN for one that does not move."""
    nearest = int(np.argmin(values))
    out = values[: nearest + 1]
    way = float(out.max() - values[nearest])
    if not way > 0:
        return 0.0, math.nan
    level = float(values[nearest]) + HALF_WAY * way
    after = int(np.flatnonzero(out > level)[-1])
    share = (out[after] - level) / (out[after] - out[after + 1])
    return way, float(t_s[after] + share * (t_s[after + 1] - t_s[after]))
