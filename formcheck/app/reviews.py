"""Finished reviews, read from their folders."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from formcheck.app.messages import Task
from formcheck.errors import InputError
from formcheck.replay import replay_folder
from formcheck.report.set_report import SetReport
from formcheck.review import ANNOTATED_FILE

UPLOAD_FOLDER = "upload"
"""Folder of a review that holds the clip, under the name it came with."""
TASK_FILE = "task.json"
"""What was asked for: name, athlete, load, note."""
FILM_FILE = "pictures.strip"
"""Pictures of a live set whose clip is to be kept, until the clip is made of them."""
MOST_REMEMBERED = 12
_FILES = ("report.json", "pose.npz", "corrections.json")
_Stamp = tuple[int | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class LoadedReview:
    """A finished review with everything that was measured.

    Attributes
    ----------
    report : SetReport
        Corrections of the user are in it.
    folder : Path
    """

    report: SetReport
    folder: Path


_remembered: OrderedDict[Path, tuple[_Stamp, LoadedReview]] = OrderedDict()
_lock = threading.Lock()


def write_about(task: Task, name: str) -> None:
    """Write down what was asked for, for whoever opens the review again.

    Raises
    ------
    OSError
        When the disk is full.
    """
    about = {
        "name": name,
        "asked_at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "exercise": task.exercise,
        "load_kg": task.load_kg,
        "athlete": task.athlete,
        "note": task.note,
        "film_from_s": task.film_from_s,
    }
    (task.folder / TASK_FILE).write_text(json.dumps(about, indent=2, ensure_ascii=False), encoding="utf-8")


def read_about(folder: Path) -> dict[str, Any]:
    """What was asked for; empty where that is not known."""
    try:
        about = json.loads((folder / TASK_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return about if isinstance(about, dict) else {}


def load_review(folder: Path) -> LoadedReview:
    """Load a finished review; one that has not changed since is remembered.

    Parameters
    ----------
    folder : Path
        With ``report.json`` and ``pose.npz``, and ``corrections.json`` where the user has corrected it.

    Returns
    -------
    LoadedReview

    Raises
    ------
    InputError
        When the folder holds no finished review, or a damaged one.
    """
    stamp = _read_stamp(folder)
    with _lock:
        known = _remembered.get(folder)
        if known is not None and known[0] == stamp:
            _remembered.move_to_end(folder)
            return known[1]
    if stamp[0] is None or stamp[1] is None:
        raise InputError("This review is no longer here.")
    return _remember(folder, stamp, replay_folder(folder))


def remember_report(folder: Path, report: SetReport) -> None:
    """Remember the report of a review that was just finished, so that nobody has to replay it.

    One that was corrected meanwhile is read anew: the child knows nothing of corrections.
    """
    stamp = _read_stamp(folder)
    if stamp[2] is None:
        _remember(folder, stamp, report)


def forget_report(folder: Path) -> None:
    """Let go of a review that is left."""
    with _lock:
        _remembered.pop(folder, None)


def find_clip(folder: Path) -> Path | None:
    """The video of a review; None: it is not there."""
    files = sorted((folder / UPLOAD_FOLDER).glob("*"))
    return files[0] if files else None


def find_video(folder: Path) -> Path | None:
    """The annotated video of a review, or the clip as it came; None: neither is there."""
    drawn = folder / ANNOTATED_FILE
    return drawn if drawn.is_file() else find_clip(folder)


def _remember(folder: Path, stamp: _Stamp, report: SetReport) -> LoadedReview:
    review = LoadedReview(report, folder)
    with _lock:
        _remembered[folder] = (stamp, review)
        while len(_remembered) > MOST_REMEMBERED:
            _remembered.popitem(last=False)
    return review


def _read_stamp(folder: Path) -> _Stamp:
    """When each file was last changed, in nanoseconds; None: it is not there."""
    return tuple(_read_change(folder / name) for name in _FILES)


def _read_change(file: Path) -> int | None:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return None
