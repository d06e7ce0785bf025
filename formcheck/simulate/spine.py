"""The mid-line of the trunk, with lumbar and thoracic flexion dialled in degrees.

The line runs in the sagittal plane from below the pelvis to the base of the skull. At every point it
has a direction; that direction is the pelvis' plus what the spine has bent by up to there. Flexion is
spread over the stretch of spine it belongs to, so the angle between the two ends of that stretch is the
dialled angle, exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from formcheck.simulate.anatomy import Build
from formcheck.simulate.rotations import Floats, ease

_STEP = 0.005
_LOWEST = -0.11
_STANDING_BENDS = ((0.02, 0.22, -9.0), (0.24, 0.52, 23.0), (0.53, 0.645, -20.0))
"""(from, to, degrees) along the 1.78 m figure: what stays of lordosis, kyphosis and the neck's curve in
the mid-line of the body. The outline of the back is more curved than its mid-line, as in people."""
_PELVIS_LEAN_DEG = 3.0
LUMBAR_SPAN = (0.06, 0.28)
"""Metres above the mid-hip (1.78 m figure) over which lumbar flexion is spread: sacrum to T12."""
THORACIC_SPAN = (0.26, 0.53)
NECK_SPAN = (0.52, 0.645)
FULL_LUMBAR_FLEXION_DEG = 52.0
"""Full flexion of healthy adults, Laird 2019 (PMC6339318)."""
NEUTRAL_HINGE_LUMBAR_DEG = 24.0
"""Lumbar flexion of a good hinge at full depth: 23.8 to 27.4° in good mornings and deadlifts with 25 to
50 % of body weight (Schellenberg 2013, PMC3878967)."""
HORIZONTAL_DEG = 80.0
"""Inclination at which a hinge has all of its neutral lumbar flexion."""


@dataclass(frozen=True, slots=True)
class SpineCurve:
    """The mid-line in the sagittal plane, mid-hip at the origin.

    Attributes
    ----------
    s_m : ndarray, shape (n,)
        Distance along the line from the mid-hip; negative below it.
    x_m, z_m : ndarray, shape (N, n)
        Forward and up, for each of N frames.
    direction_deg : ndarray, shape (N, n)
        Lean of the line from the vertical, forward positive.
    """

    s_m: Floats
    x_m: Floats
    z_m: Floats
    direction_deg: Floats

    def locate(self, s_m: float) -> tuple[Floats, Floats, Floats]:
        """(x, z, direction) at one distance along the line, each of shape (N,)."""
        position = np.clip((s_m - self.s_m[0]) / (self.s_m[1] - self.s_m[0]), 0, len(self.s_m) - 1.001)
        i, share = int(position), position % 1.0
        x, z, d = (
            a[:, i] * (1 - share) + a[:, i + 1] * share for a in (self.x_m, self.z_m, self.direction_deg)
        )
        return x, z, d


def trace_spine(
    pitch_deg: ArrayLike,
    lumbar_deg: ArrayLike = 0.0,
    thoracic_deg: ArrayLike = 0.0,
    neck_deg: ArrayLike = 0.0,
    build: Build | None = None,
) -> SpineCurve:
    """Draw the mid-line of the trunk.

    Parameters
    ----------
    pitch_deg : array_like, shape (N,) or scalar
        Forward tilt of the pelvis from upright standing.
    lumbar_deg, thoracic_deg, neck_deg : array_like
        Flexion beyond the standing curve, forward positive; broadcast with ``pitch_deg``.
    build : Build, optional
        Whose spine; the 1.78 m figure by default.

    Returns
    -------
    SpineCurve
        N = 1 when everything is a scalar.
    """
    scale = (build or Build()).scale
    pitch, lumbar, thoracic, neck = np.broadcast_arrays(
        *(np.atleast_1d(np.asarray(a, float)) for a in (pitch_deg, lumbar_deg, thoracic_deg, neck_deg))
    )
    s = np.arange(_LOWEST, 0.6651, _STEP)
    direction = pitch[:, None] + standing_curve(s)[None, :]
    for angle, (low, high) in ((lumbar, LUMBAR_SPAN), (thoracic, THORACIC_SPAN), (neck, NECK_SPAN)):
        direction = direction + angle[:, None] * ease((s - low) / (high - low))[None, :]
    radians = np.deg2rad(direction)
    return SpineCurve(s * scale, *_integrate(np.sin(radians), np.cos(radians), s, scale), direction)


def standing_curve(s: Floats) -> Floats:
    """Lean of the mid-line (degrees) of someone who stands upright, at ``s`` metres (1.78 m figure)."""
    lean = np.full_like(s, _PELVIS_LEAN_DEG)
    for low, high, degrees in _STANDING_BENDS:
        lean = lean + degrees * ease((s - low) / (high - low))
    return lean


def flex_neutrally(trunk_deg: Floats) -> Floats:
    """Lumbar flexion of a good hinge at an inclination of the trunk, degrees: it grows with it."""
    return NEUTRAL_HINGE_LUMBAR_DEG * np.clip(trunk_deg / HORIZONTAL_DEG, 0.0, 1.1)


def measure_chord(
    lumbar_deg: ArrayLike, thoracic_deg: ArrayLike = 0.0, build: Build | None = None
) -> tuple[Floats, Floats]:
    """Straight line from mid-hip to mid-shoulder: its length (m) and its lean against the pelvis (deg).

    The lean does not depend on the pelvis' own tilt, so a wanted inclination of the trunk gives the
    tilt of the pelvis by subtraction.
    """
    owner = build or Build()
    x, z, _ = trace_spine(0.0, lumbar_deg, thoracic_deg, 0.0, owner).locate(owner.shoulder_s_m)
    return np.hypot(x, z), np.degrees(np.arctan2(x, z))


def _integrate(dx: Floats, dz: Floats, s: Floats, scale: float) -> tuple[Floats, Floats]:
    """Add up unit steps along the line (trapezoids) with the mid-hip, s = 0, at the origin."""
    origin = int(np.argmin(np.abs(s)))
    sums = []
    for step in (dx, dz):
        total = np.zeros_like(step)
        np.cumsum((step[:, 1:] + step[:, :-1]) * (0.5 * _STEP * scale), axis=1, out=total[:, 1:])
        sums.append(total - total[:, origin : origin + 1])
    return sums[0], sums[1]
