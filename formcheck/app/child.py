"""A child process that reads one clip, seen from the app."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import formcheck
from formcheck.app.messages import Message, Task, receive, send

LOG_FILE = "worker.log"
ENOUGH_S = 5.0
"""A child that was asked to stop and has not done so by now is ended. A choice."""


class Child:
    """A running child.

    Parameters
    ----------
    task : Task
    """

    def __init__(self, task: Task) -> None:
        root = str(Path(formcheck.__file__).parents[1])
        path = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH", "")) if part)
        with (task.folder / LOG_FILE).open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "formcheck.app.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env={**os.environ, "PYTHONPATH": path},
            )
        self._task = task

    @property
    def pid(self) -> int:
        """Its number among the system's processes."""
        return self._process.pid

    def read(self) -> Iterator[Message]:
        """Hand it its task and yield what it tells, until it ends."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with contextlib.suppress(OSError):
            send(self._process.stdin, self._task)
        while True:
            try:
                yield receive(self._process.stdout)
            except (EOFError, OSError, ValueError):
                return

    def stop(self) -> None:
        """Ask it to stop reading."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError, ValueError):
            self._process.stdin.write(b"s")
            self._process.stdin.flush()

    def kill(self) -> None:
        """End it now."""
        with contextlib.suppress(OSError):
            self._process.kill()

    def wait(self) -> int:
        """Wait for its end; returns its exit code, negative: ended by that signal."""
        try:
            code = self._process.wait(ENOUGH_S)
        except subprocess.TimeoutExpired:
            self.kill()
            code = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        return code


def explain_end(code: int) -> str:
    """One sentence for a child that ended without a word."""
    names = {number.value: number.name for number in signal.Signals}
    name = names.get(-code, f"code {code}")
    if name == "SIGKILL":
        return (
            f"The system ended the reading of this clip ({name}), most likely for lack of memory. Close other"
            " programs, or film at 1080p, and try again."
        )
    return (
        f"Reading this clip crashed the video or pose library ({name}). Nothing else is lost: save the clip"
        " as MP4 (H.264) and try again."
    )
