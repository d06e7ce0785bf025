"""What the engine tells while the set is going on.

Every event says when it happened (``at_s``) and when that was known (``known_s``), on the clock of the
poses. A count is final; a phase is provisional, because the report re-times it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from formcheck.calibration.calibration import Calibration
from formcheck.faults.judgement import Fault, NotJudged
from formcheck.reps.rep import Phase, RepKind


@dataclass(frozen=True, slots=True)
class PhaseChanged:
    """The athlete entered another phase (provisional: the report re-times it)."""

    at_s: float
    known_s: float
    phase: Phase


@dataclass(frozen=True, slots=True)
class RepCompleted:
    """A movement was decided, for good. ``count`` is the number counted so far, ``side`` who worked."""

    at_s: float
    known_s: float
    kind: RepKind
    count: int
    side: str = "both"


@dataclass(frozen=True, slots=True)
class FaultRaised:
    """A rule found a fault in the repetition just completed."""

    at_s: float
    known_s: float
    fault: Fault


@dataclass(frozen=True, slots=True)
class TrackingLost:
    """Nobody was seen since ``at_s``."""

    at_s: float
    known_s: float


@dataclass(frozen=True, slots=True)
class TrackingFound:
    """The athlete is seen (again)."""

    at_s: float
    known_s: float


@dataclass(frozen=True, slots=True)
class CannotJudge:
    """What cannot be judged from now on, and what to change."""

    at_s: float
    known_s: float
    reason: str


@dataclass(frozen=True, slots=True)
class CalibrationJudged:
    """The first repetition was a still hinge: the back is held against it from now on, or why it is not."""

    at_s: float
    known_s: float
    result: Calibration | NotJudged


Event: TypeAlias = (
    PhaseChanged | RepCompleted | FaultRaised | TrackingLost | TrackingFound | CannotJudge | CalibrationJudged
)
