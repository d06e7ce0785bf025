"""Thresholds applied: measures to faults, faults over a set to verdicts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from formcheck.faults.judgement import Fault, Measure, MeasureFunction, NotJudged, RepWindow

SIDE_ON_SHARE = 0.8
"""A side view must hold for this share of the bent frames of a repetition."""
VERDICT_SHARE = 0.25
VERDICT_REPS = 2
"""A fault is a verdict on the set from two repetitions, or a quarter of those judged, on."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A measure with its thresholds, as an exercise's TOML states it.

    Attributes
    ----------
    name : str
        One name everywhere: in the TOML, in reports, in truth files.
    measure : callable
        From `formcheck.faults`.
    unit : str
        Unit of the thresholds.
    minor, major : float
        Severity 2 and 3; ``major`` may be infinite (never).
    clear : float
        After a fault, the value the next repetition must reach to be without it (hysteresis).
    flags_below : bool
        True: small values are faults.
    needs_side_view : bool
        Judged only side-on.
    cue, source : str
        What a coach would say, and where the thresholds come from.
    """

    name: str
    measure: MeasureFunction
    unit: str
    minor: float
    major: float
    clear: float
    flags_below: bool
    needs_side_view: bool
    cue: str
    source: str

    def _exceeds(self, value: float, limit: float) -> bool:
        return value < limit if self.flags_below else value > limit

    def judge(self, window: RepWindow, was_raised: bool = False) -> Fault | NotJudged | None:
        """Judge one repetition.

        Parameters
        ----------
        window : RepWindow
            The repetition.
        was_raised : bool
            The repetition before had this fault, so the value must pass ``clear`` to be without it.

        Returns
        -------
        Fault, NotJudged or None
            None: judged, and no fault.
        """
        if self.needs_side_view and not window.side_on_share >= SIDE_ON_SHARE:
            return NotJudged(self.name, describe_view_problem(window.yaw_deg))
        measured = self.measure(window)
        if isinstance(measured, NotJudged):
            return NotJudged(self.name, measured.reason)
        return self._grade(measured, was_raised)

    def _grade(self, measured: Measure, was_raised: bool) -> Fault | None:
        raised_at = self.clear if was_raised else self.minor
        if not self._exceeds(measured.value, raised_at):
            return None
        is_major = self._exceeds(measured.value, self.major)
        return Fault(
            rule=self.name,
            severity=3 if is_major else 2,
            value=measured.value,
            unit=self.unit,
            threshold=self.major if is_major else raised_at,
            start_s=measured.start_s,
            end_s=measured.end_s,
            cue=self.cue,
        )


def describe_view_problem(yaw_deg: float) -> str:
    """Say what to change about the view, in one sentence."""
    if math.isnan(yaw_deg):
        return "Turn side-on to the camera: shoulders and hips were not seen well enough."
    if yaw_deg <= 20:
        return "Turn exactly side-on to the camera: the shoulders are not in line."
    return f"Turn side-on to the camera (you are about {5 * round(yaw_deg / 5)}° off)."


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of the whole set.

    Attributes
    ----------
    verdict : str
        "present", "absent" or "not_judged".
    reps : tuple of int
        Repetitions with the fault, by index.
    reason : str
        Why it is not judged; empty otherwise.
    """

    verdict: str
    reps: tuple[int, ...]
    reason: str


class RepJudge:
    """Judge repetitions one after the other, remembering which faults stand (hysteresis).

    Parameters
    ----------
    rules : sequence of Rule
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._raised: set[str] = set()

    def judge(self, window: RepWindow) -> tuple[tuple[Fault, ...], tuple[NotJudged, ...]]:
        """Judge every rule on the next repetition: faults, and what could not be judged."""
        faults: list[Fault] = []
        unseen: list[NotJudged] = []
        for rule in self._rules:
            result = rule.judge(window, was_raised=rule.name in self._raised)
            if isinstance(result, NotJudged):
                unseen.append(result)
            elif result is None:
                self._raised.discard(rule.name)
            else:
                self._raised.add(rule.name)
                faults.append(result)
        return tuple(faults), tuple(unseen)


def judge_reps(
    rules: Sequence[Rule], windows: Sequence[RepWindow]
) -> list[tuple[tuple[Fault, ...], tuple[NotJudged, ...]]]:
    """Judge every rule on every repetition, in order.

    Parameters
    ----------
    rules : sequence of Rule
    windows : sequence of RepWindow
        Counted repetitions of one set in the order of time.

    Returns
    -------
    list of (faults, not_judged)
        One entry a repetition.
    """
    judge = RepJudge(rules)
    return [judge.judge(window) for window in windows]


def sum_up_rule(
    rule: str, reps: Sequence[tuple[int, Sequence[Fault], Sequence[NotJudged]]], nothing_reason: str
) -> Verdict:
    """Sum a rule up over a set.

    Parameters
    ----------
    rule : str
        Name of the rule.
    reps : sequence of (index, faults, not_judged)
        The counted repetitions.
    nothing_reason : str
        Reason given when there is no repetition at all.

    Returns
    -------
    Verdict
        Present from two repetitions or a quarter of those judged on; not judged when none was.
    """
    faulty = tuple(index for index, faults, _ in reps if any(f.rule == rule for f in faults))
    reasons = Counter(n.reason for _, _, unseen in reps for n in unseen if n.rule == rule)
    judged = len(reps) - reasons.total()
    if judged == 0:
        reason = reasons.most_common(1)[0][0] if reasons else nothing_reason
        return Verdict("not_judged", (), reason)
    is_present = len(faulty) >= VERDICT_REPS or (faulty and len(faulty) >= VERDICT_SHARE * judged)
    return Verdict("present" if is_present else "absent", faulty, "")
