"""How far the heel comes off the floor (fault ``heels_lift``)."""

from __future__ import annotations

import numpy as np

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.leg_view import HIDDEN, LEG_SIGNALS, find_clear_frames, find_leg_problem
from formcheck.faults.moments import (
    HOME_NOT_SEEN,
    LEAST_FRAMES,
    find_home,
    find_span,
    measure_trunk_px,
)
from formcheck.motion.legs import LEAST_SHARE

SIGNALS = ("heel_rise", "heel_height", "foot_length", "torso_length", *LEG_SIGNALS)
HIDDEN_FOOT = "Something hides the foot (a weight?): film from where heel and toe of the near foot are free."
_RULE = "heel_rise"


def measure(
    window: RepWindow,
    *,
    percentile: float,
    least_thigh: float,
    least_foot: float,
    most_foot: float,
    most_foot_change: float,
    doubt: float,
) -> Measure | NotJudged:
    """Measure how far the near heel rises, both over its place at home and over the toe of the same foot.

    Parameters
    ----------
    window : RepWindow
        Side-on.
    percentile : float
        Of the heights over the repetition, 0 to 100: the highest but for outliers.
    least_thigh : float
        Torso lengths; a thigh that looks shorter is hidden.
    least_foot, most_foot : float
        Torso lengths; a foot that looks shorter or longer while standing is not seen.
    most_foot_change : float
        Share of its length at home. A foot keeps its length in a side view, whether its heel rises or not;
        one whose heel or toe the pose model invents does not. So many frames must show it as with legs
        (`formcheck.motion.legs.LEAST_SHARE`).
    doubt : float
        Torso lengths; how far the height may be off.

    Returns
    -------
    Measure or NotJudged
        Torso lengths, the smaller of both: a foot that only turns in the picture, or is lifted as a whole, is
        no lifted heel.
    """
    over_toe_px, over_home_px = window.signals["heel_rise"], window.signals["heel_height"]
    seen = np.isfinite(over_toe_px) & np.isfinite(over_home_px)
    frames = window.during & seen
    if frames.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, "The foot was not seen: keep the feet in the picture.")
    problem = find_leg_problem(window, frames, least_thigh)
    if problem:
        return NotJudged(_RULE, problem)
    frames = find_clear_frames(window, frames, least_thigh)
    home = find_clear_frames(window, find_home(window) & seen, least_thigh)
    if home.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, HIDDEN if find_home(window).any() else HOME_NOT_SEEN)
    foot_px, trunk_px = window.signals["foot_length"], measure_trunk_px(window)
    standing_px = float(np.median(foot_px[home]))
    is_steady = np.abs(foot_px[frames] - standing_px) <= most_foot_change * standing_px
    if not least_foot <= standing_px / trunk_px <= most_foot or is_steady.mean() < LEAST_SHARE:
        return NotJudged(_RULE, HIDDEN_FOOT)
    rise_px = np.minimum(
        over_toe_px - float(np.median(over_toe_px[home])), over_home_px - float(np.median(over_home_px[home]))
    )
    highest_px = float(np.percentile(rise_px[frames], percentile))
    at = int(np.argmin(np.where(frames, np.abs(rise_px - highest_px), np.inf)))
    value, at_s = highest_px / trunk_px, float(window.t_s[at])
    return Measure(value, *find_span(window, frames), doubt=doubt, at_s=at_s)
