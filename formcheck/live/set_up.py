"""The set-up coach: which gates are met, and the one thing to change."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence

from formcheck.live.gates import GATES, NEEDED, Light, Scene, Sight
from formcheck.live.limits import Limits, Wish
from formcheck.live.state import MET, UNMET, Check
from formcheck.motion.view import ViewTracker
from formcheck.pose.landmarks import Pose


class SetUpCoach:
    """Watch the pictures before a set.

    Parameters
    ----------
    wish : Wish
        What the movement needs of the picture.
    limits : Limits

    Attributes
    ----------
    checks : tuple of Check
        Every gate over the last second, in their order.
    advice : Check or None
        The first unmet one, once it has been that for a moment; None: there is none, or not yet.
    is_complete : bool
        Nothing is unmet, and what must be met has been for a moment.
    """

    def __init__(self, wish: Wish, limits: Limits) -> None:
        self.wish = wish
        self._limits = limits
        self._view = ViewTracker()
        self._sights: deque[Sight] = deque()
        self._people: int | None = None
        self._pending: str | None = None
        self._pending_since_s = math.nan
        self.checks: tuple[Check, ...] = ()
        self.advice: Check | None = None
        self.is_complete = False

    @property
    def poses(self) -> list[Pose]:
        """The poses since all has been met; empty while it is not."""
        since_s = self._pending_since_s if self.is_complete else math.inf
        return [sight.pose for sight in self._sights if sight.pose.t_s >= since_s]

    def push(self, pose: Pose, light: Light | None = None, people: int | None = None) -> None:
        """Take the next picture; ``people`` is remembered until it is told anew."""
        self._people = people if people is not None else self._people
        self._sights.append(Sight(pose, self._view.push(pose), light, self._people))
        while pose.t_s - self._sights[0].pose.t_s > self._limits.span_s:
            self._sights.popleft()
        scene = Scene(self._sights, self.wish, self._limits)
        self.checks = tuple(gate(scene) for gate in GATES)
        self._settle(pose.t_s)

    def _settle(self, t_s: float) -> None:
        """Follow the first unmet gate, but only once it has been the same for a moment."""
        unmet = next((check for check in self.checks if check.verdict == UNMET), None)
        state = unmet.name if unmet is not None else ("" if _is_enough(self.checks) else None)
        if state != self._pending or math.isnan(self._pending_since_s):
            self._pending, self._pending_since_s = state, t_s
        if t_s - self._pending_since_s >= self._limits.settle_s:
            self.advice, self.is_complete = unmet, state == ""
        elif self.advice is not None and unmet is not None and unmet.name == self.advice.name:
            self.advice = unmet


def _is_enough(checks: Sequence[Check]) -> bool:
    return all(check.verdict == MET for check in checks if check.name in NEEDED)
