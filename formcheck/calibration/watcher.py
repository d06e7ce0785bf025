"""Find the athlete's own neutral hinge, which the back is held against from then on.

Stand tall for two seconds, side-on, then hold an unloaded hinge for two. Both are found by themselves, pose
by pose and without looking ahead, so a clip and a live camera are calibrated by the same loop.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from enum import Enum, auto

import numpy as np

from formcheck.calibration.calibration import Calibration
from formcheck.calibration.still_hold import StillHold, make_hold_window, refuse
from formcheck.exercises.exercise import Exercise
from formcheck.exercises.protocol import CalibrationProtocol
from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import find_length_px
from formcheck.motion.filters import CausalHampel
from formcheck.motion.legs import measure_shank_length, measure_thigh_length
from formcheck.motion.roll import LEAST_ROLL_DEG, measure_roll_deg
from formcheck.motion.signals import (
    measure_hip_flexion_deg,
    measure_torso_px,
    measure_trunk_lean_deg,
    measure_world_trunk_inclination_deg,
)
from formcheck.pose.landmarks import Pose
from formcheck.window import find_median


class _Posture(Enum):
    STANDING = auto()
    HINGE = auto()
    OTHER = auto()


class CalibrationWatcher:
    """Watch poses for somebody who stands tall and then holds a neutral hinge.

    Parameters
    ----------
    exercise : Exercise
        Its calibration says what is looked for.
    source, made_on : str
        Copied into the calibration.

    Raises
    ------
    ValueError
        When the exercise has no calibration of this kind.
    """

    def __init__(self, exercise: Exercise, source: str = "", made_on: str = "") -> None:
        if not isinstance(exercise.calibration, CalibrationProtocol):
            raise ValueError(f"{exercise.name} has no calibration of this kind")
        self._exercise = exercise
        self._protocol = exercise.calibration
        self._source, self._made_on = source, made_on
        self._hold: StillHold[_Posture] = StillHold(self._protocol.hold_s, self._protocol.still_speed)
        self._trunk_filter, self._flexion_filter = CausalHampel(), CausalHampel()
        self._was_seen = False
        self._standing: tuple[Pose, ...] = ()
        self._judged: Calibration | NotJudged | None = None

    @property
    def has_stood(self) -> bool:
        """True once standing tall was seen: the hinge may follow."""
        return bool(self._standing)

    @property
    def held_s(self) -> float:
        """How long what is asked for next, standing tall or then the hinge, has been held still by now."""
        wanted = _Posture.HINGE if self.has_stood else _Posture.STANDING
        return self._hold.held_s if self._hold.posture is wanted else 0.0

    @property
    def result(self) -> Calibration | NotJudged:
        """The calibration, or why there is none so far."""
        if self._judged is not None:
            return self._judged
        if not self._was_seen:
            return refuse("Nobody was seen: film the whole body, well lit.")
        return self._ask_for_hinge() if self.has_stood else self._ask_to_stand()

    def push(self, pose: Pose) -> Calibration | NotJudged | None:
        """Take the next pose.

        Parameters
        ----------
        pose : Pose
            Later than the one before.

        Returns
        -------
        Calibration, NotJudged or None
            What became known with this pose: the calibration, or why the hold just seen is refused (the
            athlete may try again): by the name of its rule where that could not see, else by "calibration".
            Once calibrated, nothing more.
        """
        if isinstance(self._judged, Calibration) or not self._follow(pose):
            return None
        held = self._hold.poses
        if self._hold.posture is _Posture.STANDING:
            self._standing = held
            return None
        self._hold.forget()
        if not self.has_stood:
            return self._ask_to_stand()
        self._judged = self._judge(held)
        return self._judged

    def _follow(self, pose: Pose) -> bool:
        """Keep the poses of a posture held still; True when it has been for long enough."""
        t_s = pose.t_s
        trunk_deg = self._trunk_filter.push(t_s, measure_world_trunk_inclination_deg(pose))
        flexion_deg = self._flexion_filter.push(t_s, measure_hip_flexion_deg(pose))
        if math.isnan(trunk_deg):
            return False
        self._was_seen = True
        posture = self._name_posture(trunk_deg, flexion_deg)
        return self._hold.push(pose, posture, trunk_deg) and posture is not _Posture.OTHER

    def _name_posture(self, trunk_deg: float, flexion_deg: float) -> _Posture:
        wanted = self._protocol
        if trunk_deg <= wanted.standing_trunk_deg and flexion_deg <= wanted.standing_flexion_deg:
            return _Posture.STANDING
        is_hinge = wanted.hinge_trunk_deg[0] <= trunk_deg <= wanted.hinge_trunk_deg[1]
        return _Posture.HINGE if is_hinge else _Posture.OTHER

    def _ask_to_stand(self) -> NotJudged:
        return refuse(
            f"Standing tall was not seen: first stand tall and still for {self._protocol.hold_s:.0f} s,"
            " side-on, with the whole body in the picture and the phone upright."
        )

    def _ask_for_hinge(self) -> NotJudged:
        wanted = self._protocol
        least_deg, most_deg = wanted.hinge_trunk_deg
        return refuse(
            f"A still hinge was not seen: after standing tall, push the hips back and hold for"
            f" {wanted.hold_s:.0f} s, the trunk between {least_deg:.0f}° and {most_deg:.0f}°."
        )

    def _judge(self, hold: Sequence[Pose]) -> Calibration | NotJudged:
        """Read the neutral hinge off a hold, through the gates of its rule, or say why it cannot be one."""
        wanted = self._protocol
        window = make_hold_window(self._exercise, hold)
        measured = wanted.rule.look_at(window)
        if isinstance(measured, NotJudged):
            return measured
        if measured.spread > wanted.most_spread_deg:
            return refuse(
                f"The outline of the back was unsteady in the hold (it spread by {measured.spread:.0f}°):"
                " hold still, in a close-fitting top, before a plain background."
            )
        if measured.doubt > 0:  # in the picture the trunk is too upright to be sure of
            return self._ask_for_hinge()
        if measured.value > wanted.arc_deg[1]:
            return refuse("This already looks rounded: chest up and try again.")
        if measured.value < wanted.arc_deg[0]:
            return refuse("This looks over-arched: ribs down and try again.")
        return self._describe(hold, window, measured)

    def _describe(self, hold: Sequence[Pose], window: RepWindow, measured: Measure) -> Calibration:
        standing, facing = self._standing, window.facing
        roll_deg = _take_median(standing, lambda pose: measure_roll_deg(pose, facing))
        lean_deg = _take_median(hold, measure_trunk_lean_deg)
        sure_roll_deg = roll_deg if abs(roll_deg) > LEAST_ROLL_DEG else 0.0
        hip_range_deg = _take_median(hold, measure_hip_flexion_deg)
        return Calibration(
            arc_deg=measured.value,
            spread_deg=measured.spread,
            hold_trunk_deg=facing * (lean_deg - sure_roll_deg),
            hip_range_deg=hip_range_deg - _take_median(standing, measure_hip_flexion_deg),
            torso_px=find_length_px(np.array([measure_torso_px(pose) for pose in standing])),
            thigh_length=_take_median(standing, measure_thigh_length),
            shank_length=_take_median(standing, measure_shank_length),
            roll_deg=roll_deg,
            facing=facing,
            yaw_deg=window.yaw_deg,
            source=self._source,
            made_on=self._made_on,
        )


def _take_median(poses: Sequence[Pose], measure: Callable[[Pose], float]) -> float:
    """Median of a measure over the poses that may be measured with; NaN: not seen."""
    return find_median(np.array([measure(pose) for pose in poses if pose.reliable.any()]))
