"""The process a coach lives in: ``python -m formcheck.app.live.worker``.

JPEGs from outside are decoded here and the pose model runs here, both native code that may abort: that ends
one set, and nothing else. What is written to disk lies in the set's own folder. When the app goes away, so
does this process.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import threading
import traceback
from typing import IO

import cv2
import numpy as np

from formcheck.app.live.coach import (
    Abandon,
    Answer,
    Begin,
    Broken,
    Coach,
    Conclude,
    Done,
    Held,
    Skip,
    Take,
    Unreadable,
)
from formcheck.child_process import claim_pipes, receive, send
from formcheck.errors import InputError
from formcheck.video.filmstrip import READ_AS

SURPRISED = "Something we did not expect happened, and the set was ended. Start it again."
NO_SET = "There is no set to go on with: start one."
NO_ROOM = "The set could not be put away ({reason}): make room on the disk, then end it again."


def main() -> None:
    """Do one errand after the other until the app closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the app, which closes the pipe
    orders, pipe = claim_pipes()
    # Whoever sends broken pictures makes libraries write a line for each: from here on they write to nobody.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    cv2.setNumThreads(1)  # one core for one athlete: who trains beside has the others
    inbox: queue.SimpleQueue[object] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(orders, inbox), daemon=True).start()
    desk = Desk()
    while True:
        try:
            send(pipe, desk.answer(inbox.get()))
        except OSError:  # nobody is there any more
            return


def _listen(orders: IO[bytes], inbox: queue.SimpleQueue[object]) -> None:
    """Take errands in; the end of the pipe is the end of the app, whatever is being done just now."""
    while True:
        try:
            inbox.put(receive(orders))
        except (EOFError, OSError):
            os._exit(0)
        except Exception as error:  # a factory that cannot be imported
            inbox.put(error)


class Desk:
    """Where the coach of the moment sits."""

    def __init__(self) -> None:
        self._coach: Coach | None = None

    def answer(self, errand: object) -> Answer:
        """Do one errand; an exception in its place is what came of reading it."""
        try:
            return self._do(errand)
        except InputError as error:
            self.clear()
            return Broken(str(error))
        except Exception:
            self.clear()
            return Broken(SURPRISED, traceback.format_exc())

    def clear(self) -> None:
        """Let the coach go."""
        coach, self._coach = self._coach, None
        if coach is not None:
            coach.close()

    def _do(self, errand: object) -> Answer:
        match errand:
            case Exception():
                raise errand
            case Begin(factory, message, folder):
                self.clear()
                self._coach = factory(message, folder)
                return Done()
            case Abandon():
                self.clear()
                return Done()
        if self._coach is None:
            raise InputError(NO_SET)
        match errand:
            case Take(jpeg, width_px, height_px, t_s):
                picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), READ_AS)
                if picture is None or picture.shape != (height_px, width_px, 3):
                    return Unreadable()
                return Done(_lay_out(self._coach.take(np.asarray(picture, np.uint8), t_s, jpeg)))
            case Skip():
                self._coach.skip_calibration()
                return Done()
            case Conclude(is_asked):
                try:
                    leaving = self._coach.finish() if is_asked or self._coach.has_set else None
                except OSError as error:
                    return Held(NO_ROOM.format(reason=error.strerror or error))
                self.clear()
                return Done(leaving=leaving)
        raise ValueError(f"expected an errand, got {errand!r}")


def _lay_out(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


if __name__ == "__main__":
    main()
