"""The Exercise: everything the engine must know about one movement, as its TOML says it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from formcheck.exercises.lane import Lane
from formcheck.exercises.momentum_scale import MomentumScale
from formcheck.exercises.protocol import Protocol
from formcheck.exercises.rules import Rule
from formcheck.reps.counter import CountingRule, Stage
from formcheck.reps.rep import Phase, PhaseEdges, PhaseSpan


@dataclass(frozen=True, slots=True)
class TempoTarget:
    """Wanted durations of the phases in seconds, (least, most); infinite where open."""

    eccentric_s: tuple[float, float]
    pause_stretched_s: tuple[float, float]
    concentric_s: tuple[float, float]
    pause_contracted_s: tuple[float, float]
    source: str


class Sides(StrEnum):
    """How the sides of the body share the work, and so how repetitions are counted."""

    TOGETHER = "together"
    """One signal of the whole body."""
    LEADING_ARM = "leading_arm"
    """Both arms work at once: the one that shows more repetitions counts, because one may be hidden."""
    EACH_ARM = "each_arm"
    """Each arm has repetitions of its own; both are summed."""
    DIAGONAL = "diagonal"
    """A leg and the opposite arm: the leg counts, the arm confirms and names the side."""

    @property
    def are_apart(self) -> bool:
        """Whether left and right have repetitions of their own."""
        return self in (Sides.EACH_ARM, Sides.DIAGONAL)


@dataclass(frozen=True, slots=True)
class TimingRule:
    """How phases are timed. A lane names the signals; the one it counts does it where they move too little.

    Attributes
    ----------
    least_range : float
        It must move at least so far in the median repetition.
    rest_speed : float
        The least speed that counts as moving, units of the signal a second.
    is_trunk : bool
        It is the trunk's inclination: its height is 90° less it, and a lean back after the lockout or a tip
        at the bottom are told from the lift. Side-on the inclination in the picture counts in the direction
        the athlete faces.
    measures_range : bool
        It also measures how far a repetition went; otherwise the counted signal does.
    least_length : float
        A limb seen side-on is at least so long in the median repetition, in trunk lengths; a shorter one is
        hidden, and neither tempo nor range is judged.
    """

    least_range: float
    rest_speed: float
    is_trunk: bool
    measures_range: bool
    least_length: float = 0.0


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
        "hinge", "row" or "bird_dog".
    also_called : tuple of str
        Other names people use for it.
    camera_view, camera_advice : str
        The view its faults need, and how to place the camera.
    view_trunk_deg : float
        The view is watched from this inclination of the trunk on.
    facing_by : str
        What tells to which side the athlete faces: "lean" of the trunk, or "hands", which are before it.
    sides : Sides
    lanes : tuple of Lane
        What is counted: one for the whole body, or one for each arm.
    home_is_low : bool
        True where the signal itself is low at home (flexion), so that the height, which is high at home, is
        its negative.
    counting : CountingRule
    timing : TimingRule
    filter_beta : float
        One-Euro beta for this signal, Hz per unit a second.
    starts_stretched : bool
        True where home is the stretched position and the way out is concentric (a row).
    has_pick_up : bool
        True where a load may be picked up by the same movement before the first repetition.
    takes_turns : bool
        True where left and right take turns, so that the far arm's missing repetitions were hidden.
    tempo : TempoTarget
    phase_words : mapping of str to str
        What people call each phase of the tempo: "eccentric" is "lowering".
    rules : tuple of Rule
    not_judged : tuple of str
        What no rule of the movement can see, a sentence each, for those who film it.
    thresholds : mapping
        The merged TOML, for provenance.
    calibration : CalibrationProtocol, QuadrupedProtocol or None
        How the athlete's own neutral posture is found; None: there is none.
    momentum : MomentumScale or None
        What its momentum index is made of; None: it has none.
    """

    key: str
    name: str
    family: str
    also_called: tuple[str, ...]
    camera_view: str
    camera_advice: str
    view_trunk_deg: float
    facing_by: str
    sides: Sides
    lanes: tuple[Lane, ...]
    home_is_low: bool
    counting: CountingRule
    timing: TimingRule
    filter_beta: float
    starts_stretched: bool
    has_pick_up: bool
    takes_turns: bool
    tempo: TempoTarget
    phase_words: Mapping[str, str]
    rules: tuple[Rule, ...]
    not_judged: tuple[str, ...]
    thresholds: Mapping[str, Any]
    calibration: Protocol | None = None
    momentum: MomentumScale | None = None

    @property
    def sign(self) -> float:
        """Factor from the counting signal to its height, high at home."""
        return -1.0 if self.home_is_low else 1.0

    @property
    def unit(self) -> str:
        """Unit of the counted signal, and of the range."""
        return self.lanes[0].signal.unit

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
