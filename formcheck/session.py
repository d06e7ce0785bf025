"""The one engine: poses in, events out, a report at the end. Live and review are this same loop.

Nothing here looks ahead, and nothing here knows a clock, a file or a picture: time comes in with the
Pose. The count is final the moment it is made; `Session.finish` re-times the phases on a zero-phase
signal and judges the rules, and never recounts; corrections are what a person said, and are told as such.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from formcheck.calibration import (
    AnyCalibration,
    Calibration,
    OpeningWatcher,
    Origin,
    check_fit,
    check_opening,
)
from formcheck.corrections import Corrections
from formcheck.counting import CountedCycle, SetCounter
from formcheck.events import (
    CalibrationJudged,
    CannotJudge,
    Event,
    FaultRaised,
    PhaseChanged,
    RepCompleted,
    TrackingFound,
    TrackingLost,
)
from formcheck.exercises.exercise import Exercise, Sides
from formcheck.exercises.rules import RepJudge, describe_view_problem
from formcheck.faults.judgement import BackReference, Fault, RepWindow
from formcheck.motion.flips import FlipRepairer
from formcheck.motion.view import FacingVote, View, ViewReading, ViewTracker
from formcheck.pose.landmarks import Pose
from formcheck.recording import Recording
from formcheck.report.fields import to_number
from formcheck.report.set_report import JudgedRep, SetReport
from formcheck.reps.counter import Stage
from formcheck.reps.rep import Phase, Rep, RepKind
from formcheck.settling import SettlingJudge
from formcheck.summary import find_own_range, summarise_set
from formcheck.window import make_window

TRACKING_LOST_AFTER_S = 0.5
VIEW_COMPLAINT_AFTER_S = 1.0


class Session:
    """Count, time and judge one set of one exercise.

    Parameters
    ----------
    exercise : Exercise
        From `formcheck.exercises.loader.load_exercise`.
    calibration : Calibration or QuadrupedCalibration, optional
        The athlete's own neutral hinge, or good bird-dog, which the back is held against. Without a hinge the
        set's own first still one is taken, if it may be.
    origin : Origin
        Where the calibration is from, for the report.

    Raises
    ------
    ValueError
        When a calibration is given and the exercise has none of its kind.

    Examples
    --------
    >>> from formcheck.exercises.loader import load_exercise
    >>> session = Session(load_exercise("romanian_deadlift"))
    >>> events = [event for pose in [] for event in session.push(pose)]
    >>> session.finish().count
    0
    """

    def __init__(
        self, exercise: Exercise, calibration: AnyCalibration | None = None, origin: Origin = Origin.GIVEN
    ) -> None:
        wanted = exercise.calibration
        if calibration is not None and (wanted is None or wanted.kind != calibration.kind):
            raise ValueError(f"{exercise.name} has no calibration of this kind")
        self.exercise = exercise
        self._calibration, self._origin = calibration, origin
        self._opening = OpeningWatcher(exercise) if calibration is None else None
        self._opened: CalibrationJudged | None = None
        self._recording = Recording(exercise)
        self._view = ViewTracker()
        self._facing = FacingVote(exercise.facing_by)
        has_sides = exercise.sides is not Sides.TOGETHER
        self._flips = FlipRepairer(exercise.facing_by) if has_sides else None
        self._counter = SetCounter(exercise)
        self._stage = Stage.WAITING
        self._number = 0
        self._counted_s: dict[int, float] = {}
        self._live_reps: list[Rep] = []
        self._judge = RepJudge(exercise.rules)
        self._settling = SettlingJudge(exercise, self._recording)
        self._seen_s = math.nan
        self._is_lost = True
        self._side_lost_since_s = math.nan
        self._complained = False
        self._view_problem = ""

    @property
    def count(self) -> int:
        """Repetitions counted so far; final."""
        return self._counter.count

    @property
    def side_counts(self) -> dict[str, int]:
        """Repetitions of each side as the report would tell them, where the sides work apart; else empty."""
        if not self.exercise.sides.are_apart:
            return {}
        sides = [cycle.side for cycle in self._counter.choose_cycles() if cycle.is_full]
        return {side: sides.count(side) for side in ("left", "right")}

    @property
    def stage(self) -> Stage:
        """Where in the movement the athlete is, as far as the past can tell."""
        return self._stage

    @property
    def phase(self) -> Phase:
        """Which phase of the tempo that is."""
        return self.exercise.name_phase(self._stage)

    @property
    def depth(self) -> float:
        """How far from home the athlete is, in ``exercise.unit``; NaN while the home posture is awaited."""
        return self._counter.followed.depth

    @property
    def own_range(self) -> float:
        """The athlete's own full range by the repetitions so far, in ``exercise.unit``; NaN: unknown."""
        return find_own_range(self._live_reps)

    @property
    def facing(self) -> int:
        """+1 the athlete faces image-right, -1 image-left, 0 unclear so far."""
        return self._facing.facing

    @property
    def view_problem(self) -> str:
        """What is wrong with the view just now, the last `CannotJudge`; empty: nothing, or not yet."""
        return self._view_problem

    @property
    def is_lost(self) -> bool:
        """Whether nobody is seen: between `TrackingLost` and `TrackingFound`, and before the first."""
        return self._is_lost

    @property
    def reference(self) -> BackReference | None:
        """What the back is held against; None: not known, or not yet."""
        return self._calibration.reference if self._calibration else None

    def push(self, pose: Pose) -> list[Event]:
        """Take the next pose.

        Parameters
        ----------
        pose : Pose
            Later than the one before.

        Returns
        -------
        list of Event
            What became known with this pose, in order.

        Raises
        ------
        ValueError
            When time does not grow.
        """
        if not pose.t_s > self._recording.last_s:
            raise ValueError(f"Pose at {pose.t_s} s, expected later than {self._recording.last_s} s")
        if self._flips is not None:
            pose = self._flips.repair(pose)
        reading = self._view.push(pose)
        values = self._recording.append(pose, reading)
        if pose.found:
            self._facing.push(pose)
        events = self._follow_tracking(pose)
        events += self._watch_view(pose, values, reading)
        if self._opening is not None:
            self._opening.push(pose)
        for cycle in self._counter.push(values, self._recording):
            if self._stage is Stage.WAITING:  # a lift off the floor arms and counts at once
                self._stage = Stage.HOME
            events += self._report_rep(cycle)
        return events + self._follow_stage(pose.t_s)

    def look_at_rep_under_way(self) -> RepWindow | None:
        """What a rule may look at of a repetition that is not over yet, up to the last pose.

        Returns
        -------
        RepWindow or None
            Its repetition ends and turns with the last pose and has no phases; None: the athlete is at home,
            or what was left is not known.
        """
        lane = self._counter.followed
        if self._stage not in (Stage.OUT, Stage.TURN, Stage.BACK) or math.isnan(lane.left_s):
            return None
        now_s = self._recording.last_s
        rep = Rep(
            index=None,
            kind=RepKind.PARTIAL,
            side=lane.side if self.exercise.sides.are_apart else "both",
            start_s=lane.left_s,
            turn_s=now_s,
            end_s=math.nextafter(now_s, math.inf),
            counted_s=now_s,
            phases=(),
            range=lane.depth,
            range_unit=self.exercise.unit,
        )
        return make_window(self._recording, rep, self.own_range, self._facing.facing, self.reference)

    def judge_rep(self, counted_s: float) -> JudgedRep | None:
        """Judge one repetition as `finish` would judge it now, at a cost that the others do not add to.

        Parameters
        ----------
        counted_s : float
            When it was counted.

        Returns
        -------
        JudgedRep or None
            Of the movements the report would list now the one that was counted nearest to that time; None:
            it would list none.
        """
        cycles = self._counter.choose_cycles()
        if not cycles:
            return None
        k = min(range(len(cycles)), key=lambda n: abs(cycles[n].counted_s - counted_s))
        return self._settling.judge(cycles, k, self._facing.facing, self.reference)

    def finish(
        self,
        source: Mapping[str, Any] | None = None,
        provenance: Mapping[str, Any] | None = None,
        corrections: Corrections | None = None,
    ) -> SetReport:
        """Time, judge and sum up everything pushed so far. May be called again after more poses.

        Parameters
        ----------
        source, provenance : mapping, optional
            Copied into the report: what the pictures were, and what analysed them.
        corrections : Corrections, optional
            What a person changed about the set. ``count`` stays what it was; the report tells of them.

        Returns
        -------
        SetReport
        """
        report = summarise_set(
            self.exercise,
            self._recording,
            self._counter.choose_cycles(),
            self._facing.facing,
            dict(source or {}),
            {**(provenance or {}), "calibration": self._describe_calibration()},
            self.reference,
            corrections,
            self._counter.leader,
        )
        gates = list(report.quality.gates)
        if self._calibration is not None:
            gates += check_fit(self._calibration, report)
        if self._opened is not None:
            gates.append(check_opening(self._opened.result, self._opened.at_s))
        return replace(report, quality=replace(report.quality, gates=tuple(gates)))

    def _describe_calibration(self) -> str | dict[str, Any]:
        if self._calibration is None:
            return "none"
        held_s = {} if self._opened is None else {"held_from_s": to_number(self._opened.at_s)}
        return {"origin": self._origin.value, **held_s, **self._calibration.lay_out()}

    def _settle_opening(self, cycle: CountedCycle) -> list[Event]:
        """With the first full repetition: take the neutral hinge held in it, where none was given."""
        opening, self._opening = self._opening, None
        result = opening.settle(cycle.start_s) if opening is not None else None
        if opening is None or result is None:
            return []
        if isinstance(result, Calibration):
            self._calibration, self._origin = result, Origin.CLIP
        self._opened = CalibrationJudged(opening.held_from_s, cycle.counted_s, result)
        return [self._opened]

    def _follow_stage(self, t_s: float) -> list[Event]:
        stage = self._counter.stage
        if stage is self._stage:
            return []
        self._stage = stage
        return [PhaseChanged(t_s, t_s, self.exercise.name_phase(stage))]

    def _follow_tracking(self, pose: Pose) -> list[Event]:
        t_s = pose.t_s
        if pose.found:
            was_lost, self._is_lost, self._seen_s = self._is_lost, False, t_s
            return [TrackingFound(t_s, t_s)] if was_lost else []
        if self._is_lost or t_s - self._seen_s <= TRACKING_LOST_AFTER_S:
            return []
        self._is_lost = True
        return [TrackingLost(self._seen_s, t_s)]

    def _watch_view(self, pose: Pose, values: Mapping[str, float], reading: ViewReading) -> list[Event]:
        """Complain once when the trunk, bent as the movement asks, has not been side-on for a second."""
        exercise = self.exercise
        is_in_place = values["world_trunk_inclination"] >= exercise.view_trunk_deg
        if exercise.camera_view != "side" or not is_in_place:
            return []
        if reading.view is View.SIDE:
            self._side_lost_since_s, self._complained, self._view_problem = math.nan, False, ""
            return []
        if math.isnan(self._side_lost_since_s):
            self._side_lost_since_s = pose.t_s
        if self._complained or pose.t_s - self._side_lost_since_s < VIEW_COMPLAINT_AFTER_S:
            return []
        self._complained, self._view_problem = True, describe_view_problem(reading.yaw_deg)
        return [CannotJudge(self._side_lost_since_s, pose.t_s, self._view_problem)]

    def _report_rep(self, cycle: CountedCycle) -> list[Event]:
        kind = RepKind.FULL if cycle.is_full else RepKind.PARTIAL
        before_s = self._counted_s.get(cycle.lane, -math.inf)
        self._counted_s[cycle.lane] = cycle.counted_s
        self._number += cycle.is_full  # two arms may finish in the same picture: the count is ahead by then
        events: list[Event] = [RepCompleted(cycle.counted_s, cycle.counted_s, kind, self._number, cycle.side)]
        if cycle.is_full:
            events += self._settle_opening(cycle)
            events += [
                FaultRaised(fault.start_s, cycle.counted_s, fault)
                for fault in self._judge_live(cycle, before_s)
            ]
        return events

    def _judge_live(self, cycle: CountedCycle, before_s: float) -> tuple[Fault, ...]:
        """Judge the repetition just counted, on its causal times and range."""
        rep = Rep(
            index=self._number,
            kind=RepKind.FULL,
            side=cycle.side,
            start_s=cycle.start_s,
            turn_s=cycle.turn_s,
            end_s=cycle.counted_s,
            counted_s=cycle.counted_s,
            phases=(),
            range=cycle.depth,
            range_unit=self.exercise.unit,
        )
        self._live_reps.append(rep)
        window = make_window(
            self._recording,
            rep,
            self.own_range,
            self._facing.facing,
            self.reference,
            (before_s, math.inf),
        )
        return self._judge.judge(window).faults
