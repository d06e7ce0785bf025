"""Thresholds applied: measures to faults, faults over a set to verdicts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import TypeAlias

from formcheck.faults.judgement import Fault, Measure, MeasureFunction, NotJudged, RepWindow
from formcheck.motion.rate import LEAST_RATE_HZ

VIEW_SHARE = 0.8
"""A rule's view must hold for this share of the bent frames of a repetition."""
VERDICT_SHARE = 0.25
VERDICT_REPS = 2
"""A fault is a verdict on the set from two repetitions, or a quarter of those judged, on."""
STRICT_ABOVE_REPS = 4
"""A strict rule needs the quarter, and two repetitions as soon as more than four were judged."""
FIRST_REPS, OTHER_SIDE = "first_reps", "other_side"
"""What a rule may compare a repetition with."""
REFERENCE_REPS = 2
"""So many repetitions make a reference."""
Known: TypeAlias = dict[tuple[object, ...], "Measure | NotJudged"]
"""What was measured of one repetition, by measure and settings."""
TOO_SLOW = "Seen {rate:.0f} times a second only: form is judged from {least:.0f} on."
IN_DOUBT = "Between clear and faulty: worth watching, too close to call."


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Limits of a rule, all in its unit; infinite where a level does not exist.

    Attributes
    ----------
    watch, minor, major : float
        Severity 1, 2 and 3.
    clear : float
        After a fault, the value the next repetition must reach to be without it (hysteresis).
    also_minor, also_major : float
        Limits of the second value, for rules that need both at once; NaN for all others.
    """

    watch: float
    minor: float
    major: float
    clear: float
    also_minor: float = math.nan
    also_major: float = math.nan


@dataclass(frozen=True, slots=True)
class Rule:
    """A measure with its thresholds, as an exercise's TOML states it.

    Attributes
    ----------
    name : str
        One name everywhere: in the TOML, in reports, in truth files.
    measure : callable
        From `formcheck.faults`.
    signals : tuple of str
        Signals the measure reads, by name.
    unit : str
        Unit of the thresholds.
    limits : Thresholds
    flags_below : bool
        True: small values are faults.
    views : tuple of str
        Judged only in these: "side", "oblique", "front"; empty: any.
    cue, source : str
        What a coach would say, and where the thresholds come from.
    settings : mapping of str to float
        Further numbers for the measure.
    limits_without_reference : Thresholds or None
        Used instead where the athlete's own reference is not known.
    is_strict : bool
        A single repetition of a long set is no verdict.
    priority : int
        Which of several cues is said: the lowest.
    against : str
        What the measured value is compared with before it is graded: "first_reps", the mean of the first
        two of the set; "other_side", the median of the other side's repetitions so far, without sign; empty:
        nothing.
    as_share : bool
        The difference to the other side as a share of the larger of the two.
    """

    name: str
    measure: MeasureFunction
    signals: tuple[str, ...]
    unit: str
    limits: Thresholds
    flags_below: bool
    views: tuple[str, ...]
    cue: str
    source: str
    settings: Mapping[str, float] = field(default_factory=dict)
    limits_without_reference: Thresholds | None = None
    is_strict: bool = False
    priority: int = 5
    against: str = ""
    as_share: bool = False

    @property
    def gravest(self) -> int:
        """The largest severity it can find: 1 of a rule that is only worth watching."""
        return 3 if math.isfinite(self.limits.major) else 2 if math.isfinite(self.limits.minor) else 1

    @property
    def needs_side_view(self) -> bool:
        """True when nothing but a side view will do."""
        return self.views == ("side",)

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
        measured = self.look_at(window)
        return measured if isinstance(measured, NotJudged) else self.grade(measured, was_raised)

    def look_at(self, window: RepWindow, known: Known | None = None) -> Measure | NotJudged:
        """Measure one repetition, if it was seen often enough and from where this rule can judge.

        ``known`` holds what other rules measured of the same repetition: two that measure alike, as those of
        the rounded and of the hollow back do, measure once.
        """
        if window.rate_hz < LEAST_RATE_HZ:
            return NotJudged(self.name, TOO_SLOW.format(rate=window.rate_hz, least=LEAST_RATE_HZ))
        if self.views and not sum(window.view_shares.get(v, 0.0) for v in self.views) >= VIEW_SHARE:
            return NotJudged(self.name, describe_view_problem(window.yaw_deg, self.views))
        known = {} if known is None else known
        key = (self.measure, *sorted(self.settings.items()))
        if key not in known:
            known[key] = self.measure(window, **self.settings)
        measured = known[key]
        if isinstance(measured, NotJudged):
            return NotJudged(self.name, measured.reason)
        return measured

    def grade(self, measured: Measure, was_raised: bool = False) -> Fault | NotJudged | None:
        """Hold a measured value against the limits; see `judge`."""
        limits = self.limits
        if self.limits_without_reference is not None and not measured.has_reference:
            limits = self.limits_without_reference
        raised_at = limits.clear if was_raised else limits.minor
        also = self._exceeds(measured.also, limits.also_minor, 0.0)
        if self._exceeds(measured.value, raised_at, -measured.doubt) and also:
            is_major = self._exceeds(measured.value, limits.major, -measured.doubt)
            is_major = is_major and self._exceeds(measured.also, limits.also_major, 0.0)
            return self._make_fault(measured, 3 if is_major else 2, limits.major if is_major else raised_at)
        if self._exceeds(measured.value, raised_at, measured.doubt) and also:
            return NotJudged(
                self.name, "Too unclear to call: the measure and its doubt lie on both sides of the limit."
            )
        if self._exceeds(measured.value, limits.watch, 0.0) and also:
            return self._make_fault(measured, 1, limits.watch)
        return None

    def _exceeds(self, value: float, limit: float, margin: float) -> bool:
        """Whether the value, ``margin`` nearer to a fault, is beyond the limit; NaN is no limit."""
        if math.isnan(limit):
            return True
        return value - margin < limit if self.flags_below else value + margin > limit

    def _make_fault(self, measured: Measure, severity: int, threshold: float) -> Fault:
        middle_s = 0.5 * (measured.start_s + measured.end_s)
        return Fault(
            rule=self.name,
            severity=severity,
            value=measured.value,
            unit=self.unit,
            threshold=threshold,
            start_s=measured.start_s,
            end_s=measured.end_s,
            cue=self.cue,
            confidence=measured.confidence,
            at_s=middle_s if math.isnan(measured.at_s) else measured.at_s,
        )


def describe_view_problem(yaw_deg: float, views: Sequence[str] = ("side",)) -> str:
    """Say what to change about the view, in one sentence."""
    if "side" not in views:
        return "Judged from the front only: turn to face the camera."
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


@dataclass(frozen=True, slots=True)
class RepJudgement:
    """What the rules say of one repetition.

    Attributes
    ----------
    faults : tuple of Fault
    not_judged : tuple of NotJudged
    measures : mapping of str to float
        Rule → the value it measured, fault or not, in the rule's unit.
    dismissed : tuple of Fault
        Found, and dismissed by a person.
    """

    faults: tuple[Fault, ...] = ()
    not_judged: tuple[NotJudged, ...] = ()
    measures: Mapping[str, float] = field(default_factory=dict)
    dismissed: tuple[Fault, ...] = ()


class RepJudge:
    """Judge repetitions one after the other, remembering those before and which faults stand (hysteresis).

    Parameters
    ----------
    rules : sequence of Rule
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._raised: set[str] = set()
        self._before: dict[str, list[tuple[str, float]]] = {}

    def fork(self) -> RepJudge:
        """Another that remembers the same repetitions so far."""
        other = RepJudge(self._rules)
        other._raised = set(self._raised)
        other._before = {name: list(values) for name, values in self._before.items()}
        return other

    def judge(self, window: RepWindow, dismissed: Collection[str] = ()) -> RepJudgement:
        """Judge every rule on the next repetition; a fault of a dismissed rule does not stand."""
        faults: list[Fault] = []
        denied: list[Fault] = []
        unseen: list[NotJudged] = []
        measures: dict[str, float] = {}
        known: Known = {}
        for rule in self._rules:
            measured = rule.look_at(window, known)
            if not isinstance(measured, NotJudged) and rule.against:
                measured = self._compare(rule, measured, window.rep.side)
            if isinstance(measured, NotJudged):
                unseen.append(measured)
                continue
            measures[rule.name] = measured.value
            result = rule.grade(measured, was_raised=rule.name in self._raised)
            if isinstance(result, NotJudged):
                unseen.append(result)
                continue
            if result is not None and rule.name in dismissed:
                denied.append(result)
                result = None
            if result is not None:
                faults.append(result)
            if result is not None and result.severity >= 2:
                self._raised.add(rule.name)
            else:
                self._raised.discard(rule.name)
        return RepJudgement(tuple(faults), tuple(unseen), measures, tuple(denied))

    def _compare(self, rule: Rule, measured: Measure, side: str) -> Measure | NotJudged:
        """Hold a value against the repetitions before it, and remember it for those to come."""
        before = self._before.setdefault(rule.name, [])
        before.append((side, measured.value))
        if rule.against == FIRST_REPS:
            first = [value for _, value in before[:REFERENCE_REPS]]
            drift = measured.value - sum(first) / len(first) if len(before) > REFERENCE_REPS else 0.0
            return replace(measured, value=drift)
        others = [value for other, value in before if other != side]
        if len(others) < REFERENCE_REPS:
            return NotJudged(
                rule.name, f"Compared once the other side has done {REFERENCE_REPS} repetitions."
            )
        other = median(others)
        larger = max(abs(measured.value), abs(other))
        scale = larger if rule.as_share and larger > 0 else 1.0
        return replace(measured, value=abs(measured.value - other) / scale, doubt=measured.doubt / scale)


