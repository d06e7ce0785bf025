"""The Rep: when it happened, how its four phases were timed, how far it went."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class RepKind(StrEnum):
    """How a movement is counted. Pick-ups are counted and labelled; partials and failed ones are listed only.

    That one failed, begun and not completed, is said by a person alone.
    """

    FULL = "full"
    PARTIAL = "partial"
    PICK_UP = "pick-up"
    FAILED = "failed"


class Phase(StrEnum):
    """The four phases of a tempo such as 3-1-1-2, in their order, and the time before them."""

    WAITING = "waiting"
    ECCENTRIC = "eccentric"
    PAUSE_STRETCHED = "pause_stretched"
    CONCENTRIC = "concentric"
    PAUSE_CONTRACTED = "pause_contracted"


TEMPO_PHASES = (Phase.ECCENTRIC, Phase.PAUSE_STRETCHED, Phase.CONCENTRIC, Phase.PAUSE_CONTRACTED)
"""In the order in which a tempo is written."""


@dataclass(frozen=True, slots=True)
class PhaseEdges:
    """The instants between which the four phases lie; every phase is the half-open [from, to).

    Attributes
    ----------
    out_start_s, out_end_s : float
        The way from home to the turn.
    back_start_s, back_end_s : float
        The way back home.
    next_start_s : float
        When home is left again; NaN after the last repetition.

    Notes
    -----
    NaN: this edge was not seen (the descent before a lift off the floor) or must not be judged.
    """

    out_start_s: float
    out_end_s: float
    back_start_s: float
    back_end_s: float
    next_start_s: float = math.nan

    def correct_home(self, delay_s: float, first_s: float = -math.inf) -> PhaseEdges:
        """Set the edges where home is left and reached as much earlier as the landmarks show them late.

        Parameters
        ----------
        delay_s : float
        first_s : float
            Nothing begins before it.
        """
        return PhaseEdges(
            max(self.out_start_s - delay_s, first_s),
            self.out_end_s,
            self.back_start_s,
            max(self.back_end_s - delay_s, self.back_start_s),
            self.next_start_s - delay_s,
        )


@dataclass(frozen=True, slots=True)
class PhaseSpan:
    """One phase of one repetition, the half-open [start_s, end_s)."""

    phase: Phase
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Tempo:
    """Durations of the four phases in seconds, as 3-1-1-2 is written; NaN is "not judged".

    Attributes
    ----------
    eccentric_s, pause_stretched_s, concentric_s, pause_contracted_s : float
        1 % to 99 % of the range of the repetition; the pauses are what lies between.
    """

    eccentric_s: float = math.nan
    pause_stretched_s: float = math.nan
    concentric_s: float = math.nan
    pause_contracted_s: float = math.nan

    @classmethod
    def of(cls, phases: Iterable[PhaseSpan]) -> Tempo:
        """Durations of the phases that are known."""
        lengths_s = {span.phase: span.end_s - span.start_s for span in phases}
        return cls(*(lengths_s.get(phase, math.nan) for phase in TEMPO_PHASES))

    @property
    def is_judged(self) -> bool:
        """True when at least one phase has a time."""
        return any(not math.isnan(x) for x in self._phases())

    def _phases(self) -> tuple[float, float, float, float]:
        return (self.eccentric_s, self.pause_stretched_s, self.concentric_s, self.pause_contracted_s)

    def __str__(self) -> str:
        if not self.is_judged:
            return "not judged"
        return "≈" + "-".join("?" if math.isnan(x) else f"{x:.1f}" for x in self._phases())


@dataclass(frozen=True, slots=True)
class Rep:
    """One movement out and back.

    Attributes
    ----------
    index : int or None
        Number of the repetition as it was counted, from 1 on; None for one that does not count.
    kind : RepKind
        Whether it counts.
    side : str
        "both", "left" or "right".
    start_s, end_s : float
        The repetition is the half-open [start_s, end_s): from leaving home to being back. A lift off
        the floor starts at its lowest point, because nothing before it was seen.
    turn_s : float
        When it was deepest.
    counted_s : float
        When the causal counter decided; live and review share this instant.
    phases : tuple of PhaseSpan
        The phases that are known, in the order of time, timed on a zero-phase signal.
    range : float
        How far the signal went, in ``range_unit``; NaN: not judged.
    range_unit : str
        Unit of the range, as of the exercise's signal.
    tempo_reason : str
        Why the tempo is not judged; empty when it is.
    tempo_precision_s : float
        What a phase may be off by: 0.1 side-on, 0.3 in other views and below 20 frames a second.
    """

    index: int | None
    kind: RepKind
    side: str
    start_s: float
    turn_s: float
    end_s: float
    counted_s: float
    phases: tuple[PhaseSpan, ...]
    range: float
    range_unit: str
    tempo_reason: str = ""
    tempo_precision_s: float = 0.1

    @property
    def tempo(self) -> Tempo:
        """Durations of the four phases."""
        return Tempo.of(self.phases)

    @property
    def is_counted(self) -> bool:
        """True for everything but a partial and a failed one."""
        return self.kind not in (RepKind.PARTIAL, RepKind.FAILED)

    @property
    def mean_concentric_speed(self) -> float:
        """Range over concentric time, ``range_unit`` a second; NaN when either is not judged."""
        concentric_s = self.tempo.concentric_s
        return self.range / concentric_s if concentric_s > 0 else math.nan
