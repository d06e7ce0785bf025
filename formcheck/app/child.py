"""A child process, seen from the app: any of ours, and the one that reads a clip."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import formcheck
from formcheck.app.messages import Message, Task, receive, send

LOG_FILE = "worker.log"
ENOUGH_S = 5.0
"""A child that was asked to stop and has not done so by now is ended. A choice."""


class ChildProcess:
    """A module of ours, run as a process of its own over two pipes.

    Parameters
    ----------
    module : str
        What is run.
    log : file or None
        Where its errors are written; None: where ours are.
    """

    def __init__(self, module: str, log: IO[bytes] | None = None) -> None:
        root = str(Path(formcheck.__file__).parents[1])
        path = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH", "")) if part)
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env={**os.environ, "PYTHONPATH": path},
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to_child, self._from_child = self._process.stdin, self._process.stdout

    @property
    def pid(self) -> int:
        """Its number among the system's processes."""
        return self._process.pid

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
        for pipe in (self._to_child, self._from_child):
            with contextlib.suppress(OSError):
                pipe.close()
        return code


class Child(ChildProcess):
    """A running child that reads one clip.

    Parameters
    ----------
    task : Task
    """

    def __init__(self, task: Task) -> None:
        with (task.folder / LOG_FILE).open("ab") as log:
            super().__init__("formcheck.app.worker", log)
        self._task = task

    def read(self) -> Iterator[Message]:
        """Hand it its task and yield what it tells, until it ends."""
        with contextlib.suppress(OSError):
            send(self._to_child, self._task)
        while True:
            try:
                yield receive(self._from_child)
            except (EOFError, OSError, ValueError):
                return

    def stop(self) -> None:
        """Ask it to stop reading."""
        with contextlib.suppress(OSError, ValueError):
            self._to_child.write(b"s")
            self._to_child.flush()


def name_end(code: int) -> str:
    """The signal that ended a child, or its exit code: "SIGKILL", "code 1"."""
    names = {number.value: number.name for number in signal.Signals}
    return names.get(-code, f"code {code}")


def explain_end(code: int) -> str:
    """One sentence for a child that ended without a word."""
    name = name_end(code)
    if name == "SIGKILL":
        return (
            f"The system ended the reading of this clip ({name}), most likely for lack of memory. Close other"
            " programs, or film at 1080p, and try again."
        )
    return (
        f"Reading this clip crashed the video or pose library ({name}). Nothing else is lost: save the clip"
        " as MP4 (H.264) and try again."
    )
