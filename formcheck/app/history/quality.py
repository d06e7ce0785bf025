"""Which sets count as sets of quality; the limits are those of the advice."""

from __future__ import annotations

from formcheck.history.advice.limits import load_limits
from formcheck.history.entries import LoggedSet


def is_of_quality(logged: LoggedSet) -> bool:
    """Whether a working set scored enough: its score is the median over its repetitions.

    One without a score is not, nor is one to warm up.
    """
    facts = logged.facts
    return facts.set_type != "warmup" and facts.score >= load_limits().quality.least_score
