"""Speed and acceleration of the trunk over a repetition, for rules about momentum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from formcheck.faults.judgement import RepWindow
from formcheck.faults.moments import measure_rate_hz
from formcheck.motion.filters import differentiate, resample_evenly

LEAST_SAMPLES = 5
EDGE_S = 0.1
"""So much may be missing at either end."""


@dataclass(frozen=True, slots=True, eq=False)
class TrunkMotion:
    """The trunk over some seconds, on an even clock.

    Attributes
    ----------
    t_s : ndarray, shape (M,)
    rise_deg : ndarray, shape (M,)
        How upright it is, smoothed: grows as the trunk comes up.
    speed : ndarray, shape (M,)
        Degrees a second, positive coming up.
    """

    t_s: NDArray[np.float64]
    rise_deg: NDArray[np.float64]
    speed: NDArray[np.float64]

    @property
    def acceleration(self) -> NDArray[np.float64]:
        """Degrees a second squared."""
        return np.gradient(self.speed, self.t_s)

    def cut(self, from_s: float, to_s: float) -> TrunkMotion | None:
        """Cut the part within [from_s, to_s]; None where not all of it was seen."""
        inside = (self.t_s >= from_s) & (self.t_s <= to_s)
        if inside.sum() < LEAST_SAMPLES or not np.isfinite(self.speed[inside]).all():
            return None
        if self.t_s[0] > from_s + EDGE_S or self.t_s[-1] < to_s - EDGE_S:
            return None
        return TrunkMotion(self.t_s[inside], self.rise_deg[inside], self.speed[inside])


def follow_trunk(window: RepWindow) -> TrunkMotion:
    """Follow the trunk's inclination in a side view through a window.

    Parameters
    ----------
    window : RepWindow
        With its facing and the signal "trunk_lean".

    Returns
    -------
    TrunkMotion
        NaN around gaps; empty when nothing was seen.

    Notes
    -----
    Differentiated by the same parabolas (Savitzky–Golay over 0.35 s) that time the phases.
    """
    lean_deg = np.where(window.signals["settled"] > 0, window.signals["trunk_lean"], np.nan)
    rate_hz = min(measure_rate_hz(window), 60.0)
    t_s, rise_deg = resample_evenly(window.t_s, -window.facing * lean_deg, rate_hz)
    if len(t_s) < LEAST_SAMPLES:
        return TrunkMotion(np.empty(0), np.empty(0), np.empty(0))
    smooth_deg, speed = differentiate(rise_deg, rate_hz)
    return TrunkMotion(t_s, smooth_deg, speed)
