"""How far the trunk rises before the hand sets off (fault ``hips_before_pull``)."""

from __future__ import annotations

import numpy as np

from formcheck.faults.course import HAND_SIGNALS, Course, cut_pull, follow_hand, follow_trunk
from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import UNCLEAR_FACING
from formcheck.faults.torso_swing import TRUNK_NOT_SEEN

SIGNALS = ("trunk_lean", *HAND_SIGNALS)
HAND_NOT_SEEN = (
    "The working hand was not seen through the whole pull: film from its side, both in the picture."
)
_RULE = "trunk_lead"


def measure(window: RepWindow, *, before_s: float, onset_share: float) -> Measure | NotJudged:
    """Measure how far the trunk rises before the hand sets off and, as the second value, how long.

    Parameters
    ----------
    window : RepWindow
        Side-on.
    before_s : float
        So long before the pull is looked at.
    onset_share : float
        Either sets off where its speed passes this share of its peak, 0 to 1.

    Returns
    -------
    Measure or NotJudged
        Degrees, also seconds, negative where the hand is first. What the trunk rises with the hand is not
        counted: drawing back the shoulder blades would do.
    """
    if not window.facing:
        return NotJudged(_RULE, UNCLEAR_FACING)
    trunk = cut_pull(follow_trunk(window), window, before_s)
    if trunk is None:
        return NotJudged(_RULE, TRUNK_NOT_SEEN)
    hand = cut_pull(follow_hand(window), window, before_s)
    if hand is None:
        return NotJudged(_RULE, HAND_NOT_SEEN)
    trunk_s, hand_s = _find_onset_s(trunk, onset_share), _find_onset_s(hand, onset_share)
    early_deg = trunk.way[trunk.t_s <= hand_s]
    risen_deg = float(early_deg[-1] - early_deg.min()) if len(early_deg) else 0.0
    start_s, end_s = min(trunk_s, hand_s), float(hand.t_s[-1])
    return Measure(risen_deg, start_s, end_s, also=hand_s - trunk_s, at_s=hand_s)


def _find_onset_s(course: Course, share: float) -> float:
    """When a course sets off on its way to its largest speed."""
    peak = int(np.argmax(course.speed))
    slow = np.flatnonzero(course.speed[: peak + 1] < share * course.speed[peak])
    return float(course.t_s[slow[-1] if len(slow) else 0])
