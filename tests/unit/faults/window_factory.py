"""Windows of one hinge whose signals a test writes down: what is measured is arithmetic."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.reps.rep import Phase, PhaseSpan, Rep, RepKind

T_S = np.arange(30, 240) / 30.0
"""30 frames a second from 1 to 8 s."""
DOWN_S, LOW_S, UP_S, TOP_S, NEXT_S = 2.0, 4.0, 4.5, 6.0, 7.0
"""The repetition: lowered from ``DOWN_S`` to ``LOW_S``, lifted from ``UP_S`` to ``TOP_S``, the next one goes
down at ``NEXT_S``."""
TURN_S, COUNTED_S = 4.2, 5.5
RANGE_DEG = 100.0
PHASES = tuple(
    PhaseSpan(phase, start_s, end_s)
    for phase, start_s, end_s in (
        (Phase.ECCENTRIC, DOWN_S, LOW_S),
        (Phase.PAUSE_STRETCHED, LOW_S, UP_S),
        (Phase.CONCENTRIC, UP_S, TOP_S),
        (Phase.PAUSE_CONTRACTED, TOP_S, NEXT_S),
    )
)


def follow(home: float, low: float) -> NDArray[np.float64]:
    """Go evenly from one value at home to another in the lowest position, and back."""
    return np.interp(T_S, [DOWN_S, LOW_S, UP_S, TOP_S], [home, low, low, home])


def make_rep(**changes: Any) -> Rep:
    """The repetition, timed."""
    values: dict[str, Any] = {
        "index": 1, "kind": RepKind.FULL, "side": "both", "start_s": DOWN_S, "turn_s": TURN_S,
        "end_s": TOP_S, "counted_s": COUNTED_S, "phases": PHASES, "range": RANGE_DEG, "range_unit": "deg",
    }  # fmt: skip
    return Rep(**(values | changes))


FLOOR_START = make_rep(start_s=TURN_S, phases=PHASES[2:])
"""A lift of which nothing was seen before its lowest position."""
LIVE = make_rep(end_s=COUNTED_S, phases=())
"""The same at the instant it is counted."""


def make_window(
    rep: Rep | None = None,
    *,
    facing: int = 1,
    until_s: float = math.inf,
    from_s: float = -math.inf,
    view: str = "side",
    **signals: Any,
) -> RepWindow:
    """A window with whole legs, standing on both, of which all else is up to the test."""
    known: dict[str, Any] = {
        "settled": 1.0,
        "torso_length": 100.0,
        "hip_flexion": follow(10.0, 110.0),
        "near_hip_angle": follow(170.0, 70.0),
        "thigh_length": 0.85,
        "shank_length": 0.85,
    }
    seen = (from_s <= T_S) & (until_s > T_S)
    columns = {
        name: np.broadcast_to(values, T_S.shape).astype(float)[seen]
        for name, values in (known | signals).items()
    }
    return RepWindow(rep or make_rep(), T_S[seen], columns, RANGE_DEG, {view: 1.0}, 5.0, facing)


Answer = Measure | NotJudged


def read(answer: Answer) -> Measure:
    """The answer, which must be a measured value."""
    assert isinstance(answer, Measure), answer
    return answer


def refuse(answer: Answer) -> str:
    """The reason of an answer, which must be a refusal: one sentence."""
    assert isinstance(answer, NotJudged), answer
    assert answer.reason.endswith(".")
    assert answer.reason[0].isupper()
    return answer.reason


def hide(values: float | NDArray[np.float64], from_s: float, to_s: float) -> NDArray[np.float64]:
    """Let a signal not be seen for a while."""
    return np.where((from_s <= T_S) & (to_s > T_S), np.nan, values)
