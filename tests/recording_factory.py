"""Recordings of hand-made signals, without poses."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from formcheck.exercises.exercise import Exercise
from formcheck.recording import Recording

SIDE_ON = {
    "yaw_deg": 6.0, "shoulder_width": 0.1, "found": 1.0, "side": 1.0, "oblique": 0.0, "front": 0.0,
    "settled": 1.0, "torso_length": 120.0, "wrist_drop": 1.0,
}  # fmt: skip
"""Somebody well seen from the side."""


def fill_recording(
    exercise: Exercise, t_s: NDArray, outlines: NDArray | None = None, **columns: float | NDArray
) -> Recording:
    """A side view in which a column has the given values; what is not given was not seen.

    Parameters
    ----------
    exercise : Exercise
        Says which signals there are.
    t_s : ndarray, shape (N,)
    outlines : ndarray, shape (N, 47), optional
        Of the back; none unless given.
    **columns : float or ndarray, shape (N,)
        By name, in place of those of ``SIDE_ON``.
    """
    recording = Recording(exercise)
    known = SIDE_ON | columns | {"t_s": t_s}
    for name, column in recording._columns.items():
        column.extend(np.broadcast_to(known.get(name, math.nan), t_s.shape).tolist())
    rows = np.full(len(t_s), -1) if outlines is None else np.arange(len(t_s))
    recording._outline_rows.extend(rows.tolist())
    recording._outlines.extend([] if outlines is None else outlines.ravel().tolist())
    return recording
