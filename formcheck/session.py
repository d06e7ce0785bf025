"""The one engine: poses in, events out, a report at the end. Live and review are this same loop.

Nothing here looks ahead, and nothing here knows a clock, a file or a picture: time comes in with the
Pose. The count is final the moment it is made; `Session.finish` re-times the phases on a zero-phase
signal and judges the rules, and never recounts.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from formcheck.events import (
    CannotJudge,
    Event,
    FaultRaised,
    PhaseChanged,
    RepCompleted,
    TrackingFound,
    TrackingLost,
)
from formcheck.exercises.exercise import Exercise
from formcheck.exercises.rules import RepJudge, describe_view_problem
from formcheck.faults.judgement import BackReference, Fault
from formcheck.motion.filters import CausalHampel, OneEuro
from formcheck.motion.view import FacingVote, View, ViewReading, ViewTracker
from formcheck.pose.landmarks import Pose
from formcheck.recording import BENT_DEG, Recording
from formcheck.report.set_report import SetReport
from formcheck.reps.counter import RepCounter, Stage
from formcheck.reps.rep import Rep, RepKind
from formcheck.summary import CountedCycle, find_own_range, summarise_set
from formcheck.window import make_window

TRACKING_LOST_AFTER_S = 0.5
VIEW_COMPLAINT_AFTER_S = 1.0


class Session:
    """Count, time and judge one set of one exercise.

    Parameters
    ----------
    exercise : Exercise
        From `formcheck.exercises.loader.load_exercise`.
    reference : BackReference, optional
        The athlete's own neutral hinge, from a calibration.

    Examples
    --------
    >>> from formcheck.exercises.loader import load_exercise
    >>> session = Session(load_exercise("romanian_deadlift"))
    >>> events = [event for pose in [] for event in session.push(pose)]
    >>> session.finish().count
    0
    """

    def __init__(self, exercise: Exercise, reference: BackReference | None = None) -> None:
        self.exercise = exercise
        self._reference = reference
        self._recording = Recording(exercise)
        self._view = ViewTracker()
        self._facing = FacingVote()
        self._hampel = CausalHampel()
        self._one_euro = OneEuro(beta=exercise.filter_beta)
        self._counter = RepCounter(exercise.counting)
        self._stage = Stage.WAITING
        self._bout = 0
        self._cycles: list[CountedCycle] = []
        self._live_reps: list[Rep] = []
        self._judge = RepJudge(exercise.rules)
        self._seen_s = math.nan
        self._is_lost = True
        self._side_lost_since_s = math.nan
        self._complained = False

    @property
    def count(self) -> int:
        """Repetitions counted so far; final."""
        return sum(cycle.is_full for cycle in self._cycles)

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
        reading = self._view.push(pose)
        values = self._recording.append(pose, reading)
        if pose.found:
            self._facing.push(pose)
        events = self._follow_tracking(pose)
        events += self._watch_view(pose, values, reading)
        height = self.exercise.sign * values[self.exercise.counting_signal.name]
        height = self._one_euro.push(pose.t_s, self._hampel.push(pose.t_s, height))
        cycle = self._counter.push(
            pose.t_s, height, self.exercise.is_home(values), self.exercise.is_contradicted(values)
        )
        if cycle is not None:
            if self._stage is Stage.WAITING:  # a lift off the floor arms and counts at once
                self._bout += 1
                self._stage = Stage.HOME
            self._cycles.append(CountedCycle.of(cycle, self._bout))
            events += self._report_rep(self._cycles[-1])
        return events + self._follow_stage(pose.t_s)

    def finish(
        self, source: Mapping[str, Any] | None = None, provenance: Mapping[str, Any] | None = None
    ) -> SetReport:
        """Time, judge and sum up everything pushed so far. May be called again after more poses.

        Parameters
        ----------
        source, provenance : mapping, optional
            Copied into the report: what the pictures were, and what analysed them.

        Returns
        -------
        SetReport
        """
        return summarise_set(
            self.exercise,
            self._recording,
            self._cycles,
            self._facing.facing,
            dict(source or {}),
            dict(provenance or {}),
            self._reference,
        )

    def _follow_stage(self, t_s: float) -> list[Event]:
        stage = self._counter.stage
        if stage is self._stage:
            return []
        if self._stage is Stage.WAITING:
            self._bout += 1
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
        """Complain once when a bent trunk has not been side-on for a second, until it is again."""
        if self.exercise.camera_view != "side" or not values["world_trunk_inclination"] >= BENT_DEG:
            return []
        if reading.view is View.SIDE:
            self._side_lost_since_s, self._complained = math.nan, False
            return []
        if math.isnan(self._side_lost_since_s):
            self._side_lost_since_s = pose.t_s
        if self._complained or pose.t_s - self._side_lost_since_s < VIEW_COMPLAINT_AFTER_S:
            return []
        self._complained = True
        return [CannotJudge(self._side_lost_since_s, pose.t_s, describe_view_problem(reading.yaw_deg))]

    def _report_rep(self, cycle: CountedCycle) -> list[Event]:
        kind = RepKind.FULL if cycle.is_full else RepKind.PARTIAL
        events: list[Event] = [RepCompleted(cycle.counted_s, cycle.counted_s, kind, self.count)]
        if cycle.is_full:
            events += [
                FaultRaised(fault.start_s, cycle.counted_s, fault) for fault in self._judge_live(cycle)
            ]
        return events

    def _judge_live(self, cycle: CountedCycle) -> tuple[Fault, ...]:
        """Judge the repetition just counted, on its causal times and range."""
        rep = Rep(
            index=self.count,
            kind=RepKind.FULL,
            side="both",
            start_s=cycle.start_s,
            turn_s=cycle.turn_s,
            end_s=cycle.counted_s,
            counted_s=cycle.counted_s,
            phases=(),
            range=cycle.depth,
            range_unit=self.exercise.counting_signal.unit,
        )
        self._live_reps.append(rep)
        before_s = self._cycles[-2].counted_s if len(self._cycles) > 1 else -math.inf
        window = make_window(
            self._recording,
            rep,
            find_own_range(self._live_reps),
            self._facing.facing,
            self._reference,
            (before_s, math.inf),
        )
        return self._judge.judge(window).faults
