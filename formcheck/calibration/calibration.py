"""What is known of one athlete before one camera, as plain values."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import ClassVar, TypeAlias

from formcheck import __version__
from formcheck.exercises.protocol import HINGE, QUADRUPED
from formcheck.faults.judgement import BackReference
from formcheck.motion.roll import LEVEL_ROLL_DEG
from formcheck.report.fields import to_number


class Origin(StrEnum):
    """Where a session has its calibration from."""

    GIVEN = "given"
    """A clip of its own."""
    ATHLETE = "athlete"
    """What is remembered of the athlete."""
    CLIP = "clip"
    """The set itself: its first still hinge."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The neutral hinge of one athlete before one camera.

    Attributes
    ----------
    arc_deg : float
        Dorsal Arc Angle of the neutral hinge; an index, not vertebral degrees.
    spread_deg : float
        1.4826 times its median absolute deviation over the frames of the hold.
    hold_trunk_deg : float
        Trunk inclination of the hold, 0 upright, corrected by the roll where that is sure.
    hip_range_deg : float
        Hip flexion from standing to the hold; NaN: knees not seen. Not a full range: that takes repetitions.
    torso_px : float
        Length of the standing trunk in the analysed picture, 90th percentile.
    thigh_length, shank_length : float
        Of the near leg, in trunk lengths; NaN: not seen.
    roll_deg : float
        How far the true vertical leans towards image-right, good to ± 3°; NaN: feet not seen.
    facing : int
        +1 the athlete faces image-right, -1 image-left.
    yaw_deg : float
        How far from side-on.
    source : str
        What it was made from.
    made_on : str
        Date, YYYY-MM-DD; empty: not told.
    version : str
        Of formcheck.
    """

    arc_deg: float
    spread_deg: float
    hold_trunk_deg: float
    hip_range_deg: float
    torso_px: float
    thigh_length: float
    shank_length: float
    roll_deg: float
    facing: int
    yaw_deg: float
    source: str
    made_on: str
    version: str = __version__
    kind: ClassVar[str] = HINGE

    @property
    def reference(self) -> BackReference:
        """What the rules of the back need of it."""
        return BackReference(self.arc_deg, self.spread_deg, self.hold_trunk_deg)

    def lay_out(self) -> dict[str, str | float | None]:
        """Every value for a file, rounded; None: not seen."""
        return _lay_out(self)

    @property
    def hint(self) -> str:
        """What to change about the camera; empty: nothing."""
        if not abs(self.roll_deg) > LEVEL_ROLL_DEG:
            return ""
        return f"Level your phone: it is tilted by about {abs(self.roll_deg):.0f}°."


@dataclass(frozen=True, slots=True)
class QuadrupedCalibration:
    """The rest on hands and knees and one good bird-dog of one athlete before one camera.

    Attributes
    ----------
    arc_deg, spread_deg : float
        Dorsal Arc Angle of the good hold, and 1.4826 times its median absolute deviation over the frames.
    rest_arc_deg : float
        The same angle at rest; NaN: the edge of the back was unclear.
    side : str
        The arm raised in the hold: "left" or "right".
    trunk_deg : float
        Trunk inclination at rest: 90 horizontal.
    head_deg : float
        Line ear → nose against the perpendicular of the trunk at rest, upward positive; NaN: not seen.
    hand_ahead, knee_ahead : float
        How far the near wrist lies ahead of its shoulder and the near knee of its hip at rest, in trunk
        lengths; NaN: not seen.
    torso_px : float
        Length of the trunk at rest in the analysed picture, 90th percentile.
    facing : int
        +1 the athlete faces image-right, -1 image-left.
    yaw_deg : float
        How far from side-on.
    source : str
        What it was made from.
    made_on : str
        Date, YYYY-MM-DD; empty: not told.
    version : str
        Of formcheck.
    """

    arc_deg: float
    spread_deg: float
    rest_arc_deg: float
    side: str
    trunk_deg: float
    head_deg: float
    hand_ahead: float
    knee_ahead: float
    torso_px: float
    facing: int
    yaw_deg: float
    source: str
    made_on: str
    version: str = __version__
    kind: ClassVar[str] = QUADRUPED

    @property
    def reference(self) -> BackReference:
        """What the rule of the back needs of it."""
        return BackReference(self.arc_deg, self.spread_deg, side=self.side)

    def lay_out(self) -> dict[str, str | float | None]:
        """Every value for a file, rounded; None: not seen."""
        return _lay_out(self)


AnyCalibration: TypeAlias = Calibration | QuadrupedCalibration


def _lay_out(calibration: AnyCalibration) -> dict[str, str | float | None]:
    values = asdict(calibration)
    return {name: v if isinstance(v, str | int) else to_number(v) for name, v in values.items()}
