"""How days, loads, people and results are written in a history."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date

from formcheck.app.levels import DEGREES, SIGNS, WORDS
from formcheck.app.movements import FAMILIES
from formcheck.app.settings import Settings
from formcheck.history import load_units
from formcheck.history.advice import sayings
from formcheck.history.entries import LoggedRep, LoggedSet, LoggedVerdict
from formcheck.report.wording import find_words, say_reps, start_sentence

NOBODY = "Nobody in particular"
OTHER = "Other"


def name_person(athlete: str) -> str:
    """Who it is, in a menu."""
    return athlete or NOBODY


def name_pattern(family: str) -> str:
    """A pattern of movement; what is none of ours is "Other"."""
    return start_sentence(sayings.name_pattern(family)) if family else OTHER


def order_patterns(families: Iterable[str]) -> list[str]:
    """Each family once, ours first."""
    known = list(FAMILIES)
    return sorted(set(families), key=lambda one: (known.index(one) if one in known else len(known), one))


def say_day(day: date, today: date | None = None) -> str:
    """A day: "3 Nov", with its year where that is not the present one."""
    near = today is not None and day.year == today.year
    return f"{day.day} {day:%b}" if near else f"{day.day} {day:%b %Y}"


def say_load(load_kg: float, settings: Settings) -> str:
    """A load in the unit of the user: "32 kg"; "–" where it is not known."""
    if math.isnan(load_kg):
        return "–"
    return load_units.say_load(load_kg, settings.load_unit)


def show_load(load_kg: float, settings: Settings) -> float | None:
    """A load as it is typed, to a tenth; None where it is not known."""
    return None if math.isnan(load_kg) else round(settings.from_kg(load_kg), 1)


def or_none(value: float) -> float | None:
    """A number as a form takes it: None where it is not known."""
    return None if math.isnan(value) else value


def say_volume(volume_kg: float, settings: Settings) -> str:
    """Load times repetitions: "2,340 kg"."""
    return f"{settings.from_kg(volume_kg):,.0f} {settings.load_unit}"


def say_count(logged: LoggedSet) -> str:
    """Repetitions: "8", "6 L + 6 R", "8, 1 partial"."""
    facts = logged.facts
    sides = (("L", facts.left_count), ("R", facts.right_count))
    parts = [f"{count} {letter}" for letter, count in sides if count]
    told = " + ".join(parts) or str(facts.count)
    return f"{told}, {facts.partial_count} partial" if facts.partial_count else told


def say_result(
    logged: LoggedSet, reps: Sequence[LoggedRep], verdicts: Sequence[LoggedVerdict]
) -> tuple[str, str]:
    """A set in words, with the sign of its gravest fault.

    Parameters
    ----------
    logged : LoggedSet
    reps : sequence of LoggedRep
        All of its repetitions.
    verdicts : sequence of LoggedVerdict

    Returns
    -------
    seen : str
        "◆ Clearly rounded back, rep 8", "● All clean", or why there is no result.
    not_judged : str
        What no repetition was judged on: "knees, hips"; "–": everything was.
    """
    subjects = [find_words(one.rule).subject for one in verdicts if one.verdict == "not_judged"]
    return _say_seen(logged, reps), ", ".join(dict.fromkeys(subjects)) or "–"


def _say_seen(logged: LoggedSet, reps: Sequence[LoggedRep]) -> str:
    facts = logged.facts
    if not logged.has_report:
        return "Typed in, not filmed" if logged.source == "hand" else "Imported, not filmed"
    if not facts.count:
        return f"{SIGNS['part']} No full rep"
    found: dict[str, tuple[int, list[int]]] = {}
    for rep in reps:
        for fault in rep.faults:
            worst, where = found.get(fault.rule, (0, []))
            if rep.rep_index is not None:
                found[fault.rule] = (max(worst, fault.severity), [*where, rep.rep_index])
    if found:
        rule, (severity, where) = max(found.items(), key=lambda one: (one[1][0], len(one[1][1])))
        words = start_sentence(DEGREES[severity].format(find_words(rule).name))
        more = f"; {len(found) - 1} more" if len(found) > 1 else ""
        return f"{SIGNS[f'l{severity}']} {words}, {say_reps(where)}{more}"
    if math.isnan(facts.score):
        return f"{SIGNS['blind']} {start_sentence(WORDS['blind'])}: too little was seen"
    if facts.clean_count == facts.count:
        return f"{SIGNS['l0']} All clean"
    return f"{SIGNS['blind']} {facts.clean_count} clean, the rest not judged"
