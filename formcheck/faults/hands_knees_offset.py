"""How far hands and knees are from under shoulders and hips (fault ``hands_knees_setup``)."""

from __future__ import annotations

import numpy as np

from formcheck.faults.full_reach import REST_NOT_SEEN, REST_SIGNALS, find_rest
from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import LEAST_FRAMES, find_span, measure_trunk_px

SIGNALS = (*REST_SIGNALS, "hand_ahead", "knee_ahead", "torso_length")
_RULE = "hands_knees_offset"


def measure(window: RepWindow, *, doubt: float) -> Measure | NotJudged:
    """Measure both offsets of the near side at rest on hands and knees, before the repetition.

    Parameters
    ----------
    window : RepWindow
        Side-on.
    doubt : float
        Torso lengths; how far an offset may be off.

    Returns
    -------
    Measure or NotJudged
        Torso lengths, forward or back, whichever offset is more. The second value is 1 where that is the
        knee's, else 0.
    """
    signals = window.signals
    rest = find_rest(window) & np.isfinite(signals["hand_ahead"]) & np.isfinite(signals["knee_ahead"])
    if rest.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, REST_NOT_SEEN)
    hand_px, knee_px = (abs(float(np.median(signals[name][rest]))) for name in ("hand_ahead", "knee_ahead"))
    offset = max(hand_px, knee_px) / measure_trunk_px(window)
    return Measure(offset, *find_span(window, rest), also=float(knee_px > hand_px), doubt=doubt)
