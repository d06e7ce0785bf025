"""What is followed to count an exercise: one signal of the whole body, or one of each arm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from formcheck.motion.signals import Signal


@dataclass(frozen=True, slots=True)
class Condition:
    """A signal within limits.

    Attributes
    ----------
    signal : Signal
    least, most : float
        Limits, both allowed; infinite where open.
    """

    signal: Signal
    least: float
    most: float

    def holds(self, values: Mapping[str, float]) -> bool:
        """True when the signal was seen and lies within the limits."""
        return self.least <= values[self.signal.name] <= self.most


@dataclass(frozen=True, slots=True)
class Proof:
    """What a movement must show besides its depth to be a repetition of the exercise.

    Attributes
    ----------
    changes : tuple of (Signal, float)
        Signals that go at least so far within the movement.
    returns : tuple of (Signal, float)
        Signals that come back to within so much of where they were.
    stays : tuple of (Signal, float)
        Signals that go no further than this within the movement.
    hand_leads : bool
        The hand travels at least as far in the picture as its shoulder: in a push-up it does not.
    is_diagonal : bool
        A raised leg needs a raised arm, which names the side: in a donkey kick there is none.
    """

    changes: tuple[tuple[Signal, float], ...] = ()
    returns: tuple[tuple[Signal, float], ...] = ()
    stays: tuple[tuple[Signal, float], ...] = ()
    hand_leads: bool = False
    is_diagonal: bool = False


HAND_SIGNALS = ("wrist_x", "wrist_y", "shoulder_x", "shoulder_y")
"""What ``Proof.hand_leads`` reads, of the arm of its lane."""
DIAGONAL_SIGNALS = (
    "left_arm_elevation",
    "right_arm_elevation",
    "left_thigh_elevation",
    "right_thigh_elevation",
    "thigh_raise",
    "arm_hidden",
)
"""What ``Proof.is_diagonal`` reads."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One signal that is counted, with its home posture.

    Attributes
    ----------
    side : str
        "both", "left" or "right".
    signal : Signal
    home_needs, home_bars, disarms : tuple of Condition
        Home posture: all of the first seen to hold, none of the second; any of the third contradicts.
    away : tuple of Condition
        While any of them holds the movement is not back, whatever the signal says.
    proof : Proof
    times_side, times : Signal or None
        What times the phases in a side view, and in any other; None: the signal that is counted.
    watched : tuple of Signal
        What the proof reads besides, in the order of ``HAND_SIGNALS`` or ``DIAGONAL_SIGNALS``.
    """

    side: str
    signal: Signal
    home_needs: tuple[Condition, ...]
    home_bars: tuple[Condition, ...]
    disarms: tuple[Condition, ...]
    away: tuple[Condition, ...] = ()
    proof: Proof = Proof()
    times_side: Signal | None = None
    times: Signal | None = None
    watched: tuple[Signal, ...] = ()

    @property
    def shown(self) -> Signal:
        """The signal people see of the movement: the one that times it, or the one that counts it."""
        return self.times or self.signal

    def is_home(self, values: Mapping[str, float]) -> bool:
        """True when the signals show the home posture."""
        needed = all(condition.holds(values) for condition in self.home_needs)
        return needed and not any(condition.holds(values) for condition in self.home_bars)

    def is_away(self, values: Mapping[str, float]) -> bool:
        """True when the signals show that the movement is not back."""
        return any(condition.holds(values) for condition in self.away)

    def is_contradicted(self, values: Mapping[str, float]) -> bool:
        """True when the signals cannot belong to this movement."""
        return any(condition.holds(values) for condition in self.disarms)

    @property
    def signals(self) -> tuple[Signal, ...]:
        """Every signal the lane reads."""
        conditions = (*self.home_needs, *self.home_bars, *self.disarms, *self.away)
        proofs = (*self.proof.changes, *self.proof.returns, *self.proof.stays)
        timing = (one for one in (self.times_side, self.times) if one is not None)
        return (
            self.signal,
            *(c.signal for c in conditions),
            *(signal for signal, _ in proofs),
            *timing,
            *self.watched,
        )
