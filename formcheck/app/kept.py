"""Reviews that were kept on this computer, and which set of the log each of them is.

A review and its set in the log are known by the same source and key, so neither has to name the other: a
kept review that is deleted leaves nothing behind that points nowhere.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from formcheck.app.reviews import find_video, forget_report, read_about
from formcheck.app.workspace import list_kept
from formcheck.errors import InputError
from formcheck.history.entries import LoggedSet
from formcheck.history.from_report import find_identity
from formcheck.history.rows import make_name_key
from formcheck.report.reading import REPORT_FILE

_read: dict[Path, tuple[int, KeptReview]] = {}
"""What was read of a folder, with when its report was last changed: reports are long, and asked for often."""


@dataclass(frozen=True, slots=True)
class KeptReview:
    """A review that outlives its tab.

    Attributes
    ----------
    folder : Path
    athlete : str
        Whose; empty: nobody's in particular.
    identity : (str, str)
        As of `formcheck.history.from_report.find_identity`; of a report that cannot be read the key is empty.
    """

    folder: Path
    athlete: str
    identity: tuple[str, str]

    @property
    def name(self) -> str:
        """Its day, time and title."""
        return self.folder.name

    @property
    def video(self) -> Path | None:
        """Its annotated video, or the clip as it came; None: there is none."""
        return find_video(self.folder)


def list_kept_reviews(athlete: str | None = None) -> list[KeptReview]:
    """Every kept review, the latest first; of one athlete where one is named, capitals do not matter."""
    found = [_read_folder(folder) for folder in list_kept()]
    if athlete is None:
        return found
    key = make_name_key(athlete)
    return [one for one in found if make_name_key(one.athlete) == key]


def map_kept_reviews() -> dict[tuple[str, str], KeptReview]:
    """Identity → the kept review: of several the latest that has a video."""
    found: dict[tuple[str, str], KeptReview] = {}
    for one in list_kept_reviews():
        before = found.get(one.identity)
        if one.identity[1] and (before is None or (before.video is None and one.video is not None)):
            found[one.identity] = one
    return found


def find_kept_review(logged: LoggedSet) -> KeptReview | None:
    """The kept review of a set in the log; None: there is none, or none any more."""
    return map_kept_reviews().get((logged.source, logged.source_key))


def delete_kept_review(folder: Path) -> None:
    """Delete a kept review, clip and all; the set in the log stays.

    Raises
    ------
    InputError
        When it cannot be deleted.
    """
    forget_report(folder)
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise InputError(f"Cannot delete {error.filename}: {error.strerror or error}.") from error


def _read_folder(folder: Path) -> KeptReview:
    file = folder / REPORT_FILE
    try:
        changed_ns = file.stat().st_mtime_ns
        if folder in _read and _read[folder][0] == changed_ns:
            return _read[folder][1]
        identity = find_identity(json.loads(file.read_text(encoding="utf-8"))["source"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        changed_ns, identity = 0, ("", "")
    kept = KeptReview(folder, str(read_about(folder).get("athlete") or ""), identity)
    _read[folder] = (changed_ns, kept)
    return kept
