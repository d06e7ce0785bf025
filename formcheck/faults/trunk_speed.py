"""How fast the trunk rises with the pull of a row: a part of the momentum index, no fault by itself."""

from __future__ import annotations

import numpy as np

from formcheck.faults.course import cut_pull, follow_trunk
from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import UNCLEAR_FACING
from formcheck.faults.torso_swing import TRUNK_NOT_SEEN

SIGNALS = ("trunk_lean",)
_RULE = "trunk_speed"


def measure(window: RepWindow, *, before_s: float) -> Measure | NotJudged:
    """Measure the largest speed at which the trunk rises until the pull has ended.

    Parameters
    ----------
    window : RepWindow
        Side-on.
    before_s : float
        So long before the pull is looked at.

    Returns
    -------
    Measure or NotJudged
        Degrees a second; 0 where the trunk never rises.
    """
    if not window.facing:
        return NotJudged(_RULE, UNCLEAR_FACING)
    pull = cut_pull(follow_trunk(window), window, before_s)
    if pull is None:
        return NotJudged(_RULE, TRUNK_NOT_SEEN)
    at = int(np.argmax(pull.speed))
    speed = max(float(pull.speed[at]), 0.0)
    return Measure(speed, float(pull.t_s[0]), float(pull.t_s[-1]), at_s=float(pull.t_s[at]))
