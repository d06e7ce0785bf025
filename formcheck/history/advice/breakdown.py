"""Where form goes down within sets, and the repetition to stop at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from formcheck.history.advice.limits import Limits
from formcheck.history.advice.sayings import Advice, Kind, name_movement
from formcheck.history.advice.training import MINOR, TrainedSet, Training
from formcheck.history.trends import SPINE_RULE
from formcheck.report.wording import find_words, join_words, start_sentence


def list_breakdowns(training: Training, limits: Limits) -> Iterator[Advice]:
    """The repetition to stop at, for every movement whose form went down in two of its last three sets."""
    by_movement: dict[str, list[TrainedSet]] = {}
    for one in training.sets:
        if one.is_work and one.is_scored and one.logged.facts.count >= limits.breakdown.least_reps:
            by_movement.setdefault(one.logged.facts.exercise_key, []).append(one)
    for sets in by_movement.values():
        last = sets[-limits.breakdown.sets :]
        broken = [one for one in last if one.logged.facts.stop_rep is not None]
        if len(broken) >= limits.breakdown.least_sets:
            yield _advise(last, broken, limits)


def _advise(last: list[TrainedSet], broken: list[TrainedSet], limits: Limits) -> Advice:
    facts = last[-1].logged.facts
    stops = [one.logged.facts.stop_rep or 0 for one in broken]
    stop, rule = min(stops), _find_rule(broken)
    fault = f" ({find_words(rule).name})" if rule else ""
    what = "back" if rule == SPINE_RULE else "form"
    return Advice(
        Kind.STOP_EARLIER,
        f"Your {what} starts to go at rep {stop + 1}: stop at {stop}.",
        f"{start_sentence(name_movement(facts.exercise_name))}: form stayed down after rep"
        f" {join_words(list(map(str, stops)))}{fault} in {len(broken)} of your last {len(last)} sets.",
        limits.breakdown.source,
        tuple(one.logged.set_id for one in last),
        facts.exercise_key,
        facts.family,
    )


def _find_rule(broken: list[TrainedSet]) -> str:
    """The fault that comes with it: the back where it was in any of the sets, else the most frequent."""
    seen: Counter[str] = Counter()
    for one in broken:
        stop = one.logged.facts.stop_rep or 0
        before = {f.rule for rep in one.counted if (rep.rep_index or 0) <= stop for f in rep.faults}
        after = {
            fault.rule
            for rep in one.counted
            if (rep.rep_index or 0) > stop
            for fault in rep.faults
            if fault.severity >= MINOR
        }
        seen.update(after - before or after)
    if SPINE_RULE in seen:
        return SPINE_RULE
    return min(seen, key=lambda rule: (-seen[rule], rule)) if seen else ""
