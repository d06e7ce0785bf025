"""How far arm and leg are from one straight line (fault ``not_one_line``)."""

from __future__ import annotations

import numpy as np

from formcheck.faults.full_reach import ARM, ARM_SIGNALS, LEG_SIGNALS, find_leg_frames, find_limb_frames
from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import LEAST_FRAMES, find_span

SIGNALS = tuple(dict.fromkeys((*ARM_SIGNALS, *LEG_SIGNALS)))
_RULE = "line_bend"


def measure(window: RepWindow, *, least_knee_deg: float, doubt_deg: float) -> Measure | NotJudged:
    """Measure the angle between the arm's line and the leg's line continued forward.

    Parameters
    ----------
    window : RepWindow
        Side-on.
    least_knee_deg : float
        With a knee more bent than this the line does not tell where the leg points.
    doubt_deg : float
        How far the angle may be off.

    Returns
    -------
    Measure or NotJudged
        Degrees, 0 one line, whether both sag or both are too high. The second value has the sign: negative
        where they sag.

    Notes
    -----
    A leg raised by 10° continues forward 10° below level, so the angle is the sum of both elevations. A
    camera that is not level tilts both lines alike and changes nothing.
    """
    arm, leg = find_limb_frames(window, ARM), find_leg_frames(window, least_knee_deg)
    for frames in (arm, leg):
        if isinstance(frames, str):
            return NotJudged(_RULE, frames)
    frames = np.asarray(arm) & np.asarray(leg)
    if frames.sum() < LEAST_FRAMES:
        return NotJudged(_RULE, "Arm and leg are not up together for long enough to tell.")
    bend_deg = float(np.median((window.signals["arm_line"] + window.signals["leg_line"])[frames]))
    return Measure(abs(bend_deg), *find_span(window, frames), also=bend_deg, doubt=doubt_deg)
