"""What a live set is to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from formcheck.calibration import AnyCalibration, Origin
from formcheck.exercises.exercise import Exercise


@dataclass(frozen=True, slots=True)
class LiveOptions:
    """What a live set is to be.

    Attributes
    ----------
    exercise : Exercise or None
        None: the movement is recognised.
    calibrates : bool
        Take the athlete's own neutral posture before the set, where the exercise has one to take.
    calibration : Calibration, QuadrupedCalibration or None
        One that is known already: the back is held against it unless a new one is taken.
    origin : Origin
        Where that one is from.
    keeps_poses : bool
        Keep the poses of the set, so that it can be replayed.
    source, provenance : mapping
        Copied into the report.
    made_on : str
        Date, copied into the calibration.
    """

    exercise: Exercise | None = None
    calibrates: bool = True
    calibration: AnyCalibration | None = None
    origin: Origin = Origin.GIVEN
    keeps_poses: bool = False
    source: Mapping[str, Any] = field(default_factory=dict)
    provenance: Mapping[str, Any] = field(default_factory=dict)
    made_on: str = ""
