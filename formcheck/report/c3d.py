"""``landmarks.c3d``: the landmarks in space for biomechanics software."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from formcheck.errors import InputError
from formcheck.pose.landmarks import Landmark
from formcheck.pose.track import Track
from formcheck.report.bundle import measure_step_s, read_points_m
from formcheck.report.set_report import SetReport


def write_c3d(report: SetReport, track: Track, path: Path) -> None:
    """Write the landmarks at a steady rate, and every repetition's turn as an event.

    Notes
    -----
    The format knows no times of frames, only a rate: of a clip whose frames come unevenly each instant of a
    steady clock shows the frame nearest to it, within half a step, and none where there is none. Nothing is
    interpolated.
    """
    import ezc3d

    t_s, points_m = spread_evenly(*read_points_m(track))
    if not len(t_s):
        raise InputError("A C3D file needs at least one picture, and the clip has none: review another clip.")
    seen = np.isfinite(points_m).all(2)
    points = np.ones((4, points_m.shape[1], len(t_s)))
    points[:3] = points_m.transpose(2, 1, 0)
    file = ezc3d.c3d()
    file["parameters"]["POINT"]["UNITS"]["value"] = ["m"]
    file["parameters"]["POINT"]["LABELS"]["value"] = [landmark.name.lower() for landmark in Landmark]
    file["parameters"]["POINT"]["RATE"]["value"] = [1.0 / measure_step_s(t_s) if len(t_s) > 1 else 30.0]
    file["data"]["points"] = points
    file["data"]["meta_points"]["residuals"] = np.where(seen.T, 0.0, -1.0)[np.newaxis]
    turns_s = [judged.rep.turn_s for judged in report.reps if judged.rep.is_counted]
    for number, turn_s in enumerate(turns_s, 1):
        at_s = turn_s - float(t_s[0])
        file.add_event([at_s // 60, at_s % 60], label=f"rep {number} turn", context="General")
    file.write(str(path))


def spread_evenly(t_s: NDArray, points_m: NDArray) -> tuple[NDArray, NDArray]:
    """Put frames on a steady clock of their median step; see `write_c3d`.

    Returns
    -------
    t_s : ndarray, shape (M,)
    points_m : ndarray, shape (M, 33, 3)
        NaN: not seen, or no frame so near.
    """
    step_s = measure_step_s(t_s)
    if not step_s > 0:
        return t_s, points_m
    even_s = t_s[0] + step_s * np.arange(round((t_s[-1] - t_s[0]) / step_s) + 1)
    after = np.clip(np.searchsorted(t_s, even_s), 1, len(t_s) - 1)
    nearest = np.where(even_s - t_s[after - 1] <= t_s[after] - even_s, after - 1, after)
    # A step measured in milliseconds wanders against the clock: a little more than half of it is allowed.
    is_near = np.abs(t_s[nearest] - even_s) <= 0.55 * step_s
    return even_s, np.where(is_near[:, None, None], points_m[nearest], np.nan)
