"""What the commands of the log have in common: whose sets, which days, which movement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from formcheck.errors import InputError
from formcheck.exercises.loader import list_exercises, load_exercise
from formcheck.history.exchange.local_time import Reading, find_zone, place
from formcheck.history.exchange.movements import Movement, MovementIndex
from formcheck.history.exchange.values import read_moment
from formcheck.history.log_book import LogBook, find_log_folder
from formcheck.history.queries import SetFilter, list_athletes


def open_log() -> LogBook:
    """The user's log."""
    return LogBook(find_log_folder())


def list_movements() -> Iterator[Movement]:
    """All our movements; one whose file cannot be used is left out."""
    for key in list_exercises():
        try:
            exercise = load_exercise(key)
        except InputError:
            continue
        yield Movement(exercise.key, exercise.name, exercise.family, exercise.also_called)


def find_movement(name: str) -> Movement:
    """A movement by any of its names; one that is none of ours under that name."""
    return MovementIndex(list_movements()).find(name)


def choose_athlete(log: LogBook, athlete: str | None) -> str:
    """Who is meant: the one named, or the only one there is.

    Raises
    ------
    InputError
        When there are several.
    """
    if athlete is not None:
        return athlete
    names = [one.name for one in list_athletes(log) if one.sets]
    if len(names) > 1:
        known = ", ".join(name or "“”" for name in names)
        raise InputError(f"Say whose sets you mean with --athlete NAME: {known}.")
    return names[0] if names else ""


def make_filter(
    athlete: str | None, first: str, last: str, exercise: str = "", is_deleted: bool = False
) -> SetFilter:
    """Sets of an athlete, a span of days and a movement; what is empty does not matter."""
    which = SetFilter(athlete, find_movement(exercise).key if exercise else "", is_deleted=is_deleted)
    return SetFilter(
        which.athlete,
        which.exercise_key,
        first_day=read_day(first, "--from") or which.first_day,
        last_day=read_day(last, "--to") or which.last_day,
        is_deleted=is_deleted,
    )


def read_day(text: str, option: str) -> date | None:
    """A day; None of an empty text."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"{option} {text!r} is no day: give it as YYYY-MM-DD.") from error


def read_time(text: str, zone: str) -> datetime:
    """A moment with its offset to UTC.

    Raises
    ------
    InputError
        When it is none, or no clock of the zone ever showed it.
    """
    try:
        moment, reading = place(read_moment(text), find_zone(zone))
    except ValueError as error:
        raise InputError(f"--date {text!r} is no moment: give it as YYYY-MM-DD HH:MM.") from error
    if reading is Reading.SKIPPED:
        raise InputError(f"--date {text!r} was on no clock: they were put forward over it. Give another.")
    return moment


def read_now(zone: str) -> datetime:
    """Now, in a zone."""
    return datetime.now(find_zone(zone))
