"""From what somebody uploads to a review that is queued: limits, a private copy, the task."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from formcheck.app.job import Job
from formcheck.app.jobs import JobBoard
from formcheck.app.messages import Task
from formcheck.app.reviews import UPLOAD_FOLDER, write_about
from formcheck.app.workspace import make_safe_name
from formcheck.errors import InputError

FORMATS = ("mp4", "mov", "m4v", "webm", "mkv", "avi")
MOST_MB = 1000
"""As ``server.maxUploadSize`` says; a set of five minutes from a phone at 1080p is about 600."""
MOST_CLIPS = 8
SAMPLE = "deadlift_rounded_back.webm"
"""It shows everything: clean repetitions, faults that grow, and what cannot be judged."""
SAMPLE_MOVEMENT = "conventional_deadlift"


class Upload(Protocol):
    """A file as the browser sent it."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def size(self) -> int:
        """Bytes."""
        ...

    def getbuffer(self) -> memoryview:
        """All of it."""
        ...


@dataclass(frozen=True, slots=True)
class Options:
    """What is known of a set before it is looked at.

    Attributes
    ----------
    exercise : str
        Key; empty: recognise it.
    load_kg : float or None
    athlete, note : str
    calibration : Upload or None
        Clip of the athlete's own neutral hinge.
    """

    exercise: str = ""
    load_kg: float | None = None
    athlete: str = ""
    note: str = ""
    calibration: Upload | None = None


def check_uploads(uploads: Sequence[Upload], options: Options) -> None:
    """Refuse what no child need look at.

    Raises
    ------
    InputError
        One sentence: which limit, what came, what to do.
    """
    if len(uploads) > MOST_CLIPS:
        raise InputError(f"These are {len(uploads)} clips. Choose at most {MOST_CLIPS} at once.")
    everything = [*uploads, *([options.calibration] if options.calibration else [])]
    for upload in everything:
        suffix = Path(upload.name).suffix.lower().lstrip(".")
        if suffix not in FORMATS:
            raise InputError(f"{upload.name} is not a video we can open. Try MP4, MOV or WebM.")
        if upload.size > MOST_MB * 1_000_000:
            size = upload.size / 1e6
            raise InputError(f"{upload.name} has {size:.0f} MB. Cut it to one set, at most {MOST_MB} MB.")
    if options.calibration and not options.exercise:
        raise InputError("Name the movement to use a calibration clip.")


def start_reviews(
    board: JobBoard, owner: str, uploads: Sequence[Upload], options: Options, model: Path
) -> list[Job]:
    """Copy clips into the workspace and queue a review of each.

    Raises
    ------
    InputError
        When a limit is passed, or the disk is full.
    """
    check_uploads(uploads, options)
    return [_start(board, owner, upload, options, model) for upload in uploads]


def start_sample(board: JobBoard, owner: str, sample: Path, model: Path) -> Job:
    """Queue a review of the sample clip."""
    folder = board.make_folder()
    clip = folder / UPLOAD_FOLDER / sample.name
    clip.parent.mkdir()
    shutil.copyfile(sample, clip)
    options = Options(SAMPLE_MOVEMENT)
    return _submit(board, owner, "Sample set", clip, folder, options, model)


def find_sample() -> Path | None:
    """The sample clip: inside the package once installed, in a checkout's folder; None: it is not there."""
    packaged = Path(__file__).with_name(SAMPLE)
    checkout = Path(__file__).parents[2] / "sample_videos" / SAMPLE
    return next((path for path in (packaged, checkout) if path.is_file()), None)


def _start(board: JobBoard, owner: str, upload: Upload, options: Options, model: Path) -> Job:
    folder = board.make_folder()
    try:
        clip = _save(upload, folder / UPLOAD_FOLDER)
        calibration = _save(options.calibration, folder / "calibration") if options.calibration else None
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        reason = error.strerror or str(error)
        raise InputError(f"{upload.name} could not be stored ({reason}). Make room and try again.") from error
    return _submit(board, owner, upload.name, clip, folder, options, model, calibration)


def _save(upload: Upload, folder: Path) -> Path:
    folder.mkdir()
    path = folder / make_safe_name(upload.name)
    with path.open("wb") as file:
        file.write(upload.getbuffer())
    return path


def _submit(
    board: JobBoard,
    owner: str,
    name: str,
    clip: Path,
    folder: Path,
    options: Options,
    model: Path,
    calibration: Path | None = None,
) -> Job:
    task = Task(
        folder=folder,
        clip=clip,
        exercise=options.exercise,
        model=model,
        load_kg=options.load_kg,
        athlete=options.athlete,
        note=options.note,
        calibration=calibration,
    )
    write_about(task, name)
    return board.submit(owner, name, task)
