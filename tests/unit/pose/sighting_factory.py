"""Sightings whose place tells who saw them, and a finder that says what a script says."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from formcheck.pose.finder import Sighting
from formcheck.pose.landmarks import STATION_COUNT, Picture
from formcheck.pose.relay import Look
from tests.unit.pose.detection_factory import make_detection

SIZE_PX = 640, 480
STEP_S = 1 / 32


@dataclass(frozen=True)
class Shot:
    """A picture of a source, with its number."""

    number: int
    image: Picture = field(default_factory=lambda: np.zeros((4, 4, 3), np.uint8))

    @property
    def t_s(self) -> float:
        return self.number * STEP_S


def make_sighting(
    t_s: float = 0.0,
    hip_px: tuple[float, float] | None = (320.0, 230.0),
    person: int = 1,
    started_s: float = 0.0,
    is_free: bool = False,
) -> Sighting:
    """A sighting of a standing figure with its mid-hip there; None: of nobody."""
    flanks = np.full((2, STATION_COUNT, 2), np.nan, np.float32)
    detection = None if hip_px is None else make_detection(hip_px)
    return Sighting(t_s, SIZE_PX, detection, flanks, person, started_s, is_free)


See = Callable[[int, int, int], Sighting]
"""What is seen in a picture, by a run that started at another: (finder, start, picture)."""


class ScriptedFinder:
    """Says what the script says, and remembers what it was shown."""

    def __init__(self, number: int, see: See) -> None:
        self.number, self._see = number, see
        self.starts: list[int] = []
        self.shown: list[int] = []
        self._waiting: deque[Look[Shot]] = deque()

    def show(self, look: Look[Shot]) -> None:
        self.shown.append(look.index)
        if look.is_new_start:
            self.starts.append(look.index)
        self._waiting.append(look)

    def hear(self) -> Sighting:
        look = self._waiting.popleft()
        return self._see(self.number, look.run.first, look.index)
