"""An advice, and how its numbers are said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from formcheck.report.wording import join_words

MOST_WORDS = 14
"""Of a headline: read at a glance."""
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PATTERNS = {"hinge": "hinge", "row": "row", "bird_dog": "bird-dog"}
_LONGEST_NAME = 4
"""Words of a movement's name that still fit into a headline."""


class Kind(StrEnum):
    """What an advice is about."""

    RECOVERY = "recovery"
    STRENGTH_DAYS = "strength_days"
    MOBILITY_DAYS = "mobility_days"
    QUALITY_SETS = "quality_sets"
    STOP_EARLIER = "stop_earlier"
    ADD_LOAD = "add_load"
    ADD_REPS = "add_reps"
    SLOWER_TEMPO = "slower_tempo"
    KEEP_LOAD = "keep_load"
    BACK_OFF = "back_off"
    NOT_ENOUGH = "not_enough"
    """The sets do not carry an advice yet; the headline says what is missing."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to do, and why.

    Attributes
    ----------
    kind : Kind
    headline : str
        At most 14 words, to the athlete.
    reason : str
        The numbers it rests on.
    source : str
        Who says so: literature, or judgement of the authors.
    set_ids : tuple of int
        The sets it is based on, the earliest first.
    exercise_key, family : str
        What it is about; empty: all training.
    """

    kind: Kind
    headline: str
    reason: str
    source: str
    set_ids: tuple[int, ...] = ()
    exercise_key: str = ""
    family: str = ""


def name_pattern(family: str) -> str:
    """A pattern as people say it: "bird-dog"."""
    return _PATTERNS.get(family, family.replace("_", " "))


def name_movement(name: str) -> str:
    """A movement within a sentence; one whose name would fill it is "this movement"."""
    if len(name.split()) > _LONGEST_NAME:
        return "this movement"
    first = name.split()[0] if name.split() else ""
    is_proper = first in {"Romanian", "Pendlay"} or not first[1:2].islower() or first[1:] != first[1:].lower()
    return name if is_proper else name[:1].lower() + name[1:]


def say_number(count: int) -> str:
    """A small number as a word, to begin a sentence with."""
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
    return words[count] if 0 <= count < len(words) else str(count)


def say_many(count: int, noun: str) -> str:
    """A number of things: "1 set", "1,200 sets"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def say_scores(scores: Iterable[float]) -> str:
    """Scores: "88 and 91"."""
    return join_words([f"{score:.0f}" for score in scores])


def say_moment(moment: datetime) -> str:
    """A moment of this week: "Tuesday 18:05"."""
    return f"{DAYS[moment.weekday()]} {moment:%H:%M}"
