"""What the app and the child process that reads a clip tell each other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from formcheck.recognition import Recognition
from formcheck.report.set_report import SetReport


@dataclass(frozen=True, slots=True)
class Task:
    """What a child is to do.

    Attributes
    ----------
    folder : Path
        Folder of the review; everything is written there.
    clip : Path or None
        The video, inside the folder. None: poses are all there is, of a live set whose clip was not kept.
    exercise : str
        Key of the movement; empty: recognise it.
    model : Path or None
        Pose model; not needed to go on from a track.
    load_kg : float or None
    athlete, note : str
        Who it is, and what the user wants to remember; may be empty.
    calibration : Path or None
        Clip of the athlete's own neutral hinge.
    resumes : bool
        The poses lie in the folder already: go on from there.
    recognition : Recognition or None
        What was recognised before somebody was asked.
    only_draws : bool
        The report is there, too: only the video is to be drawn.
    film_from_s : float
        Where in the strip of a live set's pictures, if there is one, its clip begins.
    """

    folder: Path
    clip: Path | None
    exercise: str = ""
    model: Path | None = None
    load_kg: float | None = None
    athlete: str = ""
    note: str = ""
    calibration: Path | None = None
    resumes: bool = False
    recognition: Recognition | None = None
    only_draws: bool = False
    film_from_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Opened:
    """The clip can be read. Lengths in seconds and frames a second; NaN: unknown."""

    width_px: int
    height_px: int
    duration_s: float
    fps: float


@dataclass(frozen=True, slots=True)
class Progressed:
    """How far it is, and what the movement signal did meanwhile.

    Attributes
    ----------
    stage : str
        "calibrating", "reading", "drawing".
    share : float or None
        0 to 1; None: unknown.
    frames : int
        Pictures read so far.
    t_s, values : tuple of float
        New points of the movement signal; NaN: not seen.
    """

    stage: str
    share: float | None
    frames: int = 0
    t_s: tuple[float, ...] = ()
    values: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Previewed:
    """The picture being read, as JPEG, and its time in the clip."""

    jpeg: bytes
    t_s: float


@dataclass(frozen=True, slots=True)
class Recognised:
    """The movement, as far as it is known now."""

    key: str
    name: str
    signal: str
    unit: str
    was_named: bool


@dataclass(frozen=True, slots=True)
class RepSoFar:
    """A repetition as it looks before the set is over.

    Attributes
    ----------
    label : str
        What it is called: "3", "3 L"; "–" for a partial one.
    level : int
        0 clean, 1 worth watching, 2 a fault, 3 clearly a fault; below 0: see `formcheck.app.levels`.
    score : float
        0 to 100; NaN: withheld.
    words : str
        What was found, in words.
    """

    label: str
    level: int
    score: float
    words: str


@dataclass(frozen=True, slots=True)
class Found:
    """Repetitions and first findings so far.

    Attributes
    ----------
    reps : tuple of RepSoFar
    findings : tuple of (int, str, str)
        Level as of a repetition, what was found, and more about it.
    not_judged : tuple of (str, str)
        What, and why.
    """

    reps: tuple[RepSoFar, ...]
    findings: tuple[tuple[int, str, str], ...]
    not_judged: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Several movements are close: somebody has to say which it is."""

    recognition: Recognition


@dataclass(frozen=True, slots=True)
class Refused:
    """The movement is none of ours, or nobody was seen: one sentence."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """Reading was stopped as asked; so many full repetitions were read, up to this time."""

    count: int
    t_s: float


@dataclass(frozen=True, slots=True)
class Failed:
    """The clip cannot be used: one sentence."""

    sentence: str


@dataclass(frozen=True, slots=True, eq=False)
class Reported:
    """The report and the track are written; drawing goes on unless ``is_last``."""

    report: SetReport
    is_last: bool


Message: TypeAlias = (
    Opened | Progressed | Previewed | Recognised | Found | Asked | Refused | Stopped | Failed | Reported
)
