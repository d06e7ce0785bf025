"""What the annotated video says of raised limbs: their lines against level, and what came of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping
from types import MappingProxyType

from formcheck.faults import arm_level, leg_level
from formcheck.faults.judgement import MeasureFunction
from formcheck.motion.quadruped import measure_raised_arm_deg, measure_raised_thigh_deg
from formcheck.motion.raised_limbs import find_arm_line, find_leg_line
from formcheck.pose.landmarks import Pose
from formcheck.report.set_report import JudgedRep, SetReport
from formcheck.reps.rep import Phase, Rep
from formcheck.video.ink import Level
from formcheck.video.overlay import Reach

SHOWN_FROM_DEG = -45.0
"""An arm or a thigh lower than half-way between hanging and level is not raised."""
ARM, LEG = "arm", "leg"
MEASURES: Mapping[str, MeasureFunction] = MappingProxyType({ARM: arm_level.measure, LEG: leg_level.measure})
"""Whose rules say what a limb's line came to."""
WORDS: Mapping[Level, str] = MappingProxyType(
    {0: "level", 1: "worth watching", 2: "off level", 3: "clearly off level"}
)


def find_level(judged: JudgedRep, names: Collection[str]) -> Level:
    """What some rules came to in a repetition: the worst fault, 0 clear, None not judged."""
    worst = max((fault.severity for fault in judged.faults if fault.rule in names), default=0)
    unseen = any(refused.rule in names for refused in judged.not_judged)
    return worst or (None if unseen or not names else 0)


class ReachNarrator:
    """Tell for any pose of a reviewed set how level its raised arm and leg are, and what came of it.

    Parameters
    ----------
    report : SetReport
        A finished report.

    Attributes
    ----------
    legend : tuple of (Level, str)
        The levels that occur in this set, with their words; empty where no rule of the exercise looks at
        raised limbs.
    """

    def __init__(self, report: SetReport) -> None:
        rules = report.exercise.rules
        names = {
            limb: {rule.name for rule in rules if rule.measure is measure and not rule.against}
            for limb, measure in MEASURES.items()
        }
        self._reps = [judged for judged in report.reps if judged.rep.is_counted]
        self._starts_s = [judged.rep.start_s for judged in self._reps]
        self._levels = {
            limb: [find_level(judged, own) for judged in self._reps] for limb, own in names.items() if own
        }
        found = {level for levels in self._levels.values() for level in levels}
        known = tuple((level, word) for level, word in WORDS.items() if level in found)
        self.legend = (*known, (None, "not judged")) if self._levels else ()

    def find_reaches(self, pose: Pose) -> tuple[Reach, ...]:
        """The raised limbs of this pose.

        Parameters
        ----------
        pose : Pose
            One of those the report was made from.

        Returns
        -------
        tuple of Reach
            Of the arm and of the leg, where a repetition goes on, the limb is raised by more than half and
            may be measured. The level is None outside the hold: on its way a limb is not judged.
        """
        number = bisect_right(self._starts_s, pose.t_s) - 1
        if number < 0:
            return ()
        rep = self._reps[number].rep
        if pose.t_s >= max(rep.end_s, rep.counted_s):
            return ()
        is_held = _is_held(rep, pose.t_s)
        found = (
            _find_reach(pose, limb, levels[number] if is_held else None)
            for limb, levels in self._levels.items()
        )
        return tuple(reach for reach in found if reach is not None)


def _is_held(rep: Rep, t_s: float) -> bool:
    """Whether an instant lies in the hold, or anywhere in a repetition whose hold was not timed."""
    holds = [span for span in rep.phases if span.phase is Phase.PAUSE_CONTRACTED]
    return not holds or any(span.start_s <= t_s < span.end_s for span in holds)


def _find_reach(pose: Pose, limb: str, level: Level) -> Reach | None:
    """The line of a raised limb; None where it hangs or must not be measured."""
    # The line hip–ankle of a kneeling leg is half-way up as well, so the thigh tells whether it is raised.
    raised_deg = measure_raised_arm_deg(pose) if limb == ARM else measure_raised_thigh_deg(pose)
    line = find_arm_line(pose) if limb == ARM else find_leg_line(pose)
    if line is None or not raised_deg > SHOWN_FROM_DEG:
        return None
    degrees = round(line.elevation_deg)
    return Reach(pose.image[line.root], pose.image[line.tip], f"{degrees:+d}°" if degrees else "0°", level)
