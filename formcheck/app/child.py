"""The child process that reads a clip, seen from the app."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from formcheck.app.messages import Message, Task
from formcheck.child_process import ChildProcess, receive, send

LOG_FILE = "worker.log"


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
