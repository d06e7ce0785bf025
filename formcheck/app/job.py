"""One review as the app sees it: what was asked for, how far it is, and how it ended."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from formcheck.app.child import Child
from formcheck.app.messages import (
    Asked,
    Failed,
    Found,
    Message,
    Opened,
    Previewed,
    Progressed,
    Recognised,
    Refused,
    Reported,
    Stopped,
    Task,
)
from formcheck.app.reviews import remember_report
from formcheck.app.workspace import KEEP_FILE
from formcheck.recognition import Recognition
from formcheck.replay import CORRECTIONS_FILE

LEAST_SHARE = 0.03
"""From this share on the time left is told: before, it jumps."""


class State(StrEnum):
    """How far a review is."""

    WAITING = "waiting"
    RUNNING = "running"
    ASKED = "asked"
    REFUSED = "refused"
    STOPPED = "stopped"
    FAILED = "failed"
    READY = "ready"
    """The report is there; the annotated video may still be drawn."""


@dataclass
class Job:
    """One review. Written by one thread, read by the pages.

    Attributes
    ----------
    id : str
        Cannot be guessed: who knows it may look at the review.
    name : str
        What the clip is called.
    task : Task
    owners : set of str
        Sessions that look at it.
    state : State
    sentence : str
        What went wrong; empty: nothing.
    opened : Opened or None
    stage : str
        As of a `Progressed` message.
    share : float or None
        Share of the stage that is done.
    frames : int
    t_s, values : list of float
        The movement signal so far.
    jpeg, looking_at_s : bytes, float
        The picture being read, and its time.
    movement : Recognised or None
    found : Found or None
    recognition : Recognition or None
        Where somebody is asked, or was.
    stopped : Stopped or None
    is_drawing : bool
        The report is there, the annotated video not yet.
    is_kept : bool
    orphaned_s : float
        Since when nobody looks at it, on the monotonic clock; NaN: somebody does.
    """

    id: str
    name: str
    task: Task
    owners: set[str] = field(default_factory=set)
    state: State = State.WAITING
    sentence: str = ""
    opened: Opened | None = None
    stage: str = ""
    share: float | None = None
    frames: int = 0
    t_s: list[float] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    jpeg: bytes = b""
    looking_at_s: float = 0.0
    movement: Recognised | None = None
    found: Found | None = None
    recognition: Recognition | None = None
    stopped: Stopped | None = None
    is_drawing: bool = False
    is_kept: bool = False
    is_stopping: bool = False
    orphaned_s: float = math.nan
    child: Child | None = None
    _began_s: float = math.nan

    @property
    def folder(self) -> Path:
        """Where everything of the review is."""
        return self.task.folder

    @property
    def is_busy(self) -> bool:
        """Whether there is anything to wait for before the report."""
        return self.state in (State.WAITING, State.RUNNING)

    @property
    def has_poses(self) -> bool:
        """Whether it can be judged as another movement; one that was kept earlier stays what it is."""
        return self.task.model is not None or self.task.resumes

    @property
    def is_judging(self) -> bool:
        """Whether the clip is read to its end, and the report not yet there."""
        return self.state is State.RUNNING and self.stage == "reading" and (self.share or 0.0) >= 1.0

    @property
    def left_s(self) -> float:
        """Seconds left of the stage, estimated; NaN: cannot be told yet."""
        if self.share is None or self.share < LEAST_SHARE or math.isnan(self._began_s):
            return math.nan
        return (time.monotonic() - self._began_s) * (1.0 - self.share) / self.share

    def start(self) -> Child:
        """Begin, or go on."""
        self.state = State.READY if self.task.only_draws else State.RUNNING
        self.sentence = self.sentence if self.task.only_draws else ""
        self.is_stopping, self.share = False, None
        self.stage, self._began_s = "reading", math.nan
        self.child = Child(self.task)
        return self.child

    def prepare(self, exercise: str) -> None:
        """Get ready to go on from the poses that were found, with a movement that somebody named."""
        self.task = replace(
            self.task, exercise=exercise, resumes=True, only_draws=False, recognition=self.recognition
        )
        self.state, self.found, self.movement, self.is_drawing = State.WAITING, None, None, False
        (self.folder / CORRECTIONS_FILE).unlink(missing_ok=True)  # they were of another movement's count
        self.t_s, self.values = [], []

    def keep(self, is_kept: bool) -> None:
        """Say whether the review outlives its tab."""
        self.is_kept = is_kept
        mark = self.folder / KEEP_FILE
        if is_kept:
            mark.write_text(self.name, encoding="utf-8")
        else:
            mark.unlink(missing_ok=True)

    def take(self, message: Message) -> None:
        """Take what the child tells."""
        match message:
            case Opened():
                self.opened, self._began_s = message, time.monotonic()
            case Progressed():
                self._progress(message)
            case Previewed():
                self.jpeg, self.looking_at_s = message.jpeg, message.t_s
            case Recognised():
                if self.movement is not None and self.movement.key != message.key:
                    self.t_s, self.values, self.found = [], [], None
                self.movement = message
            case Found():
                self.found = message
            case Asked():
                self.state, self.recognition = State.ASKED, message.recognition
            case Refused():
                self.state, self.sentence = State.REFUSED, message.sentence
            case Stopped():
                self.state, self.stopped = State.STOPPED, message
            case Failed():
                self.sentence = message.sentence
                if self.state is not State.READY:  # a report that is there stays there
                    self.state = State.FAILED
            case Reported():
                remember_report(self.folder, message.report)
                self.is_drawing, self.share = not message.is_last, None
                self.state = State.READY

    def end(self, sentence: str) -> None:
        """The child is gone; the sentence says how, in case it said nothing itself."""
        was_drawing = self.is_drawing
        self.child, self.is_drawing = None, False
        if was_drawing:
            self.sentence = f"The annotated video could not be drawn. {self.sentence}".strip()
        elif self.state is State.RUNNING and self.is_stopping:
            self.state, self.stopped = State.STOPPED, Stopped(0, 0.0)
        elif self.state is State.RUNNING:
            self.state, self.sentence = State.FAILED, sentence

    def _progress(self, message: Progressed) -> None:
        if message.stage != self.stage:
            self.stage, self._began_s = message.stage, time.monotonic()
        self.share = message.share
        if message.stage == "reading":
            self.frames = message.frames
            self.t_s += message.t_s
            self.values += message.values
