"""The Exercise: everything the engine must know about one movement, as its TOML says it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from formcheck.exercises.protocol import CalibrationProtocol
from formcheck.exercises.rules import Rule
from formcheck.motion.signals import Signal
from formcheck.reps.counter import CountingRule, Stage
from formcheck.reps.rep import Phase, PhaseEdges, PhaseSpan


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
class TempoTarget:
    """Wanted durations of the phases in seconds, (least, most); infinite where open."""

    eccentric_s: tuple[float, float]
    pause_stretched_s: tuple[float, float]
    concentric_s: tuple[float, float]
    pause_contracted_s: tuple[float, float]
    source: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """One movement.

    Attributes
    ----------
    key : str
        Name in commands and files: "romanian_deadlift".
    name : str
        Name for people: "Romanian deadlift".
    family : str
        "hinge".
    also_called : tuple of str
        Other names people use for it.
    camera_view, camera_advice : str
        The view its faults need, and how to place the camera.
    counting_signal : Signal
        The signal that is counted, and its sign: ``height`` is high at home.
    home_is_low : bool
        True where the signal itself is low at home (flexion), so that the height is its negative.
    counting : CountingRule
    rest_speed : float
        The least speed that counts as moving, units of the signal a second.
    filter_beta : float
        One-Euro beta for this signal, Hz per unit a second.
    starts_stretched : bool
        True where home is the stretched position and the way out is concentric (a row).
    has_pick_up : bool
        True where a load may be picked up by the same movement before the first repetition.
    home_needs, home_bars, disarms : tuple of Condition
        Home posture: all of the first seen to hold, none of the second; any of the third contradicts.
    tempo : TempoTarget
    phase_words : mapping of str to str
        What people call each phase of the tempo: "eccentric" is "lowering".
    rules : tuple of Rule
    thresholds : mapping
        The merged TOML, for provenance.
    calibration : CalibrationProtocol or None
        How the athlete's own neutral posture is found; None: there is none.
    """

    key: str
    name: str
    family: str
    also_called: tuple[str, ...]
    camera_view: str
    camera_advice: str
    counting_signal: Signal
    home_is_low: bool
    counting: CountingRule
    rest_speed: float
    filter_beta: float
    starts_stretched: bool
    has_pick_up: bool
    home_needs: tuple[Condition, ...]
    home_bars: tuple[Condition, ...]
    disarms: tuple[Condition, ...]
    tempo: TempoTarget
    phase_words: Mapping[str, str]
    rules: tuple[Rule, ...]
    thresholds: Mapping[str, Any]
    calibration: CalibrationProtocol | None = None

    @property
    def sign(self) -> float:
        """Factor from the counting signal to its height, high at home."""
        return -1.0 if self.home_is_low else 1.0

    def is_home(self, values: Mapping[str, float]) -> bool:
        """True when the signals show the home posture."""
        needed = all(condition.holds(values) for condition in self.home_needs)
        return needed and not any(condition.holds(values) for condition in self.home_bars)

    def is_contradicted(self, values: Mapping[str, float]) -> bool:
        """True when the signals cannot belong to this movement."""
        return any(condition.holds(values) for condition in self.disarms)

    @property
    def _phase_order(self) -> tuple[Phase, Phase, Phase, Phase]:
        """The phases of the way out, the turn, the way back and home."""
        if self.starts_stretched:
            return Phase.CONCENTRIC, Phase.PAUSE_CONTRACTED, Phase.ECCENTRIC, Phase.PAUSE_STRETCHED
        return Phase.ECCENTRIC, Phase.PAUSE_STRETCHED, Phase.CONCENTRIC, Phase.PAUSE_CONTRACTED

    def name_phase(self, stage: Stage) -> Phase:
        """Which phase of the tempo a stage of the counter is."""
        stages = [Stage.OUT, Stage.TURN, Stage.BACK, Stage.HOME]
        return self._phase_order[stages.index(stage)] if stage in stages else Phase.WAITING

    def read_phases(self, edges: PhaseEdges) -> tuple[PhaseSpan, ...]:
        """The phases between their edges, without those of which an edge is not known.

        A turn or a lockout without a pause has a length of zero: its edges may overlap by a sample.
        """
        times_s = (
            edges.out_start_s,
            edges.out_end_s,
            edges.back_start_s,
            edges.back_end_s,
            edges.next_start_s,
        )
        spans = zip(self._phase_order, times_s[:-1], times_s[1:], strict=True)
        return tuple(
            PhaseSpan(phase, start_s, max(start_s, end_s))
            for phase, start_s, end_s in spans
            if not (math.isnan(start_s) or math.isnan(end_s))
        )
