"""What a rule sees, and what it may answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from numpy.typing import NDArray

from formcheck.reps.rep import Rep


@dataclass(frozen=True, slots=True)
class RepWindow:
    """Everything a measure may look at for one repetition.

    Attributes
    ----------
    rep : Rep
        The repetition, timed.
    t_s : ndarray, shape (N,)
        Times of the frames in [start_s, end_s).
    signals : mapping of str to ndarray, shape (N,)
        The signals over those frames by name; NaN: not seen.
    own_range : float
        The athlete's own full range of this movement, in the unit of ``rep.range``: the mean of the
        best two of the first three full repetitions. NaN while unknown.
    side_on_share : float
        Share of the bent frames seen side-on; NaN when the view was never known.
    yaw_deg : float
        Median yaw of those frames, 0 side-on.
    """

    rep: Rep
    t_s: NDArray
    signals: Mapping[str, NDArray]
    own_range: float
    side_on_share: float
    yaw_deg: float


@dataclass(frozen=True, slots=True)
class Measure:
    """A measured value; which values are faults is written in the exercise.

    Attributes
    ----------
    value : float
        Never NaN: what cannot be measured is `NotJudged`.
    start_s, end_s : float
        Where in the video it was measured, half-open.
    """

    value: float
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class NotJudged:
    """A rule that could not see. This is a result, and is never shown as "fine".

    Attributes
    ----------
    rule : str
        Name of the rule, or "tempo".
    reason : str
        Words for people: why, and what to do about it.
    """

    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A measured value beyond its threshold.

    Attributes
    ----------
    rule : str
        Name of the rule.
    severity : int
        1 information, 2 minor, 3 major.
    value, threshold : float
        As measured, and the limit it passed; both in ``unit``.
    start_s, end_s : float
        Where in the video, half-open.
    cue : str
        What a coach would say.
    """

    rule: str
    severity: int
    value: float
    unit: str
    threshold: float
    start_s: float
    end_s: float
    cue: str


MeasureFunction: TypeAlias = Callable[[RepWindow], "Measure | NotJudged"]
