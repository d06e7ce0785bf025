"""The momentum index: how much of a row is swung rather than pulled.

It speaks of control only. Repetitions with much momentum are harder to compare with each other and with
other sets; they are not shown to train worse or to be dangerous. Eight weeks of curls and pushdowns, one
arm strict and the other with momentum from elsewhere, grew muscle alike (Augustin 2025). In a simulated
lateral raise moderate momentum raised the torque of the muscle it is for, and only much of it lowered the
demand (Arandjelović 2013).

Every part of an exercise's `MomentumScale` adds its weight times its *excess*: how far its value lies
beyond the ``clear`` limit of its rule, in units of that limit, and 0 within it. The sum is squeezed into 0
to 100,

    index = 100 · (1 − exp(−Σ weight · excess)).

What was not seen adds nothing. When too little of the weight was seen, there is no index. Weights, steps
and formula are judgement of the authors: no published limits for the swing of a row were found.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from formcheck.exercises.momentum_scale import MomentumScale
from formcheck.exercises.rules import Rule
from formcheck.faults.judgement import Measure, RepWindow
from formcheck.report.set_report import JudgedRep, Momentum
from formcheck.window import find_median

CONTROLLED, SOME_SWING, MOSTLY_SWING, NOT_JUDGED = "controlled", "some swing", "mostly swing", "not judged"


def measure_momentum(
    scale: MomentumScale | None, window: RepWindow, dismissed: Collection[str] = ()
) -> Momentum | None:
    """Measure the momentum index of one repetition.

    Parameters
    ----------
    scale : MomentumScale or None
    window : RepWindow
        The repetition, timed.
    dismissed : collection of str
        Rules whose fault a person dismissed: their parts add nothing.

    Returns
    -------
    Momentum or None
        None without a scale; an index of NaN when less than its ``least_share`` of the weight was seen.
    """
    if scale is None:
        return None
    total = seen = momentum = 0.0
    for part in scale.parts:
        total += part.weight
        measured = part.rule.look_at(window)
        if isinstance(measured, Measure):
            seen += part.weight
            is_clear = part.rule.name in dismissed
            momentum += 0.0 if is_clear else part.weight * find_excess(part.rule, measured)
    share = seen / total
    index = 100.0 * (1.0 - math.exp(-momentum)) if share >= scale.least_share else math.nan
    return Momentum(index, name_verdict(scale, index), share)


def find_excess(rule: Rule, measured: Measure) -> float:
    """How far a value lies beyond the clear limit of its rule, in units of that limit; 0 within it.

    A value whose second one speaks against the fault does not count.
    """
    limits = rule.limits
    beyond = limits.clear - measured.value if rule.flags_below else measured.value - limits.clear
    has_second = math.isnan(limits.also_minor) or (measured.also > limits.also_minor) != rule.flags_below
    return max(beyond / limits.clear, 0.0) if has_second else 0.0


def name_verdict(scale: MomentumScale, index: float) -> str:
    """Put an index into words."""
    if math.isnan(index):
        return NOT_JUDGED
    if index < scale.some_swing_from:
        return CONTROLLED
    return SOME_SWING if index <= scale.mostly_swing_from else MOSTLY_SWING


def sum_up_momentum(scale: MomentumScale | None, reps: Sequence[JudgedRep]) -> Momentum | None:
    """Sum the momentum of a set up.

    Parameters
    ----------
    scale : MomentumScale or None
    reps : sequence of JudgedRep
        Those without an index are left out.

    Returns
    -------
    Momentum or None
        The median index, its verdict, and the median share seen of all; None without a scale.
    """
    if scale is None:
        return None
    known = [one.momentum for one in reps if one.momentum is not None]
    index = find_median([one.index for one in known])
    return Momentum(index, name_verdict(scale, index), find_median([one.share for one in known]))
