"""An athlete, really removed: from the log and old ones, from what cameras remember, from kept reviews."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from formcheck.app.kept import KeptReview, delete_kept_review, list_kept_reviews
from formcheck.athletes import forget_athlete
from formcheck.errors import InputError
from formcheck.history.entries import Athlete
from formcheck.history.exchange.replacing import list_asides
from formcheck.history.log_book import LogBook, find_log_folder
from formcheck.history.queries import list_athletes
from formcheck.history.rows import make_name_key

ELSEWHERE = "reports, exports and full backups that lie elsewhere"
"""What is not looked through: nobody knows where."""


@dataclass(frozen=True, slots=True)
class Belongings:
    """What is known of an athlete.

    Attributes
    ----------
    name : str
        As the log has it; empty: nobody in particular.
    sets : int
        In the log, those that were deleted not among them.
    is_logged : bool
    reviews : tuple of KeptReview
    """

    name: str
    sets: int
    is_logged: bool
    reviews: tuple[KeptReview, ...]


@dataclass(frozen=True, slots=True)
class Removal:
    """What went.

    Attributes
    ----------
    sets, records, reviews, asides : int
        Sets of the log, records of cameras, kept reviews, and old logs that a restore had put aside.
    unread : tuple of Path
        Old logs that cannot be opened: what is in them is still there.
    """

    sets: int
    records: int
    reviews: int
    asides: int
    unread: tuple[Path, ...]


def find_belongings(name: str) -> Belongings:
    """Look for everything that is known of an athlete, whose capitals do not matter.

    Raises
    ------
    InputError
        When the log cannot be read.
    """
    found = _find_athlete(find_log_folder(), name)
    reviews = tuple(list_kept_reviews(name))
    return Belongings(found.name if found else name, found.sets if found else 0, found is not None, reviews)


def remove_athlete(name: str) -> Removal:
    """Remove everything that is known of an athlete, without a way back.

    Raises
    ------
    InputError
        When nothing is known of them; when something could not be removed: what is left goes the next time.
    """
    found = find_belongings(name)
    for review in found.reviews:
        delete_kept_review(review.folder)
    records = forget_athlete(name)
    asides, unread = _clean_asides(name)
    if not (found.is_logged or records or found.reviews or asides):
        raise InputError(f"Nobody called “{name}” is known here.")
    removed = _remove_from(find_log_folder(), name) if found.is_logged else 0
    return Removal(removed, records, len(found.reviews), asides, tuple(unread))


def _find_athlete(folder: Path, name: str) -> Athlete | None:
    if not folder.is_dir():
        return None
    with LogBook(folder) as log:
        key = make_name_key(name)
        return next((one for one in list_athletes(log) if make_name_key(one.name) == key), None)


def _remove_from(folder: Path, name: str) -> int:
    with LogBook(folder) as log:
        return log.remove_athlete(name)


def _clean_asides(name: str) -> tuple[int, list[Path]]:
    """Remove an athlete from logs that a restore put aside: from how many, and which cannot be read."""
    cleaned, unread = 0, []
    for aside in list_asides(find_log_folder()):
        try:
            records = forget_athlete(name, aside / "athletes")
            is_logged = _find_athlete(aside, name) is not None
            if is_logged:
                _remove_from(aside, name)
            cleaned += bool(records) or is_logged
        except InputError:
            unread.append(aside)
    return cleaned, unread
