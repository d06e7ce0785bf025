"""Files made of the log when they are asked for."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from formcheck.history.log_book import LogBook

Write = Callable[[LogBook, Path], object]


def make_writer(folder: Path, name: str, write: Write) -> Callable[[], bytes]:
    """What makes the file in a thread of its own: a log is of the thread that opened it."""

    def make() -> bytes:
        with tempfile.TemporaryDirectory() as temporary, LogBook(folder) as log:
            path = Path(temporary) / name
            write(log, path)
            return path.read_bytes()

    return make
