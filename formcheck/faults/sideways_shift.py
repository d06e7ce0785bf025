"""How far the hips move to one side (fault ``hip_shift``)."""

from __future__ import annotations

import numpy as np

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import (
    HOME_NOT_SEEN,
    LEAST_FRAMES,
    find_bent,
    find_home,
    find_span,
    measure_trunk_px,
)

SIGNALS = ("hip_shift", "side_lean", "torso_length", "hip_flexion")
_RULE = "sideways_shift"


def measure(window: RepWindow, *, peak_share: float) -> Measure | NotJudged:
    """Measure how far the mid-hip moves sideways over the ankles, against home.

    Parameters
    ----------
    window : RepWindow
        From the front or the back.
    peak_share : float
        Only frames bent at least this share of the repetition's own peak are used; their median counts.

    Returns
    -------
    Measure or NotJudged
        Torso lengths, to whichever side. The second value is how far the middle of the trunk moves the same
        way.

    Notes
    -----
    Seen a little from the side, hips that only travel back move across the picture, too: by 0.2 torso
    lengths at 25° off the front. The shoulders then move the opposite way, because a hinge keeps its weight
    over the feet, and the middle of the trunk stays. In a true shift it moves with the hips.
    """
    hips_px = window.signals["hip_shift"]
    lean_px = window.signals["torso_length"] * np.sin(np.radians(window.signals["side_lean"]))
    seen = np.isfinite(hips_px) & np.isfinite(lean_px)
    bent, home = find_bent(window, peak_share) & seen, find_home(window) & seen
    if bent.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, "Hips or feet were not seen: keep the whole body in the picture.")
    if home.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, HOME_NOT_SEEN)
    shifts = [
        float(np.median(moved_px[bent]) - np.median(moved_px[home])) / measure_trunk_px(window)
        for moved_px in (hips_px, hips_px + 0.5 * lean_px)
    ]
    return Measure(abs(shifts[0]), *find_span(window, bent), also=float(np.sign(shifts[0])) * shifts[1])
