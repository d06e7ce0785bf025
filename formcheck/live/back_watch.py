"""Watch the back within a repetition: its outline, what it comes to so far, and what must be said at once."""

from __future__ import annotations

import math

from formcheck.faults import back_arc
from formcheck.faults.judgement import Fault, NotJudged
from formcheck.live.limits import Limits
from formcheck.live.state import Back
from formcheck.motion.back import trace_back
from formcheck.motion.signals import measure_trunk_lean_deg
from formcheck.pose.landmarks import Pose
from formcheck.report.findings import LEVELS, MAJOR, is_of_back
from formcheck.session import Session

UNJUDGED = "unjudged"


class BackWatch:
    """Judge the back of the repetition under way, every now and then.

    The rules, their limits and their gates are those of the exercise; they only see less of the repetition.

    Parameters
    ----------
    session : Session
        Is pushed the same poses.
    limits : Limits

    Attributes
    ----------
    level : str
        What the back of the repetition under way comes to so far: "good" to "major", or "unjudged".
    """

    def __init__(self, session: Session, limits: Limits) -> None:
        self._session, self._limits = session, limits
        self._rules = [rule for rule in session.exercise.rules if is_of_back(rule)]
        self._looked_s = -math.inf
        self._running = 0
        self._has_told = False
        self.level = UNJUDGED

    def push(self, pose: Pose, is_moving: bool) -> Fault | None:
        """Take the next pose, after the session did.

        Returns
        -------
        Fault or None
            A back that is marked, seen so with confidence and several times running: once a repetition.
        """
        if not is_moving:
            self.level, self._running, self._has_told = UNJUDGED, 0, False
            return None
        if not self._rules or pose.t_s - self._looked_s < self._limits.look_every_s:
            return None
        self._looked_s = pose.t_s
        marked = self._look()
        self._running = self._running + 1 if marked is not None else 0
        if self._has_told or self._running < self._limits.times_running:
            return None
        self._has_told = True
        return marked

    def _look(self) -> Fault | None:
        window = self._session.look_at_rep_under_way()
        if window is None:
            self.level = UNJUDGED
            return None
        results = [rule.judge(window) for rule in self._rules]
        faults = [result for result in results if isinstance(result, Fault)]
        if faults:
            self.level = LEVELS[max(fault.severity for fault in faults)]
        else:
            self.level = UNJUDGED if any(isinstance(r, NotJudged) for r in results) else LEVELS[0]
        sure = (f for f in faults if f.severity == MAJOR and f.confidence >= self._limits.least_confidence)
        return next(sure, None)

    def find_outline(self, pose: Pose) -> Back | None:
        """The outline of the back; None: no rule looks at it, or the trunk is too upright or not side-on."""
        facing = self._session.facing
        if not (self._rules and facing and pose.found) or self._session.view_problem:
            return None
        lean_deg = facing * measure_trunk_lean_deg(pose)
        if not self._rules[0].settings["least_bend_deg"] <= lean_deg <= back_arc.STEEPEST_DEG:
            return None
        points = trace_back(pose, facing)
        if not len(points):
            return None
        shares = points / pose.size_px
        return Back(tuple((round(x, 4), round(y, 4)) for x, y in shares.tolist()), self.level)
