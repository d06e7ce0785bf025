"""How straight the arm stays on the way up (fault ``arms_bend``)."""

from __future__ import annotations

import numpy as np

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import LEAST_FRAMES, find_span
from formcheck.reps.rep import Phase

SIGNALS = ("near_elbow_angle", "upper_arm_length", "forearm_length")
_RULE = "elbow_bend"


def measure(
    window: RepWindow,
    *,
    percentile: float,
    least_upper_arm: float,
    least_forearm: float,
    least_share: float,
    doubt_deg: float,
) -> Measure | NotJudged:
    """Measure the near elbow's interior angle during the lift: 180° straight.

    Parameters
    ----------
    window : RepWindow
        Side-on, with its lift timed.
    percentile : float
        Of the angles during the lift, 0 to 100: so much of the lift had the arm at least so bent.
    least_upper_arm, least_forearm : float
        Torso lengths; an arm that looks shorter is hidden, or not in the plane of the picture.
    least_share : float
        Share of the lift whose frames must show the whole arm.
    doubt_deg : float
        How far the angle may be off.

    Returns
    -------
    Measure or NotJudged
        Degrees, with its doubt.
    """
    signals = window.signals
    lift = window.find_phase(Phase.CONCENTRIC)
    if not lift.any():
        return NotJudged(_RULE, "The lift was not timed: keep the whole body in the picture.")
    frames = lift & np.isfinite(signals["near_elbow_angle"])
    frames &= (signals["upper_arm_length"] >= least_upper_arm) & (signals["forearm_length"] >= least_forearm)
    if frames.sum() < max(LEAST_FRAMES, least_share * lift.sum()):
        return NotJudged(_RULE, "Something hides the arm: film from where elbow and hand are seen.")
    angle_deg = signals["near_elbow_angle"]
    value = float(np.percentile(angle_deg[frames], percentile))
    at = int(np.argmin(np.where(frames, np.abs(angle_deg - value), np.inf)))
    return Measure(value, *find_span(window, frames), doubt=doubt_deg, at_s=float(window.t_s[at]))
