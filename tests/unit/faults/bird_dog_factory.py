"""Windows of one bird-dog whose signals a test writes down: what is measured is arithmetic."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from formcheck.faults.judgement import BackReference, RepWindow
from formcheck.reps.rep import Phase, PhaseSpan, Rep, RepKind

T_S = np.arange(30, 270) / 30.0
"""30 frames a second from 1 to 9 s."""
OUT_S, REACHED_S, BACK_S, HOME_S, NEXT_S = 2.5, 4.0, 6.5, 8.0, 9.0
"""The repetition: out from ``OUT_S`` to ``REACHED_S``, back from ``BACK_S`` to ``HOME_S``."""
PHASES = tuple(
    PhaseSpan(phase, start_s, end_s)
    for phase, start_s, end_s in (
        (Phase.CONCENTRIC, OUT_S, REACHED_S),
        (Phase.PAUSE_CONTRACTED, REACHED_S, BACK_S),
        (Phase.ECCENTRIC, BACK_S, HOME_S),
        (Phase.PAUSE_STRETCHED, HOME_S, NEXT_S),
    )
)


def follow(rest: float, hold: float) -> NDArray[np.float64]:
    """Go evenly from one value at rest to another in the hold, and back."""
    return np.interp(T_S, [OUT_S, REACHED_S, BACK_S, HOME_S], [rest, hold, hold, rest])


def make_rep(**changes: Any) -> Rep:
    """The repetition, timed: the left arm and the right leg."""
    values: dict[str, Any] = {
        "index": 1, "kind": RepKind.FULL, "side": "left", "start_s": OUT_S, "turn_s": 5.0, "end_s": HOME_S,
        "counted_s": 7.5, "phases": PHASES, "range": 90.0, "range_unit": "deg",
    }  # fmt: skip
    return Rep(**(values | changes))


LIVE = make_rep(end_s=7.5, phases=())
"""The same at the instant it is counted."""


def make_window(
    rep: Rep | None = None,
    *,
    facing: int = 1,
    view: str = "side",
    reference: BackReference | None = None,
    outlines: NDArray[np.float64] | None = None,
    **signals: Any,
) -> RepWindow:
    """A good repetition, of which all that a test names is up to it."""
    known: dict[str, Any] = {
        "settled": 1.0,
        "torso_length": 100.0,
        "thigh_raise": follow(0.0, 90.0),
        "picture_thigh_raise": follow(0.0, 90.0),
        "raised_arm": follow(-90.0, 0.0),
        "raised_thigh": follow(-90.0, 0.0),
        "raised_arm_side": 0.0,
        "raised_leg_side": 1.0,
        "arm_line": follow(-90.0, 0.0),
        "leg_line": follow(-45.0, 0.0),
        "raised_knee": follow(90.0, 170.0),
        "hands_inside": 1.0,
        "feet_inside": 1.0,
        "hand_room": 2.0,
        "foot_room": 2.0,
        "hips_x": 300.0,
        "hips_gap": 0.0,
        "hips_across": 40.0,
        "trunk_lean": 80.0,
        "hand_ahead": 0.0,
        "knee_ahead": 0.0,
        "gaze": -80.0,
        "head_length": 15.0,
    }
    columns = {
        name: np.broadcast_to(values, T_S.shape).astype(float) for name, values in (known | signals).items()
    }
    rows = np.empty((0, 47)) if outlines is None else outlines
    return RepWindow(rep or make_rep(), T_S, columns, 90.0, {view: 1.0}, 5.0, facing, rows, reference)


def hide(values: float | NDArray[np.float64], from_s: float, to_s: float) -> NDArray[np.float64]:
    """Let a signal not be seen for a while."""
    return np.where((from_s <= T_S) & (to_s > T_S), np.nan, values)


def change(
    values: float | NDArray[np.float64], other: float, from_s: float, to_s: float
) -> NDArray[np.float64]:
    """Let a signal have another value for a while."""
    return np.where((from_s <= T_S) & (to_s > T_S), other, values)
