"""How much nearer the knees come to each other (fault ``knees_cave``)."""

from __future__ import annotations

import numpy as np

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import HOME_NOT_SEEN, LEAST_FRAMES, find_bent, find_home, find_span

SIGNALS = ("knee_spread", "hip_flexion")
_RULE = "knee_spread"


def measure(
    window: RepWindow,
    *,
    peak_share: float,
    percentile: float,
    least_reference: float,
    least_share: float,
    doubt: float,
) -> Measure | NotJudged:
    """Measure the distance of the knees over that of the ankles, as a share of the same at home.

    Parameters
    ----------
    window : RepWindow
        From the front or the back.
    peak_share : float
        Only frames bent at least this share of the repetition's own peak are used.
    percentile : float
        Of the values in them, 0 to 100: the least but for outliers.
    least_reference : float
        What the knees are held against is at least this share of the distance of the ankles: in a wide
        stance the knees are narrow while standing, and belong above the feet in the lowest position.
    least_share : float
        Share of the repetition's frames that must show knees and feet: a pose model that loses the athlete
        in the lowest position has misplaced the knees just before.
    doubt : float
        How far the share may be off.

    Returns
    -------
    Measure or NotJudged
        1.0 is as far apart as at home.
    """
    spread = window.signals["knee_spread"]
    frames, home = (
        found & np.isfinite(spread) for found in (find_bent(window, peak_share), find_home(window))
    )
    inside = (window.t_s >= window.rep.start_s) & (window.t_s < window.rep.end_s)
    if frames.sum() < LEAST_FRAMES or np.isfinite(spread[inside]).mean() < least_share:
        return NotJudged(_RULE, "Knees or feet were not seen: keep both legs in the picture.")
    if home.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, HOME_NOT_SEEN)
    reference = max(float(np.median(spread[home])), least_reference)
    if not reference > 0.0:
        return NotJudged(_RULE, "The feet stand behind each other in the picture: face the camera.")
    least = float(np.percentile(spread[frames], percentile))
    at = int(np.argmin(np.where(frames, np.abs(spread - least), np.inf)))
    return Measure(least / reference, *find_span(window, frames), doubt=doubt, at_s=float(window.t_s[at]))
