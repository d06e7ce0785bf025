"""The place of one athlete: a coach's process, and the thread that hands it one thing after the other."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from pickle import PickleError
from typing import TypeAlias

from formcheck.app.live.coach import (
    Abandon,
    Answer,
    Begin,
    Broken,
    CoachFactory,
    CoachProcess,
    Conclude,
    Done,
    Errand,
    Held,
    Leaving,
    Skip,
    Take,
)
from formcheck.app.live.protocol import (
    Ending,
    Finish,
    Picture,
    SkipCalibration,
    Start,
    StartMessage,
    Stop,
    Why,
    write_dropped,
    write_failed,
    write_finished,
    write_held,
    write_ready,
    write_state,
    write_stopped,
)
from formcheck.app.live.shelf import Shelf
from formcheck.app.live.slot import Finished, Slot, WindUp, Work
from formcheck.child_process import name_end
from formcheck.errors import InputError

MOST_BEGIN_S = 60.0
"""A process that has not made its coach by now never will: libraries and model take seconds."""
MOST_ANSWER_S = 30.0
"""A picture takes 0.03 s, the end of a repetition up to seconds on a busy machine: what takes longer hangs.
Both are choices."""
ENDED = "The video or pose library crashed ({name}), and the set was ended. Start it again."
NOT_STARTED = "The system started no process for this set: close other programs, then start it again."
HUNG = "The pose library did not answer any more, and the set was ended. Start it again."
_LOG = logging.getLogger(__name__)

Deliver: TypeAlias = Callable[[str | Ending], None]
"""Takes what is to be sent, from any thread, and does not wait; an `Ending` ends the socket."""


class Seat:
    """One athlete's place. A page that lost its connection comes back to it.

    Parameters
    ----------
    token : str
        Of the visit it belongs to.
    factory : CoachFactory
    shelf : Shelf
        Takes finished sets.
    finished : (StartMessage, str) or None
        The set that was wound up in an earlier seat of the visit, and what its page has not heard of it.
    """

    def __init__(
        self, token: str, factory: CoachFactory, shelf: Shelf, finished: Finished | None = None
    ) -> None:
        self.token = token
        self.deliver: Deliver | None = None
        """Where answers go; None: nobody listens, and they are lost."""
        self._factory = factory
        self._shelf = shelf
        self._folder: Path | None = None
        self._slot = Slot()
        self._last_ms = -1
        self._set: StartMessage | None = None
        self._finished = finished
        self._process: CoachProcess | None = None
        self._busy_until_s: float | None = None
        self._is_closed = False
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._work_on, name="formcheck live", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int | None:
        """Number of the coach's process; None: there is none."""
        process = self._process
        return None if process is None else process.pid

    @property
    def is_busy(self) -> bool:
        """Whether the coach is at work: making itself ready may take a while."""
        return self._busy_until_s is not None

    def give(self, work: Work) -> None:
        """Hand over what the page sent, or our own order to wind up; never waits."""
        if isinstance(work, Picture):
            if work.t_ms <= self._last_ms:
                self._tell(write_dropped(work.t_ms, "late"))
                return
            self._last_ms = work.t_ms
            self._tell_older(self._slot.put_picture(work), "newer")
            return
        if isinstance(work, Start) and not work.resumes:
            self._last_ms = -1
        self._tell_older(self._slot.put_order(work), "no_set")

    def end_if_stuck(self) -> None:
        """Kill a process that should have answered long ago."""
        until_s, process = self._busy_until_s, self._process
        if until_s is not None and process is not None and time.monotonic() > until_s:
            self._busy_until_s = None
            _LOG.error("A live coach did not answer and is ended")
            process.kill()

    def close(self) -> None:
        """End the process, whatever it does; does not wait."""
        with self._lock:
            self._is_closed, self.deliver = True, None
            if self._process is not None:
                self._process.kill()
        self._slot.close()

    def wait(self, timeout_s: float | None = None) -> None:
        """Wait until everything of a closed seat is gone."""
        self._thread.join(timeout_s)

    def _tell(self, said: str | Ending) -> None:
        deliver = self.deliver
        if deliver is not None:
            deliver(said)

    def _tell_older(self, picture: Picture | None, why: Why) -> None:
        if picture is not None:
            self._tell(write_dropped(picture.t_ms, why))

    # --- in the thread ---------------------------------------------------------------------------

    def _work_on(self) -> None:
        try:
            while (work := self._slot.take()) is not None:
                self._do(work)
        finally:
            self._end_process()
            self._clear_folder()

    def _do(self, work: Work) -> None:
        match work:
            case Picture():
                self._look_at(work)
            case Start(message, resumes):
                if resumes and self._set == message:
                    self._tell(write_ready(resumed=True))
                elif resumes and self._finished is not None and self._finished[0] == message:
                    self._tell(self._finished[1])  # which was lost with the connection
                else:
                    self._begin(message)
            case SkipCalibration():
                if self._set is not None:
                    self._ask(Skip(), MOST_ANSWER_S)
            case Finish():
                self._finish(Conclude())
            case WindUp(then):
                if self._set is not None:
                    self._finish(Conclude(is_asked=False))
                then(self._finished)
            case Stop():
                if self._process is not None:
                    self._ask(Abandon(), MOST_ANSWER_S)
                self._set = self._finished = None
                self._clear_folder()
                self._tell(write_stopped())

    def _begin(self, message: StartMessage) -> None:
        self._finished = None
        if self._set is not None and self._ask(Abandon(), MOST_ANSWER_S) is None:  # it lets go of its files
            return
        self._clear_folder()
        try:
            self._folder = self._shelf.make_folder()
        except InputError as error:
            self._set = None
            self._tell(write_failed(str(error)))
            return
        if self._ask(Begin(self._factory, message, self._folder), MOST_BEGIN_S) is not None:
            self._set = message
            self._tell(write_ready(resumed=False))

    def _look_at(self, picture: Picture) -> None:
        if self._set is None:
            self._tell(write_dropped(picture.t_ms, "no_set"))
            return
        errand = Take(picture.jpeg, picture.width_px, picture.height_px, picture.t_ms / 1000)
        began_s = time.monotonic()
        answer = self._ask(errand, MOST_ANSWER_S)
        if isinstance(answer, Done):
            took_ms = 1000 * (time.monotonic() - began_s)
            self._tell(write_state(picture.t_ms, answer.text, took_ms))
        else:
            self._tell(write_dropped(picture.t_ms, "no_set" if answer is None else "unreadable"))

    def _finish(self, errand: Conclude) -> None:
        answer = self._ask(errand, MOST_BEGIN_S) if self._set is not None else Done()
        match answer:
            case Held(sentence):
                self._tell(write_held(sentence))
            case Done(leaving=Leaving() as leaving) if self._folder is not None:
                folder, self._folder = self._folder, None
                self._tell_finished(self._shelf.take_in(folder, leaving))
            case Done():
                self._clear_folder()
                if errand.is_asked:
                    self._tell_finished(None)
                self._set = None

    def _tell_finished(self, review: str | None) -> None:
        """Say what came of the set, and remember it for a page that did not hear it."""
        said = write_finished(review)
        if self._set is not None:
            self._finished, self._set = (self._set, said), None
        self._tell(said)

    def _clear_folder(self) -> None:
        """Remove what a set has left that came to nothing."""
        folder, self._folder = self._folder, None
        if folder is not None:
            self._shelf.clear(folder)

    def _ask(self, errand: Errand, most_s: float) -> Answer | None:
        """Have an errand done; None: that ended the set, and the page was told."""
        answer: Answer
        try:
            self._busy_until_s = time.monotonic() + most_s
            answer = self._open_process().ask(errand)
        except (EOFError, OSError, ValueError, PickleError):
            answer = self._explain_end()
        finally:
            was_stuck, self._busy_until_s = self._busy_until_s is None, None
        if not isinstance(answer, Broken):
            return answer
        self._set = None
        self._clear_folder()
        if answer.detail:
            _LOG.error("A live set broke: %s", answer.detail)
        self._tell(write_failed(HUNG if was_stuck else answer.sentence))
        return None

    def _open_process(self) -> CoachProcess:
        if self._process is None:
            process = CoachProcess()
            with self._lock:
                self._process = process
                if self._is_closed:
                    process.kill()
        assert self._process is not None
        return self._process

    def _explain_end(self) -> Broken:
        code = self._end_process()
        if code is None:
            return Broken(NOT_STARTED, "no process could be started")
        name = name_end(code)
        return Broken(ENDED.format(name=name), "" if self._is_closed else f"its process ended ({name})")

    def _end_process(self) -> int | None:
        """Make sure the process is gone; returns how it ended."""
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return None
        with contextlib.suppress(OSError):
            process.kill()
        return process.wait()
