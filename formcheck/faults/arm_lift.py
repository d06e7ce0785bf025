"""How far above level the arms are lifted (fault ``elbows_too_high``)."""

from __future__ import annotations

import numpy as np

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import LEAST_FRAMES, find_span
from formcheck.faults.row_moments import ARMS_NOT_SEEN

_SIDES = ("left", "right")
SIGNALS = tuple(f"{side}_{part}" for side in _SIDES for part in ("upper_arm_lift", "forearm_lift"))
_RULE = "arm_lift"


def measure(
    window: RepWindow, *, percentile: float, forearm_allowance_deg: float, doubt_deg: float
) -> Measure | NotJudged:
    """Measure how far upper arms or forearms rise above level: elbows too high, or hands above them.

    Parameters
    ----------
    window : RepWindow
        From the front or the back.
    percentile : float
        Of the elevations over the repetition, 0 to 100: the highest but for outliers.
    forearm_allowance_deg : float
        So much less of the forearms counts the same: hands belong below the elbows.
    doubt_deg : float
        How far an elevation may be off.

    Returns
    -------
    Measure or NotJudged
        Degrees above level, negative below; the larger of both.

    Notes
    -----
    The mean of both sides: to a camera a little beside the front, which is lower than the shoulders, the
    nearer arm looks higher and the farther one lower.
    """
    upper_deg, fore_deg = (
        np.mean([window.signals[f"{side}_{part}"] for side in _SIDES], axis=0)
        for part in ("upper_arm_lift", "forearm_lift")
    )
    lift_deg = np.maximum(upper_deg, fore_deg + forearm_allowance_deg)
    frames = window.during & np.isfinite(lift_deg)
    if frames.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, ARMS_NOT_SEEN)
    value = float(np.percentile(lift_deg[frames], percentile))
    at = int(np.argmin(np.where(frames, np.abs(lift_deg - value), np.inf)))
    return Measure(value, *find_span(window, frames), doubt=doubt_deg, at_s=float(window.t_s[at]))
