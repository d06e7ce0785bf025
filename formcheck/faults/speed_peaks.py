"""How often the hand speeds up in one pull of a row (fault ``jerky_pull``, which is information only)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from formcheck.faults.course import HAND_SIGNALS, follow_hand
from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.trunk_lead import HAND_NOT_SEEN
from formcheck.reps.rep import Phase

SIGNALS = HAND_SIGNALS
_RULE = "speed_peaks"


def measure(
    window: RepWindow, *, least_prominence: float, longest_s: float, least_range: float
) -> Measure | NotJudged:
    """Count the peaks of the hand's speed in the pull.

    Parameters
    ----------
    window : RepWindow
        Side-on, with its pull timed.
    least_prominence : float
        A peak stands out from the valleys beside it by this share of the largest speed.
    longest_s : float
        In a slower pull rests and jerks cannot be told apart.
    least_range : float
        Torso lengths the hand must move to tell.

    Returns
    -------
    Measure or NotJudged
        How many; 1 is one smooth pull.
    """
    pulls = [span for span in window.rep.phases if span.phase is Phase.CONCENTRIC]
    if not pulls:
        return NotJudged(_RULE, window.rep.tempo_reason or "The pull was not timed: stay in the picture.")
    start_s, end_s = pulls[0].start_s, pulls[0].end_s
    if end_s - start_s > longest_s:
        return NotJudged(_RULE, f"A pull of more than {longest_s:g} s is too slow to tell jerks from rests.")
    pull = follow_hand(window).cut(start_s, end_s)
    if pull is None:
        return NotJudged(_RULE, HAND_NOT_SEEN)
    if float(np.ptp(pull.way)) < least_range:
        return NotJudged(_RULE, "The hand moves too little in this pull to tell.")
    peaks = find_peaks(pull.speed, least_prominence * float(pull.speed.max()))
    return Measure(float(len(peaks)), start_s, end_s, at_s=float(pull.t_s[peaks[-1]]) if peaks else np.nan)


def find_peaks(values: NDArray[np.float64], least_prominence: float) -> list[int]:
    """Find peaks that rise from the valley before, and fall to the one behind, by at least so much.

    What comes before the first value and behind the last is a valley.

    Returns
    -------
    list of int
        Indices, ascending; never empty for a signal that has values.
    """
    peaks: list[int] = []
    is_rising, high, valley = True, 0, -np.inf
    for index, value in enumerate(values.tolist()):
        if is_rising and value > values[high]:
            high = index
        elif is_rising and value <= values[high] - least_prominence:
            peaks.append(high)
            is_rising, valley = False, value
        elif not is_rising and value >= valley + least_prominence:
            is_rising, high = True, index
        elif not is_rising:
            valley = min(valley, value)
    return [*peaks, high] if is_rising else peaks
