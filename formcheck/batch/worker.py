"""The child process that reads clip after clip: ``python -m formcheck.batch.worker``.

Decoders and the pose model are native code and may abort; here that ends one clip. Tasks come in through
stdin, progress and outcomes go out through stdout; when its parent goes away, so does the child.
"""

from __future__ import annotations

import faulthandler
import os
import queue
import sys
import threading
import time
import traceback
from typing import IO

from formcheck.batch.work import Task, do_task
from formcheck.child_process import claim_pipes, receive, send
from formcheck.review import Progress
from formcheck.video import load_opencv

TELL_EVERY_S = 0.25
CRASHED = 70
"""Exit code after an exception of ours: 1 is that of a clip that stood still."""


def main() -> None:
    """Do every task that comes in through stdin; ends with it."""
    try:
        _serve()
    except Exception:
        traceback.print_exc()
        sys.exit(CRASHED)


def _serve() -> None:
    orders, pipe = claim_pipes()
    tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(orders, tasks), daemon=True).start()
    load_opencv().setNumThreads(1)
    while True:
        task = tasks.get()
        outcome = do_task(task, _make_progress(pipe, task.patience_s))
        faulthandler.cancel_dump_traceback_later()
        send(pipe, outcome)


def _listen(orders: IO[bytes], tasks: queue.SimpleQueue[Task]) -> None:
    """Take tasks; where no more can come the parent has gone, and nobody waits for what is under way."""
    while True:
        try:
            tasks.put(receive(orders))
        except (EOFError, OSError):
            os._exit(0)


def _make_progress(pipe: IO[bytes], patience_s: float) -> Progress:
    """What hands progress on, and ends the process with code 1 when there is none for too long.

    The watch is faulthandler's: its thread needs no lock of Python's, which a decoder that hangs may hold.
    """
    told = ("", 0.0)
    _watch(patience_s)

    def tell(what: str, share: float | None) -> None:
        nonlocal told
        now_s = time.monotonic()
        if what == told[0] and now_s - told[1] < TELL_EVERY_S:
            return
        told = what, now_s
        _watch(patience_s)
        try:
            send(pipe, (what, share))
        except OSError:
            os._exit(0)

    return tell


def _watch(patience_s: float) -> None:
    faulthandler.dump_traceback_later(patience_s, exit=True)


if __name__ == "__main__":
    main()
