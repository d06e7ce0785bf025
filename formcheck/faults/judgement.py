"""What a rule sees, and what it may answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from formcheck.motion.rate import measure_rate_hz
from formcheck.reps.rep import Phase, Rep

BEFORE_S = 1.0
AFTER_S = 1.5
"""A window reaches so far beyond its repetition, but not into its neighbours' way out and back."""
SETTLED_AFTER_S = AFTER_S + 0.1
"""So long after a repetition all that its rules look at has been seen, and it may be judged."""
BEYOND_S = 0.5
"""So much of the next repetition is known besides."""


@dataclass(frozen=True, slots=True)
class BackReference:
    """The athlete's own neutral hinge, which the back is held against.

    Attributes
    ----------
    arc_deg : float
        Dorsal Arc Angle of the neutral hinge.
    spread_deg : float
        1.4826 times its median absolute deviation over the frames of the calibration.
    bend_deg : float
        Trunk inclination of the hold; NaN: not known, taken to be deep enough.
    side : str
        The arm that was raised in the hold of a bird-dog: "left" or "right"; "both" for any other.
    """

    arc_deg: float
    spread_deg: float
    bend_deg: float = float("nan")
    side: str = "both"


@dataclass(frozen=True, slots=True, eq=False)
class RepWindow:
    """Everything a measure may look at for one repetition.

    Attributes
    ----------
    rep : Rep
        The repetition, timed.
    t_s : ndarray, shape (N,)
        Times of the frames: those in [start_s, end_s), and up to ``BEFORE_S`` and ``AFTER_S`` beyond.
    signals : mapping of str to ndarray, shape (N,)
        The signals over those frames by name; NaN: not seen. "settled" is 1 past the first 0.3 s of
        tracking, whose values must not be used for any extreme, else 0.
    own_range : float
        The athlete's own full range of this movement, in the unit of ``rep.range``: the mean of the
        best two of the first three full repetitions. NaN while unknown.
    view_shares : mapping of str to float
        Share of the bent frames seen in each view: "side", "oblique", "front"; empty when never known.
    yaw_deg : float
        Median yaw of those frames, 0 side-on.
    facing : int
        +1 the athlete faces image-right, -1 image-left, 0 unclear.
    outlines : ndarray, shape (N, 47)
        Profiles of the back (`formcheck.motion.back.find_profile`); NaN where the trunk was not bent.
    reference : BackReference or None
        The athlete's own neutral hinge, where it is known.
    beyond : mapping of str to ndarray, shape (M,)
        "t_s" and the same signals over the ``BEYOND_S`` behind the window, where the next repetition may have
        begun: for the turn between the two, and nothing else. Empty in a live set.
    """

    rep: Rep
    t_s: NDArray
    signals: Mapping[str, NDArray]
    own_range: float
    view_shares: Mapping[str, float]
    yaw_deg: float
    facing: int = 0
    outlines: NDArray = field(default_factory=lambda: np.empty((0, 47)))
    reference: BackReference | None = None
    beyond: Mapping[str, NDArray] = field(default_factory=dict)

    def find_frames(self, from_s: float, to_s: float) -> NDArray[np.bool_]:
        """Settled frames of the half-open [from_s, to_s), as a mask over ``t_s``; none for NaN."""
        return (self.t_s >= from_s) & (self.t_s < to_s) & (self.signals["settled"] > 0)

    @property
    def during(self) -> NDArray[np.bool_]:
        """Settled frames of the repetition itself."""
        return self.find_frames(self.rep.start_s, max(self.rep.end_s, self.rep.counted_s))

    @property
    def rate_hz(self) -> float:
        """Frames a second of the window; NaN for fewer than two."""
        return measure_rate_hz(self.t_s)

    @property
    def near_side(self) -> str:
        """Which side of the body is nearer to the camera: "left" or "right"."""
        depth_m = self.signals["shoulder_depth"][self.during]
        seen = depth_m[np.isfinite(depth_m)]
        return "right" if len(seen) and float(np.median(seen)) > 0 else "left"

    @property
    def arm(self) -> str:
        """The arm to measure: the one that works, or the near one where both do."""
        return self.near_side if self.rep.side == "both" else self.rep.side

    def find_phase(self, phase: Phase) -> NDArray[np.bool_]:
        """Settled frames of one phase of the tempo; none where the phase was not timed."""
        found = np.zeros(len(self.t_s), bool)
        for span in self.rep.phases:
            if span.phase is phase:
                found |= self.find_frames(span.start_s, span.end_s)
        return found


@dataclass(frozen=True, slots=True)
class Measure:
    """A measured value; which values are faults is written in the exercise.

    Attributes
    ----------
    value : float
        Never NaN: what cannot be measured is `NotJudged`.
    start_s, end_s : float
        Where in the video it was measured, half-open.
    also : float
        A second value, for rules that need two at once; NaN for all others.
    doubt : float
        How far the value may be off, in its own unit: a verdict must hold at both ends.
    confidence : float
        0 to 1.
    at_s : float
        The frame that shows it best; NaN: the middle.
    has_reference : bool
        It was taken against the athlete's own reference.
    spread : float
        1.4826 times the median absolute deviation over its frames, in its own unit; NaN: not told.
    """

    value: float
    start_s: float
    end_s: float
    also: float = float("nan")
    doubt: float = 0.0
    confidence: float = 1.0
    at_s: float = float("nan")
    has_reference: bool = False
    spread: float = float("nan")


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
        1 information (shown, and neither evidence for nor against the fault), 2 minor, 3 major.
    value, threshold : float
        As measured, and the limit it passed; both in ``unit``.
    start_s, end_s : float
        Where in the video, half-open.
    cue : str
        What a coach would say.
    confidence : float
        0 to 1.
    at_s : float
        The frame that shows it best.
    """

    rule: str
    severity: int
    value: float
    unit: str
    threshold: float
    start_s: float
    end_s: float
    cue: str
    confidence: float = 1.0
    at_s: float = float("nan")


MeasureFunction: TypeAlias = Callable[..., "Measure | NotJudged"]
"""``measure(window, **settings)``: the settings are the numbers an exercise's TOML hands to it."""
