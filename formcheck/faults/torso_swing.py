"""How far the trunk rises with the pull of a row (fault ``torso_swing``)."""

from __future__ import annotations

from formcheck.faults.course import cut_pull, follow_trunk
from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import UNCLEAR_FACING

SIGNALS = ("trunk_lean",)
TRUNK_NOT_SEEN = "The trunk was not seen through the whole pull: stay in the picture."
_RULE = "torso_swing"


def measure(window: RepWindow, *, before_s: float) -> Measure | NotJudged:
    """Measure how far the trunk rises, from its lowest inclination on, until the pull has ended.

    Parameters
    ----------
    window : RepWindow
        Side-on.
    before_s : float
        So long before the pull is looked at: a swing begins before the hands move.

    Returns
    -------
    Measure or NotJudged
        Degrees; 0 where the trunk only leans further. Shoulder blades that are drawn back turn the line from
        hip to shoulder as well: by 11–15° in a strict filmed dumbbell row.
    """
    if not window.facing:
        return NotJudged(_RULE, UNCLEAR_FACING)
    pull = cut_pull(follow_trunk(window), window, before_s)
    if pull is None:
        return NotJudged(_RULE, TRUNK_NOT_SEEN)
    rise = pull.find_rise()
    return Measure(rise.size, float(pull.t_s[0]), float(pull.t_s[-1]), at_s=rise.to_s)
