"""What a movement must show besides its depth to be a repetition: causal checks on what was recorded.

All of them look at the time from leaving home to the instant the movement was decided, never later.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

BEFORE_S = 0.3
"""So long before home was left, a movement may have begun."""
AROUND_END_S = 0.1
"""The start is read up to so far into the movement, and the end from so long before it on."""
RAISED_DEG = -40.0
RAISED_S = 0.2
"""An arm higher than this for so long was raised: it hangs at -90° and is held at 0°."""
HIDDEN_SHARE = 0.5
HELD_DEG = 45.0
"""The hold of a bird-dog: the thigh is raised by more than half."""

Floats = NDArray[np.float64]


def goes_far(values: Floats, least: float) -> bool:
    """Whether a signal changed by at least so much; True where it was never seen.

    Parameters
    ----------
    values : ndarray, shape (N,)
        From ``BEFORE_S`` before home was left to the decision; NaN: not seen.
    least : float
        In units of the signal.
    """
    seen = values[np.isfinite(values)]
    return not len(seen) or float(np.ptp(seen)) >= least


def stays_put(values: Floats, most: float) -> bool:
    """Whether a signal went no further than this; True where it was never seen.

    Parameters
    ----------
    values : ndarray, shape (N,)
        From leaving home to the decision; NaN: not seen.
    most : float
        In units of the signal.
    """
    seen = values[np.isfinite(values)]
    return not len(seen) or float(np.ptp(seen)) <= most


def comes_back(t_s: Floats, values: Floats, left_s: float, most: float) -> bool:
    """Whether a signal ends where it began; True where either end was not seen.

    Parameters
    ----------
    t_s, values : ndarray, shape (N,)
        As for `goes_far`.
    left_s : float
        When home was left.
    most : float
        Most difference of the medians around both ends.
    """
    first = values[(t_s >= left_s - BEFORE_S) & (t_s <= left_s + AROUND_END_S)]
    last = values[t_s >= t_s[-1] - AROUND_END_S]
    first, last = first[np.isfinite(first)], last[np.isfinite(last)]
    if not len(first) or not len(last):
        return True
    return abs(float(np.median(first) - np.median(last))) <= most


def hand_leads(wrist_px: Floats, shoulder_px: Floats) -> bool:
    """Whether the hand travelled at least as far as its shoulder; True where one was not seen.

    Parameters
    ----------
    wrist_px, shoulder_px : ndarray, shape (2, 2)
        Where they were when home was left, and at the turn.
    """
    hand = float(np.linalg.norm(wrist_px[1] - wrist_px[0]))
    body = float(np.linalg.norm(shoulder_px[1] - shoulder_px[0]))
    return not hand < body


def find_raised_side(
    t_s: Floats, arms_deg: Floats, thighs_deg: Floats, raise_deg: Floats, hidden: Floats, turn_s: float
) -> str | None:
    """Which arm a bird-dog raised, or why a raised leg is none.

    Parameters
    ----------
    t_s : ndarray, shape (N,)
        From leaving home to the decision.
    arms_deg, thighs_deg : ndarray, shape (2, N)
        Elevations of the left and the right one; NaN: not seen.
    raise_deg : ndarray, shape (N,)
        How far the higher thigh is raised.
    hidden : ndarray, shape (N,)
        1 where an arm could not be seen.
    turn_s : float
        When the leg was highest.

    Returns
    -------
    str or None
        "left" or "right": the raised arm where it was seen, else the one opposite the raised leg. None: no
        arm was raised although both could be seen, so this is another exercise.
    """
    at_turn = int(np.searchsorted(t_s, turn_s).clip(0, len(t_s) - 1))
    higher_deg = np.fmax(*arms_deg)
    is_up = higher_deg > RAISED_DEG
    if len(t_s) > 1 and float(is_up.sum() * np.median(np.diff(t_s))) >= RAISED_S:
        return "right" if _is_right_higher(arms_deg[:, at_turn]) else "left"
    held = raise_deg > HELD_DEG
    if held.any() and float(hidden[held].mean()) >= HIDDEN_SHARE:
        return "left" if _is_right_higher(thighs_deg[:, at_turn]) else "right"
    return None


def _is_right_higher(pair: Floats) -> bool:
    left, right = float(pair[0]), float(pair[1])
    return right > left or (math.isnan(left) and not math.isnan(right))
