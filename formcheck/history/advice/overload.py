"""What to change about a movement: more load, another repetition, a slower lowering, or less."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from formcheck.history.advice.form import Form, find_usual_range, sum_up
from formcheck.history.advice.limits import Limits
from formcheck.history.advice.sayings import (
    Advice,
    Kind,
    name_movement,
    say_many,
    say_number,
    say_scores,
)
from formcheck.history.advice.training import MINOR, Bout, Training
from formcheck.history.entries import LoggedFault
from formcheck.history.trends import SPINE_RULE
from formcheck.report.wording import join_words


@dataclass(frozen=True, slots=True)
class Step:
    """What a movement is to be done with next time; NaN: as it comes."""

    load_kg: float
    count: int
    eccentric_s: float
    advice: Advice


def plan_step(
    training: Training, exercise_key: str, limits: Limits, targets: Mapping[str, int] | None = None
) -> Step:
    """Work out what to change about one movement.

    Parameters
    ----------
    training : Training
        Has working sets of it.
    exercise_key : str
    limits : Limits
    targets : mapping of str to int, optional
        Movement → repetitions of a set that the athlete's own plan asks for.

    Returns
    -------
    Step
        Sets whose score was withheld have no part in it, but for what was seen of the back.
    """
    bouts = training.bouts_of(lambda one: one.facts.exercise_key == exercise_key)
    last = bouts[-1].sets[-1].logged.facts
    rounded = _find_rounded(bouts, limits)
    if rounded is not None:
        return _back_off(rounded, limits)
    judged = [bout for bout in bouts if bout.scored][-limits.overload.sessions :]
    if len(judged) < limits.overload.sessions:
        return _wait(bouts, len(judged), limits)
    usual_range = find_usual_range(bouts)
    forms = [sum_up(bout, usual_range, limits) for bout in judged]
    target = (targets or {}).get(exercise_key, limits.overload.target_reps)
    return _decide(name_movement(last.exercise_name), exercise_key, last.family, forms, target, limits)


def find_increase_kg(load_kg: float, limits: Limits) -> float:
    """By how much a load goes up: the next step of plates from 2.5 % on; NaN where that is over 10 %."""
    rules = limits.overload
    if not load_kg > 0:
        return math.nan
    step_kg = rules.smallest_step_kg
    more_kg = math.ceil(rules.increase * load_kg / step_kg - 1e-9) * step_kg
    return more_kg if more_kg <= rules.most_increase * load_kg + 1e-9 else math.nan


def find_decrease_kg(load_kg: float, limits: Limits) -> float:
    """By how much a load goes down: the next step of plates from 10 % on."""
    step_kg = limits.overload.smallest_step_kg
    return min(math.ceil(limits.back_off.decrease * load_kg / step_kg - 1e-9) * step_kg, load_kg)


def _find_rounded(bouts: list[Bout], limits: Limits) -> list[Bout] | None:
    """The last two sessions in which the back was judged, where it rounded often in both."""
    judged = [bout for bout in bouts if any(one.is_back_judged and one.counted for one in bout.sets)]
    last = judged[-limits.overload.sessions :]
    is_often = all(_share_rounded(bout) >= limits.back_off.rounded_share for bout in last)
    return last if len(last) == limits.overload.sessions and is_often else None


def _share_rounded(bout: Bout) -> float:
    reps = [rep for one in bout.sets if one.is_back_judged for rep in one.counted]
    return sum(_has_fault(rep.faults, SPINE_RULE, MINOR) for rep in reps) / len(reps)


def _has_fault(faults: Iterable[LoggedFault], rule: str, least: int) -> bool:
    return any(fault.rule == rule and fault.severity >= least for fault in faults)


def _back_off(bouts: list[Bout], limits: Limits) -> Step:
    facts = bouts[-1].sets[-1].logged.facts
    name = name_movement(facts.exercise_name)
    loads_kg = [one.logged.facts.load_kg for one in bouts[-1].sets if one.logged.facts.load_kg > 0]
    shares = join_words([f"{100 * _share_rounded(bout):.0f} %" for bout in bouts])
    reason = f"Your low back rounded on {shares} of the reps judged in your last two sessions of it."
    ids = tuple(number for bout in bouts for number in bout.set_ids)
    if loads_kg:
        load_kg = max(loads_kg) - find_decrease_kg(max(loads_kg), limits)
        headline = f"Back off your {name} to {limits.say_load(load_kg)} next time."
        reason += (
            f" {limits.say_load(max(loads_kg))} less {100 * limits.back_off.decrease:.0f} %, in whole steps."
        )
    else:
        load_kg = math.nan
        headline = f"Take {100 * limits.back_off.decrease:.0f} % off your {name} next time."
    advice = Advice(
        Kind.BACK_OFF, headline, reason, limits.back_off.source, ids, facts.exercise_key, facts.family
    )
    return Step(load_kg, _count_of(bouts[-1]), math.nan, advice)


def _wait(bouts: list[Bout], judged: int, limits: Limits) -> Step:
    """Nothing to advise yet: the same again, and how many sessions are missing."""
    facts = bouts[-1].sets[-1].logged.facts
    missing, name = limits.overload.sessions - judged, name_movement(facts.exercise_name)
    sessions = "session" if missing == 1 else "sessions"
    advice = Advice(
        Kind.NOT_ENOUGH,
        f"{say_number(missing)} more judged {sessions} of your {name} and I can tell.",
        f"{judged} of {say_many(len(bouts), 'session')} in the last weeks"
        f" {'has' if judged == 1 else 'have'} a score; {limits.overload.sessions} are needed.",
        limits.overload.source,
        tuple(number for bout in bouts for number in bout.set_ids),
        facts.exercise_key,
        facts.family,
    )
    loads_kg = [one.logged.facts.load_kg for one in bouts[-1].sets]
    return Step(max(loads_kg, key=_order), _count_of(bouts[-1]), math.nan, advice)


def _decide(
    name: str, exercise_key: str, family: str, forms: list[Form], target: int, limits: Limits
) -> Step:
    last, rules = forms[-1], limits.overload
    load_kg, count, slower_s = last.load_kg, last.least_count, math.nan
    doubts = [text for form in forms for text in _list_doubts(form, limits)]
    unseen = next((text for form in forms if (text := _find_unseen(form))), "")
    has_spare = all(form.least_count >= target + rules.spare_reps for form in forms)
    is_same_load = not forms[0].load_kg < last.load_kg
    more_kg = find_increase_kg(load_kg, limits)
    source, at = rules.source, f" at {limits.say_load(load_kg)}" if load_kg > 0 else ""
    told = [f"Scores {say_scores(form.score for form in forms)} in your last two sessions"]
    if not doubts and unseen:
        kind, headline = Kind.NOT_ENOUGH, f"{unseen} your {name} were not judged: I cannot tell."
        told.append("what was judged held, which is not enough for more")
    elif not doubts and has_spare and is_same_load and not math.isnan(more_kg):
        kind, load_kg, count = Kind.ADD_LOAD, load_kg + more_kg, target
        headline = f"Add {limits.say_load(more_kg)} to your {name}: {limits.say_load(load_kg)} next time."
        told.append(f"form held, and every set{at} had {target + rules.spare_reps} reps or more")
    elif not doubts:
        kind, count = Kind.ADD_REPS, last.least_count + 1
        headline = f"Add one rep to your {name}: {count}{at}."
        told.append(_say_why_reps(forms, target, is_same_load, limits))
    elif _allows_slower(forms, limits):
        kind, source, slower_s = Kind.SLOWER_TEMPO, limits.tempo.source, limits.tempo.slower_eccentric_s
        headline = f"Keep your {name}{at} and lower for ≈{slower_s:.1f} s."
        told += [*doubts, f"your lowering took ≈{last.eccentric_s:.1f} s"]
    else:
        kind = Kind.KEEP_LOAD
        headline = f"Keep your {name}{at} until form holds twice."
        told += doubts
    ids = tuple(number for form in forms for number in form.set_ids)
    advice = Advice(kind, headline, "; ".join(dict.fromkeys(told)) + ".", source, ids, exercise_key, family)
    return Step(load_kg, count, slower_s, advice)


def _list_doubts(form: Form, limits: Limits) -> list[str]:
    """What speaks against more, in a session; what is not known does not."""
    rules = limits.overload
    doubts = []
    if form.score < rules.least_score:
        doubts.append(f"more load needs {rules.least_score:g} in both")
    if form.has_major:
        doubts.append("a clear fault in one of them")
    if form.breakdown >= rules.most_breakdown:
        doubts.append(f"form lost {form.breakdown:.0f} points within a set")
    if form.range_share < rules.least_range:
        doubts.append(f"range was {100 * form.range_share:.0f} % of your usual one")
    return doubts


def _find_unseen(form: Form) -> str:
    """What of a session would have to be known for more, as a sentence begins with it; empty: nothing."""
    if not form.is_breakdown_known:
        return "Last reps of"
    return "Ranges of" if math.isnan(form.range_share) else ""


def _allows_slower(forms: list[Form], limits: Limits) -> bool:
    """Whether form is good enough to ask for a slower lowering, and the lowering was seen and is faster."""
    rules = limits.overload
    return (
        all(form.score >= limits.tempo.least_score and not form.has_major for form in forms)
        and not any(form.breakdown >= rules.most_breakdown for form in forms)
        and forms[-1].eccentric_s < limits.tempo.slower_eccentric_s
    )


def _say_why_reps(forms: list[Form], target: int, is_same_load: bool, limits: Limits) -> str:
    rules = limits.overload
    needed = target + rules.spare_reps
    if min(form.least_count for form in forms) < needed:
        return f"form held; more load comes with {needed} reps in every set of both"
    if not is_same_load:
        return f"form held; {limits.say_load(forms[-1].load_kg)} was new in the last one"
    if math.isnan(forms[-1].load_kg) or not forms[-1].load_kg > 0:
        return "form held; there is no load to add to"
    step = limits.say_load(rules.smallest_step_kg)
    return f"form held; {step} more would be over {100 * rules.most_increase:.0f} %"


def _count_of(bout: Bout) -> int:
    return min(one.logged.facts.count for one in bout.sets)


def _order(load_kg: float) -> float:
    return -1.0 if math.isnan(load_kg) else load_kg
