"""Which frames of a repetition a measure looks at: home, the lowest position, the way up, the top.

All masks are over ``RepWindow.t_s`` and hold settled frames only.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from formcheck.faults.judgement import RepWindow
from formcheck.reps.rep import Phase

HOME_S = 0.5
"""Home is read over so long before it is left, and a tenth of a second into leaving: by then less than a
hundredth of a movement of a second is done, and repetitions without a rest have a home, too."""
LEAVING_S = 0.1
LATE_S = 0.15
STILL_S = 0.25
STILL_DEG = 10.0
LEAST_FLEXION_DEG = 40.0
"""In a video that starts with the lift, the first settled frame comes later than the lowest position, and a
quick lift is half done by then. Later than ``LATE_S``, the athlete must still be down: hips flexed as far as
counts as a repetition, and for ``STILL_S`` within the counter's dead band."""
TOP_S = 1.0
SEEN_BEYOND_S = 0.3
"""A lift after which so much was seen has reached its top."""

LEAST_FRAMES = 3
"""Fewer pictures are chance."""

UNCLEAR_FACING = "It is not clear to which side the athlete faces: film exactly side-on."
DEPTH_NOT_SEEN = (
    "The lowest position was not seen: start the video before the lift, the whole body in the picture."
)
HOME_NOT_SEEN = "Standing tall was not seen: stand still for a moment before and after each repetition."
TOP_NOT_SEEN = "The top of the lift was not seen: stay in the picture and stand tall for a moment."

Mask = NDArray[np.bool_]


def find_home(window: RepWindow) -> Mask:
    """Frames at home: before the repetition, or after a lift off the floor."""
    rep = window.rep
    if rep.start_s >= rep.turn_s:  # nothing was seen before the lift
        return window.find_frames(rep.end_s, rep.end_s + HOME_S)
    return window.find_frames(rep.start_s - HOME_S, rep.start_s + LEAVING_S)


def find_depth(window: RepWindow, around_s: float) -> Mask:
    """Frames up to ``around_s`` from the lowest position; none when it was not seen.

    Needs the signal "hip_flexion".
    """
    turn_s, during = window.rep.turn_s, window.during
    if not during.any():
        return during
    times_s = window.t_s[during]
    nearest_s = float(times_s[np.argmin(np.abs(times_s - turn_s))])
    if abs(nearest_s - turn_s) > LATE_S and not _is_still_down(window, nearest_s):
        return np.zeros_like(during)
    return during & (np.abs(window.t_s - nearest_s) <= around_s)


def _is_still_down(window: RepWindow, at_s: float) -> bool:
    """Whether the hips stay flexed around an instant."""
    flexion_deg = window.signals["hip_flexion"][window.find_frames(at_s - STILL_S, at_s + STILL_S)]
    if len(flexion_deg) < LEAST_FRAMES:
        return False
    return bool(flexion_deg.min() >= LEAST_FLEXION_DEG and np.ptp(flexion_deg) <= STILL_DEG)


def find_bent(window: RepWindow, peak_share: float) -> Mask:
    """Frames whose hips are flexed at least this share of the repetition's own peak (95th percentile).

    Hip flexion in space tells how deep a hinge is in any view; from the front the trunk does not.
    """
    flexion_deg = window.signals["hip_flexion"]
    during = window.during & np.isfinite(flexion_deg)
    if not during.any():
        return during
    return during & (flexion_deg >= peak_share * float(np.percentile(flexion_deg[during], 95)))


def find_top(window: RepWindow, from_s: float, length_s: float = TOP_S) -> Mask:
    """Frames of the top of the lift from ``from_s`` on; none when it is not sure that it was reached.

    It was when standing tall was timed, which takes a next repetition, or when the athlete was still seen
    well after the lift. In the middle of a live set neither holds yet.
    """
    rep = window.rep
    was_timed = any(span.phase is Phase.PAUSE_CONTRACTED for span in rep.phases)
    if not was_timed and not window.find_frames(rep.end_s + SEEN_BEYOND_S, math.inf).any():
        return np.zeros(len(window.t_s), bool)
    return window.find_frames(from_s, from_s + length_s)


def find_span(window: RepWindow, frames: Mask) -> tuple[float, float]:
    """From the first to just behind the last of some frames, half-open."""
    times_s = window.t_s[frames]
    return float(times_s[0]), float(np.nextafter(times_s[-1], math.inf))


def measure_trunk_px(window: RepWindow) -> float:
    """The athlete's trunk in pixels, as long as it appears; NaN: not seen."""
    return find_length_px(window.signals["torso_length"][window.signals["settled"] > 0])


def find_length_px(lengths_px: NDArray[np.float64]) -> float:
    """A trunk as long as it appears: the 90th percentile, because leaning shortens it; NaN: not seen."""
    seen = lengths_px[np.isfinite(lengths_px)]
    return float(np.percentile(seen, 90)) if len(seen) else math.nan
