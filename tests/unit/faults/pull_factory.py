"""Windows of one row whose signals a test writes down: what is measured is arithmetic."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from formcheck.faults.judgement import RepWindow
from formcheck.reps.rep import Phase, PhaseSpan, Rep
from tests.unit.faults.window_factory import T_S, make_rep, make_window

PULL_S, IN_S, BACK_S, HOME_S, NEXT_S = 2.0, 3.0, 4.5, 6.0, 7.0
"""The repetition: pulled from ``PULL_S`` to ``IN_S``, lowered from ``BACK_S`` to ``HOME_S``, the next pull
begins at ``NEXT_S``."""
ROW_PHASES = tuple(
    PhaseSpan(phase, start_s, end_s)
    for phase, start_s, end_s in (
        (Phase.CONCENTRIC, PULL_S, IN_S),
        (Phase.PAUSE_CONTRACTED, IN_S, BACK_S),
        (Phase.ECCENTRIC, BACK_S, HOME_S),
        (Phase.PAUSE_STRETCHED, HOME_S, NEXT_S),
    )
)
TORSO_PX = 100.0


def make_pull(**changes: Any) -> Rep:
    """The repetition, timed."""
    values: dict[str, Any] = {
        "start_s": PULL_S, "turn_s": 3.5, "end_s": HOME_S, "counted_s": 5.5, "phases": ROW_PHASES,
        "range": 0.5, "range_unit": "torso",
    }  # fmt: skip
    return make_rep(**(values | changes))


LIVE_PULL = make_pull(end_s=5.5, phases=())
"""The same at the instant it is counted."""


def make_row_window(rep: Rep | None = None, *, facing: int = 1, **signals: Any) -> RepWindow:
    """A window of the row with a still trunk and still, whole legs, of which all else is up to the test."""
    known: dict[str, Any] = {
        "trunk_lean": facing * 60.0,
        "torso_length": TORSO_PX,
        "shoulder_depth": -0.3,
        "near_knee_angle": 150.0,
        "left_clear_reach": follow_hand(1.1, 0.6) * TORSO_PX,
        "right_clear_reach": np.nan,
    }
    return make_window(rep or make_pull(), facing=facing, **(known | signals))


def follow_hand(home: float, pulled: float) -> NDArray[np.float64]:
    """Go smoothly from one value at home to another at the squeeze, and back."""
    pull = ease((T_S - PULL_S) / (IN_S - PULL_S)) * (1.0 - ease((T_S - BACK_S) / (HOME_S - BACK_S)))
    return home + (pulled - home) * pull


def ease(share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Minimum jerk: share of the time to share of the way."""
    u = np.clip(share, 0.0, 1.0)
    return u**3 * (10.0 - 15.0 * u + 6.0 * u * u)


def go_beyond(window: RepWindow, until_s: float) -> RepWindow:
    """End the window so early; what follows lies beyond it."""
    inside = window.t_s < until_s
    columns = {"t_s": window.t_s, **window.signals}
    return replace(
        window,
        t_s=window.t_s[inside],
        signals={name: column[inside] for name, column in window.signals.items()},
        beyond={name: column[~inside] for name, column in columns.items()},
    )