def judge_reps(
    rules: Sequence[Rule], windows: Sequence[RepWindow], dismissed: Sequence[Collection[str]] | None = None
) -> list[RepJudgement]:
    """Judge every rule on every repetition, in order.

    Parameters
    ----------
    rules : sequence of Rule
    windows : sequence of RepWindow
        Counted repetitions of one set in the order of time.
    dismissed : sequence of collection of str, optional
        Of every repetition the rules whose fault a person dismissed.

    Returns
    -------
    list of RepJudgement
        One a repetition.
    """
    judge = RepJudge(rules)
    without = dismissed or [()] * len(windows)
    return [judge.judge(window, names) for window, names in zip(windows, without, strict=True)]


def sum_up_rule(
    rule: Rule, reps: Sequence[tuple[int, Sequence[Fault], Sequence[NotJudged]]], nothing_reason: str
) -> Verdict:
    """Sum a rule up over a set.

    Parameters
    ----------
    rule : Rule
    reps : sequence of (index, faults, not_judged)
        The counted repetitions.
    nothing_reason : str
        Reason given when there is no repetition at all.

    Returns
    -------
    Verdict
        Present from two repetitions or a quarter of those judged on (a strict rule: both, in sets of more
        than four); not judged when none was, or when as many are to be watched as are clear.
    """
    levels = {
        index: fault.severity for index, faults, _ in reps for fault in faults if fault.rule == rule.name
    }
    reasons = Counter(n.reason for _, _, unseen in reps for n in unseen if n.rule == rule.name)
    judged = len(reps) - reasons.total()
    if judged == 0:
        reason = reasons.most_common(1)[0][0] if reasons else nothing_reason
        return Verdict("not_judged", (), reason)
    faulty = tuple(index for index, level in levels.items() if level >= 2)
    if is_verdict(rule, len(faulty), judged):
        return Verdict("present", faulty, "")
    watched = len(levels) - len(faulty)
    if watched and watched >= judged - len(levels):
        return Verdict("not_judged", faulty, IN_DOUBT)
    return Verdict("absent", faulty, "")


def is_verdict(rule: Rule, faulty: int, judged: int) -> bool:
    """Tell whether so many faulty repetitions of those judged are a verdict on the set."""
    if not faulty:
        return False
    is_quarter, are_several = faulty >= VERDICT_SHARE * judged, faulty >= VERDICT_REPS
    if rule.is_strict:
        return is_quarter and (are_several or judged <= STRICT_ABOVE_REPS)
    return is_quarter or are_several
