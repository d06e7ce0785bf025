"""The back's outline to one number: the Dorsal Arc Angle.

MediaPipe has no point on the spine, and what it has (ear, shoulder, hip) carries no signal: ear–shoulder–hip
reads 177° on a rounded back and 179° on a neutral one. The edge of the person mask does carry it.
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from formcheck.motion.signals import find_trunk
from formcheck.pose.landmarks import STATION_COUNT, STATION_SPAN, Landmark, Pose

WINDOW = (0.05, 0.85)
"""Part of the line hip → shoulder that is judged: above it hoods, hair and collars shape the outline."""
DEGREE = 4
HUBER = 0.012
"""Residual, in trunk lengths, from which a station loses weight in the fit."""
ITERATIONS = 6
LEAST_STATIONS = 12
LEAST_SHARE_AT_STATION = 0.5
"""A station of a fused outline counts as found when so many of its frames show an edge there."""
REMEMBERED = 2048
"""Shapes of single outlines that are remembered: those of a repetition of a minute, a few hundred kB."""

_STATIONS = np.linspace(*STATION_SPAN, STATION_COUNT)
_POWERS = np.vander(_STATIONS, DEGREE + 1)
_IN_WINDOW = np.array([WINDOW[0] <= station <= WINDOW[1] for station in _STATIONS])
_SAMPLES = np.linspace(*WINDOW, 61)
_SAMPLE_POWERS = np.vander(_SAMPLES, DEGREE + 1)
_ELBOWS = (Landmark.LEFT_ELBOW, Landmark.RIGHT_ELBOW)


@dataclass(frozen=True, slots=True)
class BackShape:
    """The shape of the back in one frame, or in several of like posture.

    Attributes
    ----------
    arc_deg : float
        Dorsal Arc Angle: 0 straight, positive rounded, negative hollow; 0.89 to 0.91 times the angle of a
        circular arc of up to 60°. An index, not vertebral degrees. NaN: no outline.
    fit_rms : float
        Root mean square distance of the stations in the window from the fit, in trunk lengths.
    coverage : float
        Share of all stations where an edge was found, 0 to 1.
    """

    arc_deg: float
    fit_rms: float
    coverage: float


class _TrunkLine(NamedTuple):
    """Mid-hip, the way to mid-shoulder and its length, in pixels, and the unit vector out of the back."""

    hip: NDArray[np.float64]
    axis: NDArray[np.float64]
    outward: NDArray[np.float64]
    length_px: float


def measure_profile(profile: NDArray[np.float64]) -> BackShape:
    """Measure the shape of an outline.

    Parameters
    ----------
    profile : ndarray, shape (47,)
        From `find_profile` or `fuse_profiles`, in trunk lengths; NaN: no edge.

    Returns
    -------
    BackShape
        With NaN where fewer than 12 stations show an edge.

    Notes
    -----
    ``d(t)`` is the distance of the outline from the line hip → shoulder in trunk lengths. A quartic is
    fitted to it with Huber weights; ``12 * mean(deviation from its own chord) / chord``, in radians, is
    the angle ``a`` of a flat circular arc. The chord's ends are medians of three samples, so that it lies a
    little inside and the index is ``0.885 a (1 + a² / 30)``; every limit stands for the index as it is. On
    the rendered figure it is 1.17 times the lumbar flexion minus 29°; the outlines of good lifters' hinges
    read −7° to +6°, of rounded backs 18° to 55°.
    """
    found = np.isfinite(profile)
    coverage = float(found.mean())
    if found.sum() < LEAST_STATIONS:
        return BackShape(math.nan, math.nan, coverage)
    curve = _fit_robustly(profile, found)
    judged = found & _IN_WINDOW
    residual = profile[judged] - _POWERS[judged] @ curve
    fit_rms = float(np.sqrt(np.mean(residual**2))) if judged.sum() > 8 else math.nan
    return BackShape(_measure_arc_deg(_SAMPLE_POWERS @ curve), fit_rms, coverage)


def measure_profiles(profiles: NDArray[np.floating]) -> tuple[BackShape, ...]:
    """Measure the shapes of single outlines.

    Several rules look at the same outlines, and a live set looks at those of a repetition again and again
    while it goes on: what was measured lately is remembered.

    Parameters
    ----------
    profiles : ndarray, shape (N, 47)
        As of `measure_profile`.

    Returns
    -------
    tuple of BackShape
    """
    return tuple(_measure_remembered(profile.tobytes()) for profile in np.asarray(profiles, np.float64))


@lru_cache(maxsize=REMEMBERED)
def _measure_remembered(profile: bytes) -> BackShape:
    return measure_profile(np.frombuffer(profile))


def find_profile(pose: Pose, facing: int) -> NDArray[np.float64]:
    """Distance of the back's outline from the line hip → shoulder at every station.

    Parameters
    ----------
    pose : Pose
    facing : int
        +1 or -1.

    Returns
    -------
    ndarray, shape (47,)
        In trunk lengths, positive away from the belly; NaN where no edge was found.
    """
    trunk = _find_trunk_line(pose, facing)
    if trunk is None:
        return np.full(STATION_COUNT, np.nan)
    feet = trunk.hip + _STATIONS[:, None] * trunk.axis
    return ((pose.flanks[0 if facing > 0 else 1] - feet) @ trunk.outward) / trunk.length_px


def fuse_profiles(profiles: NDArray[np.floating]) -> NDArray[np.float64]:
    """Fuse the outlines of frames of like posture into one.

    Parameters
    ----------
    profiles : ndarray, shape (N, 47)
        From `find_profile`; NaN: no edge.

    Returns
    -------
    ndarray, shape (47,)
        The median at every station, in trunk lengths; NaN where fewer than half of the frames show an
        edge. Noise of the mask's edge, which makes single frames unclear, falls with the number of frames;
        what all frames share stays.
    """
    found = np.isfinite(profiles)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a station nobody saw
        fused = np.nanmedian(profiles, axis=0)
    fused[found.mean(axis=0) < LEAST_SHARE_AT_STATION] = np.nan
    return np.asarray(fused, np.float64)


def measure_elbow_behind(pose: Pose, facing: int) -> float:
    """How far the hinder elbow lies behind the line of the trunk, in trunk lengths.

    Parameters
    ----------
    pose : Pose
    facing : int
        +1 or -1.

    Returns
    -------
    float
        Positive: it may cover the back's outline, which then reads 50 to 100° too round. NaN: no elbow
        or no trunk was seen.
    """
    trunk = _find_trunk_line(pose, facing)
    if trunk is None:
        return math.nan
    elbows = pose.image[_ELBOWS, :] - trunk.hip - trunk.axis
    behind = (elbows @ trunk.outward / trunk.length_px).tolist()
    return max((value for value in behind if value == value), default=math.nan)


def trace_back(pose: Pose, facing: int) -> NDArray[np.float64]:
    """The fitted outline of the back in the picture, to be drawn.

    Parameters
    ----------
    pose : Pose
    facing : int
        +1 or -1.

    Returns
    -------
    ndarray, shape (61, 2)
        Pixels from hip to shoulder; empty where no outline was found.
    """
    profile = find_profile(pose, facing)
    found = np.isfinite(profile)
    trunk = _find_trunk_line(pose, facing)
    if trunk is None or found.sum() < LEAST_STATIONS:
        return np.empty((0, 2))
    distance_px = trunk.length_px * (_SAMPLE_POWERS @ _fit_robustly(profile, found))
    return trunk.hip + _SAMPLES[:, None] * trunk.axis + distance_px[:, None] * trunk.outward


def _find_trunk_line(pose: Pose, facing: int) -> _TrunkLine | None:
    """The line hip → shoulder and which way is out of the back; None where no trunk was seen."""
    shoulder, hip = find_trunk(pose.image.astype(np.float64))
    axis = shoulder - hip
    length_px = math.hypot(*axis.tolist())
    if not length_px > 0:
        return None
    return _TrunkLine(hip, axis, facing * np.array([axis[1], -axis[0]]) / length_px, length_px)


def _fit_robustly(profile: NDArray[np.float64], found: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Quartic through the stations found, by iteratively reweighted least squares."""
    powers, distance = _POWERS[found], profile[found]
    weight = np.ones(len(distance))
    curve = np.zeros(DEGREE + 1)
    for _ in range(ITERATIONS):
        weighted = powers * weight[:, None]
        # Normal equations: five unknowns on stations within [-0.15, 1] are well conditioned, and four times
        # as fast as least squares by singular values.
        curve = np.linalg.solve(weighted.T @ powers, weighted.T @ distance)
        weight = np.minimum(1.0, HUBER / np.maximum(np.abs(distance - powers @ curve), 1e-9))
    return np.asarray(curve, np.float64)


def _measure_arc_deg(curve: NDArray[np.float64]) -> float:
    """Angle of the arc that bulges as much as the curve over the window."""
    start, end = float(np.median(curve[:3])), float(np.median(curve[-3:]))
    run = WINDOW[1] - WINDOW[0]
    chord = math.hypot(run, end - start)
    straight = start + (end - start) * (_SAMPLES - WINDOW[0]) / run
    deviation = (curve - straight) * run / chord
    return math.degrees(12.0 * float(deviation.mean()) / chord)
