"""How early and how high the hand's speed peaks in the pull of a row (fault ``ballistic_pull`` of rows)."""

from __future__ import annotations

from formcheck.faults.course import HAND_SIGNALS, follow_hand
from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.speed_peak import measure_peak

SIGNALS = HAND_SIGNALS


def measure(window: RepWindow, *, least_range: float) -> Measure | NotJudged:
    """Measure the peak speed of the hand towards the shoulder over its mean speed.

    Parameters
    ----------
    window : RepWindow
        Side-on, with its pull timed.
    least_range : float
        Torso lengths the hand must move to tell.

    Returns
    -------
    Measure or NotJudged
        As `formcheck.faults.speed_peak.measure_peak`.
    """
    return measure_peak(
        window, follow_hand(window), least_range, "The hand moves too little in this pull to tell."
    )
