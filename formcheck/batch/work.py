"""One clip, from its file to its report in place: what is done in a process of its own."""

from __future__ import annotations

import errno
import shutil
import tempfile
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from formcheck import __version__
from formcheck.batch.clips import ClipFile
from formcheck.batch.record import (
    RECORD_FILE,
    Record,
    is_unchanged,
    lay_out_reps,
    lay_out_row,
    read_record,
    write_record,
)
from formcheck.errors import InputError
from formcheck.review import Progress, ReviewPlan, review_clip
from formcheck.video.reader import compute_sha256
from formcheck.workshop import move_into_place

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
"""With these every clip would fail."""


@dataclass(frozen=True, slots=True)
class Task:
    """A clip to be reviewed.

    Attributes
    ----------
    clip : ClipFile
    plan : ReviewPlan
        ``out`` is the folder of all reports.
    asked : mapping
        See `formcheck.batch.asked.describe_asked`.
    scratch : Path
        Folder for what is unfinished, on the same disk as ``plan.out``.
    patience_s : float
        Without progress for so long it is given up.
    """

    clip: ClipFile
    plan: ReviewPlan
    asked: Mapping[str, Any]
    scratch: Path
    patience_s: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a clip.

    Attributes
    ----------
    clip : ClipFile
    problem : str
        Why there is no report; empty: there is one.
    record : Record or None
        What is to be remembered; without its repetitions. None: nothing, the next run tries again.
    stops_all : bool
        The others would fail for the same reason.
    """

    clip: ClipFile
    problem: str = ""
    record: Record | None = None
    stops_all: bool = False


class Stopwatch:
    """Seconds since it was made: by the clock, and of this process's processor time."""

    def __init__(self) -> None:
        self._started_s, self._cpu_s = time.monotonic(), time.process_time()

    @property
    def took_s(self) -> float:
        """By the clock."""
        return round(time.monotonic() - self._started_s, 2)

    @property
    def cpu_s(self) -> float:
        """Of the processor."""
        return round(time.process_time() - self._cpu_s, 2)


def do_task(task: Task, on_progress: Progress) -> Outcome:
    """Review a clip and put its report in place, all at once; never raises for what the clip is.

    Done a second time, perhaps elsewhere at the same moment, it leaves one report: the first.
    """
    stopwatch = Stopwatch()
    try:
        return _review(task, on_progress, stopwatch)
    except InputError as error:
        reason = error.__cause__
        if isinstance(reason, OSError):  # the disk, not the clip
            return Outcome(task.clip, str(error), stops_all=reason.errno in NO_ROOM)
        return fail(task, str(error), stopwatch)
    except OSError as error:
        problem = f"Cannot write into {task.plan.out} ({error.strerror or error}): make room there."
        return Outcome(task.clip, problem, stops_all=error.errno in NO_ROOM)
    except Exception as error:
        traceback.print_exc()
        what = f"{type(error).__name__}: {error}".rstrip(": ")
        problem = f"Something we did not expect happened with this clip ({what}): save it as MP4 (H.264)."
        return fail(task, problem, stopwatch)


def fail(task: Task, problem: str, stopwatch: Stopwatch | None = None) -> Outcome:
    """The outcome of a clip that cannot be checked; remembered if the file can at least be read."""
    clip = task.clip
    try:
        sha256 = compute_sha256(clip.path)
    except OSError:
        return Outcome(clip, problem)
    record = _make_record(task, sha256, stopwatch)
    return Outcome(clip, problem, replace(record, problem=problem, row={"version": __version__}))


def _review(task: Task, on_progress: Progress, stopwatch: Stopwatch) -> Outcome:
    there = read_record(task.plan.out / task.clip.name / RECORD_FILE)
    if there is not None and there.asked == task.asked and is_unchanged(task.clip, there):
        return Outcome(task.clip, record=replace(there, reps=()))  # done, by one who died before he told
    workplace = _make_workplace(task.scratch)
    try:
        plan = replace(task.plan, out=workplace, overwrite=False)
        review = review_clip(task.clip.path, plan, "report", on_progress)
        if not review.report.quality.person_share > 0:
            raise InputError(f"Nobody was seen in {task.clip.path.name}: film the whole body, well lit.")
        record = _make_record(task, compute_sha256(task.clip.path), stopwatch)
        record = replace(record, row=lay_out_row(review.report), reps=lay_out_reps(review.report))
        write_record(record, review.folder / RECORD_FILE)
        record = _publish(review.folder, record, task.plan)
    finally:
        shutil.rmtree(workplace, ignore_errors=True)
    return Outcome(task.clip, record=replace(record, reps=()))


def _make_workplace(scratch: Path) -> Path:
    try:
        return Path(tempfile.mkdtemp(dir=scratch))
    except OSError as error:
        raise InputError(
            f"Cannot write into {scratch.parent} ({error.strerror or error}): choose a folder of yours with"
            " --out."
        ) from error


def _make_record(task: Task, sha256: str, stopwatch: Stopwatch | None) -> Record:
    """What is remembered of a clip whatever came of it."""
    clip = task.clip
    return Record(
        clip=clip.name,
        size_bytes=clip.size_bytes,
        modified_ns=clip.modified_ns,
        sha256=sha256,
        asked=task.asked,
        took_s=0.0 if stopwatch is None else stopwatch.took_s,
        cpu_s=0.0 if stopwatch is None else stopwatch.cpu_s,
    )


def _publish(folder: Path, record: Record, plan: ReviewPlan) -> Record:
    """Move a finished report into place, unless the same one has got there before it."""
    target = plan.out / record.clip
    target.parent.mkdir(parents=True, exist_ok=True)
    if (same := _find_same(target, record)) is not None:
        return same
    if target.exists() and not plan.overwrite:
        raise InputError(f"{target} exists already, and is not the report of this clip: move it away.")
    try:
        move_into_place(folder, target)
    except OSError:
        # Between the look and the move somebody else, with the same task, may have been faster.
        if (same := _find_same(target, record)) is None:
            raise
        return same
    return record


def _find_same(target: Path, record: Record) -> Record | None:
    there = read_record(target / RECORD_FILE)
    if there is None or (there.sha256, there.asked) != (record.sha256, record.asked):
        return None
    return there
