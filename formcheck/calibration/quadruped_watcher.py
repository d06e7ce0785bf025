"""Find the athlete's own rest on hands and knees and one good bird-dog, which later holds are held against.

Rest still on hands and knees for two seconds, side-on, then hold one good bird-dog for two. Both are found by
themselves, pose by pose and without looking ahead.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import Enum, auto

import numpy as np

from formcheck.calibration.calibration import QuadrupedCalibration
from formcheck.calibration.still_hold import StillHold, make_hold_window, refuse
from formcheck.exercises.exercise import Exercise
from formcheck.exercises.protocol import QuadrupedProtocol
from formcheck.faults.head_lift import find_head_deg
from formcheck.faults.hold_arc import ArcGates, read_arc
from formcheck.faults.judgement import Fault, NotJudged, RepWindow
from formcheck.faults.moments import find_length_px, measure_trunk_px
from formcheck.motion.filters import CausalHampel
from formcheck.motion.flips import FlipRepairer
from formcheck.motion.quadruped import (
    measure_raised_arm_deg,
    measure_raised_thigh_deg,
    measure_trunk_tilt_deg,
)
from formcheck.pose.landmarks import Pose
from formcheck.window import find_median


class _Posture(Enum):
    REST = auto()
    HOLD = auto()
    OTHER = auto()


class QuadrupedWatcher:
    """Watch poses for somebody who rests on hands and knees and then holds a good bird-dog.

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
        if not isinstance(exercise.calibration, QuadrupedProtocol):
            raise ValueError(f"{exercise.name} has no calibration of this kind")
        self._exercise = exercise
        self._protocol = exercise.calibration
        self._source, self._made_on = source, made_on
        self._hold: StillHold[_Posture] = StillHold(self._protocol.hold_s, self._protocol.still_speed)
        self._arm_filter, self._thigh_filter = CausalHampel(), CausalHampel()
        self._flips = FlipRepairer(exercise.facing_by)
        self._was_seen = False
        self._rest: tuple[Pose, ...] = ()
        self._judged: QuadrupedCalibration | NotJudged | None = None

    @property
    def has_rested(self) -> bool:
        """True once the rest on hands and knees was seen: the hold may follow."""
        return bool(self._rest)

    @property
    def held_s(self) -> float:
        """How long what is asked for next, the rest or then the hold, has been held still by now."""
        wanted = _Posture.HOLD if self.has_rested else _Posture.REST
        return self._hold.held_s if self._hold.posture is wanted else 0.0

    @property
    def result(self) -> QuadrupedCalibration | NotJudged:
        """The calibration, or why there is none so far."""
        if self._judged is not None:
            return self._judged
        if not self._was_seen:
            return refuse("Nobody was seen: film the whole body, well lit.")
        return self._ask_for_hold() if self._rest else self._ask_for_rest()

    def push(self, pose: Pose) -> QuadrupedCalibration | NotJudged | None:
        """Take the next pose.

        Parameters
        ----------
        pose : Pose
            Later than the one before.

        Returns
        -------
        QuadrupedCalibration, NotJudged or None
            What became known with this pose: the calibration, or why the hold just seen is refused (the
            athlete may try again). Once calibrated, nothing more.
        """
        if isinstance(self._judged, QuadrupedCalibration) or not self._follow(self._flips.repair(pose)):
            return None
        held = self._hold.poses
        if self._hold.posture is _Posture.REST:
            self._rest = held
            return None
        self._hold.forget()
        self._judged = self._judge(held) if self._rest else self._ask_for_rest()
        return self._judged

    def _follow(self, pose: Pose) -> bool:
        """Keep the poses of a posture held still; True when it has been for long enough."""
        arm_deg = self._arm_filter.push(pose.t_s, measure_raised_arm_deg(pose))
        thigh_deg = self._thigh_filter.push(pose.t_s, measure_raised_thigh_deg(pose))
        if math.isnan(arm_deg) or math.isnan(thigh_deg):
            return False
        self._was_seen = True
        posture = self._name_posture(pose, arm_deg, thigh_deg)
        return self._hold.push(pose, posture, arm_deg + thigh_deg) and posture is not _Posture.OTHER

    def _name_posture(self, pose: Pose, arm_deg: float, thigh_deg: float) -> _Posture:
        wanted = self._protocol
        if not measure_trunk_tilt_deg(pose) <= wanted.most_tilt_deg:
            return _Posture.OTHER
        if max(arm_deg, thigh_deg) <= wanted.rest_deg:
            return _Posture.REST
        return _Posture.HOLD if min(arm_deg, thigh_deg) >= wanted.hold_deg else _Posture.OTHER

    def _ask_for_rest(self) -> NotJudged:
        return refuse(
            "A rest on hands and knees was not seen: first stay still on them for"
            f" {self._protocol.hold_s:.0f} s, side-on, with the whole body in the picture."
        )

    def _ask_for_hold(self) -> NotJudged:
        return refuse(
            "A still hold was not seen: after the rest on hands and knees, stretch out one arm and the"
            f" opposite leg, and hold them for {self._protocol.hold_s:.0f} s."
        )

    def _judge(self, hold: Sequence[Pose]) -> QuadrupedCalibration | NotJudged:
        """Read the good hold, through the gates and the checks of its protocol, or say why it is none."""
        wanted = self._protocol
        window = make_hold_window(self._exercise, hold)
        is_right = find_median(window.signals["raised_arm_side"]) > 0.5
        window = make_hold_window(self._exercise, hold, "right" if is_right else "left")
        for check in wanted.checks:
            result = check.judge(window)
            if isinstance(result, NotJudged):
                return result
            if isinstance(result, Fault) and result.severity >= min(2, check.gravest):
                return refuse(f"This hold is not a good one ({check.name.replace('_', ' ')}): {result.cue}")
        arc = self._read_arc(window)
        if isinstance(arc, str):
            return NotJudged(wanted.rule.name, arc)
        if arc[1] > wanted.most_spread_deg:
            return refuse(
                f"The outline of the back was unsteady in the hold (it spread by {arc[1]:.0f}°):"
                " hold still, in a close-fitting top, before a plain background."
            )
        return self._describe(window, arc)

    def _read_arc(self, window: RepWindow) -> tuple[float, float] | str:
        return read_arc(window, window.during, ArcGates(**self._protocol.rule.settings))

    def _describe(self, hold: RepWindow, arc: tuple[float, float]) -> QuadrupedCalibration:
        rest = make_hold_window(self._exercise, self._rest)
        signals, trunk_px = rest.signals, measure_trunk_px(rest)
        rest_arc = self._read_arc(rest)
        seen = rest.during & np.isfinite(signals["gaze"])
        ahead = [find_median(signals[name][rest.during]) / trunk_px for name in ("hand_ahead", "knee_ahead")]
        return QuadrupedCalibration(
            arc_deg=arc[0],
            spread_deg=arc[1],
            rest_arc_deg=math.nan if isinstance(rest_arc, str) else rest_arc[0],
            side=hold.rep.side,
            trunk_deg=find_median(rest.facing * signals["trunk_lean"][rest.during]),
            head_deg=find_head_deg(rest, seen) if seen.any() else math.nan,
            hand_ahead=ahead[0],
            knee_ahead=ahead[1],
            torso_px=find_length_px(signals["torso_length"][rest.during]),
            facing=hold.facing,
            yaw_deg=hold.yaw_deg,
            source=self._source,
            made_on=self._made_on,
        )
