"""One set going on: what the session tells, put together with what is only known a little later."""

from __future__ import annotations

import math
from collections import deque

from formcheck.events import Event, FaultRaised, PhaseChanged, RepCompleted
from formcheck.exercises.exercise import Exercise
from formcheck.faults.judgement import SETTLED_AFTER_S, Fault
from formcheck.live.back_watch import BackWatch
from formcheck.live.limits import Limits
from formcheck.live.speech import ShownCue, Speaker
from formcheck.live.state import Back, Cue, FinishedRep, Said
from formcheck.pose.landmarks import Pose
from formcheck.report.set_report import JudgedRep
from formcheck.report.verdict import grade_rep, name_rep
from formcheck.report.wording import LEVEL_WORDS, name_fault
from formcheck.reps.counter import Stage
from formcheck.reps.rep import Phase, RepKind
from formcheck.scores import rank_faults
from formcheck.session import Session

SAME_WITHIN_S = 1.0
"""Of a movement seen on both arms the report may take the other arm's, counted at most so much apart."""
MOVING = (Stage.OUT, Stage.TURN, Stage.BACK)


class SetFollower:
    """Follow one set.

    Parameters
    ----------
    session : Session
        Fresh.
    limits : Limits

    Attributes
    ----------
    session : Session
    said : list of Said
        What became due with the last pose.
    finished : FinishedRep or None
        The repetition that became known with it.
    moved_s : float
        When the athlete last was in a movement; NaN: not yet.
    away_since_s : float
        Since when the athlete is out of the exercise or out of sight; NaN: is in it.
    """

    def __init__(self, session: Session, limits: Limits) -> None:
        self.session, self._limits = session, limits
        self._speaker, self._shown = Speaker(), ShownCue()
        self._back = BackWatch(session, limits)
        self._phase_since_s = math.nan
        self._settles: deque[tuple[float, float]] = deque()
        self._now_s = math.nan
        self.said: list[Said] = []
        self.finished: FinishedRep | None = None
        self.moved_s = self.away_since_s = math.nan

    @property
    def exercise(self) -> Exercise:
        """The movement."""
        return self.session.exercise

    @property
    def cue(self) -> Cue | None:
        """The cue to be shown; None: none."""
        return self._shown.cue

    @property
    def is_lost(self) -> bool:
        """Whether the athlete is out of sight."""
        return not math.isnan(self._now_s) and self.session.is_lost

    @property
    def is_armed(self) -> bool:
        """Whether the home posture was held: what moves from now on counts."""
        return self.session.stage is not Stage.WAITING

    @property
    def rests_for_s(self) -> float:
        """For how long no movement has been under way; infinite: none ever was."""
        if self.is_moving:
            return 0.0
        return math.inf if math.isnan(self.moved_s) else self._now_s - self.moved_s

    @property
    def has_moved(self) -> bool:
        """Whether a movement is under way, or was counted."""
        return self.is_moving or self.session.count > 0

    @property
    def is_moving(self) -> bool:
        """Whether a movement has begun and has not come back yet."""
        return self.session.stage in MOVING

    def push(self, pose: Pose) -> list[Event]:
        """Take the next pose."""
        self.said, self.finished, self._now_s = [], None, pose.t_s
        events = self.session.push(pose)
        t_s = pose.t_s
        turns = False
        for event in events:
            if isinstance(event, PhaseChanged):
                self._phase_since_s = t_s
                turns |= self.session.stage in (Stage.TURN, Stage.BACK)
            elif isinstance(event, RepCompleted):
                self._take_rep(event)
        if any(isinstance(event, RepCompleted) and event.kind is RepKind.FULL for event in events):
            self._cue(t_s, [event.fault for event in events if isinstance(event, FaultRaised)])
        self._follow_motion(t_s)
        self._watch_back(pose)
        self._settle(t_s)
        self._shown.follow(t_s, turns)
        return events

    def _take_rep(self, event: RepCompleted) -> None:
        self._settles.append((event.at_s, event.at_s + SETTLED_AFTER_S))
        if event.kind is RepKind.FULL:
            self.said += self._speaker.count(event.count)

    def _cue(self, t_s: float, faults: list[Fault]) -> None:
        ranked = rank_faults(self.exercise.rules, faults)
        cue, said = self._speaker.cue(self.session.count, ranked)
        self._shown.show(t_s, cue)
        self.said += said

    def _follow_motion(self, t_s: float) -> None:
        if self.is_moving:
            self.moved_s = t_s
        if self.session.stage is not Stage.WAITING and not self.is_lost:
            self.away_since_s = math.nan
        elif math.isnan(self.away_since_s):
            self.away_since_s = t_s

    def _watch_back(self, pose: Pose) -> None:
        marked = self._back.push(pose, self.is_moving)
        if marked is None:
            return
        cue, said = self._speaker.interrupt(self.session.count + 1, marked)
        self._shown.show(pose.t_s, cue)
        self.said = said + self.said

    def _settle(self, t_s: float) -> None:
        """Tell the repetition of which all is known by now, and what the report finds in it besides."""
        if not self._settles or t_s < self._settles[0][1]:
            return
        counted_s, _ = self._settles.popleft()
        judged = self.session.judge_rep(counted_s)
        if judged is None or abs(judged.rep.counted_s - counted_s) > SAME_WITHIN_S:
            return
        level = grade_rep(judged)
        self.finished = describe_rep(judged, level, self.exercise.sides.are_apart)
        if judged.rep.is_counted:
            if judged.rep.index == self.session.count:
                self._cue(t_s, list(judged.faults))
            self.said += self._speaker.judge(level)

    def find_depth(self) -> float | None:
        """How far the athlete is from home, 0 to 1 of the own full range; None: not known."""
        depth, own = self.session.depth, self.session.own_range
        if math.isnan(depth):
            return None
        target = self._limits.first_target * self.exercise.counting.least_depth if math.isnan(own) else own
        return min(max(depth / target, 0.0), 1.0)

    def find_phase(self, t_s: float) -> tuple[str | None, float, float | None]:
        """What the athlete does, since how many seconds, and how many it should take at least."""
        phase = self.session.phase
        if phase is Phase.WAITING:
            return None, 0.0, None
        least_s, _ = getattr(self.exercise.tempo, f"{phase.value}_s")
        since_s = 0.0 if math.isnan(self._phase_since_s) else t_s - self._phase_since_s
        return self.exercise.phase_words[phase.value], since_s, least_s or None

    def find_back(self, pose: Pose) -> Back | None:
        """The outline of the back in this pose; None: it cannot be seen."""
        return self._back.find_outline(pose)


def describe_rep(judged: JudgedRep, level: str, has_sides: bool) -> FinishedRep:
    """A repetition in a few words."""
    words = ", ".join(name_fault(fault) for fault in judged.faults) or LEVEL_WORDS[level]
    score = None if math.isnan(judged.score) else round(float(judged.score), 1)
    return FinishedRep(name_rep(judged, has_sides), score, level, words)
